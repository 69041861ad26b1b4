"""Finding a series: search, and suggestions as one types."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from cliffhanger.answer import Answer
from cliffhanger.brief.search import Found, named_at_home, search
from cliffhanger.charts.answers import basis
from cliffhanger.charts.names import at_home
from cliffhanger.charts.titles import containing, nearest, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.addresses import series_path
from cliffhanger.desk.days import days_of
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.once import titles_in
from cliffhanger.desk.reader import Reader, desk_of
from cliffhanger.desk.writing import page
from cliffhanger.errors import UnknownTitle

router = APIRouter(include_in_schema=False)

SUGGESTED: Final = 8
FOUND: Final = 60
"""So many titles are shown at most."""

LONGEST: Final = 200
"""Of what is asked for, so many characters count."""


@router.get("/search")
def found(request: Request) -> Response:
    """Show the titles that hold some words; what is a title as it stands leads to its page."""
    reader, desk, q = Reader.of(request), desk_of(request), _asked(request)
    with desk.view(reader.vantage()) as view:
        days = days_of(view, reader, desk)
        if series_path(q) and plain(q) in titles_in(view, desk):
            return RedirectResponse(reader.url(series_path(q)), status_code=303)
        told, nearest = _search(q, view, desk)
    rows, more = told.value[:FOUND], len(told.value) - FOUND
    return page(
        request, "search.html", here="/search", days=days, asked=q, found=rows, more=more, nearest=nearest, told=told
    )


def _search(words: str, view: ChartView, desk: Desk) -> tuple[Answer[tuple[Found, ...]], tuple[str, ...]]:
    """Find titles, or else name the nearest."""
    try:
        return search(words, view, desk.almanac), ()
    except UnknownTitle as error:
        return Answer((), basis(view)), tuple(error.nearest)


@router.get("/suggest")
def suggested(request: Request) -> Response:
    """List titles that hold some words, as JSON."""
    reader, desk, q = Reader.of(request), desk_of(request), _asked(request)
    with desk.view(reader.vantage()) as view:
        return JSONResponse(suggestions(q, view, desk))


def suggestions(words: str, view: ChartView, desk: Desk) -> list[str]:
    """List a few titles that hold some words, or whose names at home do; where there is none, the nearest."""
    known = [*titles_in(view, desk).values()]
    names = desk.answer(view, "at home", lambda: at_home(view, known))
    found = [*dict.fromkeys([*containing(words, known), *named_at_home(words, names)])]
    return [*filter(series_path, found or nearest(words, known))][:SUGGESTED]


def _asked(request: Request) -> str:
    return request.query_params.get("q", "")[:LONGEST].strip()
