"""What a replay shows: figures by age, on cases whose scores are known by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from cliffhanger.forecast.report import Scored, report
from cliffhanger.forecast.table import CHANCES, SCHEMA

LEVEL = 10.0


def case(model: str, off: float, *, age: int = 1, seen: bool = True, day: int = 1) -> dict[str, object]:
    """Give a case in which a model forecast a point that is off by so much; the floor lies one below the truth."""
    below = float(off < 0)
    return dict.fromkeys(SCHEMA) | {
        "model": model,
        "target": "next week",
        "category": "TV (English)",
        "film": False,
        "staggered": False,
        "origin": date(2025, 1, day),
        "age": age,
        "quantiles": [LEVEL + off] * len(CHANCES),
        "below": below,
        "below_floor": float(off < -1),
        "level": LEVEL if seen else None,
        "floor": LEVEL - 1,
    }


def scored(cases: list[dict[str, object]], models: list[str]) -> tuple[Scored, ...]:
    return report(pl.DataFrame(cases, schema=SCHEMA), models).scores


def test_a_point_forecast_is_scored_by_how_far_it_is_off() -> None:
    """The CRPS of a point is its distance from the truth, and so is its error."""
    (one,) = scored([case("ours", 0.5), case("ours", -0.25)], ["ours"])
    assert (one.cases, one.left, one.gain) == (2, 0.0, None)
    assert one.error == pytest.approx(0.375)
    assert one.crps == pytest.approx(0.375)


def test_below_the_floor_nothing_counts() -> None:
    """For a title that left, a forecast below the floor is right, and one above is off by its height over it."""
    (one,) = scored([case("ours", -3, seen=False), case("ours", 0, seen=False)], ["ours"])
    assert one.left == 1
    assert one.crps == pytest.approx(0.5)


def test_the_first_model_is_compared_with_the_others_on_the_same_cases() -> None:
    """A model that is off by half as much saves half of the score."""
    cases = [case(name, off, day=day) for name, off in (("ours", 0.2), ("theirs", 0.4)) for day in (1, 8, 15)]
    ours, theirs = scored(cases, ["ours", "theirs"])
    assert ours.gain is None
    assert theirs.gain is not None
    assert theirs.gain.value == pytest.approx(0.5)


def test_ages_are_scored_apart_and_the_last_stands_for_more() -> None:
    """A title in its seventh week is scored with those in their fourth."""
    cases = [case("ours", 0.1, age=age) for age in (1, 2, 4, 7)]
    assert [(one.age, one.cases) for one in scored(cases, ["ours"])] == [(1, 1), (2, 1), (4, 2)]
