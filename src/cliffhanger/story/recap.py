"""The claims that a view shows, with everything that is tied to them, and the recap made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from cliffhanger.story.claims import (
    BEFORE,
    FACT,
    NOTE,
    PREMISE,
    TOLD,
    Cites,
    Happens,
    Involves,
    Key,
    Statement,
)
from cliffhanger.story.known import Known
from cliffhanger.story.people import Cast
from cliffhanger.vantage import Episode

SOMEONE = "someone"
"""Stands for a teller whom the vantage does not know: that it is hearsay belongs to the claim."""


@dataclass(frozen=True)
class VisibleClaim:
    """One claim with what is tied to it.

    `number` is its place among the visible claims of its episode (or of the premise, where `episode` is None).
    """

    says: str
    episode: Episode | None
    number: int
    known_from: date
    stands: bool = True
    about: tuple[str, ...] = ()
    told_by: str | None = None
    believed_by: tuple[str, ...] = ()
    because: str | None = None
    how: str | None = None
    deceives: str | None = None
    planted_by: str | None = None
    when: str | None = None
    places: tuple[str, ...] = ()
    place_in_episode: str | None = None
    confidence: str | None = None
    disputed: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class EpisodeRecap:
    """What an episode tells, in the order of telling."""

    episode: Episode
    claims: tuple[VisibleClaim, ...]


@dataclass(frozen=True)
class DatedFact:
    """A fact from outside the episodes, and the day from which it was known."""

    says: str
    known: date
    told_by: str | None = None
    confidence: str | None = None
    disputed: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """How the telling compares with its source; `episode` is the one behind which it stands, if any."""

    says: str
    compares: str
    episode: Episode | None
    known_from: date
    confidence: str | None = None
    disputed: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Claims:
    """The claims of a view, by key and by section."""

    def __init__(self, known: Known, cast: Cast) -> None:
        self._known, self._cast = known, cast
        self._moments = {link.claim: link.moment for link in known.all(Happens)}
        self._sources: dict[Key, list[str]] = defaultdict(list)
        for cite in known.all(Cites):
            self._sources[cite.claim].append(cite.source)
        self._parts: dict[tuple[Key, str], list[str]] = defaultdict(list)
        for link in known.all(Involves):
            self._parts[link.claim, link.part].append(link.person)
        said = [one for one in known.statements if one.says]
        self.facts = tuple(
            self._fact(one) for one in sorted(said, key=lambda one: one.known_from) if one.key.section == FACT
        )
        self.notes = tuple(self._note(one) for one in said if one.key.section == NOTE)
        self.by_key = self._numbered(one for one in said if one.key.section in (PREMISE, TOLD))
        self.premise = tuple(claim for claim in self.by_key.values() if claim.episode is None)

    def recap(self) -> tuple[EpisodeRecap, ...]:
        """Give what each visible episode tells, in the order of telling."""
        return tuple(
            EpisodeRecap(episode, tuple(claims))
            for episode, claims in groupby(self.by_key.values(), key=lambda claim: claim.episode)
            if episode is not None
        )

    def _numbered(self, said: Iterable[Statement]) -> dict[Key, VisibleClaim]:
        counts: dict[Episode, int] = defaultdict(int)
        found = {}
        for one in said:
            counts[one.key.episode] += 1
            found[one.key] = self._claim(one, counts[one.key.episode])
        return found

    def _claim(self, one: Statement, number: int) -> VisibleClaim:
        believers = (*self._names(one, "believes"), *one.believers)
        return VisibleClaim(
            says=one.says,
            episode=None if one.key.episode == BEFORE else one.key.episode,
            number=number,
            known_from=one.known_from,
            stands=self._known.stands(one.key),
            about=self._names(one, "about"),
            told_by=self._teller(one),
            believed_by=believers,
            because=one.because or None,
            how=one.how or None,
            deceives=one.deceives or None,
            planted_by=self._one(one, "planted") or one.planter or None,
            when=self._moments.get(one.key),
            places=one.places,
            place_in_episode=one.place_in_episode or None,
            confidence=one.confidence or None,
            disputed=one.disputed,
            sources=self._cited(one),
        )

    def _fact(self, one: Statement) -> DatedFact:
        return DatedFact(
            says=one.says,
            known=one.known_from,
            told_by=self._teller(one),
            confidence=one.confidence or None,
            disputed=one.disputed,
            sources=self._cited(one),
        )

    def _note(self, one: Statement) -> Note:
        return Note(
            says=one.says,
            compares=one.compares,
            episode=None if one.key.episode == BEFORE else one.key.episode,
            known_from=one.known_from,
            confidence=one.confidence or None,
            disputed=one.disputed,
            sources=self._cited(one),
        )

    def _names(self, one: Statement, part: str) -> tuple[str, ...]:
        return self._cast.in_order(self._parts.get((one.key, part), ()))

    def _one(self, one: Statement, part: str) -> str | None:
        return next(iter(self._names(one, part)), None)

    def _teller(self, one: Statement) -> str | None:
        return self._one(one, "tells") or one.teller or (SOMEONE if one.hearsay else None)

    def _cited(self, one: Statement) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._sources.get(one.key, ())))
