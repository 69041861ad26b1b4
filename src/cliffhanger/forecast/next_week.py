"""Next week: how many hours a title on the list will have, whether it stays, and which list that makes.

One censored regression for each age (see `tobit` and `features`), fitted on all weeks whose next week is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cliffhanger.charts.view import ChartView
from cliffhanger.forecast.features import AGES, age_group, columns
from cliffhanger.forecast.panel import TitleWeek, title_weeks
from cliffhanger.forecast.releases import Release
from cliffhanger.forecast.student import Values, distribution
from cliffhanger.forecast.tobit import Tobit, fit

FEWEST = 60
"""Cases without which an age has no model of its own and takes that of the age before."""


@dataclass
class NextWeek:
    """The model; `models_` maps an age to its regression."""

    releases: Mapping[str, Release] = field(default_factory=dict)
    models_: dict[int, Tobit] = field(default_factory=dict)

    def fit(self, view: ChartView) -> NextWeek:
        """Fit on a view, and on nothing that it does not show."""
        return self.fit_on(title_weeks(view, self.releases))

    def fit_on(self, weeks: Sequence[TitleWeek]) -> NextWeek:
        """Fit on weeks of titles; those whose next week is not published are left out."""
        for age in AGES:
            told = [(one, one.next_end) for one in weeks if age_group(one) == age]
            cases = [(one, end - one.level) for one, end in told if end is not None]
            if len(cases) >= FEWEST:
                x, z = columns([one for one, _ in cases], age)
                censored = np.array([one.left for one, _ in cases])
                self.models_[age] = fit(x, z, np.array([change for _, change in cases]), censored)
        return self

    def quantiles(self, weeks: Sequence[TitleWeek], chances: Sequence[float]) -> Values:
        """Give quantiles of next week's log hours (titles by chances), as if no list had an end."""
        levels = np.array([one.level for one in weeks])
        found = np.full((len(weeks), len(chances)), np.nan)
        for places, model, x, z in self._batches(weeks):
            found[places] = levels[places, None] + model.quantiles(x, z, np.array(chances))
        return found

    def chance_below(self, weeks: Sequence[TitleWeek], levels: Sequence[float]) -> Values:
        """Give the chance that each title has fewer hours than its level (natural log) next week."""
        found = np.full(len(weeks), np.nan)
        asked = np.array(levels) - np.array([one.level for one in weeks])
        for places, model, x, z in self._batches(weeks):
            found[places] = distribution((asked[places] - model.location(x)) / model.spread(z))
        return found

    def _batches(self, weeks: Sequence[TitleWeek]) -> list[tuple[list[int], Tobit, Values, Values]]:
        batches = []
        for age in AGES:
            places = [place for place, one in enumerate(weeks) if age_group(one) == age]
            own = max((known for known in self.models_ if known <= age), default=None)
            if places and own is not None:
                x, z = columns([weeks[place] for place in places], own)
                batches.append((places, self.models_[own], x, z))
        return batches
