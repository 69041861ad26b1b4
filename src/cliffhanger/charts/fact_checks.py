"""What the ledger says against facts that are not foretold: a title of which it has not heard, or too early a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cliffhanger.charts.edition import Row
from cliffhanger.charts.facts import NO_SEASON, Facts
from cliffhanger.charts.titles import FILMS, SERIES, label, nearest, own_title, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import EditionRejected

TO_MONDAY = timedelta(days=6)
"""A week is named by its Sunday, and a premiere within it is not before its Monday."""

_OF_FILMS = {"films": True, "series": False}
"""What the kinds of reports tell of; a third mixes both."""


class _Season(NamedTuple):
    """A season or film of which the ledger has heard: its show, its whole title, its number, and when it was out.

    `film` is None where it may be either.
    """

    show: str
    title: str
    number: int | None
    day: date | None
    film: bool | None


def check_heard_of(facts: Facts, view: ChartView) -> None:
    """Check that each fact is of a title on the lists, in the reports or among the releases, and after its premiere.

    The premiere is the earliest of three days: the Monday of the first week on the worldwide lists, and the days of
    release that the reports and users tell. Of a season of which none is known, any day goes.

    Of films there are none.

    Raises:
        EditionRejected: one is not; says which row, and what to do.
    """
    heard: dict[str, list[_Season]] = defaultdict(list)
    for one in _heard_of(view):
        for name in {plain(one.show), plain(one.title)}:
            heard[name].append(one)
    for number, row in zip(facts.numbers, facts.rows, strict=True):
        if row["name"] not in heard:
            raise EditionRejected(_unheard(row["title"], heard), number, "title")
        named = heard[row["name"]]
        if {True} <= {one.film for one in named} <= {True, None}:
            raise EditionRejected("it is a film, which no season follows; leave it out", number, "title")
        days = [one.day for one in named if one.day is not None and _may_be(row, one)]
        day = row[facts.kind.day_column]
        if days and day < min(days):
            why = f"{day} lies before {min(days)}, the earliest premiere that lists, reports and releases allow"
            remedy = "check the day and the season; if it premiered earlier, tell that as a release first"
            raise EditionRejected(f"{why}; {remedy}", number, "date")


def _may_be(row: Row, one: _Season) -> bool:
    """Tell whether a fact may be of a season; a limited series may be called the first one by now."""
    if row["name"] == plain(one.title) and row["season"] in {NO_SEASON, one.number}:
        return True
    numbers = {None, 1} if row["season"] in {NO_SEASON, 1} else {row["season"]}
    return row["name"] == plain(one.show) and one.number in numbers


def _heard_of(view: ChartView) -> Iterator[_Season]:
    first: dict[tuple[str, str | None, str], date] = {}
    for row in view.rows():
        first.setdefault((row.show_title, row.season_title, row.category), row.week - TO_MONDAY)
    for (show, season, category), day in first.items():
        yield _Season(show, season or show, label(show, season, category).number, day, category.startswith(FILMS))
    for title, day, kind in {(one.title, one.released, one.kind) for one in view.engagement()}:
        whole = own_title(title)
        show = whole.rpartition(": ")[0] or whole
        yield _Season(show, whole, label(show, whole, SERIES).number, day, _OF_FILMS.get(kind))
    for told in view.releases():
        whole = f"{told.title}: Season {told.season}" if told.season else told.title
        yield _Season(told.title, whole, told.season, told.released, None)


def _unheard(title: str, heard: dict[str, list[_Season]]) -> str:
    if not heard:
        return f"nothing is known of {title!r}, since the ledger is empty; take in the lists first"
    near = nearest(title, {one.show for seasons in heard.values() for one in seasons})
    named = f"; the nearest: {', '.join(near)}" if near else ""
    return f"no list, report or release has {title!r}; write it as they do, or tell its release first{named}"
