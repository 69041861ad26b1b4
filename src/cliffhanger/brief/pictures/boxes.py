"""Where a name may stand in a picture, and what it would cover there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from math import inf
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, float]


class Box(NamedTuple):
    """Where a name may stand: on a base line, from left to right; how far off that is; whether it ends at the right."""

    left: float
    base: float
    right: float
    far: int
    ends: bool = False

    def meets(self, other: Box) -> bool:
        """Tell whether it overlaps another."""
        return abs(self.base - other.base) < 16 and self.left < other.right + 4 and other.left < self.right + 4


class Ground:
    """The points that names may cover."""

    def __init__(self, points: Iterable[Point]) -> None:
        self._points = sorted((y, x) for x, y in points)
        self._along: dict[float, list[float]] = {}

    def under(self, box: Box) -> int:
        """Count the points under a name."""
        along = self._along.get(box.base)
        if along is None:
            first, last = bisect_right(self._points, (box.base - 12, inf)), bisect_left(self._points, (box.base + 4,))
            along = self._along[box.base] = sorted(x for _, x in self._points[first:last])
        return bisect_left(along, box.right + 2) - bisect_left(along, box.left - 2)
