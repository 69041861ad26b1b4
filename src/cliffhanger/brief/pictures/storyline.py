"""Draws a storyline: a line for each person, which meets others where claims bring them together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from cliffhanger.answer import Answer
from cliffhanger.brief import svg
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Picture
from cliffhanger.brief.parts import heading
from cliffhanger.brief.pictures.hues import area_of, hues_of, line_of
from cliffhanger.brief.pictures.names import EDGE, FLAT, ROW, Grid, names, short
from cliffhanger.brief.wording import listed, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.storyline import By, Line, Part, Scene, Storyline, storyline
from cliffhanger.vantage import Vantage

SMALL: Final = 13.0
LINE: Final = 22.0
LEAST: Final = 440.0
"""The width of the picture where there are few scenes."""

COVERS: Final = "0.86"
"""How far the ground of a name covers the lines that run below it."""

AWAY: Final = 8
"""Where a person is not told of for more scenes than that, the line is thin."""

SLANTS: Final = ((42.0, 0.67, 20.0), (65.0, 0.91, 14.4))
"""How the names of moments lean, in degrees and as a sine, and how close they may stand then."""


def draw_storyline(title: str, almanac: Almanac, vantage: Vantage, by: By = "telling") -> Answer[Picture]:
    """Draw the storyline of a title, with its basis below the picture.

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = story_of(title, almanac, vantage)
    claims = (*story.premise, *(claim for told in story.recap() for claim in told.claims))
    basis = answered(None, story, ()).basis
    return answered(storyline_picture(story, by, str(basis)), story, (claim for claim in claims if claim.about))


def storyline_picture(view: StoryView, by: By = "telling", note: str = "") -> Picture:
    """Draw the storyline of a view, mostly 760 units wide; `note` stands below it, in small."""
    plan = storyline(view, by)
    says = _says(view, plan)
    return Picture(svg.written(_Drawing(view, plan, note).drawn(says)), says)


class _Drawing:
    """One picture of a storyline."""

    def __init__(self, view: StoryView, plan: Storyline, note: str) -> None:
        self._view, self._plan, self._grid, self._note = view, plan, Grid(plan), note
        self._scenes, self._depth = plan.scenes, plan.depth
        self._hues = hues_of(view)
        self._labels = [_label(plan, view, part) for part in plan.parts]
        self._title = f"Who meets whom in {view.title}, {'as it is told' if plan.by == 'telling' else 'as it happened'}"
        self._width = max(LEAST, self._grid.x(len(self._scenes) - 0.5) + EDGE)
        self._head = svg.wrapped(self._title, 17, self._width - 2 * EDGE)
        head = 26.0 + LINE * len(self._head)
        self._slant, rise, _ = next((one for one in SLANTS if one[2] <= self._grid.step), SLANTS[-1])
        if plan.by == "fabula":
            head += rise * max((svg.width_of(short(label), SMALL) for label in self._labels), default=0)
        self._top = head + 30
        self._height = self._top + self._depth * ROW + 22 + (18 if note else 0)

    def drawn(self, says: str) -> Element:
        """Draw it."""
        root = svg.picture(self._width, self._height, self._title, says)
        for place, words in enumerate(self._head):
            svg.text(root, "ch-ink ch-l", EDGE, 26 + LINE * place, words)
        self._draw_parts(root)
        for place, scene in enumerate(self._scenes):
            self._draw_meetings(root, place, scene)
        for number, line in enumerate(self._plan.lines):
            self._draw_line(root, number, line)
        self._draw_names(root)
        if self._note:
            note = svg.shortened(self._note, SMALL, self._width - 2 * EDGE)
            svg.text(root, "ch-quiet ch-s", EDGE, self._height - 9, note)
        return root

    def _y(self, row: float) -> float:
        return self._top + row * ROW

    def _draw_parts(self, root: Element) -> None:
        base = self._top - 26
        begin, taken = 0, 0.0
        for part, label in zip(self._plan.parts, self._labels, strict=True):
            left, right = (self._grid.left + place * self._grid.step for place in (begin, begin + len(part.scenes)))
            if begin:
                svg.shape(root, "line", "ch-rule", x1=left, y1=base - 14, x2=left, y2=self._y(self._depth) + 12)
            middle = (left + right) / 2
            if self._plan.by == "fabula":
                svg.text(root, "ch-quiet ch-s ch-end", middle + 4, base, short(label), self._slant)
            elif part.episode is None:
                svg.text(root, "ch-quiet ch-s ch-end", right - 4, base, label)
            elif middle - svg.width_of(label, SMALL) / 2 >= taken:
                svg.text(root, "ch-quiet ch-s ch-middle", middle, base, label)
                taken = middle + svg.width_of(label, SMALL) / 2 + 4
            begin += len(part.scenes)
        if self._plan.by == "telling":
            svg.text(root, "ch-quiet ch-s", EDGE, base, self._view.told_in.capitalize())
        self._draw_groups(root, base + 6)

    def _draw_groups(self, root: Element, y: float) -> None:
        """Join moments whose order is not known by a bar."""
        spans: dict[int, list[float]] = {}
        begin, many = 0, [part.group for part in self._plan.parts]
        for part in self._plan.parts:
            if self._plan.by == "fabula" and many.count(part.group) > 1:
                ends = begin, begin + len(part.scenes)
                spans.setdefault(part.group, []).extend(self._grid.left + end * self._grid.step for end in ends)
            begin += len(part.scenes)
        for span in spans.values():
            left, right = min(span) + 4, max(span) - 4
            svg.path(root, "ch-edge", ["M", left, y + 4, "V", y, "H", right, "V", y + 4], "in no known order")

    def _draw_meetings(self, root: Element, place: int, scene: Scene) -> None:
        row = {
            line.name: line.rows[place - line.first] for line in self._plan.lines if line.first <= place <= line.last
        }
        half = self._grid.half
        for meeting in scene:
            if len(meeting) > 1:
                top, end = (self._y(pick(row[name] for name in meeting)) for pick in (min, max))
                places = {"x": self._grid.x(place) - half, "y": top - 7, "width": 2 * half, "height": end - top + 14}
                svg.shape(root, "rect", "ch-wash ch-edge", listed(sorted(meeting, key=row.__getitem__)), **places, rx=7)

    def _draw_line(self, root: Element, number: int, line: Line) -> None:
        """Draw a line with its dots as one group, thin where it goes on for long without being told of."""
        group = SubElement(root, "g", {"class": "ch-who"})
        number = self._hues.get(line.name, number)
        for first, last, away in self._stretches(line):
            look = f"ch-line{' ch-thin' if away else ''} {line_of(number)}"
            svg.path(group, look, self._path(line, first, last), line.name)
        for place, row in enumerate(line.rows, start=line.first):
            if self._tells_of(line, place):
                svg.shape(group, "circle", area_of(number), cx=self._grid.x(place), cy=self._y(row), r=3.2)

    def _tells_of(self, line: Line, place: int) -> bool:
        return any(line.name in meeting for meeting in self._scenes[place])

    def _stretches(self, line: Line) -> Iterator[tuple[int, int, bool]]:
        """Part a line where it changes from thick to thin and back: first and last scene, and whether it is thin."""
        told = [place for place in range(line.first, line.last + 1) if self._tells_of(line, place)]
        steps = ((first, last, last - first - 1 > AWAY) for first, last in pairwise(told))
        for away, some in groupby(steps, key=lambda step: step[2]):
            own = [*some]
            yield own[0][0], own[-1][1], away
        if len(told) < 2:
            yield line.first, line.last, False

    def _path(self, line: Line, first: int, last: int) -> list[str | float]:
        """Give the way from one scene of a line to another, somewhat beyond where the line begins or ends."""
        reach, step = FLAT * self._grid.step, self._grid.step
        rows = line.rows[first - line.first : last - line.first + 1]
        steps: list[str | float] = ["M", self._grid.x(first) - (reach if first == line.first else 0), self._y(rows[0])]
        for offset, (row, after) in enumerate(pairwise(rows)):
            if after != row:
                x = self._grid.x(first + offset) + reach
                end, middle = x + step - 2 * reach, x + step / 2 - reach
                steps += ["H", x, "C", middle, self._y(row), middle, self._y(after), end, self._y(after)]
        return [*steps, "H", self._grid.x(last) + (reach if last == line.last else 0)]

    def _draw_names(self, root: Element) -> None:
        for number, name, place in names(self._plan.lines, self._scenes, self._grid, self._top, self._width):
            look, x = ("ch-end", place.right) if place.ends else ("", place.left)
            wide = place.right - place.left
            below = svg.shape(root, "rect", "ch-paper", x=place.left - 2, y=place.base - 13, width=wide + 4, height=17)
            below.set("fill-opacity", COVERS)
            hue = self._hues.get(self._plan.lines[number].name, number)
            svg.text(root, f"{area_of(hue)} ch-halo ch-m {look}".strip(), x, place.base, name)


def _label(plan: Storyline, view: StoryView, part: Part) -> str:
    """Name a part at its scenes: by the number alone where the axis says what is counted."""
    if part.moment:
        return part.moment.replace("-", " ")
    if part.episode is None:
        return "premise"
    if len(view.episodes) > 1:
        return str(part.episode)
    return str(part.episode.number) if plan.by == "telling" else f"{view.told_in} {part.episode.number}"


def _says(view: StoryView, plan: Storyline) -> str:
    """Say in words who meets whom, part by part."""
    return " ".join(_sentences(view, plan)) or "Nobody has been met yet."


def _sentences(view: StoryView, plan: Storyline) -> Iterator[str]:
    for part in plan.parts:
        meetings = dict.fromkeys(listed(meeting) for scene in part.scenes for meeting in scene if len(meeting) > 1)
        where = sentence(part.moment.replace("-", " ")).rstrip(".") or heading(view, part.episode)
        yield f"{where}: {'; '.join(meetings) or 'nobody meets'}."
