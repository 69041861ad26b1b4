"""What the model of staying reads of a week of a title: the title itself, and the list around it.

A title leaves when ten others pass it, so what counts is how far it stands above the end of the list, above the next
title below, and above those ranks that new titles usually push out. All gaps are in log hours of the title itself (log
views where lists are ranked by views), above the last rank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cliffhanger.forecast.features import AGES, OLD, USUAL_CHANGE, USUAL_LEVEL, Figures
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.student import Flags, Values

MIDDLE = 5, 7, 8, 9
"""Ranks whose gap above the last rank tells how close the lower half of a list lies together."""

NONE = -9.0
"""Stands, in columns for trees, for what is not known."""

LONGEST = 400
"""Days since release beyond which it makes no difference."""


@dataclass(frozen=True)
class Places:
    """Weeks of titles, and what surrounds each on its list.

    `step` is the gap to the title below (0 for the last), `middle` the gaps of the ranks in `MIDDLE` above the last
    (weeks by ranks), `new`, `new_above` and `new_below` count titles in their first week on the chart.
    """

    weeks: Figures
    step: Values
    middle: Values
    new: Values
    new_above: Values
    new_below: Values

    @property
    def undated(self) -> Places:
        """Give the same as one sees it who does not know the days of release."""
        return replace(self, weeks=self.weeks.undated)

    def where(self, which: Flags | Sequence[int]) -> Places:
        """Pick some, by flags or by their places."""
        return Places(self.weeks.where(which), *(getattr(self, field.name)[which] for field in fields(self)[1:]))


def places(weeks: Sequence[TitleWeek]) -> Places:
    """Set each week beside the others of its list, in the order given; the weeks must hold whole lists."""
    told, lists = Figures.of(weeks), dict[tuple[str, date], int]()
    own = np.array([lists.setdefault((one.category, one.week), len(lists)) for one in weeks], dtype=np.int64)
    order, at = np.lexsort((told.rank, own)), np.zeros(len(weeks), dtype=np.int64)
    at[order] = np.arange(len(weeks)) - np.searchsorted(own[order], own[order])
    gaps, new = np.zeros((2, len(lists), at.max(initial=0) + max(MIDDLE) + 1))
    gaps[own, at], new[own, at] = told.gap, told.weeks_on_chart == 1
    so_far, all_new = new.cumsum(axis=1)[own, at], new.sum(axis=1)[own]
    middle = gaps[own][:, [rank - 1 for rank in MIDDLE]]
    return Places(told, told.gap - gaps[own, at + 1], middle, all_new, so_far - new[own, at], all_new - so_far)


def for_trees(found: Places, *, dated: bool) -> Values:
    """Give the columns that trees read (cases by columns); with the release or without."""
    return np.column_stack(_plain(found) + (_release(found.weeks) if dated else []))


def for_logit(found: Places, *, dated: bool) -> Values:
    """Give the columns of the logistic regression (cases by columns); with the release or without."""
    return np.column_stack(_crossed(found) + (_weekdays(found.weeks) if dated else []))


def _known(values: Values) -> Values:
    return np.where(np.isnan(values), NONE, values)


def _plain(found: Places) -> list[NDArray[Any]]:
    weeks, middle = found.weeks, [*found.middle.T]
    told = [weeks.rank, weeks.gap, weeks.level - USUAL_LEVEL, weeks.age, weeks.weeks_on_chart, weeks.earlier]
    told += [found.step, *middle, weeks.gap - middle[1], weeks.gap - middle[2]]
    told += [found.new, found.new_above, found.new_below, _known(weeks.change), _known(weeks.change_before)]
    told += [weeks.season, weeks.limited, weeks.special]
    told += [weeks.log_runtime, np.isnan(weeks.runtime), weeks.grown, weeks.staggered, weeks.film]
    turn = 2 * np.pi * weeks.day_of_year / 365.25
    return [*told, *weeks.lists.T, np.sin(turn), np.cos(turn)]


def _release(weeks: Figures) -> list[NDArray[Any]]:
    return [_known(weeks.opened_on), _known(np.minimum(weeks.out_for, LONGEST))]


def _crossed(found: Places) -> list[NDArray[Any]]:
    weeks, middle = found.weeks, [*found.middle.T]
    rank, gap, season, change = np.log(weeks.rank), weeks.gap, weeks.season, weeks.usual_change
    before, runtime = weeks.usual_change_before, weeks.log_runtime
    told = [weeks.rank, rank, gap, np.float_power(gap, 2), weeks.level - USUAL_LEVEL]
    told += [found.step, *middle[1:], found.new]
    told += [gap - middle[1], change, np.abs(change - USUAL_CHANGE), change * gap, before]
    told += [weeks.season > 1, np.log(season), weeks.limited, weeks.special]
    told += [runtime, runtime * weeks.film, np.isnan(weeks.runtime), weeks.staggered]
    told += [np.log(weeks.weeks_on_chart), weeks.earlier > 0]
    ages = [np.minimum(weeks.age, AGES[-1]) == age for age in AGES]
    lists = [*weeks.lists.T]
    told += ages + lists + [one * other for one in ages for other in lists]
    return told + [one * other for one in ages + lists for other in (gap, change, rank)]


def _weekdays(weeks: Figures) -> list[NDArray[Any]]:
    """Give the weekday of release, which cuts the first week short and so bears on the first two."""
    first, second = weeks.age == AGES[0], weeks.age == AGES[1]
    days = [weeks.opened_on == day for day in range(7)]
    told = [np.isnan(weeks.opened_on), weeks.out_for > OLD]
    for weight in (first, first * weeks.gap, second, second * weeks.usual_change):
        told += [day * weight for day in days]
    return told
