"""What a brief or a page is made of before it is written as text, Markdown or HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from cliffhanger.answer import Source


@dataclass(frozen=True)
class Told:
    """A statement in words, and the sources on which it stands; where there are footnotes, it carries one."""

    text: str
    sources: tuple[Source, ...] = ()


Prose: TypeAlias = "str | Told | tuple[str | Told, ...]"
"""Words, a statement, or several that follow one another."""


def statements(prose: Prose) -> tuple[Told, ...]:
    """Take prose apart into statements; words alone have no sources."""
    parts = prose if isinstance(prose, tuple) else (prose,)
    return tuple(part if isinstance(part, Told) else Told(part) for part in parts)


def words(prose: Prose) -> str:
    """Give prose as words alone, a space between statements."""
    return " ".join(part.text for part in statements(prose))


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    text: Prose


@dataclass(frozen=True)
class Items:
    """A list, each item a line or more."""

    items: tuple[Prose, ...]


@dataclass(frozen=True)
class Table:
    """Rows of fields under a header; `right` names the columns, by place, that hold figures."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    caption: Prose = ""


@dataclass(frozen=True)
class Picture:
    """A picture as SVG, with the words that stand for it where there are none, and what is written below it."""

    svg: str
    says: str
    caption: Prose = ""


@dataclass(frozen=True)
class Folded:
    """Blocks that show when somebody opens them, where they are written as HTML; `summary` says what they are."""

    summary: str
    blocks: tuple[Heading | Paragraph | Items | Table | Picture, ...]


Block: TypeAlias = Heading | Paragraph | Items | Table | Picture
Blocks = Sequence[Block]
