"""Small stories of a death and of a key, for tests of what stories answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from cliffhanger.brief.blocks import Block
from cliffhanger.brief.text import write_text
from cliffhanger.story import Story, StoryView
from cliffhanger.vantage import Vantage, Watched
from stories import StoryDict, yaml_text
from surfaces import TITLE, Shelf

ADA: StoryDict = {"introduces": {"ada": {"name": "Ada Hill", "role": "the heir"}}}
BEN: StoryDict = {"introduces": {"ben": {"name": "Ben Stone"}}}
CLEO: StoryDict = {"introduces": {"cleo": {"name": "Cleo Stone"}}}


def written(parts: dict[str, list[StoryDict]], **frame: object) -> str:
    """Write a story of three parts in one season."""
    return yaml_text(
        {
            "format_version": 1,
            "title": TITLE,
            "announced": "2026-01-01",
            "released": "2026-01-08",
            "episodes": {"1": 3},
            "people": {"ada": {}, "ben": {}, "cleo": {}},
            "sources": {"GAZETTE": {"name": "The Gazette", "day": "2026-01-09"}},
            "moments": [["boat", "fire"], "roof-at-night", "funeral"],
            "threads": {"killer": {"asks": "Who killed Tom?"}, "key": {"asks": "What does the key open?"}},
            "premise": [ADA, BEN, CLEO],
            "reveals": parts,
            **frame,
        }
    )


def at(watched: str = "all", as_of: date = date(2026, 6, 1)) -> Vantage:
    """Stand somewhere."""
    return Vantage(as_of, Watched.parse(watched))


def view(parts: dict[str, list[StoryDict]], watched: str = "all", **frame: object) -> StoryView:
    """View a story."""
    found = Story.parse(written(parts, **frame)).at(at(watched))
    assert found is not None
    return found


def shelf(parts: dict[str, list[StoryDict]], **frame: object) -> Any:
    """Put a story where questions find it."""
    return Shelf(Story.parse(written(parts, **frame)))


def text(blocks: Iterable[Block]) -> str:
    """Write blocks in one line."""
    return " ".join(write_text([*blocks]).split())


ACCIDENT: StoryDict = {"id": "accident", "says": "Tom slips", "opens": "killer", "answers": {"killer": "An accident"}}
PUSHED: StoryDict = {"id": "pushed", "says": "Ben pushed him", "overturns": "accident", "answers": {"killer": "ben"}}
