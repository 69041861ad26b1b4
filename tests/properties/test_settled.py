"""The first vantage that shows as much: what a page tells of a story is made there, for all vantages after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, reject
from hypothesis import strategies as st

from cliffhanger.desk.parts import ORDERS, story_parts
from cliffhanger.story import Story, StoryView
from cliffhanger.vantage import Vantage
from feeds import law
from stories import StoryDict, stories, vantages, yaml_text

OPENED = "", "in-full", "moved", "clues", *ORDERS

Told = tuple[StoryDict, Vantage]


def told_at() -> st.SearchStrategy[Told]:
    """Give stories, each with a vantage."""
    return stories().flatmap(lambda story: st.tuples(st.just(story), vantages(story)))


def seen(told: Told) -> tuple[Story, StoryView]:
    """Give the story and the view, if it shows anything, and nothing is watched that is not announced."""
    story = Story.parse(yaml_text(told[0]))
    view = story.at(told[1])
    if view is None or view.vantage.watched.beyond(view.episodes):
        reject()
    return story, view


@law(80)
@given(told_at(), st.sampled_from(OPENED))
def test_parts_of_a_page_are_those_of_the_first_vantage_that_shows_as_much(told: Told, opened: str) -> None:
    """From there a story shows the same, and its parts are the same to the byte, whichever of them is opened."""
    story, view = seen(told)
    settled = story.at(view.settled)
    assert settled is not None
    assert (settled.digest, settled.settled) == (view.digest, view.settled)
    assert story_parts(settled, opened) == story_parts(view, opened)


@law(80)
@given(told_at())
def test_a_day_earlier_less_is_shown(told: Told) -> None:
    """No vantage before it shows as much."""
    story, view = seen(told)
    earlier = story.at(replace(view.settled, as_of=view.settled.as_of - timedelta(days=1)))
    assert earlier is None or earlier._content != view._content
