"""What stories answer: twists, timelines, who knows what, threads and closure, what matters of an episode."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cliffhanger.brief.blocks import Block
from cliffhanger.brief.explain import explain, tell_explained
from cliffhanger.brief.knows import knows
from cliffhanger.brief.parts import heading, part, parts
from cliffhanger.brief.previously import previously, tell_previously
from cliffhanger.brief.saying import that, watched
from cliffhanger.brief.threads import closure_told, threads
from cliffhanger.brief.timeline import tell_timeline, timeline
from cliffhanger.brief.twists import tell_twists, twists
from cliffhanger.errors import NoSuchEpisode, UnknownPerson, UnknownStory
from cliffhanger.story.knowledge import Knowledge
from cliffhanger.vantage import Episode
from mysteries import ACCIDENT, ADA, BEN, PUSHED, at, shelf, text, view
from stories import StoryDict
from surfaces import TITLE


def test_a_twist_names_its_evidence() -> None:
    """What supports the belief, or weighs towards its answer, is its evidence, if it was told before the truth."""
    ice = {"says": "There is ice on the roof", "supports": "accident"}
    wet = {"says": "The roof is wet", "weighs": {"killer": {"An accident": 3}}}
    late = {"says": "It had rained, too", "supports": "accident"}
    one = view({"S1E1": [ACCIDENT, ice, wet], "S1E2": [PUSHED, late]}).twists[0]
    assert [told.claim.says for told in one.evidence] == ["There is ice on the roof", "The roof is wet"]


def test_planted_evidence_is_named_once_that_is_told() -> None:
    """A claim with `planted_by` that undermines the evidence tells who planted it, and not before it is seen."""
    ice = {"id": "ice", "says": "There is ice on the roof", "supports": "accident"}
    plant = {"says": "Ben poured the water", "planted_by": "ben", "undermines": "ice"}
    parts = {"S1E1": [ACCIDENT, ice], "S1E2": [PUSHED], "S1E3": [plant]}
    assert view(parts, "S1E2").twists[0].evidence[0].planted_by is None
    assert view(parts, "S1E3").twists[0].evidence[0].planted_by == "Ben Stone"


@pytest.mark.parametrize(
    ("clue", "points"),
    [
        ({"supports": "pushed"}, "supports"),
        ({"undermines": "accident"}, "undermines"),
        ({"weighs": {"killer": {"ben": 3}}}, "weighs"),
    ],
)
def test_a_clue_makes_a_twist_fair(clue: StoryDict, points: str) -> None:
    """A twist is fair if something told before spoke for the truth or against the belief."""
    one = view({"S1E1": [ACCIDENT, {"says": "Ben was up there", **clue}], "S1E2": [PUSHED]}).twists[0]
    assert [(told.claim.says, told.points) for told in one.clues] == [("Ben was up there", points)]
    assert one.is_fair


def test_what_is_told_too_late_or_weighs_against_is_no_clue() -> None:
    """A weight against the truth, and whatever is told after it, does not make a twist fair."""
    against = {"says": "Ben was away", "weighs": {"killer": {"ben": -2}}}
    late = {"says": "Ben had a key", "supports": "pushed"}
    one = view({"S1E1": [ACCIDENT, against], "S1E2": [PUSHED, late]}).twists[0]
    assert not one.is_fair
    assert "Nothing that was told before had pointed to the truth" in text(
        tell_twists(twists(TITLE, shelf({"S1E1": [ACCIDENT, against], "S1E2": [PUSHED, late]}), at()).value)
    )


def test_a_belief_overturned_twice_makes_two_twists() -> None:
    """Each claim that overturns a belief is a twist of its own."""
    again = {"says": "Tom never slipped", "overturns": "accident"}
    found = view({"S1E1": [ACCIDENT], "S1E2": [PUSHED], "S1E3": [again]}).twists
    assert [(one.believed.says, one.truth.says) for one in found] == [
        ("Tom slips", "Ben pushed him"),
        ("Tom slips", "Tom never slipped"),
    ]


def test_overturning_the_truth_restores_the_belief() -> None:
    """When a truth falls itself, the first twist is gone, and the second tells what stands again."""
    found = view({"S1E1": [ACCIDENT], "S1E2": [PUSHED], "S1E3": [{"says": "Ben lied", "overturns": "pushed"}]}).twists
    assert [(one.believed.says, one.truth.says) for one in found] == [("Ben pushed him", "Ben lied")]
    assert [claim.says for claim in found[0].restores] == ["Tom slips"]


def test_a_truth_told_first_is_foretold() -> None:
    """Where the truth is told before what it overturns, nobody was led to believe that, and there is no surprise."""
    found = view({"S1E1": [{"opens": "killer"}, PUSHED], "S1E2": [{**ACCIDENT, "opens": []}]}).twists[0]
    assert found.foretold
    assert found.surprise is None
    assert not found.evidence


def test_the_fabula_is_in_order_of_moments() -> None:
    """Claims stand at their moments; the order within a group of moments is said to be unknown."""
    parts: dict[str, list[StoryDict]] = {
        "S1E1": [{"says": "Tom is buried", "when": "funeral"}, {"says": "A boat burns", "when": "fire"}],
        "S1E2": [{"says": "They row", "when": "boat"}, {"says": "Tom climbs up", "when": "roof-at-night"}],
    }
    found = view(parts).fabula
    assert [[point.moment for point in stretch.points] for stretch in found] == [
        ["boat", "fire"],
        ["roof-at-night"],
        ["funeral"],
    ]
    told = text(tell_timeline(timeline(TITLE, shelf(parts), at()).value))
    assert "Boat and fire" in told
    assert "In what order is not known." in told
    assert "Roof at night" in told


def test_what_is_known_of_an_unknown_order_is_told() -> None:
    """Of moments in a partial order, the pairs that are known are told."""
    moments = {"boat": {}, "fire": {}, "storm": {"after": "boat"}}
    parts: dict[str, list[StoryDict]] = {"S1E1": [{"says": f"A {name}", "when": name} for name in moments]}
    told = text(tell_timeline(timeline(TITLE, shelf(parts, moments=moments), at()).value))
    assert "In what order is not known, except that boat is before storm." in told


def test_a_claim_without_a_moment_belongs_to_its_telling_time() -> None:
    """It comes just after the latest moment that its episode or an earlier one names, though that looks back."""
    parts: dict[str, list[StoryDict]] = {
        "S1E1": [{"says": "Ada comes home"}, {"says": "Tom climbs up", "when": "roof-at-night"}],
        "S1E2": [{"says": "They row", "when": "boat"}, {"says": "Ada remembers"}],
        "S1E3": [{"says": "Tom is buried", "when": "funeral"}, {"says": "Ada leaves"}],
    }
    found = [(point.moment, point.episode) for stretch in view(parts).fabula for point in stretch.points]
    assert found == [
        ("boat", None),
        ("roof-at-night", None),
        (None, Episode(1, 1)),
        (None, Episode(1, 2)),
        ("funeral", None),
        (None, Episode(1, 3)),
    ]


def test_the_syuzhet_is_in_order_of_telling() -> None:
    """In the other order each part holds what it tells, whenever that happened."""
    parts: dict[str, list[StoryDict]] = {
        "S1E1": [{"says": "Tom is buried", "when": "funeral"}],
        "S1E2": [{"says": "They row", "when": "boat"}],
    }
    told = [claim.says for stretch in view(parts).syuzhet for point in stretch.points for claim in point.claims]
    assert told == ["Tom is buried", "They row"]


def known(parts: dict[str, list[StoryDict]], person: str, watched: str = "all") -> Knowledge:
    """Tell what somebody knows."""
    return knows(TITLE, person, shelf(parts), at(watched)).value.knowledge


@pytest.mark.parametrize(
    ("tie", "way"),
    [
        ({"known_by": "ben"}, "knows"),
        ({"planted_by": "ben"}, "planted"),
        ({"deceives": "Ben fools the village"}, "deceives"),
        ({"deceives": "Ada Hill and Ben Stone fool the village"}, "deceives"),
    ],
)
def test_who_knows_a_claim(tie: StoryDict, way: str) -> None:
    """Who is said to know it, planted it, or deceives by it, knows what is so."""
    found = known({"S1E1": [{"says": "Tom slips", **tie}]}, "Ben")
    assert [(held.claim.says, held.way) for held in found.knows] == [("Tom slips", way)]


def test_a_sentence_that_only_begins_like_a_name_names_nobody() -> None:
    """The brother of somebody is somebody else."""
    parts: dict[str, list[StoryDict]] = {"S1E1": [{"says": "Tom slips", "deceives": "Ben's brother fools them all"}]}
    assert known(parts, "Ben").knows == ()


def test_a_belief_ends_when_its_holder_knows_better() -> None:
    """Who comes to know what overturned a belief holds it until then; who does not still holds it."""
    believed = {**ACCIDENT, "believed_by": ["ada", "cleo"]}
    parts: dict[str, list[StoryDict]] = {"S1E1": [believed], "S1E2": [{**PUSHED, "known_by": ["ada", "ben"]}]}
    assert [held.until for held in known(parts, "Ada").believes] == [Episode(1, 2)]
    assert [held.until for held in known(parts, "Cleo").believes] == [None]
    assert [held.until for held in known(parts, "Ada", "S1E1").believes] == [None]


def test_what_somebody_says_and_is_not_so() -> None:
    """A claim on somebody's word that does not stand is what they say, not what they know."""
    parts: dict[str, list[StoryDict]] = {"S1E1": [{**ACCIDENT, "told_by": "ben"}], "S1E2": [PUSHED]}
    found = known(parts, "ben")
    assert [held.claim.says for held in found.says] == ["Tom slips"]
    assert found.knows == ()


@pytest.mark.parametrize("asked", ["ada hill", "ADA", "  Ada  Hill ", "hill", "Ada-Hill"])
def test_a_person_is_found_by_any_spelling(asked: str) -> None:
    """Case, punctuation and missing parts of a name do not matter, as long as they fit one person."""
    assert known({}, asked).person.name == "Ada Hill"


def test_a_name_that_fits_two_names_both() -> None:
    """A name that more than one person has is refused, and both are named."""
    with pytest.raises(UnknownPerson) as error:
        known({}, "stone")
    assert error.value.several == ("Ben Stone", "Cleo Stone")
    assert "several persons in The House on the Hill are known as 'stone' here" in str(error.value)
    assert str(error.value).endswith("say in full whom: 'Ben Stone' or 'Cleo Stone'")


@pytest.mark.parametrize("asked", ["", "?", "Dora", "Tom"])
def test_nobody_is_nobody(asked: str) -> None:
    """A name that no visible person has is refused, with what to do."""
    with pytest.raises(UnknownPerson, match=r"; (the nearest: |`cliffhanger previously` lists who has come up)"):
        known({}, asked)


def test_a_hidden_person_is_refused_as_one_that_does_not_exist() -> None:
    """The same error, with the same nearest names."""
    parts: dict[str, list[StoryDict]] = {"S1E3": [{"introduces": {"cleo": {"name": "Adah"}}}]}
    frame: dict[str, Any] = {"premise": [ADA, BEN]}
    errors = []
    for held in (parts, {}):
        with pytest.raises(UnknownPerson) as error:
            knows(TITLE, "Adah", shelf(held, **frame), at("S1E2"))
        errors.append(str(error.value))
    assert errors[0] == errors[1]


def test_a_thread_remembers_how_it_was_worded_and_answered() -> None:
    """All wordings and answers are kept in order, with what stands."""
    reworded = {**PUSHED, "rewords": {"killer": "Who killed Tom and the cat?"}}
    thread = view({"S1E1": [ACCIDENT], "S1E2": [reworded]}).threads[0]
    assert [one.asks for one in thread.wordings] == ["Who killed Tom?", "Who killed Tom and the cat?"]
    assert [(one.answer, one.stands) for one in thread.answers] == [("An accident", False), ("Ben Stone", True)]


def test_closure_is_for_who_has_seen_the_end() -> None:
    """Before the last part there is none."""
    parts: dict[str, list[StoryDict]] = {"S1E1": [ACCIDENT, {"says": "A key", "opens": "key"}], "S1E2": [PUSHED]}
    assert view(parts, "S1E2").closure is None
    closure = view(parts).closure
    assert closure is not None
    assert (closure.answered, closure.of, closure.share) == (1, 2, 0.5)
    assert [thread.asks for thread in closure.left_open] == ["What does the key open?"]


def test_an_open_question_of_who_is_a_cliffhanger() -> None:
    """A story that ends before it tells who it was ends in a cliffhanger, whatever else it answers."""
    opened = {"says": "Tom is dead", "opens": "killer", "weighs": {"killer": {"ben": 3}}}
    key = {"says": "A key", "opens": "key", "answers": {"key": "The cellar"}}
    closure = view({"S1E1": [opened], "S1E3": [key]}).closure
    assert closure is not None
    assert closure.is_cliffhanger


def test_a_last_part_that_asks_more_than_it_answers_is_a_cliffhanger() -> None:
    """New questions that the last part leaves open count against those that it answers."""
    key = {"says": "There is a key", "opens": "key"}
    open_end = view({"S1E1": [ACCIDENT], "S1E3": [key]}).closure
    balanced = view({"S1E1": [ACCIDENT], "S1E3": [PUSHED, key]}).closure
    assert open_end is not None
    assert open_end.is_cliffhanger
    assert balanced is not None
    assert not balanced.is_cliffhanger


def test_closure_in_words() -> None:
    """It is told how many questions are answered, how many stay open, and how it ends."""
    seen = view({"S1E1": [ACCIDENT], "S1E3": [PUSHED, {"says": "There is a key", "opens": "key"}]})
    assert seen.closure is not None
    assert closure_told(seen, seen.closure) == (
        "Of two questions that the story raises, one is answered (50%), and one stays open; "
        "the last episode itself raises it. It does not end in a cliffhanger."
    )


def test_the_short_recap_tells_what_matters() -> None:
    """Turns come before colour, and what has been overturned is left out."""
    colour: list[StoryDict] = [{"says": f"It rains on day {number}"} for number in range(9)]
    parts: dict[str, list[StoryDict]] = {
        "S1E1": [*colour, ACCIDENT, {"says": "There is a key", "opens": "key"}],
        "S1E2": [PUSHED],
    }
    assert [claim.says for claim in view(parts).highlights[0].claims] == ["There is a key"]
    assert [claim.says for claim in view(parts, "S1E1").highlights[0].claims] == ["Tom slips", "There is a key"]


def test_a_part_in_which_nothing_matters_has_a_short_recap_all_the_same() -> None:
    """Its last claim stands for it."""
    parts: dict[str, list[StoryDict]] = {"S1E1": [{"says": "It rains"}, {"says": "It snows"}]}
    assert [claim.says for claim in view(parts).highlights[0].claims] == ["It snows"]


def test_parts_are_named_in_one_way() -> None:
    """A part has its number, and its season where there are several; a novel has chapters."""
    series = view({}, episodes={"1": 3})
    novel = view({}, told_in="chapter")
    assert part(series, Episode(1, 2)) == "episode 2"
    assert heading(novel, Episode(1, 2)) == "Chapter 2"
    assert part(series, None) == "the premise"
    assert parts(novel, [Episode(1, number) for number in (1, 2, 3, 5)]) == "chapters 1 to 3 and 5"
    assert watched(novel) == "You have read all three chapters."
    more: dict[str, Any] = {"episodes": {"1": 2, "2": 2}, "announced": {"1": "2026-01-01", "2": "2026-02-01"}}
    seasons = view({}, **more, released={"S1E1": "2026-01-08", "S2E1": "2026-02-08"})
    assert parts(seasons, [Episode(1, 1), Episode(2, 1)]) == "season 1, episode 1; season 2, episode 1"


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("The roof is wet", " that the roof is wet"),
        ("Ada's hat is found", " that Ada's hat is found"),
        ("Friends push him.", ": Friends push him"),
        ("Between Ada and Ben it is all about the house", " that between Ada and Ben it is all about the house"),
    ],
)
def test_a_sentence_follows_that_where_its_first_word_is_known(says: str, told: str) -> None:
    """Small words become small, names stay; of another word nobody knows, so that a colon leads in."""
    assert that(view({}), says) == told


def test_half_way_an_explanation_looks_whole() -> None:
    """Who has not seen the end is told what is known, and nothing of an ending."""
    parts: dict[str, list[StoryDict]] = {"S1E1": [ACCIDENT], "S1E2": [PUSHED]}
    told = text(tell_explained(explain(TITLE, shelf(parts), at("S1E1")).value))
    assert "what is known so far" in told
    assert "Who killed Tom? An accident." in told
    assert "ending" not in told


def test_an_explanation_tells_what_it_seemed_and_what_it_is() -> None:
    """Who has seen the end is told the false answer, the true one, why, how, and what is left open."""
    weighed = {**ACCIDENT, "weighs": {"killer": {"ada": 2}}, "believed_by": "the village"}
    truth = {**PUSHED, "because": "he wanted the house", "how": "he loosened a tile", "deceives": "Ben fools them all"}
    parts: dict[str, list[StoryDict]] = {"S1E1": [weighed], "S1E3": [truth]}
    told = text(tell_explained(explain(TITLE, shelf(parts), at()).value))
    for said in (
        "Who killed Tom? The answer seemed to be: An accident. The village believe: Tom slips.",
        "Who killed Tom? Ben Stone. Ben pushed him, because he wanted the house.",
        "Ben fools them all. How: he loosened a tile.",
        'this answer to "Who killed Tom?" had a chance of',
        "Every question that the story raises is answered.",
    ):
        assert said in told


def test_an_answer_has_a_basis_and_sources() -> None:
    """The basis digests the view, and the sources name the file and the pages with the places of the claims."""
    parts: dict[str, list[StoryDict]] = {"S1E1": [{**ACCIDENT, "sources": "GAZETTE"}], "S1E2": [PUSHED]}
    answer = previously(TITLE, shelf(parts), at())
    assert answer.basis.views == (("story", answer.value.story.digest),)
    assert [(source.name, source.tells) for source in answer.sources] == [
        (f"the story file of {TITLE}", "S1E1 1; S1E2 1"),
        ("The Gazette", "S1E1 1"),
    ]


def test_a_recap_for_who_has_seen_nothing_is_the_premise() -> None:
    """It has the premise and its persons, and no heading for what is to come."""
    premise = [ADA, {"says": "Ada comes home to bury her uncle"}]
    answer = previously(TITLE, shelf({"S1E1": [ACCIDENT]}, premise=premise), at("none"))
    blocks: list[Block] = [*tell_previously(answer.value)]
    assert text(blocks) == (
        f"{TITLE} {'=' * len(TITLE)} You have watched nothing yet. What it is about {'-' * 16} "
        f"Ada comes home to bury her uncle. Who is who {'-' * 10} - Ada Hill: the heir"
    )


def test_a_story_that_nobody_knows_is_refused() -> None:
    """An unknown title and one not yet announced get the same error."""
    for title, day in (("Nothing", date(2026, 6, 1)), (TITLE, date(2025, 12, 31))):
        with pytest.raises(UnknownStory):
            threads(title, shelf({}), at(as_of=day))


def test_an_episode_that_does_not_exist_is_refused() -> None:
    """How many episodes there are is public, so that a slip can be told."""
    with pytest.raises(NoSuchEpisode):
        threads(TITLE, shelf({}), at("S1E9"))
