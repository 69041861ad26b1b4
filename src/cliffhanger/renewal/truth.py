"""Truth: what became of seasons, as known in the end, and the ways of counting with which others do so.

A season is found again by its place and title when it entered the lists, which no later edition changes. The record
takes what was known, when it was known. Two variants are told beside it, for comparison, and one leak, as a warning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cliffhanger.charts.view import ChartView
from cliffhanger.renewal.outcomes import Outcome, as_relabelled, outcome_of, outcomes
from cliffhanger.renewal.seasons import Season, Seasons, seasons_of


class Event(StrEnum):
    """What counts as another season, and since when it counts."""

    PREMIERE = "premiere"
    """Its premiere, since an edition or a report showed it."""
    CALENDAR = "calendar"
    """Its premiere, since the day itself, whenever it was seen."""
    RELABEL = "relabel"
    """Its premiere, or that a limited series is called a season, whichever is known first."""


class Labels(StrEnum):
    """Whose labels seasons have: those known then, or those of the newest edition, which know the outcome."""

    THEN = "then"
    NEWEST = "newest"


class Which(NamedTuple):
    """Which season it is: the list, the week and the title with which it entered."""

    category: str
    entered: date
    title: str

    @classmethod
    def of(cls, season: Season) -> Which | None:
        """Name a season; None where it never was on a list."""
        return cls(season.run.category, season.run.first_week, season.title) if season.run else None


class Truth:
    """What became of seasons, as known in the end."""

    def __init__(self, seasons: Seasons | None) -> None:
        """Take the seasons as a view in the end shows them; None where it shows none."""
        self._seasons = seasons
        named = ((Which.of(one), one) for one in (seasons.all if seasons else ()))
        self._named = {which: one for which, one in named if which is not None}

    def season(self, which: Which | None) -> Season | None:
        """Find a season again; None where it is none any more."""
        return self._named.get(which) if which else None

    def outcome(self, which: Which | None, event: Event) -> Outcome | None:
        """Tell what became of a season in the end; None where it is none any more."""
        season = self.season(which)
        if season is None or self._seasons is None:
            return None
        return _counted([outcome_of(season, self._seasons)], event)[0]


class Knowing:
    """What is known of seasons and outcomes on views, by one way of counting."""

    def __init__(self, event: Event, labels: Labels, truth: Truth) -> None:
        """Count so; `truth` is asked by the calendar variant and for the newest labels alone."""
        self._event, self._labels, self._truth = event, labels, truth

    @property
    def is_plain(self) -> bool:
        """Tell whether it is as answers count."""
        return (self._event, self._labels) == (Event.PREMIERE, Labels.THEN)

    def seasons(self, view: ChartView) -> Seasons | None:
        """Gather the seasons on a view."""
        found = seasons_of(view)
        if found is None or self._labels is Labels.THEN:
            return found
        return replace(found, all=tuple(self._with_newest_label(one) for one in found.all))

    def outcomes(self, seasons: Seasons, view: ChartView) -> list[Outcome]:
        """Tell what became of seasons that entered the lists in the week of their premiere."""
        found = _counted(outcomes(seasons), self._event)
        if self._event is Event.CALENDAR:
            return [self._on_the_day(one, view) for one in found]
        return found

    def _with_newest_label(self, season: Season) -> Season:
        newest = self._truth.season(Which.of(season))
        return season if newest is None else replace(season, label=newest.now, relabels=())

    def _on_the_day(self, one: Outcome, view: ChartView) -> Outcome:
        true = self._truth.outcome(Which.of(one.season), Event.PREMIERE)
        if true is None or true.happened is None or not view.vantage.knows(true.happened):
            return one
        return replace(one, by=true.by, happened=true.happened, known=true.happened)


def _counted(found: Iterable[Outcome], event: Event) -> list[Outcome]:
    return as_relabelled([*found]) if event is Event.RELABEL else [*found]
