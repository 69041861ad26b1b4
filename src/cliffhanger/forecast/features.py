"""What the next-week model reads of a week of a title: columns for the mean of the change, and for its scale.

Titles are modelled apart by the weeks in a row that they have been on the list, since the first weeks tell little of
the kind that later ones do: a first week is cut short by the weekday of release, a second shows a first change.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from cliffhanger.charts.titles import LIMITED, SPECIAL
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.student import Values

AGES = 1, 2, 3, 4
"""The weeks in a row that have a model of their own; the last stands for all more."""

LISTS = "TV (English)", "TV (Non-English)", "Films (English)"
"""Lists with a column of their own; the fourth is what is left."""

USUAL_LEVEL = 16.5
USUAL_CHANGE = -0.5
OLD = 60
"""Days since release after which a title counts as one of the catalogue."""


def age_group(week: TitleWeek) -> int:
    """Give the age by which a week is modelled."""
    return min(week.age, AGES[-1])


def columns(weeks: Sequence[TitleWeek], age: int) -> tuple[Values, Values]:
    """Give the columns of weeks of one age group: for the mean (cases by columns), and for the log scale."""
    told = [_mean(week, age) for week in weeks], [_scale(week, age) for week in weeks]
    mean, scale = (np.array(rows, dtype=np.float64).reshape(len(weeks), -1 if weeks else 0) for rows in told)
    return mean, scale


def _mean(week: TitleWeek, age: int) -> list[float]:
    level, gap = week.level - USUAL_LEVEL, week.gap
    number, later = week.label.number or 1, _later(week)
    runtime, again = math.log(week.hours_a_view), float(week.earlier > 0)
    undated, old = float(week.opened_on is None), float((week.out_for or 0) > OLD)
    lists = [float(week.category == name) for name in LISTS]
    told = [level, level**2, gap, gap**2, gap * level, *lists, *(gap * one for one in lists)]
    told += [later, later * gap, float(week.label.kind == LIMITED), float(week.label.kind == SPECIAL)]
    told += [min(math.log(number), 3.0), math.log(week.rank), math.log(week.weeks_on_chart)]
    told += [runtime, runtime * week.film, float(week.runtime is None), float(week.staggered)]
    told += [again, again * gap, old, old * gap, undated, undated * gap]
    days = [float(week.opened_on == day) for day in range(7)]
    told += days
    if age == 1:
        told += [one * gap for one in days] + [one * week.film for one in days]
    for place in range(min(age - 1, 2)):
        told += _change(week, place, lists, days if age == 2 else [])
    return told


def _change(week: TitleWeek, place: int, lists: Sequence[float], days: Sequence[float]) -> list[float]:
    told = (week.change, week.change_before)[place]
    change = USUAL_CHANGE if told is None else told
    if place:
        return [change]
    return [change, change * week.gap, *(change * one for one in (*lists, *days)), change * (week.earlier > 0)]


def _scale(week: TitleWeek, age: int) -> list[float]:
    told = [week.level - USUAL_LEVEL, week.gap, _later(week), float(week.film), float(week.earlier > 0)]
    told += [math.log(week.weeks_on_chart), float(week.staggered), float(week.opened_on is None)]
    told += [float(week.category == name) for name in LISTS]
    told += [float((week.out_for or 0) > OLD), float(week.opened_on in (4, 5, 6))]
    if age > 1:
        told.append(abs((USUAL_CHANGE if week.change is None else week.change) - USUAL_CHANGE))
    return told


def _later(week: TitleWeek) -> float:
    return float((week.label.number or 1) > 1)
