"""The timeline of a story, in both orders: as it happens (fabula), and as it is told (syuzhet)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cliffhanger.story.recap import VisibleClaim
from cliffhanger.vantage import Episode

Moments = tuple[tuple[str, ...], ...]
"""The moments of the fabula, earliest first; of those within one tuple the order is not wholly known."""


@dataclass(frozen=True)
class Point:
    """What happens at a moment, or, where that is None, in the telling time of an episode (None: of the premise)."""

    moment: str | None
    episode: Episode | None
    claims: tuple[VisibleClaim, ...]


@dataclass(frozen=True)
class Stretch:
    """Points of which no order is known, but that of the pairs in `before`, or one point alone."""

    points: tuple[Point, ...]
    before: tuple[tuple[str, str], ...] = ()


def fabula(claims: Iterable[VisibleClaim], moments: Moments, before: Sequence[tuple[str, str]]) -> tuple[Stretch, ...]:
    """Give claims in the order in which they happen, each stretch in the order of telling.

    A claim without a moment belongs to the telling time of its episode. That is taken to come just after the latest
    moment that this episode or one before it names: the present of a story goes on, whatever it looks back on. What
    the premise tells without a moment comes first.
    """
    at: dict[str, list[VisibleClaim]] = defaultdict(list)
    untimed: dict[Episode | None, list[VisibleClaim]] = defaultdict(list)
    group_of = {moment: number for number, group in enumerate(moments) for moment in group}
    present = -1
    presents: dict[Episode | None, int] = {}
    for claim in claims:
        if claim.when in group_of and claim.when is not None:
            at[claim.when].append(claim)
            present = max(present, group_of[claim.when]) if claim.episode else present
        else:
            untimed[claim.episode].append(claim)
        presents[claim.episode] = present
    return tuple(_stretches(moments, before, at, untimed, presents))


def syuzhet(claims: Iterable[VisibleClaim]) -> tuple[Stretch, ...]:
    """Give claims in the order in which they are told, a stretch for each episode."""
    told: dict[Episode | None, list[VisibleClaim]] = defaultdict(list)
    for claim in claims:
        told[claim.episode].append(claim)
    return tuple(Stretch((Point(None, episode, tuple(some)),)) for episode, some in told.items())


def _stretches(
    moments: Moments,
    before: Sequence[tuple[str, str]],
    at: Mapping[str, list[VisibleClaim]],
    untimed: Mapping[Episode | None, list[VisibleClaim]],
    presents: Mapping[Episode | None, int],
) -> Iterable[Stretch]:
    for number in range(-1, len(moments)):
        group = moments[number] if number >= 0 else ()
        points = tuple(Point(moment, None, tuple(at[moment])) for moment in group if at.get(moment))
        if points:
            yield Stretch(points, tuple(pair for pair in before if {*pair} <= {*group}))
        for episode, claims in untimed.items():
            if presents[episode] == number:
                yield Stretch((Point(None, episode, tuple(claims)),))
