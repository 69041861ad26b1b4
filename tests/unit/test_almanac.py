"""The almanac: which of its stories are looked at for a title."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cliffhanger.brief import almanac
from cliffhanger.brief.almanac import Almanac
from cliffhanger.story import Story
from cliffhanger.vantage import Vantage

KNOWN = date(2026, 1, 14)
HIDDEN = date(2025, 1, 1)
"""Before the day on which His & Hers was announced."""


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the stories that are looked at."""
    found: list[str] = []
    read = almanac._story

    def noted(path: Path) -> Story:
        found.append(path.stem)
        return read(path)

    monkeypatch.setattr(almanac, "_story", noted)
    return found


@pytest.mark.parametrize(("title", "day"), [("His & Hers", HIDDEN), ("Sis & Hers", KNOWN), ("His & Hers", KNOWN)])
def test_evenly_every_story_is_looked_at(title: str, day: date, looked_at: list[str]) -> None:
    """So the time taken is the same for a story that is hidden, one that is not there, and one that is told."""
    found = Almanac(evenly=True).story(title, Vantage(day))
    assert (found is not None) == ((title, day) == ("His & Hers", KNOWN))
    assert len(looked_at) == len({*looked_at}) == 4


def test_else_a_story_is_found_by_the_name_of_its_file(looked_at: list[str]) -> None:
    """The others need not be read."""
    assert Almanac().story("His & Hers", Vantage(KNOWN)) is not None
    assert looked_at == ["his-and-hers"]
