"""Asks the fitted models about one title: what a view shows of it, and what they make of that."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

import numpy as np

from cliffhanger.charts.titles import FILMS, SERIES
from cliffhanger.errors import TooFewWeeks
from cliffhanger.forecast.fits import Fit
from cliffhanger.forecast.next_list import ranks
from cliffhanger.forecast.opening import Kind
from cliffhanger.forecast.outlook import SHOWN, WEEKS, Alike, AllTime, Outlook, Range, TotalAhead, WeekAhead, WeekSeen
from cliffhanger.forecast.panel import WEEK, TitleWeek, by_title
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.targets import SPANS, Target

ALIKE = 12
"""How many titles are shown beside one."""

MONTH = "28 days"
"""The total through the twenty-eighth day: four weeks on the lists, and the days of the fifth that are left of them."""


SPAN_OF = {28: Target.FOUR_WEEKS, 91: Target.NINETY_ONE_DAYS}
"""The total that an all-time list counts, by its days."""

_ENDS = [field.name for field in fields(Range)]

GRID = np.linspace(0.002, 0.998, 499)
"""The chances between which the chance of an opening is found."""


@dataclass(frozen=True)
class Threshold:
    """The last row of an all-time list: views, counted over so many days."""

    views: int
    days: int


@dataclass(frozen=True)
class Asked:
    """A title on the charts: its weeks, oldest first, and all weeks of its list, as known at a vantage.

    `origin` is the last week published; `released` the day of release where it is known.
    """

    own: Sequence[TitleWeek]
    panel: Sequence[TitleWeek]
    origin: date
    released: date | None
    threshold: Threshold | None

    @property
    def newest(self) -> TitleWeek:
        """Give the last week in which it was on the list."""
        return self.own[-1]

    @property
    def away(self) -> int:
        """Count the weeks published since then."""
        return (self.origin - self.newest.week) // WEEK

    @cached_property
    def around(self) -> list[TitleWeek]:
        """Give its list in that week."""
        return [one for one in self.panel if one.week == self.newest.week and one.category == self.newest.category]


def outlook_of(asked: Asked, fit: Fit) -> Outlook:
    """Forecast a title that has been on its list."""
    newest = asked.newest
    place = asked.around.index(newest)
    ahead = _ahead(asked, fit, place)
    totals = _totals(asked, fit, place, ahead)
    stays, rank = None, None
    if not asked.away:
        stays = float(fit.stay.chances(asked.around)[place])
        rank = _rank(asked, fit)
    return Outlook(
        newest.title,
        newest.category,
        newest.label,
        asked.origin,
        asked.released,
        newest.runtime,
        _seen(asked),
        ahead,
        totals,
        stays,
        rank,
        _all_time(asked, fit, place),
        _alike(asked),
        fit.day,
    )


def _rank(asked: Asked, fit: Fit) -> float | None:
    """Give the rank to expect; None where too few lists are known to tell how many new titles come."""
    own = [one for one in asked.panel if one.category == asked.newest.category]
    try:
        found = ranks(own, fit.next_week, fit.stay)
    except TooFewWeeks:
        return None
    return found[asked.newest.category, asked.newest.title].expected


def _seen(asked: Asked) -> tuple[WeekSeen, ...]:
    told = {one.week: one for one in asked.own}
    first = asked.own[0].week
    found = []
    for number in range(1, (asked.origin - first) // WEEK + 2):
        week = first + (number - 1) * WEEK
        one = told.get(week)
        seen = (math.exp(one.level), one.rank, one.runtime) if one else (None, None)
        found.append(WeekSeen(week, number, *seen))
    return tuple(found)


def _ahead(asked: Asked, fit: Fit, place: int) -> tuple[WeekAhead, ...]:
    """Forecast the weeks to the thirteenth; of a title that has been there for longer, the next one."""
    first = asked.own[0].week
    number = (asked.origin - first) // WEEK + 1
    found = []
    for step in range(1, max(WEEKS - number, 1) + 1):
        distance = step + asked.away
        if distance == 1:
            told = fit.next_week.quantiles(asked.around, SHOWN)[place]
        else:
            told = fit.later_weeks.quantiles(asked.around, min(distance, WEEKS - 1), SHOWN)[place]
        if not np.isnan(told).any():
            found.append(WeekAhead(asked.origin + step * WEEK, number + step, _range(told)))
    return tuple(found)


def _totals(asked: Asked, fit: Fit, place: int, ahead: Sequence[WeekAhead]) -> tuple[TotalAhead, ...]:
    if asked.away:
        return ()
    found: dict[str, Range] = {}
    for target in SPANS:
        told = fit.whole_run.quantiles(asked.around, target, SHOWN)[place]
        if not np.isnan(told).any():
            found[target.value] = _range(told)
    fifth = next((one.hours.median for one in ahead if one.number == SPANS[Target.FOUR_WEEKS].weeks + 1), None)
    four = found.get(Target.FOUR_WEEKS.value)
    if four and fifth is not None and asked.newest.opened_on is not None:
        more = fifth * asked.newest.opened_on / 7
        month = Range(*(one + more for one in (four.least, four.low, four.median, four.high, four.most)))
        ordered = {Target.FOUR_WEEKS.value: four, MONTH: month}
        found = ordered | {name: one for name, one in found.items() if name not in ordered}
    longest = accumulate(found.values(), _at_least)
    return tuple(TotalAhead(name, one) for name, one in zip(found, longest, strict=True))


def _at_least(part: Range, whole: Range) -> Range:
    """Give the range of a total, no end of which lies below that of a part of it."""
    return Range(*(max(getattr(part, name), getattr(whole, name)) for name in _ENDS))


def _all_time(asked: Asked, fit: Fit, place: int) -> AllTime | None:
    threshold, runtime = asked.threshold, asked.newest.runtime
    target = SPAN_OF.get(threshold.days) if threshold else None
    if threshold is None or runtime is None or target is None or asked.away:
        return None
    level = math.log(threshold.views * runtime)
    levels = [level if where == place else math.nan for where in range(len(asked.around))]
    below = float(fit.whole_run.chance_below(asked.around, target, levels)[place])
    return None if math.isnan(below) else AllTime(1 - below, threshold.views, threshold.days)


def _alike(asked: Asked) -> tuple[Alike, ...]:
    """Pick the titles of the list that had had about as many hours at the same week, and whose next week is known."""
    newest = asked.newest
    met = [
        own
        for own in by_title(asked.panel).values()
        if own[0].fresh == newest.fresh and own[0].title != newest.title and own[0].category == newest.category
    ]
    near = []
    for own in met:
        there = next((one for one in own if one.number == newest.number), None)
        if there is not None and there.next_floor is not None and asked.origin - own[0].week >= WEEK * WEEKS:
            change = abs((there.change or 0.0) - (newest.change or 0.0))
            near.append((abs(there.so_far - newest.so_far) + change, own[0].title, own))
    near.sort(key=lambda one: one[:2])
    return tuple(Alike(title, _course(own)) for _, title, own in near[:ALIKE])


def _course(own: Sequence[TitleWeek]) -> tuple[float | None, ...]:
    hours: Mapping[int, float] = {one.number: math.exp(one.level) for one in own}
    return tuple(hours.get(number) for number in range(1, WEEKS + 1))


def _range(levels: Values) -> Range:
    least, low, median, high, most = (float(math.exp(one)) for one in levels)
    return Range(least, low, median, high, most)


@dataclass(frozen=True)
class Coming:
    """A title that has come out, or will, and has not been on its list yet; `origin` is the last week published."""

    title: str
    kind: Kind
    origin: date
    released: date
    threshold: Threshold | None = None


def coming_of(asked: Coming, fit: Fit) -> Outlook:
    """Forecast a title before its first week on a list, by its kind, given that it gets there."""
    kind, opening = asked.kind, fit.opening
    first = opening.quantiles(kind, Target.NEXT_WEEK, SHOWN)
    totals = ((target, opening.quantiles(kind, target, SHOWN)) for target in SPANS)
    week = asked.released + timedelta(days=6 - asked.released.weekday())
    return Outlook(
        asked.title,
        kind.category or (FILMS if kind.film else SERIES),
        kind.label,
        asked.origin,
        asked.released,
        kind.runtime,
        (),
        () if np.isnan(first).any() else (WeekAhead(week, 1, _range(first)),),
        tuple(TotalAhead(target.value, _range(told)) for target, told in totals if not np.isnan(told).any()),
        None,
        None,
        _reaching(asked, fit),
        (),
        fit.day,
    )


def _reaching(asked: Coming, fit: Fit) -> AllTime | None:
    threshold, runtime = asked.threshold, asked.kind.runtime
    target = SPAN_OF.get(threshold.days) if threshold else None
    if threshold is None or runtime is None or target is None:
        return None
    levels = fit.opening.quantiles(asked.kind, target, GRID.tolist())
    below = float(np.interp(math.log(threshold.views * runtime), levels, GRID))
    return None if math.isnan(below) else AllTime(1 - below, threshold.views, threshold.days)
