"""The spoiler law in pictures: what a vantage hides moves no line, changes no colour, widens nothing."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from cliffhanger.brief.pictures.storyline import storyline_picture
from cliffhanger.brief.pictures.suspicion import suspicion_picture
from cliffhanger.story import Story, StoryView
from cliffhanger.story.storyfile import parse
from cliffhanger.vantage import Vantage
from stories import GHOSTS, StoryDict, stories, vantages, yaml_text
from twins import Twin, leaks, twins

law = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))

hunt = settings(law, max_examples=2000, database=None, phases=[Phase.generate])


def pictures(view: StoryView | None) -> list[str]:
    """Draw everything that is drawn of a story, with the words for it."""
    if view is None:
        return []
    drawn = [storyline_picture(view, "telling", "x"), storyline_picture(view, "fabula"), suspicion_picture(view)]
    return [text for picture in drawn for text in (picture.svg, picture.says)]


def shown(text: str, vantage: Vantage) -> list[str]:
    """Draw all pictures of a story at a vantage."""
    return pictures(Story.parse(text).at(vantage))


@law
@given(twins())
def test_equal_restrictions_give_equal_pictures(twin: Twin) -> None:
    """Adding, changing or removing what is hidden changes no byte of any picture."""
    assert not leaks(shown, twin)


@law
@given(stories(), vantages())
def test_pictures_are_well_formed_and_name_only_who_is_known(story: StoryDict, vantage: Vantage) -> None:
    """Every picture is XML, and each line bears the name of somebody whom the view shows."""
    view = Story.parse(yaml_text(story)).at(vantage)
    for text in pictures(view)[::2]:
        assert ElementTree.fromstring(text).tag.endswith("svg")
    if view is not None:
        root = ElementTree.fromstring(pictures(view)[0])
        lines = [path for path in root.iter() if "ch-line" in path.get("class", "")]
        assert sorted(line[0].text or "" for line in lines) == sorted({person.name for person in view.people})


def _wide(text: str, vantage: Vantage) -> object:
    """Make a picture as wide as the whole story would have it."""
    return shown(text, vantage), len(parse(text, "x").cells)


def _coloured(text: str, vantage: Vantage) -> object:
    """Give hues by the order in which persons are introduced in the file, seen or not."""
    view = Story.parse(text).at(vantage)
    names = [str(link) for cell in parse(text, "x").cells for link in cell.links if type(link).__name__ == "Introduces"]
    return pictures(view), len(names) % 8


@pytest.mark.parametrize("leaky", [_wide, _coloured])
def test_the_law_catches_a_picture_that_leaks(leaky: Callable[[str, Vantage], object]) -> None:
    """A width or a hue that depends on what is hidden is found by the same check."""
    assert find(twins(), lambda twin: leaks(leaky, twin), settings=hunt)


def test_ghosts_are_not_seen() -> None:
    """The pairs do hide persons: in the stories drawn, somebody is declared whom no picture names."""
    twin = find(twins(), lambda twin: bool(shown(twin.other, twin.vantage)), settings=hunt)
    assert GHOSTS[0] in twin.other
    assert not [text for text in shown(twin.other, twin.vantage) if "Ghost" in text]
