"""What is known of a season some weeks after it entered the lists: the numbers of which the hazard is made."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cliffhanger.charts.titles import LIMITED, SERIES, plain
from cliffhanger.charts.view import ChartRow, ChartView
from cliffhanger.renewal.outcomes import ANOTHER_SEASON
from cliffhanger.renewal.published import published_on
from cliffhanger.renewal.seasons import LATER_SEASON, UNNUMBERED, Season, Seasons

AGES: Final = 0, 1, 4, 13
"""The weeks on the lists, or off them again, after which a season is looked at; 0 is before its first week."""

WEEK: Final = timedelta(days=7)
BELOW: Final = 0.7
"""The share of the last row's hours that a week off the list counts as."""

USUAL_GAP: Final = 1.5
"""Years from one season to the next, where none was seen."""
YEARLY: Final = 1.2
USUAL_RUNTIME: Final = 6.0

Values = NDArray[np.float64]


class Reason(StrEnum):
    """What a chance is made of, besides the silence since the premiere."""

    FORMAT = "format"
    NUMBER = "number"
    PACE = "pace"
    LANGUAGE = "language"
    WORDS = "words"
    LEVEL = "level"
    FALL = "fall"
    LENGTH = "length"
    CHANGE = "change"
    RELABELLED = "relabelled"


@dataclass(frozen=True)
class Trait:
    """A number of a season: its name, and the reason of which it is a part.

    `strength` is the precision of the normal prior of its coefficient, `mean` the mean: a limited series is made to
    tell its story to the end, so it starts far below.
    """

    name: str
    reason: Reason
    strength: float = 6.0
    mean: float = 0.0


TRAITS: Final = (
    Trait("limited", Reason.FORMAT, 1.0, -2.0),
    Trait("later", Reason.FORMAT, 20.0),
    Trait("unnumbered", Reason.FORMAT, 2.0),
    Trait("season number", Reason.NUMBER),
    Trait("gap", Reason.PACE),
    Trait("yearly", Reason.PACE),
    Trait("english", Reason.LANGUAGE),
    Trait("unscripted", Reason.WORDS),
    Trait("level", Reason.LEVEL),
    Trait("fall", Reason.FALL),
    Trait("length", Reason.LENGTH),
    Trait("change", Reason.CHANGE),
)

_WORDS: Final = """
    love dating selling hot single singles bachelor house houses kitchen cook cooking bake baking cake chef wives queer
    match challenge race drive football cheer makeover home homes wedding marriage tattoo glow dance sing
    reality ultimatum circle court team driver vs
    """
_UNSCRIPTED: Final = frozenset(_WORDS.split())
"""Words in titles of shows without a script: of hearts, houses, kitchens, contests. They come back more often."""


class Looks:
    """Looks at seasons as they were some weeks after they entered the lists, of which it knows the rows."""

    def __init__(self, rows: Iterable[ChartRow], seasons: Seasons) -> None:
        self._seasons = seasons
        self._last: dict[tuple[str, date], ChartRow] = {}
        for row in rows:
            there = self._last.get((row.category, row.week))
            if there is None or row.rank > there.rank:
                self._last[row.category, row.week] = row

    @classmethod
    def on(cls, view: ChartView, seasons: Seasons) -> Looks:
        """Look at the seasons of a view, by the rows that were read to find them."""
        return cls((row for one in published_on(view, SERIES) for row in one.run.rows), seasons)

    def age(self, season: Season) -> int:
        """Count the weeks published since it entered the lists, the first included; 0 where it did not yet."""
        if season.run is None or not season.fresh:
            return 0
        return (self._seasons.observed_through - season.run.first_week) // WEEK + 1

    def values(self, season: Season, age: int) -> Values:
        """Give its traits after so many weeks on the lists: shape (traits,), in the order of `TRAITS`."""
        later = season.kind == LATER_SEASON
        gap = self.gap(season) if later else None
        told: dict[str, float] = {
            "limited": season.kind == LIMITED,
            "later": later,
            "unnumbered": season.kind == UNNUMBERED,
            "season number": math.log(min(season.label.number or 2, 8) / 2) if later else 0.0,
            "gap": 0.0 if gap is None else min(max(gap, 0.5), 3.0) - USUAL_GAP,
            "yearly": gap is not None and gap < YEARLY,
            "unscripted": bool(unscripted(season.show_title)),
        }
        if age and season.run is not None:
            told |= self._charted(season, season.run.rows, age)
        return np.array([told.get(trait.name, 0.0) for trait in TRAITS], dtype=np.float64)

    def without(self, season: Season) -> frozenset[Reason]:
        """Name the reasons that cannot apply to a season: those of later seasons, or of one before that was charted."""
        before, later = self._before(season), season.kind == LATER_SEASON
        applies = {
            Reason.NUMBER: later and season.label.number is not None,
            Reason.PACE: later and before is not None,
            Reason.CHANGE: before is not None and _opening(before) is not None,
        }
        return frozenset(reason for reason, does in applies.items() if not does)

    def gap(self, season: Season) -> float | None:
        """Give the years since the season before it premiered, where that is known."""
        before = self._before(season)
        return (season.premiere - before.premiere).days / 365.25 if before else None

    def _before(self, season: Season) -> Season | None:
        line = season.premiere - ANOTHER_SEASON
        earlier = [one for one in self._seasons.by_show[season.show] if one.premiere <= line]
        return max(earlier, key=lambda one: one.premiere, default=None)

    def _charted(self, season: Season, rows: Sequence[ChartRow], age: int) -> dict[str, float]:
        first = rows[0]
        levels = self._levels(rows, age)
        start = self._floor(first.category, first.week, first) or levels[0]
        total = math.log(sum(map(math.exp, levels)))
        return {
            "english": 0.0 if "English" not in first.category else -0.5 if "Non-English" in first.category else 0.5,
            "level": min(max(total - start - math.log(len(levels)), -1.0), 4.0) - 0.6,
            "fall": min(max(levels[2] - levels[0], -2.0), 2.0) if age > 2 else 0.0,
            "length": min(max(math.log(first.runtime / USUAL_RUNTIME), -1.0), 1.0) if first.runtime else 0.0,
            "change": self._change(season, levels[0]),
        }

    def _levels(self, rows: Sequence[ChartRow], age: int) -> list[float]:
        """Give the log of the hours of each of the first weeks; off the list, a share of the last row's."""
        told: Mapping[date, ChartRow] = {row.week: row for row in rows}
        levels: list[float] = []
        for place in range(age):
            week = rows[0].week + place * WEEK
            row = told.get(week)
            if row is not None and row.hours:
                levels.append(math.log(row.hours))
            else:
                floor = self._floor(rows[0].category, week, rows[0])
                levels.append(levels[-1] - 0.5 if floor is None and levels else (floor or 15.0) + math.log(BELOW))
        return levels

    def _floor(self, category: str, week: date, alike: ChartRow) -> float | None:
        """Give the log of the hours that a title as long as another would have had at the last rank of a list."""
        row = self._last.get((category, week))
        if row is None or not row.hours:
            return None
        longer = alike.runtime / row.runtime if alike.runtime and row.runtime else 1.0
        return math.log(row.hours * longer)

    def _change(self, season: Season, level: float) -> float:
        """Give the log change of its first week from that of the season before, where both were charted."""
        before = self._before(season)
        hours = _opening(before) if before else None
        return 0.0 if hours is None else min(max(level - math.log(hours), -1.5), 1.5)


def _opening(season: Season) -> int | None:
    """Give the hours of a season's first week; None where it was not charted then."""
    return (season.run.rows[0].hours or None) if season.run is not None and season.fresh else None


def unscripted(title: str) -> tuple[str, ...]:
    """Give the words of a title that are of shows without a script, in their order."""
    return tuple(dict.fromkeys(word for word in plain(title).split() if word in _UNSCRIPTED))
