"""Writes blocks as HTML: the parts of a page, with a call for a note behind each statement that has sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from cliffhanger.brief.blocks import Block, Folded, Heading, Items, Paragraph, Picture, Prose, Table, Told, statements
from cliffhanger.brief.notes import Notes
from cliffhanger.brief.page import DAYS, NOTES
from cliffhanger.brief.text import harmless

FEWEST: Final = 4
"""So many headings want contents."""

ADDRESS: Final = re.compile(r"(https?://[\w-]+\.[^\s<>\"]*[^\s<>\".,;:!?)\]])")
"""An address within a text, without the signs that end a sentence."""


class Sections:
    """Writes parts of a page one by one, whose sources are notes in a last part of their own.

    Where a page has several of these, `prefix` tells their notes apart.
    """

    def __init__(self, prefix: str = "", heading: str = NOTES) -> None:
        self._notes, self._heading = Notes(prefix), heading

    def write(self, blocks: Iterable[Block]) -> str:
        """Write a part."""
        return "".join(sections(blocks, self._notes))

    @property
    def notes(self) -> str:
        """Write the notes of all parts written so far; empty where none has a source."""
        return "".join(sources(self._heading, self._notes))


def contents(blocks: Iterable[Block | Folded]) -> Iterator[str]:
    """List the headings of the second level, where there are several."""
    named = [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]
    if len(named) < FEWEST:
        return
    listed = Element("nav", {"class": "contents", "aria-label": "On this page"})
    rows = SubElement(listed, "ol")
    for name in named:
        SubElement(SubElement(rows, "li"), "a", href=f"#{_id(name)}").text = harmless(name)
    yield written(listed)


def sections(blocks: Iterable[Block | Folded], notes: Notes) -> Iterator[str]:
    """Write blocks, each heading of level 2 with what follows it as a section."""
    told = [*blocks]
    starts = [place for place, block in enumerate(told) if isinstance(block, Heading) and block.level <= 2]
    for first, last in pairwise([0, *starts, len(told)] if 0 not in starts else [*starts, len(told)]):
        named = told[first] if first in starts else None
        if isinstance(named, Heading):
            yield f'<section aria-labelledby="{_id(named.text)}">\n'
        yield from (_block(block, notes) for block in told[first:last])
        if isinstance(named, Heading):
            yield "</section>\n"


def _id(heading: str) -> str:
    """Name a heading in an address; headings are the page's own words."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in heading.lower()).split()) or "part"


def _block(block: Block | Folded, notes: Notes) -> str:
    match block:
        case Folded(summary, inner):
            named = Element("summary")
            named.text = harmless(summary)
            return f"<details>\n{written(named)}{''.join(_block(one, notes) for one in inner)}</details>\n"
        case Heading(text, level):
            drawn = Element(f"h{level}", {"id": _id(text)} if level <= 2 else {})
            drawn.text = harmless(text)
        case Paragraph(text):
            drawn = Element("p")
            fill(drawn, text, notes)
        case Items(items):
            drawn = Element("ul")
            for item in items:
                fill(SubElement(drawn, "li"), item, notes)
        case Table():
            drawn = _table(block, notes)
        case Picture(svg, _, caption):
            below = Element("figcaption")
            fill(below, caption, notes)
            return f"<figure>\n{svg}{written(below) if caption else ''}</figure>\n"
    return written(drawn)


def _table(block: Table, notes: Notes) -> Element:
    name = " ".join(part.text for part in statements(block.caption))
    frame = Element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": harmless(name)})
    table = SubElement(frame, "table")
    if block.caption:
        fill(SubElement(table, "caption"), block.caption, notes)
    head = SubElement(SubElement(table, "thead"), "tr")
    for place, field in enumerate(block.header):
        SubElement(head, "th", {"scope": "col"} | _side(block, place)).text = harmless(field)
    body = SubElement(table, "tbody")
    for row in block.rows:
        line = SubElement(body, "tr")
        for place, field in enumerate(row):
            cell = SubElement(line, "td" if place else "th", ({} if place else {"scope": "row"}) | _side(block, place))
            cell.text = harmless(field)
    return frame


def _side(block: Table, place: int) -> dict[str, str]:
    return {"class": "figure"} if place in block.right else {}


def fill(parent: Element, prose: Prose, notes: Notes) -> None:
    """Put prose into an element, with a call for a note behind each statement that has sources."""
    last: Element | None = None
    told = statements(prose)
    for place, part in enumerate(told):
        text = (" " if place else "") + harmless(part.text)
        if last is None:
            parent.text = (parent.text or "") + text
        else:
            last.tail = (last.tail or "") + text
        if part.sources and not _same_note(part, told[place + 1 : place + 2]):
            last = _call(parent, notes.label(part.sources), notes)


def _same_note(part: Told, following: tuple[Told, ...]) -> bool:
    """Tell whether the statement that follows has the same sources: one call behind both is enough."""
    return bool(following) and following[0].sources == part.sources


def _call(parent: Element, label: str, notes: Notes) -> Element:
    raised = SubElement(parent, "sup")
    number = notes.call(label)
    name = f"c-{label}" if number == 1 else f"c-{label}-{number}"
    link = SubElement(raised, "a", href=f"#n-{label}", role="doc-noteref")
    link.set("aria-label", f"Source {label}")
    link.text = label
    if notes.is_own(label):
        link.set("id", name)
    return raised


def sources(heading: str, notes: Notes) -> Iterator[str]:
    """List notes under a heading; nothing where there is none."""
    if not notes.all:
        return
    section = Element("section", {"class": "notes", "aria-labelledby": _id(heading)})
    SubElement(section, "h2", id=_id(heading)).text = heading
    if notes.is_first:
        SubElement(section, "p").text = DAYS
    listed = SubElement(section, "ol")
    for label, told in notes.all:
        item = SubElement(listed, "li", id=f"n-{label}")
        back = SubElement(item, "a", {"href": f"#c-{label}", "role": "doc-backlink", "aria-label": "Back to the text"})
        back.text = label
        _linked(SubElement(item, "span"), harmless(told))
        item.tail = "\n"
    yield written(section)


def _linked(parent: Element, told: str) -> None:
    """Put words into an element, with the addresses among them as links."""
    pieces = ADDRESS.split(told)
    parent.text = pieces[0]
    for address, rest in zip(pieces[1::2], pieces[2::2], strict=True):
        link = SubElement(parent, "a", href=address, rel="nofollow noopener")
        link.text, link.tail = address, rest


def written(drawn: Element) -> str:
    """Write an element out."""
    return tostring(drawn, encoding="unicode", method="html") + "\n"
