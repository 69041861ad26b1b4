"""Amounts of views or hours in words: single ones, and from one to another; and in which unit a forecast is told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cliffhanger.brief.wording import MILLION
from cliffhanger.forecast.outlook import Outlook, Range

_SIZES: Final[Sequence[tuple[float, str, str]]] = (
    (1000 * MILLION, " billion", "bn"),
    (MILLION, " million", "m"),
    (1000, " thousand", "k"),
)
"""What amounts are counted in: how many it is, in words, and in short."""

LEAST_MILLIONS: Final = 0.1
"""From so many millions on, an amount is told in millions, and from ten times as many thousands on in thousands."""

NO_MATTER: Final = 0.02
"""By less than this share, counts of views may differ: the lists give runtimes in minutes."""

DIGITS: Final = 4
"""With more decimals than that, two amounts are told as one."""


@dataclass(frozen=True)
class Unit:
    """What a forecast is counted in: its name (views, hours viewed), and how many of them an hour is."""

    name: str
    per_hour: float

    def of(self, hours: float) -> float:
        """Give hours in this unit."""
        return hours * self.per_hour

    def range(self, hours: Range) -> Range:
        """Give a range of hours in this unit."""
        return hours.times(self.per_hour)


def unit_of(outlook: Outlook) -> Unit:
    """Tell a title in views where its runtime is known, and in hours viewed where it is not."""
    return Unit("views", 1 / outlook.runtime) if outlook.runtime else Unit("hours viewed", 1.0)


def counted_then(outlook: Outlook) -> float | None:
    """Give the views seen as the lists of their weeks counted them, where that is not what they are counted now.

    Views are hours over a runtime, and that of a season grows while it comes out in parts: a forecast counts all its
    weeks by the newest one, as the all-time list does.
    """
    hours = [one.hours for one in outlook.seen if one.hours is not None]
    views = [one.views for one in outlook.seen if one.views is not None]
    if not views or not outlook.runtime or len(views) < len(hours):
        return None
    now, then = sum(hours) / outlook.runtime, sum(views)
    return then if abs(now / then - 1) > NO_MATTER else None


def heading(outlook: Outlook, when: str) -> str:
    """Head what is counted in a forecast: views by week."""
    name = unit_of(outlook).name
    return f"{name[:1].upper()}{name[1:]} {when}{'' if counted_then(outlook) is None else ', by its runtime now'}"


def amount(value: float) -> str:
    """Write one amount in words, as exactly as a forecast deserves: 51 million, 0.4 million, 40 thousand."""
    size, words, _ = _size(value)
    return _digits(value / size) + words if size > 1 else f"{value:.0f}"


def short(value: float) -> str:
    """Write one amount in short, for axes: 20m, 0.5m, 40k."""
    size, _, letter = _size(value)
    return f"{float(f'{value / size:.3g}'):g}{letter}"


def span(low: float, high: float) -> str:
    """Write from where to where an amount lies: between 51 and 74 million."""
    told = _ends(low, high)
    return f"between {told[0]} and {told[1]}{told[2]}" if told else f"close to {amount(high)}"


def short_span(low: float, high: float) -> str:
    """Write the same in short, for tables: 51 to 74m."""
    told = _ends(low, high)
    return f"{told[0]} to {told[1]}{told[3]}" if told else short(high)


def short_beside(value: float, greatest: float) -> str:
    """Write one amount in short, in the size of the greatest beside it: 0.1m beside 0.4m."""
    size, _, letter = _size(greatest)
    return f"{_digits(value / size)}{letter}"


def _size(value: float) -> tuple[float, str, str]:
    least = (1.0, LEAST_MILLIONS, 1.0)
    found = (one for one, part in zip(_SIZES, least, strict=True) if value >= part * one[0])
    return next(found, (1.0, "", ""))


def _ends(low: float, high: float) -> tuple[str, str, str, str] | None:
    """Write two amounts in the size of the greater, with as many decimals as tell them apart, and name the size."""
    size, words, letter = _size(high)
    for more in range(DIGITS):
        first, last = _digits(low / size, more), _digits(high / size, more)
        if first != last:
            return first, last, words, letter
    return None


def _digits(value: float, more: int = 0) -> str:
    """Write a number below a thousand with two digits or so; one that is far too small for it is nothing."""
    if value <= 0:
        return "0"
    decimals = max(0, min(2, 1 - math.floor(math.log10(value)))) if value < 10 else 0
    told = f"{value:.{min(decimals, 1 if value >= LEAST_MILLIONS else 2) + more}f}"
    return "0" if not float(told) else told
