"""Tells in a brief whether there may be another season, and beside it, to who has seen the end, how far it is told."""

from __future__ import annotations

from collections.abc import Iterator

from cliffhanger.brief.blocks import Block, Heading, Paragraph
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.threads import closure_told
from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.seasons import FIRST_SEASON, LATER_SEASON
from cliffhanger.story import StoryView

KINDS = {
    LIMITED: "limited series",
    FIRST_SEASON: "first seasons",
    LATER_SEASON: "second and later seasons",
}


def another_season(brief: Brief) -> Iterator[Block]:
    """Tell the odds with their reasons and precedents, or the season that is known."""
    if brief.odds is None:
        return
    from cliffhanger.brief.odds_blocks import another_season as told

    yield Heading("Another season?")
    yield from told(brief.odds, brief.public)


def closure(story: StoryView) -> Iterator[Block]:
    """Tell beside the number, to those who have seen the end, whether the story is told out."""
    if story.closure:
        yield Paragraph(f"Beside the number, and not in it: {closure_told(story, story.closure, within=True)}")
