"""Names the parts of a telling, in one way everywhere: "episode 3", "chapter 3", "season 2, episode 3"."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from cliffhanger.brief.wording import listed
from cliffhanger.story import StoryView
from cliffhanger.vantage import Episode

PREMISE = "the premise"


def part(story: StoryView, episode: Episode | None) -> str:
    """Name a part of the telling; None is the premise."""
    if episode is None:
        return PREMISE
    return f"{_season(story, episode.season)}{story.told_in} {episode.number}"


def parts(story: StoryView, episodes: Iterable[Episode]) -> str:
    """Name several parts, as spans where they follow one another: "episodes 1 to 3 and 5"."""
    named = []
    for season, some in groupby(sorted(episodes), key=lambda episode: episode.season):
        numbers = [episode.number for episode in some]
        many = "s" if len(numbers) > 1 else ""
        named.append(f"{_season(story, season)}{story.told_in}{many} {listed(_told(numbers))}")
    return "; ".join(named)


def heading(story: StoryView, episode: Episode | None) -> str:
    """Name a part of the telling as a heading does."""
    name = part(story, episode)
    return name[0].upper() + name[1:]


def _season(story: StoryView, season: int) -> str:
    return f"season {season}, " if len(story.episodes) > 1 else ""


def spans(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Put rising numbers together, from the first to the last of those that follow one another."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def _told(numbers: Iterable[int]) -> list[str]:
    told: list[str] = []
    for first, last in spans(numbers):
        told += map(str, range(first, last + 1)) if last - first < 2 else [f"{first} to {last}"]
    return told
