"""Precedents: the seasons most like one at the same age."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from cliffhanger.renewal.asked import Asked, end_of
from cliffhanger.renewal.hazard import Hazard
from cliffhanger.renewal.outcomes import Outcome
from cliffhanger.renewal.seasons import ANTHOLOGY
from cliffhanger.renewal.traits import TRAITS

MANY = 5
OLD_ENOUGH = 12
"""Months after which it has shown a little what becomes of a season."""

EVEN = 0.1
"""What counts beside its weight in the hazard, so that titles that differ where it does not matter are less alike."""


def alike(asked: Asked, fates: Iterable[Outcome], hazard: tuple[int, Hazard], many: int = MANY) -> tuple[Outcome, ...]:
    """Pick the seasons most like one at the same age, that premiered at least a year before the last week observed.

    `fates` are the outcomes among which it stands. Distances are of traits, each by its weight in the hazard; those of
    its own kind come first. `hazard` is that of the fit at the season's age.
    """
    own, age = asked.season, hazard[0]
    met = [
        one
        for one in fates
        if one.season.show != own.show
        and one.season.kind != ANTHOLOGY
        and asked.looks.age(one.season) >= age
        and end_of(one.season.premiere, OLD_ENOUGH) <= one.observed_through
    ]
    kin, others = ([one for one in met if (one.season.kind == own.kind) == same] for same in (True, False))
    nearest = _by_distance(kin, asked, *hazard)[:many]
    if len(nearest) < many:
        nearest += _by_distance(others, asked, *hazard)[: many - len(nearest)]
    return tuple(nearest)


def _by_distance(met: Sequence[Outcome], asked: Asked, age: int, hazard: Hazard) -> list[Outcome]:
    """Sort outcomes, the nearest first, then by title."""
    if not met:
        return []
    values = np.array([asked.looks.values(one.season, age) for one in met])
    weights = np.abs(hazard.weights_[: len(TRAITS)]) + EVEN
    apart = np.sqrt((((values - asked.looks.values(asked.season, age)) * weights) ** 2).sum(axis=1))
    return [met[place] for place in sorted(range(len(met)), key=lambda place: (apart[place], met[place].season.title))]
