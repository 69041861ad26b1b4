"""The commands that ask a story: what they print on *His & Hers* and on a story of one's own, and how they end."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from shell import Said, ask

TITLE = "His & Hers"
COMMANDS = ("previously", "suspects", "twists", "timeline", "threads", "explain")
LATER_NAMES = ("Rachel", "Helen", "Zoe", "Alice", "Meg", "Clyde", "Catherine", "Charlotte", "Andrea", "Kelly", "Duffie")

NOVEL = """\
format_version: 1
title: The Attic
told_in: chapter
announced: 1901-01-01
released: 1901-01-01
episodes: {1: 2}
people: {ada: {}, ben: {}}
threads: {thief: {asks: Who took the letter?}}
premise:
  - introduces: {ada: {name: Ada Hill}, ben: {name: Ben Stone}}
reveals:
  S1E1:
    - id: ada-took-it
      says: Ada took the letter
      opens: thief
      answers: {thief: ada}
      weighs: {thief: {ada: 6}}
      believed_by: ben
  S1E2:
    - says: Ben took it himself
      overturns: ada-took-it
      answers: {thief: ben}
      known_by: ben
"""


def told(command: str, *words: str, watched: str = "all", as_of: str = "2026-01-14") -> str:
    """Ask of the series, and give the answer in one line."""
    said = ask(command, TITLE, *words, "--watched", watched, "--as-of", as_of)
    assert (said.code, said.err) == (0, "")
    return re.sub(r"\s+", " ", said.out)


@pytest.fixture
def novel(tmp_path: Path) -> Path:
    """Give a story of one's own."""
    path = tmp_path / "attic.yaml"
    path.write_text(NOVEL, "utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_who_has_watched_nothing_meets_nobody_from_the_episodes(command: str, form: str) -> None:
    """Every command answers, without a name that an episode brings."""
    said = told(command, "--format", form, watched="none").replace("Alice Feeney", "the author")
    assert not [name for name in LATER_NAMES if name in said]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("watched", ["S1E1", "S1E2", "S1E5", "S1E1,S1E4", "all"])
def test_every_vantage_gets_an_answer(command: str, watched: str) -> None:
    """At every vantage a command exits with 0, and its last line is its basis."""
    said = ask(command, TITLE, "--watched", watched, "--as-of", "2026-01-14")
    assert said.code == 0
    assert said.out.rstrip().split("\n\n")[-1].startswith("basis: as of 2026-01-14, watched ")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("watched", [f"S1E{number}" for number in range(1, 6)])
def test_nobody_is_told_the_end_too_soon(command: str, watched: str) -> None:
    """One episode short, nothing tells who it was."""
    said = told(command, watched=watched)
    assert "confession" not in said
    assert "Alice killed" not in said
    assert "ending" not in said


@pytest.mark.parametrize("command", COMMANDS)
def test_before_it_was_announced_there_is_no_such_story(command: str) -> None:
    """A hidden title and one that does not exist get the same reply, and exit with 3."""
    hidden = ask(command, TITLE, "--as-of", "2025-12-01")
    absent = ask(command, "Hers & His", "--as-of", "2025-12-01")
    assert (hidden.code, hidden.out) == (absent.code, absent.out) == (3, "")
    assert hidden.err.replace(TITLE, "X") == absent.err.replace("Hers & His", "X")


@pytest.mark.parametrize("command", COMMANDS)
def test_data_has_basis_and_sources(command: str) -> None:
    """As JSON an answer names the pages on which it stands, each with the places of the claims, and its basis."""
    said = json.loads(ask(command, TITLE, "--watched", "all", "--as-of", "2026-01-14", "--format", "json").out)
    assert said["title"] == TITLE
    assert list(said)[-2:] == ["sources", "basis"]
    assert {"name", "known_from", "tells"} == set(said["sources"][0])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_novel_has_chapters(command: str, novel: Path) -> None:
    """Where a story is told in chapters, the words say so."""
    said = ask(command, "the attic", "--story", novel, "--watched", "all", "--as-of", "2026-01-14")
    assert said.code == 0
    assert "You have read both chapters." in said.out
    assert "pisode" not in said.out.replace("S1E", "")


def test_a_story_of_ones_own_comes_first(novel: Path) -> None:
    """A broken story file is refused with its complaints, and exits with 1."""
    novel.write_text(NOVEL.replace("opens: thief", "opens: theif"), "utf-8")
    said = ask("threads", "the attic", "--story", novel)
    assert said.code == 1
    assert "did you mean 'thief'?" in said.err


def test_previously_tells_short_then_full() -> None:
    """The recap has the episodes in short and in full, the persons with their ties, and what is open."""
    said = told("previously", watched="S1E3")
    order = [
        said.index(part)
        for part in (
            "Previously on",
            "You have watched episodes 1 to 3",
            "In short",
            "In full",
            "Who is who",
            "lover of Rachel Hopkins",
            "What is open",
        )
    ]
    assert order == sorted(order)
    assert "Who killed Rachel and Helen?" in said


def test_what_is_only_believed_is_still_open(novel: Path) -> None:
    """A question that somebody has an answer to stays in the recap's list until the story answers it."""
    recap = {
        watched: ask("previously", "The Attic", "--watched", watched, "--story", novel).out
        for watched in ("S1E1", "all")
    }
    assert "- Who took the letter? Ada Hill (so Ben Stone believes)." in recap["S1E1"]
    assert "Who took the letter?" not in recap["all"]


def test_suspects_shows_each_episode() -> None:
    """The table has a column for each episode, and below it stands what moved the chances."""
    said = told("suspects", watched="S1E4")
    assert "ep. 1 ep. 2 ep. 3 ep. 4" in said
    assert "Priya finds something in Richard's past that speaks against him (Richard Jones +7 dB)" in said
    assert "someone else" in said


def test_suspects_can_be_drawn() -> None:
    """As SVG it is one well-formed picture, which names nobody who is hidden."""
    said = ask("suspects", TITLE, "--watched", "S1E4", "--as-of", "2026-01-14", "--format", "svg")
    assert said.code == 0
    assert ElementTree.fromstring(said.out).tag.endswith("svg")
    assert "Alice" not in said.out


def test_twists_tell_all_that_belongs_to_them() -> None:
    """The false solution has who believed it, its planted evidence, the truth, a surprise in bits, and its clues."""
    said = told("twists")
    for part in (
        "Anna Andrews, Jack Harper, Priya Patel, the police and the town believe that Lexy killed",
        "The knife turns up among Lexy's belongings (episode 6; planted by Alice)",
        "In truth: Alice killed Rachel, Helen and Zoe, because they watched while Anna was raped.",
        'answer to "Who killed Rachel, Helen and Zoe?" had a chance of one in 13,000: a surprise of 13',
        "Rachel was killed on the anniversary of Charlotte's death (episode 6; one source; speaks for it)",
    ):
        assert part in said


def test_timelines_in_both_orders() -> None:
    """What happened long ago comes first as it happens, and late as it is told."""
    happens, is_told = told("timeline"), told("timeline", "--order", "syuzhet")
    boat, flat = "Andrea mocks her younger sister", "On the night of the murder Anna reaches her flat"
    assert happens.index(boat) < happens.index(flat)
    assert is_told.index(flat) < is_told.index(boat)
    assert "In what order is not known." in happens


def test_who_knows_what() -> None:
    """A person is found by a part of the name; what they know and believe is told with its episode."""
    said = told("knows", "Priya", watched="S1E5")
    assert "Priya finds something in Richard's past that speaks against him (since episode 4; one source)" in said
    grudge = "An old grudge among the school friends Anna, Rachel, Helen and Zoe has turned to murder"
    assert f"{grudge} (since episode 5" in said


def test_somebody_hidden_is_nobody() -> None:
    """A name that comes later and one that never comes get the same reply, and exit with 3."""

    def asked(name: str) -> Said:
        return ask("knows", TITLE, name, "--watched", "S1E4", "--as-of", "2026-01-14")

    hidden, absent = asked("Catherine"), asked("Cathelina")
    assert (hidden.code, hidden.out) == (absent.code, absent.out) == (3, "")
    assert hidden.err.replace("Catherine", "X") == absent.err.replace("Cathelina", "X")


def test_threads_tell_closure_to_who_has_seen_the_end() -> None:
    """The share of answered questions, and that it is no cliffhanger, are told after the last episode alone."""
    assert "Closure" not in told("threads", watched="S1E5")
    said = told("threads")
    assert "twelve are answered (63%), and seven stay open; the last episode itself raises four of these." in said
    assert "It does not end in a cliffhanger." in said
    assert 'until episode 3: "Who killed Rachel?"' in said


def test_explain_tells_the_ending() -> None:
    """Who it seemed to be, who it was, why, how it was hidden, what is left open, how it differs: all in order."""
    said = told("explain")
    order = [
        said.index(part)
        for part in (
            "Who it seemed to be",
            "It seemed to be Catherine Kelly.",
            "Who it was",
            "Who killed Rachel, Helen and Zoe? Alice.",
            "Why",
            "How it was hidden",
            "What else was not as it seemed",
            "What is left open",
            "How it compares with its source",
        )
    ]
    assert order == sorted(order)


def test_explain_half_way_tells_what_is_known() -> None:
    """After three episodes it says whom the evidence points to, and what is open."""
    said = told("explain", watched="S1E3")
    assert "what is known so far" in said
    assert "the likeliest first: Anna Andrews (62%), Jack Harper (25%) or someone else (13%)" in said
