"""Previously on: what has happened so far, in short and in full, who is who, and what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cliffhanger.answer import Answer
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Paragraph
from cliffhanger.brief.parts import heading
from cliffhanger.brief.saying import asked, cited, items, paragraphs, said, watched, who_is_who
from cliffhanger.brief.wording import sentence
from cliffhanger.story import StoryView
from cliffhanger.story.highlights import Highlights
from cliffhanger.story.people import Person
from cliffhanger.story.recap import EpisodeRecap, VisibleClaim
from cliffhanger.story.threads import Thread
from cliffhanger.vantage import Vantage


@dataclass(frozen=True)
class Previously:
    """A recap: the premise, each watched episode in short and in full, the persons, and the open questions."""

    story: StoryView
    premise: tuple[VisibleClaim, ...]
    short: tuple[Highlights, ...]
    full: tuple[EpisodeRecap, ...]
    people: tuple[Person, ...]
    open: tuple[Thread, ...]


def previously(title: str, almanac: Almanac, vantage: Vantage) -> Answer[Previously]:
    """Recap a story.

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = story_of(title, almanac, vantage)
    left = tuple(thread for thread in story.threads if thread.is_unsettled)
    value = Previously(story, story.premise, story.highlights, story.recap(), story.people, left)
    return answered(value, story, (*value.premise, *(claim for one in value.full for claim in one.claims)))


def tell_previously(value: Previously) -> Iterator[Block]:
    """Tell a recap; to who has watched nothing, the premise."""
    story = value.story
    yield Heading(f"Previously on {story.title}" if value.full else story.title, 1)
    yield Paragraph(watched(story))
    if value.premise and not value.full:
        yield Heading("What it is about")
        yield Paragraph(tuple(cited(story, sentence(claim.says), claim) for claim in value.premise))
    yield from short(story, value.short)
    yield from full(story, value.full)
    yield from cast(story)
    yield from items("What is open", [asked(story, thread) for thread in value.open], 2)


def short(story: StoryView, told: tuple[Highlights, ...]) -> Iterator[Block]:
    """Tell what matters of each episode."""
    if told:
        yield Heading("In short")
    by_episode = {one.episode: one for one in told}
    for episode in story.watched_through if told else ():
        yield Heading(heading(story, episode), 3)
        one = by_episode.get(episode)
        yield Paragraph(tuple(cited(story, said(claim), claim) for claim in one.claims) if one else _nothing(story))


def full(story: StoryView, told: tuple[EpisodeRecap, ...], title: str = "In full") -> Iterator[Block]:
    """Tell all of each episode."""
    if told:
        yield Heading(title)
    by_episode = {one.episode: one for one in told}
    for episode in story.watched_through if told else ():
        yield Heading(heading(story, episode), 3)
        one = by_episode.get(episode)
        yield from paragraphs(story, one.claims) if one else [Paragraph(_nothing(story))]


def _nothing(story: StoryView) -> str:
    """Say of an episode that has been watched that no claim is told of it."""
    told = f"Nothing is told here of this {story.told_in} by itself"
    return f"{told}; some of what happens in it may be told with another."


def cast(story: StoryView) -> Iterator[Block]:
    """List who has been introduced, with their ties."""
    if story.people:
        yield Heading("Who is who")
        yield who_is_who(story)
