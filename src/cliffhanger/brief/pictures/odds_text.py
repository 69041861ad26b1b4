"""Draws chances on a scale of signs, for a terminal or a pipe: from 0 to 100%, with the words for them below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from cliffhanger.brief.odds_words import shown
from cliffhanger.brief.wording import SURE, VERDICTS, percent
from cliffhanger.renewal.asked import Chance
from cliffhanger.renewal.odds import Odds

NARROWEST: Final = 60
WIDEST: Final = 80
LEFT: Final = 12
"""Before the scale stand the months of a horizon."""

RIGHT: Final = 8
"""Behind it there is room for a chance."""

BOUNDS: Final = (0.0, *(bound for bound, _ in VERDICTS), 1.0)
WORDS: Final = (*(words for _, words in VERDICTS), SURE)
"""The words for chances, and between which bounds each holds."""


class Signs(NamedTuple):
    """The characters for a chance, its interval, the scale and a bound on it."""

    chance: str
    interval: str
    axis: str
    mark: str


UNICODE: Final = Signs("●", "▒", "─", "┬")
ASCII: Final = Signs("o", "=", "-", "+")

Paint = Callable[[str], str]
"""Marks the row of the horizon that was asked for."""


def odds_text(odds: Odds, width: int = WIDEST, strong: Paint = str, signs: Signs = UNICODE) -> str:
    """Draw the chances by each horizon with their 90% intervals, within 60 and 80 columns."""
    room = min(WIDEST, max(NARROWEST, width)) - LEFT - RIGHT
    rows = (_row(one, room, strong if one.months == odds.told.months else str, signs) for one in shown(odds))
    return "\n".join([*_axis(room, signs), *rows, *_words(room), *_keys(signs)]) + "\n"


def _at(share: float, room: int) -> int:
    return round(share * (room - 1))


def _axis(room: int, signs: Signs) -> Iterator[str]:
    names, free = " " * LEFT, 0
    for bound in BOUNDS:
        label = f"{bound:.0%}"
        start = max(free if bound == 1 else 0, _at(bound, room) - len(label) // 2)
        if start >= free:
            names = names.ljust(LEFT + start) + label
            free = start + len(label) + 1
    yield names
    marks = {_at(bound, room) for bound in BOUNDS}
    yield " " * LEFT + "".join(signs.mark if place in marks else signs.axis for place in range(room))


def _row(one: Chance, room: int, strong: Paint, signs: Signs) -> str:
    cells = [" "] * room
    low, place, high = (_at(share, room) for share in (one.low, one.chance, one.high))
    cells[low : high + 1] = signs.interval * (high + 1 - low)
    cells[place] = signs.chance
    return strong(f"{one.months:3d} months".ljust(LEFT) + f"{''.join(cells)} {percent(one.chance):>6}")


def _words(room: int) -> Iterator[str]:
    """Write the words below their part of the scale, on as many lines as keep them apart."""
    lines: list[str] = []
    for (low, high), words in zip(pairwise(BOUNDS), WORDS, strict=True):
        middle = _at((low + high) / 2, room) - len(words) // 2
        start = LEFT + min(max(0, middle), room - len(words))
        free = next((place for place, line in enumerate(lines) if len(line) + 2 <= start), None)
        if free is None:
            lines.append("")
            free = len(lines) - 1
        lines[free] = lines[free].ljust(start) + words
    yield from lines


def _keys(signs: Signs) -> Iterator[str]:
    yield f"  {signs.chance} chance  {signs.interval} 90% interval"
