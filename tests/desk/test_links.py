"""Links: each leads to a page that there is on its day, also where a title has another name since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from fastapi import FastAPI

from asking import Asker, desk
from cliffhanger.charts.ledger import Ledger
from cliffhanger.desk.addresses import series_path
from desks import TODAY, published, week
from editions import TV, Line, download, table, take, week_list

WAS, NOW = "Night Train", "Night Train: The Crossing"
EDITIONS = ((WAS, f"{WAS}: Limited Series"), (WAS, f"{WAS}: Season 1"), (NOW, f"{WAS}: Season 1"))
"""How a series is called in three editions, one after the other."""

PAGES = ("/", "/labels", "/next", "/record", "/about", "/watched", "/search?q=the", "/api/v1", "/series/his-and-hers")
DAYS = (None, TODAY - timedelta(days=7), TODAY - timedelta(days=14), TODAY - timedelta(days=30))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    path = tmp_path_factory.mktemp("links") / "ledger.sqlite"
    with Ledger.open(path, create=True) as ledger:
        for number, (show, season) in enumerate(EDITIONS, 7):
            lines = [line for one in range(number, -1, -1) for line in _list(one, show, season)]
            assert not take(ledger, download(table(lines), published(number))).rejected
    made = desk(path, today=TODAY)
    yield made
    made.state.desk.close()


def _list(number: int, show: str, season: str) -> list[Line]:
    """Give the list of a week, on which the series comes first."""
    ours = Line(week(number), TV, 1, show, season, 9_000_000, number + 1)
    return [ours, *week_list(week(number), TV, 10)[1:]]


def led_to(page: str) -> set[str]:
    """Give the addresses of the desk to which a page leads."""
    return {found.replace("&amp;", "&").partition("#")[0] for found in re.findall(r'(?:href|src)="(/[^"]*)"', page)}


def test_no_link_leads_nowhere(app: FastAPI) -> None:
    """All that the main pages link to is there, on several days."""
    asker = Asker(app)
    found: set[str] = set()
    for page in PAGES:
        for day in DAYS:
            address = page if day is None else f"{page}{'&' if '?' in page else '?'}as-of={day}"
            given = asker.ask(address)
            assert given.status == 200
            found |= led_to(given.text)
    assert {address for address in found if asker.ask(address).status >= 400} == set()


def test_a_series_that_was_renamed_is_told_without_a_link(app: FastAPI) -> None:
    """The label watch names it as it was called, and links to it only on a day on which it was still called so."""
    asker = Asker(app)
    assert f"<strong>{WAS}</strong>" in asker.ask("/labels").text
    assert f'/series/night-train?as-of={published(8).date()}">{WAS}</a>' in (
        asker.ask(f"/labels?as-of={published(8).date()}").text
    )


def test_the_feed_leads_to_pages_that_there_are(app: FastAPI) -> None:
    """An entry on a series that was renamed leads to the label watch."""
    feed = fromstring(Asker(app).ask("/labels.atom").body)
    links = [link.get("href") for link in feed.findall("{*}entry/{*}link")]
    assert links == ["http://localhost/labels"]


def test_the_feed_of_a_series_that_was_renamed_leads_to_its_page(app: FastAPI) -> None:
    """A change of its label from when it was called otherwise is told beside its own page."""
    asker = Asker(app)
    feed = fromstring(asker.ask(series_path(EDITIONS[-1][0]) + ".atom").body)
    links = {str(link.get("href")).removeprefix("http://localhost") for link in feed.findall("{*}entry/{*}link")}
    assert links
    assert {link for link in links if asker.ask(link).status >= 400} == set()
