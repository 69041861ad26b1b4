"""Questions to a story: finds it for a vantage, and gives answers their basis and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief import sources
from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.titles import nearest
from cliffhanger.errors import NoSuchEpisode, UnknownStory
from cliffhanger.story import StoryView
from cliffhanger.story.recap import VisibleClaim
from cliffhanger.vantage import Vantage

T = TypeVar("T")


def story_of(title: str, almanac: Almanac, vantage: Vantage) -> StoryView:
    """Give what may be known of a story, by one of its titles.

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = almanac.story(title, vantage)
    if story is None:
        raise UnknownStory(title, vantage.as_of, nearest(title, almanac.titles(vantage)))
    if odd := vantage.watched.beyond(story.episodes):
        raise NoSuchEpisode(story.title, str(odd), story.episodes)
    return story


def answered(value: T, story: StoryView, claims: Iterable[VisibleClaim]) -> Answer[T]:
    """Give an answer that stands on some claims of a story."""
    return Answer(value, Basis(story.vantage, (("story", story.digest),)), tuple(sources.of_told(story, claims)))
