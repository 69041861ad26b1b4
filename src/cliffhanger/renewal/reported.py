"""What reports and users tell of seasons: when each came out, and since when that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from cliffhanger.charts.titles import ALIKE, LIMITED, Label, beginning, own_title, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.renewal.exceptions import reviewed
from cliffhanger.renewal.shows import Instalment, Name

Key = tuple[str, int | str]
"""The show of a season, and its number, or its title where it has none."""


def key_of(show: str, label: Label, title: str) -> Key:
    """Tell a season from all others. Labels change: a limited series and a first season of one title are the same."""
    return show, number_of(label) or plain(title)


def number_of(label: Label) -> int | None:
    """Give the number of a season by its label; a limited series is the first."""
    return label.number or (1 if label.kind == LIMITED else None)


Day = tuple[date, date]
"""A day of release, and the day since which it is known."""


def reported(view: ChartView) -> dict[Name, Day]:
    """Map the titles of half-yearly reports to their day of release, as first told."""
    found: dict[Name, Day] = {}
    for title, released, at in view.released():
        name = Name(None, title)
        if name not in found or (at.date(), released) < found[name][::-1]:
            found[name] = released, at.date()
    return found


def looked_at(told: Mapping[Name, Day], titles: Iterable[str]) -> dict[Name, Day]:
    """Pick what begins as one of the titles does, or as a name of which a reviewed exception speaks."""
    spoken = (name for one in reviewed() for name in (one.first, one.second))
    begun = {beginning(title) for title in (*titles, *spoken)}
    told_of = ((beginning(name.season_title or ""), name) for name in told)
    shorter = tuple(begin for begin in begun if len(begin) < ALIKE)
    return {name: told[name] for begin, name in told_of if begin in begun or begin.startswith(shorter)}


def releases_of(view: ChartView, told: Mapping[Name, Day], matched: Mapping[Name, Instalment]) -> dict[Key, date]:
    """Map seasons to days of release; what users told wins, else the earliest counts."""
    found: dict[Key, date] = {}
    for name, (day, _) in told.items():
        key = key_of(matched[name].show, matched[name].label, own_title(name.season_title or ""))
        found[key] = min(day, found.get(key, day))
    for row in view.releases():
        found[plain(row.title), row.season or 1] = row.released
    return found
