"""What a replay shows: figures by age, on cases whose scores are known by hand."""

from __future__ import annotations

import math
from datetime import date

import polars as pl
import pytest

from cliffhanger.brief.replayed import replay_page
from cliffhanger.forecast.report import report
from cliffhanger.forecast.scored import Scored
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


def table_of(*cases: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame(cases, schema=SCHEMA)


def test_cover_outside_its_band_is_marked() -> None:
    """Of twenty cases, all in the middle, the 50% interval covers too many; the 90% one covers no more than chance."""
    cases = [case("ours", 0.0) | {"below": 0.5, "below_floor": 0.1} for _ in range(20)]
    found = {(one.of, one.share): one for one in report(table_of(*cases), ["ours"]).cover}
    half, ninety = found["all", 0.5], found["television, k = 1", 0.9]
    assert (half.inside, half.outside, half.low, half.high) == (1, True, 0.3, 0.7)
    assert (ninety.inside, ninety.outside, ninety.high) == (1, False, 1)
    assert "films, k = 1" not in {of for of, _ in found}


def test_the_histogram_has_a_tenth_where_each_outcome_fell() -> None:
    """Two outcomes that the forecast had at 5% and at 95%."""
    cases = [case("ours", 0.0) | {"below": below, "below_floor": 0.0} for below in (0.05, 0.95)]
    (one,) = report(table_of(*cases), ["ours"]).pit
    assert one.shares == (0.5, *[0.0] * 8, 0.5)


def test_tails_are_of_titles_that_entered_the_all_time_list() -> None:
    """Of two such totals one lies within the 98% interval; a title that did not enter does not count."""
    wide = {"target": "91 days", "number": 1, "quantiles": [LEVEL - 1, *[LEVEL] * 19, LEVEL + 1], "floor": None}
    inside, above = ({"all_time": True, "level": LEVEL + off} for off in (0.9, 1.1))
    cases = [case("ours", 0.0) | wide | one for one in (inside, above, {"all_time": False})]
    (tail,) = report(table_of(*cases), ["ours"]).tails
    assert (tail.titles, tail.inside, tail.age) == (2, 0.5, 1)


def test_who_stays_is_scored_apart() -> None:
    """Chances that are right rank all titles rightly, and save the whole score of even odds."""
    rows = [("ours", 0.99, True), ("ours", 0.01, False), ("even", 0.5, True), ("even", 0.5, False)]
    cases = [case(name, 0.0) | {"target": "stays", "chance": chance, "stayed": stayed} for name, chance, stayed in rows]
    ours, even = report(table_of(*cases), ["ours", "even"]).stays
    assert (ours.auc.value, ours.brier, even.auc.value, even.brier) == pytest.approx((1, 0.0001, 0.5, 0.25))
    assert even.gain is not None
    assert even.gain.value == pytest.approx(1 - 0.0001 / 0.25)
    assert [(one.said, one.came) for one in even.bins] == [(0.5, 0.5)]


def test_cases_of_which_a_model_tells_nothing_are_left_out_and_counted() -> None:
    """A model that has learned nothing yet is not called wrong, and all are scored on the cases that all foretold."""
    silent = case("ours", 0.1, day=1) | {"quantiles": [math.nan] * len(CHANCES), "below": math.nan}
    cases = [silent, case("ours", 0.2, day=8), case("theirs", 0.4, day=1), case("theirs", 0.4, day=8)]
    told = report(table_of(*cases), ["ours", "theirs"])
    assert [(one.model, one.cases) for one in told.scores] == [("ours", 1), ("theirs", 1)]
    assert {one.cases for one in told.cover if one.of == "all"} == {1}
    assert told.without_forecast == {"next week": 1}
    assert "nothing to learn from yet: 1 of next week." in replay_page(told, "next-week", "")
    assert not report(table_of(silent), ["ours"]).scores


def test_a_replay_reads_as_one_file_with_its_pictures() -> None:
    """The page has the tables and a picture of each histogram, and asks for nothing from elsewhere."""
    told = report(table_of(*(case("ours", off) for off in (0.1, -0.1))), ["ours"], {"91 days": 3})
    page = replay_page(told, "next-week", "basis: <none>")
    assert page.count("<svg") == 1
    assert "3 of 91 days" in page
    assert "&lt;none&gt;" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
