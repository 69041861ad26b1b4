"""The page of a title: what stands above its line, its footnotes, and how it is written."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from cliffhanger.answer import Answer, Basis, Source
from cliffhanger.brief.blocks import Items, Paragraph, Picture, Told, statements
from cliffhanger.brief.compose import Brief, Charts
from cliffhanger.brief.html import write_html
from cliffhanger.brief.markdown import write_page
from cliffhanger.brief.notes import Notes
from cliffhanger.brief.page import Page, make_page
from cliffhanger.charts.runs import Opening, Run
from cliffhanger.charts.view import ChartRow
from cliffhanger.cli.files import write_whole
from cliffhanger.errors import Unwritable
from pages import Read, above_html, above_markdown, at, both, page_of

STORY = """
format_version: 1
title: The House on the Hill
platform: Somewhere
format: limited series
announced: 2026-01-01
released: {S1E1: 2026-01-08, S1E2: 2026-01-15, S1E3: 2026-01-22}
episodes: {1: 3}
based_on: {title: Hill House, author: A. Writer, form: novel, sequel: none}
watch: Somewhere
people: {ada: {}, ben: {}, cleo: {}}
sources:
  G: {name: The Hill Gazette, day: 2026-01-09}
  L: {name: A Late Paper, day: 2026-02-20}
  U: {name: An Undated Page}
threads:
  killer: {asks: Who killed Uncle Tom?}
  cat: {asks: Where is the cat?}
premise:
  - introduces: {ada: {name: Ada Hill, role: the heir to the house, played_by: A. Actor}}
    sources: U
  - says: Ada comes home to bury her uncle
    about: ada
    sources: [U, L]
reveals:
  S1E1:
    - introduces: {ben: {name: Ben, role: the gardener}}
    - id: accident
      says: Uncle Tom slipped and fell
      opens: [killer, cat]
      answers: {killer: ben}
      believed_by: [the village]
      sources: [G]
    - says: Ben was on the roof
      told_by: the cook
      weighs: {killer: {ben: 6}}
      confidence: single
      sources: U
  S1E2:
    - says: Cleo moves into the house
      introduces: {cleo: {name: Cleo, role: a guest}}
      confidence: disputed
      disputed: [she moved in years ago]
  S1E3:
    - says: Cleo pushed Uncle Tom
      overturns: accident
      answers: {killer: cleo}
      because: she wanted the house
      how: she loosened a tile
      sources: [G, L]
facts:
  - {says: The makers plan no second season, known: 2026-01-12, sources: G}
  - {says: The film set burns down, known: 2026-01-05, sources: U}
  - {says: The actor of Cleo is praised for her fall, known: 2026-01-23, reveals: S1E3, sources: U}
adaptation:
  - {says: The novel never tells who pushed him, compares: differs, reveals: S1E3, sources: L}
"""
LATER = "2026-03-01"
VANTAGES = [("2026-01-10", "all"), ("2026-01-16", "S1E1"), ("2026-01-16", "all"), (LATER, "S1E2-S1E3"), (LATER, "all")]
HIDDEN = ("Ben", "Cleo", "slipped", "praised", "tile", "cat", "killed")
ODD = "<script>alert(1)</script> & \"quotes\" 'n' [a](http://b) *c* `d` ![e](f) | &lt; \\ # ^ ~"


def written(day: str, watched: str) -> tuple[str, str]:
    return both(page_of(STORY, at(day, watched)))


@pytest.mark.parametrize(("day", "watched"), VANTAGES)
def test_above_the_line_stands_what_anybody_may_read(day: str, watched: str) -> None:
    """Up to the line, a page is the same, byte for byte, as for somebody who has watched nothing."""
    html, markdown = written(day, watched)
    plain_html, plain_markdown = written(day, "none")
    assert above_html(html) != html
    assert plain_html.startswith(above_html(html))
    assert plain_markdown.startswith(above_markdown(markdown))


def test_above_the_line_nothing_is_named_that_the_episodes_reveal() -> None:
    """Head, text, notes and ids above the line hold no later name, question or source."""
    html, markdown = written(LATER, "all")
    for word in HIDDEN:
        assert word not in above_html(html).split("</style>")[1]
        assert word not in above_markdown(markdown)
    assert "Cleo" not in html.split("</head>")[0]
    assert "Cleo pushed Uncle Tom" in html


def test_who_has_watched_nothing_gets_no_line() -> None:
    """Where nothing is spoiled, no line stands, and the page ends with where to watch."""
    html, markdown = written(LATER, "none")
    assert "Spoilers" not in html + markdown
    assert "All three episodes are on Somewhere." in html
    assert html.index(">Where to watch<") < html.index(">Sources<")


def test_before_the_end_is_seen_the_page_tells_what_has_happened() -> None:
    """A reader of two episodes gets these two, and no word of an ending."""
    _, markdown = written(LATER, "S1E2")
    below = markdown.removeprefix(above_markdown(markdown))
    assert "What follows tells what happens in episodes 1 and 2, and nothing of what comes later." in below
    assert "## What has happened so far" in below
    assert "Cleo moves into the house" in below
    assert "ending" not in below.lower()
    assert "pushed" not in below


def test_who_has_skipped_an_episode_is_told_nothing_of_it() -> None:
    """Where an episode is left out, the line does not speak of what comes later alone."""
    _, markdown = written(LATER, "S1E1,S1E3")
    assert "What follows tells what happens in episodes 1 and 3, and nothing of the others." in markdown


def test_who_has_seen_the_end_is_told_it() -> None:
    """The ending says who it was, why, and what is left open."""
    _, markdown = written(LATER, "all")
    below = markdown.removeprefix(above_markdown(markdown))
    for said in ("The ending explained", "Cleo pushed Uncle Tom", "she wanted the house", "Where is the cat?"):
        assert said in below


@pytest.mark.parametrize(("day", "watched"), [*VANTAGES, ("2026-01-03", "none"), (LATER, "none")])
def test_the_html_is_well_formed_and_needs_nothing_else(day: str, watched: str) -> None:
    """Elements are closed in order, ids are unique, links lead within the page, nothing is fetched or run."""
    html, _ = written(day, watched)
    read = Read(html)
    assert read.wrong == []
    assert len(read.ids) == len(set(read.ids))
    assert {link["href"] for link in read.all("a")} <= {f"#{name}" for name in read.ids}
    assert read.all("script") == read.all("link") == read.all("img") == []
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import", html)
    assert [tag for tag, _ in read.elements if tag in ("main", "article", "h1", "title")] == [
        "title",
        "main",
        "article",
        "h1",
    ]


@pytest.mark.parametrize(("day", "watched"), VANTAGES)
def test_every_call_has_its_note_and_every_note_its_call(day: str, watched: str) -> None:
    """Footnotes resolve both ways, in HTML and in Markdown."""
    html, markdown = written(day, watched)
    read = Read(html)
    calls = {link["href"] for link in read.all("a") if link.get("role") == "doc-noteref"}
    assert calls == {f"#{item['id']}" for item in read.all("li") if "id" in item}
    defined = re.findall(r"^\[\^(\w+)\]: ", markdown, re.M)
    assert sorted(set(re.findall(r"\[\^(\w+)\](?!:)", markdown))) == sorted(defined)


@pytest.mark.parametrize(("day", "watched"), VANTAGES)
def test_every_statement_has_its_sources(day: str, watched: str) -> None:
    """No sentence or item of the page stands without a note,."""
    page = page_of(STORY, at(day, watched))
    prose = [block.text for block in (*page.before, *page.after) if isinstance(block, Paragraph)]
    prose += [item for block in (*page.before, *page.after) if isinstance(block, Items) for item in block.items]
    bare = [one.text for text in [page.lead, *prose] for one in statements(text) if not one.sources]
    assert bare == []


def test_notes_name_pages_with_their_days_as_far_as_they_are_known() -> None:
    """A page that came out later is named from its day on, and one without a day wherever its claim is told."""
    early, late = (written(day, "all")[1] for day in ("2026-01-22", LATER))
    assert "A Late Paper" not in early
    assert ": Episode 3 (22 January 2026); The Hill Gazette (9 January 2026).\n" in early
    assert (
        ": Episode 3 (22 January 2026); The Hill Gazette (9 January 2026); A Late Paper (20 February 2026).\n" in late
    )


def test_statements_with_equal_sources_share_a_note() -> None:
    """Notes are numbered as they are called for; a later part goes on, and names again what an earlier one has."""
    one, other = (Source("One", date(2026, 1, 2)),), (Source("Other"),)
    before = Notes()
    assert [before.label(some) for some in (one, other, one)] == ["1", "2", "1"]
    after = Notes(earlier=before)
    assert [after.label(some) for some in (other, one + other)] == ["2", "3"]
    assert after.all == [("3", "One (2 January 2026); Other.")]


def test_an_address_within_a_source_is_a_link() -> None:
    """Whoever checks a page gets to what its sources name by address; the sign that ends the note is no part of it."""
    story = STORY.replace("The Hill Gazette", "The Hill Gazette at https://gazette.example/1?a=b&c=d")
    links = [one["href"] for one in Read(both(page_of(story, at(LATER, "all")))[0]).all("a")]
    assert {one for one in links if not one.startswith("#")} == {"https://gazette.example/1?a=b&c=d"}


def test_hostile_texts_stay_texts() -> None:
    """Titles, names and statements with markup in them are shown as they are, and do nothing."""
    story = STORY.replace("title: The House on the Hill", f"title: {quoted(ODD)}")
    story = story.replace("name: Ada Hill", f"name: {quoted(ODD)}").replace("name: Cleo", f"name: {quoted(ODD)}")
    story = story.replace("says: Uncle Tom slipped and fell", f"says: {quoted(ODD)}")
    story = story.replace("name: The Hill Gazette", f"name: {quoted(ODD)}")
    html, markdown = both(page_of(story, at(LATER, "all")))
    read = Read(html)
    assert read.wrong == []
    assert read.all("script") == []
    assert "".join(read.texts).count(ODD) >= 5
    assert {f"#{name}" for name in read.ids} >= {link["href"] for link in read.all("a")}
    assert "<script" not in markdown.replace("\\<script", "")
    assert "\\[a\\](http" in markdown
    assert "\\&lt;" in markdown
    assert not re.search(r"(?<!\\)`", markdown)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_a_text_cannot_begin_a_list_or_a_heading_in_markdown() -> None:
    """What would be a mark at the start of a line is escaped, and lines are joined."""
    texts = ("1. first", "- a dash", "+ plus", "two\n\n- lines", "=== x", "12) twelve")
    blocks = tuple(Paragraph((Told(text, (Source("S"),)),)) for text in texts)
    page = Page("Q?", date(2026, 1, 1), (Told("Lead."),), blocks, "", (), "basis")
    told = write_page(page)
    for line in ("1\\. first", "\\- a dash", "\\+ plus", "two - lines", "\\=== x", "12\\) twelve"):
        assert f"\n{line}[^1]" in told


CHARTED = ChartRow(
    "world", "TV (English)", date(2026, 1, 11), 1, "X", "X: Limited Series", 9, 1.0, 9, 1, datetime(2026, 1, 14)
)


def charted() -> Page:
    rows = (CHARTED, CHARTED._replace(week=date(2026, 1, 18), rank=3, weeks_on_chart=2))
    run = Run("X", "X: Limited Series", "TV (English)", rows)
    opening = Opening(2, "views", 18, 5, 2, 9, date(2024, 1, 7))
    known = date(2026, 1, 21)
    charts = Charts((run,), (known,), (), opening, (), date(2026, 1, 18), known, None, None)
    return make_page(Answer(Brief("X", None, None, charts, None), Basis(at("2026-01-21", "all"))))


def test_pictures_stand_within_the_page() -> None:
    """The run and the opening are drawn as SVG, each with words for who cannot see it; Markdown has the figures."""
    page = charted()
    assert sum(isinstance(block, Picture) for block in page.before) == 2
    html, markdown = both(page)
    read = Read(html)
    assert read.wrong == []
    assert len(read.all("svg")) == len(read.all("figure")) == 2
    assert all(svg["role"] == "img" for svg in read.all("svg"))
    assert "<svg" not in markdown
    assert "| 2026-01-18 | 3 |" in markdown


def test_a_title_without_a_story_has_a_page() -> None:
    """What is known from the charts alone makes a page, too, and nothing in it is spoiled."""
    page = charted()
    assert page.title == "Will there be a second season of X? What is known on 21 January 2026"
    assert page.spoils == ""
    assert "2nd of 9 limited series" in write_html(page)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where writing fails, what stood there still stands, and nothing is left lying about."""
    target = tmp_path / "page.html"
    write_whole(target, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(target, "new \ud800")
    assert target.read_text() == "old"
    assert [*tmp_path.iterdir()] == [target]
    with pytest.raises(Unwritable):
        write_whole(tmp_path / "absent" / "page.html", "new")
    with pytest.raises(Unwritable):
        write_whole(tmp_path, "new")
