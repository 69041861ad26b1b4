"""Where a name may stand in a picture, and what it would cover there."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

Point: TypeAlias = tuple[float, float]


class Box(NamedTuple):
    """Where a name may stand: on a base line, from left to right; how far off that is; whether it ends at the right."""

    left: float
    base: float
    right: float
    far: int
    ends: bool = False

    def covers(self, points: Sequence[Point]) -> int:
        """Count the points under the name, of points sorted from the left."""
        first, last = bisect(points, (self.left - 2, 0.0)), bisect(points, (self.right + 2, 0.0))
        top, end = self.base - 12, self.base + 4
        return sum(top < y < end for _, y in points[first:last])

    def meets(self, other: Box) -> bool:
        """Tell whether it overlaps another."""
        return abs(self.base - other.base) < 16 and self.left < other.right + 4 and other.left < self.right + 4
