"""Three baselines of who stays: the same ten, the rate of each rank, and a small logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cliffhanger.forecast import logit
from cliffhanger.forecast.features import LISTS
from cliffhanger.forecast.logit import Logit
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.student import Values

RANKS = 10
PRIOR = 0.5
"""Added to those that stayed and to those that left at each rank, so that no rate is 0 or 1 (Jeffreys' prior)."""


@dataclass
class SameTen:
    """All stay."""

    def fit_on(self, weeks: Sequence[TitleWeek]) -> SameTen:  # noqa: ARG002
        """Learn nothing."""
        return self

    def chances(self, weeks: Sequence[TitleWeek]) -> Values:
        """Give 1 for each title."""
        return np.ones(len(weeks))


@dataclass
class RateByRank:
    """Each stays as often as titles at its rank did; `rates_` lists the rates, rank 1 first."""

    rates_: Values = field(default_factory=lambda: np.full(RANKS, 0.5))

    def fit_on(self, weeks: Sequence[TitleWeek]) -> RateByRank:
        """Count, on weeks whose next week is published."""
        cases = _published(weeks)
        ranks = np.array([_rank(one) for one in cases], dtype=np.int64)
        stayed = np.array([not one.left for one in cases], dtype=np.float64)
        count = np.bincount(ranks, minlength=RANKS)
        self.rates_ = (np.bincount(ranks, stayed, RANKS) + PRIOR) / (count + 2 * PRIOR)
        return self

    def chances(self, weeks: Sequence[TitleWeek]) -> Values:
        """Give the rate of each title's rank."""
        return self.rates_[[_rank(one) for one in weeks]]


@dataclass
class RankLogit:
    """A logistic regression on rank, whether new to the chart, and list; `logit_` is None before a fit."""

    logit_: Logit | None = None

    def fit_on(self, weeks: Sequence[TitleWeek]) -> RankLogit:
        """Fit on weeks whose next week is published."""
        cases = _published(weeks)
        if cases:
            stayed = np.array([not one.left for one in cases], dtype=np.bool_)
            self.logit_ = logit.fit(_columns(cases), stayed)
        return self

    def chances(self, weeks: Sequence[TitleWeek]) -> Values:
        """Give the chance of each title; one half before a fit."""
        return np.full(len(weeks), 0.5) if self.logit_ is None else self.logit_.chances(_columns(weeks))


def _published(weeks: Sequence[TitleWeek]) -> list[TitleWeek]:
    return [one for one in weeks if one.next_floor is not None]


def _rank(week: TitleWeek) -> int:
    return min(week.rank, RANKS) - 1


def _columns(weeks: Sequence[TitleWeek]) -> Values:
    rows = [[one.rank, one.weeks_on_chart == 1, *(one.category == name for name in LISTS)] for one in weeks]
    return np.array(rows, dtype=np.float64).reshape(len(weeks), 2 + len(LISTS))
