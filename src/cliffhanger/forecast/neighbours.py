"""What the model of staying reads of a week of a title: the title itself, and the list around it.

A title leaves when ten others pass it, so what counts is how far it stands above the end of the list, above the next
title below, and above those ranks that new titles usually push out. All gaps are in log hours of the title itself (log
views where lists are ranked by views), above the last rank.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cliffhanger.charts.titles import LIMITED, SPECIAL
from cliffhanger.forecast.features import AGES, LISTS, OLD, USUAL_CHANGE, USUAL_LEVEL, age_group
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.student import Values

MIDDLE = 5, 7, 8, 9
"""Ranks whose gap above the last rank tells how close the lower half of a list lies together."""

NONE = -9.0
"""Stands, in columns for trees, for what is not known."""

LONGEST = 400
"""Days since release beyond which it makes no difference."""


@dataclass(frozen=True, slots=True)
class Place:
    """A week of a title, and what surrounds it on its list.

    `step` is the gap to the title below (0 for the last), `middle` the gaps of the ranks in `MIDDLE` above the last,
    `new`, `new_above` and `new_below` count titles in their first week on the chart.
    """

    week: TitleWeek
    step: float
    middle: tuple[float, ...]
    new: int
    new_above: int
    new_below: int


def places(weeks: Sequence[TitleWeek]) -> list[Place]:
    """Set each week beside the others of its list, in the order given; the weeks must hold whole lists."""
    lists: dict[tuple[str, object], list[TitleWeek]] = defaultdict(list)
    for one in weeks:
        lists[one.category, one.week].append(one)
    found = {id(place.week): place for own in lists.values() for place in _on(own)}
    return [found[id(one)] for one in weeks]


def _on(one_list: Iterable[TitleWeek]) -> Iterable[Place]:
    ranked = sorted(one_list, key=lambda one: one.rank)
    new = [one.weeks_on_chart == 1 for one in ranked]
    gaps = [one.gap for one in ranked] + [0.0] * max(MIDDLE)
    middle = tuple(gaps[rank - 1] for rank in MIDDLE)
    for place, one in enumerate(ranked):
        yield Place(one, one.gap - gaps[place + 1], middle, sum(new), sum(new[:place]), sum(new[place + 1 :]))


def for_trees(found: Sequence[Place], *, dated: bool) -> Values:
    """Give the columns that trees read (cases by columns); with the release or without."""
    return _table([_plain(one) + (_release(one.week) if dated else []) for one in found])


def for_logit(found: Sequence[Place], *, dated: bool) -> Values:
    """Give the columns of the logistic regression (cases by columns); with the release or without."""
    return _table([_crossed(one) + (_weekdays(one.week) if dated else []) for one in found])


def _table(rows: list[list[float]]) -> Values:
    return np.array(rows, dtype=np.float64).reshape(len(rows), -1 if rows else 0)


def _known(value: float | None) -> float:
    return NONE if value is None else value


def _plain(place: Place) -> list[float]:
    week = place.week
    told = [week.rank, week.gap, week.level - USUAL_LEVEL, week.age, week.weeks_on_chart, week.earlier]
    told += [place.step, *place.middle, week.gap - place.middle[1], week.gap - place.middle[2]]
    told += [place.new, place.new_above, place.new_below, _known(week.change), _known(week.change_before)]
    told += [week.label.number or 1, week.label.kind == LIMITED, week.label.kind == SPECIAL]
    told += [math.log(week.hours_a_view), week.runtime is None, week.grown, week.staggered, week.film]
    told += [week.category == name for name in LISTS]
    return [*told, math.sin(_turn(week)), math.cos(_turn(week))]


def _turn(week: TitleWeek) -> float:
    return 2 * math.pi * week.week.timetuple().tm_yday / 365.25


def _release(week: TitleWeek) -> list[float]:
    return [_known(week.opened_on), NONE if week.out_for is None else min(week.out_for, LONGEST)]


def _crossed(place: Place) -> list[float]:
    week = place.week
    rank, gap, number = math.log(week.rank), week.gap, week.label.number or 1
    change = USUAL_CHANGE if week.change is None else week.change
    before = USUAL_CHANGE if week.change_before is None else week.change_before
    runtime = math.log(week.hours_a_view)
    told = [week.rank, rank, gap, gap**2, week.level - USUAL_LEVEL, place.step, *place.middle[1:], place.new]
    told += [gap - place.middle[1], change, abs(change - USUAL_CHANGE), change * gap, before]
    told += [number > 1, math.log(number), week.label.kind == LIMITED, week.label.kind == SPECIAL]
    told += [runtime, runtime * week.film, week.runtime is None, week.staggered]
    told += [math.log(week.weeks_on_chart), week.earlier > 0]
    ages = [float(age_group(week) == age) for age in AGES]
    lists = [float(week.category == name) for name in LISTS]
    told += ages + lists + [one * other for one in ages for other in lists]
    return told + [one * other for one in ages + lists for other in (gap, change, rank)]


def _weekdays(week: TitleWeek) -> list[float]:
    """Give the weekday of release, which cuts the first week short and so bears on the first two."""
    first, second = float(week.age == AGES[0]), float(week.age == AGES[1])
    days = [float(week.opened_on == day) for day in range(7)]
    change = USUAL_CHANGE if week.change is None else week.change
    told = [float(week.opened_on is None), float((week.out_for or 0) > OLD)]
    for weight in (first, first * week.gap, second, second * change):
        told += [day * weight for day in days]
    return told
