"""Writes blocks, and pages, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from cliffhanger.brief.blocks import Block, Blocks, Heading, Items, Paragraph, Picture, Prose, Table, statements
from cliffhanger.brief.text import harmless

if TYPE_CHECKING:
    from cliffhanger.brief.notes import Notes
    from cliffhanger.brief.page import Page

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~])|(&)(?=#?\w+;)")
_START: Final = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))(?=\s|$|[-+=])")
_BREAK: Final = re.compile(r"\s*\n\s*")


def write_markdown(blocks: Blocks, notes: Notes | None = None) -> str:
    """Write blocks; what means something in Markdown is escaped in their texts. Statements call for their notes."""
    return "\n\n".join(_block(block, notes) for block in blocks) + "\n"


def write_page(page: Page) -> str:
    """Write a page as Markdown with footnotes; up to the line, nothing depends on what stands after it."""
    from cliffhanger.brief.notes import Notes
    from cliffhanger.brief.page import FURTHER, NOTES, SPOILERS

    before = Notes()
    after = Notes(earlier=before)
    told = [write_markdown([Heading(page.title, 1), Paragraph(page.lead), *_without_pictures(page.before)], before)]
    told += _notes(NOTES, before)
    if page.spoils:
        told += ["---\n", write_markdown([Heading(SPOILERS), Paragraph(page.spoils)])]
    told += [write_markdown(page.after, after)] if page.after else []
    told += [*_notes(FURTHER, after), "---\n", write_markdown([Paragraph(page.basis)])]
    return "\n".join(told)


def _without_pictures(blocks: Blocks) -> list[Block]:
    """Leave out what only the eye can take in; tables and sentences say the same."""
    return [block for block in blocks if not isinstance(block, Picture)]


def _notes(heading: str, notes: Notes) -> Iterator[str]:
    if notes.all:
        from cliffhanger.brief.page import DAYS

        about = [Paragraph(DAYS)] if notes.is_first else []
        told = "\n".join(f"[^{label}]: {_plain(text)}" for label, text in notes.all)
        yield f"{write_markdown([Heading(heading), *about])}\n{told}\n"


def _block(block: Block, notes: Notes | None) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {_plain(text)}"
        case Paragraph(text):
            return _prose(text, notes)
        case Items(items):
            return "\n".join(f"- {_prose(item, notes)}" for item in items)
        case Table(header, rows, right, caption):
            rule = ["---:" if place in right else "---" for place in range(len(header))]
            lines = (_row(map(_plain, header)), _row(rule), *(_row(map(_plain, row)) for row in rows))
            return (f"{_prose(caption, notes)}\n\n" if caption else "") + "\n".join(lines)
        case Picture(_, says, caption):
            return _prose(caption, notes) if caption else _plain(says)


def _row(fields: Iterable[str]) -> str:
    return "| " + " | ".join(fields) + " |"


def _prose(prose: Prose, notes: Notes | None) -> str:
    told = statements(prose)
    called = [f"[^{notes.label(part.sources)}]" if notes and part.sources else "" for part in told]
    calls = [call if call != after else "" for call, after in zip(called, [*called[1:], ""], strict=True)]
    return " ".join(_plain(part.text, first=not place) + calls[place] for place, part in enumerate(told))


def _plain(text: str, *, first: bool = True) -> str:
    """Escape a text; only what is first in its line can look like the start of a list."""
    line = _SPECIAL.sub(lambda found: f"\\{found[0]}", _BREAK.sub(" ", harmless(text)))
    return _START.sub(lambda found: f"{found[1]}{found[3] or ''}\\{found[4] or found[2]}", line) if first else line
