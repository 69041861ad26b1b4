"""What the next-week model reads of a week of a title: columns for the mean of the change, and for its scale.

Titles are modelled apart by the weeks in a row that they have been on the list, since the first weeks tell little of
the kind that later ones do: a first week is cut short by the weekday of release, a second shows a first change.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cliffhanger.charts.titles import LIMITED, SPECIAL
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.student import Flags, Values

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


@dataclass(frozen=True)
class Figures:
    """What weeks of titles have, as arrays: a value for each week, NaN where it is not known (see `TitleWeek`).

    `log_runtime` is the log of the hours a view, `season` the number of the label, 1 where it has none, and `day` the
    ordinal of the week; `lists` has a column for each of `LISTS`.
    """

    level: Values
    gap: Values
    rank: Values
    age: Values
    earlier: Values
    weeks_on_chart: Values
    number: Values
    so_far: Values
    grown: Values
    change: Values
    change_before: Values
    opened_on: Values
    out_for: Values
    staggered: Values
    film: Values
    runtime: Values
    next_end: Values
    left: Values
    log_runtime: Values
    season: Values
    day: Values
    day_of_year: Values
    limited: Values
    special: Values
    lists: Values

    @classmethod
    def of(cls, weeks: Sequence[TitleWeek]) -> Figures:
        """Gather them, in the order given."""
        width = len(fields(cls)) - 1
        told = np.array([_figures(one) for one in weeks], dtype=np.float64).reshape(len(weeks), width + len(LISTS))
        return cls(*(*told[:, :width].T.copy(), told[:, width:]))

    @property
    def undated(self) -> Figures:
        """Give the same as one sees it who does not know the day of release."""
        unknown = np.full_like(self.level, np.nan)
        return replace(self, opened_on=unknown, out_for=unknown)

    @property
    def published(self) -> Flags:
        """Tell where the next week is published."""
        return ~np.isnan(self.next_end)

    @property
    def usual_change(self) -> Values:
        """Give the change to this week, or where it is not known one that is usual."""
        return np.where(np.isnan(self.change), USUAL_CHANGE, self.change)

    @property
    def usual_change_before(self) -> Values:
        """Give the change to the week before likewise."""
        return np.where(np.isnan(self.change_before), USUAL_CHANGE, self.change_before)

    def where(self, which: Flags | Sequence[int]) -> Figures:
        """Pick some of the weeks, by flags or by their places."""
        return Figures(*(getattr(self, field.name)[which] for field in fields(self)))


_SAME: Final = attrgetter(*(field.name for field in fields(Figures)[:-7]))
"""Reads what is called the same of a week."""


def _figures(week: TitleWeek) -> list[float | None]:
    label, day = week.label, week.week
    told = [*_SAME(week), math.log(week.hours_a_view), label.number or 1, day.toordinal(), day.timetuple().tm_yday]
    told += [label.kind == LIMITED, label.kind == SPECIAL]
    return [*told, *(week.category == name for name in LISTS)]


def columns(weeks: Figures, age: int) -> tuple[Values, Values]:
    """Give the columns of weeks of one age group: for the mean (cases by columns), and for the log scale."""
    return np.column_stack(_mean(weeks, age)), np.column_stack(_scale(weeks, age))


def _mean(weeks: Figures, age: int) -> list[NDArray[Any]]:
    level, gap, film = weeks.level - USUAL_LEVEL, weeks.gap, weeks.film
    later, old, undated = weeks.season > 1, weeks.out_for > OLD, np.isnan(weeks.opened_on)
    runtime, again = weeks.log_runtime, weeks.earlier > 0
    lists = [*weeks.lists.T]
    told = [level, np.float_power(level, 2), gap, np.float_power(gap, 2), gap * level]
    told += [*lists, *(gap * one for one in lists)]
    told += [later, later * gap, weeks.limited, weeks.special]
    told += [np.minimum(np.log(weeks.season), 3.0), np.log(weeks.rank), np.log(weeks.weeks_on_chart)]
    told += [runtime, runtime * film, np.isnan(weeks.runtime), weeks.staggered]
    told += [again, again * gap, old, old * gap, undated, undated * gap]
    days = [weeks.opened_on == day for day in range(7)]
    told += days
    if age == 1:
        told += [one * gap for one in days] + [one * film for one in days]
    if age > 1:
        change = weeks.usual_change
        told += [change, change * gap, *(change * one for one in (*lists, *(days if age == 2 else [])))]
        told.append(change * again)
    if age > 2:
        told.append(weeks.usual_change_before)
    return told


def _scale(weeks: Figures, age: int) -> list[NDArray[Any]]:
    told = [weeks.level - USUAL_LEVEL, weeks.gap, weeks.season > 1, weeks.film, weeks.earlier > 0]
    told += [np.log(weeks.weeks_on_chart), weeks.staggered, np.isnan(weeks.opened_on), *weeks.lists.T]
    told += [weeks.out_for > OLD, np.isin(weeks.opened_on, (4, 5, 6))]
    if age > 1:
        told.append(np.abs(weeks.usual_change - USUAL_CHANGE))
    return told
