"""The axis of amounts: where an amount stands on it, and which amounts are written beside it.

An axis is linear from nothing where what it shows is of one order of size, and logarithmic where the least is less than
a tenth of the most: equal steps are then equal factors, so weeks that fall by the same share lie on a line.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final

WIDEST: Final = 1000.0
"""A logarithmic axis reaches from its end down to this part of it at most; what is less stands at its beginning."""

LINEAR: Final = 10.0
"""Below this factor between the most and the least an axis is linear."""

MARKS: Final = 7
"""No axis has more amounts beside it."""

_FINE: Final = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
"""Where a logarithmic axis may begin and end, within each power of ten."""

_SERIES: Final = ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0, 20.0)


class Scale:
    """An axis that shows amounts: `marks` are those written beside it, `log` tells whether it is logarithmic.

    Less than one view, or one hour, is nothing to it.
    """

    def __init__(self, amounts: Iterable[float]) -> None:
        positive = [one for one in amounts if one >= 1]
        self.most, self.least = max(positive, default=1.0), min(positive, default=1.0)
        self.log = self.most > LINEAR * self.least
        self.marks = tuple(self._logarithmic() if self.log else self._linear())

    @property
    def kind(self) -> str:
        """Name the kind of axis."""
        return "log scale" if self.log else "linear scale"

    def share(self, amount: float) -> float:
        """Tell how far along the axis an amount stands, from 0 to 1."""
        if not self.log:
            return min(1.0, max(0.0, amount / self.most))
        if amount <= self.least:
            return 0.0
        return min(1.0, math.log(amount / self.least) / math.log(self.most / self.least))

    def _linear(self) -> Iterator[float]:
        power = 10.0 ** math.floor(math.log10(self.most / MARKS))
        step = next(step * power for step in _STEPS if math.ceil(self.most / (step * power)) < MARKS)
        self.least, self.most = 0.0, math.ceil(self.most / step) * step
        return (place * step for place in range(round(self.most / step) + 1))

    def _logarithmic(self) -> Iterator[float]:
        least, most = max(self.least, self.most / WIDEST), self.most
        self.least = max(one for one in _stops(least, most, _FINE) if one <= least)
        self.most = min(one for one in _stops(least, most, _FINE) if one >= most)
        for series in _SERIES:
            marks = [one for one in _stops(least, most, series) if self.least <= one <= self.most]
            if len(marks) <= MARKS:
                break
        return iter(marks)


def _stops(least: float, most: float, series: Iterable[float]) -> list[float]:
    """List the amounts of a series in each power of ten, from below the least to above the most."""
    first, last = math.floor(math.log10(least)) - 1, math.floor(math.log10(most)) + 1
    return [float(f"{one}e{power}") for power in range(first, last + 1) for one in series]
