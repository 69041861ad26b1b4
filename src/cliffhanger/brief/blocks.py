"""What a brief is made of before it is written as text or Markdown: headings, paragraphs, lists, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list, each item a line or more."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of fields under a header; `right` names the columns, by place, that hold figures."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()


Block = Heading | Paragraph | Items | Table
Blocks = Sequence[Block]
