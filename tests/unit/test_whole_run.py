"""Totals forecast: never less than what is known, by what is known of the day of release, until a span is over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

import worlds
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.targets import SPANS, Target
from cliffhanger.forecast.totals import Total
from cliffhanger.forecast.whole_run import WholeRun
from panels import ONE, made_up

CHANCES = 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999
FOUR, DAYS = Target.FOUR_WEEKS, Target.NINETY_ONE_DAYS


@dataclass
class Known:
    """Stands for a past: weeks, and a total for each title."""

    weeks: Sequence[TitleWeek]
    totals: dict[tuple[str, str], dict[Target, Total]]


def known(more: float, weeks: Sequence[TitleWeek], *, reported: bool = True) -> Known:
    """Give titles in their first week that came to so much more, as a share of that, give or take a fifth."""
    random, told = np.random.default_rng(1), {}
    for one in weeks:
        total = one.so_far + math.log1p(more * math.exp(random.normal(0, 0.2)))
        told[one.category, one.title] = {target: Total(total, reported) for target in SPANS}
    return Known(weeks, told)


def debuts(seed: int = 0) -> list[TitleWeek]:
    """Give lists of titles that are all new."""
    return [replace(one, age=1, weeks_on_chart=1, so_far=one.level) for one in made_up(40, seed)]


@cache
def doubled() -> WholeRun:
    """Fit on titles that came to twice what they had in their first week."""
    return WholeRun().fit_on(known(1.0, debuts()))  # type: ignore[arg-type]


def quantiles(weeks: Sequence[TitleWeek], target: Target = FOUR) -> Values:
    return worlds.fit().whole_run.quantiles(weeks, target, CHANCES)


@pytest.mark.parametrize("target", SPANS)
def test_no_total_is_less_than_what_is_known(target: Target) -> None:
    """No quantile of any title, however small its chance, lies below the hours that it had so far."""
    weeks = worlds.past().weeks
    told = quantiles(weeks, target)
    asked = ~np.isnan(told[:, 0])
    assert asked.sum() > 200
    assert (told[asked] >= np.array([one.so_far for one in weeks])[asked, None]).all()
    assert (np.diff(told[asked]) > 0).all()


def test_the_usual_multiple_is_learned() -> None:
    """After titles that doubled a new one is forecast to double, within a range that leaves room on both sides."""
    told = doubled().quantiles(debuts(seed=3)[:10], FOUR, CHANCES)
    more = np.expm1(told - np.array([one.so_far for one in debuts(seed=3)[:10]])[:, None])
    assert more[:, 3] == pytest.approx(np.ones(10), rel=0.25)
    assert (more[:, 1] < 0.85).all()
    assert (more[:, 5] > 1.15).all()


def test_a_title_without_a_day_has_a_model_of_its_own() -> None:
    """Dated or not, a title is forecast; the day of release makes a difference; mixed lists are told one by one."""
    newest = [one for one in worlds.past().weeks if one.fresh and one.number == 1 and one.opened_on is not None][-40:]
    dated, undated = quantiles(newest), quantiles([one.undated for one in newest])
    assert np.isfinite(dated).all()
    assert np.isfinite(undated).all()
    assert (dated[:, 3] != undated[:, 3]).all()


def test_of_a_mixed_list_each_title_is_told_by_its_own_model() -> None:
    """Whether others on its list are dated changes nothing but what trees see of them."""
    lists = debuts()[:10]
    mixed = [one.undated if place % 2 else one for place, one in enumerate(lists)]
    told, all_dated = (doubled().quantiles(weeks, FOUR, CHANCES) for weeks in (mixed, lists))
    none = doubled().quantiles([one.undated for one in lists], FOUR, CHANCES)
    assert told[::2].tobytes() == all_dated[::2].tobytes()
    assert told[1::2].tobytes() == none[1::2].tobytes()


def test_totals_are_learned_only_from_titles_whose_day_is_known() -> None:
    """A past of which no day is known gives no model at all, since nobody can say when its totals began."""
    model = WholeRun().fit_on(known(1.0, [one.undated for one in debuts()]))  # type: ignore[arg-type]
    assert np.isnan(model.quantiles(debuts()[:10], FOUR, CHANCES)).all()


def test_an_earlier_day_leaves_less_to_come() -> None:
    """In the made-up world, a title that came out on Monday had more of its hours in its first week."""
    weeks = [one for one in worlds.past().weeks if one.fresh and one.number == 1 and one.opened_on == 3]
    monday, friday = ([replace(one, opened_on=day, out_for=6 - day) for one in weeks] for day in (0, 4))
    assert np.median(quantiles(friday)[:, 3] - quantiles(monday)[:, 3]) > 0


@pytest.mark.parametrize(("target", "last"), [(FOUR, 3), (DAYS, 13)])
def test_a_span_that_is_over_is_not_asked_for(target: Target, last: int) -> None:
    """The week before the last has a forecast, the last one and those after it have none."""
    asked = [replace(one, number=number) for one in debuts()[:1] for number in (1, last, last + 1, 50)]
    told = [quantiles([one], target)[0] for one in asked]
    chances = [worlds.fit().whole_run.chance_below([one], target, [30.0])[0] for one in asked]
    for found in (told, [np.array([one]) for one in chances]):
        assert [bool(np.isnan(one).all()) for one in found] == [False, False, True, True]


def test_a_title_from_long_before_has_no_total() -> None:
    """A title that came out long before it charted is not asked for."""
    assert np.isnan(quantiles([replace(one, fresh=False) for one in debuts()[:10]])).all()


@pytest.mark.parametrize("target", SPANS)
def test_chances_match_quantiles(target: Target) -> None:
    """The chance of less than a quantile is that of the quantile."""
    weeks = debuts(seed=2)[:10]
    told = doubled().quantiles(weeks, target, CHANCES)
    for place, chance in enumerate(CHANCES):
        below = doubled().chance_below(weeks, target, told[:, place].tolist())
        assert below == pytest.approx(np.full(10, chance), abs=1e-6)


def test_less_than_what_is_known_is_impossible() -> None:
    """The chance of no more hours than there are is nothing; where no level is asked for, none is told."""
    week = debuts()[:1]
    levels = week[0].so_far - 1, week[0].so_far, math.nan
    told = [doubled().chance_below(week, FOUR, [level])[0] for level in levels]
    assert told[:2] == pytest.approx([0.0, 0.0])
    assert math.isnan(told[2])


@pytest.mark.parametrize("weeks", [[], [ONE], made_up(3)])
def test_without_enough_titles_nothing_is_told(weeks: list[TitleWeek]) -> None:
    """An empty past, one title, or thirty give figures that are not numbers."""
    model = WholeRun().fit_on(known(1.0, weeks))  # type: ignore[arg-type]
    for told in (model, WholeRun()):
        assert np.isnan(told.quantiles([ONE], DAYS, CHANCES)).all()
        assert np.isnan(told.chance_below([ONE], DAYS, [17.0])).all()


def test_totals_that_were_imputed_count_by_half() -> None:
    """Of titles that doubled and as many that became four times as much, those that reports tell of weigh more."""
    sure, unsure = known(1.0, debuts()), known(3.0, debuts(), reported=False)
    renamed = [replace(one, title=f"{one.title} again") for one in unsure.weeks]
    totals = {(category, f"{title} again"): told for (category, title), told in unsure.totals.items()}
    both = Known([*sure.weeks, *renamed], sure.totals | totals)
    swapped = Known(
        both.weeks,
        {
            key: {target: replace(one, reported=not one.reported) for target, one in told.items()}
            for key, told in both.totals.items()
        },
    )
    fits = [WholeRun().fit_on(one) for one in (both, swapped)]  # type: ignore[arg-type]
    less, more = (np.median(one.quantiles(debuts(seed=3)[:10], FOUR, [0.5])) for one in fits)
    assert more - less > 0.1
