"""The one place where "may this be known here?" is decided.

A `Vantage` is a calendar day and the episodes that the reader has watched. Everything that Cliffhanger answers is
answered from one, and nothing outside this module compares a date or an episode with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from cliffhanger.errors import BadDay, BadWatched

FOREVER: Final = datetime(9999, 12, 31)  # noqa: DTZ001 - the ledger keeps UTC without a zone
"""`known_to` of a row that still stands."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EARLIEST: Final = date(1000, 1, 1)
"""Stories are told that came out long ago."""
_PUBLISHED: Final = date(1900, 1, 1)
"""No download is older."""
_LATEST: Final = date(9998, 12, 31)
"""The end of the last day still lies before `FOREVER`."""

_EPISODE: Final = re.compile(r"S([1-9]\d{0,3})E([1-9]\d{0,3})", re.ASCII | re.IGNORECASE)


class Episode(NamedTuple):
    """An episode by season and number; ordered as aired."""

    season: int
    number: int

    def __str__(self) -> str:
        return f"S{self.season}E{self.number}"

    @classmethod
    def parse(cls, text: str) -> Episode | None:
        """Read `S1E3`; None where the text is anything else."""
        match = _EPISODE.fullmatch(text.strip())
        return cls(int(match[1]), int(match[2])) if match else None


_FIRST: Final = Episode(0, 0)
_LAST: Final = Episode(10_000, 10_000)


@dataclass(frozen=True)
class Watched:
    """A set of episodes, kept as closed spans in airing order; people skip, so it need not be a prefix."""

    spans: tuple[tuple[Episode, Episode], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Watched:
        """Read `none`, `all`, `S1E3` (all up to it), or a list such as `S1E1-S1E3,S1E5`.

        Raises:
            BadWatched: the text has none of these forms.
        """
        word = text.strip().lower()
        if word == "none":
            return cls()
        if word == "all":
            return cls(((_FIRST, _LAST),))
        if alone := Episode.parse(word):
            return cls(((_FIRST, alone),))
        return cls.of(_span(part, text) for part in word.split(","))

    @classmethod
    def only(cls, episodes: Iterable[Episode]) -> Watched:
        """Make the set of some episodes."""
        return cls.of((one, one) for one in episodes)

    @classmethod
    def of(cls, spans: Any) -> Watched:
        """Unite spans (pairs of first and last episode) into a set with one spelling."""
        united: list[tuple[Episode, Episode]] = []
        for first, last in sorted(spans):
            before = united[-1] if united else None
            if before and first <= Episode(before[1].season, before[1].number + 1):
                united[-1] = (before[0], max(before[1], last))
            else:
                united.append((first, last))
        return cls(tuple(united))

    def __contains__(self, episode: Episode) -> bool:
        return any(first <= episode <= last for first, last in self.spans)

    def beyond(self, episodes: Mapping[int, int]) -> Episode | None:
        """Find an end of a span that a series with these numbers of episodes by season does not have, if any."""
        if not episodes:
            return None
        ends = [end for span in self.spans for end in span if end not in (_FIRST, _LAST)]
        return next((end for end in ends if end.number > episodes.get(end.season, 0)), None)

    def within(self, episodes: Mapping[int, int]) -> Watched:
        """Leave out what lies beyond a series with these numbers of episodes by season."""
        every = (Episode(season, place + 1) for season, count in episodes.items() for place in range(count))
        return Watched.of((one, one) for one in every if one in self)

    def among(self, episodes: Iterable[Episode]) -> list[Episode]:
        """List those of some episodes that are in the set."""
        return [one for one in episodes if one in self]

    def without(self, episodes: Iterable[Episode]) -> Watched:
        """Take some episodes out of the set, and with them what of a span lies in earlier seasons."""
        spans = [*self.spans]
        for one in episodes:
            before, after = Episode(one.season, one.number - 1), Episode(one.season, one.number + 1)
            hit = [span for span in spans if span[0] <= one <= span[1]]
            cut = [
                part
                for first, last in hit
                for part in ((first, before), (after, last))
                if part[0] <= part[1] and part[1].number
            ]
            spans = [*(span for span in spans if span not in hit), *cut]
        return Watched.of(spans)

    def __str__(self) -> str:
        if not self.spans:
            return "none"
        if self.spans == ((_FIRST, _LAST),):
            return "all"
        if len(self.spans) == 1 and self.spans[0][0] == _FIRST:
            return str(self.spans[0][1])
        if len(self.spans) == 1 and self.spans[0][0] == self.spans[0][1]:
            return f"{self.spans[0][0]}-{self.spans[0][1]}"
        return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in self.spans)


def _span(part: str, whole: str) -> tuple[Episode, Episode]:
    first, dash, last = part.partition("-")
    start, end = Episode.parse(first), Episode.parse(last if dash else first)
    if start is None or end is None or end < start:
        raise BadWatched(whole)
    return start, end


class RowVersion(Protocol):
    """A row that was known from some instant, and until when it stood; None where no end of it is known."""

    @property
    def row(self) -> Any:
        """Give the row, which has `known_from`."""

    @property
    def known_to(self) -> datetime | None:
        """Give the instant at which it was changed or dropped."""


Stood = TypeVar("Stood", bound=RowVersion)


@dataclass(frozen=True)
class Vantage:
    """The standpoint of a question: `as_of`, a UTC day inclusive to its end, and what has been `watched`."""

    as_of: date
    watched: Watched = Watched()

    @property
    def _until(self) -> datetime:
        return datetime.combine(self.as_of, time()) + timedelta(days=1)

    def knows(self, day: date) -> bool:
        """Tell whether a fact that was known from `day` is known here."""
        return day <= self.as_of

    def covers(self, known_from: Any, known_to: Any = FOREVER) -> Any:
        """Tell whether a row with this knowledge time stood at the end of `as_of`.

        Takes instants (UTC, without a zone), or columns of SQLAlchemy or Polars, and gives a truth value of
        the same kind: one rule for Python, SQL and frames. The interval is closed-open.
        """
        return (known_from < self._until) & (known_to >= self._until)

    def began(self, known_from: Any) -> Any:
        """Tell whether a row was published by the end of `as_of`, whether or not it still stood."""
        return known_from < self._until

    def standing(self, versions: Iterable[Stood]) -> list[Stood]:
        """Pick the versions of rows that stood at the end of `as_of`, in their order: `covers`, for many at once."""
        until = self._until
        return [
            one for one in versions if one.row.known_from < until and (one.known_to is None or one.known_to >= until)
        ]

    def has_seen(self, episode: Episode, released: date | None) -> bool:
        """Tell whether an episode's claims are revealed: watched, and released by `as_of`."""
        return released is not None and self.knows(released) and episode in self.watched


def parse_day(text: str) -> date:
    """Read a calendar day written `2026-01-14`.

    Raises:
        BadDay: it is not one.
    """
    try:
        day = date.fromisoformat(text.strip()) if _DAY.fullmatch(text.strip()) else None
    except ValueError:
        day = None
    if day is None or not _EARLIEST <= day <= _LATEST:
        raise BadDay(text)
    return day


def instant(text: str) -> datetime:
    """Read a day, or a time with its zone, as an instant in UTC without a zone (a day is its first moment).

    Raises:
        BadDay: it is neither.
    """
    try:
        told = datetime.fromisoformat(text.strip())
        at = told.astimezone(UTC).replace(tzinfo=None) if told.tzinfo else told
    except (ValueError, OverflowError):
        raise BadDay(text) from None
    if not _PUBLISHED <= at.date() <= _LATEST:
        raise BadDay(text)
    return at
