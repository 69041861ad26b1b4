"""Calendars (iCalendar): when charts are due, and when the episodes of a series come out, as far as that is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request, Response
from icalendar import Calendar, Event

from cliffhanger.brief.compose import PUBLISHED_AFTER, Brief
from cliffhanger.brief.text import harmless
from cliffhanger.brief.wording import day
from cliffhanger.charts.titles import plain
from cliffhanger.charts.view import ChartView, ReleaseRow
from cliffhanger.desk.addresses import series_path, title_of
from cliffhanger.desk.feeds import moment, urn
from cliffhanger.desk.public import public
from cliffhanger.desk.reader import Reader, desk_of
from cliffhanger.desk.series import public_brief
from cliffhanger.story import StoryView
from cliffhanger.story.content import Season

MEDIA_TYPE: Final = "text/calendar"
PRODUCT: Final = "-//Cliffhanger//desk//EN"
WEEK: Final = timedelta(days=7)
DAY: Final = timedelta(days=1)
COMING: Final = 8
"""So many coming charts stand in a calendar."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Dated:
    """Something that happens on a day: what it is about, as a name for ever, since when that was known, and a line."""

    about: tuple[str, ...]
    on: date
    known: datetime
    says: str
    path: str


@router.get("/charts.ics")
def charts(request: Request) -> Response:
    """Give the coming charts."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        events = [*coming_charts(view, COMING)]
    return _calendar(request, reader, "Netflix weekly lists", events)


@router.get("/series/{slug}.ics")
def series(request: Request, slug: str) -> Response:
    """Give the days of a series: announced, released, and the chart that is due for what is charted."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        brief = public_brief(title_of(slug), view, desk).value
        releases = [row for row in view.releases() if plain(row.title) == plain(brief.title)]
        events = [*_releases(brief, releases), *_due(brief, view)]
    return _calendar(request, reader, brief.title, events)


def coming_charts(view: ChartView, many: int) -> Iterator[Dated]:
    """Give the days on which the next weekly lists are due: Tuesdays, from the day of the view on."""
    vantage = view.vantage
    known = view.newest.known_from if view.newest else moment(vantage.as_of)
    week = view.observed_through or vantage.as_of - timedelta(days=vantage.as_of.weekday() + 1) - WEEK
    while vantage.knows(week + PUBLISHED_AFTER + DAY) or week == view.observed_through:
        week += WEEK
    for place in range(many):
        ends = week + place * WEEK
        yield Dated(
            ("chart", str(ends)), ends + PUBLISHED_AFTER, known, f"Weekly lists: the week that ends on {day(ends)}", "/"
        )


def _due(brief: Brief, view: ChartView) -> Iterator[Dated]:
    """Give the next chart for what has been on one, and the first for what is about to be."""
    charts = brief.charts
    for one in coming_charts(view, 1) if charts.runs else ():
        yield Dated(("next", plain(brief.title), *one.about), one.on, one.known, one.says, series_path(brief.title))
    if charts.due and charts.due_week and brief.public:
        said = f"{brief.title}: the first weekly figure, for the week that ends on {day(charts.due_week)}"
        about = "first", plain(brief.title)
        yield Dated(about, charts.due, moment(brief.public.announced), said, series_path(brief.title))


def _releases(brief: Brief, told: Iterable[ReleaseRow]) -> Iterator[Dated]:
    path = series_path(brief.title)
    if brief.public:
        announced = brief.public.announced
        about = "announced", plain(brief.title)
        yield Dated(about, announced, moment(announced), f"{brief.title} is announced", path)
        for season in brief.public.seasons:
            yield from _season(brief.public, season, path)
    for row in told:
        name = f"{row.title}, season {row.season}" if row.season else row.title
        named = "release", plain(row.title), str(row.season or "")
        yield Dated(named, row.released, row.known_from, f"{name} comes out", path)


def _season(story: StoryView, season: Season, path: str) -> Iterator[Dated]:
    """Tell the days of a season: those on which parts came out, its first, and the one by which it is complete."""
    known = moment(season.announced)
    name = story.title if len(story.seasons) == 1 else f"{story.title}, season {season.number}"
    first = 0
    for on, some in groupby(season.out):
        last = first + len([*some])
        which = f"{story.told_in} {last}" if last - first == 1 else f"{story.told_in}s {first + 1} to {last}"
        about = "out", story.slug, str(season.number), str(first + 1)
        yield Dated(about, on, known, f"{name}: {which}", path)
        first = last
    coming = {season.begins: "begins", season.complete: "is complete"}
    if season.begins == season.complete:
        coming = {season.begins: "comes out, all of it"}
    for when, what in coming.items():
        if when is not None and when not in season.out:
            yield Dated(("coming", story.slug, str(season.number), what), when, known, f"{name} {what}", path)


def _calendar(request: Request, reader: Reader, name: str, events: Iterable[Dated]) -> Response:
    base = str(request.base_url).rstrip("/")
    calendar = Calendar()
    for key, value in (("PRODID", PRODUCT), ("VERSION", "2.0"), ("X-WR-CALNAME", f"{harmless(name)} - Cliffhanger")):
        calendar.add(key, value)
    for one in sorted(events, key=lambda one: (one.on, one.about)):
        event = Event()
        event.add("UID", urn(*one.about))
        event.add("DTSTAMP", one.known.replace(tzinfo=UTC, microsecond=0))
        event.add("DTSTART", one.on)
        event.add("DTEND", one.on + DAY)
        event.add("SUMMARY", harmless(one.says))
        event.add("URL", base + reader.url(one.path))
        event.add("TRANSP", "TRANSPARENT")
        calendar.add_component(event)
    return public(request, calendar.to_ical(), MEDIA_TYPE, past=reader.asked)
