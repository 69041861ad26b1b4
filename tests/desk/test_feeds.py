"""Feeds: what became known, once and with its day, under a name that stays; nothing beyond who has watched nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from fastapi import FastAPI

from asking import Asker, Given, cookie_of, desk
from cliffhanger.charts.ledger import Ledger
from cliffhanger.desk.addresses import series_path
from desks import CLIMBS, RELABELLED, TODAY, WEEKS, kept, published
from editions import TV, Line, download, table, take

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    made = desk(kept(tmp_path_factory.mktemp("feeds")), today=TODAY)
    yield made
    made.state.desk.close()


def fed(app: FastAPI, path: str, cookie: str = "") -> Element:
    given = Asker(app).ask(path, cookie=cookie)
    assert (given.status, given.header("content-type")) == (200, "application/atom+xml")
    return fromstring(given.body)


def of(element: Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def entries(feed: Element) -> list[Element]:
    return feed.findall(f"{ATOM}entry")


def test_a_feed_has_what_the_format_asks_for(app: FastAPI) -> None:
    """Feed and entries have name, title and time; the feed an author, its own address and that of its page."""
    for path, page in (("/labels.atom", "/labels"), ("/series/his-and-hers.atom", "/series/his-and-hers")):
        feed = fed(app, path)
        assert entries(feed)
        for one in (feed, *entries(feed)):
            assert of(one, "id").startswith("urn:uuid:")
            assert of(one, "title")
            assert datetime.fromisoformat(of(one, "updated"))
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links == {"self": f"http://localhost{path}", "alternate": f"http://localhost{page}"}
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        assert len({of(one, "id") for one in entries(feed)}) == len(entries(feed))


def test_a_relabelled_season_is_news_when_the_edition_came(app: FastAPI) -> None:
    """The label watch has the change, with the time of the edition that made it."""
    told = {of(one, "title"): of(one, "updated") for one in entries(fed(app, "/labels.atom"))}
    assert told == {f"{RELABELLED}: from limited series to season 1": f"{published(WEEKS - 2).isoformat()}Z"}
    assert any(RELABELLED in of(one, "title") for one in entries(fed(app, "/series/glass-harbour.atom")))


def test_a_week_is_news_when_it_is_published(app: FastAPI) -> None:
    """A series has an entry for each week on a list, the newest first."""
    feed = fed(app, "/series/salt-and-smoke.atom")
    weeks = [one for one in entries(feed) if "week to" in of(one, "title")]
    assert len(weeks) == WEEKS - 2
    assert of(weeks[0], "updated") == of(feed, "updated") == f"{published(WEEKS - 1).isoformat()}Z"
    assert CLIMBS in of(weeks[0], "content")
    stamps = [of(one, "updated") for one in entries(feed)]
    assert stamps == sorted(stamps, reverse=True)


def test_facts_are_news_on_their_day(app: FastAPI) -> None:
    """Facts from outside the episodes stand with the day from which they were known, and the announcement, too."""
    told = [of(one, "updated")[:10] for one in entries(fed(app, "/series/his-and-hers.atom"))]
    assert "2025-12-12" in told
    assert max(told) <= TODAY.isoformat()


def test_a_heading_tells_the_news(app: FastAPI) -> None:
    """Each heading differs from all others, and begins what the entry says in full."""
    told = [(of(one, "title"), of(one, "content")) for one in entries(fed(app, "/series/his-and-hers.atom"))]
    assert len({title for title, _ in told}) == len(told)
    facts = [title.partition(": ")[2].removesuffix(" ...").casefold() for title, said in told if "directs" in said]
    assert facts
    assert all(any(said.casefold().startswith(fact) for _, said in told) for fact in facts)


def test_what_has_no_label_is_told_in_plain_words(tmp_path: Path) -> None:
    """A season that loses its label, or gets one, is told without a word for what is not there."""
    week, at = date(2026, 1, 4), datetime(2026, 1, 6, 12)
    with Ledger.open(tmp_path / "l.sqlite", create=True) as ledger:
        for season in ("Beau: Season 1", None):
            take(ledger, download(table([Line(week, TV, 1, "Beau", season, 9_000_000)]), at))
            at += timedelta(days=1)
    (entry,) = entries(fed(desk(tmp_path / "l.sqlite", today=TODAY), "/labels.atom"))
    assert of(entry, "title") == "Beau: from season 1 to no label"
    told = "In one week of TV (English) Beau is without a label; it was labelled season 1 before."
    assert of(entry, "content") == told


def test_an_earlier_day_has_the_same_entries_but_for_later_ones(app: FastAPI) -> None:
    """What a feed told on a day is told of it later, byte for byte, unless it was revised."""
    now, then = (
        {of(one, "id"): of(one, "content") for one in entries(fed(app, f"/series/salt-and-smoke.atom{when}"))}
        for when in ("", "?as-of=2025-12-31")
    )
    assert then
    assert then.items() < now.items()


def test_a_revision_brings_the_same_entry_with_a_later_time(tmp_path: Path) -> None:
    """An edition that changes hours of a week before dates its entry anew, under its old name."""
    week = date(2026, 1, 4)
    first = [Line(week, TV, 1, "Beau", "Beau: Season 1", 9_000_000), Line(week, TV, 2, "Other", None, 1_000_000)]
    second = [first[0]._replace(hours=9_500_000), first[1]]
    day = datetime(2026, 1, 6, 12)
    told = []
    path = tmp_path / "l.sqlite"
    for lines, at in ((first, day), (second, day + timedelta(days=1))):
        with Ledger.open(path, create=True) as ledger:
            take(ledger, download(table(lines), at))
        (entry,) = entries(fed(desk(path, today=TODAY), "/series/beau.atom"))
        told.append((of(entry, "id"), of(entry, "updated")))
    assert told[0][0] == told[1][0]
    assert [stamp for _, stamp in told] == ["2026-01-06T12:00:00Z", "2026-01-07T12:00:00Z"]


def test_a_feed_is_the_same_for_all_readers(app: FastAPI) -> None:
    """What somebody has watched changes no byte of a feed."""
    cookie = cookie_of(app, his_and_hers="all")
    path = "/series/his-and-hers.atom"
    assert Asker(app).ask(path, cookie=cookie) == Asker(app).ask(path)


def test_a_feed_is_not_sent_again_while_it_stands(app: FastAPI) -> None:
    """Who has it is told so by its tag."""
    given: Given = Asker(app).ask("/labels.atom")
    again = Asker(app).ask("/labels.atom", headers={"If-None-Match": given.header("etag")})
    assert (again.status, again.body) == (304, b"")
    assert given.header("cache-control") == "private, no-cache"


def test_a_feed_of_what_is_not_known_is_refused_like_a_page(app: FastAPI) -> None:
    """A series to come and none at all get one response."""
    hidden, unknown = (
        Asker(app).ask(f"/series/{slug}.atom?as-of=2025-01-01") for slug in ("his-and-hers", "nothing-such")
    )
    assert hidden == unknown
    assert hidden.status == 404


def test_a_desk_without_charts_has_an_empty_feed(tmp_path: Path) -> None:
    """A feed without entries is as new as its day."""
    feed = fed(desk(tmp_path / "none.sqlite", today=TODAY), "/labels.atom")
    assert (entries(feed), of(feed, "updated")) == ([], "2026-01-14T00:00:00Z")


def test_no_title_becomes_markup(tmp_path: Path) -> None:
    """A title of signs, and of what XML cannot hold, stands in the feed as text."""
    show = "</title><script>&\ufffe]]>"
    with Ledger.open(tmp_path / "l.sqlite", create=True) as ledger:
        lines = [Line(date(2026, 1, 4), TV, 1, show, None, 9_000_000)]
        assert not take(ledger, download(table(lines), datetime(2026, 1, 6))).rejected
    app = desk(tmp_path / "l.sqlite", today=TODAY)
    (entry,) = entries(fed(app, f"{series_path(show)}.atom"))
    assert "</title><script>&\N{REPLACEMENT CHARACTER}]]>" in of(entry, "title")
