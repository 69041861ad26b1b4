"""The brief as one HTML file: the page of a series with its pictures, as far as watched, which needs nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cliffhanger.brief.almanac import Almanac
from cliffhanger.vantage import Vantage, Watched, parse_day
from desks import kept
from shell import ask

DAY = "2026-01-14"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("html"))


def written(ledger: Path, watched: str, title: str = "His & Hers") -> str:
    said = ask("brief", title, "--as-of", DAY, "--watched", watched, "--format", "html", "--ledger", ledger)
    assert (said.code, said.err) == (0, "")
    return said.out


def headings(html: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", html)


@pytest.mark.parametrize("watched", ["none", "S1E3", "all"])
def test_the_file_needs_nothing_else(ledger: Path, watched: str) -> None:
    """No script, no style sheet, picture or font of elsewhere; links lead within; no id stands twice."""
    html = written(ledger, watched)
    assert html.startswith("<!DOCTYPE html>")
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(| src=", html)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in re.findall(r'href="([^"]+)"', html)} <= set(ids)


def test_who_has_watched_nothing_is_told_nothing_of_the_story(ledger: Path) -> None:
    """Only what anybody may know stands there: odds, charts, what it is."""
    assert headings(written(ledger, "none")) == [
        "What it is",
        "Another season?",
        "On the charts",
        "Forecast",
        "Sources",
    ]


def test_pictures_stand_in_it(ledger: Path) -> None:
    """Suspicion and storyline are drawn for who has watched, the charts for what is charted."""
    assert written(ledger, "S1E3").count("<svg") >= 2
    assert "<svg" in written(ledger, "none", "The Long Voyage")


def test_who_has_seen_all_is_told_all(ledger: Path) -> None:
    """The recap, questions, suspects, who meets whom, both orders, twists and the ending stand there, and the basis."""
    html = written(ledger, "all")
    told = headings(html)
    parts = {"Who is who", "Previously on", "Who is suspected", "Who meets whom", "Timeline", "Twists"}
    assert parts <= set(told)
    assert told.index("Twists") + 1 == told.index("The ending explained")
    assert "<summary>As it happened</summary>" in html
    assert html.count('<li><a href="#') >= len(told) - 1, "each part stands in the contents"
    assert "&lt;---" not in html
    assert "watched all" in html


def test_no_later_name_stands_in_it(ledger: Path) -> None:
    """Names that only later episodes tell are nowhere in the file."""
    early, late = (_names(watched) for watched in ("S1E3", "all"))
    html = written(ledger, "S1E3")
    assert late - early
    assert [name for name in late - early if name in html] == []


def _names(watched: str) -> set[str]:
    view = Almanac().story("His & Hers", Vantage(parse_day(DAY), Watched.parse(watched)))
    assert view
    return {person.name for person in view.people}
