"""Draws the odds of another season: the chances on a scale from 0 to 100%, and below it what they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.etree.ElementTree import Element

from cliffhanger.brief import svg
from cliffhanger.brief.blocks import Picture
from cliffhanger.brief.odds_reasons import Step, rounded, signed, steps
from cliffhanger.brief.odds_words import chance_told, month, shown
from cliffhanger.brief.pictures.odds_text import BOUNDS, WORDS
from cliffhanger.brief.wording import day, percent
from cliffhanger.renewal.asked import Chance, log_odds
from cliffhanger.renewal.odds import Odds

WIDTH: Final = 420.0
"""Words in a wider picture would be too small on a phone."""

EDGE: Final = 10.0
LEFT: Final = 94.0
RIGHT: Final = 60.0
"""Before the scale stand the months of a horizon, behind it a chance."""

TOP: Final = 88.0
ROW: Final = 30.0
SMALL: Final = 13.0
LINE: Final = 18.0
STEP: Final = 36.0
"""From one reason to the next: its name, and a bar below it."""

ENDS: Final = (WORDS[0], 0.0, ""), (WORDS[3], 0.5, "ch-middle"), (WORDS[-1], 1.0, "ch-end")
"""The words that stand below the scale, where, and on which side of it."""

MARKED: Final = frozenset({0.0, 0.2, 0.45, 0.8, 1.0})
"""The bounds that have their figure above the scale, far enough from each other."""

TICKS: Final = 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999
UNAWARE: Final = "The chances, with their 90% intervals, are of a model that knows nothing of that."
AROUND: Final = 0.35
"""Log odds that are shown beyond the least and the greatest."""


def odds_picture(odds: Odds, note: str = "", fate: str = "") -> Picture:
    """Draw them; `note` is written below, such as the basis of an answer, and `fate` above, which the odds know not."""
    says = f"{fate} {UNAWARE} {odds_told(odds)}" if fate else odds_told(odds)
    drawing = _Odds(odds, fate)
    known = f"Lists observed through {day(odds.outcome.observed_through)}; fitted on {day(odds.fitted)}"
    notes = [
        line
        for words in (UNAWARE if fate else "", known, note)
        if words
        for line in svg.wrapped(words, SMALL, WIDTH - 2 * EDGE)
    ]
    root = svg.picture(WIDTH, drawing.height + LINE * len(notes) + 4, f"Another season: {odds.season.title_now}", says)
    drawing.draw(root)
    for place, line in enumerate(notes):
        svg.text(root, "ch-quiet ch-s", EDGE, drawing.height + LINE * place + 4, line)
    return Picture(svg.written(root), says)


def odds_told(odds: Odds) -> str:
    """Say in words all that the picture shows."""
    chances = " ".join(f"{chance_told(one)[0].upper()}{chance_told(one)[1:]}." for one in shown(odds))
    made = " ".join(f"{one.name[0].upper()}{one.name[1:]}: {signed(one.log_odds)}." for one in steps(odds))
    return (
        f"The chance of another season after {odds.season.title_now}. {chances} In log odds, from "
        f"{rounded(odds.base)} for an average season: {made}"
    )


class _Odds:
    """The scale of chances, and the steps to the chance asked for."""

    def __init__(self, odds: Odds, fate: str) -> None:
        self._odds, self._shown, self._steps = odds, shown(odds), steps(odds)
        self._says = fate or "The chance of another season, and its 90% interval"
        self._base = TOP + ROW * len(self._shown)
        self._below = self._base + 34
        levels = [log_odds(odds.base), *(log_odds(one.chance) for one in self._steps)]
        self._least, self._most = min(levels) - AROUND, max(levels) + AROUND
        self._end = self._below + 54 + STEP * len(self._steps)
        self.height = self._end + 44

    def draw(self, root: Element) -> None:
        """Draw them."""
        told = self._odds.told
        svg.text(root, "ch-ink ch-l", EDGE, 26, svg.shortened(self._odds.season.title_now, 17, WIDTH - 2 * EDGE))
        svg.text(root, "ch-quiet ch-s", EDGE, 48, svg.shortened(self._says, SMALL, WIDTH - 2 * EDGE))
        self._draw_scale(root)
        for place, one in enumerate(self._shown):
            self._draw_chance(root, one, TOP + ROW * place + ROW / 2)
        said = f"What the {percent(told.chance)} by {month(told.by)} is made of"
        svg.text(root, "ch-ink ch-m", EDGE, self._below + 22, svg.shortened(said, 15, WIDTH - 2 * EDGE))
        self._draw_steps(root)

    def _x(self, share: float) -> float:
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def _draw_scale(self, root: Element) -> None:
        for place, (low, high) in enumerate(pairwise(BOUNDS)):
            if place % 2 == 0:
                left = self._x(low)
                width = self._x(high) - left
                svg.shape(root, "rect", "ch-wash", WORDS[place], x=left, y=TOP, width=width, height=self._base - TOP)
        for bound in BOUNDS:
            x = self._x(bound)
            svg.shape(root, "line", "ch-rule", x1=x, y1=TOP - 5, x2=x, y2=self._base + 5)
            if bound in MARKED:
                svg.text(root, "ch-quiet ch-s ch-middle", x, TOP - 10, f"{bound:.0%}")
        for words, share, side in ENDS:
            svg.text(root, f"ch-quiet ch-s {side}".strip(), self._x(share), self._base + 20, words)

    def _draw_chance(self, root: Element, one: Chance, y: float) -> None:
        asked = one.months == self._odds.told.months
        look, says = "ch-ink ch-s" if asked else "ch-quiet ch-s", chance_told(one)
        svg.text(root, look, EDGE, y + 4.5, f"{one.months} months")
        left, width = self._x(one.low), self._x(one.high) - self._x(one.low)
        bar = svg.shape(root, "rect", "ch-a0", says, x=left, y=y - 5, width=max(width, 1.0), height=10)
        bar.set("fill-opacity", "0.38")
        svg.shape(root, "circle", "ch-a0", says, cx=self._x(one.chance), cy=y, r=5.5 if asked else 4)
        svg.text(root, f"{look} ch-end", WIDTH - EDGE, y + 4.5, percent(one.chance))

    def _across(self, chance: float) -> float:
        share = (log_odds(chance) - self._least) / (self._most - self._least)
        return EDGE + share * (WIDTH - 2 * EDGE)

    def _draw_steps(self, root: Element) -> None:
        top = self._below + 50
        for chance in self._ticks():
            x = self._across(chance)
            svg.shape(root, "line", "ch-edge", x1=x, y1=self._end, x2=x, y2=self._end + 5)
            svg.text(root, "ch-quiet ch-s ch-middle", x, self._end + 18, f"{chance * 100:g}%")
        before = self._odds.base
        svg.shape(root, "line", "ch-edge", x1=EDGE, y1=self._end, x2=WIDTH - EDGE, y2=self._end)
        svg.text(root, "ch-quiet ch-s", EDGE, top - 8, f"From {rounded(before)} for an average season, step by step")
        for place, one in enumerate(self._steps):
            self._draw_step(root, one, before, top + STEP * place)
            before = one.chance

    def _draw_step(self, root: Element, one: Step, before: float, y: float) -> None:
        start, end = self._across(before), self._across(one.chance)
        look = "ch-gain" if one.log_odds > 0 else "ch-loss"
        says = f"{one.name}: {signed(one.log_odds)}, to {rounded(one.chance)}"
        svg.text(root, "ch-ink ch-halo ch-s", EDGE, y + 14, one.name)
        svg.text(root, "ch-ink ch-halo ch-s ch-end", WIDTH - EDGE, y + 14, f"to {rounded(one.chance)}")
        width = max(abs(end - start), 1.0)
        svg.shape(root, "rect", look, says, x=min(start, end), y=y + 19, width=width, height=9)
        svg.shape(root, "line", "ch-edge", x1=end, y1=y + 16, x2=end, y2=y + STEP)

    def _ticks(self) -> Iterator[float]:
        free = EDGE
        for chance in TICKS:
            if self._least < log_odds(chance) < self._most:
                half = svg.width_of(f"{chance * 100:g}%", SMALL) / 2
                x = self._across(chance)
                if x - half >= free and x + half <= WIDTH - 2:
                    yield chance
                    free = x + half + 6
