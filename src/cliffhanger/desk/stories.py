"""The stories that are known on a day, each in a line and in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.wording import counted, sentence
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage


@dataclass(frozen=True)
class Listed:
    """A story in a list: its title, and what it is, in a line and in a sentence."""

    title: str
    kind: str
    about: str


def stories_on(almanac: Almanac, vantage: Vantage) -> list[Listed]:
    """List the stories that are known at a vantage, those announced last first."""
    told = sorted(almanac.stories(vantage), key=lambda one: (one.announced, one.title), reverse=True)
    return [Listed(one.title, told_as(one), sentences(one, 1)) for one in told]


def told_as(about: StoryView) -> str:
    """Say in a line what a story is."""
    told = [about.format, about.by or about.platform, counted(sum(about.episodes.values()), about.told_in)]
    return " · ".join(part for part in told if part)


def sentences(about: StoryView, most: int) -> str:
    """Give the first sentences of its premise."""
    return " ".join(sentence(claim.says) for claim in about.premise[:most])
