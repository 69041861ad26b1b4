"""Totals: how many hours a title will have through its fourth week on the lists, and through its 91st day.

What is forecast (see `blend`) is the log of what is still to come, as a share of what the title had so far, by the
weeks since it first charted. So a total is never less than what is known already. Models learn from titles whose day
of release is known, once with it and once as one sees them who does not know it: a title without a day is taken to have
come out on some day of its first week on the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from cliffhanger.forecast import blend
from cliffhanger.forecast.blend import Blend, Cases, Student
from cliffhanger.forecast.features import columns
from cliffhanger.forecast.neighbours import Places, for_trees, places
from cliffhanger.forecast.panel import WEEK, TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.targets import SPANS, Target
from cliffhanger.forecast.totals import Total, rest

NUMBERS = 1, 2, 3, 4
"""The weeks since a title first charted that have a model of their own; the last stands for all more."""

IMPUTED = 0.5
"""The weight of a case whose total is not told by reports."""

NEVER = -1e30
"""Stands for the log of less than nothing, of which the chance is as good as nothing."""


@dataclass
class WholeRun:
    """The model; `blends_` maps a target, and whether days of release are read, to fitted models."""

    seed: int = 1
    blends_: dict[tuple[Target, bool], Blend] = field(default_factory=dict)
    targets: tuple[Target, ...] = tuple(SPANS)

    def fit_on(self, past: Past) -> WholeRun:
        """Fit on what was known on a day."""
        fresh = [at for at, one in enumerate(past.weeks) if one.fresh and one.dated]
        weeks, known = [past.weeks[at] for at in fresh], places(past.weeks).where(fresh)
        for dated in (False, True):
            for target in self.targets:
                self.blends_[target, dated] = self._fit(past, weeks, known if dated else known.undated, target)
        return self

    def _fit(self, past: Past, weeks: Sequence[TitleWeek], read: Places, target: Target) -> Blend:
        told = [(at, one, total) for at, one in enumerate(weeks) if (total := _total(past, one, target)) is not None]
        groups = {}
        for number in (one for one in NUMBERS if one < SPANS[target].weeks):
            own = [case for case in told if _group(case[1]) == number]
            came = [(rest(one, total), 1.0 if total.reported else IMPUTED) for _, one, total in own]
            groups[number] = _cases(read.where([at for at, _, _ in own]), came, number)
        return blend.fit(groups, self.seed, SPANS[target].weeks * WEEK.days)

    def quantiles(self, weeks: Sequence[TitleWeek], target: Target, chances: Sequence[float]) -> Values:
        """Give quantiles of a total's log hours (titles by chances); NaN before any fit, and where none is asked for.

        The weeks must hold whole lists. None is asked for once a span is over, or for a title that came out long before
        it charted.
        """
        found = np.full((len(weeks), len(chances)), np.nan)
        so_far = np.array([one.so_far for one in weeks])
        for own, student in self._students(weeks, target):
            found[own] = so_far[own, None] + np.logaddexp(0.0, student.quantiles(np.array(chances)))
        return found

    def chance_below(self, weeks: Sequence[TitleWeek], target: Target, levels: Sequence[float]) -> Values:
        """Give the chance that each title comes to fewer hours than its level (natural log); NaN as for quantiles."""
        found = np.full(len(weeks), np.nan)
        more = np.array(levels) - np.array([one.so_far for one in weeks])
        with np.errstate(divide="ignore", invalid="ignore"):
            asked = np.where(more > 0, np.log(np.expm1(more)), np.where(np.isnan(more), np.nan, NEVER))
        for own, student in self._students(weeks, target):
            found[own] = student.chance_below(asked[own])
        return found

    def _students(self, weeks: Sequence[TitleWeek], target: Target) -> Iterator[tuple[list[int], Student]]:
        beside = places(weeks)
        for dated, number in product((False, True), NUMBERS):
            fitted = self.blends_.get((target, dated))
            known = fitted.group_for(number) if fitted else None
            own = [place for place, one in enumerate(weeks) if one.dated is dated and _is_of(one, number, target)]
            if own and fitted and known is not None:
                yield own, fitted.student(known, _cases(beside.where(own), [], known))


def _group(week: TitleWeek) -> int:
    return min(week.number, NUMBERS[-1])


def _is_of(week: TitleWeek, number: int, target: Target) -> bool:
    return week.fresh and week.number < SPANS[target].weeks and _group(week) == number


def _total(past: Past, week: TitleWeek, target: Target) -> Total | None:
    known: Mapping[Target, Total] = past.totals.get((week.category, week.title), {})
    return known.get(target) if week.number < SPANS[target].weeks else None


def _cases(told: Places, came: Sequence[tuple[float, float]], number: int) -> Cases:
    """Put together cases, with what came of each and its weight."""
    weeks = told.weeks
    x, z = columns(weeks, min(number, 3))
    beside = np.column_stack([weeks.so_far - weeks.level, np.log(weeks.number), weeks.number != weeks.age, weeks.grown])
    change, weight = np.array(came, dtype=np.float64).reshape(-1, 2).T.copy()
    return Cases(
        np.hstack([x, beside]),
        np.hstack([z, beside[:, :2]]),
        np.hstack([for_trees(told, dated=True), beside[:, :2]]),
        weeks.film > 0,
        change,
        np.zeros(len(change), dtype=np.bool_),
        weight,
        weeks.day,
    )
