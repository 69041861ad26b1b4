"""Writes a page as one HTML file that needs nothing else: no script, no foreign host, its style and pictures within.

The standard library's ElementTree writes every element and escapes every text, so no text can become markup.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from cliffhanger.brief.blocks import Block, Folded
from cliffhanger.brief.html_blocks import contents, fill, sections, sources, written
from cliffhanger.brief.notes import Notes
from cliffhanger.brief.page import FURTHER, NOTES, SPOILERS, Page
from cliffhanger.brief.text import harmless

LANGUAGE: Final = "en"
STYLE: Final = Path(__file__).with_name("page.css")


def write_html(page: Page) -> str:
    """Write a page as HTML; up to the line, its bytes depend on nothing that stands after it."""
    start = f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">\n{written(_head(page))}<body>\n<main>\n'
    return f"{start}{write_article(page)}</main>\n</body>\n</html>\n"


def write_article(page: Page) -> str:
    """Write a page as the article within one."""
    before = Notes()
    after = Notes(earlier=before)
    parts = [
        "<article>\n",
        written(_top(page, before)),
        *sections(page.before, before),
        *sources(NOTES, before),
    ]
    if page.spoils:
        parts.append(written(_line(page)))
    parts += [
        *sections(page.after, after),
        *sources(FURTHER, after),
        written(_footer(page)),
        "</article>\n",
    ]
    return "".join(parts)


def write_blocks(title: str, blocks: Iterable[Block | Folded], basis: str) -> str:
    """Write blocks as a file of their own, under a title, with contents, sources as notes, and the basis at the end."""
    head, footer, named = Element("head"), Element("footer"), Element("h1")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    SubElement(head, "title").text = named.text = harmless(title)
    SubElement(head, "style").text = STYLE.read_text("utf-8")
    SubElement(footer, "p").text = harmless(basis)
    notes, told = Notes(), [*blocks]
    body = "".join([*contents(told), *sections(told, notes), *sources(NOTES, notes)])
    start = f'<!DOCTYPE html>\n<html lang="{LANGUAGE}">\n{written(head)}<body>\n<main>\n{written(named)}'
    return f"{start}{body}{written(footer)}</main>\n</body>\n</html>\n"


def _head(page: Page) -> Element:
    head = Element("head")
    head.text = "\n"
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "title").text = harmless(page.title)
    told = {
        "viewport": "width=device-width, initial-scale=1",
        "description": harmless(page.description),
        "color-scheme": "light dark",
        "date": str(page.as_of),
    }
    for name, content in told.items():
        SubElement(head, "meta", name=name, content=content)
    shared = {
        "og:type": "article",
        "og:title": harmless(page.title),
        "og:description": harmless(page.description),
        "article:published_time": str(page.as_of),
    }
    for name, content in shared.items():
        SubElement(head, "meta", property=name, content=content)
    SubElement(head, "style").text = STYLE.read_text("utf-8")
    for child in head:
        child.tail = "\n"
    return head


def _top(page: Page, notes: Notes) -> Element:
    header = Element("header")
    title = SubElement(header, "h1")
    title.text = harmless(page.question)
    known = SubElement(header, "p", {"class": "day"})
    known.text = "What is known on "
    SubElement(known, "time", datetime=str(page.as_of)).text = page.day
    fill(SubElement(header, "p", {"class": "lead"}), page.lead, notes)
    return header


def _line(page: Page) -> Element:
    line = Element("section", {"class": "line", "aria-labelledby": "spoilers"})
    SubElement(line, "h2", id="spoilers").text = SPOILERS
    SubElement(line, "p").text = harmless(page.spoils)
    return line


def _footer(page: Page) -> Element:
    footer = Element("footer")
    SubElement(footer, "p").text = harmless(page.basis)
    return footer
