"""Next week's lists as a page shows them: place by place, and who is left without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cliffhanger.brief.next_list import BACK, NEW, rows, shares, upcoming
from cliffhanger.charts.answers import basis
from cliffhanger.charts.titles import SERIES
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import NotKnown
from cliffhanger.forecast.next_list import Kind, NextList


@dataclass(frozen=True)
class Coming:
    """A line: its place, if it has one; its title, or who it is where none has a name; and its rank in words."""

    place: int | None
    title: str | None
    who: str
    now: int | None
    chance: float
    rank: str


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


def coming_lists(view: ChartView, fits: Path | None) -> ComingLists:
    """Forecast next week's lists: series before films, English ones before others."""
    try:
        answer = upcoming(view, folder=fits)
    except NotKnown as error:
        return ComingLists((), f"{error}.", str(basis(view)))
    ordered = sorted(answer.value, key=lambda one: (not one.category.startswith(SERIES), "Non-" in one.category))
    return ComingLists(tuple(map(_list, ordered)), "", str(answer.basis))


def _list(found: NextList) -> ComingList:
    lines = [_line(row) for row in rows(found)]
    placed = tuple(line for line in lines if line.place is not None)
    return ComingList(
        found.category, found.week, placed, tuple(line for line in lines if line.place is None), shares(found)
    )


def _line(row: dict[str, Any]) -> Coming:
    who = NEW if row["kind"] == Kind.DEBUT else BACK
    span = f" ({row['best']} to {row['worst']})" if row["best"] < row["worst"] else ""
    return Coming(row["place"], row["title"], who, row["now"], row["chance"], f"{row['rank']:.1f}{span}")
