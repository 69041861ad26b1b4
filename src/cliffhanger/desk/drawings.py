"""Pictures on pages: their look comes from the style sheet of the desk; a sparkline, and the scale of verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from cliffhanger.brief import svg
from cliffhanger.brief.blocks import Block, Picture
from cliffhanger.brief.pictures.odds_text import BOUNDS, WORDS
from cliffhanger.brief.wording import counted, percent
from cliffhanger.charts.rows import ChartRow
from cliffhanger.renewal.asked import Chance

WEEK: Final = timedelta(days=7)
SHOWN: Final = 9
"""A sparkline shows so many weeks at most, the newest."""

SLOT: Final = 4.0
HIGH: Final = 16.0

WIDTH: Final = 420.0
EDGE: Final = 12.0
MARKED: Final = (0.0, WORDS[0], "ch-start"), (0.5, WORDS[3], "ch-middle"), (1.0, WORDS[-1], "ch-end")
"""Places on the scale that have their figure and word below."""

STYLED: Final = f"<style>{svg.STYLE}</style>"


def bare(blocks: Iterable[Block]) -> Iterator[Block]:
    """Take the style out of pictures: pages allow none within them, and the style sheet has those classes."""
    for block in blocks:
        yield replace(block, svg=block.svg.replace(STYLED, "")) if isinstance(block, Picture) else block


def spark(rows: Sequence[ChartRow], says: str) -> str:
    """Draw the weeks of a run up to the newest of its rows, as bars of views or hours; a week off the list is a gap."""
    last = rows[-1].week
    shown = [row for row in rows if row.week > last - SHOWN * WEEK]
    amounts = [row.views if all(one.views for one in shown) else row.hours for row in shown]
    most = max((amount for amount in amounts if amount), default=0)
    width = SHOWN * SLOT
    root = Element("svg", {"class": "spark", "viewBox": f"0 0 {svg.number(width)} {svg.number(HIGH)}", "role": "img"})
    SubElement(root, "title").text = svg.clean(says)
    svg.shape(root, "line", "spark-base", x1=0, y1=HIGH - 0.5, x2=width, y2=HIGH - 0.5)
    for row, amount in zip(shown, amounts, strict=True):
        x = width - SLOT * ((last - row.week) // WEEK + 1)
        high = max(2.0, (HIGH - 2) * (amount or 0) / most) if most else 2.0
        look = "spark-now" if row.week == last else "spark-bar"
        svg.shape(root, "rect", look, x=x + 0.5, y=HIGH - 1 - high, width=SLOT - 1, height=high)
    return svg.written(root)


def spark_told(weeks: int) -> str:
    """Say what a sparkline shows."""
    return f"{counted(weeks, 'week')} seen on the list, by size"


def scale(told: Chance) -> str:
    """Draw a chance and its interval among the verdicts, 420 units wide; its words stand beside it on the page."""
    says = f"{percent(told.chance)}, between {percent(told.low)} and {percent(told.high)}, on a scale from 0 to 100%"
    root = Element("svg", {"class": "scale", "viewBox": f"0 0 {svg.number(WIDTH)} 82", "role": "img"})
    SubElement(root, "title").text = svg.clean(says)
    for (low, high), words in zip(pairwise(BOUNDS), WORDS, strict=True):
        here = low <= told.chance < high or told.chance == high == 1
        look = "scale-here" if here else "scale-part"
        svg.shape(root, "rect", look, words, x=_x(low) + 1, y=30, width=_x(high) - _x(low) - 2, height=10)
    svg.shape(root, "line", "scale-span", x1=_x(told.low), y1=20, x2=_x(told.high), y2=20)
    for end in (told.low, told.high):
        svg.shape(root, "line", "scale-span", x1=_x(end), y1=15, x2=_x(end), y2=25)
    svg.shape(root, "circle", "scale-mark", cx=_x(told.chance), cy=20, r=7)
    for share, words, side in MARKED:
        svg.text(root, f"scale-text {side}", _x(share), 58, f"{share:.0%}")
        svg.text(root, f"scale-text {side}", _x(share), 75, words)
    return svg.written(root)


def _x(share: float) -> float:
    return EDGE + share * (WIDTH - 2 * EDGE)
