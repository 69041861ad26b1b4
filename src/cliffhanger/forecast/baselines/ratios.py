"""Three baselines of next week's hours: the change is one that was seen before, whatever the title.

Each keeps the changes of the weeks it was fitted on, by group, and forecasts their distribution around this week's log
hours; they differ in the groups. A title that left the list fell at least to its floor. There are two ways to count it:
as fallen a fixed step below (`Fallen.BY_A_STEP`, as the study did for its table), or by the Kaplan-Meier estimate for
what is seen only above a floor (`Fallen.ESTIMATED`), which supposes nothing and is the harder baseline.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from cliffhanger.charts.view import ChartView
from cliffhanger.forecast.features import age_group
from cliffhanger.forecast.panel import TitleWeek, title_weeks
from cliffhanger.forecast.releases import Release
from cliffhanger.forecast.student import Values

STEP = 0.3
"""How far below its floor, in log hours, a title that left is put; and in any case not above this week's hours."""

FEWEST = 20
"""Cases without which a group takes the changes of all weeks of its age, or else of all weeks."""

GRID = np.linspace(0.005, 0.995, 199)


class Fallen(Enum):
    """How a title that left the list is counted."""

    BY_A_STEP = "by a step"
    ESTIMATED = "estimated"


@dataclass(frozen=True)
class Changes:
    """A distribution of log changes: values, rising, at the chances of `GRID`."""

    values: Values

    def quantiles(self, chances: Values) -> Values:
        """Give the changes up to which these chances lie."""
        return np.interp(chances, GRID, self.values)

    def chance_below(self, change: Values) -> Values:
        """Give the chance of a change up to some; at most 1 - 0.005, at least 0.005, since a count knows no tails."""
        return np.interp(change, self.values, GRID)


@dataclass
class Ratios:
    """A baseline; `changes_` maps a group, an age (one number), or everything (None) to its changes."""

    releases: Mapping[str, Release] = field(default_factory=dict)
    fallen: Fallen = Fallen.BY_A_STEP
    changes_: dict[Hashable, Changes] = field(default_factory=dict)

    def group(self, week: TitleWeek) -> Hashable:
        """Name the group whose changes are forecast for a week of a title: the weeks in a row on the list."""
        return age_group(week)

    def spread(self, change: Values, left: NDArray[np.bool_]) -> Changes:
        """Turn changes (floors of those that left) into a distribution."""
        if self.fallen is Fallen.ESTIMATED:
            return estimated(change, left)
        return Changes(np.quantile(_stepped(change, left), GRID))

    def fit(self, view: ChartView) -> Self:
        """Fit on a view, and on nothing that it does not show."""
        return self.fit_on(title_weeks(view, self.releases))

    def fit_on(self, weeks: Sequence[TitleWeek]) -> Self:
        """Fit on weeks of titles; those whose next week is not published are left out."""
        grouped: dict[Hashable, list[tuple[float, bool]]] = defaultdict(list)
        for one in weeks:
            end = one.next_end
            if end is not None:
                for group in {self.group(one), age_group(one), None}:
                    grouped[group].append((end - one.level, one.left))
        for group, cases in grouped.items():
            if len(cases) >= FEWEST or group is None:
                change, left = np.array([case[0] for case in cases]), np.array([case[1] for case in cases])
                self.changes_[group] = self.spread(change, left)
        return self

    def quantiles(self, weeks: Sequence[TitleWeek], chances: Sequence[float]) -> Values:
        """Give quantiles of next week's log hours (titles by chances); NaN before any fit."""
        asked, found = np.array(chances, dtype=np.float64), np.full((len(weeks), len(chances)), np.nan)
        for place, one in enumerate(weeks):
            changes = self._of(one)
            if changes is not None:
                found[place] = one.level + changes.quantiles(asked)
        return found

    def chance_below(self, weeks: Sequence[TitleWeek], levels: Sequence[float]) -> Values:
        """Give the chance that each title has fewer hours than its level (log) next week; NaN before any fit."""
        found = np.full(len(weeks), np.nan)
        for place, (one, level) in enumerate(zip(weeks, levels, strict=True)):
            changes = self._of(one)
            if changes is not None:
                found[place] = changes.chance_below(np.array(level - one.level))
        return found

    def _of(self, week: TitleWeek) -> Changes | None:
        known = (self.changes_.get(group) for group in (self.group(week), age_group(week), None))
        return next((changes for changes in known if changes is not None), None)


class LastValue(Ratios):
    """Next week is as this one, give or take what a week of this age has changed, up or down.

    The median is this week's hours; the distribution is even about it, and |change| is distributed as it was seen.
    """

    def spread(self, change: Values, left: NDArray[np.bool_]) -> Changes:
        """Mirror the sizes of changes about 0; of a title that left no more is known, so that it counts by a step."""
        sizes, sides = np.abs(_stepped(change, left)), 2 * GRID - 1
        return Changes(np.sign(sides) * np.quantile(sizes, np.abs(sides)))


class GlobalRatio(Ratios):
    """Next week is a fixed share of this one, by the weeks in a row on the list."""


class CategoryRatio(Ratios):
    """Next week is a fixed share of this one, by list and by the weeks in a row on it."""

    def group(self, week: TitleWeek) -> Hashable:
        """Go by list and the weeks in a row on it."""
        return week.category, age_group(week)


def _stepped(change: Values, left: NDArray[np.bool_]) -> Values:
    return np.where(left, np.minimum(change, 0.0) - STEP, change)


def estimated(change: Values, left: NDArray[np.bool_]) -> Changes:
    """Estimate the distribution of changes of which some are known only to lie at or below theirs (`left`).

    F(x) = product over changes seen above x of 1 - 1/n, n the number of cases up to each: E. L. Kaplan, P. Meier,
    "Nonparametric estimation from incomplete observations", JASA 53, 1958, turned from right to left. Each change seen
    stands in the middle of its step of F; what lies below the lowest seen is put a `STEP` below it.
    """
    order = np.lexsort((~left, change))
    values, gone = change[order], left[order]
    share = np.where(gone, 1.0, 1 - 1 / np.arange(1, len(values) + 1))
    below = np.cumprod(share[::-1])[::-1]
    seen, under = values[~gone], below[~gone]
    if not len(seen):
        return Changes(np.quantile(_stepped(change, left), GRID))
    middle = (under + np.append(under[1:], 1.0)) / 2
    known = np.interp(GRID, middle, seen)
    return Changes(np.where(under[0] > GRID, seen[0] - STEP, known))
