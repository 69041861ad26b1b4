"""Who is who, as far as the visible claims tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cliffhanger.answer import Source
from cliffhanger.story.claims import BEFORE, Alias, Introduces, Lasts, Party, Related, SamePerson
from cliffhanger.story.known import Known
from cliffhanger.vantage import Episode


@dataclass(frozen=True)
class Relation:
    """A tie between two persons: `of` is the `tie` of `to`, from one moment of the fabula until another, if told."""

    of: str
    to: str
    tie: str
    from_: str | None = None
    until: str | None = None

    def __str__(self) -> str:
        return f"{self.of} is {self.tie} of {self.to}"


@dataclass(frozen=True)
class Person:
    """Somebody in the story; `known_since` is the episode of the first introduction, or None for the premise."""

    key: str
    name: str
    role: str
    played_by: str
    aliases: tuple[str, ...]
    relations: tuple[Relation, ...]
    known_since: Episode | None
    pages: tuple[Source, ...] = ()


def slug(name: str) -> str:
    """Give a name the form in which it stands in addresses."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


class Cast:
    """All persons whom visible claims introduce, in order of introduction; those who are one are joined."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._introductions: dict[str, list[Introduces]] = defaultdict(list)
        for link in known.all(Introduces):
            self._introductions[link.person].append(link)
        self._groups = self._joined()
        self._first = {person: group[0] for group in self._groups for person in group}
        self._names = {group[0]: self._introductions[group[-1]][-1].name for group in self._groups}
        self._rank = {first: place for place, first in enumerate(self._names)}
        self._ties: dict[str, dict[Relation, None]] = defaultdict(dict)
        self.relations = self._relations()
        self.by_first = self._persons()
        self.persons = tuple(self.by_first.values())

    def first(self, person: str) -> str:
        """Give the person who stands for all those who are one with somebody."""
        return self._first[person]

    def name(self, person: str) -> str:
        """Give the name under which somebody is known by now."""
        return self._names[self._first[person]]

    def named(self, party: Party) -> str:
        """Give the name of a party, or the words for it."""
        return self.name(party.person) if party.person else party.words

    def in_order(self, persons: Iterable[str]) -> tuple[str, ...]:
        """Give the names of persons in their order of introduction."""
        firsts = {self._first[person] for person in persons}
        return tuple(self._names[first] for first in sorted(firsts, key=self._rank.__getitem__))

    def _joined(self) -> list[list[str]]:
        """Give groups of persons who are one, and the persons in each, in order of introduction."""
        group_of = {person: [person] for person in self._introductions}
        for link in self._known.standing(SamePerson):
            one, other = group_of[link.one], group_of[link.other]
            if one is not other:
                one += other
                group_of.update(dict.fromkeys(other, one))
        rank = {person: place for place, person in enumerate(self._introductions)}
        groups = {id(group): sorted(group, key=rank.__getitem__) for group in group_of.values()}
        return sorted(groups.values(), key=lambda group: rank[group[0]])

    def _relations(self) -> tuple[Relation, ...]:
        told: list[Relation] = []
        spans = {(one.claim, one.of, one.to, one.tie, one.part): one.moment for one in self._known.all(Lasts)}
        for link in self._known.standing(Related):
            of, to = self._first[link.of], self._first[link.to]
            if of != to:
                named = link.claim, link.of, link.to, link.tie
                span = spans.get((*named, "from")), spans.get((*named, "until"))
                tie = Relation(self._names[of], self._names[to], link.tie, *span)
                told.append(tie)
                self._ties[of][tie] = self._ties[to][tie] = None
        ties = _fullest(told)
        for of, some in self._ties.items():
            self._ties[of] = {tie: None for tie in some if tie in ties}
        return tuple(ties)

    def _persons(self) -> dict[str, Person]:
        aliases: dict[str, list[str]] = defaultdict(list)
        for link in self._known.standing(Alias):
            aliases[self._first[link.person]].append(link.name)
        keys: set[str] = set()
        found = {}
        for group in self._groups:
            told = [link for person in reversed(group) for link in reversed(self._introductions[person])]
            name, first = told[0].name, told[-1]
            others = dict.fromkeys([link.name for link in told] + aliases[group[0]])
            person = Person(
                key=_new_key(first.name, keys),
                name=name,
                role="; ".join(self._latest(group, "role")),
                played_by=", ".join(self._latest(group, "played_by")),
                aliases=tuple(other for other in others if other not in name),
                relations=tuple(self._ties[group[0]]),
                known_since=None if first.claim.episode == BEFORE else first.claim.episode,
                pages=tuple(dict.fromkeys(page for link in told for page in self._known.pages(link.claim))),
            )
            found[group[0]] = person
        return found

    def _latest(self, group: list[str], field: str) -> list[str]:
        """Give what was last told of each person in a group, the person introduced last first."""
        told = ([getattr(link, field) for link in self._introductions[person]] for person in reversed(group))
        return list(dict.fromkeys(texts[-1] for texts in ([t for t in every if t] for every in told) if texts))


def _fullest(told: Iterable[Relation]) -> dict[Relation, None]:
    """Drop each tie that another tells as well, with a beginning or an end besides."""
    ties = dict.fromkeys(told)
    spans = {(tie.of, tie.to, tie.tie, tie.from_, tie.until) for tie in ties}
    ends: dict[tuple[str, str, str], list[tuple[str | None, str | None]]] = defaultdict(list)
    for of, to, is_, *span in spans:
        ends[of, to, is_].append((span[0], span[1]))

    def is_told_better(tie: Relation) -> bool:
        return any(
            tie.from_ in (None, start) and tie.until in (None, end) and (start, end) != (tie.from_, tie.until)
            for start, end in ends[tie.of, tie.to, tie.tie]
        )

    return {tie: None for tie in ties if not is_told_better(tie)}


def _new_key(name: str, keys: set[str]) -> str:
    key = slug(name) or "person"
    number = 1
    while (new := key if number == 1 else f"{key}-{number}") in keys:
        number += 1
    keys.add(new)
    return new
