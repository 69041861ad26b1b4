"""The hue of each person, the same in every picture of a view."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from cliffhanger.brief import svg
from cliffhanger.story import StoryView

DASHES = 4
"""So many ways to draw a line, for where hues come again."""


def hues_of(view: StoryView) -> Mapping[str, int]:
    """Number names by hue and dashes: those who are suspected first, then all others as they are introduced.

    Where hues come again, each goes to the one who has least to do with those who have it already.
    """
    suspected = (answer for one in view.suspicion for answer in one.answers[1:])
    names = [*dict.fromkeys([*suspected, *(person.name for person in view.people)])]
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in view.claims:
        for name in claim.about:
            shared[name].update(claim.about)
    found: dict[str, int] = {}
    many = len(svg.COLOURS)
    for place, name in enumerate(names):
        turn = place - place % many
        left = {*range(turn, turn + many)}.difference(found.values())
        near = Counter[int]()
        for other, number in found.items():
            near[number % many] += shared[name][other]
        found[name] = min(left, key=lambda number: (near[number % many], number))
    return found


def line_of(number: int) -> str:
    """Give the classes of the line of that number."""
    turn, hue = divmod(number, len(svg.COLOURS))
    return f"ch-l{hue} ch-d{turn % DASHES}"


def area_of(number: int) -> str:
    """Give the class of the dots and words of that number."""
    return f"ch-a{number % len(svg.COLOURS)}"
