"""Rules of thumb, as chances: of the past seasons to which a rule said the same, the share that came back.

Each is told as it was known at an origin, and of seasons that had stayed away as long as the one that is asked about,
so that a rule knows of the silence, too. Shares of few seasons are drawn towards what a constant hazard would make,
fitted on all that the group has lived through, and that hazard towards the one of all seasons.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.hazard import QUARTER
from cliffhanger.renewal.outcomes import ANOTHER_SEASON, Outcome
from cliffhanger.renewal.seasons import ANTHOLOGY, LATER_SEASON, Season
from cliffhanger.renewal.traits import WEEK, Looks

WEEKS: Final = 4
"""The first weeks on the lists at which rules look."""

FEW: Final = 10
"""How many seasons count as much as what the share of a group is drawn towards."""

USUAL: Final = 1 / 16
"""The hazard of a quarter before any was seen, which counts as much as one event."""

CLIMATOLOGY: Final = "climatology"
FORMAT: Final = "format rate"


@dataclass(frozen=True)
class Look:
    """What rules look at: the kind of a season, its list, and its hours and weeks there among its first four."""

    kind: str
    category: str
    hours: int
    weeks: int

    @classmethod
    def of(cls, season: Season) -> Look | None:
        """Look at a season; None where it never was on a list."""
        if season.run is None:
            return None
        end = season.run.first_week + WEEKS * WEEK
        first = [row for row in season.run.rows if row.week < end]
        return cls(season.kind, season.run.category, sum(row.hours or 0 for row in first), len(first))


@dataclass(frozen=True)
class Usual:
    """The median of the hours in the first four weeks, by list."""

    hours: Mapping[str, float]

    def is_above(self, look: Look) -> bool:
        """Tell whether a season was seen more than the median of its list."""
        return look.hours > self.hours.get(look.category, math.inf)


Rule = Callable[[Look, Usual], Hashable]
"""Sorts seasons into groups, such as those of which it says that they come back, and the others."""

RULES: Final[Mapping[str, Rule]] = {
    CLIMATOLOGY: lambda _look, _usual: None,
    FORMAT: lambda look, _usual: look.kind,
    "limited series never return": lambda look, _usual: look.kind == LIMITED,
    "later seasons return": lambda look, _usual: look.kind == LATER_SEASON,
    "above the median of its list": lambda look, usual: usual.is_above(look),
    "four weeks in the top ten": lambda look, _usual: look.weeks == WEEKS,
    "format and above the median": lambda look, usual: (look.kind, usual.is_above(look)),
}


@dataclass(frozen=True)
class Lived:
    """Seasons of the past: days to the event (infinite where none is known), and days observed; each (seasons,)."""

    days: NDArray[np.float64]
    observed: NDArray[np.float64]

    def share(self, since: float, until: float, hazard: float) -> float:
        """Give the share that came back by `until`, of those observed so long that had not by `since`, in days.

        It is drawn towards what a constant hazard of a day would make.
        """
        towards = -math.expm1(-hazard * max(until - max(since, float(ANOTHER_SEASON.days)), 0.0))
        over = self._over(until)
        before, by = (int(np.searchsorted(over, day, side="right")) for day in (since, until))
        return float((by - before + FEW * towards) / (len(over) - before + FEW))

    def hazard(self, before: float) -> float:
        """Give the chance of the event on a day, if all days have the same; `before` counts as much as one event."""
        earliest = float(ANOTHER_SEASON.days)
        lived = np.clip(np.minimum(self.days, self.observed) - earliest, 0.0, None).sum()
        return (float((self.days <= self.observed).sum()) + 1.0) / (float(lived) + 1.0 / before)

    def _over(self, until: float) -> NDArray[np.float64]:
        """List the days to the event of seasons that were observed until then, in order."""
        if until not in self._ordered:
            self._ordered[until] = np.sort(self.days[self.observed >= until])
        return self._ordered[until]

    @cached_property
    def _ordered(self) -> dict[float, NDArray[np.float64]]:
        return {}


class Rules:
    """The rules as they stand at an origin, with what they earned by then."""

    def __init__(self, found: Iterable[Outcome], looks: Looks) -> None:
        """Learn from what had become of seasons, as known at the origin; anthologies are left out."""
        told = [
            (look, one)
            for one in found
            if one.season.kind != ANTHOLOGY and looks.age(one.season) >= WEEKS
            for look in (Look.of(one.season),)
            if look is not None
        ]
        by_list: dict[str, list[int]] = defaultdict(list)
        for look, _ in told:
            by_list[look.category].append(look.hours)
        self._usual = Usual({category: median(hours) for category, hours in by_list.items()})
        self._hazard = _lived([one for _, one in told]).hazard(USUAL / QUARTER)
        self._groups = {name: self._grouped(rule, told) for name, rule in RULES.items()}

    def _grouped(self, rule: Rule, told: Sequence[tuple[Look, Outcome]]) -> dict[Hashable, Lived]:
        groups: dict[Hashable, list[Outcome]] = defaultdict(list)
        for look, one in told:
            groups[rule(look, self._usual)].append(one)
        return {group: _lived(own) for group, own in groups.items()}

    def chances(self, look: Look, since: float, until: float) -> tuple[float, ...]:
        """Give the chance that each rule earned, in the order of `RULES`, that a season comes back between two days.

        Days are counted from its premiere; it did not come back by `since`.
        """
        return tuple(
            self._chance(self._groups[name].get(rule(look, self._usual)), since, until) for name, rule in RULES.items()
        )

    def _chance(self, own: Lived | None, since: float, until: float) -> float:
        own = own or _lived([])
        return own.share(since, until, own.hazard(self._hazard))


def _lived(found: Sequence[Outcome]) -> Lived:
    days = [math.inf if one.days is None else float(one.days) for one in found]
    observed = [float((one.observed_through - one.season.premiere).days) for one in found]
    return Lived(np.array(days, dtype=np.float64), np.array(observed, dtype=np.float64))
