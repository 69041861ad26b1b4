"""Draws suspicion: for each question of who, how likely each answer was after each part of the telling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.etree.ElementTree import Element

from cliffhanger.brief import svg
from cliffhanger.brief.blocks import Picture
from cliffhanger.brief.parts import part
from cliffhanger.brief.pictures.hues import area_of, hues_of, line_of
from cliffhanger.brief.suspects import NOTHING, chance
from cliffhanger.brief.wording import listed
from cliffhanger.story import StoryView
from cliffhanger.story.suspicion import Step, Suspicion

WIDTH: Final = 420.0
"""So wide that a telephone shows all of it, the names at the right with it."""

EDGE: Final = 10.0
TEXT: Final = 15.0
SMALL: Final = 13.0
LINE: Final = 20.0
LOWEST: Final = 190.0
"""The least height of the scale from 0 to 1."""

DOT: Final = 3.4
"""The radius of a dot; where steps stand closer than that, dots on a line are smaller."""

LONGEST: Final = 172.0
"""Names that are wider are cut."""


def suspicion_picture(view: StoryView, note: str = "") -> Picture:
    """Draw the suspicion of a view, question below question, 420 units wide; `note` stands below, in small."""
    title = f"Suspicion in {view.title}"
    says = " ".join(sentence for one in view.suspicion for sentence in _sentences(view, one)) or NOTHING
    panels = [_Panel(view, one) for one in view.suspicion]
    height = 40 + sum(panel.height for panel in panels) + (0 if panels else LINE + 10) + (24 if note else 4)
    root = svg.picture(WIDTH, height, title, says)
    svg.text(root, "ch-ink ch-l", EDGE, 26, svg.shortened(title, 17, WIDTH - 2 * EDGE))
    top = 40.0
    for panel in panels:
        panel.draw(root, top)
        top += panel.height
    if not panels:
        svg.text(root, "ch-quiet ch-m", EDGE, top + LINE, NOTHING)
    if note:
        svg.text(root, "ch-quiet ch-s", EDGE, height - 9, svg.shortened(note, SMALL, WIDTH - 2 * EDGE))
    return Picture(svg.written(root), says)


class _Panel:
    """The picture of one question."""

    def __init__(self, view: StoryView, one: Suspicion) -> None:
        self._view, self._one, self._hues = view, one, hues_of(view)
        self._asks = svg.wrapped(one.asks, TEXT, WIDTH - 2 * EDGE)
        self._depth = max(LOWEST, (LINE - 3) * len(one.answers))
        self.height = LINE * len(self._asks) + self._depth + 58

    def draw(self, root: Element, top: float) -> None:
        """Draw it below a line."""
        for number, words in enumerate(self._asks):
            svg.text(root, "ch-ink ch-m", EDGE, top + LINE * (number + 0.9), words)
        self._base = top + LINE * len(self._asks) + 14 + self._depth
        labels = [self._label(place) for place in range(len(self._one.answers))]
        self._left = EDGE + 42
        room = max((svg.width_of(label, TEXT) for label in labels), default=0)
        self._step = (WIDTH - EDGE - room - 14 - self._left) / max(1, len(self._one.steps))
        self._draw_scale(root)
        for place in range(len(self._one.answers)):
            self._draw_answer(root, place)
        if self._one.steps:
            self._draw_labels(root, labels)

    def _x(self, number: float) -> float:
        return self._left + (number + 0.5) * self._step

    def _y(self, share: float) -> float:
        return self._base - share * self._depth

    def _draw_scale(self, root: Element) -> None:
        right = self._left + self._step * max(1, len(self._one.steps))
        for share in (0.0, 0.5, 1.0):
            y = self._y(share)
            svg.shape(root, "line", "ch-rule", x1=self._left, y1=y, x2=right, y2=y)
            svg.text(root, "ch-quiet ch-s ch-end", self._left - 6, y + 4.5, f"{share:.0%}")
        taken = 0.0
        for number, step in enumerate(self._one.steps):
            label = _short_part(self._view, step)
            half = svg.width_of(label, SMALL) / 2
            if self._x(number) - half >= taken:
                svg.text(root, "ch-quiet ch-s ch-middle", self._x(number), self._base + 18, label)
                taken = self._x(number) + half + 4
        svg.text(root, "ch-quiet ch-s", EDGE, self._base + 35, f"Chance of each answer after each {self._view.told_in}")

    def _draw_answer(self, root: Element, place: int) -> None:
        points = [
            (self._x(number), self._y(share))
            for number, step in enumerate(self._one.steps)
            if (share := step.by_place.get(place)) is not None
        ]
        steps: list[str | float] = []
        for x, y in points:
            steps += ["L" if steps else "M", x, y]
        line, area = self._looks(place)
        if len(points) > 1:
            svg.path(root, f"ch-line {line}", steps, self._one.answers[place])
        for x, y in points:
            svg.shape(root, "circle", area, cx=x, cy=y, r=DOT if len(points) == 1 else min(DOT, 0.4 * self._step))

    def _draw_labels(self, root: Element, labels: Sequence[str]) -> None:
        """Write each answer at the end of its line, from the likeliest down, without two on one another."""
        last = self._one.steps[-1].by_place
        ends = sorted((self._y(last.get(place, 0.0)), place) for place in range(len(labels)))
        rows = _spread([y for y, _ in ends], LINE - 3, self._base)
        x = self._x(len(self._one.steps) - 1) + 14
        for row, (y, place) in zip(rows, ends, strict=True):
            line, area = self._looks(place)
            if abs(row - y) > 1:
                svg.path(root, f"ch-edge {line}", ["M", x - 10, y, "L", x - 2, row])
            svg.text(root, f"{area} ch-m", x, row + 5, labels[place])

    def _looks(self, place: int) -> tuple[str, str]:
        """Give the classes of an answer's line and of its dots and words; someone else is grey."""
        if place == 0:
            return "ch-lquiet", "ch-quiet"
        number = self._hues[self._one.answers[place]]
        return line_of(number), area_of(number)

    def _label(self, place: int) -> str:
        chances = self._one.steps[-1].by_place if self._one.steps else {}
        name = svg.shortened(self._one.answers[place], TEXT, LONGEST)
        return f"{name} {chance(chances[place])}" if place in chances else name


def _spread(rows: Sequence[float], least: float, lowest: float) -> list[float]:
    """Move rows, given from the top, apart to a least distance: downwards, and up again from the lowest."""
    found: list[float] = []
    for row in rows:
        found.append(max(row, found[-1] + least) if found else row)
    for number in range(len(found) - 1, -1, -1):
        found[number] = min(found[number], lowest)
        lowest = found[number] - least
    return found


def _short_part(view: StoryView, step: Step) -> str:
    if step.episode is None:
        return "premise"
    return str(step.episode.number) if len(view.episodes) < 2 else str(step.episode)


def _sentences(view: StoryView, one: Suspicion) -> Iterator[str]:
    yield one.asks
    for step in one.steps:
        told = listed(f"{each.answer} {chance(each.chance)}" for each in step.chances)
        yield f"After {part(view, step.episode)}: {told}."
