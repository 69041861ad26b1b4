"""Next week's lists as a page shows them: place by place, and who is left without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cliffhanger.brief.next_list import BACK, NEW, rows, shares
from cliffhanger.brief.wording import ordinal
from cliffhanger.charts.answers import basis
from cliffhanger.charts.titles import SERIES
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.once import upcoming_in
from cliffhanger.errors import NotKnown
from cliffhanger.forecast.next_list import Kind, NextList

NO_LISTS: Final = "No weekly list is at hand of that day, so nothing can be said of the next one."


@dataclass(frozen=True)
class Coming:
    """A line: its place, if it has one; its title and show, or who it is where none has a name; its ranks in words."""

    place: int | None
    title: str | None
    show: str
    who: str
    now: str
    chance: float
    where: str


@dataclass(frozen=True)
class ComingList:
    """The forecast of one list: the lines that have a place, those that have none, and how places are shared."""

    category: str
    week: date
    places: tuple[Coming, ...]
    others: tuple[Coming, ...]
    shares: str


@dataclass(frozen=True)
class ComingLists:
    """The forecasts of all lists, or why there are none."""

    lists: tuple[ComingList, ...]
    why: str
    basis: str


def order_of(category: str) -> tuple[bool, bool]:
    """Put lists of series before those of films, and English ones before others."""
    return not category.startswith(SERIES), "Non-" in category


def coming_lists(view: ChartView, desk: Desk) -> ComingLists:
    """Forecast next week's lists, in their order on pages."""
    if view.observed_through is None:
        return ComingLists((), NO_LISTS, str(basis(view)))
    try:
        answer = upcoming_in(view, desk)
    except NotKnown as error:
        return ComingLists((), f"{error}.", str(basis(view)))
    shows = {(row.category, row.rank): row.show_title for row in view.week(view.observed_through)}
    ordered = sorted(answer.value, key=lambda one: order_of(one.category))
    return ComingLists(tuple(_list(one, shows) for one in ordered), "", str(answer.basis))


def _list(found: NextList, shows: Mapping[tuple[str, int], str]) -> ComingList:
    lines = [_line(row, shows) for row in rows(found)]
    placed = tuple(line for line in lines if line.place is not None)
    return ComingList(
        found.category, found.week, placed, tuple(line for line in lines if line.place is None), shares(found)
    )


def _line(row: dict[str, Any], shows: Mapping[tuple[str, int], str]) -> Coming:
    who = NEW if row["kind"] == Kind.DEBUT else BACK
    best, worst, now = row["best"], row["worst"], row["now"]
    where = f"{ordinal(best)}–{ordinal(worst)}" if best < worst else ordinal(best)
    show = shows.get((row["category"], now or 0), row["title"] or "")
    return Coming(row["place"], row["title"], show, who, ordinal(now) if now else "", row["chance"], where)
