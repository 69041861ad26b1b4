"""Draws a forecast as a fan: the weeks seen, then the ranges of the weeks to come, with comparable titles in grey."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from cliffhanger.brief import svg
from cliffhanger.brief.amounts import heading, short, unit_of
from cliffhanger.brief.blocks import Picture
from cliffhanger.brief.outlook_words import known_to, picture_told, week_told
from cliffhanger.brief.pictures.boxes import Point
from cliffhanger.brief.pictures.scale import Scale
from cliffhanger.forecast.outlook import WEEKS, Outlook, WeekAhead, WeekSeen

WIDTH: Final = 420.0
"""Words in a wider picture would be too small on a phone."""

EDGE: Final = 10.0
LEFT: Final = 50.0
TOP: Final = 92.0
HIGH: Final = 210.0
"""The height of the axis of amounts."""

SMALL: Final = 13.0
LINE: Final = 18.0
"""From one line of small words to the next."""

LONGEST: Final = 26
"""So many weeks are drawn at most: of an old run the newest."""

BANDS: Final = "0.2", "0.38"
"""How strongly the 90% range and, on top of it, the 50% range are filled."""

BOTH: Final = 0.5
"""How strong the two are where they lie on each other."""

Steps: TypeAlias = list[str | float]


def fan_picture(outlook: Outlook, note: str = "") -> Picture:
    """Draw the weeks seen and to come of a title, in views where its runtime is known, else in hours viewed.

    Hours of comparable titles are turned into views by the runtime of this one, so that hours compare with hours.
    """
    says = picture_told(outlook)
    drawing = _Fan(outlook)
    notes = [line for words in (known_to(outlook), note) if words for line in svg.wrapped(words, SMALL, drawing.room)]
    root = svg.picture(WIDTH, drawing.height + LINE * len(notes), f"Forecast: {outlook.title}", says)
    drawing.draw(root)
    for place, line in enumerate(notes):
        svg.text(root, "ch-quiet ch-s", EDGE, drawing.height + LINE * place + 6, line)
    return Picture(svg.written(root), says)


class _Fan:
    """The axes, bands and lines of a forecast."""

    def __init__(self, outlook: Outlook) -> None:
        self._outlook, self._unit = outlook, unit_of(outlook)
        weeks: Sequence[WeekSeen | WeekAhead] = (*outlook.seen, *outlook.ahead)
        self._last = max([WEEKS, *(one.number for one in weeks)])
        self._first = max(1, self._last - LONGEST + 1)
        self._weeks = [one for one in weeks if one.number >= self._first]
        self._seen = [one for one in outlook.seen if one.number >= self._first]
        ends = (end for one in outlook.ahead for end in (one.hours.least, one.hours.most))
        shown = [*(one.hours for one in self._seen if one.hours is not None), *ends]
        self._scale = Scale(self._unit.of(hours) for hours in shown)
        self._slot = (WIDTH - LEFT - EDGE) / (self._last - self._first + 1)
        self._base = TOP + HIGH
        self._keys = [*_rows_of_keys(outlook)]
        self.room = WIDTH - 2 * EDGE
        self.height = self._base + 70 + LINE * len(self._keys) + 4

    def draw(self, root: Element) -> None:
        """Draw them."""
        svg.text(root, "ch-ink ch-l", EDGE, 26, svg.shortened(self._outlook.title, 17, self.room))
        svg.text(root, "ch-quiet ch-s", EDGE, 46, svg.shortened(self._outlook.category, SMALL, self.room))
        counted = f"{heading(self._outlook, 'in the week')}, {self._scale.kind}"
        svg.text(root, "ch-quiet ch-s", EDGE, 70, counted)
        self._draw_marks(root)
        self._draw_alike(root)
        self._draw_ahead(root)
        self._draw_seen(root)
        self._draw_weeks(root)
        for row, keys in enumerate(self._keys):
            _draw_keys(root, keys, self._base + 76 + LINE * row)

    def _x(self, number: float) -> float:
        return LEFT + (number - self._first + 0.5) * self._slot

    def _y(self, hours: float) -> float:
        return self._base - HIGH * self._scale.share(self._unit.of(hours))

    def _draw_marks(self, root: Element) -> None:
        for mark in self._scale.marks:
            y = self._base - HIGH * self._scale.share(mark)
            svg.shape(root, "line", "ch-rule", x1=LEFT, y1=y, x2=WIDTH - EDGE, y2=y)
            svg.text(root, "ch-quiet ch-s ch-end", LEFT - 6, y + 4.5, short(mark))

    def _draw_alike(self, root: Element) -> None:
        for one in self._outlook.alike:
            numbered = [(number, hours) for number, hours in enumerate(one.hours, start=1) if number >= self._first]
            steps = self._line((number, hours) for number, hours in numbered if number <= self._last)
            if steps:
                svg.path(root, "ch-edge", steps, one.title).set("opacity", "0.8")

    def _line(self, weeks: Iterable[tuple[int, float | None]]) -> Steps:
        """Give the steps of a line that is broken where nothing was published; a week that stands alone is a dash."""
        steps: Steps = []
        for known, some in groupby(weeks, lambda week: week[1] is not None):
            points = [(self._x(number), self._y(hours)) for number, hours in some if hours is not None]
            if known and len(points) == 1:
                x, y = points[0]
                points = [(x - 3, y), (x + 3, y)]
            steps += _through(points)
        return steps

    def _draw_ahead(self, root: Element) -> None:
        ahead = [one.hours for one in self._outlook.ahead]
        if not ahead:
            return
        ends = (
            ([one.least for one in ahead], [one.most for one in ahead]),
            ([one.low for one in ahead], [one.high for one in ahead]),
        )
        for (low, high), fill in zip(ends, BANDS, strict=True):
            around = [*self._along(high), *reversed(self._along(low))]
            svg.path(root, "ch-a0", [*_through(around), "Z"]).set("fill-opacity", fill)
        svg.path(root, "ch-line ch-l0 ch-d2", _through(self._along([one.median for one in ahead])))
        for week in self._outlook.ahead:
            place = {"cx": self._x(week.number), "cy": self._y(week.hours.median)}
            svg.shape(root, "circle", "ch-a0", week_told(self._outlook, week), **place, r=2.4)

    def _along(self, hours: Sequence[float]) -> list[Point]:
        """Give the points of one edge of the fan; it opens at the last week seen, if the title was on the list then."""
        ahead = self._outlook.ahead
        points = [(self._x(one.number), self._y(value)) for one, value in zip(ahead, hours, strict=True)]
        last = self._outlook.seen[-1] if self._outlook.seen else None
        if last and last.hours is not None and last.number + 1 == ahead[0].number:
            return [(self._x(last.number), self._y(last.hours)), *points]
        if len(points) > 1:
            return points
        x, y = points[0]
        return [(x - 0.3 * self._slot, y), (x + 0.3 * self._slot, y)]

    def _draw_seen(self, root: Element) -> None:
        if steps := self._line((one.number, one.hours) for one in self._seen):
            svg.path(root, "ch-line ch-l1", steps)
        for one in self._seen:
            if one.hours is not None:
                says, place = week_told(self._outlook, one), {"cx": self._x(one.number), "cy": self._y(one.hours)}
                svg.shape(root, "circle", "ch-a1", says, **place, r=4)
        self._draw_newest(root)
        for off, some in groupby(self._seen, lambda one: one.hours is None):
            numbers = [one.number for one in some]
            if off:
                middle = (self._x(numbers[0]) + self._x(numbers[-1])) / 2
                svg.text(root, "ch-quiet ch-halo ch-s ch-middle", middle, self._base - 6, "off")

    def _draw_newest(self, root: Element) -> None:
        """Write the newest figure seen above its point."""
        newest = next((one for one in reversed(self._seen) if one.hours is not None), None)
        if newest and newest.hours is not None:
            words = short(self._unit.of(newest.hours))
            half = svg.width_of(words, SMALL) / 2
            x = min(max(self._x(newest.number), LEFT + half), WIDTH - 2 - half)
            svg.text(root, "ch-ink ch-halo ch-s ch-middle", x, self._y(newest.hours) - 9, words)

    def _draw_weeks(self, root: Element) -> None:
        """Number the weeks, and write below as many of their Sundays as there is room for."""
        svg.shape(root, "line", "ch-edge", x1=LEFT, y1=self._base, x2=WIDTH - EDGE, y2=self._base)
        for row, name in enumerate(("week", "to")):
            svg.text(root, "ch-quiet ch-s", EDGE, self._base + 4 + LINE * (row + 1), name)
        numbered = sundayed = year = 0.0
        for one in self._weeks:
            x = self._x(one.number)
            half = svg.width_of(str(one.number), SMALL) / 2
            if x - half > numbered:
                svg.text(root, "ch-quiet ch-s ch-middle", x, self._base + 4 + LINE, str(one.number))
                numbered = x + half + 4
            label = f"{one.week.day} {one.week:%b}"
            half = max(svg.width_of(label, SMALL), svg.width_of("0000", SMALL)) / 2
            if x - half > sundayed and x + half < WIDTH - 2:
                svg.text(root, "ch-quiet ch-s ch-middle", x, self._base + 4 + 2 * LINE, label)
                sundayed = x + half + 6
                if one.week.year != year:
                    svg.text(root, "ch-quiet ch-s ch-middle", x, self._base + 2 + 3 * LINE, str(one.week.year))
                    year = one.week.year


def _through(points: Iterable[Point]) -> Steps:
    """Give the steps of a line from point to point."""
    return [step for place, point in enumerate(points) for step in ("L" if place else "M", *point)]


Key = tuple[str, str, str]
"""What explains a sign: a name for the sign, the classes in which it is drawn, and words."""


def _rows_of_keys(outlook: Outlook) -> Iterator[list[tuple[float, Key]]]:
    """Lay out the keys of what is drawn in rows, each key with its place from the left."""
    keys: list[Key] = []
    if any(one.hours is not None for one in outlook.seen):
        keys.append(("line", "ch-line ch-l1", "seen"))
    if outlook.ahead:
        keys += [("line", "ch-line ch-l0 ch-d2", "middle"), ("half", "ch-a0", "half of such titles")]
        keys.append(("most", "ch-a0", "nine in ten"))
    if outlook.alike:
        keys.append(("line", "ch-edge", "titles alike"))
    row: list[tuple[float, Key]] = []
    x = EDGE
    for key in keys:
        wide = 28 + svg.width_of(key[2], SMALL) + 12
        if row and x + wide > WIDTH - EDGE + 12:
            yield row
            row, x = [], EDGE
        row.append((x, key))
        x += wide
    if row:
        yield row


def _draw_keys(root: Element, keys: Iterable[tuple[float, Key]], y: float) -> None:
    for x, (sign, look, words) in keys:
        if sign == "line":
            svg.path(root, look, ["M", x, y - 4.5, "H", x + 22])
        else:
            fill = svg.path(root, look, ["M", x, y - 11, "H", x + 22, "V", y + 1, "H", x, "Z"])
            fill.set("fill-opacity", BANDS[0] if sign == "most" else str(BOTH))
        svg.text(root, "ch-quiet ch-s", x + 28, y, words)
