"""Twists in words: each truth once with all that it overturned, what was fair, and chances that can be read."""

from __future__ import annotations

from datetime import date

import pytest

from cliffhanger.brief.text import write_text
from cliffhanger.brief.twists import in_brief, surprise_told, tell_twists, twists
from cliffhanger.story import Story
from cliffhanger.story.suspicion import Surprise
from cliffhanger.vantage import Vantage, Watched
from stories import StoryDict, yaml_text
from surfaces import TITLE, Shelf

VANTAGE = Vantage(date(2026, 6, 1), Watched.parse("all"))
ACCIDENT: StoryDict = {"id": "accident", "says": "Tom slips", "opens": "killer", "answers": {"killer": "An accident"}}
PUSHED: StoryDict = {"id": "pushed", "says": "Ben pushed him", "overturns": "accident", "answers": {"killer": "ben"}}
THIEF: StoryDict = {"id": "thief", "says": "A thief was in the house", "believed_by": "the town"}
TRUTH: StoryDict = {**PUSHED, "overturns": ["accident", "thief"]}


def story(before: list[StoryDict], after: list[StoryDict]) -> Story:
    """Write a story of two episodes."""
    return Story.parse(
        yaml_text(
            {
                "format_version": 1,
                "title": TITLE,
                "announced": "2026-01-01",
                "released": "2026-01-08",
                "episodes": {"1": 2},
                "people": {"ben": {}},
                "threads": {"killer": {"asks": "Who killed Tom?"}},
                "premise": [{"introduces": {"ben": {"name": "Ben Stone"}}}],
                "reveals": {"S1E1": before, "S1E2": after},
            }
        )
    )


def told(before: list[StoryDict], after: list[StoryDict]) -> str:
    """Tell the twists of a story in one line."""
    answer = twists(TITLE, Shelf(story(before, after)), VANTAGE)  # type: ignore[arg-type]
    return " ".join(write_text([*tell_twists(answer.value)]).split())


def test_a_truth_is_told_once_with_all_that_it_overturned() -> None:
    """Beliefs that one claim overturns stand together above it, and a clue to it is listed once."""
    clue: StoryDict = {"says": "Ben had been up there", "supports": "pushed"}
    said = told([ACCIDENT, THIEF, clue], [TRUTH])
    assert "2. " not in said
    assert said.count("In truth: Ben pushed him") == 1
    assert said.count("Ben had been up there") == 1
    assert said.index("Tom slips") < said.index("a thief was in the house") < said.index("In truth")


def test_a_belief_and_its_truth_of_one_episode_are_one_sentence() -> None:
    """What is believed and overturned in one episode is told in brief with that episode named once."""
    view = story([ACCIDENT, PUSHED], []).at(VANTAGE)
    assert view is not None
    (twist,) = view.twists
    assert in_brief(view, twist).text == "In episode 1 it seems: Tom slips, but the truth is that Ben pushed him."


def test_what_is_overturned_in_its_own_episode_is_believed_at_first() -> None:
    """Under the heading of an episode, what was believed in that episode alone does not name it again."""
    assert "At first it seems: Tom slips. In truth: Ben pushed him." in told([ACCIDENT, PUSHED], [])
    assert "From episode 1 on it seems: Tom slips. In truth: Ben pushed him." in told([ACCIDENT], [PUSHED])


def test_a_clue_against_one_of_several_beliefs_tells_which() -> None:
    """Where one truth overturned several beliefs, what speaks against one of them says against which."""
    clue: StoryDict = {"says": "No door was forced", "undermines": "thief"}
    assert "No door was forced (episode 1; speaks against the 2nd of these beliefs)" in told(
        [ACCIDENT, THIEF, clue], [TRUTH]
    )


def test_evidence_for_one_of_several_beliefs_tells_for_which() -> None:
    """Each of several beliefs has its own evidence below the truth."""
    ice: StoryDict = {"says": "There is ice on the roof", "supports": "accident"}
    assert "The 1st of these beliefs rested on this evidence: - There is ice on the roof" in told(
        [ACCIDENT, THIEF, ice], [TRUTH]
    )


@pytest.mark.parametrize(("weights", "fair"), [((1,), False), ((2,), False), ((3,), True), ((1, 2), True)])
def test_faint_clues_make_no_twist_fair(weights: tuple[int, ...], fair: bool) -> None:
    """Clues that merely weigh towards the truth make a twist fair from three decibans in all on."""
    clues: list[StoryDict] = [
        {"says": f"A clue of {weight}", "weighs": {"killer": {"ben": weight}}} for weight in weights
    ]
    seen = story([ACCIDENT, *clues], [PUSHED]).at(VANTAGE)
    assert seen
    assert seen.twists[0].is_fair is fair
    said = told([ACCIDENT, *clues], [PUSHED])
    assert ("It was fair: " in said, "It was hardly fair: " in said) == (fair, not fair)
    assert f"A clue of {weights[0]}" in said


@pytest.mark.parametrize(
    ("chance", "odds"),
    [
        (0.31, "31%"),
        (1 / 137, "one in 140"),
        (1 / 999, "one in 1,000"),
        (1 / 39_540, "one in 40,000"),
        (1 / 123_456, "one in 120,000"),
        (1e-9, "less than one in a million"),
    ],
)
def test_a_chance_is_told_with_two_digits(chance: float, odds: str) -> None:
    """No more digits are told than a chance made of judgements bears."""
    assert f"had a chance of {odds}: a surprise" in surprise_told(Surprise("Who?", "Ben", chance, 5.0))
