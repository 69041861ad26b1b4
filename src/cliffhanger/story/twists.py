"""Twists: what was believed, on what evidence, what is true instead, how surprising it was, and whether it was fair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from cliffhanger.story.claims import Answers, Key, Overturns, Points, Weighs
from cliffhanger.story.known import Known
from cliffhanger.story.recap import Claims, VisibleClaim
from cliffhanger.story.suspicion import Surprise, Suspicions

FAIR_FROM: Final = 3
"""So many decibans towards one answer are a fair warning: they double its odds. One, by Good, can just be noticed."""


@dataclass(frozen=True)
class Evidence:
    """A claim for which something was believed, and who planted what it tells, where that is known by now."""

    claim: VisibleClaim
    planted_by: str | None = None


@dataclass(frozen=True)
class Clue:
    """A claim that pointed to the truth before it was told.

    It `supports` the truth, `undermines` what was believed, or `weighs` towards the answer that the truth gives.
    """

    claim: VisibleClaim
    points: Literal["supports", "undermines", "weighs"]


@dataclass(frozen=True)
class Twist:
    """A claim that was believed, and the one that overturned it.

    `evidence` and `clues` were told before the truth. It is fair if one of the clues supports the truth or undermines
    the belief, or if those that weigh towards one answer come to `FAIR_FROM` decibans. `surprise` is None where there
    is no question to measure it on. `restores` are claims that stand again, since what is overturned here had
    overturned them. Of a `foretold` twist the truth is told before what it overturns, so that nobody was led to
    believe it.
    """

    believed: VisibleClaim
    truth: VisibleClaim
    evidence: tuple[Evidence, ...] = ()
    clues: tuple[Clue, ...] = ()
    surprise: Surprise | None = None
    restores: tuple[VisibleClaim, ...] = ()
    foretold: bool = False
    is_fair: bool = False


def twists(known: Known, claims: Claims, suspicions: Suspicions) -> tuple[Twist, ...]:
    """Give the pairs of a belief and the standing claim that overturned it, in the order of reveal."""
    maker = _Maker(known, claims, suspicions)
    links = sorted(known.standing(Overturns), key=lambda link: (link.claim, link.earlier))
    shown = claims.by_key
    return tuple(
        maker.twist(link.earlier, link.claim) for link in links if link.earlier in shown and link.claim in shown
    )


class _Maker:
    """The links of a view by the claims at their ends, as far as twists are made of them."""

    def __init__(self, known: Known, claims: Claims, suspicions: Suspicions) -> None:
        self._known, self._shown, self._suspicions = known, claims.by_key, suspicions
        self._pointing: dict[tuple[str, Key], list[Key]] = defaultdict(list)
        for link in known.standing(Points):
            self._pointing[link.part, link.other].append(link.claim)
        self._overturned: dict[Key, list[Key]] = defaultdict(list)
        for overturns in known.all(Overturns):
            self._overturned[overturns.claim].append(overturns.earlier)
        self._answers: dict[Key, list[Answers]] = defaultdict(list)
        for answers in known.all(Answers):
            self._answers[answers.claim].append(answers)
        self._weighing: dict[str, list[Weighs]] = defaultdict(list)
        for weighs in known.standing(Weighs):
            self._weighing[weighs.thread].append(weighs)

    def twist(self, believed: Key, truth: Key) -> Twist:
        """Tell all that is known of one twist."""
        restored = (key for key in self._overturned[believed] if self._known.stands(key) and key in self._shown)
        if truth < believed:
            return Twist(self._shown[believed], self._shown[truth], restores=self._claims(restored), foretold=True)
        clues = dict(reversed([*self._clues(believed, truth)]))
        return Twist(
            self._shown[believed],
            self._shown[truth],
            evidence=tuple(self._evidence(key) for key in sorted({*self._grounds(believed, truth)} - {*clues})),
            clues=tuple(Clue(self._shown[key], clues[key]) for key in sorted(clues)),
            surprise=self._suspicions.surprise(truth, believed),
            restores=self._claims(restored),
            is_fair=any(points != "weighs" for points in clues.values()) or self._weight(truth) >= FAIR_FROM,
        )

    def _claims(self, keys: Iterator[Key]) -> tuple[VisibleClaim, ...]:
        return tuple(self._shown[key] for key in sorted(keys))

    def _clues(self, believed: Key, truth: Key) -> Iterator[tuple[Key, Literal["supports", "undermines", "weighs"]]]:
        """Give what pointed to the truth before it was told: of several ways, the plainest first."""
        for key in self._told(self._pointing["supports", truth], truth):
            yield key, "supports"
        for key in self._told(self._pointing["undermines", believed], truth):
            yield key, "undermines"
        for key in self._told((link.claim for link in self._towards(truth)), truth):
            yield key, "weighs"

    def _weight(self, truth: Key) -> int:
        """Give how far the clues moved a question to the answer of a truth before it was told, in decibans."""
        weights: dict[str, int] = defaultdict(int)
        for link in self._towards(truth):
            if link.claim < truth and link.claim in self._shown:
                weights[link.thread] += link.decibans
        return max(weights.values(), default=0)

    def _grounds(self, believed: Key, truth: Key) -> Iterator[Key]:
        yield from self._told(self._pointing["supports", believed], truth)
        yield from self._told((link.claim for link in self._towards(believed)), truth)

    def _towards(self, key: Key) -> Iterator[Weighs]:
        """Give the weights towards an answer that a claim gives."""
        for given in self._answers[key]:
            answer = self._suspicions.answer(given.answer)
            for link in self._weighing[given.thread]:
                if link.decibans > 0 and link.claim != key and self._suspicions.answer(link.answer) == answer:
                    yield link

    def _told(self, keys: Iterable[Key], truth: Key) -> Iterator[Key]:
        return (key for key in keys if key < truth and key in self._shown)

    def _evidence(self, key: Key) -> Evidence:
        """Tell of a claim who planted what it tells: by itself, or by a later one that undermines it."""
        claim = self._shown[key]
        if claim.planted_by:
            return Evidence(claim, claim.planted_by)
        unmasking = (self._shown[one] for one in self._pointing["undermines", key] if one in self._shown)
        return Evidence(claim, next((one.planted_by for one in unmasking if one.planted_by), None))
