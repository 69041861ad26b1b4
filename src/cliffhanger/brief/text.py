"""Writes blocks as plain text for a terminal or a pipe."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable

from cliffhanger.brief.blocks import Block, Blocks, Heading, Items, Paragraph, Picture, Table, words

WIDTH = 88

_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Replace what would steer a terminal or turn the direction of a line."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def write_text(blocks: Blocks, width: int = WIDTH, strong: Callable[[str], str] = str) -> str:
    """Write blocks, wrapped to a width; `strong` marks headings."""
    told = "\n\n".join(_block(block, width, strong) for block in blocks)
    return told + "\n"


def _block(block: Block, width: int, strong: Callable[[str], str]) -> str:
    match block:
        case Heading(text, level):
            text = harmless(text)
            rule = {1: "=", 2: "-"}.get(level)
            return strong(text) + (f"\n{rule * _cells(text)}" if rule else "")
        case Paragraph(text):
            return textwrap.fill(harmless(words(text)), width, break_long_words=False, break_on_hyphens=False)
        case Items(items):
            wrap = textwrap.TextWrapper(
                width, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
            )
            return "\n".join(wrap.fill(harmless(words(item))) for item in items)
        case Table():
            return aligned(block)
        case Picture(says=says):
            return textwrap.fill(harmless(says), width, break_long_words=False, break_on_hyphens=False)


def aligned(table: Table) -> str:
    """Write a table with aligned columns, figures to the right."""
    rows = [tuple(map(harmless, row)) for row in (table.header, *table.rows)]
    widths = [max(_cells(row[place]) for row in rows) for place in range(len(table.header))]
    return "\n".join(
        "  ".join(_pad(field, widths[place], right=place in table.right) for place, field in enumerate(row)).rstrip()
        for row in rows
    )


def _pad(field: str, width: int, *, right: bool) -> str:
    space = " " * (width - _cells(field))
    return space + field if right else field + space


def _cells(text: str) -> int:
    """Count the cells that a terminal gives a text: two for wide characters, none for combining ones."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
