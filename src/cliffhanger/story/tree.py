"""Finds one's way in the tree of a story file: what stands under which keys, and on which lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cliffhanger.story.plaintext import Mapping, Sequence


class Named(NamedTuple):
    """A name, and the line on which it stands."""

    name: str
    line: int


def each(node: Any) -> list[Named]:
    """The texts in a list, or in the lists that it holds."""
    found: list[Named] = []
    if isinstance(node, Sequence):
        for item, line in zip(node, node.item_lines, strict=True):
            if isinstance(item, str):
                found.append(Named(item, line))
            else:
                found += each(item)
    return found


def texts(node: Mapping, *names: str) -> list[Named]:
    """The texts under some keys of a mapping, alone or in lists."""
    found: list[Named] = []
    for name in names:
        if name in node:
            value = node[name]
            found += [Named(value, node.value_lines[name])] if isinstance(value, str) else each(value)
    return found


def keys(node: Mapping, *names: str) -> list[Named]:
    """The keys of the mappings under some keys of a mapping."""
    found = [node[name] for name in names if name in node]
    return [Named(key, inner.key_lines[key]) for inner in found if isinstance(inner, Mapping) for key in inner]


def mappings(node: Any) -> Iterator[Mapping]:
    """Give a mapping, or the mappings of a list."""
    for item in node if isinstance(node, Sequence) else [node]:
        if isinstance(item, Mapping):
            yield item


def told(root: Mapping) -> Iterator[tuple[Any, Mapping]]:
    """Give each claim of the premise and of the episodes, with what places it."""
    for claim in mappings(root.get("premise")):
        yield str(claim.get("known", "")), claim
    reveals = root.get("reveals")
    for episode, told in reveals.items() if isinstance(reveals, Mapping) else ():
        for claim in mappings(told):
            yield episode, claim


def claims(root: Mapping) -> Iterator[Mapping]:
    """Give each claim of the premise and of the episodes."""
    return (claim for _, claim in told(root))


def asides(root: Mapping) -> Iterator[Mapping]:
    """Give each fact and each note."""
    for section in ("facts", "adaptation"):
        yield from mappings(root.get(section))


def moments(root: Mapping) -> list[Named]:
    """The moments, written as a list or as a mapping."""
    return each(root.get("moments")) or keys(root, "moments")


def after(order: Any) -> list[Named]:
    """The moments after which a moment of a mapping comes."""
    return texts(order, "after") if isinstance(order, Mapping) else []


def ties(claim: Mapping) -> Iterator[Mapping]:
    """Give the ties that a claim tells."""
    return mappings(claim["relation"]) if "relation" in claim else iter(())
