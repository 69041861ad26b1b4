"""Names and hues in storylines: who is who can be read from the picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cliffhanger.brief import svg
from cliffhanger.brief.almanac import SHIPPED
from cliffhanger.brief.pictures.boxes import Ground
from cliffhanger.brief.pictures.hues import area_of, hues_of
from cliffhanger.brief.pictures.names import ROW, Grid, names
from cliffhanger.brief.pictures.storyline import storyline_picture
from cliffhanger.story import Story, StoryView
from cliffhanger.story.storyline import Line, Part, Storyline
from cliffhanger.vantage import Vantage, Watched, parse_day
from stories import yaml_text

SPACE = "{http://www.w3.org/2000/svg}"
FILES = sorted((SHIPPED / "stories").glob("*.yaml"))


def shown(story: Story) -> StoryView:
    """Give all of a story."""
    view = story.at(Vantage(parse_day("2026-03-01"), Watched.parse("all")))
    assert view is not None
    return view


@pytest.mark.parametrize("by", ["telling", "fabula"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_name_covers_another(file: Path, by: Any) -> None:
    """In the storylines of the almanac no two names of persons overlap, and none leaves the picture."""
    root = ElementTree.fromstring(storyline_picture(shown(Story.load(file)), by).svg)
    boxes = []
    for text in root.iter(f"{SPACE}text"):
        if "ch-halo" in text.attrib["class"]:
            x, y, width = float(text.attrib["x"]), float(text.attrib["y"]), svg.width_of(text.text or "", 15)
            boxes.append((x - width, x, y) if "ch-end" in text.attrib["class"] else (x, x + width, y))
    assert len(boxes) > 10
    for place, (left, right, y) in enumerate(boxes):
        assert left >= 0
        assert right <= float(root.attrib["width"])
        assert not [b for b in boxes[place + 1 :] if abs(b[2] - y) < 12 and left < b[1] and b[0] < right]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_two_lines_look_alike(file: Path) -> None:
    """In the storylines of the almanac each person has a line of their own, by its hue or by its dashes."""
    groups = ElementTree.fromstring(storyline_picture(shown(Story.load(file))).svg).iter(f"{SPACE}g")
    drawn = [{path.attrib["class"].replace(" ch-thin", "") for path in one.iter(f"{SPACE}path")} for one in groups]
    looks = [look for (look,) in drawn]
    assert len(looks) > 10
    assert len(set(looks)) == len(looks)


def test_those_who_meet_have_other_hues() -> None:
    """Where hues come again, somebody does not get that of the one whom they meet."""
    people = [f"p{number}" for number in range(len(svg.COLOURS) + 1)]
    story = {
        "format_version": 1,
        "title": "The Old House",
        "announced": "2026-01-01",
        "released": "2026-01-08",
        "episodes": {"1": 1},
        "people": {name: {} for name in people},
        "premise": [{"introduces": {name: {"name": name.title()}}} for name in people],
        "reveals": {"S1E1": [{"says": "Two meet", "about": [people[0], people[-1]]}]},
    }
    first, *others, last = (area_of(number) for number in hues_of(shown(Story.parse(yaml_text(story)))).values())
    assert last in others
    assert last != first


def test_a_name_stands_clear_of_lines_where_there_is_room() -> None:
    """A name does not stand at the beginning of its line, among others, when it can stand farther on over none."""
    grid = Grid(Storyline("telling", (Part(((),) * 12),), (), 0, 0))
    crowd = [Line(f"L{number}", 0, (number / 2,) * 7) for number in range(8)]
    late = Line("Somebody late", 1, (*(1.25,) * 6, *(6.0,) * 4))
    ground = Ground((grid.x(place), 30 + row * ROW) for line in crowd for place, row in enumerate(line.rows))
    boxes = {name: box for _, name, box in names([*crowd, late], [()] * 12, grid, 30, 760)}
    assert not ground.under(boxes["Somebody late"])
    assert boxes["Somebody late"].left > grid.x(5)
