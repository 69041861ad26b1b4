"""What matters of an episode, for a recap in few sentences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from cliffhanger.story.claims import (
    Answers,
    Asks,
    Introduces,
    Key,
    Overturns,
    Points,
    SamePerson,
    Weighs,
)
from cliffhanger.story.known import Known
from cliffhanger.story.recap import Claims, VisibleClaim
from cliffhanger.vantage import Episode

FEW: Final = 5
"""So many claims of an episode are told in short."""

_TURNS: Final = 4
_OPENS: Final = 3
_MOVES: Final = 1
_HEAVY: Final = 6
"""A weight of so many decibans counts as much as one that makes an answer four times as likely."""


@dataclass(frozen=True)
class Highlights:
    """The few claims of an episode that matter most, in the order of telling."""

    episode: Episode
    claims: tuple[VisibleClaim, ...]


def highlights(known: Known, claims: Claims) -> tuple[Highlights, ...]:
    """Give what matters of each visible episode.

    What counts of a claim that stands: that it answers a question, overturns a belief, or tells that two are one; that
    it opens or rewords a question, moves one, or brings somebody in; and how many visible claims lean on it. What has
    been overturned is left out, since the claim that overturned it says what is so. Nothing hidden has a part in it.
    """
    counts = _counts(known)
    told: dict[Episode, list[tuple[Key, VisibleClaim]]] = {}
    for key, claim in claims.by_key.items():
        if claim.episode and claim.stands:
            told.setdefault(claim.episode, []).append((key, claim))
    return tuple(Highlights(episode, _most(some, counts)) for episode, some in told.items())


def _most(told: list[tuple[Key, VisibleClaim]], counts: Counter[Key]) -> tuple[VisibleClaim, ...]:
    best = sorted(told, key=lambda one: (-counts[one[0]], one[0]))[:FEW]
    mattering = [one for one in best if counts[one[0]]] or told[-1:]
    return tuple(claim for _, claim in sorted(mattering, key=lambda one: one[0]))


def _counts(known: Known) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for answers in known.all(Answers):
        counts[answers.claim] += _TURNS
    for same in known.all(SamePerson):
        counts[same.claim] += _TURNS
    for overturns in known.all(Overturns):
        counts[overturns.claim] += _TURNS
    for asks in known.all(Asks):
        counts[asks.claim] += _OPENS if asks.part == "opens" else _MOVES
    for weighs in known.all(Weighs):
        counts[weighs.claim] += min(abs(weighs.decibans), 2 * _HEAVY) // _HEAVY + _MOVES
    for enters in known.all(Introduces):
        counts[enters.claim] += _MOVES
    for points in known.all(Points):
        counts[points.other] += _MOVES
        counts[points.claim] += _MOVES
    return counts
