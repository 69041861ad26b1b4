"""What a series is, in schema.org's terms, for machines that read its page: only what anybody may know on its day.

It stands in the page as a data block, which browsers neither run nor hold against a Content Security Policy.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from markupsafe import Markup

from cliffhanger.answer import Answer
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.page import Page
from cliffhanger.brief.text import harmless
from cliffhanger.brief.wording import day, sentence
from cliffhanger.charts.runs import newest_of
from cliffhanger.charts.titles import FILM, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.addresses import series_path
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.reader import Reader
from cliffhanger.desk.series import public_brief
from cliffhanger.desk.share import alternative
from cliffhanger.story import StoryView
from cliffhanger.story.content import Season

CONTEXT: Final = "https://schema.org"
UNSAFE: Final = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}
"""What could end the block, or be read as something else."""


@dataclass(frozen=True)
class Head:
    """What the head of a series page says to machines: addresses, a description, and linked data."""

    url: str
    image: str
    shows: str
    feed: str
    calendar: str
    description: str
    data: Markup


@dataclass(frozen=True)
class Described:
    """A title in words and as linked data, as somebody knows it on a day who has watched nothing."""

    title: str
    shows: str
    data: Mapping[str, Any]


def described_in(title: str, view: ChartView, desk: Desk) -> Described:
    """Describe a title as it is known on a view, once for all readers.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
    """
    return desk.answer(view, ("described", title), lambda: _described(public_brief(title, view, desk)))


def _described(answer: Answer[Brief]) -> Described:
    brief = answer.value
    return Described(brief.title, alternative(brief, day(answer.basis.vantage.as_of)), described(brief))


def head_of(request: Request, reader: Reader, told: Described) -> Head:
    """Make the head of a series page, the same for every reader of its day."""
    path, base = series_path(told.title), str(request.base_url).rstrip("/")
    url, image = base + reader.url(path), base + reader.url(f"{path}.png")
    described_as = told.shows.removeprefix(f"{harmless(told.title)}. ")
    feeds = reader.url(f"{path}.atom"), reader.url(f"{path}.ics")
    return Head(url, image, told.shows, *feeds, described_as, linked_data(told.data, url, image))


def review_of(request: Request, reader: Reader, told: Described, article: Page) -> Markup:
    """Describe the article on a title as a review of it, which rates nothing, by what stands above its line."""
    head = head_of(request, reader, told)
    review = {
        "@context": CONTEXT,
        "@type": "Review",
        "name": harmless(article.question),
        "reviewBody": harmless(" ".join(one.text for one in article.lead)),
        "datePublished": str(article.as_of),
        "author": {"@type": "Organization", "name": "Cliffhanger"},
        "itemReviewed": {**told.data, "url": head.url, "image": head.image},
    }
    return _written(review)


def linked_data(data: Mapping[str, Any], url: str, image: str) -> Markup:
    """Write a title as linked data, safe within a page; `url` and `image` are addresses of its page and picture."""
    return _written({"@context": CONTEXT, **data, "url": url, "image": image})


def _written(told: Mapping[str, Any]) -> Markup:
    return Markup(json.dumps(told, ensure_ascii=False).translate(UNSAFE))  # noqa: S704 - escaped just here


def described(brief: Brief) -> dict[str, Any]:
    """Describe what somebody knows of a title who has watched nothing."""
    story = brief.public
    if story is None:
        film = newest_of(brief.charts.runs).label.kind == FILM
        return {"@type": "Movie" if film else "TVSeries", "name": harmless(brief.title)}
    kind = "Book" if story.told_in != "episode" else "Movie" if plain(story.format) == FILM else "TVSeries"
    told: dict[str, Any] = {"@type": kind, "name": harmless(story.title)}
    told |= _of_series(story) if kind == "TVSeries" else {}
    told |= {"author": _person(story.by)} if story.by and kind == "Book" else {}
    told |= {"datePublished": str(story.released)} if story.released else {}
    return told | dict(_more(story))


def _more(story: StoryView) -> Iterator[tuple[str, Any]]:
    if story.also_known_as:
        yield "alternateName", [harmless(one) for one in story.also_known_as]
    if story.premise:
        yield "description", harmless(" ".join(sentence(claim.says) for claim in story.premise))
    cast = [_role(person.played_by, person.name) for person in story.people if person.played_by]
    if cast:
        yield "actor", cast
    if story.platform:
        yield "publisher", {"@type": "Organization", "name": harmless(story.platform)}
    if story.based_on:
        work = story.based_on
        told = {"@type": "CreativeWork", "name": harmless(work.title)}
        yield "isBasedOn", told | ({"author": _person(work.author)} if work.author else {})


def _of_series(story: StoryView) -> dict[str, Any]:
    return {
        "numberOfSeasons": len(story.seasons),
        "numberOfEpisodes": sum(story.episodes.values()),
        "containsSeason": [_season(season) for season in story.seasons],
    }


def _season(season: Season) -> dict[str, Any]:
    """Describe a season; the days of its episodes where all are fixed, since parts come out in their order."""
    days = [*season.out] if season.complete else []
    told: dict[str, Any] = {
        "@type": "TVSeason",
        "seasonNumber": season.number,
        "numberOfEpisodes": season.episodes,
        "episode": [
            {"@type": "TVEpisode", "episodeNumber": place + 1}
            | ({"datePublished": str(days[place])} if place < len(days) else {})
            for place in range(season.episodes)
        ],
    }
    told |= {"startDate": str(season.begins)} if season.begins else {}
    return told | ({"endDate": str(season.complete)} if season.complete else {})


def _role(actor: str, character: str) -> dict[str, Any]:
    return {"@type": "PerformanceRole", "actor": _person(actor), "characterName": harmless(character)}


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": harmless(name)}
