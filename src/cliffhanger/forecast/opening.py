"""Openings: what a title that has not charted yet will have, given what is known of its kind and that it charts.

The log hours of the first week on the list, of four weeks and of 91 days have a regression each (see `tobit`, without
censoring), fitted on titles that came out in their first week on the list. Each of those is read three times: as it
was, with its weekday or its runtime hidden, and with both hidden, since that is how titles to come are seen. Errors are
as large as those of the fit, or as the newest quarter's when that is forecast from the rest, if those are larger. A
title whose list is not known is a mixture of its kind over the lists, in their usual shares.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from cliffhanger.charts.titles import FILMS, LIMITED, SEASON, SERIES, SPECIAL, Label, plain
from cliffhanger.forecast import tobit
from cliffhanger.forecast.blend import FEWEST, OLDER
from cliffhanger.forecast.features import LISTS, USUAL_LEVEL
from cliffhanger.forecast.panel import RUNTIMES, TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.student import Flags, Values
from cliffhanger.forecast.targets import Target
from cliffhanger.forecast.tobit import Tobit
from cliffhanger.forecast.whole_run import IMPUTED

COPIES: Final = 3
"""Times that a title is read."""

SHAPE: Final[Values] = np.concatenate([[0.0], np.arange(1, 100) / 100, [0.995, 0.998]])
"""The shares of errors whose size is kept; in between it is a line."""

MOST: Final = 0.8
"""The share of errors whose size is compared between newer cases and those of the fit."""

HALVINGS: Final = 60
"""Steps of the search for a quantile of a mixture, each of which halves what is left."""

Season = tuple[bool, str, int]
"""A season: whether it is a film, its show as `plain` spells it, its number."""


@dataclass(frozen=True)
class Kind:
    """What is known of a title before it charts; None where it is not.

    `category` is its list, `weekday` that of its release (Monday 0), `runtime` is in hours. `before` is the log of the
    hours of the first week of the season before; None if there is none, or it is on no list.
    """

    film: bool
    category: str | None
    label: Label
    weekday: int | None = None
    runtime: float | None = None
    before: float | None = None


@dataclass(frozen=True)
class _Case:
    """What a title had, in log hours; `when` is the ordinal of its first week."""

    kind: Kind
    level: float
    weight: float
    when: int


@dataclass
class Opening:
    """The model: regressions of log hours by target, the sizes of their errors, and the usual shares of the lists.

    Of the targets, the next week stands for the first one on the list. `errors_` gives the sizes, in scales, that the
    shares `SHAPE` of all errors keep below, by target and whether the weekday of release is known.
    """

    regressions_: dict[Target, Tobit] = field(default_factory=dict)
    errors_: dict[tuple[Target, bool], Values] = field(default_factory=dict)
    shares_: dict[str, float] = field(default_factory=dict)

    def fit_on(self, past: Past) -> Opening:
        """Fit on what was known on a day."""
        told = _openings(past.weeks)
        self.regressions_, self.errors_ = {}, {}
        counted = Counter(week.category for week, _ in told)
        self.shares_ = {category: count / len(told) for category, count in sorted(counted.items())}
        for target in Target:
            cases = [case for week, kind in told if (case := _case(past, week, kind, target))]
            if len(cases) >= FEWEST:
                self._fit(target, cases)
        return self

    def _fit(self, target: Target, cases: Sequence[_Case]) -> None:
        kinds = [one.kind for one in cases]
        read = [*kinds, *(_veiled(kind, nth) for nth, kind in enumerate(kinds)), *(_bare(kind) for kind in kinds)]
        x, z = _columns(read)
        level, weight, when = (
            np.tile([getattr(one, name) for one in cases], COPIES) for name in ("level", "weight", "when")
        )

        def fit(which: Flags) -> Tobit:
            seen = np.zeros(int(which.sum()), dtype=np.bool_)
            return tobit.fit(x[which], z[which], level[which], seen, weight[which] / COPIES)

        every = np.ones(len(level), dtype=np.bool_)
        fitted = self.regressions_[target] = fit(every)
        errors, older, stretch = _errors(fitted, x, z, level), when <= np.quantile(when, OLDER), 1.0
        if older.sum() >= COPIES * FEWEST and not older.all():
            later = _errors(fit(older), x[~older], z[~older], level[~older])
            stretch = max(1.0, float(np.quantile(later, MOST) / np.quantile(errors, MOST)))
        dated = np.array([kind.weekday is not None for kind in read])
        for known in (False, True):
            own = dated == known
            self.errors_[target, known] = np.quantile(errors[own if own.sum() >= FEWEST else every], SHAPE) * stretch

    def quantiles(self, kind: Kind, target: Target, chances: Sequence[float]) -> Values:
        """Give quantiles of the log hours of a title that charts (as many as chances); NaN before any fit.

        A total has no lower quantile than a part of it.
        """
        parts = list(Target)[: list(Target).index(target) + 1]
        found = [self._alone(kind, part, np.array(chances, dtype=np.float64)) for part in parts]
        return found[-1] if target not in self.regressions_ else np.fmax.reduce(found)

    def _alone(self, kind: Kind, target: Target, chances: Values) -> Values:
        fitted = self.regressions_.get(target)
        if fitted is None:
            return np.full(len(chances), np.nan)
        lists = self._lists(kind)
        x, z = _columns([replace(kind, category=category) for category in lists])
        errors = self.errors_[target, kind.weekday is not None]
        return _mixed(fitted.location(x), fitted.spread(z), np.array(list(lists.values())), errors, chances)

    def _lists(self, kind: Kind) -> Mapping[str, float]:
        """Give the lists on which a title may be, with the share of each."""
        if kind.category is not None:
            return {kind.category: 1.0}
        own = {name: share for name, share in self.shares_.items() if name.startswith(FILMS) is kind.film}
        return {name: share / sum(own.values()) for name, share in own.items()} or {FILMS if kind.film else SERIES: 1.0}


def kind_of(
    past: Past,
    show: str,
    label: Label,
    *,
    film: bool = False,
    category: str | None = None,
    weekday: int | None = None,
    runtime: float | None = None,
) -> Kind:
    """Put together what is known of a title to come; the season before is looked up among those charted."""
    first = {_season(one): one.level for one in past.weeks if one.fresh and one.number == 1}
    before = first.get((film, plain(show), label.number - 1)) if label.number else None
    return Kind(film, category, label, weekday, runtime, before)


def _openings(weeks: Sequence[TitleWeek]) -> list[tuple[TitleWeek, Kind]]:
    """Gather first weeks on the lists, in order of time, with what could be known of each before."""
    found: list[tuple[TitleWeek, Kind]] = []
    first: dict[Season, float] = {}
    for one in sorted((one for one in weeks if one.fresh and one.number == 1), key=lambda one: (one.week, one.title)):
        film, show, number = _season(one)
        before = first.get((film, show, number - 1))
        first[film, show, number] = one.level
        found.append((one, Kind(film, one.category, one.label, one.opened_on, one.runtime, before)))
    return found


def _season(week: TitleWeek) -> Season:
    """Tell a season by its show, its title without what follows the last colon, or without its number."""
    show = week.title.rpartition(":")[0] or re.sub(r" \d+$", "", week.title)
    return week.film, plain(show), week.label.number or 1


def _case(past: Past, week: TitleWeek, kind: Kind, target: Target) -> _Case | None:
    """Give a case of a target; None where what the title had is not known."""
    when = week.week.toordinal()
    if target is Target.NEXT_WEEK:
        return _Case(kind, week.level, 1.0, when)
    total = past.totals.get((week.category, week.title), {}).get(target)
    return _Case(kind, total.level, 1.0 if total.reported else IMPUTED, when) if total else None


def _veiled(kind: Kind, nth: int) -> Kind:
    """Hide the weekday or the runtime, by turns."""
    return replace(kind, weekday=None) if nth % 2 else replace(kind, runtime=None)


def _bare(kind: Kind) -> Kind:
    return replace(kind, weekday=None, runtime=None)


def _columns(kinds: Sequence[Kind]) -> tuple[Values, Values]:
    """Give the columns of the mean (cases by columns), and those of the log scale."""
    told = np.array([_figures(one) for one in kinds], dtype=np.float64)
    film, season, weekday, runtime, unmeasured, before, limited, special, numbered, *lists = told.T
    cut, undated = np.nan_to_num(np.log(7 / (7 - weekday))), np.isnan(weekday)
    above = np.nan_to_num(before - USUAL_LEVEL)
    mean = [*lists, film, season > 1, np.minimum(np.log(season), 3.0), limited, special, numbered]
    mean += [cut, cut * film, undated, undated * film, np.isin(weekday, (5, 6))]
    mean += [runtime, runtime * film, unmeasured, unmeasured * film]
    mean += [undated * unmeasured, undated * unmeasured * film, above, ~np.isnan(before), above * (season > 2)]
    scale = [*lists, film, special, undated, undated * film, unmeasured]
    return np.column_stack(mean), np.column_stack(scale)


def _figures(kind: Kind) -> list[float | None]:
    usual, label = RUNTIMES[kind.film], kind.label
    told = [kind.film, label.number or 1, kind.weekday, math.log((kind.runtime or usual) / usual), kind.runtime is None]
    told += [kind.before, *(label.kind == one for one in (LIMITED, SPECIAL, SEASON))]
    return [*told, *(kind.category == name for name in LISTS)]


def _errors(fitted: Tobit, x: Values, z: Values, level: Values) -> Values:
    """Give the sizes of errors, in scales."""
    sizes: Values = np.abs(level - fitted.location(x)) / fitted.spread(z)
    return sizes


def _mixed(location: Values, scale: Values, shares: Values, sizes: Values, chances: Values) -> Values:
    """Give quantiles of a mixture, by halving the range between those of its parts."""
    sides, shape = np.concatenate([-sizes[:0:-1], sizes]), np.concatenate([1 - SHAPE[:0:-1], 1 + SHAPE]) / 2
    apart = location[:, None] + scale[:, None] * np.interp(chances, shape, sides)
    low, high = apart.min(axis=0), apart.max(axis=0)
    for _ in range(HALVINGS if len(shares) > 1 else 0):
        middle = (low + high) / 2
        below = shares @ np.interp((middle - location[:, None]) / scale[:, None], sides, shape)
        low, high = np.where(below < chances, middle, low), np.where(below < chances, high, middle)
    found: Values = (low + high) / 2
    return found
