"""Gives a brief as data, for JSON."""

from __future__ import annotations

from typing import Any

from cliffhanger.answer import Answer
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.values import as_plain
from cliffhanger.charts.runs import Run
from cliffhanger.story import StoryView


def as_data(answer: Answer[Brief]) -> dict[str, Any]:
    """Give a brief as mappings, lists, texts and numbers."""
    brief = answer.value
    return {
        "title": brief.title,
        "as_of": str(answer.basis.vantage.as_of),
        "watched": str(answer.basis.vantage.watched),
        "charts": _plain(brief.charts),
        "odds": _odds(brief),
        "forecast": _forecast(brief),
        "story": _story(brief.story) if brief.story else None,
        "sources": _plain(answer.sources),
        "basis": str(answer.basis),
    }


def _odds(brief: Brief) -> dict[str, Any] | None:
    if brief.odds is None:
        return None
    from cliffhanger.brief.odds_data import another_as_data

    return another_as_data(brief.odds)


def _forecast(brief: Brief) -> dict[str, Any] | None:
    if brief.outlook is None:
        return None
    from cliffhanger.brief.outlook_data import outlook_as_data

    return outlook_as_data(brief.outlook)


def _story(story: StoryView) -> dict[str, Any]:
    public = "title", "platform", "format", "announced", "released", "based_on", "watch", "also_known_as"
    told = "premise", "people", "relations", "facts", "threads", "twists", "ending", "finished", "complete", "out"
    return {
        **{name: _plain(getattr(story, name)) for name in public},
        "episodes": {str(season): count for season, count in story.episodes.items()},
        "watched": [str(episode) for episode in story.watched_through],
        "recap": _plain(story.recap()),
        **{name: _plain(getattr(story, name)) for name in told},
    }


def _plain(value: Any) -> Any:
    return as_plain(value, _run)


def _run(value: Any) -> Any:
    if not isinstance(value, Run):
        return value
    named = {"title": value.title, "category": value.category, "label": str(value.label)}
    return named | {"weeks": [row._asdict() for row in value.rows]}
