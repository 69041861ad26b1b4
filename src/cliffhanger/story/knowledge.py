"""Who knows what, and who believes what, as far as the visible claims tell.

A person knows a claim that is so and that the story says they know (`known_by`), whose evidence they planted
(`planted_by`), or by which they deceive somebody: those with whom the sentence of `deceives` begins. They believe what
the story says they believe (`believed_by`), until they come to know what overturned it. What is only their word
(`told_by`) they say: it may be a lie, or an error.

All of it counts from the episode that tells it: how long before that somebody knew, the viewer is not told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cliffhanger.story.claims import Involves, Key, Overturns
from cliffhanger.story.known import Known
from cliffhanger.story.naming import Naming
from cliffhanger.story.people import Cast, Person
from cliffhanger.story.recap import Claims, VisibleClaim
from cliffhanger.vantage import Episode

Way: TypeAlias = Literal["knows", "planted", "deceives", "believes", "says"]

_KNOWING: dict[str, Way] = {"knows": "knows", "planted": "planted"}


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
    """What a person knows, believes, and says, be it so or not; each in the order of telling."""

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
    naming = Naming(cast)
    for key, claim in shown.items():
        for person in naming.beginning(claim.deceives) if claim.deceives and claim.stands else ():
            ways[person]["deceives"].add(key)
    better: dict[Key, list[Key]] = defaultdict(list)
    for overturns in known.standing(Overturns):
        better[overturns.earlier].append(overturns.claim)
    return tuple(_knowledge(person, ways[first], better, shown) for first, person in cast.by_first.items())


def _way(link: Involves, *, stands: bool) -> Way | None:
    if link.part == "believes":
        return "believes"
    if link.part == "tells":
        return "says"
    return _KNOWING.get(link.part) if stands else None


def _knowledge(
    person: Person, ways: dict[Way, set[Key]], better: dict[Key, list[Key]], shown: dict[Key, VisibleClaim]
) -> Knowledge:
    knows: dict[Key, Way] = {}
    for way in ("deceives", "planted", "knows"):
        knows |= dict.fromkeys(ways[way], way)

    def until(belief: Key) -> Episode | None:
        return min((key.episode for key in better[belief] if key in knows and key > belief), default=None)

    return Knowledge(
        person,
        knows=tuple(Held(shown[key], knows[key]) for key in sorted(knows)),
        believes=tuple(Held(shown[key], "believes", until(key)) for key in sorted(ways["believes"] - {*knows})),
        says=tuple(Held(shown[key], "says") for key in sorted(ways["says"] - {*knows})),
    )
