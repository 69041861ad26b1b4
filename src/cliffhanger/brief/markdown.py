"""Writes blocks as Markdown."""

from __future__ import annotations

import re

from cliffhanger.brief.blocks import Block, Blocks, Heading, Items, Paragraph, Picture, Table, words
from cliffhanger.brief.text import harmless

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def write_markdown(blocks: Blocks) -> str:
    """Write blocks; what means something in Markdown is escaped in their texts."""
    return "\n\n".join(_block(block) for block in blocks) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_plain(text)}"
        case Paragraph(text):
            return _plain(words(text))
        case Items(items):
            return "\n".join(f"- {_plain(words(item))}" for item in items)
        case Table(header, rows, right):
            rule = ["---:" if place in right else "---" for place in range(len(header))]
            return "\n".join("| " + " | ".join(map(_plain, row)) + " |" for row in (header, tuple(rule), *rows))
        case Picture(says=says):
            return _plain(says)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", harmless(text))
