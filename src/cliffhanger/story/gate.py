"""The gate: from a story and a vantage to what may be known of the story there, and to nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from cliffhanger.story import storyfile
from cliffhanger.story.content import Content
from cliffhanger.story.view import StoryView
from cliffhanger.vantage import Vantage


def restrict(content: Content, vantage: Vantage) -> Content | None:
    """Drop every claim that a vantage does not reveal and every link with a dropped end.

    None where the series is not announced. What is left has the same shape, and restricting it again at the same
    vantage changes nothing.
    """
    if not vantage.knows(content.series.announced):
        return None
    announced = [season for season in content.series.seasons if vantage.knows(season.announced)]
    seasons = tuple(
        replace(
            season,
            begins=season.begins if season is announced[0] else None,
            out=tuple(filter(vantage.knows, season.out)),
        )
        for season in announced
    )
    numbers = {season.number for season in seasons}
    schedule = tuple(
        (episode, released)
        for episode, released in content.schedule
        if episode.season in numbers and vantage.has_seen(episode, released)
    )
    shop = content.series.watch
    watch = shop if shop and (shop.day is None or vantage.knows(shop.day)) else None
    cells = content.opened({episode for episode, _ in schedule}, vantage.knows)
    named = frozenset[str]().union(*(cell.moments for cell in cells if cell.moments))
    groups = (tuple(moment for moment in group if moment in named) for group in content.moments)
    before = tuple(pair for pair in content.before if named.issuperset(pair))
    series = replace(content.series, seasons=seasons, watch=watch)
    return Content(series, schedule, tuple(filter(None, groups)), before, cells)


class Story:
    """A story whose content nobody reads but through a view at a vantage."""

    __slots__ = ("__content",)

    def __init__(self, content: Content) -> None:
        self.__content = content

    def __repr__(self) -> str:
        return "Story()"

    @classmethod
    def load(cls, path: Path | str) -> Story:
        """Read a story file.

        Raises:
            StoryRejected: it cannot be read, or there is something wrong with it; all complaints at once.
        """
        return cls(storyfile.load(Path(path)))

    @classmethod
    def parse(cls, text: str, name: str = "story.yaml") -> Story:
        """Read a story from text; `name` stands for the file in complaints.

        Raises:
            StoryRejected: there is something wrong with it; all complaints at once.
        """
        return cls(storyfile.parse(text, name))

    @staticmethod
    def schema() -> dict[str, Any]:
        """Give the JSON Schema of story files, from which editors complete keys."""
        from cliffhanger.story.schema import json_schema

        return json_schema()

    def at(self, vantage: Vantage) -> StoryView | None:
        """Give what may be known of the story at a vantage; None where the series is not announced."""
        content = restrict(self.__content, vantage)
        return None if content is None else StoryView(vantage, content)
