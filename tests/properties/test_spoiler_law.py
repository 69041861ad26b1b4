"""The spoiler law: what a vantage hides has no part in anything that is shown there."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from cliffhanger.answer import digest
from cliffhanger.story import Story, StoryView
from cliffhanger.story.claims import Asks
from cliffhanger.story.content import Content
from cliffhanger.story.gate import restrict
from cliffhanger.story.storyfile import parse
from cliffhanger.vantage import Vantage, Watched
from everywhere import everything
from hidden import Sight
from stories import StoryDict, stories, vantages, yaml_text
from surfaces import told, told_of
from twins import Twin, leaks, twins

law = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))

hunt = settings(law, max_examples=2000, database=None, phases=[Phase.generate])


def shown(text: str, vantage: Vantage) -> str:
    """Show all of a story that a vantage shows."""
    return everything(Story.parse(text).at(vantage))


@law
@given(twins())
def test_equal_restrictions_give_equal_output(twin: Twin) -> None:
    """Adding, changing or removing what is hidden changes no byte of what is shown."""
    assert not leaks(shown, twin)


@law
@given(twins())
def test_equal_restrictions_are_told_alike(twin: Twin) -> None:
    """Every command's answer, in every form, errors and suggestions included, is the same to the byte."""
    assert not leaks(told, twin)


@law
@given(twins())
def test_a_view_holds_nothing_hidden(twin: Twin) -> None:
    """Even what a view keeps to itself is the same where the vantage cannot tell two stories apart."""
    one, other = (restrict(parse(text, "x"), twin.vantage) for text in (twin.one, twin.other))
    assert one == other
    assert pickle.dumps(repr(one)) == pickle.dumps(repr(other))


@law
@given(stories(), vantages())
def test_restricting_twice_is_restricting_once(story: StoryDict, vantage: Vantage) -> None:
    """The gate drops nothing from what it has let through."""
    once = restrict(parse(yaml_text(story), "x"), vantage)
    assert once is None or restrict(once, vantage) == once


@law
@given(stories(), vantages())
def test_a_view_shows_what_the_written_story_reveals(story: StoryDict, vantage: Vantage) -> None:
    """What is shown is what a plain reading of the file gives: all of it, and nothing besides."""
    sight, view = Sight(story, vantage), Story.parse(yaml_text(story)).at(vantage)
    assert (view is not None) == sight.announced
    if view is not None:
        told = [claim for told in view.recap() for claim in told.claims]
        said = [one.says for one in (*view.premise, *told)] + [one.says for one in view.facts]
        said += [one.says for one in view.adaptation]
        assert sorted(said) == sorted(claim["says"] for claim in sight.claims if "says" in claim)
        assert len(view.threads) == len(sight.threads)
        assert {moment for group in view.moments for moment in group} == sight.moments
        assert len(view.people) <= len(sight.people)


@law
@given(stories(), vantages())
def test_a_view_tells_how_much_is_out_whatever_has_been_watched(story: StoryDict, vantage: Vantage) -> None:
    """The number of episodes that are out, and the day of the last, are public as far as seasons are announced."""
    sight, view = Sight(story, vantage), Story.parse(yaml_text(story)).at(vantage)
    if view is not None:
        days = [day for day in sight.days() if day]
        assert view.out == len([day for day in days if sight.knows(day)])
        missing = len(days) < len(sight.days()) or not days
        assert view.complete == (None if missing else date.fromisoformat(max(days)))


@law
@given(stories(), vantages(), st.integers(0, 20))
def test_who_sees_more_is_shown_more(story: StoryDict, vantage: Vantage, days: int) -> None:
    """No claim goes away when days pass or more is watched."""
    loaded = Story.parse(yaml_text(story))
    later = Vantage(vantage.as_of + timedelta(days=days), Watched.parse("all"))
    now, then = loaded.at(vantage), loaded.at(later)
    if now is not None:
        assert then is not None
        assert _told(now) <= _told(then)


def _told(view: StoryView) -> set[str]:
    return {claim.says for told in view.recap() for claim in told.claims}


def _whole(text: str) -> Content:
    return parse(text, "story.yaml")


def _leaky(change: Callable[[Content, Content], Content]) -> Callable[[str, Vantage], str]:
    """A gate that keeps something of the whole story in what it gives."""

    def show(text: str, vantage: Vantage) -> str:
        whole = _whole(text)
        part = restrict(whole, vantage)
        return everything(None if part is None else StoryView(vantage, change(whole, part)))

    return show


def _wordings(text: str, vantage: Vantage) -> str:
    asks = [link for cell in _whole(text).cells for link in cell.links if isinstance(link, Asks)]
    return shown(text, vantage) + str(sorted({link.asks for link in asks if link.part == "opens"}))


class _Open:
    """A story without a gate."""

    def __init__(self, text: str) -> None:
        self._content = _whole(text)

    def at(self, vantage: Vantage) -> StoryView:
        return StoryView(vantage, self._content)


LEAKS: dict[str, Callable[[str, Vantage], object]] = {
    "counts all claims": lambda text, v: (shown(text, v), sum(len(cell.statements) for cell in _whole(text).cells)),
    "keeps hidden wordings": _wordings,
    "tells without a gate": lambda text, v: told_of(_Open(text), v),
    "digests the file": lambda text, v: (shown(text, v), digest(text)),
    "lets every cell through": _leaky(lambda whole, part: replace(part, cells=whole.cells)),
    "keeps hidden moments": _leaky(lambda whole, part: replace(part, moments=whole.moments)),
    "keeps the order of hidden moments": _leaky(lambda whole, part: replace(part, before=whole.before)),
    "keeps seasons to come": _leaky(lambda whole, part: replace(part, series=whole.series)),
    "keeps days of release to come": _leaky(
        lambda whole, part: replace(
            part, series=replace(part.series, seasons=whole.series.seasons[: len(part.series.seasons)])
        )
    ),
    "keeps the schedule": _leaky(lambda whole, part: replace(part, schedule=whole.schedule)),
    "forgets days": _leaky(
        lambda whole, part: replace(
            part, cells=tuple(c for c in whole.cells if not c.needs.episodes or c in part.cells)
        )
    ),
    "forgets other ends": _leaky(
        lambda whole, part: replace(
            part,
            cells=tuple(
                c
                for c in whole.cells
                if c in part.cells or {*c.needs.episodes} & {episode for episode, _ in part.schedule}
            ),
        )
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_the_law_catches_a_gate_that_leaks(name: str) -> None:
    """Each deliberate leak is found by the same check that the gate passes."""

    def caught(twin: Twin) -> bool:
        try:
            return leaks(LEAKS[name], twin)
        except (KeyError, ValueError):
            return True

    assert find(twins(), caught, settings=hunt)
