"""Atom feeds: the label watch, and what became known of a series; nothing beyond who has watched nothing.

An entry is named by what it is about, and dated by when that became known. So a feed is a function of what its day
knows, and a revision brings the same entry again, with a later date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from textwrap import shorten
from typing import Final
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from fastapi import APIRouter, Request, Response

from cliffhanger.brief.compose import Brief
from cliffhanger.brief.label_watch import called
from cliffhanger.brief.odds_words import fate_told, follower_told
from cliffhanger.brief.svg import clean
from cliffhanger.brief.wording import counted, day, figure, sentence
from cliffhanger.charts.revisions import Relabel
from cliffhanger.charts.runs import Run
from cliffhanger.charts.titles import SPECIAL, plain
from cliffhanger.desk.addresses import series_path, title_of
from cliffhanger.desk.once import labels_in, titles_in
from cliffhanger.desk.public import public
from cliffhanger.desk.reader import Reader, desk_of
from cliffhanger.desk.series import public_brief

ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml"
NAMES: Final = UUID("6f2f1f0e-9d0b-5c59-8b0e-2f4c1d6a7e10")
"""The namespace of our names of entries, chosen once."""

UNLABELLED: Final = "without a label"
LONGEST: Final = 110
"""Characters of news in a heading."""

LABELS: Final = "/labels"
"""The page of the label watch."""

NEWEST: Final = 100
"""So many entries stand in a feed, the newest."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Entry:
    """Something that became known: what it is about, as a name for ever, since when, its heading, and a sentence."""

    about: tuple[str, ...]
    known: datetime
    title: str
    says: str
    path: str

    @property
    def name(self) -> str:
        """Name it for ever."""
        return urn(*self.about)


def urn(*about: str) -> str:
    """Give a name that is the same on every desk."""
    return uuid5(NAMES, "\n".join(about)).urn


@router.get("/labels.atom")
def labels(request: Request) -> Response:
    """Tell changes of format labels."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        found, known = labels_in(view, desk).value, titles_in(view, desk)
        newest = view.newest.known_from if view.newest else None
    entries = [_relabelled(one.change, _page_of(one.change, known)) for one in found.changes]
    return _feed(request, reader, "Label watch", ("labels",), LABELS, entries, newest)


@router.get("/series/{slug}.atom")
def series(request: Request, slug: str) -> Response:
    """Tell what became known of a series: weeks on the charts, labels, another season, dated facts."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        brief = public_brief(title_of(slug), view, desk).value
    name = plain(brief.title)
    entries = [*_entries(brief)]
    return _feed(request, reader, brief.title, ("series", name), series_path(brief.title), entries, None)


def _entries(brief: Brief) -> Iterator[Entry]:
    path = series_path(brief.title)
    yield from _weeks(brief.charts.runs)
    yield from (_relabelled(one, path) for one in brief.charts.relabels)
    for one in brief.charts.figures:
        about = ("figure", plain(brief.title), str(one.known), one.says)
        yield Entry(about, moment(one.known), _headed(brief, one.says), sentence(one.says), path)
    if brief.public:
        announced = moment(brief.public.announced)
        said = f"{brief.title} is announced."
        yield Entry(("announced", plain(brief.title)), announced, f"{brief.title}: announced", said, path)
        for fact in brief.public.facts:
            about = ("fact", plain(brief.title), str(fact.known), fact.says)
            yield Entry(about, moment(fact.known), _headed(brief, fact.says), sentence(fact.says), path)
    yield from _another(brief, path)


def _headed(brief: Brief, says: str) -> str:
    """Put news in a heading, as much of it as fits."""
    return f"{brief.title}: {shorten(says, LONGEST, placeholder=' ...')}"


def _weeks(runs: Iterable[Run]) -> Iterator[Entry]:
    """Tell each week of runs; two seasons of a show on one list are told apart by their order, as labels change."""
    seen: Counter[tuple[str, ...]] = Counter()
    rows = sorted(((row, run) for run in runs for row in run.rows), key=lambda pair: (pair[0].week, pair[0].rank))
    for row, run in rows:
        place = "week", row.category, plain(row.show_title), str(row.week)
        seen[place] += 1
        said = f"{run.title} is number {row.rank} in {row.category} in the week that ends on {day(row.week)}"
        figures = [(row.views, "views"), (row.hours, "hours viewed")]
        told = [f"{figure(amount)} {what}" for amount, what in figures if amount is not None]
        said += f", with {' and '.join(told)}." if told else "."
        title = f"{run.title}: number {row.rank} in {row.category}, week to {day(row.week)}"
        yield Entry((*place, str(seen[place])), row.known_from, title, said, series_path(run.show_title))


def _page_of(one: Relabel, known: Collection[str]) -> str:
    """Give the page that tells of a change; a show that goes by another name since has none of its own."""
    return (plain(one.show_title) in known and series_path(one.show_title)) or LABELS


def _relabelled(one: Relabel, path: str) -> Entry:
    """Tell a change of a label, and where more is told of it."""
    about = "label", one.category, plain(one.show_title), str(one.known_from), one.was_title, one.now_title
    was, now = (f"labelled {called(label)}" if label.kind != SPECIAL else UNLABELLED for label in (one.was, one.now))
    said = f"In {counted(one.weeks, 'week')} of {one.category} {one.show_title} is {now}; it was {was} before."
    title = f"{one.show_title}: from {called(one.was)} to {called(one.now)}"
    return Entry(about, one.known_from, title, said, path)


def _another(brief: Brief, path: str) -> Iterator[Entry]:
    odds, name = brief.odds, plain(brief.title)
    if odds and odds.fate:
        about = ("fate", name, odds.fate.fate, str(odds.fate.announced))
        yield Entry(about, odds.fate.known_from, f"{brief.title}: {odds.fate.fate}", fate_told(odds.fate), path)
    if odds and odds.outcome and odds.outcome.by and odds.outcome.known:
        by = odds.outcome.by
        title = f"{brief.title}: another season"
        known = moment(odds.outcome.known)
        yield Entry(("another", name, by.title), known, title, follower_told(odds.outcome), path)


def _feed(
    request: Request,
    reader: Reader,
    title: str,
    about: tuple[str, ...],
    path: str,
    entries: list[Entry],
    newest: datetime | None,
) -> Response:
    """Write a feed; it is as new as its newest entry, or else as the newest edition, or as its day."""
    told = sorted(entries, key=lambda one: (one.known, one.name), reverse=True)[:NEWEST]
    base = str(request.base_url).rstrip("/")
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    SubElement(feed, "id").text = urn(*about)
    SubElement(feed, "title").text = f"{clean(title)} - Cliffhanger"
    updated = told[0].known if told else newest or moment(reader.day)
    SubElement(feed, "updated").text = _stamp(updated)
    SubElement(SubElement(feed, "author"), "name").text = "Cliffhanger"
    SubElement(feed, "link", rel="self", type=MEDIA_TYPE, href=base + reader.url(f"{path}.atom"))
    SubElement(feed, "link", rel="alternate", type="text/html", href=base + reader.url(path))
    for one in told:
        entry = SubElement(feed, "entry")
        SubElement(entry, "id").text = one.name
        SubElement(entry, "title").text = clean(one.title)
        SubElement(entry, "updated").text = _stamp(one.known)
        SubElement(entry, "link", rel="alternate", type="text/html", href=base + reader.url(one.path))
        SubElement(entry, "content", type="text").text = clean(one.says)
    body = tostring(feed, encoding="utf-8", xml_declaration=True)
    return public(request, body, MEDIA_TYPE, past=reader.asked)


def moment(when: date) -> datetime:
    """Give the instant at which a day begins."""
    return datetime.combine(when, time())


def _stamp(when: datetime) -> str:
    """Write an instant (UTC, without a zone) as Atom wants it."""
    return f"{when.isoformat(timespec='seconds')}Z"
