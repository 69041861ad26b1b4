"""Made-up worlds for forecasts: weekly lists of series and films in editions, a half-yearly report, an all-time list.

Each week a few titles come out, fall by some factor a week, and the ten with most views are on their list. The first
edition tells the weeks of a year, each later one a week more, so that nine editions suffice for a fit. From a turning
point on, another seed decides everything, past labels and hours included.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from cliffhanger.charts.archive import Download
from cliffhanger.charts.ledger import Ledger
from cliffhanger.forecast import fits, keeping
from cliffhanger.forecast.fits import Fit
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.releases import Releases
from cliffhanger.vantage import Vantage
from editions import FILMS, TV, Line, download, report, table, take

WEEK = timedelta(days=7)
MONDAY = date(2024, 7, 1)
"""The first day of the first week, and of a half-year."""

BEFORE = 40
"""Weeks told by the first edition."""

FIT = 8
"""The place of the edition at which models are fitted, counted from 0."""

HALF = MONDAY, date(2025, 1, 1)


@dataclass
class Title:
    """A title of a world: its day of release, and the hours of a week, which shrink."""

    name: str
    category: str
    label: str
    released: date
    runtime: float
    rate: float
    kept: float
    weeks: int = 0
    hours: dict[date, float] = field(default_factory=dict)

    @property
    def season(self) -> str | None:
        """Give its name as the lists have it beside its show."""
        return None if self.category == FILMS else f"{self.name}: {self.label}"


def published(place: int) -> date:
    """Give the day of an edition, counted from 0: the Wednesday after its last week."""
    return MONDAY + (BEFORE + place) * WEEK + timedelta(days=2)


def last_week(place: int) -> date:
    """Give the Sunday of the last week that an edition tells."""
    return MONDAY + (BEFORE + place) * WEEK - timedelta(days=1)


@dataclass
class World:
    """Lists that go on week by week; `titles` are all that ever came out, on a list or not."""

    draw: Random
    lines: list[Line] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    weeks: int = 0

    def go_on(self) -> None:
        """Let a week go by."""
        monday = MONDAY + self.weeks * WEEK
        for category in (TV, FILMS):
            self.titles += [self._debut(category, monday, n) for n in range(self.draw.choice((2, 3, 3, 4)))]
            own = [one for one in self.titles if one.category == category]
            for one in own:
                self._watch(one, monday)
            sunday = monday + timedelta(days=6)
            own.sort(key=lambda one: -one.hours[sunday] / one.runtime)
            for rank, one in enumerate(own[:10], 1):
                one.weeks += 1
                self.lines.append(_line(one, sunday, rank))
        self.weeks += 1

    def _debut(self, category: str, monday: date, number: int) -> Title:
        draw, films = self.draw, category == FILMS
        label = draw.choice(("Limited Series", "Season 1", "Season 1", "Season 2"))
        name = f"{'Film' if films else 'Show'} {self.weeks} {number}{draw.choice('abc')}"
        day = monday + timedelta(days=draw.choice((0, 2, 3, 3, 4)))
        runtime, rate = round(draw.uniform(1.4, 2.4) if films else draw.uniform(3, 9), 4), draw.gauss(16.5, 0.8)
        return Title(name, category, label, day, runtime, math.exp(rate), draw.uniform(0.45, 0.75))

    def _watch(self, title: Title, monday: date) -> None:
        first = title.released >= monday
        shown = (7 - title.released.weekday()) / 7 if first else 1.0
        title.hours[monday + timedelta(days=6)] = title.rate * shown
        title.rate *= title.kept * math.exp(self.draw.gauss(0, 0.15)) if not first else 1.0

    def turn(self, seed: int) -> None:
        """Let another seed decide from here on, of past labels and hours, too."""
        self.draw = Random(seed)
        self.lines = [self._altered(line) for line in self.lines]

    def _altered(self, line: Line) -> Line:
        relabelled = line.season is not None and self.draw.random() < 0.3
        season = f"{line.show}: {self.draw.choice(('Limited Series', 'Season 1', 'Season 3'))}"
        return line._replace(
            season=season if relabelled else line.season, hours=round(line.hours * self.draw.uniform(1, 1.001))
        )

    def edition(self) -> bytes:
        """Write the lists of all weeks so far."""
        return table(self.lines)

    def all_time(self) -> bytes:
        """Write an all-time list of three titles a category: the first that came out."""
        return table(
            [
                Line(rank=rank, category=category, show=one.name, season=one.season, hours=9_000_000 * (9 - rank))
                for category in (TV, FILMS)
                for rank, one in enumerate([one for one in self.titles if one.category == category][:3], 1)
            ],
            "popular 91",
        )


def _line(one: Title, sunday: date, rank: int) -> Line:
    hours = round(one.hours[sunday])
    views = round(hours / one.runtime, -5)
    return Line(
        sunday, one.category, rank, one.name, one.season, hours, one.weeks, str(one.runtime), int(max(views, 1))
    )


@cache
def half_year(seed: int, first: date, until: date) -> bytes:
    """Write a report of the titles of a world up to a day, once: a workbook says when it was written."""
    world = World(Random(seed))
    while MONDAY + world.weeks * WEEK < until:
        world.go_on()
    sheets: dict[str, list[list[object]]] = {"TV": [], "Film": []}
    for one in world.titles:
        hours = sum(told for sunday, told in one.hours.items() if first <= sunday < until)
        row = [one.season or one.name, "Yes", one.released, round(hours), "1:00", 1]
        sheets["Film" if one.category == FILMS else "TV"].append(row)
    return report(sheets, f"{first:%B} to {until - timedelta(days=1):%B} {first.year}")


def downloads(
    editions: int, seed: int = 0, turns: int | None = None, later: int = 0, reported: int | None = None
) -> list[Download]:
    """Give as many editions, with a report and an all-time list after the second, and another list at each fourth.

    From the edition at `turns` on, the seed `later` decides; after that at `reported` there is another report.
    """
    world, found = World(Random(seed)), []
    for place in range(editions):
        while world.weeks < BEFORE + place:
            if turns is not None and world.weeks == BEFORE + turns - 1 and place == turns:
                world.turn(later)
            world.go_on()
        day = published(place)
        found.append(download(world.edition(), day))
        if place == 1:
            found.append(download(half_year(seed, *HALF), day + timedelta(days=1), "What_We_Watched_2024Jul-Dec.xlsx"))
        if place == reported:
            told = half_year(later, HALF[1], date(2025, 7, 1))
            found.append(download(told, day + timedelta(days=1), "What_We_Watched_2025Jan-Jun.xlsx"))
        if place % 4 == 1:
            found.append(download(world.all_time(), day + timedelta(days=1), "most-popular.tsv"))
    return found


def filled(
    path: Path, editions: int, seed: int = 0, turns: int | None = None, later: int = 0, reported: int | None = None
) -> Path:
    """Keep a world in a ledger."""
    with Ledger.open(path, create=True) as store:
        taken = take(store, *downloads(editions, seed, turns, later, reported))
        assert not taken.rejected, taken.rejected
    return path


@cache
def ledger() -> Ledger:
    """Give a ledger in memory of ten editions."""
    found = Ledger.open("sqlite://", create=True)
    assert not take(found, *downloads(FIT + 2)).rejected
    return found


@cache
def fit() -> Fit:
    """Give the fit that serves its last two editions, made once."""
    with ledger().as_of(Vantage(published(FIT))) as view:
        found = fits.fitted(view, None)
    assert found is not None
    return found


@cache
def past(place: int = FIT) -> Past:
    """Give what was known on the day of an edition."""
    with ledger().as_of(Vantage(published(place))) as view:
        found = Past.of(view, Releases())
        assert found.totals
    return found


def keep(path: Path) -> Path:
    """Keep the fit beside a ledger that holds the same nine editions, so that nobody has to make it again."""
    folder = path.with_suffix(".fits")
    with Ledger.open(path) as store, store.as_of(Vantage(published(FIT))) as view:
        keeping.keep(keeping.path_of(folder, view, fits.CODE), fit().text)
    return folder
