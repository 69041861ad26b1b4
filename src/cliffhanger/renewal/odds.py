"""The odds of another season of one series, by a horizon that is not past."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cliffhanger.errors import HorizonPast, NoOdds
from cliffhanger.renewal.asked import HORIZONS, Asked, Before, Chance, Part, WhatIf, end_of
from cliffhanger.renewal.fits import OddsFit
from cliffhanger.renewal.hazard import QUARTER
from cliffhanger.renewal.outcomes import Outcome
from cliffhanger.renewal.seasons import ANTHOLOGY, Season
from cliffhanger.vantage import Vantage

USUAL: Final = 24

OF_ITS_OWN: Final = "each instalment of an anthology tells a story of its own"
"""Why an instalment has no odds, whether the next is known or not."""


@dataclass(frozen=True)
class Odds:
    """The odds of a season as known at a vantage: `told` is the chance at the horizon asked for.

    `base` is the chance of the average season by that horizon, seen from its premiere; the log odds of `told` are
    those of `base` plus all `parts`. `age` is at how many weeks on the lists it was looked at, `fitted` the day of the
    edition at which the model stands, `gap` the years since the season before premiered, if one is known.
    """

    outcome: Outcome
    age: int
    told: Chance
    chances: tuple[Chance, ...]
    base: float
    parts: tuple[Part, ...]
    what_if: tuple[WhatIf, ...]
    fitted: date
    gap: float | None = None

    @property
    def season(self) -> Season:
        """Give the season of which they are."""
        return self.outcome.season


def odds_of(asked: Asked, fit: OddsFit, months: int | None = None) -> Odds:
    """Give the odds of a season by so many months from its premiere; without, by 24 or, where those are past, 36.

    Raises:
        HorizonPast: so many months have gone by, as far as the lists were observed.
        NoOdds: another season is known already, it is an instalment of an anthology, or nothing can be learned yet.
    """
    _check(asked, months)
    age, hazard = fit.at(asked.age)
    if not hazard.events:
        raise NoOdds(asked.season.title, "no season from which the model learns was followed by another yet")
    model = Before(asked, hazard, age, fit.seen)
    asked_for = months or (USUAL if model.ahead(USUAL) else HORIZONS[-1])
    told = model.chance(asked_for)
    base, parts = model.parts(asked_for)
    what_if, gap = tuple(model.what_if(asked_for)), asked.looks.gap(asked.season)
    return Odds(asked.outcome, age, told, model.chances, base, parts, what_if, fit.day, gap)


def odds_ahead(asked: Asked, fit: OddsFit, vantage: Vantage, months: int | None = None) -> Odds:
    """Give the odds of a season by horizons that are not over on the day of a vantage, however far lists are observed.

    Asked for by so many `months`, they are told as they were when the lists ended.

    Raises:
        HorizonPast: all horizons are over.
        NoOdds: as `odds_of` says.
    """
    found = odds_of(asked, fit, months)
    left = tuple(one for one in found.chances if not vantage.knows(one.by))
    if months or left == found.chances:
        return found
    if not left:
        last = HORIZONS[-1]
        ended, through = end_of(asked.season.premiere, last), asked.outcome.observed_through
        raise HorizonPast(asked.season.title, last, ended, through)
    later = found if found.told in left else odds_of(asked, fit, left[0].months)
    return replace(later, chances=left)


def chances_of(asked: Asked, fit: OddsFit) -> tuple[Chance, ...]:
    """Give the chances of a season alone, by each horizon that is not past."""
    age, hazard = fit.at(asked.age)
    return Before(asked, hazard, age, fit.seen).chances


def _check(asked: Asked, months: int | None) -> None:
    season, last = asked.season, months or HORIZONS[-1]
    if season.kind == ANTHOLOGY:
        raise NoOdds(season.title, OF_ITS_OWN)
    if asked.outcome.by is not None:
        raise NoOdds(season.title, f"another season is known: {asked.outcome.by.title}")
    if asked.elapsed >= last / 3 * QUARTER:
        raise HorizonPast(season.title, last, end_of(season.premiere, last), asked.outcome.observed_through)
