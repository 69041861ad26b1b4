"""Newcomers: how many places of a list go to titles that were not on it the week before, and how high they stand there.

Counted by list, on the weeks known. A title that was never on the lists before is a debut, any other one comes back.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cliffhanger.forecast.panel import WEEK, TitleWeek
from cliffhanger.forecast.student import Values

SPAN = 104
"""The weeks, newest first, on which newcomers are counted: what a list was like long ago tells little."""

WeekLists = Mapping[date, Sequence[TitleWeek]]
"""The lists of a category by week, each by rank."""


@dataclass(frozen=True)
class Newcomers:
    """What `weeks` lists of one category brought that followed another.

    `stayed`, `debuts` and `comebacks` are shares of the places of all those lists. `rises` tells by how much the last
    row rose from list to list; heights are those of newcomers above the last row of their own list. All are in log
    views, or in log hours where lists are ranked by hours.
    """

    weeks: int
    stayed: float
    debuts: float
    comebacks: float
    rises: Values
    debut_heights: Values
    comeback_heights: Values

    @property
    def comeback_share(self) -> float:
        """Give the share of newcomers that come back."""
        new = self.debuts + self.comebacks
        return self.comebacks / new if new else 0.0


def lists_by_category(weeks: Sequence[TitleWeek]) -> dict[str, WeekLists]:
    """Gather whole lists, categories in alphabetical order."""
    found: dict[str, dict[date, list[TitleWeek]]] = defaultdict(lambda: defaultdict(list))
    for one in sorted(weeks, key=lambda one: (one.category, one.week, one.rank)):
        found[one.category][one.week].append(one)
    return dict(found)


def newcomers(lists: WeekLists) -> Newcomers:
    """Count the newcomers of the lists of one category."""
    pairs = [(lists[week - WEEK], lists[week]) for week in sorted(lists) if week - WEEK in lists][-SPAN:]
    new = [one for pair in pairs for one in _new(*pair)]
    high = {debut: np.array([height for one, height in new if _debut(one) is debut]) for debut in (True, False)}
    places = sum(len(after) for _, after in pairs) or 1
    debuts, comebacks = len(high[True]) / places, len(high[False]) / places
    rises = np.array([_rise(*pair) for pair in pairs])
    return Newcomers(len(pairs), 1 - debuts - comebacks, debuts, comebacks, rises, high[True], high[False])


def heights(one_list: Sequence[TitleWeek]) -> Values:
    """Give the heights of the titles of a list, by rank, above its last row.

    In log views, where most runtimes are known: a title without one stands between its neighbours, as its rank says.
    Else in log hours.
    """
    told = _measured(one_list)
    return np.asarray(told - told[-1])


def _measured(one_list: Sequence[TitleWeek]) -> Values:
    if not _by_views(one_list):
        return np.array([one.level for one in one_list])
    known = [(place, one.level - math.log(one.runtime)) for place, one in enumerate(one_list) if one.runtime]
    places, views = zip(*known, strict=True)
    return np.asarray(np.interp(np.arange(len(one_list)), places, views))


def _by_views(one_list: Sequence[TitleWeek]) -> bool:
    return 2 * sum(one.runtime is not None for one in one_list) > len(one_list)


def _new(before: Sequence[TitleWeek], after: Sequence[TitleWeek]) -> Iterator[tuple[TitleWeek, float]]:
    """Give the titles that were not on the list before, with their heights."""
    known = {one.title for one in before}
    told = zip(after, heights(after).tolist(), strict=True)
    yield from ((one, height) for one, height in told if one.title not in known)


def _rise(before: Sequence[TitleWeek], after: Sequence[TitleWeek]) -> float:
    """Give by how much the last row rose: in log views where both lists are ranked by views, else in log hours."""
    if _by_views(before) and _by_views(after):
        return float(_measured(after)[-1] - _measured(before)[-1])
    return after[-1].level - before[-1].level


def _debut(week: TitleWeek) -> bool:
    return week.weeks_on_chart == 1 and not week.earlier
