"""A season before the model: its chances by each horizon, what they are made of, and what would change them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Final

import numpy as np

from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.hazard import QUARTER, TERMS, Ahead, Hazard, terms_of
from cliffhanger.renewal.outcomes import Outcome
from cliffhanger.renewal.seasons import FIRST_SEASON, Season
from cliffhanger.renewal.traits import TRAITS, Looks, Reason, Values

HORIZONS: Final = 12, 24, 36
"""Months from the premiere."""

Z90: Final = 1.644854
SILENCE: Final = "silence"
"""The part of a chance that the time gone by since the premiere makes, in which nothing was seen."""

MOVES: Final = 0.1
"""An audience that changes a chance by less than this share of it is not told."""

HALF_A_YEAR: Final = 365.25 / 2


class Change(StrEnum):
    """What would change a chance, in the model."""

    SEASON = "labelled as a first season"
    LIMITED = "labelled as a limited series"
    LABEL = "its label unchanged"
    AUDIENCE = "seen as much as a title on the all-time list"
    SILENCE = "half a year more in which nothing is seen"


@dataclass(frozen=True)
class Chance:
    """The chance that another season premieres by a day, `months` after the premiere, with its 90% interval."""

    months: int
    by: date
    chance: float
    low: float
    high: float


@dataclass(frozen=True)
class Part:
    """What one reason adds to the log odds of the average season."""

    reason: str
    log_odds: float


@dataclass(frozen=True)
class WhatIf:
    """The chance that the model would give if one thing were otherwise."""

    change: Change
    chance: float


@dataclass(frozen=True)
class Asked:
    """A season, what is known to have become of it, and the looks taken at it and at the others of its view.

    `lasting` is the level that it would have if it had been seen as much, at its age, as the last title of its all-time
    list was at that age; None where that is not known.
    """

    outcome: Outcome
    looks: Looks
    lasting: Mapping[int, float] | None = None

    @property
    def season(self) -> Season:
        """Give the season."""
        return self.outcome.season

    @property
    def elapsed(self) -> float:
        """Count the days from the premiere through which nothing was seen."""
        return self._days(self.outcome.observed_through)

    @property
    def known(self) -> float:
        """Count the days from the premiere through which reports would tell of what did not chart, too."""
        return self._days(self.outcome.reported_through or self.outcome.observed_through)

    def _days(self, through: date) -> float:
        return float(max((through - self.season.premiere).days, 0))

    @cached_property
    def age(self) -> int:
        """Count its weeks since it entered the lists."""
        return self.looks.age(self.season)


def end_of(premiere: date, months: int) -> date:
    """Give the day so many months after a premiere, in quarters of a year."""
    return premiere + timedelta(days=months / 3 * QUARTER)


@dataclass(frozen=True)
class Before:
    """A season before the hazard that was fitted at its age, in weeks; `seen` is the share of followers that chart."""

    asked: Asked
    hazard: Hazard
    age: int
    seen: float

    @cached_property
    def values(self) -> Values:
        """Give its traits at that age."""
        return self.asked.looks.values(self.asked.season, self.age)

    @cached_property
    def labels(self) -> dict[str, bool]:
        """Tell how its label changed."""
        outcome = self.asked.outcome
        return {"relabelled": outcome.relabelled is not None, "ended": outcome.ended is not None}

    @cached_property
    def terms(self) -> Values:
        """Give what the hazard reads of it."""
        return terms_of(self.values, **self.labels)

    def ahead(self, months: int) -> bool:
        """Tell whether so many months from the premiere are not past, as far as was observed."""
        return self.asked.elapsed < months / 3 * QUARTER

    def to(self, months: int, more: float = 0.0) -> Ahead:
        """Look ahead to so many months from the premiere, after so many more days in which nothing is seen."""
        return Ahead.of(self.asked.known, self.asked.elapsed + more, months / 3 * QUARTER, self.seen)

    def chance(self, months: int) -> Chance:
        """Give the chance by so many months from the premiere, with its 90% interval on the scale of log odds."""
        ahead = self.to(months)
        chance, spread = self.hazard.chance(self.terms, ahead), Z90 * self.hazard.spread(self.terms, ahead)
        low, high = (_chance(log_odds(chance) + side * spread) for side in (-1, 1))
        return Chance(months, end_of(self.asked.season.premiere, months), chance, low, high)

    @property
    def chances(self) -> tuple[Chance, ...]:
        """Give the chances by all horizons that are not past."""
        return tuple(self.chance(one) for one in HORIZONS if self.ahead(one))

    def parts(self, months: int) -> tuple[float, tuple[Part, ...]]:
        """Part the log odds of a chance among its reasons, starting from the average season at its premiere.

        What cannot apply, such as the pace of a limited series, goes with its format.
        """
        average, ahead = terms_of(self.hazard.average_), self.to(months)
        base = self.hazard.chance(average, Ahead.of(0.0, 0.0, months / 3 * QUARTER))
        silence = log_odds(self.hazard.chance(average, ahead)) - log_odds(base)
        shares = _shares(self.hazard, average, self.terms, ahead)
        without = self.asked.looks.without(self.asked.season)
        by_reason = {reason: 0.0 for reason in Reason if reason not in without}
        for term, share in zip(TERMS, shares, strict=True):
            by_reason[Reason.FORMAT if term.reason in without else term.reason] += share
        parts = [Part(SILENCE, silence), *(Part(reason.value, added) for reason, added in by_reason.items())]
        return base, tuple(sorted(parts, key=lambda part: -abs(part.log_odds)))

    def what_if(self, months: int) -> list[WhatIf]:
        """Ask the model what it would tell if one thing were otherwise."""
        ahead, kind, found = self.to(months), self.asked.season.kind, []
        if kind == LIMITED and not self.labels["relabelled"]:
            found.append(WhatIf(Change.SEASON, self._with("limited", 0.0, ahead)))
        if kind == FIRST_SEASON and not self.labels["ended"]:
            found.append(WhatIf(Change.LIMITED, self._with("limited", 1.0, ahead)))
        if any(self.labels.values()):
            found.append(WhatIf(Change.LABEL, self.hazard.chance(terms_of(self.values), ahead)))
        lasting = self.asked.lasting.get(self.age) if self.asked.lasting else None
        if lasting is not None and lasting > self.values[_place("level")]:
            chance, as_seen = self.hazard.chance(self.terms, ahead), self._with("level", lasting, ahead)
            if abs(as_seen - chance) >= MOVES * chance:
                found.append(WhatIf(Change.AUDIENCE, as_seen))
        if self.asked.elapsed + HALF_A_YEAR < months / 3 * QUARTER:
            found.append(WhatIf(Change.SILENCE, self.hazard.chance(self.terms, self.to(months, HALF_A_YEAR))))
        return found

    def _with(self, trait: str, value: float, ahead: Ahead) -> float:
        changed = self.values.copy()
        changed[_place(trait)] = value
        return self.hazard.chance(terms_of(changed, **self.labels), ahead)


def _shares(hazard: Hazard, average: Values, terms: Values, ahead: Ahead) -> Values:
    """Share the change of a chance's log odds from the average season's among terms: shape (terms,).

    By integrated gradients along the straight way from the average to the season (Sundararajan, Taly & Yan, "Axiomatic
    attribution for deep networks", ICML 2017, eq. 1), so that the shares add up to the change.
    """
    nodes, weights = np.polynomial.legendre.leggauss(32)
    moved = (terms - average) * hazard.weights_
    shares = sum(
        weight / 2 * (hazard.gradient(average + (node + 1) / 2 * (terms - average), ahead) @ moved)
        for node, weight in zip(nodes, weights, strict=True)
    )
    found: Values = np.asarray(shares)
    return found


def _place(trait: str) -> int:
    return [one.name for one in TRAITS].index(trait)


def log_odds(chance: float) -> float:
    """Give the log odds of a chance."""
    return math.log(chance) - math.log1p(-chance)


def _chance(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))
