"""What titles came to in all: the hours of their first four weeks and of their first 91 days, put together again.

The lists tell the hours of a week only while a title is among the ten. What it had besides is told later, by the
half-yearly reports: the hours of a half less those charted in it are what was viewed off the lists. They are spread
over the days off the lists in proportion to (days since release + 7)^-0.6. Where no report is out yet, the hours off
the lists are imputed: from half of what the last rank had they fall with the days. (On the titles of two and a half
years of reports, totals of four weeks and of 91 days are then right in the median.)
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cliffhanger.charts.titles import FILMS, beginning, own_title, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.forecast.panel import WEEK, TitleWeek, by_title
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.targets import SPANS, Target

DELAY, FADE = 7, -0.6
"""Hours of a half that were viewed off the lists are spread by (days + DELAY)^FADE."""

START, DROP = 0.5, -1.0
"""Where no report is out, a day off the lists has START times the last rank's, times (days + DELAY)^DROP since then."""

USUAL_DAY = 3
"""The weekday on which a title is taken to be released where no day is known: Thursday, the middle one."""

LEAST = 0.002
"""The least that may still come, as a share of what has: figures are rounded, so that no total is quite complete."""

Halves = Mapping[date, float]
"""Hours that the reports tell, by the first day of the half."""


@dataclass(frozen=True, slots=True)
class Total:
    """The log of the hours from release through the end of a span; `reported` if reports tell what was not charted."""

    level: float
    reported: bool


Totals = Mapping[tuple[str, str], Mapping[Target, Total]]
"""The totals of a title, by list and title: those of spans that are over."""


def rest(week: TitleWeek, total: Total) -> float:
    """Give the log of what a span brought after a week, as a share of what the title had by then."""
    return math.log(max(math.expm1(total.level - week.so_far), LEAST))


class Reports:
    """The half-yearly reports on a view, of some titles."""

    def __init__(self, view: ChartView, titles: Collection[str]) -> None:
        """Read them, of these titles at least."""
        begun = {beginning(title) for title in titles}
        told = view.viewed()
        self.halves = {*told}
        named = {title for rows in told.values() for _, title, _ in rows}
        wanted = {title: plain(own_title(title)) for title in named if beginning(title) in begun}
        self._hours: dict[tuple[str, str], dict[date, float]] = defaultdict(dict)
        for half, rows in told.items():
            for kind, title, hours in rows:
                if title in wanted:
                    own = self._hours[kind, wanted[title]]
                    own[half] = own.get(half, 0.0) + hours

    def of(self, title: str, category: str) -> Halves:
        """Give what the reports tell of a title on a list."""
        kind, name = "films" if category.startswith(FILMS) else "series", plain(title)
        return {**self._hours.get(("all", name), {}), **self._hours.get((kind, name), {})}


def totals(weeks: Sequence[TitleWeek], reports: Reports) -> Totals:
    """Put together the totals of the titles of a panel that came out in their first week on the list."""
    last = max((one.week for one in weeks), default=None)
    found = {}
    for (category, title), own in by_title(weeks).items():
        if last is not None and own[0].fresh:
            found[category, title] = _of_title(own, last, reports.of(title, category))
    return found


def _of_title(own: Sequence[TitleWeek], last: date, halves: Halves) -> Mapping[Target, Total]:
    monday = own[0].week - WEEK + timedelta(days=1)
    released = monday + timedelta(days=USUAL_DAY if own[0].opened_on is None else own[0].opened_on)
    return {
        target: _total(own, monday, released, end, halves)
        for target, span in SPANS.items()
        if (end := span.end(monday, released)) <= last
    }


def _total(own: Sequence[TitleWeek], monday: date, released: date, end: date, halves: Halves) -> Total:
    """Add up the days from the release to the end of a span: those charted, and those that were not."""
    days = (max(end, *(one.week for one in own)) - monday).days + 1
    charted = np.full(days, np.nan)
    for one in own:
        begin = (one.week - monday).days - 6
        out = max(begin, (released - monday).days)
        charted[begin:out] = 0.0
        charted[out : begin + 7] = math.exp(one.level) / (begin + 7 - out)
    first = (released - monday).days
    imputed = _imputed(own, monday, released, charted)
    hours, told = _reported(charted, imputed, monday, released, halves)
    span = slice(first, (end - monday).days + 1)
    return Total(math.log(float(hours[span].sum())), bool(told[span].all()))


def _imputed(own: Sequence[TitleWeek], monday: date, released: date, charted: Values) -> Values:
    """Fill the days off the list, each by the last week charted before it."""
    hours = charted.copy()
    since = np.arange(len(charted)) - (released - monday).days + DELAY
    ends = [*(one.week for one in own[1:]), None]
    for one, following in zip(own, ends, strict=True):
        begin = (one.week - monday).days + 1
        end = len(hours) if following is None else (following - monday).days - 6
        if begin < end:
            rate = START * math.exp(one.level if one.next_floor is None else min(one.level, one.next_floor)) / 7
            hours[begin:end] = rate * (since[begin:end] / since[begin]) ** DROP
    return hours


def _reported(
    charted: Values, imputed: Values, monday: date, released: date, halves: Halves
) -> tuple[Values, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]:
    """Put what reports tell in place of what was imputed, half by half; and tell which days are charted or reported."""
    unlisted, out = np.isnan(charted), (released - monday).days
    hours, told, listed = imputed.copy(), ~unlisted, np.where(unlisted, 0.0, charted)
    share = (np.maximum(np.arange(len(charted)) - out, 0) + DELAY) ** FADE
    for half, whole in halves.items():
        begin, end = (half - monday).days, (_following(half) - monday).days
        days = slice(max(begin, out, 0), max(end, 0))
        off = unlisted[days]
        if not off.any():
            continue
        rest, here = max(whole - float(listed[days].sum()), 0.0), share[days][off]
        # The half may go on after the days looked at, and what is left of it is spread over those days, too.
        later = np.arange(len(charted), end) - out + DELAY
        hours[days][off] = rest * here / (here.sum() + float((np.maximum(later, 1.0) ** FADE).sum()))
        told[days] = True
    return hours, told


def _following(half: date) -> date:
    return date(half.year, 7, 1) if half.month == 1 else date(half.year + 1, 1, 1)
