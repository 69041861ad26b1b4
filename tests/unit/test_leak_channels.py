"""Channels through which stories are known to leak, each closed: what is hidden shows in none of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from channels import HIDDEN, written
from cliffhanger.story import Story, StoryView
from cliffhanger.vantage import Vantage, Watched
from stories import StoryDict
from surfaces import told


def at(watched: str) -> Vantage:
    """Stand somewhere after the release."""
    return Vantage(date(2026, 2, 1), Watched.parse(watched))


def seen(second: list[StoryDict], watched: str) -> StoryView:
    """View a story."""
    view = Story.parse(written(second)).at(at(watched))
    assert view is not None
    return view


@pytest.mark.parametrize("channel", HIDDEN)
def test_nothing_of_a_later_part_shows(channel: str) -> None:
    """Every command tells the same, to the byte, whether or not the next part holds it."""
    assert told(written(HIDDEN[channel]), at("S1E1")) == told(written([]), at("S1E1"))


@pytest.mark.parametrize("channel", HIDDEN)
def test_once_seen_it_shows(channel: str) -> None:
    """What is compared above is not nothing: who has seen the part is told otherwise."""
    assert told(written(HIDDEN[channel]), at("S1E2")) != told(written([]), at("S1E2"))


@pytest.mark.parametrize("channel", HIDDEN)
def test_digests_tell_nothing(channel: str) -> None:
    """The basis of an answer digests what is visible alone."""
    assert seen(HIDDEN[channel], "S1E1").digest == seen([], "S1E1").digest


def test_what_matters_is_counted_on_what_is_visible() -> None:
    """The order and choice of a short recap do not know on which claims a later part leans."""
    leaning: Any = [{"says": f"It is so {number}", "supports": "falls"} for number in range(9)]
    assert seen(leaning, "S1E1").highlights == seen([], "S1E1").highlights


def test_a_cache_tells_nothing(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story that is kept answers at one vantage as it does when it has answered at another before."""
    monkeypatch.setenv("CLIFFHANGER_CACHE", str(tmp_path))
    path = tmp_path / "story.yaml"
    path.write_text(written(HIDDEN["an answer"]), "utf-8")
    story = Story.load(path)
    fresh = repr(_all(story, "S1E1"))
    _all(story, "all")
    assert repr(_all(Story.load(path), "S1E1")) == fresh


def _all(story: Story, watched: str) -> list[Any]:
    view = story.at(at(watched))
    assert view is not None
    return [view.recap(), view.people, view.threads, view.suspicion, view.highlights, view.knowledge, view.digest]
