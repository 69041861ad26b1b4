"""Who knows what, and who believes what, as far as the visible claims tell.

A person knows a claim that is so and that the story says they know (`known_by`), that they tell themselves
(`told_by`), whose evidence they planted (`planted_by`), or by which they deceive somebody: the one named first in the
sentence of `deceives`. They believe what the story says they believe (`believed_by`), until they come to know what
overturned it. What they tell and is not so, they say.

All of it counts from the episode that tells it: how long before that somebody knew, the viewer is not told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cliffhanger.story.claims import Involves, Key, Overturns
from cliffhanger.story.known import Known
from cliffhanger.story.people import Cast, Person
from cliffhanger.story.recap import Claims, VisibleClaim
from cliffhanger.vantage import Episode

Way: TypeAlias = Literal["knows", "tells", "planted", "deceives", "believes", "says"]

_KNOWING: dict[str, Way] = {"knows": "knows", "tells": "tells", "planted": "planted"}
_AND = (", and ", " and ", ", ")


@dataclass(frozen=True)
class Held:
    """A claim that somebody knows, believes or says, and in what way.

    Of a belief, `until` is the episode in which they come to know better, if they do.
    """

    claim: VisibleClaim
    way: Way
    until: Episode | None = None


@dataclass(frozen=True)
class Knowledge:
    """What a person knows, believes, and says though it is not so; each in the order of telling."""

    person: Person
    knows: tuple[Held, ...]
    believes: tuple[Held, ...]
    says: tuple[Held, ...]


def knowledge(known: Known, cast: Cast, claims: Claims) -> tuple[Knowledge, ...]:
    """Give what each person knows and believes, in order of introduction."""
    shown = claims.by_key
    ways: dict[str, dict[Way, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for link in known.all(Involves):
        if link.claim in shown and (way := _way(link, stands=shown[link.claim].stands)):
            ways[cast.first(link.person)][way].add(link.claim)
    deceivers = _Deceivers(cast)
    for key, claim in shown.items():
        for person in deceivers.of(claim.deceives) if claim.deceives and claim.stands else ():
            ways[person]["deceives"].add(key)
    better: dict[Key, list[Key]] = defaultdict(list)
    for overturns in known.standing(Overturns):
        better[overturns.earlier].append(overturns.claim)
    return tuple(_knowledge(person, ways[first], better, shown) for first, person in cast.by_first.items())


def _way(link: Involves, *, stands: bool) -> Way | None:
    if link.part == "believes":
        return "believes"
    if link.part == "tells" and not stands:
        return "says"
    return _KNOWING.get(link.part) if stands else None


def _knowledge(
    person: Person, ways: dict[Way, set[Key]], better: dict[Key, list[Key]], shown: dict[Key, VisibleClaim]
) -> Knowledge:
    knows: dict[Key, Way] = {}
    for way in ("deceives", "planted", "tells", "knows"):
        knows |= dict.fromkeys(ways[way], way)

    def until(belief: Key) -> Episode | None:
        return min((key.episode for key in better[belief] if key in knows and key > belief), default=None)

    return Knowledge(
        person,
        knows=tuple(Held(shown[key], knows[key]) for key in sorted(knows)),
        believes=tuple(Held(shown[key], "believes", until(key)) for key in sorted(ways["believes"] - {*knows})),
        says=tuple(Held(shown[key], "says") for key in sorted(ways["says"])),
    )


class _Deceivers:
    """The persons with whose names a sentence of deception may begin."""

    def __init__(self, cast: Cast) -> None:
        self._first: dict[str, str] = {}
        short: dict[str, set[str]] = defaultdict(set)
        for first, person in cast.by_first.items():
            for name in (person.name, *person.aliases):
                self._first.setdefault(name, first)
                short[name.split()[0]].add(first)
        for name, firsts in short.items():
            if len(firsts) == 1:
                self._first.setdefault(name, *firsts)
        self._longest = sorted(self._first, key=lambda name: (-len(name), name))

    def of(self, sentence: str) -> Iterator[str]:
        """Give the persons named at the beginning, one or several joined by commas and "and"."""
        rest = sentence
        while name := next((one for one in self._longest if _begins(rest, one)), None):
            yield self._first[name]
            rest = rest[len(name) :]
            joint = next((one for one in _AND if rest.startswith(one)), None)
            if joint is None:
                return
            rest = rest[len(joint) :]


def _begins(text: str, name: str) -> bool:
    after = text[len(name) : len(name) + 1]
    return text.startswith(name) and not after.isalnum() and after not in ("'", "’", "-")
