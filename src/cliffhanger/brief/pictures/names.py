"""The grid of a storyline, and the places of names: near the beginning of their lines, and over as little as can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import Final

from cliffhanger.brief import svg
from cliffhanger.brief.pictures.boxes import Box, Ground, Point
from cliffhanger.story.storyline import Line, Scene, Storyline

WIDTH: Final = 760.0
EDGE: Final = 10.0
ROW: Final = 20.0
NAME: Final = 15.0
LONGEST: Final = 250.0
"""Names and moments that are wider are cut."""

NARROWEST: Final = 24.0
WIDEST: Final = 60.0
"""Of a scene: a story of very many parts makes the picture wider than usual."""

FLAT: Final = 0.16
"""The share of a scene's width for which a line runs level on either side of it."""

COVERED: Final = 3
"""What it counts to cover a place of a line: as much as to stand one scene farther from the beginning of one's own."""

SAMPLES: Final = 6
EASE: Final = (0.0, 0.02, 0.2, 0.5, 0.8, 0.98)
"""How far a curve has come after each sixth of its way."""


def short(words: str) -> str:
    """Cut a name, or the name of a moment, that is too wide."""
    return svg.shortened(words, NAME, LONGEST)


class Grid:
    """Where scenes stand from left to right; names that begin in the first are at their left."""

    def __init__(self, plan: Storyline) -> None:
        names = (line.name for line in plan.lines if line.first == 0)
        self.left = EDGE + max((svg.width_of(short(name), NAME) for name in names), default=0) + 6
        self.step = min(max((WIDTH - self.left - EDGE) / max(1, len(plan.scenes)), NARROWEST), WIDEST)

        self.half = min(0.5 * self.step, 8)
        """Half the width of a meeting."""

    def x(self, place: float) -> float:
        """Give the middle of a scene."""
        return self.left + (place + 0.5) * self.step


def names(
    lines: Sequence[Line], scenes: Sequence[Scene], grid: Grid, top: float, width: float
) -> Iterator[tuple[int, str, Box]]:
    """Give for each line its number, its name and the place for it, in a picture of a width with its rows below `top`.

    Of the places at the line that meet no other name, it is the one that covers the least, the nearer to its beginning
    the better.
    """
    return _Names(scenes, grid, top, width).placed(lines)


class _Names:
    """The places that names have taken, and what they may cover."""

    def __init__(self, scenes: Sequence[Scene], grid: Grid, top: float, width: float) -> None:
        self._scenes, self._grid, self._top, self._width = scenes, grid, top, width

    def placed(self, lines: Sequence[Line]) -> Iterator[tuple[int, str, Box]]:
        """Give the places one after another, those of lines that begin first before others."""
        ground = Ground(point for line in lines for point in self._points(line))
        taken: list[Box] = []
        for number, line in sorted(enumerate(lines), key=lambda one: (one[1].first, one[0])):
            name = short(line.name)
            near, off = self._places(line, svg.width_of(name, NAME))
            best = self._best(near, taken, ground) or self._best(off, taken, ground) or near[0]
            taken.append(best)
            yield number, name, best

    def _y(self, row: float) -> float:
        return self._top + row * ROW

    def _best(self, places: Iterable[Box], taken: Sequence[Box], ground: Ground) -> Box | None:
        best, least = None, inf
        for place in places:
            if place.far < least and place.left >= 2 and place.right <= self._width - 2:
                cost = place.far + COVERED * ground.under(place)
                if cost < least and not any(map(place.meets, taken)):
                    best, least = place, cost
        return best

    def _places(self, line: Line, width: float) -> tuple[list[Box], list[Box]]:
        """Give the places for a name at its line: before, above, below and beyond it; then those that are off it."""
        x, y = self._grid.x(line.first), self._y(line.rows[0])
        start = x - max(FLAT * self._grid.step, self._grid.half) - 5
        along = [
            Box(place, base, place + width, far + 2 * offset)
            for offset, row in enumerate(line.rows)
            for far, place in (
                (2, x + offset * self._grid.step - 4),
                (3, x + offset * self._grid.step - 4 - width / 2),
            )
            for base in (self._y(row) - 6, self._y(row) + 16)
        ]
        before = [
            Box(start - width, y + 5 + rows * ROW, start, 6 * abs(rows), ends=True) for rows in (0, -1, 1, -2, 2, -3, 3)
        ]
        after = self._grid.x(line.last) + FLAT * self._grid.step + 5
        beyond = Box(after, self._y(line.rows[-1]) + 5, after + width, 9)
        return [before[0], *along, beyond], before[1:]

    def _points(self, line: Line) -> list[Point]:
        """Give places along a line, closely enough to tell what it runs through; dots count three times."""
        points = []
        for offset, (row, after) in enumerate(zip(line.rows, [*line.rows[1:], line.rows[-1]], strict=True)):
            x, y, drop = self._grid.x(line.first + offset), self._y(row), (after - row) * ROW
            count = 1 if offset == len(line.rows) - 1 else SAMPLES
            points += [(x + part / SAMPLES * self._grid.step, y + drop * EASE[part]) for part in range(count)]
            if any(line.name in meeting for meeting in self._scenes[line.first + offset]):
                points += [(x, y)] * 2
        return points
