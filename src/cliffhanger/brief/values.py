"""Gives values as mappings, lists, texts and numbers, for JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any

from cliffhanger.answer import Answer
from cliffhanger.story import StoryView
from cliffhanger.vantage import Episode


def as_plain(value: Any, otherwise: Callable[[Any], Any] = lambda value: value) -> Any:
    """Give a value as JSON can say it; an episode is its name, and whatever else is unknown its text.

    `otherwise` gives what stands for values that have a form of their own, and all others as they are.
    """
    match value := otherwise(value):
        case None | bool() | int() | float() | str():
            return value
        case Episode():
            return str(value)
        case dict():
            return {str(key): as_plain(one, otherwise) for key, one in value.items()}
        case list() | tuple():
            return [as_plain(one, otherwise) for one in value]
        case _ if is_dataclass(value):
            return {field.name.rstrip("_"): as_plain(getattr(value, field.name), otherwise) for field in fields(value)}
        case _:
            return str(value)


def answer_as_data(answer: Answer[Any]) -> dict[str, Any]:
    """Give an answer on a story, with its title, vantage, sources and basis."""
    story: StoryView = answer.value.story
    told = {field.name: getattr(answer.value, field.name) for field in fields(answer.value)}
    return {
        "title": story.title,
        "as_of": str(answer.basis.vantage.as_of),
        "watched": [str(episode) for episode in story.watched_through],
        **{name: as_plain(value) for name, value in told.items() if name != "story"},
        "sources": as_plain(answer.sources),
        "basis": str(answer.basis),
    }
