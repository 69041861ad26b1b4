"""Next week: how many hours a title on the list will have, by weeks in a row on the list (see `blend`).

The models are fitted twice, with what a day of release tells and without: a title whose day is not known would
otherwise be read as one that never had any, a title of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from cliffhanger.charts.view import ChartView
from cliffhanger.forecast import blend
from cliffhanger.forecast.blend import Blend, Cases, Student
from cliffhanger.forecast.features import AGES, age_group, columns
from cliffhanger.forecast.neighbours import Places, for_trees, places
from cliffhanger.forecast.panel import WEEK, TitleWeek, title_weeks
from cliffhanger.forecast.releases import Release
from cliffhanger.forecast.student import Values


@dataclass
class NextWeek:
    """The model; `blends_` forecast the log change of hours, by whether they read days of release."""

    releases: Mapping[str, Release] = field(default_factory=dict)
    seed: int = 1
    blends_: dict[bool, Blend] = field(default_factory=dict)

    def fit(self, view: ChartView) -> NextWeek:
        """Fit on a view, and on nothing that it does not show."""
        return self.fit_on(title_weeks(view, self.releases))

    def fit_on(self, weeks: Sequence[TitleWeek]) -> NextWeek:
        """Fit on weeks of titles, whole lists; those whose next week is not published are left out."""
        known = places(weeks)
        known = known.where(known.weeks.published)
        groups = np.minimum(known.weeks.age, AGES[-1])
        for dated in (False, True):
            read = known if dated else known.undated
            told = {age: _cases(read.where(groups == age), age) for age in AGES}
            self.blends_[dated] = blend.fit(told, self.seed, WEEK.days)
        return self

    def quantiles(self, weeks: Sequence[TitleWeek], chances: Sequence[float]) -> Values:
        """Give quantiles of next week's log hours (titles by chances), as if no list had an end; NaN before any fit.

        The weeks must hold whole lists.
        """
        levels = np.array([one.level for one in weeks])
        found = np.full((len(weeks), len(chances)), np.nan)
        for own, student in self._students(weeks):
            found[own] = levels[own, None] + student.quantiles(np.array(chances))
        return found

    def chance_below(self, weeks: Sequence[TitleWeek], levels: Sequence[float]) -> Values:
        """Give the chance that each title has fewer hours than its level (natural log) next week; NaN before any fit.

        The weeks must hold whole lists.
        """
        found = np.full(len(weeks), np.nan)
        asked = np.array(levels) - np.array([one.level for one in weeks])
        for own, student in self._students(weeks):
            found[own] = student.chance_below(asked[own])
        return found

    def _students(self, weeks: Sequence[TitleWeek]) -> Iterator[tuple[list[int], Student]]:
        beside = places(weeks)
        for (dated, fitted), age in product(self.blends_.items(), AGES):
            own = [place for place, one in enumerate(weeks) if one.dated is dated and age_group(one) == age]
            known = fitted.group_for(age)
            if own and known is not None:
                yield own, fitted.student(known, _cases(beside.where(own), known))


def _cases(told: Places, age: int) -> Cases:
    weeks = told.weeks
    x, z = columns(weeks, age)
    return Cases(
        x,
        z,
        for_trees(told, dated=True),
        weeks.film > 0,
        weeks.next_end - weeks.level,
        weeks.left > 0,
        np.ones(len(weeks.level)),
        weeks.day,
    )
