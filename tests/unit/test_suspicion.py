"""Suspicion: weights of evidence give the chances that Bayes' rule gives, step by step; surprises are finite."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cliffhanger.brief.almanac import SHIPPED
from cliffhanger.brief.parts import parts
from cliffhanger.brief.suspects import bars
from cliffhanger.story import Story, StoryView
from cliffhanger.story.suspicion import SOMEONE_ELSE, Suspicion
from cliffhanger.vantage import Vantage, Watched
from stories import StoryDict, stories, yaml_text

NAMES = ("ada", "ben", "cleo", "dora", "emil")
FIFTH = Fraction(1, 5)


def story(*parts: list[StoryDict], premise: list[StoryDict] | None = None) -> str:
    """Write a story with a part for each list of claims; all persons are introduced by the premise."""
    people: StoryDict = {"introduces": {name: {"name": name.title()} for name in NAMES}}
    return yaml_text(
        {
            "format_version": 1,
            "title": "The House on the Hill",
            "announced": "2026-01-01",
            "released": "2026-01-01",
            "episodes": {"1": max(1, len(parts))},
            "people": {name: {} for name in (*NAMES, "stranger")},
            "threads": {"killer": {"asks": "Who killed Tom?"}},
            "premise": [people, *(premise or [])],
            "reveals": {f"S1E{number}": claims for number, claims in enumerate(parts, start=1)},
        }
    )


def view(text: str, watched: str = "all") -> StoryView:
    """View a story."""
    found = Story.parse(text).at(Vantage(date(2026, 6, 1), Watched.parse(watched)))
    assert found is not None
    return found


def killer(*parts: list[StoryDict], watched: str = "all") -> Suspicion:
    """Give the one question of a story."""
    return view(story(*parts), watched).suspicion[0]


def weigh(says: str = "Something happens", **decibans: int) -> StoryDict:
    """Write a claim that weighs persons."""
    return {"says": says, "weighs": {"killer": decibans}}


def opens(**decibans: int) -> StoryDict:
    """Write the claim that opens the question, and weighs persons at once."""
    return {"opens": "killer", **weigh("Tom is dead", **decibans)}


def after(one: Suspicion, step: int = -1) -> dict[str, float]:
    """Give the chances after a step, by answer."""
    return {chance.answer: chance.chance for chance in one.steps[step].chances}


def test_one_suspect() -> None:
    """Ten decibans make an answer that entered with a fifth ten times as likely: 2.0 to 0.8."""
    assert after(killer([opens(ada=10)])) == pytest.approx({"Ada": 2.0 / 2.8, SOMEONE_ELSE: 0.8 / 2.8})


def test_a_weight_against_an_answer() -> None:
    """Ten decibans against make it a tenth as likely: 0.02 to 0.8."""
    assert after(killer([opens(ada=-10)])) == pytest.approx({"Ada": 0.02 / 0.82, SOMEONE_ELSE: 0.8 / 0.82})


def test_a_second_suspect_takes_from_someone_else_alone() -> None:
    """Who enters later takes a fifth of what someone else has then, and nothing from those already named."""
    told = after(killer([opens(ada=10)], [weigh(ben=0)]))
    assert told == pytest.approx({"Ada": 2.0 / 2.8, "Ben": 0.16 / 2.8, SOMEONE_ELSE: 0.64 / 2.8})


def test_the_likeliest_comes_first() -> None:
    """Chances are sorted; of equals, who entered first comes first, and someone else last."""
    one = killer([opens(ada=0, ben=20)], [weigh(cleo=3)])
    assert [chance.answer for chance in one.steps[-1].chances] == ["Ben", SOMEONE_ELSE, "Cleo", "Ada"]
    assert one.answers == (SOMEONE_ELSE, "Ada", "Ben", "Cleo")


weighings = st.lists(st.tuples(st.sampled_from(NAMES), st.integers(-4, 4)), min_size=1, max_size=8)


@settings(max_examples=100, deadline=None)
@given(weighings)
def test_it_is_naive_bayes(given_weights: list[tuple[str, int]]) -> None:
    """Chances are those of Bayes' rule over explicit hypotheses, with likelihoods that have the Bayes factors told."""
    one = killer([opens(), *(weigh("It happens", **{name: 10 * tens}) for name, tens in given_weights)])
    assert after(one) == pytest.approx({name: float(share) for name, share in bayes(given_weights).items()})


def bayes(evidence: list[tuple[str, int]]) -> dict[str, Fraction]:
    """Work out the posterior in exact fractions: prior, then P(claim | hypothesis) for each claim and hypothesis."""
    order = list(dict.fromkeys(name for name, _ in evidence))
    prior = {name.title(): FIFTH * (1 - FIFTH) ** place for place, name in enumerate(order)}
    prior[SOMEONE_ELSE] = Fraction(1) - sum(prior.values())
    joint = dict(prior)
    for name, tens in evidence:
        factor = Fraction(10**tens) if tens > 0 else Fraction(1, 10**-tens)
        if_not = min(Fraction(1), 1 / factor) / 2
        for hypothesis in joint:
            joint[hypothesis] *= factor * if_not if hypothesis == name.title() else if_not
    return {hypothesis: mass / sum(joint.values()) for hypothesis, mass in joint.items()}


def test_only_standing_claims_count() -> None:
    """A weight counts no more from the step on in which its claim is overturned, and the answer stays in play."""
    false = {"id": "false", **weigh(ada=10)}
    one = killer([opens(), false], [{"says": "It was not so", "overturns": "false"}])
    assert after(one, 0)["Ada"] == pytest.approx(2.0 / 2.8)
    assert after(one, 1)["Ada"] == pytest.approx(0.2)
    assert [(moved.answer, moved.decibans, moved.ceased) for moved in one.steps[1].moved] == [("Ada", 10, True)]


def test_overturning_the_overturner_brings_a_weight_back() -> None:
    """At each step stands what stands by the claims told until then."""
    told = [{"id": "one", **weigh(ada=10)}], [{"id": "two", "says": "No", "overturns": "one"}]
    one = killer([opens()], *told, [{"says": "Yes", "overturns": "two"}])
    assert [after(one, step).get("Ada") for step in range(4)] == [
        None,
        *(pytest.approx(x) for x in (2 / 2.8, 0.2, 2 / 2.8)),
    ]


def test_an_answer_weighs_forty_decibans() -> None:
    """A claim that answers the question makes its answer ten thousand times as likely."""
    one = killer([opens(ada=0), {"says": "It was Ada", "answers": {"killer": "ada"}}])
    assert after(one)["Ada"] == pytest.approx(2000 / 2000.8)
    assert one.answered


def test_only_the_newest_standing_answer_closes() -> None:
    """Of two answers that stand, the later one weighs; a false one weighs no more once it is overturned."""
    first: StoryDict = {"id": "first", "says": "It was Ada", "answers": {"killer": "ada"}}
    one = killer([opens(ben=0), first], [{"says": "It was Ben", "answers": {"killer": "ben"}}])
    assert after(one, 0)["Ada"] > 0.99
    assert after(one, 1)["Ben"] > 0.99


def test_an_answer_in_words_is_an_answer() -> None:
    """Words enter as persons do, and words that mean someone else weigh for all who are not named."""
    claim: StoryDict = {"says": "A storm rose", "weighs": {"killer": {"The storm": 10, "Someone else": 10}}}
    told = after(killer([opens(ada=0), claim]))
    assert told == pytest.approx({"Ada": 0.2 / 8.2, "The storm": 1.6 / 8.2, SOMEONE_ELSE: 6.4 / 8.2})


def test_a_question_without_persons_is_none_of_who() -> None:
    """A question becomes one of who when a visible claim weighs a person."""
    text = story([{**opens(), "weighs": {"killer": {"The storm": 9}}}], [weigh(ada=3)])
    assert view(text, "S1E1").suspicion == ()
    assert [one.asks for one in view(text, "S1E2").suspicion] == ["Who killed Tom?"]


def test_who_is_hidden_takes_nothing() -> None:
    """Before an answer enters, the chances are those of a story in which it never does."""
    both = killer([opens(ada=10)], [weigh(ben=20)], watched="S1E1")
    assert both == killer([opens(ada=10)], [], watched="S1E1")


def test_a_weight_waits_for_its_person() -> None:
    """A claim that weighs somebody who is introduced later counts from the step of the introduction."""
    enters: StoryDict = {"says": "A stranger comes", "introduces": {"stranger": {"name": "Fay"}}}
    one = killer([opens(ada=0), weigh(stranger=10)], [enters])
    assert "Fay" not in after(one, 0)
    assert after(one, 1)["Fay"] == pytest.approx(1.6 / 2.44)


def test_two_who_are_one_are_one_answer_once_that_is_told() -> None:
    """Their weights add up at every step, but only in a view that knows it."""
    parts = [opens(ada=10)], [weigh(ben=10)], [{"says": "They are one", "same_person": ["ada", "ben"]}]
    assert len(killer(*parts, watched="S1E2").answers) == 3
    joined = killer(*parts)
    assert after(joined, 1)["Ben"] == pytest.approx(20 / 20.8)
    assert len(joined.answers) == 2


def test_the_premise_can_raise_a_question() -> None:
    """A question that is public before the first part has a step of its own."""
    one = view(story([weigh(ben=10)], premise=[opens(ada=10)]), "none").suspicion[0]
    assert [step.episode for step in one.steps] == [None]
    assert after(one)["Ada"] == pytest.approx(2.0 / 2.8)


def test_chances_are_chances_under_any_weight() -> None:
    """Weights far beyond what a floating point number can hold neither overflow nor make an answer impossible."""
    one = killer([opens(), *(weigh(ada=999) for _ in range(9)), *(weigh(ben=-999) for _ in range(9))])
    assert after(one)["Ada"] == pytest.approx(1.0)
    assert sum(after(one).values()) == pytest.approx(1.0)


def test_the_surprise_of_somebody_whom_nobody_named() -> None:
    """It is that of a fifth of what someone else had: ada has 2.0 and someone else 0.8, so 0.16 of 2.8."""
    believed = {"id": "ada-did-it", **opens(ada=10)}
    truth: StoryDict = {"says": "Ben did it", "overturns": "ada-did-it", "answers": {"killer": "ben"}}
    surprise = view(story([believed], [truth])).twists[0].surprise
    assert surprise is not None
    assert surprise.bits == pytest.approx(-math.log2(0.16 / 2.8))
    assert surprise.chance == pytest.approx(0.16 / 2.8)
    assert (surprise.asks, surprise.answer) == ("Who killed Tom?", "Ben")


def test_a_truth_that_was_likely_surprises_little() -> None:
    """The chance just before the reveal counts, with all that the same part tells before."""
    believed = {"id": "ada-did-it", **opens(ada=0)}
    truth: StoryDict = {"says": "Ben did it", "overturns": "ada-did-it", "answers": {"killer": "ben"}}
    surprise = view(story([believed], [weigh(ben=20), truth, weigh(ada=30)])).twists[0].surprise
    assert surprise is not None
    assert surprise.chance == pytest.approx(16 / 16.84)


def test_surprise_is_finite_under_any_weight() -> None:
    """Even a truth against which everything speaks has a surprise that can be told."""
    believed = {"id": "ada-did-it", **opens(ada=999)}
    truth: StoryDict = {"says": "Ben did it", "overturns": "ada-did-it", "answers": {"killer": "ben"}}
    surprise = view(story([believed, *(weigh(ada=999) for _ in range(9))], [truth])).twists[0].surprise
    assert surprise is not None
    assert 3000 < surprise.bits < 4000


def test_where_nothing_was_expected_there_is_no_surprise() -> None:
    """A truth that answers no question, or one to which nothing had been said, has no figure."""
    truth: StoryDict = {"says": "It is", "overturns": "false", "answers": {"killer": "ada"}}
    text = story([{"says": "It is not", "id": "false", "opens": "killer"}], [truth])
    assert view(text).twists[0].surprise is None


@pytest.mark.parametrize("order", [("ada", "ben"), ("ben", "ada")])
def test_who_enters_by_one_claim_enters_alike(order: tuple[str, str]) -> None:
    """Answers that enter together share what they take, in whatever order they are written."""
    told = after(killer([opens(**dict.fromkeys(order, 5))]))
    share = 0.18 * 10**0.5
    assert told == pytest.approx(
        dict.fromkeys(("Ada", "Ben"), share / (2 * share + 0.64)) | {SOMEONE_ELSE: 0.64 / (2 * share + 0.64)}
    )


def test_the_order_of_weights_within_a_claim_tells_nothing() -> None:
    """An answer takes its share of what someone else has before the claim weighs anybody."""
    claims = [
        {"says": "It blew", "weighs": {"killer": dict(order)}}
        for order in permutations([("The wind", 3), (SOMEONE_ELSE, 9)])
    ]
    one, other = (after(killer([opens(ada=0), claim])) for claim in claims)
    assert one == pytest.approx(other)


HEARSAY_WAYS: dict[str, StoryDict] = {
    "told by a person": {"told_by": "cleo"},
    "told by words": {"told_by": "the press"},
    "believed by a person": {"believed_by": "cleo"},
    "believed by words": {"believed_by": "the town"},
}


@pytest.mark.parametrize("way", HEARSAY_WAYS)
def test_an_answer_on_somebodys_word_weighs_ten_decibans(way: str) -> None:
    """What somebody says or believes makes an answer ten times as likely, and leaves the question in doubt."""
    one = killer([opens(ada=0), {"says": "It was Ada", "answers": {"killer": "ada"}, **HEARSAY_WAYS[way]}])
    assert after(one)["Ada"] == pytest.approx(2.0 / 2.8)
    assert not one.answered


def test_what_somebody_tells_and_knows_is_an_answer() -> None:
    """Where somebody is said to know what is told, the story answers for it."""
    told: StoryDict = {"says": "It was Ada", "answers": {"killer": "ada"}, "told_by": "cleo", "known_by": "cleo"}
    one = killer([opens(ada=0), told])
    assert after(one)["Ada"] > 0.999
    assert one.answered


def test_mere_word_ends_no_answer_that_the_story_tells() -> None:
    """A later answer on somebody's word weighs beside one that the story gives itself; a later word ends the word."""
    told: StoryDict = {"says": "It was Ada", "answers": {"killer": "ada"}}
    words: list[StoryDict] = [
        {"says": f"It was {name}", "told_by": "cleo", "answers": {"killer": name}} for name in ("ben", "dora")
    ]
    one = killer([opens(ada=0), told, *words])
    assert after(one)["Ada"] > 0.99
    assert sum(moved.decibans for moved in one.steps[0].moved if moved.answer in ("Ben", "Dora")) == 10


def bearing(**believed: object) -> str | None:
    """Tell on which question a surprise is measured when a claim is overturned that bears on some question."""
    opening = [opens(ada=0), {"says": "A voice", "opens": "voice", "weighs": {"voice": {"ada": 20, "The wind": 1}}}]
    false: StoryDict = {"id": "false", "says": "It seems so", **believed}
    truth: StoryDict = {
        "says": "Ben did it",
        "overturns": "false",
        "answers": {"killer": "ben", "voice": "ben", "how": "By night"},
    }
    how: StoryDict = {"says": "How?", "opens": "how", "weighs": {"how": {"By day": 40}}}
    text = story([*opening, how, false], [truth])
    asked = text.replace("threads: {", "threads: {voice: {asks: Whose voice was it?}, how: {asks: How was it done?}, ")
    surprise = view(asked).twists[0].surprise
    return surprise.asks if surprise else None


def test_a_surprise_belongs_to_a_question_on_which_the_belief_bore() -> None:
    """Of the questions that a truth answers, those count that the overturned claim weighed or answered otherwise."""
    assert bearing(weighs={"killer": {"ada": 0}}) == "Who killed Tom?"
    assert bearing(answers={"killer": "cleo"}) == "Who killed Tom?"
    assert bearing(weighs={"how": {"By day": 1}}) == "How was it done?"


def test_a_belief_that_bears_on_no_question_leaves_those_of_persons() -> None:
    """Else the questions count whose answer is a person, and of these the one answered most surprisingly."""
    assert bearing() == "Whose voice was it?"
    assert bearing(answers={"killer": "ben"}) == "Whose voice was it?"


def test_answers_that_enter_together_stand_in_the_order_of_introduction() -> None:
    """Whatever order a claim weighs them in, who was introduced first comes first, also when introduced again later."""
    again: StoryDict = {"introduces": {"ben": {"name": "Ben"}}, "says": "Ben again"}
    told = [opens(cleo=1, ben=2, ada=3)], [again]
    for watched in ("S1E1", "all"):
        assert killer(*told, watched=watched).answers == (SOMEONE_ELSE, "Ada", "Ben", "Cleo")


def test_what_one_claim_weighs_for_an_answer_is_one_sum() -> None:
    """A claim that weighs an answer and gives it moves it once, by both weights together."""
    (moved,) = killer([opens(ada=0)], [{"answers": {"killer": "ben"}, **weigh(ben=20)}]).steps[1].moved
    assert (moved.answer, moved.decibans) == ("Ben", 60)


def test_bars_over_a_gap_tell_of_the_gap() -> None:
    """Where many parts stand in one row, its heading names those that have been watched, and no others."""
    one = view(story([opens(ada=3)], *([] for _ in range(13))), "S1E1-S1E3,S1E5,S1E8-S1E14")
    header = bars(one, one.suspicion[0]).header
    assert header[1] == parts(one, one.watched_through)
    assert header[1] == "episodes 1 to 3, 5 and 8 to 14"


@settings(max_examples=100, deadline=None)
@given(stories(), st.integers(1, 4))
def test_history_does_not_change(written: StoryDict, number: int) -> None:
    """A step has the chances that a view of just that step gives, unless two persons have become one since."""
    for claims in (written["premise"], *written["reveals"].values()):
        for claim in claims:
            claim.pop("same_person", None)
            claim.setdefault("says", "Something")
    loaded = Story.parse(yaml_text(written))
    late = date(2026, 12, 31)
    now = loaded.at(Vantage(late, Watched.parse(f"S1E{number}")))
    then = loaded.at(Vantage(late, Watched.parse("all")))
    assert now is not None
    assert then is not None
    for thread in now._threads.opened:
        early, whole = now._suspicions.of(thread), then._suspicions.of(thread)
        assert [step.by_place for step in early.steps] == [step.by_place for step in whole.steps[: len(early.steps)]]


ORDER = {
    "S1E1": ["Jack Harper", "Anna Andrews", SOMEONE_ELSE],
    "S1E2": ["Jack Harper", "Anna Andrews", SOMEONE_ELSE],
    "S1E3": ["Anna Andrews", "Jack Harper", SOMEONE_ELSE],
    "S1E4": ["Anna Andrews", "Clyde Duffie", "Richard Jones", "Jack Harper", SOMEONE_ELSE],
    "S1E5": ["Catherine Kelly", "Richard Jones", "Jack Harper", SOMEONE_ELSE, "Anna Andrews", "Clyde Duffie"],
}


@pytest.fixture(scope="module")
def his_and_hers() -> Story:
    """Give the story of the almanac."""
    return Story.load(Path(SHIPPED) / "stories" / "his-and-hers.yaml")


def asked(loaded: Story, watched: str) -> Suspicion:
    """Give who is suspected of the murders at a vantage."""
    seen = loaded.at(Vantage(date(2026, 1, 14), Watched.parse(watched)))
    assert seen is not None
    return seen.suspicion[0]


@pytest.mark.parametrize("watched", ORDER)
def test_suspicion_moves_as_the_episodes_move_it(his_and_hers: Story, watched: str) -> None:
    """After each episode of His & Hers the suspects stand in the order in which its viewers suspect them."""
    steps = asked(his_and_hers, watched).steps
    assert [chance.answer for chance in steps[-1].chances] == ORDER[watched]


def test_close_is_close_and_far_is_far(his_and_hers: Story) -> None:
    """Jack and Anna are close at first, Clyde and Richard later; then Catherine is far ahead."""
    first, fourth, fifth = (after(asked(his_and_hers, watched)) for watched in ("S1E1", "S1E4", "S1E5"))
    assert first["Jack Harper"] / first["Anna Andrews"] < 1.1
    assert fourth["Clyde Duffie"] / fourth["Richard Jones"] < 1.5
    assert fifth["Catherine Kelly"] / fifth["Richard Jones"] > 4


def test_the_end_is_certain_and_was_not_to_be_expected(his_and_hers: Story) -> None:
    """After the last episode it is Alice, whom nobody had named; just before, all pointed to Catherine."""
    seen = his_and_hers.at(Vantage(date(2026, 1, 14), Watched.parse("all")))
    assert seen is not None
    assert seen.suspicion[0].steps[-1].chances[0].answer == "Alice"
    assert seen.suspicion[0].steps[-1].chances[0].chance > 0.999
    closed = next(one for one in seen.twists if "Lexy killed" in one.believed.says)
    assert closed.surprise is not None
    assert closed.surprise.bits > 10
    assert "Alice" not in asked(his_and_hers, "S1E5").answers
