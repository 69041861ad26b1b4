"""Next week's lists: the forecast of each list in words and rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cliffhanger.answer import Answer, Source
from cliffhanger.brief.blocks import Block, Heading, Paragraph, Table
from cliffhanger.brief.outlook_words import past
from cliffhanger.brief.wording import counted, day, listed, percent, verdict
from cliffhanger.charts.answers import basis, lists_named
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import UnknownWeek
from cliffhanger.forecast.fits import fitted
from cliffhanger.forecast.next_list import Kind, NextList, Rank, Share, next_lists
from cliffhanger.forecast.next_week import NextWeek
from cliffhanger.forecast.panel import TitleWeek, title_weeks
from cliffhanger.forecast.races import Stays, Views, require_lists
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.stay import Stay

NEW = "a new title"
BACK = "a title that comes back"
OFF = "-"
"""Stands for the place of a title that is not on the list forecast."""

COLUMNS = "category", "week", "place", "kind", "title", "now", "chance", "rank", "best", "worst"


def upcoming(view: ChartView, category: str | None = None, folder: Path | None = None) -> Answer[tuple[NextList, ...]]:
    """Forecast next week's lists: all, or those whose names begin with `category`; fits are kept in a folder.

    Raises:
        UnknownWeek: no list is known at the vantage.
        BadChoice: there is no such list.
        TooFewWeeks: no list is known that follows another.
    """
    if view.newest is None or view.observed_through is None:
        raise UnknownWeek(None, view.vantage.as_of, None, None)
    weeks = title_weeks(view, Releases().known_at(view))
    newest = max((one.week for one in weeks), default=None)
    wanted = lists_named(category, {one.category for one in weeks if one.week == newest})
    told = [one for one in weeks if one.category in wanted]
    require_lists(told)
    found = next_lists(told, *_models(view, weeks, folder))
    source = Source(
        view.newest.source,
        view.newest.known_from.date(),
        f"lists through the week that ends on {view.observed_through}",
    )
    return Answer(tuple(found), basis(view), (source,))


def _models(view: ChartView, weeks: Sequence[TitleWeek], folder: Path | None) -> tuple[Views, Stays]:
    """Give the models fitted at the edition that serves a view; before the first such, those that its weeks allow."""
    fit = fitted(view, folder)
    return (fit.next_week, fit.stay) if fit else (NextWeek().fit_on(weeks), Stay().fit_on(weeks))


def tell_next(answer: Answer[tuple[NextList, ...]]) -> Iterator[Block]:
    """Tell the lists forecast, each with who may not be on it, and how many places go to whom."""
    weeks = {one.week for one in answer.value}
    yield Heading(f"The lists of the week that ends on {listed(day(week) for week in sorted(weeks))}, forecast", 1)
    yield from map(Paragraph, past(min(weeks), answer.basis.vantage))
    yield Paragraph(
        "The chance is that of being on the list, and the rank is the one to expect if so, with the ranks between "
        "which it lies at least eight times in ten. New titles have no names yet. Titles now on the list for which "
        f"no line is left stand below, with {OFF}."
    )
    for one in answer.value:
        yield Heading(one.category)
        yield Table(("place", "title", "now", "chance", "", "rank"), _lines(one), frozenset({0, 2, 3}))
        yield Paragraph(shares(one))
    yield Paragraph(str(answer.basis))


def rows(found: NextList) -> Iterator[dict[str, Any]]:
    """Give the lines of a list forecast, and then the titles now on the list that are not on it, by `COLUMNS`.

    Shares are between 0 and 1, `now` is the rank on the newest list, and what does not apply is None.
    """
    now = {one.title: one.now for one in found.titles}
    for slot in found.places:
        told = slot.place, slot.kind.value, slot.title, now.get(slot.title or ""), slot.chance
        yield dict(zip(COLUMNS, (found.category, found.week, *told, *_figures(slot.rank)), strict=True))
    listed_here = {slot.title for slot in found.places}
    for one in found.titles:
        if one.title not in listed_here:
            out = None, Kind.STAYS.value, one.title, one.now, one.chance
            yield dict(zip(COLUMNS, (found.category, found.week, *out, *_figures(one.rank)), strict=True))


def _figures(rank: Rank) -> tuple[float, int, int]:
    return rank.expected, rank.best, rank.worst


def _lines(found: NextList) -> tuple[tuple[str, ...], ...]:
    return tuple(_line(row) for row in rows(found))


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    title = row["title"] or (NEW if row["kind"] == Kind.DEBUT else BACK)
    span = f"{row['best']} to {row['worst']}" if row["best"] < row["worst"] else f"{row['best']}"
    return (
        OFF if row["place"] is None else str(row["place"]),
        title,
        OFF if row["now"] is None else str(row["now"]),
        percent(row["chance"]),
        verdict(row["chance"]),
        f"{row['rank']:.1f} ({span})",
    )


def shares(found: NextList) -> str:
    """Say how many places go to titles that stay, to new ones, and to those that come back."""
    places = len(found.places)
    told = listed(
        [
            f"{_of(found.stayers, places)} to titles that stay",
            f"{_of(found.debuts, places)} to new ones",
            f"{_of(found.comebacks, places)} to titles that come back",
        ]
    )
    known = f"; in brackets, as counted on the last {counted(found.counted, 'list')}" if found.counted else ""
    return f"Of {counted(places, 'place')}, {told} are to be expected{known}."


def _of(share: Share, places: int) -> str:
    usual = "" if share.usual is None else f" ({share.usual * places:.1f})"
    return f"{share.expected * places:.1f}{usual}"
