"""Addresses of series: one for each title that can have one, and another spelling leads to it, known or not."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from asking import HERE, Asker, desk
from cliffhanger.charts.ledger import Ledger
from desks import TODAY, kept
from editions import SUNDAY, TV, Line, download, table, take


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    return Asker(desk(kept(tmp_path_factory.mktemp("addresses")), today=TODAY))


@pytest.mark.parametrize("title", ["his-and-hers", "the-long-voyage", "nothing-such"])
@pytest.mark.parametrize(("before", "after"), [("", ""), ("", "/page"), ("", ".atom"), ("", ".ics"), ("/api/v1", "")])
@pytest.mark.parametrize("spell", [str.upper, "{}%01".format, "{}!".format, lambda slug: slug.replace("-", "%20")])
def test_another_spelling_leads_to_the_one_of_links(
    asker: Asker, title: str, before: str, after: str, spell: object
) -> None:
    """Whether there is such a title or not, all that is asked stays."""
    assert callable(spell)
    given = asker.ask(f"{before}/series/{spell(title)}{after}?as-of=2025-03-01")
    assert (given.status, given.header("location")) == (308, f"{before}/series/{title}{after}?as-of=2025-03-01")


def test_a_form_that_is_sent_to_another_spelling_is_led_on(asker: Asker) -> None:
    """The browser sends it again, to the address that links have."""
    given = asker.ask("/series/HIS-and-hers/watched", "POST", headers=HERE, form=[("all", "1")])
    assert (given.status, given.header("location")) == (308, "/series/his-and-hers/watched")


def test_what_can_be_no_title_is_not_found(asker: Asker) -> None:
    """Without a letter or figure, or longer than any address, it is answered as what nobody knows."""
    unknown = asker.ask("/series/nothing-such").status
    assert [asker.ask(f"/series/{slug}").status for slug in ("!!!", "%00", "a" * 700)] == [unknown] * 3


def test_a_feed_names_itself_by_that_address(asker: Asker) -> None:
    """Its own link is one that a machine can read and follow."""
    feed = fromstring(asker.ask("/series/his-and-hers.atom").body)
    links = [link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link") if link.get("rel") == "self"]
    assert links == ["http://localhost/series/his-and-hers.atom"]


def test_titles_that_can_have_no_address_are_shown_without_one(tmp_path: Path) -> None:
    """Titles of thousands of letters, or of none, stand in lists and in no link; every link leads somewhere."""
    titles = ["A" * 10_000, "!!!", "日本語のとても長い題名" * 12, "Another"]
    lines = [Line(SUNDAY, TV, place + 1, title, None, 9_000_000 - place, 1) for place, title in enumerate(titles)]
    with Ledger.open(tmp_path / "ledger.sqlite", create=True) as ledger:
        assert not take(ledger, download(table(lines), datetime(2026, 1, 13, 15))).rejected
    asker = Asker(desk(tmp_path / "ledger.sqlite", today=date(2026, 1, 14)))
    front = asker.ask("/").text
    assert all(title in front for title in titles)
    links = {link for link in re.findall(r'href="([^"#]*)"', front) if not link.startswith("/static")}
    assert "/series/another" in links
    assert {asker.ask(link).status for link in links} == {200}
    assert asker.ask("/suggest?q=aaa").body == b"[]"
    assert asker.ask("/search?q=!!!").status == 200
