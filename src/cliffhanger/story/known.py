"""The pieces of a restricted story, put together again: the ground on which all answers of a view are built."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any, TypeVar, cast

from cliffhanger.story.claims import Content, Key, Link, Overturns
from cliffhanger.story.standing import not_standing

L = TypeVar("L", bound=Link)


class Known:
    """Statements and links of a restricted story, each in the order of telling."""

    def __init__(self, content: Content) -> None:
        statements = [one for cell in content.cells for one in cell.statements]
        links = dict.fromkeys(link for cell in content.cells for link in cell.links)
        self.moments = content.moments
        self.statements = tuple(sorted(statements, key=lambda one: one.key))
        self._links: dict[type[Any], list[Link]] = defaultdict(list)
        for link in sorted(links, key=lambda one: one.claim):
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

    @cached_property
    def _fallen(self) -> frozenset[Key]:
        return not_standing((link.claim, link.earlier) for link in self.all(Overturns))
