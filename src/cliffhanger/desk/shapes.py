"""Models of answers, for the description of the API: made from the classes of the values that are given.

They describe what `brief.values.as_plain` makes of a value, and check nothing themselves; tests hold answers against
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, reduce
from operator import or_
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, create_model

from cliffhanger.answer import Source
from cliffhanger.charts.runs import Run
from cliffhanger.charts.view import ChartRow
from cliffhanger.story import StoryView
from cliffhanger.vantage import Episode

EpisodeName = Annotated[str, Field(pattern=r"^S\d+E\d+$", examples=["S1E3"])]
STRICT: Final = ConfigDict(extra="forbid")

_PLAIN: Final = frozenset({bool, int, float, str, NoneType, date, Any})
_MANY: Final = frozenset({list, tuple, Sequence})


def shape(hint: Any) -> Any:
    """Give the type of what a value of some type becomes as data.

    Raises:
        TypeError: no such value has been given so far.
    """
    if hint in _PLAIN:
        return hint
    of, within = get_origin(hint), get_args(hint)
    if of is Literal:
        return hint
    if of in (Union, UnionType):
        return reduce(or_, map(shape, within))
    if of is tuple and within[-1] is not Ellipsis:
        return tuple[tuple(map(shape, within))]  # type: ignore[misc]
    if of in _MANY:
        return list[shape(within[0])]  # type: ignore[misc]
    if of is not None and issubclass(of, Mapping):
        return dict[str, shape(within[1])]  # type: ignore[misc]
    return _of_class(hint)


def _of_class(kind: type) -> Any:
    if kind is Episode:
        return EpisodeName
    if kind is datetime:
        return str
    if kind is Run:
        return _run()
    if issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return model_of(kind)
    if issubclass(kind, tuple):
        return tuple[tuple(shape(one) for one in get_type_hints(kind).values())]  # type: ignore[misc]
    raise TypeError(f"no shape is known of {kind}")


@cache
def model_of(kind: type) -> type[BaseModel]:
    """Give the model of a dataclass."""
    hints = get_type_hints(kind)
    return _model(kind, {one.name.rstrip("_"): hints[one.name] for one in fields(kind)})


@cache
def answer_of(kind: type) -> type[BaseModel]:
    """Give the model of an answer on a story, whose value is of some class."""
    hints = get_type_hints(kind, localns={"StoryView": StoryView})
    told = {"title": str, "as_of": date, "watched": list[Episode]}
    told |= {one.name.rstrip("_"): hints[one.name] for one in fields(kind) if one.name != "story"}
    return _model(kind, told | {"sources": list[Source], "basis": str})


@cache
def story_of(*names: str) -> type[BaseModel]:
    """Give the model of a story's view, with the parts of it that are named."""
    told = {name: get_type_hints(_getter(vars(StoryView)[name]))["return"] for name in names}
    return _model(StoryView, told | {"episodes": dict[str, int], "watched": list[Episode]}, "Story")


def _getter(named: Any) -> Any:
    """Give the function behind a property, a cached one, or a method."""
    return getattr(named, "fget", None) or getattr(named, "func", None) or named


@cache
def _run() -> type[BaseModel]:
    row = _model(ChartRow, get_type_hints(ChartRow))
    told: dict[str, Any] = {"title": (str, ...), "category": (str, ...), "label": (str, ...), "weeks": (list[row], ...)}  # type: ignore[valid-type]
    return create_model("Run", __config__=STRICT, __doc__=_said(Run), __module__=Run.__module__, **told)


def _model(kind: type, told: Mapping[str, Any], name: str = "") -> type[BaseModel]:
    shown: dict[str, Any] = {one: (shape(hint), ...) for one, hint in told.items()}
    return create_model(
        name or kind.__name__, __config__=STRICT, __doc__=_said(kind), __module__=kind.__module__, **shown
    )


def _said(kind: type) -> str:
    return " ".join((kind.__doc__ or "").split())
