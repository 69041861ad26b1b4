"""What a viewing history says of series with stories: never more than was surely watched.

A history names episodes in the language of its reader, and a story does not name them at all. So the place of an
episode is known where its title is a number ("Episode 3"), or where it was the only new one that was out when it was
begun. Rows are there for what was begun and left, too, or peeked at: an episode counts where those of its season were
begun one after the other, from the first up to it, and the next after it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.compose import PLATFORM
from cliffhanger.charts.titles import plain, spelled
from cliffhanger.desk.viewings import Viewing
from cliffhanger.story import StoryView
from cliffhanger.vantage import Episode, Vantage

ZONE: Final = timedelta(days=1)
"""By how much the day of a reader may lie off that of UTC."""

LONGER: Final = 3
"""By so much a name may be longer as written than in plain words."""

LONGEST: Final = 160
"""Characters of a title after the name of its series; what is longer is no episode."""

_ASIDE: Final = re.compile(
    r"\b(trailers?|teasers?|clips?|recap|hook|bonus|featurette|bloopers|promo|preview|announcement|announced|avance"
    r"|sneak peek|first look|special look|behind the scenes|making of|bande annonce|trailer oficial|resumen|extras?"
    r"|sizzle|interview|deleted scenes?|music video|title sequence|opening|after show|aftershow|companion)\b"
)
"""What plain titles of rows hold that are no episodes."""

_SEASON: Final = re.compile(
    r"(?:season|series|temporada|staffel|saison|stagione|seizoen|sezon|sasong|sesong|saeson|kausi|sezona) (\d{1,3})"
)
_ONLY_SEASON: Final = re.compile(
    r"limited series|mini ?series?|mini ?serie|serie limitada|serie limitee|serie limitata|minisarja"
)
_NUMBERED: Final = re.compile(
    r"(?:episode|episodio|folge|kapitel|chapter|capitulo|capitolo|chapitre|aflevering|odcinek|avsnitt|afsnit|jakso"
    r"|epizoda|part|teil|partie|parte) (\d{1,3})"
)


Begun = tuple[date, int]
"""When an episode was begun: the day, and a number that grows with each row of it."""


@dataclass(frozen=True)
class Asked:
    """A series that a history may tell of: its title, its names in plain words, its episodes by season."""

    title: str
    names: frozenset[str]
    episodes: Mapping[int, int]


@dataclass(frozen=True)
class Understood:
    """What a history says of a series: episodes surely watched, those only begun, and how much is left unclear.

    `unclear` maps seasons to the number of titles of which is not known which episodes they are.
    """

    title: str
    sure: tuple[Episode, ...]
    begun: tuple[Episode, ...]
    unclear: Mapping[int, int]


@dataclass(frozen=True)
class _Row:
    season: int
    spelled: str
    name: str
    is_sure: bool
    at: Begun


class History:
    """Understands a history from what is known of stories on a day, of which the reader has watched nothing."""

    def __init__(self, almanac: Almanac, today: date) -> None:
        self._almanac, self._today = almanac, today
        stories = almanac.stories(Vantage(today))
        self._series = [_asked(story) for story in stories if plain(story.platform) == PLATFORM]
        self._names = {name: series for series in self._series for name in series.names}
        self._deepest = max((name.count(" ") + 1 for name in self._names), default=0)
        self._begins = {" ".join(words[:count]) for words in map(str.split, self._names) for count in range(len(words))}
        self._longest = LONGER * max(map(len, self._names), default=0)
        self._read: dict[tuple[str, ...], tuple[int, str, str, bool] | None] = {}
        self._known: dict[tuple[str, date], tuple[int, Mapping[int, int]]] = {}

    def asks(self, parts: Sequence[str]) -> bool:
        """Tell whether a title begins as that of one of the series."""
        return self._of(parts) is not None

    def _of(self, parts: Sequence[str]) -> tuple[Asked, int] | None:
        """Find the series of a title, and how many of its parts name it."""
        for count in range(1, min(len(parts), self._deepest + 1)):
            told = " ".join(parts[:count])
            if len(unicodedata.normalize("NFKD", told)) > self._longest:
                return None
            name = spelled(told)
            series = self._names.get(name)
            if series:
                return series, count
            if name not in self._begins:
                return None
        return None

    def understood(self, viewings: Iterable[Viewing], order: str) -> list[Understood]:
        """Tell what a history says, its dates read in an order; series by title."""
        rows: dict[str, list[_Row]] = defaultdict(list)
        for viewing in viewings:
            found, day = self._of(viewing.parts), viewing.day(order)
            if found and day:
                rows[found[0].title] += self._row(
                    found[0], viewing.parts[: found[1]], viewing.parts[found[1] :], day, viewing
                )
        told = (self._told(series, rows[series.title]) for series in self._series if rows.get(series.title))
        return sorted(told, key=lambda one: plain(one.title))

    def _row(self, series: Asked, named: Sequence[str], rest: Sequence[str], day: date, viewing: Viewing) -> list[_Row]:
        """Read a title; nothing where it is none of an episode that was out."""
        if viewing.parts not in self._read:
            self._read[viewing.parts] = _named(series, named, rest)
        read = self._read[viewing.parts]
        if read is None or not self._out(series, read[0], day):
            return []
        return [_Row(*read, (day, -viewing.place))]

    def _out(self, series: Asked, season: int, day: date) -> int:
        """Count the episodes of a season that were out on the day of a reader, wherever that is."""
        key = series.title, min(day + ZONE, self._today)
        if key not in self._known:
            story = self._almanac.story(series.title, Vantage(key[1]))
            self._known[key] = (story.out, story.episodes) if story else (0, {})
        out, episodes = self._known[key]
        earlier = sum(count for number, count in episodes.items() if number < season)
        return max(0, min(out - earlier, episodes.get(season, 0)))

    def _told(self, series: Asked, rows: Sequence[_Row]) -> Understood:
        sure: set[Episode] = set()
        begun: set[Episode] = set()
        unclear: dict[int, int] = {}
        groups: dict[tuple[int, str], list[_Row]] = defaultdict(list)
        for row in rows:
            groups[row.season, row.spelled].append(row)
        for (season, _), own in groups.items():
            full, placed = 0, [*self._numbered(series, season, own)]
            if not placed and own[0].is_sure:
                full, placed = self._placed(series, season, own)
            told = {*range(1, full + 1), *(number for number, _ in placed)}
            done = _left_behind(placed) if own[0].is_sure else set()
            sure |= {Episode(season, number) for number in done}
            begun |= {Episode(season, number) for number in told - done}
            left = len({row.name for row in own}) - len(told)
            if left > 0:
                unclear[season] = max(left, unclear.get(season, 0))
        return Understood(series.title, tuple(sorted(sure)), tuple(sorted(begun - sure)), unclear)

    def _numbered(self, series: Asked, season: int, rows: Sequence[_Row]) -> Iterator[tuple[int, Begun]]:
        """Read the numbers in titles; none where one is beyond the season, since then they count otherwise."""
        read = [(int(match[1]), row.at) for row in rows if (match := _NUMBERED.fullmatch(row.name))]
        if all(1 <= number <= series.episodes[season] for number, _ in read):
            yield from ((number, at) for number, at in read if number <= self._out(series, season, at[0]))

    def _placed(self, series: Asked, season: int, rows: Sequence[_Row]) -> tuple[int, list[tuple[int, Begun]]]:
        """Count how many first episodes were begun, whichever is which, and place those that came out one by one.

        As many titles as were out on some day are all of these; who begins one more when one more is out begins that.
        """
        if any(_NUMBERED.fullmatch(row.name) for row in rows):
            return 0, []
        first: dict[str, Begun] = {}
        for row in rows:
            first[row.name] = min(row.at, first.get(row.name, row.at))
        full, places = 0, dict[str, int]()
        for count, name in enumerate(sorted(first, key=first.__getitem__), 1):
            out = self._out(series, season, first[name][0])
            if count > out:
                return 0, []
            if count == out:
                places |= {name: count} if full == count - 1 else {}
                full = count
        return full, [(places[row.name], row.at) for row in rows if row.name in places]


def _named(series: Asked, named: Sequence[str], rest: Sequence[str]) -> tuple[int, str, str, bool] | None:
    """Read which season a title is of, that season's name, its own, and if that is sure; None where it is no episode.

    Where the season is named in words that are not known here, it may be the only one, or the one of its number.
    """
    if len(rest) < 2 or sum(map(len, rest)) > LONGEST or any("_" in part for part in rest):
        return None
    if any(_ASIDE.search(spelled(part)) for part in rest):
        return None
    known = _season(rest[0], series.episodes)
    season = known or _likely(rest[0], series.episodes)
    if season is None:
        return None
    return season, spelled(" ".join((*named, rest[0]))), spelled(" ".join(rest[1:])), known is not None


def _left_behind(placed: Iterable[tuple[int, Begun]]) -> set[int]:
    """Pick the episodes after which the next was begun, as long as all were begun in their order from the first."""
    at: dict[int, list[Begun]] = defaultdict(list)
    for number, begun in placed:
        at[number].append(begun)
    reached = 0
    last = min(at[1], default=None)
    while last is not None:
        reached += 1
        last = min((begun for begun in at[reached + 1] if begun > last), default=None)
    return {*range(1, reached)}


def _asked(story: StoryView) -> Asked:
    return Asked(story.title, frozenset(filter(None, map(plain, story.names))), story.episodes)


def _season(told: str, episodes: Mapping[int, int]) -> int | None:
    """Read which season a part of a title names; None where it names none of these for sure."""
    label = spelled(told)
    if match := _SEASON.fullmatch(label):
        return int(match[1]) if int(match[1]) in episodes else None
    if _ONLY_SEASON.fullmatch(label) and len(episodes) == 1:
        return next(iter(episodes))
    return None


def _likely(told: str, episodes: Mapping[int, int]) -> int | None:
    """Guess a season from words in any language: by the one number among them, or else as the only season."""
    if _SEASON.fullmatch(spelled(told)):
        return None
    numbers = {int(one) for one in re.findall(r"\d{1,3}", spelled(told))}
    if numbers:
        return next(iter(numbers & {*episodes}), None) if len(numbers) == 1 else None
    return next(iter(episodes)) if len(episodes) == 1 else None
