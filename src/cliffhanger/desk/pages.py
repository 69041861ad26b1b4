"""The pages: the front page, series and their articles, what is next, labels, the record, about."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from cliffhanger.brief.html import write_article
from cliffhanger.brief.label_watch import by_kind, since
from cliffhanger.brief.page import make_page
from cliffhanger.desk.addresses import series_path, title_of
from cliffhanger.desk.coming import coming_lists
from cliffhanger.desk.days import days_of
from cliffhanger.desk.drawings import bare
from cliffhanger.desk.front import front_of
from cliffhanger.desk.linked import described_in, head_of, review_of
from cliffhanger.desk.once import labels_in, titles_in
from cliffhanger.desk.reader import Reader, desk_of
from cliffhanger.desk.records import Lack, Records
from cliffhanger.desk.series import brief_of, shown
from cliffhanger.desk.stories import stories_on
from cliffhanger.desk.writing import page

router = APIRouter(include_in_schema=False)

NEWEST = 6
"""So many changes of labels stand on the front page."""


@router.get("/")
def front(request: Request) -> Response:
    """Show the newest week's lists."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        told = desk.answer(view, "front", lambda: front_of(view, desk))
        labels, known = labels_in(view, desk).value, titles_in(view, desk)
        stories = desk.answer(view, "stories", lambda: stories_on(desk.almanac, view.vantage))
        days = days_of(view, reader, desk)
    newest = [*reversed(labels.changes)][:NEWEST]
    lists = {"here": "/", "days": days, "front": told, "stories": stories}
    return page(request, "front.html", 200, **lists, changes=newest, known=known, since=since)


@router.get("/series/{slug}")
def series(request: Request, slug: str) -> Response:
    """Show the brief of a series, as far as its reader has watched."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        told = shown(title_of(slug), view, desk, reader, request.query_params.get("open", ""))
        head = head_of(request, reader, described_in(title_of(slug), view, desk))
        days = days_of(view, reader, desk)
    return page(request, "series.html", here=series_path(told.title), days=days, told=told, head=head)


@router.get("/series/{slug}/page")
def article(request: Request, slug: str) -> Response:
    """Show the article on a series, which tells below its line as much as its reader has watched."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        told = brief_of(title_of(slug), view, desk, reader)
        described = described_in(title_of(slug), view, desk)
        days = days_of(view, reader, desk)
    made = make_page(told)
    review = review_of(request, reader, described, made)
    body = write_article(replace(made, before=tuple(bare(made.before)), after=tuple(bare(made.after))))
    here = f"{series_path(told.value.title)}/page"
    return page(request, "article.html", here=here, days=days, title=told.value.title, body=body, review=review)


@router.get("/next")
def upcoming_lists(request: Request) -> Response:
    """Show next week's lists, forecast."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        told = desk.answer(view, "coming", lambda: coming_lists(view, desk))
        days = days_of(view, reader, desk)
    return page(request, "next.html", here="/next", days=days, told=told)


@router.get("/labels")
def label_watch(request: Request) -> Response:
    """Show the label watch."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        found, known = labels_in(view, desk).value, titles_in(view, desk)
        days = days_of(view, reader, desk)
    return page(request, "labels.html", here="/labels", days=days, kinds=by_kind(found), known=known, since=since)


@router.get("/record")
def record(request: Request) -> Response:
    """Show the record of the odds, or that it is being made."""
    reader, desk = Reader.of(request), desk_of(request)
    records: Records = request.app.state.records
    with desk.view(reader.vantage()) as view:
        told = records.of(view) if view.newest else ""
        days = days_of(view, reader, desk)
    body, failed = None if isinstance(told, Lack) else told, told is Lack.FAILED
    return page(request, "record.html", here="/record", days=days, body=body, failed=failed)


@router.get("/about")
def about(request: Request) -> Response:
    """Show how all of it works."""
    return page(request, "about.html", here="/about")
