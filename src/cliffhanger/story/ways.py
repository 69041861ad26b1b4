"""The ways in which a link may come into view: with its claim, and with each of its ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations, product
from typing import Final, TypeAlias

from cliffhanger.story.claims import Needs
from cliffhanger.vantage import Episode

Ways: TypeAlias = tuple[Needs, ...]
"""What may bring an end into view, each way by itself."""

ALWAYS: Final[Ways] = (Needs(),)


def ways_of(needs: Needs, ends: Iterable[Ways]) -> list[Needs]:
    """Give the least that shows a claim and all its ends: each way that no lesser way makes superfluous."""
    ways = [needs]
    for end in ends:
        ways = list(dict.fromkeys(way.with_(other) for way, other in product(ways, end)))
        if len(ways) > 1:
            ways = _least(ways)
    return ways


def _least(ways: list[Needs]) -> list[Needs]:
    # A way needs three or four things, so that to look for its parts takes less than to compare it with every other.
    found: dict[frozenset[date | Episode], Needs] = {frozenset((*way.days, *way.episodes)): way for way in ways}
    return [way for all_of_it, way in found.items() if not any(map(found.__contains__, _parts(all_of_it)))]


def _parts(whole: frozenset[date | Episode]) -> Iterator[frozenset[date | Episode]]:
    return (frozenset(part) for size in range(len(whole)) for part in combinations(whole, size))
