"""What became of seasons: whether another one premiered, when, and since when that could be known.

The event is a later season of the same show that premiered at least `ANOTHER_SEASON` after, seen on the charts or in a
report: the second part of a split season is none, and a renewal whose season never charted is not seen. What is not
known yet is censored at the last week observed, and never counts as "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cliffhanger.charts.titles import LIMITED, SEASON
from cliffhanger.renewal.seasons import Season, Seasons

ANOTHER_SEASON = timedelta(days=120)


@dataclass(frozen=True)
class Outcome:
    """A season and, if it is known here, the season that followed: `happened` on a day, `known` since another.

    `observed_through` is the day through which nothing else was seen: there, a season without follower is censored.
    What happened up to `reported_through` stands in a report, too, whether it charted or not.
    """

    season: Season
    observed_through: date
    by: Season | None = None
    happened: date | None = None
    known: date | None = None
    reported_through: date | None = None

    @property
    def days(self) -> int | None:
        """Count the days from its premiere to that of the season that followed; None while there is none."""
        return (self.happened - self.season.premiere).days if self.happened else None

    @property
    def relabelled(self) -> date | None:
        """Tell since when it is known that a limited series was relabelled as a season."""
        return first_relabel(self.season, LIMITED, SEASON)

    @property
    def ended(self) -> date | None:
        """Tell since when it is known that a season was relabelled as a limited series."""
        return first_relabel(self.season, SEASON, LIMITED)


def first_relabel(season: Season, was: str, now: str) -> date | None:
    """Tell since when it is known that a season's label changed from one format to another."""
    days = (one.known_from.date() for one in season.relabels if (one.was.kind, one.now.kind) == (was, now))
    return min(days, default=None)


def outcome_of(season: Season, seasons: Seasons) -> Outcome:
    """Tell what became of a season, as far as its view shows."""
    later = [other for other in seasons.by_show[season.show] if _follows(season, other)]
    so_far = Outcome(season, seasons.observed_through, reported_through=seasons.reported_through)
    if not later:
        return so_far
    first = min(later, key=lambda other: (other.premiere, other.title))
    return replace(so_far, by=first, happened=first.premiere, known=min(other.known_from for other in later))


def outcomes(seasons: Seasons, among: Iterable[Season] | None = None) -> list[Outcome]:
    """Tell what became of the seasons that entered the lists in the week of their premiere, or of some."""
    return [outcome_of(season, seasons) for season in (seasons.charted if among is None else among)]


def seen_share(found: Iterable[Outcome]) -> float:
    """Tell which share of followers charted, of those that premiered while reports told of all; 1 while none does.

    Drawn towards nine in ten with the weight of ten seasons.
    """
    told = [one.by for one in found if one.by and one.reported_through and one.by.premiere <= one.reported_through]
    return (9 + sum(by.fresh for by in told)) / (10 + len(told)) if told else 1.0


def as_relabelled(found: Sequence[Outcome]) -> list[Outcome]:
    """Count a relabel from limited series to a season as the event, as the day of knowledge has it, where it is first.

    This is the variant of the event that others count; here a relabel is evidence alone.
    """
    return [_as_relabelled(one) for one in found]


def _as_relabelled(one: Outcome) -> Outcome:
    day = one.relabelled
    if day is None or (one.happened is not None and one.happened <= day):
        return one
    return replace(one, happened=day, known=min(day, one.known or day))


def _follows(season: Season, other: Season) -> bool:
    if other.premiere - season.premiere < ANOTHER_SEASON or not (other.fresh or other.dated):
        return False
    numbers = other.now.number, season.now.number
    return None in numbers or (numbers[0] or 0) > (numbers[1] or 0)
