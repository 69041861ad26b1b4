"""Draws how a run opened beside the middle one of its kind: two bars, each with its figure."""

from __future__ import annotations

from typing import Final

from cliffhanger.brief import svg
from cliffhanger.brief.blocks import Picture
from cliffhanger.brief.wording import counted, figure, ordinal
from cliffhanger.charts.runs import Opening

WIDTH: Final = 360.0
EDGE: Final = 10.0
FIRST: Final = 54.0
"""The base line of the first name; the second stands a row below."""

ROW: Final = 56.0
BAR: Final = 22.0
TEXT: Final = 14.0


def opening_picture(title: str, told: Opening, kind: str) -> Picture:
    """Draw the total of a run's first weeks beside the middle of the others; `kind` names what they all are."""
    what = "views" if told.unit == "views" else "hours viewed"
    weeks = "in the first week" if told.weeks == 1 else f"in the first {counted(told.weeks, 'week')}"
    head = f"{what.capitalize()} {weeks}"
    rows = ((title, told.total, "ch-a0"), (f"the middle of {told.of - 1} other {kind}", told.median, "ch-wash ch-edge"))
    says = " ".join(f"{sentence[0].upper()}{sentence[1:]}: {figure(amount)}." for sentence, amount, _ in rows)
    says = f"{head}. {says} {ordinal(told.rank)} of {told.of}."
    root = svg.picture(WIDTH, FIRST + 2 * ROW - 14, head, says)
    svg.text(root, "ch-ink ch-l", EDGE, 26, head)
    room = WIDTH - 2 * EDGE - max(svg.width_of(figure(amount), TEXT) for _, amount, _ in rows) - 8
    most = max(told.total, told.median, 1)
    for place, (name, amount, look) in enumerate(rows):
        y = FIRST + place * ROW
        long = max(1.0, room * amount / most)
        svg.text(root, "ch-quiet ch-m", EDGE, y, svg.shortened(name, TEXT, WIDTH - 2 * EDGE))
        svg.shape(root, "rect", look, x=EDGE, y=y + 7, width=long, height=BAR, rx=2)
        svg.text(root, "ch-ink ch-m", EDGE + long + 8, y + 7 + BAR / 2 + 5, figure(amount))
    return Picture(svg.written(root), says)
