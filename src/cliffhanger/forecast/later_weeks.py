"""The weeks after next: how many hours a title will have two to twelve weeks from now, on its list or off it.

One censored regression (see `tobit`) serves all of them. The change d from the log hours of a week on the list to those
`ahead` weeks later depends on columns of the title, each alone and times log(ahead); a title that is absent by then had
fewer hours than the last row of its list. Its errors are stretched by two factors, for the weeks near and far, learned
from the past alone as those of `blend` are.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cliffhanger.forecast import tobit
from cliffhanger.forecast.blend import FEWEST, OLDER, Student, likeliest
from cliffhanger.forecast.features import OLD, USUAL_LEVEL, Figures
from cliffhanger.forecast.panel import WEEK, TitleWeek, by_title
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.student import Flags, Values
from cliffhanger.forecast.tobit import Tobit

AHEAD: Final = 2, 3, 4, 6, 8, 10, 12
"""The weeks ahead that are learned from; those between follow from the columns."""

THINNED: Final = 6
"""Of the pairs of a week and one of `AHEAD` every sixth is a case: neighbours tell nearly the same."""

NEAR: Final = 4
"""Weeks up to which a forecast looks near."""


@dataclass(frozen=True)
class _Case:
    """A week of a title, and what became of it: the log change, or the bound below which it lay if `left`."""

    week: TitleWeek
    ahead: int
    change: float
    left: bool


@dataclass
class LaterWeeks:
    """The model; `regression_` forecasts the log change of hours, `factors_` stretch its scale, by whether near."""

    regression_: Tobit | None = None
    factors_: dict[bool, float] = field(default_factory=dict)

    def fit_on(self, past: Past) -> LaterWeeks:
        """Fit on what was known on a day: weeks whose later week was published by then."""
        cases = _cases(past.weeks)
        self.regression_, self.factors_ = None, {}
        if len(cases) < FEWEST:
            return self
        x, z = _columns([one.week for one in cases], np.array([one.ahead for one in cases], dtype=np.float64))
        change = np.array([one.change for one in cases])
        left = np.array([one.left for one in cases], dtype=np.bool_)
        when = np.array([(one.week.week + one.ahead * WEEK).toordinal() for one in cases], dtype=np.float64)
        self.regression_ = tobit.fit(x, z, change, left)
        older = when <= np.quantile(when, OLDER)
        if older.sum() >= FEWEST:
            before = tobit.fit(x[older], z[older], change[older], left[older])
            errors = (change - before.location(x)) / before.spread(z)
            near = np.array([one.ahead <= NEAR for one in cases], dtype=np.bool_)
            self.factors_ = _factors(errors[~older], left[~older], near[~older])
        return self

    def quantiles(self, weeks: Sequence[TitleWeek], ahead: int, chances: Sequence[float]) -> Values:
        """Give quantiles of the log hours `ahead` weeks (2 or more) after those weeks (titles by chances).

        They go on below the last row as if no list had an end; NaN before any fit.
        """
        if self.regression_ is None or not weeks:
            return np.full((len(weeks), len(chances)), np.nan)
        levels = np.array([one.level for one in weeks])
        return levels[:, None] + self._student(self.regression_, weeks, ahead).quantiles(np.array(chances))

    def chance_below(self, weeks: Sequence[TitleWeek], ahead: int, levels: Sequence[float]) -> Values:
        """Give the chance that each title has fewer hours than its level (natural log) by then; NaN before any fit."""
        if self.regression_ is None or not weeks:
            return np.full(len(weeks), np.nan)
        asked = np.array(levels) - np.array([one.level for one in weeks])
        return self._student(self.regression_, weeks, ahead).chance_below(asked)

    def _student(self, fitted: Tobit, weeks: Sequence[TitleWeek], ahead: int) -> Student:
        x, z = _columns(weeks, np.full(len(weeks), float(ahead)))
        return Student(fitted.location(x), fitted.spread(z) * self.factors_.get(ahead <= NEAR, 1.0))


def _factors(errors: Values, left: Flags, near: Flags) -> dict[bool, float]:
    whole = likeliest(errors, left, 1.0)
    return {side: likeliest(errors[near == side], left[near == side], whole) for side in (False, True)}


def _cases(weeks: Sequence[TitleWeek]) -> list[_Case]:
    """Gather weeks whose later week was published, by title; days of release are shown in every other case."""
    ends = _ends(weeks)
    found = []
    for own in by_title(weeks).values():
        days = [one.week for one in own]
        for one in own:
            for turn, ahead in enumerate(AHEAD, one.week.toordinal() // 7 + one.rank):
                if turn % THINNED or (end := ends.get((one.category, one.week + ahead * WEEK))) is None:
                    continue
                then = own[bisect_right(days, end.week) - 1]
                left = then.week != end.week
                to = _floor(end, then) if left else then.level
                shown = one if turn // THINNED % 2 else one.undated
                found.append(_Case(shown, ahead, to - one.level, left))
    return found


def _ends(weeks: Sequence[TitleWeek]) -> dict[tuple[str, date], TitleWeek]:
    """Map lists to their last rows."""
    found: dict[tuple[str, date], TitleWeek] = {}
    for one in weeks:
        key = one.category, one.week
        if key not in found or one.rank > found[key].rank:
            found[key] = one
    return found


def _floor(end: TitleWeek, title: TitleWeek) -> float:
    """Give the log hours of as many views as the last row had, for a title; of its hours without two runtimes."""
    if end.runtime and title.runtime:
        return end.level - math.log(end.runtime) + math.log(title.runtime)
    return end.level


def _columns(weeks: Sequence[TitleWeek], ahead: Values) -> tuple[Values, Values]:
    """Give the columns of the mean (cases by columns), and those of the log scale."""
    told, far = Figures.of(weeks), np.log(ahead)[:, None]
    own, scale = np.column_stack(_of_title(told)), np.column_stack(_of_scale(told))
    return np.hstack([own, own * far, far, far**2, 1 / ahead[:, None]]), np.hstack([scale, far, scale[:, :4] * far])


def _of_title(weeks: Figures) -> list[NDArray[Any]]:
    gap, change, later, old = weeks.gap, weeks.usual_change, weeks.season > 1, weeks.out_for > OLD
    first, second, dated = (weeks.age == 1) & (weeks.earlier == 0), weeks.age == 2, ~np.isnan(weeks.opened_on)
    cut = np.where(dated, np.log(7 / (7 - weeks.opened_on)), 0.0)
    told = [weeks.level - USUAL_LEVEL, gap, change, change * second, first, second, gap * first]
    told += [cut * first, cut * second, dated * first, dated * second, *weeks.lists.T]
    told += [later, later * gap, weeks.limited, weeks.staggered, weeks.film * gap]
    told += [weeks.log_runtime, np.minimum(np.log(weeks.number), 4.0), np.log(weeks.weeks_on_chart)]
    return [*told, weeks.earlier > 0, old, old * gap]


def _of_scale(weeks: Figures) -> list[NDArray[Any]]:
    told = [weeks.gap, weeks.film, weeks.season > 1, np.log(weeks.weeks_on_chart), weeks.staggered]
    return [*told, np.isnan(weeks.opened_on) & (weeks.age == 1), weeks.earlier > 0, weeks.out_for > OLD]
