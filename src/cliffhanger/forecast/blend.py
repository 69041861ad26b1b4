"""A forecast of a change that two models share: a censored regression for each group of cases, and trees for all.

The regression (see `tobit`) carries on smoothly where cases are few; trees, grown on the median of all groups at once,
find the bends. The location of a case is the mean of both; its spread is that of the regression, stretched by a factor
for its group and kind, so that intervals hold what they say. The factor is learned from the past alone: the models are
first fitted on the older cases, those over when the newest quarter began; and on that quarter (of the cases of full
weight) the factor c makes the errors u = (d - location) / (c spread) most likely as Student's t with four degrees
of freedom, censored ones by their chance. A penalty of `PRIOR` (log c)² / 2 draws a factor of few cases towards that of
its group, and that towards one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, TypeAlias

import numpy as np

from cliffhanger.forecast import tobit, trees
from cliffhanger.forecast.student import Flags, Values, distribution, log_density, quantile
from cliffhanger.forecast.tobit import Tobit
from cliffhanger.forecast.trees import Trees

FEWEST = 60
"""Cases without which a group has no model of its own and takes that of the group before."""

OLDER = 0.75
PRIOR = 5.0
FACTORS: Final[Values] = np.exp(np.arange(-40, 81) / 100)
"""The factors tried: from two thirds to more than twice as wide."""

Group: TypeAlias = int


@dataclass(frozen=True)
class Cases:
    """Cases of one group: columns of the mean, of the log scale and of the trees (cases by columns), and of what kind.

    `kind` is true for films. `change` is what came, or the bound below which it lay where `censored`; `weight` counts a
    case, `when` puts it in time (the ordinal of its day). Those four are empty where a forecast is asked for.
    """

    x: Values
    z: Values
    t: Values
    kind: Flags
    change: Values
    censored: Flags
    weight: Values
    when: Values

    def where(self, which: Flags) -> Cases:
        """Pick some of the cases."""
        return Cases(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True)
class Student:
    """Distributions of cases: Student's t with four degrees of freedom, each with its location and its spread."""

    location: Values
    spread: Values

    def quantiles(self, chances: Values) -> Values:
        """Give quantiles (cases by chances)."""
        return self.location[:, None] + self.spread[:, None] * quantile(chances)[None, :]

    def chance_below(self, bounds: Values) -> Values:
        """Give the chance of less than a bound, for each case."""
        return distribution((bounds - self.location) / self.spread)


@dataclass(frozen=True)
class Blend:
    """The fitted models: a regression for each group, the trees, and the factors by group and kind."""

    regressions: Mapping[Group, Tobit]
    trees: Trees
    factors: Mapping[tuple[Group, bool], float]

    def group_for(self, group: Group) -> Group | None:
        """Give the group whose model serves a group: its own, or the nearest before it; None where there is none."""
        return max((known for known in self.regressions if known <= group), default=None)

    def student(self, group: Group, cases: Cases) -> Student:
        """Forecast cases with the model of a group."""
        one = self.regressions[group]
        location = (one.location(cases.x) + self.trees.scores(cases.t)) / 2
        factor = np.where(cases.kind, self.factors.get((group, True), 1.0), self.factors.get((group, False), 1.0))
        return Student(location, one.spread(cases.z) * factor)


def fit(groups: Mapping[Group, Cases], seed: int, span: int) -> Blend:
    """Fit on the cases of each group, over `span` days after their day; a group of fewer than `FEWEST` is left out."""
    enough = {group: cases for group, cases in groups.items() if len(cases.change) >= FEWEST}
    if not enough:
        return Blend({}, trees.NONE, {})
    whole = _fit(enough, seed)
    sure = {group: _sure(cases) for group, cases in enough.items()}
    cut = float(np.quantile(np.concatenate([cases.when for cases in sure.values()]), OLDER))
    older = {group: cases.where(cases.when <= cut - span) for group, cases in enough.items()}
    if min(len(cases.change) for cases in older.values()) < FEWEST:
        return whole
    before = _fit(older, seed)
    factors: dict[tuple[Group, bool], float] = {}
    for group, cases in sure.items():
        factors |= _factors(group, before, cases.where(cases.when > cut))
    return Blend(whole.regressions, whole.trees, factors)


def _sure(cases: Cases) -> Cases:
    """Pick the cases of full weight: others may lie nearer to a forecast than the truth does."""
    whole = cases.where(cases.weight >= 1)
    return whole if len(whole.change) >= FEWEST else cases


def _fit(groups: Mapping[Group, Cases], seed: int) -> Blend:
    regressions, medians = {}, []
    for group, cases in groups.items():
        one = tobit.fit(cases.x, cases.z, cases.change, cases.censored, cases.weight)
        regressions[group] = one
        medians.append(_filled(one, cases))
    grown = trees.grow(
        np.vstack([cases.t for cases in groups.values()]),
        np.concatenate(medians),
        seed,
        trees.MEDIAN,
        np.concatenate([cases.weight for cases in groups.values()]),
    )
    return Blend(regressions, grown, {})


def _filled(one: Tobit, cases: Cases) -> Values:
    """Give the changes, those censored by the median of what the regression leaves below the bound."""
    location, spread = one.location(cases.x), one.spread(cases.z)
    below = distribution((cases.change - location) / spread)
    median = location + spread * quantile(np.clip(below / 2, 1e-6, 1 - 1e-6))
    return np.where(cases.censored, median, cases.change)


def _factors(group: Group, before: Blend, newest: Cases) -> dict[tuple[Group, bool], float]:
    if not len(newest.change):
        return {}
    told = before.student(group, newest)
    errors = (newest.change - told.location) / told.spread
    whole = likeliest(errors, newest.censored, 1.0)
    return {
        (group, kind): likeliest(errors[newest.kind == kind], newest.censored[newest.kind == kind], whole)
        for kind in (False, True)
    }


def likeliest(errors: Values, censored: Flags, drawn_to: float) -> float:
    """Give the factor that makes errors (of Student's t, or bounds where `censored`) most likely, drawn to another."""
    u = errors[None, :] / FACTORS[:, None]
    seen = log_density(u) - np.log(FACTORS)[:, None]
    unseen = np.log(np.maximum(distribution(u), 1e-300))
    likelihood = np.where(censored[None, :], unseen, seen).sum(axis=1)
    return float(FACTORS[int(np.argmax(likelihood - PRIOR * np.log(FACTORS / drawn_to) ** 2 / 2))])
