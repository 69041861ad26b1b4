"""The chance, quarter by quarter since the premiere, that another season premieres: a discrete-time hazard.

The log odds of the event in a quarter, given none before, are a base of that quarter plus the traits of the season
(Singer & Willett, "It's about time: using discrete-time survival analysis", Journal of Educational Statistics 18
(1993), eq. 4), fitted with normal priors: steps from one quarter's base to the next are held small, so that quarters
which nobody has lived through yet are like the last that somebody has. A quarter counts once it is over in full;
counting unfinished ones would call their silence an end.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np

from cliffhanger.renewal.outcomes import Outcome
from cliffhanger.renewal.traits import TRAITS, Reason, Trait, Values
from cliffhanger.vantage import Vantage

QUARTER: Final = 365.25 / 4
"""Days in a quarter of a year."""

QUARTERS: Final = 12
FIRST: Final = 1
"""The first quarter in which the event can happen, since it takes at least 120 days."""

YEAR: Final = 4
STEP: Final = 6.0
"""The precision of the step from one quarter's base to the next."""

START, LOOSE = -2.8, 0.05
STEPS: Final = 50
ENOUGH: Final = 1e-9

TERMS: Final = (
    *TRAITS,
    Trait("later, first year", Reason.FORMAT, 3.0),
    Trait("relabelled as a season", Reason.RELABELLED, 1.0, 2.0),
    Trait("relabelled as limited", Reason.RELABELLED, 1.0, -2.0),
)
"""The traits, and what changes with time: later seasons return sooner, and labels may change."""

_LATER: Final = [trait.name for trait in TRAITS].index("later")


@dataclass(frozen=True)
class Case:
    """A season as it was at some age, and what became of it; `relabelled` and `ended` are since when those are known.

    `days` is the time from the premiere to the event, None while there is none.
    """

    values: Values
    premiere: date
    days: int | None
    relabelled: date | None
    ended: date | None

    @classmethod
    def of(cls, outcome: Outcome, values: Values) -> Case:
        """Pair what became of a season with its traits."""
        return cls(values, outcome.season.premiere, outcome.days, outcome.relabelled, outcome.ended)

    def terms(self, quarter: int) -> Values:
        """Give its terms in a quarter, shape (terms,): labels as they were known when it began."""
        began = Vantage(self.premiere + timedelta(days=quarter * QUARTER))
        relabelled, ended = (day is not None and began.knows(day) for day in (self.relabelled, self.ended))
        return _terms(self.values, quarter, relabelled=relabelled, ended=ended)


def terms_of(values: Values, *, relabelled: bool = False, ended: bool = False) -> Values:
    """Give the terms of a season in each quarter, if its label stays as it is: shape (quarters, terms)."""
    return np.array([_terms(values, quarter, relabelled=relabelled, ended=ended) for quarter in range(QUARTERS)])


def _terms(values: Values, quarter: int, *, relabelled: bool, ended: bool) -> Values:
    return np.array([*values, values[_LATER] * (quarter < YEAR), relabelled, ended], dtype=np.float64)


@dataclass(frozen=True)
class Ahead:
    """The time in which the event may come, in parts of quarters, each of shape (quarters,).

    `whole` begins where everything that happened is known, and ends at the horizon. `quiet` is the part of it that is
    over: the lists show nothing, and would have shown a share `seen` of what happened; the rest stands in reports to
    come.
    """

    whole: Values
    quiet: Values
    seen: float

    @classmethod
    def of(cls, known: float, observed: float, until: float, seen: float = 1.0) -> Ahead:
        """Take days since the premiere: everything is known to the first, the lists to the second, then the horizon."""
        start = min(known, observed)
        return cls(spans(start, until), spans(start, observed), seen)


@dataclass(frozen=True)
class Hazard:
    """Fitted log odds: `base_` (quarters,), `weights_` (terms,), their covariance, and the average season's traits."""

    base_: Values
    weights_: Values
    covariance_: Values
    average_: Values
    cases: int
    events: int

    def log_odds(self, terms: Values) -> Values:
        """Give the log odds of the event in each quarter: shape (quarters,), of terms (quarters, terms)."""
        told: Values = self.base_ + terms @ self.weights_
        return told

    def chance(self, terms: Values, ahead: Ahead) -> float:
        """Give the chance of the event by the end of what lies ahead, given that it was not seen so far.

        By Bayes' rule: of what may have happened in the quiet time, the share that would have been seen did not.
        """
        whole, quiet = self._chances(terms, ahead)
        return (whole - ahead.seen * quiet) / (1.0 - ahead.seen * quiet)

    def gradient(self, terms: Values, ahead: Ahead) -> Values:
        """Give the change of the log odds of `chance` with the log odds of each quarter: shape (quarters,)."""
        whole, quiet = self._chances(terms, ahead)
        hazards = 1.0 / (1.0 + np.exp(-self.log_odds(terms)))
        more: Values = (1.0 - whole) * ahead.whole * hazards
        seen: Values = ahead.seen * (1.0 - quiet) * ahead.quiet * hazards
        slope: Values = (more - seen) / (whole - ahead.seen * quiet) + more / (1.0 - whole)
        return slope

    def spread(self, terms: Values, ahead: Ahead) -> float:
        """Give the standard deviation of the log odds of `chance`: by the delta method, from the posterior."""
        slope = self.gradient(terms, ahead) @ _design(terms)
        return math.sqrt(float(slope @ self.covariance_ @ slope))

    def _chances(self, terms: Values, ahead: Ahead) -> tuple[float, float]:
        losses = np.logaddexp(0.0, self.log_odds(terms))
        return -math.expm1(-float(ahead.whole @ losses)), -math.expm1(-float(ahead.quiet @ losses))


def spans(since: float, until: float) -> Values:
    """Give the part of each quarter that lies between two times, in days since the premiere: shape (quarters,)."""
    ends = (np.arange(QUARTERS) + 1) * QUARTER
    found: Values = np.clip((np.minimum(until, ends) - np.maximum(since, ends - QUARTER)) / QUARTER, 0.0, 1.0)
    found[:FIRST] = 0.0
    return found


def fit(
    cases: Sequence[Case], observed_through: date, reported_through: date | None = None, seen: float = 1.0
) -> Hazard | None:
    """Fit the hazard on cases, as observed through a day; None where no quarter of any is over.

    Of what happens after `reported_through` only the share `seen` is known: a quarter in which nothing was seen then
    weighs as much, since 1 - seen h is nearly (1 - h)^seen. Maximises the posterior by Newton's method; the covariance
    is the inverse of its curvature there (Laplace).
    """
    lived = _lived(cases, observed_through)
    if not lived:
        return None
    rows, happened, quarters, ends = zip(*lived, strict=True)
    reported = Vantage(reported_through or observed_through)
    terms, events = np.array(rows), np.array(happened, dtype=np.float64)
    whole = np.array([event or reported.knows(end) for event, end in zip(happened, ends, strict=True)])
    weights = np.where(whole, 1.0, seen)
    steps = np.tril(np.ones((QUARTERS, QUARTERS)))
    design = np.hstack([steps[list(quarters)], terms])
    strength = np.array([LOOSE, *[STEP] * (QUARTERS - 1), *(term.strength for term in TERMS)])
    mean = np.array([START, *[0.0] * (QUARTERS - 1), *(term.mean for term in TERMS)])
    found, curvature = _posterior(design, events, weights, strength, mean)
    turn = np.eye(len(mean))
    turn[:QUARTERS, :QUARTERS] = steps
    covariance = turn @ np.linalg.inv(curvature) @ turn.T
    base, coefficients = steps @ found[:QUARTERS], found[QUARTERS:]
    average = np.mean([case.values for case in cases], axis=0)
    return Hazard(base, coefficients, covariance, average, len(cases), int(events.sum()))


def _lived(cases: Sequence[Case], through: date) -> list[tuple[Values, bool, int, date]]:
    """List the quarters that cases lived through in full: terms, whether the event came, which it is, its last day."""
    found: list[tuple[Values, bool, int, date]] = []
    for case in cases:
        over = int((through - case.premiere).days / QUARTER)
        until = QUARTERS if case.days is None else int(case.days / QUARTER) + 1
        for quarter in range(FIRST, min(over, until, QUARTERS)):
            happened = case.days is not None and quarter == until - 1
            end = case.premiere + timedelta(days=(quarter + 1) * QUARTER)
            found.append((case.terms(quarter), happened, quarter, end))
    return found


def _posterior(
    design: Values, events: Values, weights: Values, strength: Values, mean: Values
) -> tuple[Values, Values]:
    """Give the mode of the posterior, and the curvature of its negative logarithm there."""
    found, penalty = mean.copy(), np.diag(strength)
    for _ in range(STEPS):
        chances = 1.0 / (1.0 + np.exp(-design @ found))
        slope = design.T @ (weights * (chances - events)) + strength * (found - mean)
        curvature = (design.T * (weights * chances * (1.0 - chances))) @ design + penalty
        step = np.linalg.solve(curvature, slope)
        found = found - step
        if float(np.abs(step).max()) < ENOUGH:
            break
    return found, curvature


def _design(terms: Values) -> Values:
    """Give what each quarter's log odds are made of: its base, and its terms; shape (quarters, quarters + terms)."""
    return np.hstack([np.eye(QUARTERS), terms])
