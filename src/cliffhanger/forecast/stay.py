"""Who stays: the chance that a title on a list is on it again a week later.

Two models that err differently, averaged: a logistic regression on crossed columns, which carries on smoothly where
cases are few, and boosted trees, which find the bends. Each is fitted twice, with what a day of release tells and
without: a title whose day is not known would otherwise be read as one that never had any, a title of the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cliffhanger.charts.view import ChartView
from cliffhanger.forecast import logit, trees
from cliffhanger.forecast.logit import Logit
from cliffhanger.forecast.neighbours import Places, for_logit, for_trees, places
from cliffhanger.forecast.panel import TitleWeek, title_weeks
from cliffhanger.forecast.releases import Release
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.trees import Trees

FEWEST = 400
"""Cases with a day of release without which no model reads such days."""

EVEN = 0.5
"""The chance before anything was fitted."""


@dataclass(frozen=True)
class Pair:
    """A logistic regression and trees fitted on the same cases, with days of release or without."""

    logit: Logit
    trees: Trees
    dated: bool

    def chances(self, cases: Places) -> Values:
        """Give the mean of the two chances of each case."""
        smooth = self.logit.chances(for_logit(cases, dated=self.dated))
        return (smooth + self.trees.chances(for_trees(cases, dated=self.dated))) / 2


@dataclass
class Stay:
    """The model; `pairs_` holds the models fitted, by whether they read days of release."""

    releases: Mapping[str, Release] = field(default_factory=dict)
    seed: int = 1
    pairs_: dict[bool, Pair] = field(default_factory=dict)

    def fit(self, view: ChartView) -> Stay:
        """Fit on a view, and on nothing that it does not show."""
        return self.fit_on(title_weeks(view, self.releases))

    def fit_on(self, weeks: Sequence[TitleWeek]) -> Stay:
        """Fit on weeks of titles, whole lists; those whose next week is not published are left out."""
        known = places(weeks)
        cases = known.where(known.weeks.published)
        stayed = cases.weeks.left == 0
        enough = np.isfinite(cases.weeks.opened_on).sum() >= FEWEST
        for dated in (False, True)[: (1 + enough) if len(stayed) else 0]:
            smooth = logit.fit(for_logit(cases, dated=dated), stayed)
            grown = trees.grow(for_trees(cases, dated=dated), stayed, self.seed)
            self.pairs_[dated] = Pair(smooth, grown, dated)
        return self

    def chances(self, weeks: Sequence[TitleWeek]) -> Values:
        """Give the chance of each title to be on its list a week later; the weeks must hold whole lists."""
        found = np.full(len(weeks), EVEN)
        cases = places(weeks)
        for dated, pair in sorted(self.pairs_.items()):
            own = np.array([not dated or one.dated for one in weeks], dtype=np.bool_)
            if own.any():
                found[own] = pair.chances(cases.where(own))
        return found
