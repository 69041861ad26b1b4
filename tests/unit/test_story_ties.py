"""What points to what, who knows it, how long ties last, and what is known of the order of moments."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cliffhanger.story import Story, StoryView
from cliffhanger.story.moments import circle, in_groups
from cliffhanger.vantage import Vantage, Watched

HEAD = """\
format_version: 1
title: The House on the Hill
announced: 2026-01-01
released: 2026-01-08
episodes: {1: 4}
people: {ada: {}, ben: {}, cleo: {}}
"""

MILL = (
    HEAD
    + """\
told_in: chapter
moments:
  boat: {}
  fire: {after: boat}
  quarrel:
  funeral: {after: [fire, quarrel]}
reveals:
  S1E1:
    - introduces: {ada: {name: Ada}, ben: {name: Ben}}
      relation: {of: ada, to: ben, is: wife, from: boat, until: fire}
    - {id: accident, says: The mill burns by accident, known_by: [cleo, the miller, ada]}
    - {says: Ben bought oil, undermines: accident, supports: arson}
  S1E2:
    - {says: Ada and Ben marry on the boat, when: boat}
    - {says: Tom is buried, when: funeral}
  S1E3:
    - introduces: {cleo: {name: Cleo}}
    - {id: arson, says: Ben set fire to the mill, overturns: accident, when: fire, supports: [accident, quarrelled]}
  S1E4:
    - {id: quarrelled, says: Ben and Tom had quarrelled, when: quarrel}
"""
)


def view(watched: str, story: str = MILL) -> StoryView:
    """Look at a story."""
    found = Story.parse(story).at(Vantage(date(2026, 2, 1), Watched.parse(watched)))
    assert found is not None
    return found


def test_a_story_has_a_word_for_its_parts() -> None:
    """Parts of the telling are episodes unless the story has another word."""
    assert view("none").told_in == "chapter"
    assert view("none", HEAD).told_in == "episode"


def test_a_story_may_say_who_made_it() -> None:
    """The maker is public with the series, and part of its digest."""
    signed = HEAD + "by: A. Writer\n"
    assert (view("none", HEAD).by, view("none", signed).by) == ("", "A. Writer")
    assert view("none", HEAD).digest != view("none", signed).digest


def test_a_clue_points_to_what_is_visible() -> None:
    """The other end of a clue is named by its episode and its place there, once it is visible."""
    clue = view("S1E1").recap()[0].claims[1]
    assert (clue.supports, [(str(one.episode), one.number) for one in clue.undermines]) == ((), [("S1E1", 1)])
    seen = view("S1E3")
    clue, arson = seen.recap()[0].claims[1], seen.recap()[2].claims[0]
    assert clue.supports == (arson.place,)
    assert arson.supports == (seen.recap()[0].claims[0].place,)
    assert len(view("S1E4").recap()[2].claims[0].supports) == 2


def test_who_knows_a_claim_is_named_once_introduced() -> None:
    """Persons come in order of introduction, and words after them."""
    assert view("S1E1").recap()[0].claims[0].known_by == ("Ada", "the miller")
    assert view("S1E3").recap()[0].claims[0].known_by == ("Ada", "Cleo", "the miller")


@pytest.mark.parametrize(
    ("watched", "span"), [("S1E1", (None, None)), ("S1E2", ("boat", None)), ("S1E1,S1E3", (None, "fire"))]
)
def test_a_tie_lasts_as_far_as_its_moments_are_there(watched: str, span: tuple[str | None, str | None]) -> None:
    """The moment from or until which a tie lasts is told once a visible claim happens then."""
    seen = view(watched)
    (tie,) = seen.relations
    assert (tie.of, tie.to, tie.tie, tie.from_, tie.until) == ("Ada", "Ben", "wife", *span)
    assert [person.relations for person in seen.people[:2]] == [(tie,), (tie,)]


def test_a_tie_told_again_with_its_end_is_one_tie() -> None:
    """What is told in full replaces what was told in part; spans that contradict each other stay side by side."""
    tie = "relation: {of: ada, to: ben, is: wife, from: boat}}"
    story = MILL.replace("  S1E2:\n", f"  S1E2:\n    - {{says: They part, {tie}\n")
    assert [(one.from_, one.until) for one in view("S1E3", story).relations] == [("boat", "fire")]
    apart = MILL.replace("  S1E2:\n", f"  S1E2:\n    - {{says: They part, {tie.replace('boat', 'funeral')}\n")
    assert [(one.from_, one.until) for one in view("S1E3", apart).relations] == [("boat", "fire"), ("funeral", None)]


def test_a_mapping_of_moments_tells_as_much_of_their_order_as_is_known() -> None:
    """Moments fall into groups that follow each other; pairs tell of the order within; hidden ones lead nowhere."""
    seen = view("S1E2")
    assert (seen.moments, seen.before) == ((("boat", "funeral"),), ())
    assert view("S1E3").moments == (("boat",), ("fire",), ("funeral",))
    whole = view("S1E4")
    assert whole.moments == (("boat", "fire", "quarrel"), ("funeral",))
    assert whole.before == (("boat", "fire"), ("fire", "funeral"), ("quarrel", "funeral"))


def test_the_digest_follows_each_tie() -> None:
    """A digest changes with everything that a view shows of clues, knowledge, spans and order."""
    changes = [
        ("told_in: chapter", "told_in: part"),
        ("undermines: accident, supports: arson", "undermines: arson, supports: accident"),
        ("the miller", "the baker"),
        ("from: boat", "from: fire"),
        ("until: fire", "until: boat"),
        ("funeral: {after: [fire, quarrel]}", "funeral: {after: fire}"),
    ]
    digests = {view("S1E4", MILL.replace(old, new)).digest for old, new in [("", ""), *changes]}
    assert len(digests) == len(changes) + 1


@pytest.mark.parametrize(
    ("pairs", "moments"),
    [("ab bc", ""), ("aa", "a"), ("ab ba", "ab"), ("xa ab bc ca", "abc"), ("ab bc cd ac", ""), ("ab cd dc", "cd")],
)
def test_a_circle_in_story_time_is_found(pairs: str, moments: str) -> None:
    """A circle is told by its moments in their order, wherever it begins."""
    for order in permutations(pairs.split()):
        found = "".join(circle([(one[0], one[1]) for one in order]))
        assert found in {moments[place:] + moments[:place] for place in range(len(moments) or 1)}


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1]), max_size=12))
def test_groups_are_the_finest_that_follow_each_other(numbers: list[tuple[int, int]]) -> None:
    """A cut stands wherever every moment on one side is known to be before every moment on the other."""
    names = "abcdefg"
    before = {(names[one], names[other]) for one, other in numbers}
    groups = in_groups((tuple(names),), [*before])
    while further := {(a, d) for a, b in before for c, d in before if b == c} - before:
        before |= further
    assert sorted(moment for group in groups for moment in group) == sorted(names)
    ranked = sorted(names, key=lambda one: sum(other == one for _, other in before))
    cuts = [k for k in range(1, 7) if all((a, b) in before for a in ranked[:k] for b in ranked[k:])]
    assert [sum(len(group) for group in groups[:k]) for k in range(1, len(groups))] == cuts
    assert all(list(group) == sorted(group) for group in groups)
