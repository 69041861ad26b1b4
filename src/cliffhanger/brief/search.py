"""Finding titles among charts and stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cliffhanger.answer import Answer, Source
from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.answers import basis
from cliffhanger.charts.names import at_home
from cliffhanger.charts.runs import Run, runs_of
from cliffhanger.charts.titles import containing, nearest, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import UnknownTitle


@dataclass(frozen=True)
class Found:
    """A title that was found: its seasons on the charts, with the lists and weeks of them, and if it has a story."""

    title: str
    seasons: int
    lists: tuple[str, ...]
    first_week: date | None
    last_week: date | None
    has_story: bool


def search(text: str, view: ChartView, almanac: Almanac) -> Answer[tuple[Found, ...]]:
    """Find the titles known at the vantage of the view that hold some words, or else those whose name at home does.

    Raises:
        UnknownTitle: none does; names the nearest.
        StoryRejected: a story file is not sound.
    """
    stories = almanac.titles(view.vantage)
    shows = view.shows()
    spelled = {plain(title): title for title in [*shows, *stories]}
    found = containing(text, spelled.values()) or named_at_home(text, at_home(view, shows))
    if not found:
        raise UnknownTitle(text, view.vantage.as_of, nearest(text, spelled.values()), not view.taken)
    runs = runs_of(view.of_shows(show for show in shows if spelled[plain(show)] in found))
    told = tuple(
        _found(title, [run for run in runs if plain(run.show_title) == plain(title)], stories) for title in found
    )
    charted = [Source("the weekly lists", tells=one.title) for one in told if one.seasons]
    sources = charted + [Source(f"the story file of {one.title}") for one in told if one.has_story]
    return Answer(told, basis(view, stories=stories), tuple(sources))


def named_at_home(text: str, names: Mapping[str, str]) -> list[str]:
    """Pick the titles whose names at home hold some words."""
    return [*dict.fromkeys(names[name] for name in containing(text, names))]


def _found(title: str, runs: list[Run], stories: list[str]) -> Found:
    return Found(
        title,
        len({run.title for run in runs}),
        tuple(sorted({run.category for run in runs})),
        min((run.first_week for run in runs), default=None),
        max((run.rows[-1].week for run in runs), default=None),
        title in stories,
    )
