"""What a story is made of, taken apart so far that each piece is either known at a vantage or not.

A statement is one claim by itself; a link ties it to a person, a thread, a moment, a source or another claim. Each
piece stands in a cell, together with all others that need the same days and episodes. A gate then opens cells, whole,
and never has to look inside. No piece holds the writer's id of a claim or its place in the file: both would tell of
what lies between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias

from cliffhanger.vantage import Episode

BEFORE: Final = Episode(0, 0)
"""Stands for "no episode": what is told before the first is watched."""

PREMISE: Final = 0
TOLD: Final = 1
FACT: Final = 2
NOTE: Final = 3
"""The sections of a story, in the order in which they are shown."""


PERSON: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
"""What a person's id looks like; where a person or words may stand, all else is words."""

SOURCE: Final = re.compile(r"[A-Za-z0-9_-]+")
"""What a source's key looks like; all else is the source itself."""


class Needs(NamedTuple):
    """What must have passed before a piece is known: all of these days and all of these episodes."""

    days: tuple[date, ...] = ()
    episodes: tuple[Episode, ...] = ()

    def with_(self, other: Needs) -> Needs:
        """Need both."""
        return Needs(
            tuple(sorted({*self.days, *other.days})),
            tuple(sorted({*self.episodes, *other.episodes})),
        )


class Key(NamedTuple):
    """Names a claim by where it is told: sorting by it gives the order of telling."""

    section: int
    episode: Episode
    day: str
    number: int


class Party(NamedTuple):
    """Somebody: a person of the story by id, or words such as "the town"."""

    person: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim by itself, without its links."""

    key: Key
    known_from: date
    says: str = ""
    because: str = ""
    how: str = ""
    deceives: str = ""
    hearsay: bool = False
    teller: str = ""
    believers: tuple[str, ...] = ()
    knowers: tuple[str, ...] = ()
    planter: str = ""
    places: tuple[str, ...] = ()
    place_in_episode: str = ""
    confidence: str = ""
    disputed: tuple[str, ...] = ()
    compares: str = ""


@dataclass(frozen=True, slots=True)
class Introduces:
    """A claim brings a person into the story."""

    claim: Key
    person: str
    name: str
    role: str
    played_by: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A claim gives a person one more name."""

    claim: Key
    person: str
    name: str


@dataclass(frozen=True, slots=True)
class SamePerson:
    """A claim tells that two persons are one."""

    claim: Key
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Related:
    """A claim tells that `of` is the `tie` of `to`."""

    claim: Key
    of: str
    to: str
    tie: str


@dataclass(frozen=True, slots=True)
class Lasts:
    """A tie begins, or ends, at a moment of the fabula."""

    claim: Key
    of: str
    to: str
    tie: str
    part: Literal["from", "until"]
    moment: str


@dataclass(frozen=True, slots=True)
class Involves:
    """A person has a part in a claim: it is about them, they believe it, know it, tell it, or planted it."""

    claim: Key
    part: Literal["about", "believes", "knows", "tells", "planted"]
    person: str


@dataclass(frozen=True, slots=True)
class Points:
    """A claim is a clue that another is true, or that it is not."""

    claim: Key
    part: Literal["supports", "undermines"]
    other: Key


@dataclass(frozen=True, slots=True)
class Overturns:
    """A claim replaces an earlier one."""

    claim: Key
    earlier: Key


@dataclass(frozen=True, slots=True)
class Asks:
    """A claim opens a thread, or words it anew."""

    claim: Key
    part: Literal["opens", "rewords"]
    thread: str
    asks: str


@dataclass(frozen=True, slots=True)
class Answers:
    """A claim answers a thread."""

    claim: Key
    thread: str
    answer: Party


@dataclass(frozen=True, slots=True)
class Weighs:
    """A claim moves a thread towards an answer, in decibans."""

    claim: Key
    thread: str
    answer: Party
    decibans: int


@dataclass(frozen=True, slots=True)
class Happens:
    """What a claim tells happens at a moment of the fabula."""

    claim: Key
    moment: str


@dataclass(frozen=True, slots=True)
class Cites:
    """A claim names a source, and the day of the page where it has one."""

    claim: Key
    source: str
    day: date | None = None


Link: TypeAlias = (
    Introduces
    | Alias
    | SamePerson
    | Related
    | Lasts
    | Involves
    | Points
    | Overturns
    | Asks
    | Answers
    | Weighs
    | Happens
    | Cites
)


@dataclass(frozen=True, slots=True)
class Cell:
    """All pieces that need the same days and episodes; `moments` are those that its links name."""

    needs: Needs
    statements: tuple[Statement, ...]
    links: tuple[Link, ...]
    moments: frozenset[str]
