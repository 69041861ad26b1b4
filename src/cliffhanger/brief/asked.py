"""What is asked for: a story, found for a vantage, with the basis and sources of answers; its names on the lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief import sources
from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.titles import matching, nearest
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


def names_of(title: str, public: StoryView | None) -> tuple[str, ...]:
    """List the names of what is asked for: that by which it is asked for, and those that its story has."""
    return (title, *(public.names if public else ()))


def shows_of(title: str, public: StoryView | None, shows: Sequence[str]) -> list[str]:
    """Pick the shows on the lists that bear one of the names of what is asked for."""
    named = sorted(names_of(title, public))
    return [*dict.fromkeys(show for name in named for show in matching(name, shows))]


def answered(value: T, story: StoryView, claims: Iterable[VisibleClaim]) -> Answer[T]:
    """Give an answer that stands on some claims of a story."""
    return Answer(value, Basis(story.vantage, (("story", story.digest),)), tuple(sources.of_told(story, claims)))
