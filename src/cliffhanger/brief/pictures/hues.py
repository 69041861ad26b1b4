"""The hue of each person, the same in every picture of a view."""

from __future__ import annotations

from collections.abc import Mapping

from cliffhanger.brief import svg
from cliffhanger.story import StoryView

DASHES = 3
"""So many ways to draw a line, for where hues come again."""


def hues_of(view: StoryView) -> Mapping[str, int]:
    """Number names, those who are suspected first, as they come in, and then all others as they are introduced."""
    suspected = (answer for one in view.suspicion for answer in one.answers[1:])
    return {name: place for place, name in enumerate(dict.fromkeys([*suspected, *(p.name for p in view.people)]))}


def line_of(number: int) -> str:
    """Give the classes of the line of that number."""
    turn, hue = divmod(number, len(svg.COLOURS))
    return f"ch-l{hue} ch-d{turn % DASHES}"


def area_of(number: int) -> str:
    """Give the class of the dots and words of that number."""
    return f"ch-a{number % len(svg.COLOURS)}"
