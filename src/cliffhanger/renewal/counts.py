"""How often seasons of a kind were followed by another: plain counts, beside which the odds stand.

A season counts by the label under which it was first published, once it is a year old. One that was relabelled from a
limited series to a season is told beside those that were followed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.outcomes import Outcome

AT_LEAST: Final = timedelta(days=365)
"""Seasons that entered the charts more recently are not counted: they had too little time to be followed."""

FEWEST: Final = 30
"""Of fewer seasons no chance is told."""

Z95: Final = 1.959964


@dataclass(frozen=True)
class CameBack:
    """A limited series that was relabelled as a season, or followed by another one, and since when that was known."""

    title: str
    relabelled: date | None
    charted: date | None

    @property
    def known_from(self) -> date:
        """Give the day from which it was known, either way."""
        return min(day for day in (self.relabelled, self.charted) if day is not None)


@dataclass(frozen=True)
class Count:
    """Of `of` seasons first labelled so, that entered the lists at least a year before, how many were followed.

    `relabelled` more, which were not, are limited series that were relabelled as a season.
    """

    kind: str
    of: int
    followed: int
    relabelled: int
    observed_through: date

    @property
    def share(self) -> float:
        """Give the share followed."""
        return self.followed / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Give the 95% score interval of the share.

        Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), eq. 5.
        """
        n, p, z = self.of, self.share, Z95
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, centre - half), min(1.0, centre + half)


def counted(kind: str, found: Iterable[Outcome]) -> Count | None:
    """Count what became of the seasons of a kind; None where none is old enough."""
    old = [one for one in found if one.season.kind == kind and one.season.told_in_time and _is_old(one)]
    if not old:
        return None
    followed = sum(one.by is not None for one in old)
    relabelled = sum(one.by is None and one.relabelled is not None for one in old)
    return Count(kind, len(old), followed, relabelled, old[0].observed_through)


def _is_old(one: Outcome) -> bool:
    run = one.season.run
    return run is not None and one.observed_through - run.first_week >= AT_LEAST


def came_back(found: Sequence[Outcome]) -> tuple[CameBack, ...]:
    """List, among seasons, the limited series that came back or were relabelled, by the day on which that was known."""
    told = [
        CameBack(one.season.title, one.relabelled, one.known)
        for one in found
        if one.season.kind == LIMITED and (one.relabelled or one.known)
    ]
    return tuple(sorted(told, key=lambda one: (one.known_from, one.title)))
