"""Tells a story as far as the view shows it, for a brief: what has happened, what is open, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator

from cliffhanger.brief.blocks import Block, Heading, Paragraph
from cliffhanger.brief.explain import ending_told
from cliffhanger.brief.previously import cast, full
from cliffhanger.brief.saying import items, question, watched
from cliffhanger.story import StoryView


def tell_story(story: StoryView) -> Iterator[Block]:
    """Tell what a reader has seen; nothing at all to one who has seen nothing."""
    if not story.watched_through:
        return
    yield Heading("Where you are")
    yield Paragraph(watched(story))
    yield from full(story, story.recap(), "The story so far")
    yield from cast(story)
    yield from items("Questions", [question(story, thread) for thread in story.threads], 2)
    if story.ending:
        yield Heading("The ending explained")
        yield from ending_told(story, story.ending, 3)
