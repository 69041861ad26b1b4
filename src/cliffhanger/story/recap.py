"""The claims that a view shows, with everything that is tied to them, and the recap made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from cliffhanger.answer import Source
from cliffhanger.story.claims import (
    BEFORE,
    FACT,
    NOTE,
    PREMISE,
    TOLD,
    Happens,
    Involves,
    Key,
    Points,
    Statement,
)
from cliffhanger.story.known import Known
from cliffhanger.story.people import Cast
from cliffhanger.vantage import Episode

SOMEONE = "someone"
"""Stands for a teller whom the vantage does not know: that it is hearsay belongs to the claim."""


class Place(NamedTuple):
    """Where a visible claim is told: its episode (None for the premise), and its number there."""

    episode: Episode | None
    number: int


@dataclass(frozen=True)
class VisibleClaim:
    """One claim with what is tied to it.

    `number` is its place among the visible claims of its episode (or of the premise, where `episode` is None).
    `supports` and `undermines` are the places of the visible claims that it is a clue to, or a clue against.
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
    pages: tuple[Source, ...] = ()
    known_by: tuple[str, ...] = ()
    supports: tuple[Place, ...] = ()
    undermines: tuple[Place, ...] = ()

    @property
    def place(self) -> Place:
        """Where it is told."""
        return Place(self.episode, self.number)

    @property
    def is_hearsay(self) -> bool:
        """Tell whether it is only somebody's word or belief, and nobody is said to know it."""
        return bool(self.told_by or self.believed_by) and not self.known_by


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
    pages: tuple[Source, ...] = ()


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
    pages: tuple[Source, ...] = ()


class Claims:
    """The claims of a view, by key and by section."""

    def __init__(self, known: Known, cast: Cast) -> None:
        self._known, self._cast = known, cast
        self._moments = {link.claim: link.moment for link in known.all(Happens)}
        self._parts: dict[tuple[Key, str], list[str]] = defaultdict(list)
        for link in known.all(Involves):
            self._parts[link.claim, link.part].append(link.person)
        self._clues: dict[tuple[Key, str], list[Key]] = defaultdict(list)
        for clue in known.all(Points):
            self._clues[clue.claim, clue.part].append(clue.other)
        said = [one for one in known.statements if one.says]
        self._places: dict[Key, Place] = {}
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
        statements = [*said]
        for one in statements:
            counts[one.key.episode] += 1
            self._places[one.key] = Place(_shown(one.key.episode), counts[one.key.episode])
        return {one.key: self._claim(one, self._places[one.key].number) for one in statements}

    def _claim(self, one: Statement, number: int) -> VisibleClaim:
        believers = (*self._names(one, "believes"), *one.believers)
        return VisibleClaim(
            says=one.says,
            episode=_shown(one.key.episode),
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
            pages=self._known.pages(one.key),
            known_by=(*self._names(one, "knows"), *one.knowers),
            supports=self._pointed(one, "supports"),
            undermines=self._pointed(one, "undermines"),
        )

    def _fact(self, one: Statement) -> DatedFact:
        return DatedFact(
            says=one.says,
            known=one.known_from,
            told_by=self._teller(one),
            confidence=one.confidence or None,
            disputed=one.disputed,
            sources=self._cited(one),
            pages=self._known.pages(one.key),
        )

    def _note(self, one: Statement) -> Note:
        return Note(
            says=one.says,
            compares=one.compares,
            episode=_shown(one.key.episode),
            known_from=one.known_from,
            confidence=one.confidence or None,
            disputed=one.disputed,
            sources=self._cited(one),
            pages=self._known.pages(one.key),
        )

    def _names(self, one: Statement, part: str) -> tuple[str, ...]:
        return self._cast.in_order(self._parts.get((one.key, part), ()))

    def _one(self, one: Statement, part: str) -> str | None:
        return next(iter(self._names(one, part)), None)

    def _pointed(self, one: Statement, part: str) -> tuple[Place, ...]:
        others = sorted(set(self._clues.get((one.key, part), ())))
        return tuple(self._places[other] for other in others if other in self._places)

    def _teller(self, one: Statement) -> str | None:
        return self._one(one, "tells") or one.teller or (SOMEONE if one.hearsay else None)

    def _cited(self, one: Statement) -> tuple[str, ...]:
        return tuple(dict.fromkeys(page.name for page in self._known.pages(one.key)))


def _shown(episode: Episode) -> Episode | None:
    return None if episode == BEFORE else episode
