"""Brings in a viewing history: shows what was understood, lets its reader correct it, and then keeps it.

Nothing is kept here between one page and the next: what was understood travels in the form, signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from cliffhanger.charts.titles import plain
from cliffhanger.desk import same_origin, upload
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.history import History, Understood
from cliffhanger.desk.progress import Form, Series, keep, series_of
from cliffhanger.desk.reader import Reader, desk_of
from cliffhanger.desk.viewings import Viewing, Viewings
from cliffhanger.desk.watched import Progress, Signed
from cliffhanger.desk.writing import page
from cliffhanger.errors import BadForm
from cliffhanger.vantage import Episode

router = APIRouter(include_in_schema=False)

DAY: Final = "which order"
"""The form that asks in which order dates are written."""

TICKS: Final = "ticks"
"""The form that shows what was understood."""


@dataclass(frozen=True)
class Row:
    """An episode as a toggle: what a form sends for it, and whether it is ticked."""

    value: str
    name: str
    ticked: bool
    begun: bool


@dataclass(frozen=True)
class Read:
    """A series as its reader is asked about it; `unclear` counts titles of which is not known what they are."""

    title: str
    rows: tuple[Row, ...]
    unclear: int


@dataclass(frozen=True)
class Seen:
    """What was seen of a file: its rows, those of series told of here, those left out, the first of these by name."""

    rows: int
    of_series: int
    odd: int
    named: tuple[str, ...]


@router.post("/watched/history")
async def read(request: Request) -> Response:
    """Read a history, and show what was understood, or ask how its dates are to be read."""
    same_origin.check(request)
    reader, desk = Reader.of(request), desk_of(request)
    history = await run_in_threadpool(History, desk.almanac, reader.day)
    viewings = Viewings(history.asks, reader.day + timedelta(days=1))
    await upload.stream(request, "file", viewings.take)
    return await run_in_threadpool(_understood, request, reader, history, viewings)


def _understood(request: Request, reader: Reader, history: History, viewings: Viewings) -> Response:
    viewings.end()
    told = {order: history.understood(viewings.kept, order) for order in viewings.orders}
    first, *others = told.values()
    seen = Seen(viewings.rows, len(viewings.kept), viewings.odd, tuple(viewings.named))
    if all(other == first for other in others):
        return _asked(request, reader, first, seen)
    orders = {order: [*map(_written, one)] for order, one in told.items()}
    sealed = _signed(request).seal(DAY, {"orders": orders, "seen": asdict(seen)})
    example = _example(viewings.kept, [*told])
    return page(request, "history_day.html", here="/watched", sealed=sealed, orders=[*told], example=example)


@router.post("/watched/history/day")
def choose(request: Request, form: Form) -> Response:
    """Show what was understood of a history whose dates are written in an order that its reader has told."""
    told = _signed(request).unseal(DAY, str(form.get("sealed", "")))
    order = str(form.get("order", ""))
    if "seen" not in told or order not in told["orders"]:
        raise BadForm
    seen = Seen(**{**told["seen"], "named": tuple(told["seen"]["named"])})
    return _asked(request, Reader.of(request), [*map(_unwritten, told["orders"][order])], seen)


@router.post("/watched/history/keep")
def confirm(request: Request, form: Form) -> Response:
    """Keep what a reader has confirmed of a history."""
    reader, desk, signed = Reader.of(request), desk_of(request), _signed(request)
    ticked = [str(told).rpartition("/") for told in form.getlist("episode")]
    progress = reader.progress
    for series in _series(signed.unseal(TICKS, str(form.get("sealed", ""))), desk, reader):
        chosen = (Episode.parse(episode) for name, _, episode in ticked if name == plain(series.title))
        watched = series.ticked(progress.of(series.title), filter(None, chosen))
        progress = progress.with_series(series.title, watched)
    return keep(RedirectResponse(reader.url("/watched"), 303), progress, signed, secure=desk.settings.secure)


def _asked(request: Request, reader: Reader, told: Sequence[Understood], seen: Seen) -> Response:
    """Ask whether all of it was understood."""
    desk = desk_of(request)
    found = {one.title: one for one in told}
    series = [*_series([*found], desk, reader)]
    shown = [_read(one, found[one.title], reader.progress) for one in series]
    sealed = _signed(request).seal(TICKS, [one.title for one in series])
    return page(request, "history.html", here="/watched", shown=shown, sealed=sealed, seen=seen)


def _read(series: Series, told: Understood, progress: Progress) -> Read:
    before = {*progress.of(series.title).among(series.out)}
    several = len(series.episodes) > 1
    rows = tuple(
        Row(
            f"{plain(series.title)}/{one}",
            f"Season {one.season}, episode {one.number}" if several else f"Episode {one.number}",
            one in told.sure or one in before,
            one in told.begun and one not in before,
        )
        for one in series.out
    )
    return Read(series.title, rows, sum(told.unclear.values()))


def _series(titles: Any, desk: Desk, reader: Reader) -> Iterator[Series]:
    """Find series that were known when a form was written."""
    known = {plain(title) for title in desk.almanac.titles(reader.vantage())}
    for title in titles:
        if plain(title) in known:
            yield series_of(title, desk.almanac, reader.day)


def _written(told: Understood) -> dict[str, Any]:
    episodes = {"sure": told.sure, "begun": told.begun}
    return {"title": told.title, "unclear": {str(season): count for season, count in told.unclear.items()}} | {
        name: [*map(str, given)] for name, given in episodes.items()
    }


def _unwritten(told: Mapping[str, Any]) -> Understood:
    sure, begun = (tuple(filter(None, map(Episode.parse, told[name]))) for name in ("sure", "begun"))
    return Understood(told["title"], sure, begun, {int(season): count for season, count in told["unclear"].items()})


def _example(viewings: Sequence[Viewing], orders: Sequence[str]) -> Mapping[str, Any]:
    """Find a date that says as many days as can be, and give it as written with what it says in each order."""
    told = ({"written": "/".join(one.written), "days": {order: one.day(order) for order in orders}} for one in viewings)
    return max(told, key=lambda one: len({*one["days"].values()}), default={"written": "", "days": {}})


def _signed(request: Request) -> Signed:
    signed: Signed = request.app.state.signed
    return signed
