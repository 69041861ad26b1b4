"""Draws how well chances and intervals are kept: histograms of transforms (PIT), and the reliability of chances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cliffhanger.brief import svg
from cliffhanger.brief.blocks import Picture
from cliffhanger.forecast.scored import Bin, Histogram, Stayed
from cliffhanger.renewal.tally import Decile

WIDTH: Final = 360.0
EDGE: Final = 40.0
TOP: Final = 44.0
SIDE: Final = WIDTH - 2 * EDGE
HEIGHT: Final = 200.0
SMALL: Final = 4.0
"""The dot of a tenth, of which all have as many cases."""


def pit_picture(told: Histogram) -> Picture:
    """Draw a histogram of transforms; bars are all as high as the line where forecasts are right."""
    title = f"{told.model}: {told.target}"
    even, most = 1 / len(told.shares), max(*told.shares, 2 / len(told.shares))
    shares = ", ".join(f"{share:.0%}" for share in told.shares)
    says = f"{title}. Outcomes by tenths of what was forecast, from the lowest: {shares}. Each would be {even:.0%}."
    root = svg.picture(WIDTH, TOP + HEIGHT + 40, title, says)
    svg.text(root, "ch-ink ch-m", EDGE, 26, svg.shortened(title, 15, SIDE))
    wide = SIDE / len(told.shares)
    for place, share in enumerate(told.shares):
        high = share / most * HEIGHT
        says_bar = f"{place / len(told.shares):.0%} to {(place + 1) / len(told.shares):.0%}: {share:.1%}"
        left, top = EDGE + place * wide + 1, TOP + HEIGHT - high
        svg.shape(root, "rect", "ch-a0", says_bar, x=left, y=top, width=wide - 2, height=high)
    line = TOP + HEIGHT - even / most * HEIGHT
    svg.shape(root, "line", "ch-edge ch-d1", x1=EDGE, y1=line, x2=EDGE + SIDE, y2=line)
    svg.text(root, "ch-quiet ch-s ch-end", EDGE - 6, line + 4, f"{even:.0%}")
    for share in (0.0, 0.5, 1.0):
        svg.text(root, "ch-quiet ch-s ch-middle", EDGE + share * SIDE, TOP + HEIGHT + 18, f"{share:.0%}")
    svg.text(root, "ch-quiet ch-s ch-middle", WIDTH / 2, TOP + HEIGHT + 34, "chance forecast of less")
    return Picture(svg.written(root), says)


def reliability_picture(told: Stayed) -> Picture:
    """Draw the share that stayed against the chance given."""
    return chances_picture(f"{told.model}: who stays", told.bins, "stayed")


def chances_picture(title: str, bins: Sequence[Bin | Decile], came: str) -> Picture:
    """Draw the share that came (in a word for it) against the chance given, with the bands of deciles.

    Dots lie on the slanting line where chances are right.
    """
    notes = [f"{one.said:.0%} given, {one.came:.0%} {came}, of {one.cases:,}" for one in bins]
    says = f"{title}. {'; '.join(notes)}."
    root = svg.picture(WIDTH, TOP + SIDE + 40, title, says)
    svg.text(root, "ch-ink ch-m", EDGE, 26, svg.shortened(title, 15, SIDE))
    bottom = TOP + SIDE
    for share in (0.0, 0.5, 1.0):
        across, down = EDGE + share * SIDE, bottom - share * SIDE
        svg.shape(root, "line", "ch-rule", x1=EDGE, y1=down, x2=EDGE + SIDE, y2=down)
        svg.text(root, "ch-quiet ch-s ch-end", EDGE - 4, down + 4, f"{share:.0%}")
        svg.text(root, "ch-quiet ch-s ch-middle", across, bottom + 18, f"{share:.0%}")
    svg.shape(root, "line", "ch-edge ch-d1", x1=EDGE, y1=bottom, x2=EDGE + SIDE, y2=TOP)
    most = max((one.cases for one in bins), default=1)
    for one, note in zip(bins, notes, strict=True):
        across, down, size = EDGE + one.said * SIDE, bottom - one.came * SIDE, 3 + 5 * (one.cases / most) ** 0.5
        if isinstance(one, Decile):
            size = SMALL
            low, high = (bottom - end * SIDE for end in (one.low, one.high))
            svg.shape(
                root, "line", "ch-edge", f"{one.low:.0%} to {one.high:.0%}", x1=across, y1=low, x2=across, y2=high
            )
        svg.shape(root, "circle", "ch-a0", note, cx=across, cy=down, r=size)
    svg.text(root, "ch-quiet ch-s ch-middle", WIDTH / 2, bottom + 34, f"chance given, against the share that {came}")
    return Picture(svg.written(root), says)
