"""Precedents: the seasons most like one at the same age."""

from __future__ import annotations

import numpy as np

from cliffhanger.renewal.asked import Asked, end_of
from cliffhanger.renewal.hazard import Hazard
from cliffhanger.renewal.outcomes import Outcome, outcomes
from cliffhanger.renewal.seasons import ANTHOLOGY, Seasons
from cliffhanger.renewal.traits import TRAITS, Values

MANY = 5
OLD_ENOUGH = 12
"""Months after which it has shown a little what becomes of a season."""

EVEN = 0.1
"""What counts beside its weight in the hazard, so that titles that differ where it does not matter are less alike."""


def alike(asked: Asked, seasons: Seasons, hazard: tuple[int, Hazard], many: int = MANY) -> tuple[Outcome, ...]:
    """Pick the seasons most like one at the same age, that premiered at least a year before the last week observed.

    Distances are of traits, each by its weight in the hazard; those of its own kind come first. `hazard` is that of the
    fit at the season's age.
    """
    age, fitted = hazard
    own, looks = asked.season, asked.looks
    met = [
        one
        for one in outcomes(seasons)
        if one.season.show != own.show
        and one.season.kind != ANTHOLOGY
        and looks.age(one.season) >= age
        and end_of(one.season.premiere, OLD_ENOUGH) <= seasons.observed_through
    ]
    if not met:
        return ()
    values = np.array([looks.values(one.season, age) for one in met])
    apart = _distances(values, looks.values(own, age), fitted)
    other_kind = np.array([one.season.kind != own.kind for one in met])
    order = sorted(range(len(met)), key=lambda place: (other_kind[place], apart[place], met[place].season.title))
    return tuple(met[place] for place in order[:many])


def _distances(values: Values, own: Values, hazard: Hazard) -> Values:
    weights = np.abs(hazard.weights_[: len(TRAITS)]) + EVEN
    return np.asarray(np.sqrt((((values - own) * weights) ** 2).sum(axis=1)))
