"""A small ledger of invented lists, which a desk can answer from: two categories, ten weeks, an edition a week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from cliffhanger.charts.ledger import Ledger
from editions import TV, Line, download, table, take

TODAY = date(2026, 1, 14)
"""The day on which tests ask, unless they say otherwise: an edition came out on the day before."""

WEEKS = 10
LAST = date(2026, 1, 11)
"""The Sunday of the newest week."""

FILMS = "Films (English)"
STAYS = "The Long Voyage"
CLIMBS = "Salt & Smoke"
RELABELLED = "Glass Harbour"
BACK = "Old Friends"
NEW = "First Light"


def week(number: int) -> date:
    """Give the Sunday of a week; the newest is number `WEEKS - 1`."""
    return LAST - timedelta(weeks=WEEKS - 1 - number)


def published(number: int) -> datetime:
    """Give when a week is published: the Tuesday after."""
    return datetime.combine(week(number), time(15)) + timedelta(days=2)


def kept(folder: Path) -> Path:
    """Keep the ledger in a folder, and give its path."""
    path = folder / "desk.sqlite"
    taken(path, range(1, WEEKS))
    return path


def taken(path: Path, weeks: Iterable[int]) -> None:
    """Take the editions of some weeks into a ledger."""
    with Ledger.open(path, create=True) as ledger:
        for number in weeks:
            data = table(sorted(_lines(number), key=lambda line: (line.week, line.category, line.rank), reverse=True))
            assert not take(ledger, download(data, published(number))).rejected


def _lines(newest: int) -> Iterator[Line]:
    """List what is published of a week and those before."""
    for number in range(newest + 1):
        for rank, (show, name, first) in enumerate(_series(number, newest), 1):
            yield _line(number, TV, rank, show, f"{show}: {name}", first)
        for rank, show in enumerate(("A Film of Ours", "Another Film"), 1):
            yield _line(number, FILMS, rank, show, None, 0)


def _series(number: int, newest: int) -> Iterator[tuple[str, str, int]]:
    """List shows by rank, with label and first week."""
    label = "Season 1" if newest >= WEEKS - 2 else "Limited Series"
    rising = [(STAYS, "Season 2", 0), (CLIMBS, "Limited Series", 2)]
    yield from (rising[::-1] if number == WEEKS - 1 else rising)[: 2 if number >= 2 else 1]
    yield RELABELLED, label, 0
    if number not in (WEEKS - 2, WEEKS - 3):
        yield BACK, "Season 1", 0
    if number == WEEKS - 1:
        yield NEW, "Season 1", number


def _line(number: int, category: str, rank: int, show: str, season: str | None, first: int) -> Line:
    hours = max(9_000_000 // rank - 300_000 * (number - first), 400_000)
    return Line(week(number), category, rank, show, season, hours, number - first + 1, views=hours * 2 // 5)
