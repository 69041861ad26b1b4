"""Small worlds of seasons: a filler keeps the weeks going, and every week has its edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

from cliffhanger.charts.ledger import Ledger
from cliffhanger.renewal.outcomes import Outcome, outcomes
from cliffhanger.renewal.seasons import Season, Seasons, seasons_of
from cliffhanger.vantage import Vantage
from editions import TV, Line, download, ledger_of, report, table, take

START = date(2024, 1, 7)
FILLER = Line(rank=10, show="Filler", season="Filler: Season 1", hours=500_000, weeks=99)
"""Entered before we look: counts for nothing, and is the last row of every list."""


def week(number: int) -> date:
    """Give the Sunday of a week."""
    return START + timedelta(weeks=number)


def published(number: int) -> datetime:
    """Give when a week is published."""
    return datetime.combine(week(number), time(15)) + timedelta(days=2)


def on(show: str, name: str, number: int, weeks: int = 1, hours: int = 4_000_000, rank: int = 1) -> list[Line]:
    """Give the first weeks of a season on the chart, its hours halved each week."""
    return [
        Line(week(number + n), TV, rank, show, f"{show}: {name}", hours >> n, n + 1, views=(hours >> n) * 2 // 5)
        for n in range(weeks)
    ]


def edition(last: int, lines: Iterable[Line]) -> tuple[datetime, bytes]:
    """Give what is published of a week and those before it."""
    shown = [line for line in lines if line.week <= week(last)]
    filler = [FILLER._replace(week=week(n)) for n in range(last + 1)]
    return published(last), table(sorted([*shown, *filler], key=lambda line: (line.week, line.rank), reverse=True))


def editions(*told: tuple[int, Sequence[Line]], every: int = 1) -> list[tuple[datetime, bytes]]:
    """Give editions: up to a week from the first lines, then up to another from the next."""
    dated, first = [], 0
    for last, lines in told:
        dated += [edition(n, lines) for n in (*range(first, last, every), last)]
        first = last + 1
    return dated


def charted(*told: tuple[int, Sequence[Line]], every: int = 1) -> Ledger:
    """Give a ledger of editions."""
    return ledger_of(*editions(*told, every=every))


def kept(path: Path, *told: tuple[int, Sequence[Line]], every: int = 4) -> Path:
    """Keep a ledger in a file: the same as `charted` gives."""
    with Ledger.open(path, create=True) as ledger:
        assert not take(ledger, *(download(data, at) for at, data in editions(*told, every=every))).rejected
    return path


def reported(ledger: Ledger, at: date, *titles: tuple[str, date]) -> Ledger:
    """Add a half-yearly report that tells when titles came out."""
    rows = [[title, "Yes", released, 1_000_000, "2:30", 400_000] for title, released in titles]
    data = report({"Shows": rows}, "July to December 2023")
    take(ledger, download(data, at, "What_We_Watched_Jul-Dec23.xlsx"))
    return ledger


def known(ledger: Ledger, number: int) -> Seasons:
    """Give the seasons known when a week is published."""
    with ledger.as_of(Vantage(published(number).date())) as view:
        found = seasons_of(view)
    assert found is not None
    return found


def season(seasons: Seasons, title: str) -> Season:
    """Pick a season by its title."""
    return next(one for one in seasons.all if one.title == title)


def fate(seasons: Seasons, title: str) -> Outcome:
    """Tell what became of a season."""
    return next(one for one in outcomes(seasons, seasons.all) if one.season.title == title)


WEEKS = 150
RETURNS = {"Season 1": 0.3, "Limited Series": 0.02}


@cache
def lines_of_a_world(seed: int = 1) -> tuple[Line, ...]:
    """Make up three years of lists: two shows begin each week, some return after a year, and some of those again."""
    chance, lines = Random(seed), list[Line]()
    for number in range(WEEKS):
        for rank, name in enumerate(("Season 1", "Season 1", "Limited Series")[: 2 + number % 2], 2 + 3 * (number % 2)):
            show, hours = f"Show {number}-{rank}", chance.randrange(1, 9) * 1_000_000
            lines += on(show, name, number, min(3, WEEKS - number), hours, rank)
            when, following = number, 2
            while chance.random() < RETURNS.get(name, 0.3) + 0.3 * (following > 2):
                when += chance.randrange(40, 80)
                if when >= WEEKS:
                    break
                lines += on(show, f"Season {following}", when, min(2, WEEKS - when), hours, 7 + rank % 3)
                following += 1
    return tuple({(line.week, line.rank): line for line in lines}.values())


@cache
def world() -> Ledger:
    """Give a ledger of the made-up lists, an edition every four weeks."""
    return charted((WEEKS - 1, lines_of_a_world()), every=4)
