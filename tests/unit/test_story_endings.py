"""How an ending is explained: which questions it answers, why and how it was hidden, and what is only hearsay."""

from __future__ import annotations

from typing import Any

import pytest

from cliffhanger.brief.explain import explain, tell_explained
from cliffhanger.brief.parts import spans
from cliffhanger.brief.saying import believers, person, that, watched, within
from cliffhanger.brief.threads import closure_told, tell_threads, threads
from cliffhanger.story.naming import Naming
from cliffhanger.story.people import Person, Relation
from mysteries import ACCIDENT, PUSHED, at, shelf, text, view
from stories import StoryDict
from surfaces import TITLE

CLUE: StoryDict = {"says": "Ben was up there", "weighs": {"killer": {"ben": 4}}}
OPENED: StoryDict = {"says": "Tom is dead", "opens": "killer"}
BEN_DID: StoryDict = {"says": "Ben did it", "answers": {"killer": "ben"}}
KEY: StoryDict = {"says": "A key is found", "opens": "key"}


def explained(parts: dict[str, list[StoryDict]], watched: str = "all", **frame: Any) -> str:
    """Tell the ending, or what is known so far, in one line."""
    return text(tell_explained(explain(TITLE, shelf(parts, **frame), at(watched)).value))


def asked(parts: dict[str, list[StoryDict]]) -> str:
    """Tell the questions in one line."""
    return text(tell_threads(threads(TITLE, shelf(parts), at()).value))


def test_the_ending_tells_every_culprit() -> None:
    """A question of who whose answer never fell is told beside one whose answer did, with its own words."""
    frame: dict[str, Any] = {"threads": {"killer": {"asks": "Who killed Tom?"}, "key": {"asks": "Who took the key?"}}}
    parts: dict[str, list[StoryDict]] = {
        "S1E1": [ACCIDENT, CLUE, {**KEY, "weighs": {"key": {"cleo": 2}}}],
        "S1E2": [PUSHED],
        "S1E3": [{"says": "Cleo took it", "answers": {"key": "cleo"}}],
    }
    told = explained(parts, **frame)
    assert "Who killed Tom? Ben Stone. Ben pushed him." in told
    assert "Who took the key? Cleo Stone. Cleo took it." in told


def test_the_ending_begins_with_the_question_most_weighed() -> None:
    """Of several questions of who, the one on which most clues bear comes first, whenever it was answered."""
    parts: dict[str, list[StoryDict]] = {
        "S1E1": [OPENED, CLUE, CLUE, {**KEY, "weighs": {"key": {"cleo": 2}}}],
        "S1E2": [{"says": "Cleo has the key", "answers": {"key": "cleo"}}],
        "S1E3": [BEN_DID],
    }
    ending = view(parts).ending
    assert ending is not None
    assert [one.answer for one in ending.truth] == ["Ben Stone", "Cleo Stone"]


def test_suspicion_begins_with_the_question_most_weighed() -> None:
    """A question of who on which more clues bear comes before one that was raised earlier."""
    key = {**KEY, "weighs": {"key": {"cleo": 2}}}
    seen = [view({"S1E1": [key], "S1E2": [OPENED, CLUE], "S1E3": [CLUE]}, watched) for watched in ("S1E2", "all")]
    first = [one.suspicion[0].asks for one in seen]
    assert first == ["What does the key open?", "Who killed Tom?"]


def test_what_seemed_is_what_was_believed_last() -> None:
    """Of several wrong answers to one question, the last before the truth is told, and not the first."""
    cleared = {"says": "Nothing was loose", "overturns": "accident", "id": "cleared"}
    blamed = {"id": "blamed", "says": "Cleo did it", "answers": {"killer": "cleo"}}
    too_late = {"id": "late", "says": "Ada did it", "believed_by": "The village", "answers": {"killer": "ada"}}
    shown = {"id": "shown", "says": "Ben did it", "overturns": ["blamed", "late"], "answers": {"killer": "ben"}}
    ending = view({"S1E1": [ACCIDENT, CLUE, cleared], "S1E2": [blamed], "S1E3": [shown, too_late]}).ending
    assert ending is not None
    assert [one.answer for one in ending.seemed] == ["Cleo Stone"]


def test_a_story_that_ends_with_an_answer_tells_what_leads_up_to_it() -> None:
    """Where the last claim answers a lesser question, the few claims before it tell the end with it."""
    said = [{"says": f"Thing {number} happens"} for number in range(1, 6)]
    found = {"says": "The key opens the cellar", "answers": {"key": "The cellar"}}
    ending = view({"S1E1": [ACCIDENT, CLUE, KEY], "S1E2": [PUSHED], "S1E3": [*said, found]}).ending
    assert ending is not None
    told = ["Thing 3 happens", "Thing 4 happens", "Thing 5 happens", "The key opens the cellar"]
    assert [one.says for one in ending.closing] == told


def test_where_the_last_part_answers_nothing_its_last_claim_tells_the_end() -> None:
    """A part in which no question is answered, and nothing overturned, ends with what it tells last."""
    said = [{"says": f"Thing {number} happens"} for number in range(1, 6)]
    ending = view({"S1E1": [ACCIDENT, CLUE], "S1E2": [PUSHED], "S1E3": said}).ending
    assert ending is not None
    assert [one.says for one in ending.closing] == ["Thing 5 happens"]


def test_an_ending_without_a_question_of_who_tells_all_that_is_answered() -> None:
    """Who has seen only the second season is told its answers, though all weights stand in the first."""
    parts: dict[str, list[StoryDict]] = {
        "S1E1": [CLUE],
        "S1E2": [OPENED],
        "S1E3": [{"says": "The key fits the cellar", "opens": "key", "answers": {"key": "The cellar"}}],
    }
    assert "Who it was" not in explained(parts)
    assert "What it was" in explained(parts)
    assert "What does the key open? The cellar. The key fits the cellar." in explained(parts)


def test_why_and_how_are_the_culprits() -> None:
    """A reason of somebody else and a deception by somebody else have no part in why and how, though about them."""
    own = {"says": "Ben feared for the house", "about": "ben", "because": "Tom had sold it"}
    other = {"says": "Ada died for Ben", "about": ["ada", "ben"], "because": "Ben turned from her"}
    hides = {"says": "The tile was loose", "about": "ben", "deceives": "Ben fools the village", "how": "with a tool"}
    errs = {"says": "The paint was dry", "about": "ben", "deceives": "The police deceive themselves", "how": "it dries"}
    ending = view({"S1E1": [ACCIDENT, CLUE], "S1E2": [own, other, hides, errs], "S1E3": [PUSHED]}).ending
    assert ending is not None
    assert [claim.says for claim in ending.because] == ["Ben feared for the house"]
    assert [claim.says for claim in ending.hidden] == ["The tile was loose"]


def test_why_tells_what_overturned_a_wrong_answer() -> None:
    """A claim with a reason by which a wrong answer fell is told, whomever it is about."""
    alibi = {"says": "Ada saw that it was no accident", "overturns": "accident", "because": "she stood at the window"}
    ending = view({"S1E1": [ACCIDENT, CLUE], "S1E2": [alibi], "S1E3": [BEN_DID]}).ending
    assert ending is not None
    assert [claim.says for claim in ending.because] == ["Ada saw that it was no accident"]


def test_the_ending_tells_nothing_twice() -> None:
    """Where nothing follows the last answer, that does not stand under how it ends once more."""
    told = explained({"S1E1": [ACCIDENT, CLUE], "S1E3": [PUSHED]})
    assert told.count("Ben pushed him") == 1
    assert "How it ends" not in told


def test_what_somebody_tells_is_not_what_they_know() -> None:
    """Hearsay that nobody has overturned yet may be a lie all the same; who is said to know it knows it."""
    word = {"says": "A bird cried", "told_by": "ben"}
    _, found, _ = view({"S1E1": [word]}).knowledge
    assert ([held.claim.says for held in found.says], found.knows) == (["A bird cried"], ())
    _, found, _ = view({"S1E1": [{**word, "known_by": "ben"}]}).knowledge
    assert ([held.claim.says for held in found.knows], found.says) == (["A bird cried"], ())


@pytest.mark.parametrize(
    ("whose", "mark"),
    [({"told_by": "ben"}, "so Ben Stone tells it"), ({"believed_by": "Most people"}, "so most people believe")],
)
def test_an_answer_on_somebodys_word_is_marked(whose: StoryDict, mark: str) -> None:
    """It stands under a heading of its own with whose word it is, in the list of questions and half-way through."""
    parts: dict[str, list[StoryDict]] = {"S1E1": [{**ACCIDENT, **whose}]}
    told = asked(parts)
    assert f"Who killed Tom? An accident. ({mark}; raised in episode 1; answered in episode 1)" in told
    assert told.index("Answered, on somebody's word") < told.index("Who killed Tom?")
    half = explained(parts, "S1E1")
    assert f"Who killed Tom? An accident ({mark})." in half
    assert half.index("What is answered, on somebody's word") < half.index("Who killed Tom?")


def test_closure_does_not_count_hearsay_as_answered() -> None:
    """What only somebody tells is neither answered by the story nor open."""
    seen = view({"S1E1": [OPENED, {**KEY, "answers": {"key": "The cellar"}, "told_by": "ben"}], "S1E3": [BEN_DID]})
    assert seen.closure is not None
    assert (seen.closure.answered, seen.closure.left_open) == (1, ())
    assert [thread.asks for thread in seen.closure.on_word] == ["What does the key open?"]
    assert closure_told(seen, seen.closure) == (
        "Of two questions that the story raises, one is answered (50%), and one only on somebody's word. "
        "It does not end in a cliffhanger."
    )


def test_what_the_story_answers_no_later_word_answers_anew() -> None:
    """A later answer that somebody only tells does not replace one that the story gives itself."""
    lie = {"says": "Ada says that she did it", "told_by": "ada", "answers": {"killer": "ada"}}
    (thread,) = view({"S1E1": [OPENED], "S1E2": [BEN_DID], "S1E3": [lie]}).threads
    assert (thread.answer, thread.state) == ("Ben Stone", "answered")


def test_what_it_seemed_is_told_only_where_it_differs() -> None:
    """A fallen claim that gave the answer that holds in the end is no other answer."""
    first = {**ACCIDENT, "answers": {"killer": "ben"}}
    assert "it seemed" not in asked({"S1E1": [first], "S1E2": [PUSHED]})


def test_names_are_small_within_a_sentence() -> None:
    """A leading article or another small word loses its capital, a name keeps it."""
    assert [
        within(name) for name in ("The three Indians", "Nobody; he fell", "Most people", "Ada Hill", "A. Actor")
    ] == [
        "the three Indians",
        "nobody; he fell",
        "most people",
        "Ada Hill",
        "A. Actor",
    ]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("Most people",), "most people believe"),
        (("the town",), "the town believe"),
        (("The three Indians",), "the three Indians believe"),
        (("The spy in London",), "the spy in London believes"),
        (("Ada", "The spy"), "Ada and the spy believe"),
    ],
)
def test_many_believe_and_one_believes(names: tuple[str, ...], told: str) -> None:
    """The verb follows the number of those who believe."""
    assert believers(names) == told


def test_a_whole_sentence_follows_that() -> None:
    """A small first word is written small, and the final stop is dropped."""
    assert that(view({}), "Both of them lied.") == " that both of them lied"


def somebody(role: str = "", played_by: str = "", *ties: Relation) -> Person:
    """Make a person."""
    return Person("ada", "Ada Hill", role, played_by, (), ties, None)


def test_the_span_of_a_tie_stands_in_brackets() -> None:
    """The moments at which it begins and ends are marked as such, since they are no words of a sentence."""
    tie = Relation("Ada Hill", "Ben Stone", "wife", "first-weeks", "night-of-fog")
    assert person(somebody("", "", tie)) == "Ada Hill: wife of Ben Stone (from: first weeks; until: night of fog)"


def test_a_tie_that_a_role_tells_is_not_told_again() -> None:
    """A role that names the other person and what binds them is enough."""
    tie = Relation("Ada Hill", "Ben Stone", "school friend")
    assert person(somebody("once at school with Ben", "", tie)) == "Ada Hill: once at school with Ben"
    assert person(somebody("once at school with Cleo", "", tie)).endswith("; school friend of Ben Stone")


def test_brackets_are_not_nested() -> None:
    """Of who is played by several, the ages stand in brackets, so that their names do not."""
    assert (
        person(somebody("", "A. Actor (as a girl), B. Actor")) == "Ada Hill; played by A. Actor (as a girl), B. Actor"
    )


def test_what_has_been_watched_of_several_seasons() -> None:
    """How much there is in all is told apart from the season watched."""
    frame: dict[str, Any] = {"episodes": {"1": 2, "2": 2}, "announced": {"1": "2026-01-01", "2": "2026-02-01"}}
    released = {"S1E1": "2026-01-08", "S1E2": "2026-01-08", "S2E1": "2026-02-08", "S2E2": "2026-02-08"}
    seen = view({}, "S2E1,S2E2", **frame, released=released)
    assert watched(seen) == "You have watched season 2, episodes 1 and 2: two episodes of four."


def test_spans_are_put_together() -> None:
    """Numbers that follow one another make one span."""
    assert spans([1, 2, 3, 5]) == [(1, 3), (5, 5)]


def test_who_is_named_first() -> None:
    """Part of a name is enough if it belongs to one person, and a title or an article is no part of a name."""
    naming = Naming(view({})._cast)
    assert naming.foremost("On the roof Hill's cat meets Ben") == "ada"
    assert naming.foremost("The police and Stone meet") is None
    assert [*naming.beginning("Dr. Hill and Ben fool the village")] == ["ada", "ben"]
