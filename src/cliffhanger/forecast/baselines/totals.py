"""Two baselines of totals: what titles of a list came to, as a share of what they had; and falling on as it fell.

Both learn from the totals known at the fit, those among them that are imputed, too, and keep distributions by group.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np

from cliffhanger.forecast.baselines.ratios import FEWEST, GRID, Changes
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.targets import SPANS, Target

FALLS: Final = 0.05, 0.97
"""The shares of a week's hours that may be kept a week later, at least and at most."""

USUAL: Final = 0.6
"""The share that is taken to be kept where no change is known at all."""


@dataclass
class TotalRatio:
    """A total is a multiple of what the title had so far, by list and weeks since it first charted.

    `spreads_` maps a target with a group, a number of weeks, or nothing to log changes from the point forecast.
    """

    targets: tuple[Target, ...] = tuple(SPANS)
    spreads_: dict[tuple[Target, Hashable], Changes] = field(default_factory=dict)

    def point(self, week: TitleWeek, target: Target) -> float:  # noqa: ARG002
        """Give the log hours from which errors are counted: here those so far."""
        return week.so_far

    def spread(self, off: Values) -> Changes:
        """Turn the errors of points into a distribution: as they were."""
        return Changes(np.quantile(off, GRID))

    def fit_on(self, past: Past) -> Self:
        """Fit on the totals known on a day."""
        grouped: dict[tuple[Target, Hashable], list[float]] = defaultdict(list)
        for week, target, level in _cases(past):
            for group in _groups(week):
                grouped[target, group].append(level - self.point(week, target))
        for (target, group), off in grouped.items():
            if len(off) >= FEWEST or group is None:
                self.spreads_[target, group] = self.spread(np.array(off))
        return self

    def quantiles(self, weeks: Sequence[TitleWeek], target: Target, chances: Sequence[float]) -> Values:
        """Give quantiles of a total's log hours (titles by chances); NaN where nothing was learnt, or is to come."""
        asked, found = np.array(chances, dtype=np.float64), np.full((len(weeks), len(chances)), np.nan)
        for place, one in enumerate(weeks):
            spread = self._of(one, target)
            if spread is not None:
                found[place] = np.maximum(self.point(one, target) + spread.quantiles(asked), one.so_far)
        return found

    def chance_below(self, weeks: Sequence[TitleWeek], target: Target, levels: Sequence[float]) -> Values:
        """Give the chance of fewer hours than its level (log) for each title; NaN as for quantiles."""
        found = np.full(len(weeks), np.nan)
        for place, (one, level) in enumerate(zip(weeks, levels, strict=True)):
            spread = self._of(one, target)
            if spread is not None:
                found[place] = spread.chance_below(np.array(level - self.point(one, target)))
        return found

    def _of(self, week: TitleWeek, target: Target) -> Changes | None:
        if not _open(week, target):
            return None
        known = (self.spreads_.get((target, group)) for group in _groups(week))
        return next((one for one in known if one is not None), None)


@dataclass
class KeepsFalling(TotalRatio):
    """Each week to come keeps the share of the week before that this one kept; errors lie evenly about that.

    In its first week a title falls as those of its list did; `falls_` maps lists to the median log change after it.
    """

    falls_: dict[Hashable, float] = field(default_factory=dict)

    def point(self, week: TitleWeek, target: Target) -> float:
        """Give the log of hours so far and of a geometric series: h (r + r² + ...), over the weeks left."""
        usual = self.falls_.get(week.category, math.log(USUAL))
        kept = min(max(math.exp(usual if week.change is None else week.change), FALLS[0]), FALLS[1])
        left = SPANS[target].weeks - week.number
        coming = week.level + math.log(kept * (1 - kept**left) / (1 - kept))
        return float(np.logaddexp(week.so_far, coming))

    def spread(self, off: Values) -> Changes:
        """Mirror the sizes of errors about 0, so that the point is the median."""
        sides = 2 * GRID - 1
        return Changes(np.sign(sides) * np.quantile(np.abs(off), np.abs(sides)))

    def fit_on(self, past: Past) -> Self:
        """Fit on the weeks and totals known on a day."""
        falls: dict[str, list[float]] = defaultdict(list)
        for one in past.weeks:
            if one.number == 1 and one.next_end is not None:
                falls[one.category].append(one.next_end - one.level)
        self.falls_ = {category: float(np.median(own)) for category, own in falls.items()}
        return super().fit_on(past)


def _cases(past: Past) -> Iterator[tuple[TitleWeek, Target, float]]:
    """Give each week of a title with each total that was not over then."""
    for week in past.weeks:
        for target, total in past.totals.get((week.category, week.title), {}).items():
            if _open(week, target):
                yield week, target, total.level


def _open(week: TitleWeek, target: Target) -> bool:
    """Tell whether a total is still to come of a title that came out when it first charted."""
    return week.fresh and week.number < SPANS[target].weeks


def _groups(week: TitleWeek) -> tuple[Hashable, ...]:
    """Name the groups of a week, the narrowest first."""
    return (week.category, week.number), week.number, None
