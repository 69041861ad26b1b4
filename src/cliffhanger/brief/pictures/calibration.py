"""Draws how well chances and intervals are kept: histograms of transforms (PIT), and the reliability of chances."""

from __future__ import annotations

from typing import Final

from cliffhanger.brief import svg
from cliffhanger.brief.blocks import Picture
from cliffhanger.forecast.report import Histogram, Stayed

WIDTH: Final = 360.0
EDGE: Final = 40.0
TOP: Final = 44.0
SIDE: Final = WIDTH - 2 * EDGE
HEIGHT: Final = 200.0


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
    """Draw the share that stayed against the chance given; dots lie on the slanting line where chances are right."""
    title = f"{told.model}: who stays"
    bins = ", ".join(f"{one.said:.0%} given, {one.came:.0%} stayed, of {one.cases:,}" for one in told.bins)
    says = f"{title}. {bins}."
    root = svg.picture(WIDTH, TOP + SIDE + 40, title, says)
    svg.text(root, "ch-ink ch-m", EDGE, 26, svg.shortened(title, 15, SIDE))
    bottom = TOP + SIDE
    for share in (0.0, 0.5, 1.0):
        across, down = EDGE + share * SIDE, bottom - share * SIDE
        svg.shape(root, "line", "ch-rule", x1=EDGE, y1=down, x2=EDGE + SIDE, y2=down)
        svg.text(root, "ch-quiet ch-s ch-end", EDGE - 4, down + 4, f"{share:.0%}")
        svg.text(root, "ch-quiet ch-s ch-middle", across, bottom + 18, f"{share:.0%}")
    svg.shape(root, "line", "ch-edge ch-d1", x1=EDGE, y1=bottom, x2=EDGE + SIDE, y2=TOP)
    most = max((one.cases for one in told.bins), default=1)
    for one in told.bins:
        note = f"{one.said:.0%} given, {one.came:.0%} stayed, of {one.cases:,}"
        across, down, size = EDGE + one.said * SIDE, bottom - one.came * SIDE, 3 + 5 * (one.cases / most) ** 0.5
        svg.shape(root, "circle", "ch-a0", note, cx=across, cy=down, r=size)
    svg.text(root, "ch-quiet ch-s ch-middle", WIDTH / 2, bottom + 34, "chance given, against the share that stayed")
    return Picture(svg.written(root), says)
