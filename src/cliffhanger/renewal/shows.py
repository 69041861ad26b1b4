"""Which seasons belong to one show, across editions, reports and spellings.

A show is known by its plain name. What a season is called after its show tells its kind and its number; where names
alone cannot tell, a reviewed list of exceptions does, each from when both names that it speaks of are visible.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cliffhanger.charts.titles import SEASON, SERIES, SPECIAL, Label, label, plain


class Name(NamedTuple):
    """How a list or a report writes a season: its show, and its own title; a report has the two in one."""

    show_title: str | None
    season_title: str | None


class How(StrEnum):
    """By what a season was matched to its show."""

    SPELLED = "as it is spelled"
    EXCEPTION = "a reviewed exception"


@dataclass(frozen=True)
class Instalment:
    """A season among those of its show: the show as `plain` spells it, its label, and by what it was matched.

    An instalment of an `anthology` tells a story of its own. What is `left_out` is no season at all: a special, a match
    shown live, a weekly event.
    """

    show: str
    label: Label
    how: How = How.SPELLED
    anthology: bool = False
    left_out: bool = False


def instalments(names: Iterable[Name]) -> dict[Name, Instalment]:
    """Match all names that are visible from one vantage."""
    return {name: _matched(name) for name in names}


def _matched(name: Name) -> Instalment:
    if name.show_title is not None:
        found = label(name.show_title, name.season_title, SERIES)
        return Instalment(plain(name.show_title), found, left_out=found.kind == SPECIAL)
    whole = (name.season_title or "").split("//")[0].strip()
    show, colon, _ = whole.rpartition(": ")
    found = label(show, whole, SERIES) if colon else Label(SPECIAL)
    if found.kind != SEASON and "limited series" not in whole.casefold():
        return Instalment(plain(whole), Label(SPECIAL), left_out=True)
    return Instalment(plain(show), found)
