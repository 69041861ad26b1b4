"""The outline of a sound story file for those who review it: what is told where, by whom it is named, what stands."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from cliffhanger.story.claims import BEFORE, PERSON
from cliffhanger.story.moments import earlier_than
from cliffhanger.story.plaintext import Mapping
from cliffhanger.story.standing import not_standing
from cliffhanger.story.tree import Named, after, keys, mappings, moments, texts, ties
from cliffhanger.vantage import Episode

ACTS = ("about", "told_by", "same_person", "believed_by", "known_by", "planted_by")
"""The keys of a claim under which persons stand by their ids."""


class Told(NamedTuple):
    """A claim, with its place in the telling: the premise is before every episode."""

    episode: Episode
    number: int
    claim: Mapping

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.claim.line

    @property
    def part(self) -> str:
        """The part of the telling, as a writer calls it."""
        return "the premise" if self.episode == BEFORE else str(self.episode)

    @property
    def id(self) -> str:
        """The id, or nothing."""
        return str(self.claim.get("id", ""))

    def comes_before(self, other: Told) -> bool:
        """Tell whether it is told earlier, within one part as well."""
        return self[:2] < other[:2]


class Part(NamedTuple):
    """A person in a claim: under which key, and on which line."""

    person: str
    key: str
    line: int
    told: Told


class Answer(NamedTuple):
    """An answer that a claim gives to a thread."""

    thread: str
    answer: str
    line: int
    told: Told


class Outline:
    """A sound story file, indexed; all lists are in the order of telling."""

    def __init__(self, root: Mapping) -> None:
        self.root = root
        self.told = [Told(BEFORE, n, claim) for n, claim in enumerate(mappings(root.get("premise")), 1)]
        reveals = root.get("reveals") or {}
        for episode, name in sorted((Episode.parse(name) or BEFORE, name) for name in reveals):
            self.told += [Told(episode, n, claim) for n, claim in enumerate(mappings(reveals[name]), 1)]
        self.by_id = {told.id: told for told in self.told if told.id}
        self.introduced: dict[str, list[Told]] = defaultdict(list)
        self.opened: dict[str, list[Told]] = defaultdict(list)
        for told in self.told:
            for person in told.claim.get("introduces") or ():
                self.introduced[person].append(told)
            for thread in texts(told.claim, "opens"):
                self.opened[thread.name].append(told)

    @cached_property
    def parts(self) -> list[Part]:
        """All persons in claims, but for their introductions."""
        found = []
        for told in self.told:
            claim = told.claim
            for key in ACTS:
                if key in claim:
                    found += [Part(name, key, line, told) for name, line in texts(claim, key) if PERSON.fullmatch(name)]
            if "alias" in claim:
                found += [Part(name, "alias", line, told) for name, line in keys(claim, "alias")]
            for tie in ties(claim) if "relation" in claim else ():
                found += [Part(name, "relation", line, told) for name, line in texts(tie, "of", "to")]
        found += [Part(one.answer, "answers", one.line, one.told) for one in self.answers]
        found += [Part(one.answer, "weighs", one.line, one.told) for one in self.weights]
        return [part for part in found if PERSON.fullmatch(part.person)]

    @cached_property
    def answers(self) -> list[Answer]:
        """All answers that claims give to threads."""
        return [
            Answer(thread, text, given.value_lines[thread], told)
            for told in self.told
            if isinstance(given := told.claim.get("answers"), Mapping)
            for thread, text in given.items()
        ]

    @cached_property
    def weights(self) -> list[Answer]:
        """All answers to threads that claims weigh, for or against."""
        return [
            Answer(thread, text, weighed.key_lines[text], told)
            for told in self.told
            if isinstance(given := told.claim.get("weighs"), Mapping)
            for thread, weighed in given.items()
            for text in weighed
        ]

    @cached_property
    def overturns(self) -> list[tuple[Told, Told, int]]:
        """All pairs of a claim and an overturned one, with the line that says so."""
        return [
            (told, self.by_id[name], line)
            for told in self.told
            if "overturns" in told.claim
            for name, line in texts(told.claim, "overturns")
        ]

    @cached_property
    def _fallen(self) -> frozenset[int]:
        return not_standing((id(truth.claim), id(believed.claim)) for truth, believed, _ in self.overturns)

    def stands(self, told: Told) -> bool:
        """Tell whether a claim stands for who has seen everything."""
        return id(told.claim) not in self._fallen

    def stands_again(self, told: Told) -> bool:
        """Tell whether a claim stands though another overturns it, which does not stand itself."""
        return id(told.claim) in self._overturned and self.stands(told)

    @cached_property
    def _overturned(self) -> frozenset[int]:
        return frozenset(id(believed.claim) for _, believed, _ in self.overturns)

    def is_undecided(self, told: Told) -> bool:
        """Tell whether a claim does not stand though nothing that stands overturns it: a circle holds it down."""
        return id(told.claim) in self._fallen and id(told.claim) not in self._beaten

    @cached_property
    def _beaten(self) -> frozenset[int]:
        return frozenset(id(believed.claim) for truth, believed, _ in self.overturns if self.stands(truth))

    @cached_property
    def happens(self) -> set[str]:
        """The moments at which claims happen."""
        return {str(told.claim["when"]) for told in self.told if "when" in told.claim}

    @cached_property
    def moments(self) -> list[Named]:
        """All moments that are declared."""
        return moments(self.root)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        groups = self.root.get("moments") or ()
        ranked = ((rank, [group] if isinstance(group, str) else group) for rank, group in enumerate(groups))
        return {moment: rank for rank, group in ranked for moment in group}

    @cached_property
    def _bit(self) -> dict[str, int]:
        return {moment.name: 1 << place for place, moment in enumerate(self.moments)}

    @cached_property
    def _below(self) -> dict[str, int]:
        orders = self.root["moments"]
        return earlier_than(self._bit, [(earlier, later) for later in orders for earlier, _ in after(orders[later])])

    def is_before(self, one: str, other: str) -> bool:
        """Tell whether one moment is known to be before another."""
        if isinstance(self.root.get("moments"), Mapping):
            return bool(self._below[other] & self._bit[one])
        return self._ranks[one] < self._ranks[other]
