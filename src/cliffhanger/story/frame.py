"""The frame of a story: what is public of the series, when its parts come out, and the order of its moments."""

from __future__ import annotations

from datetime import date

from cliffhanger.story import schema
from cliffhanger.story.claims import BEFORE
from cliffhanger.story.content import BasedOn, Season, Series, Shop
from cliffhanger.vantage import Episode


def fabula(story: schema.StoryFile) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, str], ...]]:
    """Give the groups of moments, and the pairs of which the first is earlier."""
    if not isinstance(story.moments, dict):
        return tuple(tuple(group) for group in story.moments), ()
    pairs = ((earlier, later) for later, order in story.moments.items() for earlier in order.after)
    return ((tuple(story.moments),) if story.moments else ()), tuple(dict.fromkeys(pairs))


def schedule(story: schema.StoryFile) -> tuple[tuple[Episode, date], ...]:
    """Give each episode that has a day of release, with that day."""
    for_all = story.released.get(BEFORE)
    days = (
        (episode, story.released.get(episode, for_all))
        for season, count in sorted(story.episodes.items())
        for episode in (Episode(season, number) for number in range(1, count + 1))
    )
    return tuple((episode, day) for episode, day in days if day is not None)


def series(story: schema.StoryFile, out: dict[Episode, date]) -> Series:
    """Give what is public of the series, with the days on which its episodes come out."""
    for_all = story.announced.get(0)
    seasons = tuple(
        _season(number, count, story.announced.get(number) or for_all or date.max, out)
        for number, count in sorted(story.episodes.items())
    )
    work = story.based_on
    return Series(
        title=story.title,
        slug=story.slug or "-".join("".join(c if c.isalnum() else " " for c in story.title.lower()).split()),
        platform=story.platform or "",
        format=story.format or "",
        announced=announced(story),
        seasons=seasons,
        based_on=BasedOn(work.title, work.author or "", work.form or "", work.sequel or "") if work else None,
        watch=Shop(story.watch.name, story.watch.day) if story.watch else None,
        also_known_as=tuple(story.also_known_as),
        told_in=story.told_in,
        by=story.by or "",
    )


def _season(number: int, count: int, announced: date, schedule: dict[Episode, date]) -> Season:
    days = tuple(sorted(day for episode, day in schedule.items() if episode.season == number))
    complete = days[-1] if len(days) == count else None
    return Season(number, count, announced, schedule.get(Episode(number, 1)), complete, out=days)


def announced(story: schema.StoryFile) -> date:
    """Give the day of the first announcement."""
    return sorted(story.announced.values())[0]
