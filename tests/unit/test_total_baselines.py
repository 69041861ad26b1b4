"""Baselines of totals: what they forecast from totals small enough to reckon by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest

from cliffhanger.forecast.baselines.totals import KeepsFalling, TotalRatio
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.targets import Target
from cliffhanger.forecast.totals import Total
from panels import ONE

FOUR = Target.FOUR_WEEKS
FILM = "Films (English)"


@dataclass
class Known:
    """Stands for a past: weeks, and a total for each title."""

    weeks: tuple[TitleWeek, ...]
    totals: dict[tuple[str, str], dict[Target, Total]]


def known(factor: float, times: int, category: str = "TV (English)") -> Known:
    """Give titles that came to so many times what they had."""
    weeks = tuple(replace(ONE, title=f"{category} {n}", category=category) for n in range(times))
    return Known(
        weeks, {(one.category, one.title): {FOUR: Total(one.so_far + math.log(factor), True)} for one in weeks}
    )


def median(model: TotalRatio, week: TitleWeek) -> float:
    return float(model.quantiles([week], FOUR, [0.5])[0, 0])


def test_a_total_is_the_usual_multiple_of_its_list() -> None:
    """Films that doubled and series that tripled are told apart."""
    films, series = known(2, 30, FILM), known(3, 30)
    model = TotalRatio().fit_on(Known(films.weeks + series.weeks, films.totals | series.totals))  # type: ignore[arg-type]
    asked = ONE, replace(ONE, category=FILM)
    assert [math.exp(median(model, one) - one.so_far) for one in asked] == pytest.approx([3, 2])


def test_a_list_with_few_totals_takes_the_multiple_of_all() -> None:
    """Nineteen totals make no group."""
    few, many = known(2, 19, FILM), known(3, 60)
    model = TotalRatio().fit_on(Known(few.weeks + many.weeks, few.totals | many.totals))  # type: ignore[arg-type]
    assert median(model, replace(ONE, category=FILM)) == pytest.approx(ONE.so_far + math.log(3))


def test_what_keeps_falling_adds_up_a_geometric_series() -> None:
    """A title that kept half has a half, then a quarter of its week still to come by week four."""
    week = replace(ONE, number=2, change=math.log(0.5))
    model = KeepsFalling().fit_on(known(2, 30))  # type: ignore[arg-type]
    coming = math.exp(week.level) * (0.5 + 0.25)
    assert median(model, week) == pytest.approx(math.log(math.exp(week.so_far) + coming), abs=1e-6)


def test_no_total_is_below_what_was_charted() -> None:
    """However far off points were, no quantile lies below the hours so far."""
    model = KeepsFalling().fit_on(known(50, 30))  # type: ignore[arg-type]
    assert (model.quantiles([ONE], FOUR, [0.01, 0.05]) >= ONE.so_far).all()


def test_nothing_is_forecast_from_nothing() -> None:
    """Without a total known, quantiles and chances are not numbers."""
    model = TotalRatio().fit_on(Known((), {}))  # type: ignore[arg-type]
    assert np.isnan(model.quantiles([ONE], FOUR, [0.5])).all()
    assert np.isnan(model.chance_below([ONE], FOUR, [17.0])).all()
