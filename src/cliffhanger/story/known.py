"""The pieces of a restricted story, put together again: the ground on which all answers of a view are built."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from functools import cached_property
from typing import Any, Final, TypeVar, cast

from cliffhanger.answer import Source
from cliffhanger.story.claims import Asks, Cites, Introduces, Key, Link, Overturns, Party, Points
from cliffhanger.story.content import Content
from cliffhanger.story.standing import not_standing

L = TypeVar("L", bound=Link)


class Known:
    """Statements and links of a restricted story, each in the order of telling.

    A link to a claim that shows nothing, no sentence and no link of its own, is not there.
    """

    def __init__(self, content: Content) -> None:
        statements = [one for cell in content.cells for one in cell.statements]
        links = dict.fromkeys(link for cell in content.cells for link in cell.links)
        self.moments = content.moments
        self.statements = tuple(sorted(statements, key=lambda one: one.key))
        self._links: dict[type[Any], list[Link]] = defaultdict(list)
        shown = {*(one.key for one in statements if one.says), *(link.claim for link in links)}
        for link in sorted(links, key=lambda one: one.claim):
            if (other := _other(link)) is None or other in shown:
                self._links[type(link)].append(link)

    def all(self, kind: type[L]) -> list[L]:
        """Give the links of one kind, in the order of telling."""
        return cast("list[L]", self._links[kind])

    def standing(self, kind: type[L]) -> list[L]:
        """Give the links of one kind whose claims stand, in the order of telling."""
        return [link for link in self.all(kind) if self.stands(link.claim)]

    def stands(self, claim: Key) -> bool:
        """Tell whether a claim stands."""
        return claim not in self._fallen

    def pages(self, claim: Key) -> tuple[Source, ...]:
        """Give the pages that a claim cites, in the order of its writer, each once."""
        return self._pages.get(claim, ())

    @cached_property
    def _pages(self) -> dict[Key, tuple[Source, ...]]:
        cited: dict[Key, dict[Source, None]] = defaultdict(dict)
        for cite in self.all(Cites):
            cited[cite.claim][Source(cite.source, cite.day)] = None
        return {claim: tuple(pages) for claim, pages in cited.items()}

    @cached_property
    def _fallen(self) -> frozenset[Key]:
        return not_standing((link.claim, link.earlier) for link in self.all(Overturns))

    def ties(self) -> list[list[Any]]:
        """Give what links show, for a digest: persons and threads by their place in order of appearance, not by ids.

        Claims are told by their place among those that show something: a sentence, or a link.
        """
        every = [link for several in self._links.values() for link in several]
        places = _renumbered({*(one.key for one in self.statements if one.says), *(link.claim for link in every)})
        persons = _numbered(link.person for link in self.all(Introduces))
        threads = _numbered(link.thread for link in self.all(Asks) if link.part == "opens")

        def told(name: str, value: Any) -> Any:
            if name in _PERSONS and isinstance(value, str):
                return persons[value]
            if isinstance(value, Key):
                return places[value]
            if name == "thread":
                return threads[value]
            if isinstance(value, Party):
                return persons[value.person] if value.person else value.words
            return value

        return sorted(
            (
                [type(link).__name__, *(told(field.name, getattr(link, field.name)) for field in fields(link))]
                for link in every
            ),
            key=repr,
        )


_PERSONS: Final = ("person", "one", "other", "of", "to")
"""The fields of links that hold a person, but where a claim stands in their place."""


def _other(link: Link) -> Key | None:
    """Give the claim at the other end of a link, if there is one."""
    if isinstance(link, Overturns):
        return link.earlier
    return link.other if isinstance(link, Points) else None


def _renumbered(keys: Iterable[Key]) -> dict[Key, Key]:
    """Number claims anew within their episode, or their day."""
    counts: dict[Key, int] = defaultdict(int)
    places = {}
    for key in sorted(keys):
        where = key._replace(number=0)
        counts[where] += 1
        places[key] = key._replace(number=counts[where])
    return places


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}
