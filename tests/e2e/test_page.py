"""The page of *His & Hers* as the command line writes it, with the package's own almanac."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cliffhanger.charts.ledger import Ledger
from editions import Line, download, take
from editions import table as edition
from pages import Read, above_html, above_markdown
from shell import ask

TITLE = "His & Hers"
LATER_NAMES = ["Rachel", "Helen", "Zoe", "Alice", "Meg", "Clyde", "Catherine", "Charlotte", "Andrea", "Kelly", "Duffie"]
OF_THE_ARTICLE = (
    "The chances are slim to none",
    "limited series of six episodes on Netflix, released on 8 January 2026",
    "a television news anchor from Atlanta, long away from her desk (Tessa Thompson)",
    "Jack Harper, the detective on the case, and Anna's estranged husband (Jon Bernthal)",
    "A limited series is made to tell its story to the end",
    "has no sequel",
    "Exceptional success may move a platform to go on all the same",
    "Richard takes Anna out to a house by a lake, which belongs to Lexy's family",
    "In the lake house of Lexy's family, old pictures tell Anna that Lexy is none other than Catherine Kelly",
    "Lexy killed Rachel, Helen and Zoe, and Richard helped her",
    "Things from the murders are found among Lexy's belongings",
    "Lexy was framed and killed neither Rachel nor Helen nor Zoe",
    "Catherine, who is now Lexy, killed her sister Andrea",
    "Lexy aims a gun at Anna and means to kill her, but it is empty",
    "One year on, Anna and Jack have found their way back to each other",
    "a baby is on the way",
    "spend a weekend with Alice, and in her old room Anna finds an envelope addressed to her",
    "lies on the dresser, and Anna takes the letter to the kitchen",
    "While Anna reads, Alice, Jack and Meg are outside",
    "found the one of the sixteenth birthday party",
    "Rachel, Helen and Zoe stood by and watched",
    "Alice has no dementia and only pretended",
    "hid them among Lexy's belongings",
    "she had left Anna behind at the party",
    "hint of a smile",
    "Killer and motive are the same as in the novel",
    "seven stay open",
    "All six episodes are on Netflix",
)


def page(*words: object, ledger: object = "absent.sqlite") -> str:
    """Write the page as Markdown, without calls for notes, on lines of its own length."""
    said = ask("page", TITLE, "--format", "markdown", *words, "--ledger", ledger)
    assert (said.code, said.err) == (0, "")
    return said.out


def html(*words: object) -> str:
    """Write the page as HTML."""
    said = ask("page", TITLE, *words, "--ledger", "absent.sqlite")
    assert (said.code, said.err) == (0, "")
    return said.out


def bare(markdown: str) -> str:
    """Leave out the calls for notes."""
    return re.sub(r"\[\^\w+\](?!:)", "", markdown)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Give a ledger in which the series enters, goes on for a week, and is gone for one before it returns."""
    path = tmp_path / "ledger.sqlite"
    label = "HIS & HERS: Limited Series"
    weeks = [(date(2026, 1, 11), 1, 19_900_000), (date(2026, 1, 18), 2, 9_000_000), (date(2026, 2, 1), 9, 1_000_000)]
    lines = [
        Line(week, rank=rank, show="HIS & HERS", season=label, hours=4 * views, views=views, weeks=place)
        for place, (week, rank, views) in enumerate(weeks, start=1)
    ]
    take(Ledger.open(path, create=True), download(edition(lines), date(2026, 2, 4)))
    return path


@pytest.mark.parametrize("day", ["2026-01-10", "2026-01-14", None])
def test_the_page_says_all_that_the_article_said(day: str | None) -> None:
    """Every point of the article of 10 January stands in the page, corrected where it was wrong."""
    told = bare(page(*(["--as-of", day] if day else [])))
    assert [said for said in OF_THE_ARTICLE if said not in told] == []
    assert "no loose ends" not in told


def test_the_rise_is_told_as_far_as_it_was_known() -> None:
    """On the day of the article the first weekly figure is only due; on the 14th it is there, and compared."""
    early, late = page("--as-of", "2026-01-10"), page("--as-of", "2026-01-14")
    assert "First in the daily lists of 57 countries on 9 January 2026." in early
    assert "is due on Tuesday 13 January 2026." in early
    assert "19.9 million" not in early
    assert "19.9 million views in its first four days" in late
    assert "the middle of them had 6.5 million views" in late
    assert "By 13 January 2026 Netflix has announced no second season." in late


@pytest.mark.parametrize("watched", ["all", "S1E3", "S1E6-S1E6", "S1E1,S1E4"])
@pytest.mark.parametrize("day", ["2026-01-10", "2026-01-14", "2026-06-01"])
def test_above_the_line_stands_what_anybody_may_read(day: str, watched: str) -> None:
    """Up to the line the page is, byte for byte, that of somebody who has watched nothing, and names nobody else."""
    for told, plain, above in (
        (html("--as-of", day, "--watched", watched), html("--as-of", day, "--watched", "none"), above_html),
        (page("--as-of", day, "--watched", watched), page("--as-of", day, "--watched", "none"), above_markdown),
    ):
        assert above(told) != told
        assert plain.startswith(above(told))
        free = above(told).replace("Alice Feeney", "the author")
        assert [name for name in LATER_NAMES if name in free] == []


def test_a_reader_of_three_episodes_gets_three() -> None:
    """Who has not seen the end gets what has happened so far, and no word that there is more."""
    below = page("--as-of", "2026-01-14", "--watched", "S1E3").partition("## Spoilers from here")[2]
    assert "### Episode 3" in below
    assert [word for word in ("ending", "Catherine", "Alice killed", "Episode 4") if word in below] == []


@pytest.mark.parametrize("day", ["2025-12-20", "2026-01-10", "2026-01-14"])
def test_the_html_is_well_formed_and_fetches_nothing(day: str) -> None:
    """The page closes what it opens, names each id once, and loads nothing from anywhere."""
    told = html("--as-of", day)
    read = Read(told)
    assert read.wrong == []
    assert len(read.ids) == len(set(read.ids))
    assert "http" not in told.replace("http://www.w3.org/2000/svg", "")
    assert read.all("script") == read.all("img") == read.all("link") == []
    assert read.all("html") == [{"lang": "en"}]


def test_the_charts_are_drawn(ledger: Path, tmp_path: Path) -> None:
    """With the lists at hand, the run, its forecast and its odds are drawn, and each week stands in a table."""
    target = tmp_path / "page.html"
    assert ask("page", TITLE, "--as-of", "2026-02-05", "--ledger", ledger, "-o", target) == (0, "", "")
    read = Read(target.read_text("utf-8"))
    assert read.wrong == []
    assert len(read.all("svg")) == 3
    assert "Off the chart for one week." in " ".join(read.texts)
    assert "| 2026-01-18 | 2 | 9.0 million |" in page("--as-of", "2026-02-05", ledger=ledger)


def test_the_form_follows_the_name_of_the_file(tmp_path: Path) -> None:
    """A file that ends in .md is Markdown, one in .html is HTML, and --format has the last word."""
    for name, more, begins in (
        ("a.md", (), "# Will there be"),
        ("a.html", (), "<!DOCTYPE html>"),
        ("a.txt", ("--format", "html"), "<!DOCTYPE html>"),
    ):
        assert ask("page", TITLE, "-o", tmp_path / name, *more, "--ledger", "absent.sqlite").code == 0
        assert (tmp_path / name).read_text("utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("page", TITLE, "-o", "{}/page.txt"), 2),
        (("page", TITLE, "-o", "{}/absent/page.html"), 2),
        (("page", TITLE, "-o", "{}/page.html", "--as-of", "2025-12-01"), 3),
        (("page", "No Such Title", "-o", "{}/page.html"), 3),
        (("page", TITLE, "-o", "{}/page.html", "--watched", "S1E7"), 2),
        (("page", TITLE, "-o", "{}/page.html", "--story", "{}/absent.yaml"), 1),
    ],
)
def test_a_refusal_writes_nothing(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    """Whatever is refused, no file comes about, and one that is there stays as it is."""
    kept = tmp_path / "page.html"
    kept.write_text("kept", "utf-8")
    said = ask(*(word.format(tmp_path) for word in words), "--ledger", "absent.sqlite")
    assert (said.code, said.out) == (code, "")
    assert said.err
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("page.html", "kept")]


@pytest.mark.parametrize("command", [("page", TITLE, "--ledger", "absent.sqlite"), ("storyline", TITLE)])
def test_a_hyphen_is_the_standard_output(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `-o -` a page or a picture is written as without it, and no file of that name."""
    monkeypatch.chdir(tmp_path)
    asked = (*command, "--as-of", "2026-02-05")
    assert ask(*asked, "-o", "-") == ask(*asked)
    assert not (tmp_path / "-").exists()
