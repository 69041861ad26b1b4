"""What later editions changed in weeks that were published before, and the label watch.

A row has no name of its own, and rows swap ranks: so what an edition closed and what it opened in a list are paired
by their titles, then by show, then by rank, and the difference of a pair is a revision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from cliffhanger.charts.titles import Label, label
from cliffhanger.charts.view import ChartRow, RowVersion

FIELDS = ("show_title", "season_title", "rank", "hours", "runtime", "views", "weeks_on_chart")
WHOLE_ROW = "row"

SAME: tuple[Callable[[ChartRow], Any], ...] = (
    lambda row: (row.show_title, row.season_title),
    lambda row: (row.show_title, row.rank),
    lambda row: row.show_title,
    lambda row: (row.rank, row.hours),
    lambda row: row.rank,
)
"""What two versions of a row of one list may have in common, the surest sign first."""


class Revision(NamedTuple):
    """One field of one row that an edition changed; `field` is `row` where the row was withdrawn or added."""

    known_from: datetime
    country: str
    category: str
    week: date
    rank: int
    show_title: str
    season_title: str | None
    field: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Relabel:
    """A season whose format label an edition changed, in so many of its weeks."""

    known_from: datetime
    show_title: str
    category: str
    was_title: str
    now_title: str
    was: Label
    now: Label
    weeks: int

    @property
    def changes_format(self) -> bool:
        """Tell whether the kind of format changed, not only the words or the number."""
        return self.was.kind != self.now.kind


def revisions(history: Iterable[RowVersion]) -> list[Revision]:
    """List what editions changed, in the order in which it became known."""
    closed: dict[tuple[datetime, str, str, date], list[ChartRow]] = defaultdict(list)
    begun: dict[tuple[datetime, str, str, date], list[ChartRow]] = defaultdict(list)
    first_known: dict[tuple[str, str, date], datetime] = {}
    for row, known_to in history:
        of_list = row.country, row.category, row.week
        if known_to is not None:
            closed[known_to, *of_list].append(row)
        if first_known.setdefault(of_list, row.known_from) != row.known_from:
            begun[row.known_from, *of_list].append(row)
    found = (
        revision
        for place in closed.keys() | begun.keys()
        for revision in _paired(place[0], closed[place], begun[place])
    )
    return sorted(found, key=lambda r: (r.known_from, r.category, r.week, r.rank, r.field))


def _paired(at: datetime, closed: list[ChartRow], begun: list[ChartRow]) -> Iterator[Revision]:
    closed, begun = list(closed), list(begun)
    for rule in SAME:
        for was in list(closed):
            now = next((row for row in begun if rule(row) == rule(was)), None)
            if now is not None:
                closed.remove(was)
                begun.remove(now)
                yield from _changes(at, was, now)
    for was in closed:
        yield _revision(at, was, WHOLE_ROW, was.season_title or was.show_title, None)
    for now in begun:
        yield _revision(at, now, WHOLE_ROW, None, now.season_title or now.show_title)


def _changes(at: datetime, was: ChartRow, now: ChartRow) -> Iterator[Revision]:
    for field in FIELDS:
        before, after = getattr(was, field), getattr(now, field)
        if before != after:
            yield _revision(at, now, field, before, after)


def _revision(at: datetime, row: ChartRow, field: str, was: Any, now: Any) -> Revision:
    return Revision(
        at, row.country, row.category, row.week, row.rank, row.show_title, row.season_title, field, was, now
    )


def relabels(found: Iterable[Revision]) -> list[Relabel]:
    """Gather revisions of season titles into the label watch: one entry a season and edition."""
    weeks: dict[tuple[datetime, str, str, str, str], int] = defaultdict(int)
    for revision in found:
        if revision.field == "season_title":
            place = revision.known_from, revision.show_title, revision.category
            weeks[*place, str(revision.was), str(revision.now)] += 1
    return [
        Relabel(at, show, category, was, now, label(show, was, category), label(show, now, category), count)
        for (at, show, category, was, now), count in sorted(weeks.items())
    ]
