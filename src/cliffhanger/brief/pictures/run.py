"""Draws a run on the charts: views or hours by week, as bars, and the rank below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from cliffhanger.brief import svg
from cliffhanger.brief.blocks import Picture
from cliffhanger.brief.pictures.boxes import Box
from cliffhanger.brief.wording import counted, day, figure

WIDTH: Final = 420.0
LEAST: Final = 340.0
"""Most runs are between these widths, by their weeks: words in a wider picture would be too small on a phone."""

EDGE: Final = 10.0
LEFT: Final = 46.0
TEXT: Final = 15.0
SMALL: Final = 13.0
BARS: Final = 150.0
"""The height of the highest bar."""

RANKS: Final = 110.0
"""From the first rank to the tenth."""

LAST_RANK: Final = 10
WIDEST: Final = 70.0
NARROWEST: Final = 6.0
"""Of the slot of a week."""


class Mark(NamedTuple):
    """A week on the chart: its Sunday, its rank, and views or hours, where they were published."""

    week: date
    rank: int
    amount: int | None


def run_picture(title: str, marks: Sequence[Mark], unit: str = "views", note: str = "") -> Picture:
    """Draw the weeks of a run, oldest first; `unit` says what is counted (views, hours viewed).

    Weeks off the chart are gaps: nothing was published of them, and a gap of several weeks is as wide as two.
    """
    says = " ".join([f"{title}, by week.", *_sentences(marks, unit)])
    drawing = _Drawing(marks, svg.width_of(title, 17) + 2 * EDGE)
    root = svg.picture(drawing.width, drawing.height + (24 if note else 4), title, says)
    svg.text(root, "ch-ink ch-l", EDGE, 26, svg.shortened(title, 17, drawing.width - 2 * EDGE))
    drawing.draw(root, unit)
    if note:
        room = drawing.width - 2 * EDGE
        svg.text(root, "ch-quiet ch-s", EDGE, drawing.height + 13, svg.shortened(note, SMALL, room))
    return Picture(svg.written(root), says)


class _Bar(NamedTuple):
    """The bar of a week: its middle, half its width, its upper end, and what it stands for."""

    x: float
    half: float
    top: float
    amount: int

    def is_under(self, label: Box) -> bool:
        """Tell whether a label would stand on it."""
        return (
            self.top < label.base + 2 and label.left < self.x + self.half + 1 and self.x - self.half - 1 < label.right
        )


class _Drawing:
    """The bars and ranks of a run."""

    def __init__(self, marks: Sequence[Mark], title: float) -> None:
        self._marks = marks
        self._places = [*_places(marks)]
        slots = self._places[-1] + 1 if self._places else 1
        self._slot = max(NARROWEST, min(WIDEST, (WIDTH - LEFT - EDGE) / slots))
        self.width = max(LEAST, min(WIDTH, title), LEFT + EDGE + slots * self._slot)
        self._most = max((mark.amount for mark in marks if mark.amount), default=0)
        self._base = 78 + (BARS if self._most else 0.0)
        self._ranks = self._base + 40 if self._most else 66.0
        self.height = self._ranks + RANKS + 44

    def draw(self, root: Element, unit: str) -> None:
        """Draw them."""
        if self._most:
            svg.text(root, "ch-quiet ch-s", EDGE, 50, f"{unit[:1].upper()}{unit[1:]} in the week")
            svg.shape(root, "line", "ch-rule", x1=LEFT, y1=self._base, x2=self.width - EDGE, y2=self._base)
            self._draw_bars(root)
        svg.text(root, "ch-quiet ch-s", EDGE, self._ranks - 18, "Rank")
        for rank in (1, 5, LAST_RANK):
            y = self._y(rank)
            svg.shape(root, "line", "ch-rule", x1=LEFT, y1=y, x2=self.width - EDGE, y2=y)
            svg.text(root, "ch-quiet ch-s ch-end", LEFT - 8, y + 4.5, str(rank))
        self._draw_ranks(root)
        self._draw_gaps(root)
        self._draw_weeks(root)

    def _x(self, place: float) -> float:
        return LEFT + (place + 0.5) * self._slot

    def _y(self, rank: int) -> float:
        return self._ranks + (rank - 1) / (LAST_RANK - 1) * RANKS

    def _draw_bars(self, root: Element) -> None:
        half = min(0.36 * self._slot, 22)
        bars = [
            _Bar(self._x(place), half, self._base - max(1.0, mark.amount / self._most * BARS), mark.amount)
            for mark, place in zip(self._marks, self._places, strict=True)
            if mark.amount
        ]
        weeks = (mark.week for mark in self._marks if mark.amount)
        for bar, week in zip(bars, weeks, strict=True):
            says = f"week to {day(week)}: {figure(bar.amount)}"
            box = {"x": bar.x - half, "y": bar.top, "width": 2 * half, "height": self._base - bar.top}
            svg.shape(root, "rect", "ch-a0", says, **box, rx=min(2, half))
        labels: list[Box] = []
        for bar in sorted(bars, key=lambda one: (-one.amount, one.x)):
            wide = svg.width_of(_millions(bar.amount), SMALL) / 2
            x = min(bar.x, self.width - 2 - wide)
            label = Box(x - wide, bar.top - 6, x + wide, 0)
            if not any(map(label.meets, labels)) and not any(other.is_under(label) for other in bars):
                svg.text(root, "ch-ink ch-s ch-middle", x, label.base, _millions(bar.amount))
                labels.append(label)

    def _draw_ranks(self, root: Element) -> None:
        points = [(self._x(place), self._y(mark.rank)) for mark, place in zip(self._marks, self._places, strict=True)]
        steps: list[str | float] = []
        for number, point in enumerate(points):
            joined = number and self._places[number] - self._places[number - 1] == 1
            steps += ["L" if joined else "M", *point]
        if len(points) > 1:
            svg.path(root, "ch-line ch-l1", steps)
        wide = self._slot >= 22
        for mark, (x, y) in zip(self._marks, points, strict=True):
            says = f"week to {day(mark.week)}: rank {mark.rank}"
            svg.shape(root, "circle", "ch-a1", says, cx=x, cy=y, r=10 if wide else min(3, 0.4 * self._slot))
            if wide:
                svg.text(root, "ch-paper ch-s ch-middle", x, y + 4.7, str(mark.rank))

    def _draw_gaps(self, root: Element) -> None:
        for (mark, place), (after, next_place) in pairwise(zip(self._marks, self._places, strict=True)):
            weeks = (after.week - mark.week).days // 7 - 1
            if weeks > 0:
                words = f"{weeks} off"
                x = (self._x(place) + self._x(next_place)) / 2
                look = "ch-quiet ch-s ch-middle"
                if svg.width_of(words, SMALL) < self._slot * (next_place - place) - 20:
                    svg.text(root, look, x, self._ranks + RANKS / 2 + 4, words)

    def _draw_weeks(self, root: Element) -> None:
        free, year = 0.0, 0
        for mark, place in zip(self._marks, self._places, strict=True):
            label = f"{mark.week.day} {mark.week:%b}"
            half = max(svg.width_of(label, SMALL), svg.width_of("0000", SMALL)) / 2
            x = min(self._x(place), self.width - 2 - half)
            if x - half >= free:
                y = self._ranks + RANKS + 24
                svg.text(root, "ch-quiet ch-s ch-middle", x, y, label)
                if mark.week.year != year:
                    svg.text(root, "ch-quiet ch-s ch-middle", x, y + 16, str(mark.week.year))
                free, year = x + half + 6, mark.week.year


def _places(marks: Sequence[Mark]) -> Iterator[int]:
    """Give the slot of each week; a gap takes one slot or two."""
    place = 0
    for number, mark in enumerate(marks):
        if number:
            place += min(3, max(1, (mark.week - marks[number - 1].week).days // 7))
        yield place


def _millions(amount: int) -> str:
    return f"{amount / 1_000_000:.1f}m" if amount >= 100_000 else f"{amount / 1000:.0f}k"


def _sentences(marks: Sequence[Mark], unit: str) -> Iterator[str]:
    for number, mark in enumerate(marks):
        off = (mark.week - marks[number - 1].week).days // 7 - 1 if number else 0
        if off > 0:
            yield f"Off the chart for {counted(off, 'week')}."
        amount = f", {figure(mark.amount)} {unit}" if mark.amount is not None else ""
        yield f"Week to {day(mark.week)}: rank {mark.rank}{amount}."
