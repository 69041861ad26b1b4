"""The almanac: which of its stories are looked at for a title."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cliffhanger.brief import almanac
from cliffhanger.brief.almanac import Almanac
from cliffhanger.story import Story
from cliffhanger.vantage import Vantage
from mysteries import written

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


@pytest.mark.parametrize("frame", [{"title": "HIS AND HERS"}, {"title": "Ours", "also_known_as": "His & Hers"}])
def test_a_story_of_the_readers_own_takes_the_place_of_one_of_its_names(tmp_path: Path, frame: dict[str, str]) -> None:
    """It stands first, and what its title no longer finds is not listed beside it."""
    (tmp_path / "own.yaml").write_text(written({}, **frame), "utf-8")
    titles = Almanac(stories=[tmp_path / "own.yaml"]).titles(Vantage(date(2026, 6, 1)))
    assert titles[0] == frame["title"]
    assert "His & Hers" not in titles


def test_else_a_story_is_found_by_the_name_of_its_file(looked_at: list[str]) -> None:
    """The others need not be read."""
    assert Almanac().story("His & Hers", Vantage(KNOWN)) is not None
    assert looked_at == ["his-and-hers"]
