"""How far a series has been watched: its episodes as toggles, by season."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from cliffhanger.brief.parts import heading
from cliffhanger.brief.saying import watched
from cliffhanger.story import StoryView
from cliffhanger.vantage import Episode


@dataclass(frozen=True)
class Tick:
    """An episode as a toggle; one that is not out cannot be watched."""

    value: str
    number: int
    name: str
    is_out: bool
    is_watched: bool


@dataclass(frozen=True)
class Toggles:
    """The episodes by season, the word for one, and how much has been watched, as a sentence."""

    seasons: tuple[tuple[int, tuple[Tick, ...]], ...]
    told_in: str
    says: str
    out: int
    watched: int


def toggles(story: StoryView) -> Toggles:
    """Give the episodes of a story as toggles."""
    every = [Episode(season, place + 1) for season, count in story.episodes.items() for place in range(count)]
    seen = set(story.watched_through)
    ticks = [
        Tick(str(one), one.number, heading(story, one), place < story.out, one in seen)
        for place, one in enumerate(every)
    ]
    seasons = tuple(
        (season, tuple(tick for _, tick in own))
        for season, own in groupby(zip(every, ticks, strict=True), key=lambda pair: pair[0].season)
    )
    return Toggles(seasons, story.told_in, watched(story), story.out, len(seen))
