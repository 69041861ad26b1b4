"""Draws a forecast as a fan of signs, for a terminal or a pipe: a row for each week, amounts from left to right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from cliffhanger.brief.amounts import heading, short, unit_of
from cliffhanger.brief.pictures.scale import Scale
from cliffhanger.brief.text import harmless
from cliffhanger.forecast.outlook import Outlook, WeekAhead, WeekSeen

NARROWEST: Final = 60
WIDEST: Final = 80
LEFT: Final = 14
"""Before the axis stand the number of a week and its Sunday."""

RIGHT: Final = 8
"""Behind it there is room for the figure of a week seen at its end."""

OFF: Final = "off the list"

LONGEST: Final = 13
"""So many weeks seen have a row at most: of an old run the newest."""


class Sign(StrEnum):
    """What a cell shows; of several, it shows the one that is first here."""

    SEEN = "seen"
    MIDDLE = "middle"
    HALF = "half of such titles"
    ALIKE = "titles alike"
    MOST = "nine in ten"
    AXIS = "axis"
    NOTHING = ""


class Signs(NamedTuple):
    """The characters for signs, and for a mark of the axis."""

    seen: str
    middle: str
    half: str
    alike: str
    most: str
    axis: str
    mark: str


UNICODE: Final = Signs("●", "│", "▒", "×", "·", "─", "┬")
ASCII: Final = Signs("o", "|", "=", "x", ".", "-", "+")

Paint: TypeAlias = Callable[[Sign, str], str]
"""Colours a text that shows a sign."""

_ORDER: Final = {sign: place for place, sign in enumerate(Sign)}


def fan_text(
    outlook: Outlook, width: int = WIDEST, paint: Paint = lambda _sign, text: text, signs: Signs = UNICODE
) -> str:
    """Draw the weeks seen and to come, in views where the runtime is known, else in hours viewed.

    The picture is as wide as asked for, within 60 and 80 columns, and reads the same without any colour. Hours of
    comparable titles are turned into views by the runtime of this one.
    """
    return "\n".join(_Fan(outlook, min(WIDEST, max(NARROWEST, width)), paint, signs).lines()) + "\n"


class _Fan:
    """The axis and rows of a forecast."""

    def __init__(self, outlook: Outlook, width: int, paint: Paint, signs: Signs) -> None:
        self._outlook, self._paint, self._signs = outlook, paint, signs
        self._unit = unit_of(outlook)
        self._room = width - LEFT - RIGHT
        ends = [end for one in outlook.ahead for end in (one.hours.least, one.hours.most)]
        self._seen = outlook.seen[-LONGEST:]
        seen = [one.hours for one in self._seen if one.hours is not None]
        self._scale = Scale(self._unit.of(hours) for hours in (*seen, *ends))

    def lines(self) -> Iterator[str]:
        """Draw them."""
        yield harmless(f"{heading(self._outlook, 'by week')}, {self._scale.kind}")
        yield from self._axis()
        yield from (self._row(one) for one in self._seen)
        yield from (self._row(one) for one in self._outlook.ahead)
        yield from self._keys()

    def _column(self, hours: float) -> int:
        return self._at(self._unit.of(hours))

    def _at(self, amount: float) -> int:
        return round(self._scale.share(amount) * (self._room - 1))

    def _axis(self) -> Iterator[str]:
        """Write the amounts of the marks above them, as many as there is room for."""
        names, free = "week  to".ljust(LEFT), 0
        for mark in self._scale.marks:
            label = short(mark)
            start = max(0, self._at(mark) - len(label) // 2)
            if start >= free:
                names = names.ljust(LEFT + start) + label
                free = start + len(label) + 1
        yield names
        marks = {self._at(mark) for mark in self._scale.marks}
        line = "".join(self._signs.mark if place in marks else self._signs.axis for place in range(self._room))
        yield " " * LEFT + self._paint(Sign.AXIS, line)

    def _row(self, week: WeekSeen | WeekAhead) -> str:
        cells = [Sign.NOTHING] * self._room
        for one in self._outlook.alike:
            there = one.hours[week.number - 1] if week.number <= len(one.hours) else None
            if there is not None:
                _put(cells, Sign.ALIKE, self._column(there), self._column(there))
        behind = ""
        if isinstance(week, WeekAhead):
            hours = week.hours
            ends = hours.least, hours.low, hours.median, hours.high, hours.most
            least, low, middle, high, most = map(self._column, ends)
            _put(cells, Sign.MOST, least, most)
            _put(cells, Sign.HALF, low, high)
            _put(cells, Sign.MIDDLE, middle, middle)
        elif week.hours is not None:
            place = self._column(week.hours)
            _put(cells, Sign.SEEN, place, place)
            cells, behind = cells[: place + 1], f" {short(self._unit.of(week.hours))}"
        else:
            cells, behind = [], OFF
        head = f"{week.number:4d}  {week.week.day:2d} {week.week:%b}".ljust(LEFT)
        return f"{head}{self._drawn(cells)}{behind}".rstrip()

    def _drawn(self, cells: list[Sign]) -> str:
        found = ((sign, len([*some])) for sign, some in groupby(cells))
        return "".join(self._paint(sign, self._of(sign) * many) if sign else " " * many for sign, many in found)

    def _of(self, sign: Sign) -> str:
        told: str = getattr(self._signs, sign.name.lower())
        return told

    def _keys(self) -> Iterator[str]:
        """Explain the signs that are drawn."""
        shown = [Sign.SEEN] if any(one.hours is not None for one in self._seen) else []
        shown += [Sign.MIDDLE, Sign.HALF, Sign.MOST] if self._outlook.ahead else []
        shown += [Sign.ALIKE] if self._outlook.alike else []
        line, taken = "", 0
        for sign in shown:
            wide = len(sign) + 2
            if taken and taken + 2 + wide > self._room + LEFT + RIGHT - 2:
                yield line
                line, taken = "", 0
            line += f"  {self._paint(sign, self._of(sign))} {sign}"
            taken += 2 + wide
        if line:
            yield line


def _put(cells: list[Sign], sign: Sign, first: int, last: int) -> None:
    """Show a sign in some cells, but for those that show what comes before it."""
    for place in range(first, last + 1):
        if _ORDER[sign] < _ORDER[cells[place]]:
            cells[place] = sign
