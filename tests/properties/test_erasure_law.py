"""The spoiler law, by erasing: a story from which all is gone that a vantage hides is shown there as before."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, seed, settings
from hypothesis import strategies as st

import cliffhanger
from cliffhanger.story import Story, cells, frame, plaintext
from cliffhanger.story.claims import Answers, Weighs
from cliffhanger.story.storyfile import parse
from cliffhanger.story.ways import ALWAYS
from cliffhanger.vantage import Vantage, Watched
from erasing import erased, erasures
from everywhere import answered, composed, everything
from stories import StoryDict, yaml_text
from twins import Twin, leaks, twins

law = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
hunt = settings(law, max_examples=2000, database=None, phases=[Phase.generate])
counted = settings(law, max_examples=400, database=None, phases=[Phase.generate])


@law
@given(erasures())
def test_erasing_what_is_hidden_changes_no_byte_of_any_answer(twin: Twin) -> None:
    """The view and all questions, with what is refused, are the same where what is hidden was never written."""
    assert not leaks(answered, twin)


@law
@given(erasures())
def test_erasing_what_is_hidden_changes_no_byte_of_any_picture_brief_or_page(twin: Twin) -> None:
    """Storylines, briefs, pages and searches, in every form, are the same where what is hidden was never written."""
    assert not leaks(composed, twin)


# The stories that are shipped.

SHIPPED = Path(cliffhanger.__file__).with_name("almanac") / "stories"

WATCHED = ("none", "S1E2", "S1E1,S1E3,S1E5", "S1E4-S1E4")


@pytest.mark.parametrize("watched", WATCHED)
@pytest.mark.parametrize("name", sorted(path.stem for path in SHIPPED.glob("*.yaml")))
def test_erasing_what_is_hidden_changes_no_byte_of_a_shipped_story(name: str, watched: str) -> None:
    """The law holds on the stories of the almanac, at vantages with gaps and without."""
    story, vantage = _plain(name), Vantage(date(2026, 2, 1), Watched.parse(watched))
    text, other = (SHIPPED / f"{name}.yaml").read_text("utf-8"), erased(story, vantage, Random(1))
    assert other is not None
    for show in (answered, composed):
        assert show(text, vantage, story["title"]) == show(yaml_text(other), vantage, story["title"])


@cache
def _plain(name: str) -> StoryDict:
    def plain(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: plain(value) for key, value in node.items()}
        return [plain(value) for value in node] if isinstance(node, list) else node

    story: StoryDict = plain(plaintext.read((SHIPPED / f"{name}.yaml").read_text("utf-8")).root)
    return story


# What the cases hold, so that the laws are not about nothing.

SHARES = {
    "a question with weights": 0.4,
    "a twist with a surprise": 0.2,
    "something watched": 0.6,
    "something hidden": 0.6,
    "a tie that lasts": 0.2,
    "an order known in part": 0.05,
    "an ending": 0.1,
    "an ending with what seemed": 0.04,
    "a claim without a sentence": 0.4,
    "a season announced before the one before it": 0.02,
    "a season to come": 0.03,
    "hearsay, in facts too": 0.05,
    "a note that is disputed": 0.05,
}

WRITTEN = (
    *("deceives", "how", "disputed", "places", "place_in_episode", "because", "planted_by", "known_by", "believed_by"),
    *("supports", "undermines", "overturns", "from", "until", "same_person", "alias", "relation", "rewords", "told_by"),
)
FRAMES = ("platform", "format", "based_on", "watch", "by", "told_in", "also_known_as")


@pytest.mark.parametrize("cases", [twins(), erasures()], ids=["changed", "erased"])
def test_the_cases_reach_what_is_hard(cases: st.SearchStrategy[Twin]) -> None:
    """Good shares of the pairs show suspicion, surprises, spans, endings; every key of a story is written in many."""
    found: Counter[str] = Counter()

    @seed(1)
    @counted
    @given(cases)
    def count(twin: Twin) -> None:
        found.update(["pairs", *_reached(twin)])
        found.update(key for key in (*WRITTEN, *FRAMES) if re.search(rf'"{key}":|^{key}:', twin.one, re.MULTILINE))

    count()
    pairs = found["pairs"]
    assert {name: found[name] for name, share in SHARES.items() if found[name] < share * pairs} == {}
    assert {key: found[key] for key in (*WRITTEN, *FRAMES) if found[key] < 0.1 * pairs} == {}


def _reached(twin: Twin) -> list[str]:
    """Name the hard things that a pair shows."""
    view, whole = Story.parse(twin.one).at(twin.vantage), parse(twin.one, "x")
    if view is None:
        return []
    seasons = whole.series.seasons
    shown: dict[str, object] = {
        "a question with weights": view.suspicion,
        "a twist with a surprise": any(twist.surprise for twist in view.twists),
        "something watched": view.watched_through,
        "something hidden": len(view.claims) < sum(bool(one.says) for cell in whole.cells for one in cell.statements),
        "a tie that lasts": any(tie.from_ or tie.until for tie in view.relations),
        "an order known in part": any(len(group) > 1 for group in view.moments) and view.before,
        "an ending": view.ending,
        "an ending with what seemed": view.ending and view.ending.seemed,
        "a claim without a sentence": any(not one.says for cell in whole.cells for one in cell.statements),
        "a season announced before the one before it": 2 in view.episodes and 1 not in view.episodes,
        "a season to come": len(view.episodes) < len(seasons),
        "hearsay, in facts too": any(fact.told_by for fact in view.facts),
        "a note that is disputed": any(note.confidence or note.disputed for note in view.adaptation),
    }
    return [name for name, here in shown.items() if here]


# Gates that leak on purpose.


def _spans_of_hidden_moments(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cells._Cells, "_happens", lambda self, moment: ALWAYS)


def _chains_through_hidden_moments(patch: pytest.MonkeyPatch) -> None:
    written = frame.fabula

    def closed(story: Any) -> Any:
        groups, pairs = written(story)
        known = set(pairs)
        while more := {(a, d) for a, b in known for c, d in known if b == c} - known:
            known |= more
        return groups, tuple(sorted(known))

    patch.setattr(frame, "fabula", closed)


def _wordings_of_hidden_questions(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cells._Cells, "_opened", lambda self, thread: ALWAYS)


def _nothing(patch: pytest.MonkeyPatch) -> None:
    return


def _told(text: str, vantage: Vantage) -> str:
    return everything(Story.parse(text).at(vantage))


def _prior(text: str, vantage: Vantage) -> str:
    """Let the number of all answers have a part where suspicion shows."""
    view, links = Story.parse(text).at(vantage), [link for cell in parse(text, "x").cells for link in cell.links]
    answers = {(link.thread, link.answer) for link in links if isinstance(link, Weighs | Answers)}
    return _told(text, vantage) + str(len(answers) if view and view.suspicion else 0)


def _surprised(text: str, vantage: Vantage) -> str:
    """Let the number of all links have a part where a surprise shows."""
    view = Story.parse(text).at(vantage)
    links = sum(len(cell.links) for cell in parse(text, "x").cells)
    return _told(text, vantage) + str(links if view and any(twist.surprise for twist in view.twists) else 0)


def _sources_by_place(text: str, vantage: Vantage) -> str:
    """Number sources by their place in the file."""
    view = Story.parse(text).at(vantage)
    pages = json.loads(next(line for line in text.splitlines() if line.startswith("sources: "))[len("sources: ") :])
    names = [page["name"] for page in pages.values()]
    cited = [name for claim in (view.claims if view else ()) for name in claim.sources if name in names]
    return _told(text, vantage) + str([names.index(name) for name in cited])


LEAKS: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], Callable[[str, Vantage], str]]] = {
    "ties keep hidden moments": (_spans_of_hidden_moments, _told),
    "order comes through hidden moments": (_chains_through_hidden_moments, _told),
    "hidden questions are worded": (_wordings_of_hidden_questions, _told),
    "all answers count before they enter": (_nothing, _prior),
    "a surprise counts what is hidden": (_nothing, _surprised),
    "sources are numbered in the file": (_nothing, _sources_by_place),
}


@pytest.mark.parametrize("cases", [twins(), erasures()], ids=["changed", "erased"])
@pytest.mark.parametrize("name", LEAKS)
def test_the_law_catches_what_leaks(name: str, cases: st.SearchStrategy[Twin], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each deliberate leak is found by both kinds of pairs."""
    change, show = LEAKS[name]
    change(monkeypatch)

    def caught(twin: Twin) -> bool:
        try:
            return leaks(show, twin)
        except (KeyError, ValueError):
            return True

    assert find(cases, caught, settings=hunt)
