"""The brief on *His & Hers*, from the vantages that matter, with the package's own almanac and with a ledger."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from cliffhanger.charts.ledger import Ledger
from editions import Line, download, take
from editions import table as edition
from shell import ask

TITLE = "His & Hers"
PREMISE_NAMES = {"Anna", "Jack", "Priya", "Lexy", "Richard"}
LATER_NAMES = ["Rachel", "Helen", "Zoe", "Alice", "Meg", "Clyde", "Catherine", "Charlotte", "Andrea", "Kelly", "Duffie"]


def brief(*words: str, ledger: Path | None = None) -> str:
    said = ask("brief", TITLE, *words, "--ledger", ledger or "absent.sqlite")
    assert (said.code, said.err) == (0, "")
    return re.sub(r"\s+", " ", said.out)


def test_a_novel_is_told_as_a_novel() -> None:
    """A story in chapters names its author, where to read it, and no charts."""
    said = ask("brief", "The Moonstone", "--ledger", "absent.sqlite")
    told = re.sub(r"\s+", " ", said.out)
    assert "is a novel by Wilkie Collins in 51 chapters, published on 8 August 1868" in told
    assert "All 51 chapters are on Project Gutenberg" in told
    for unsaid in ("On the charts", "episode", "watch"):
        assert unsaid not in told.replace("watched none", "")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Give a ledger with the list in which the series enters."""
    path = tmp_path / "ledger.sqlite"
    label = "HIS & HERS: Limited Series"
    line = Line(date(2026, 1, 11), show="HIS & HERS", season=label, hours=86_800_000, views=19_900_000)
    take(Ledger.open(path, create=True), download(edition([line]), date(2026, 1, 14)))
    return path


def test_on_the_day_of_the_article_a_watcher_of_all_is_told_all_that_it_said() -> None:
    """The brief of 10 January says what was written that day, corrected where that was wrong."""
    told = brief("--as-of", "2026-01-10", "--watched", "all")
    for said in (
        "limited series of six episodes on Netflix, released on 8 January 2026",
        "Anna Andrews, a television news anchor from Atlanta",
        "Jack Harper, the detective on the case, and Anna's estranged husband (Jon Bernthal)",
        "First in the daily lists of 57 countries on 9 January 2026",
        "is due on Tuesday 13 January 2026",
        "slim to none",
        "The Perfect Couple: relabelled as a season on 12 February 2025",
        "Richard takes Anna out to a house by a lake, which belongs to Lexy's family",
        "In the lake house of Lexy's family, old pictures tell Anna that Lexy is none other than Catherine Kelly",
        "Things from the murders are found among Lexy's belongings",
        "Catherine, who is now Lexy, killed her sister Andrea",
        "Lexy aims a gun at Anna and means to kill her, but it is empty",
        "One year on, Anna and Jack have found their way back to each other",
        "a baby is on the way",
        "in her old room Anna finds an envelope addressed to her",
        "While Anna reads, Alice, Jack and Meg are outside",
        "Alice killed Rachel, Helen and Zoe",
        "found the one of the sixteenth birthday party",
        "Alice has no dementia",
        "hid them among Lexy's belongings",
        "she had left Anna behind at the party",
        "hint of a smile",
        "Killer and motive are the same as in the novel",
        "All six episodes are on Netflix",
    ):
        assert said in told


def test_the_lake_house_stands_in_episode_five() -> None:
    """What the article put into the finale is told to who has seen episode 5 and no more."""
    assert "none other than Catherine Kelly" in brief("--as-of", "2026-01-10", "--watched", "S1E5")
    assert "Catherine" not in brief("--as-of", "2026-01-10", "--watched", "S1E4")


def test_loose_ends_are_left_loose() -> None:
    """The brief does not say that everything is answered: seven questions are left open."""
    told = brief("--as-of", "2026-01-10", "--watched", "all")
    assert "of 19 questions that the story raises, twelve are answered (63%), and seven stay open" in told
    assert "Will Anna give her mother up?" in told.partition("What is left open")[2]


@pytest.mark.parametrize("as_of", ["2026-01-10", "2026-01-14", "2026-06-01"])
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_reader_who_has_watched_nothing_meets_nobody_from_the_episodes(as_of: str, form: str) -> None:
    """No name that an episode brings stands in a brief for somebody who has seen none."""
    told = brief("--as-of", as_of, "--format", form).replace("Alice Feeney", "the author")
    assert not [name for name in LATER_NAMES if name in told]
    assert all(name in told for name in PREMISE_NAMES)


def test_a_brief_without_episodes_does_not_look_cut() -> None:
    """Headings of the story, counts of it and hints at it are absent, not empty."""
    told = ask("brief", TITLE, "--as-of", "2026-01-10", "--ledger", "absent.sqlite").out
    for word in ("Story so far", "story so far", "spoiler", "hidden", "Questions", "Where you are", "ending"):
        assert word not in told


@pytest.mark.parametrize("last", range(1, 6))
def test_the_ending_is_told_only_behind_the_last_episode(last: int) -> None:
    """A reader one episode short gets no ending, and no word of who it was."""
    told = brief("--as-of", "2026-01-14", "--watched", f"S1E{last}")
    assert "ending explained" not in told
    assert "confession" not in told
    assert "Alice killed" not in told


def test_skipping_the_first_episodes_gives_the_truth_and_no_twist() -> None:
    """Who has seen only the finale is told what is so, and not that it was ever believed otherwise."""
    told = brief("--as-of", "2026-01-14", "--watched", "S1E6-S1E6")
    assert "Alice has no dementia" in told
    assert "Alice suffers from dementia" not in told


def test_before_it_was_announced_there_is_no_such_series(ledger: Path) -> None:
    """A title that the vantage hides and one that does not exist get the same reply."""
    hidden = ask("brief", TITLE, "--as-of", "2025-12-01", "--ledger", ledger)
    absent = ask("brief", "Hers & His", "--as-of", "2025-12-01", "--ledger", ledger)
    assert (hidden.code, hidden.out) == (absent.code, absent.out) == (3, "")
    assert hidden.err.replace(TITLE, "X") == absent.err.replace("Hers & His", "X")


def test_the_first_weekly_figures_are_told_from_their_day_on(ledger: Path) -> None:
    """19.9 million views and rank 1 are known on 13 January from the press, on 14 January from the lists."""
    assert "19.9 million" not in brief("--as-of", "2026-01-12", ledger=ledger)
    pressed = brief("--as-of", "2026-01-13", ledger=ledger)
    assert "19.9 million views in its first four days, first among English-language series" in pressed
    charted = brief("--as-of", "2026-01-14", ledger=ledger)
    assert "HIS & HERS: Limited Series has been in the list TV (English) for one week, at best 1st" in charted
    assert "with 19.9 million views" in charted


def test_a_stale_ledger_says_how_far_it_knows(ledger: Path) -> None:
    """Months after the last edition the brief names it, and reads nothing into the silence."""
    told = brief("--as-of", "2026-11-01", ledger=ledger)
    assert "Charts are known to the week that ends on 11 January 2026 (edition of 14 January 2026)" in told
    assert "what came later was not observed, and nothing is read into that" in told


def test_without_a_day_the_brief_is_of_today(ledger: Path) -> None:
    """The command line takes the day from the clock, and still says how far the charts are known."""
    assert "Charts are known to the week that ends on 11 January 2026" in brief(ledger=ledger)


def test_the_basis_is_the_last_line() -> None:
    """Text, Markdown and JSON end with what the answer stands on."""
    for form in ("text", "markdown"):
        said = ask("brief", TITLE, "--as-of", "2026-01-10", "--format", form, "--ledger", "absent.sqlite")
        assert said.out.rstrip().split("\n\n")[-1].startswith("basis: as of 2026-01-10, watched none, almanac ")
    said = ask("brief", TITLE, "--as-of", "2026-01-10", "--format", "json", "--ledger", "absent.sqlite")
    assert list(json.loads(said.out))[-1] == "basis"


def test_the_same_figures_are_counted_with_and_without_a_ledger() -> None:
    """The number, its interval and its precedents come from the almanac where no list is at hand."""
    told = json.loads(ask("brief", TITLE, "--as-of", "2026-01-10", "--format", "json", "--ledger", "absent.sqlite").out)
    assert told["odds"]["verdict"] == "slim to none"
    assert (told["odds"]["count"]["followed"], told["odds"]["count"]["of"]) == (2, 128)
    assert len(told["odds"]["came_back"]) == 6
