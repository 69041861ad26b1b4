"""The pages: the front page, series, what is next, labels, the record, about."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from cliffhanger.brief.compose import compose
from cliffhanger.brief.html import write_sections
from cliffhanger.brief.prose import tell
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.reader import Reader
from cliffhanger.desk.writing import page

router = APIRouter(include_in_schema=False)


@router.get("/")
def front(request: Request) -> Response:
    """Show the newest week's lists."""
    reader, desk = Reader.of(request), _desk(request)
    with desk.view(reader.vantage()) as view:
        newest = view.observed_through
        rows = view.week(newest) if newest else []
    return page(request, "front.html", week=newest, rows=rows)


@router.get("/series/{slug}")
def series(request: Request, slug: str) -> Response:
    """Show the brief of a series, as far as its reader has watched."""
    reader, desk = Reader.of(request), _desk(request)
    title = slug.replace("-", " ")
    with desk.view(reader.vantage(title)) as view:
        answer = desk.answer(view, ("brief", title), lambda: compose(title, view, desk.almanac, desk.settings.fits))
    return page(request, "series.html", brief=answer.value, basis=answer.basis, body=write_sections(tell(answer)))


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk
