"""Truth: what became of titles, with which forecasts are compared.

Of the next week it is what the edition that first published that week told. Totals need the half-yearly reports, which
tell the day of release from which they run: a total counts where reports cover all days of its span, and tell what the
title had off the lists. Where they do not cover a span, no total of those days counts, not even of titles that were on
the lists throughout: those are the ones that did well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cliffhanger.charts.titles import NOT_A_SEASON
from cliffhanger.charts.view import ChartView
from cliffhanger.forecast.origins import Origin
from cliffhanger.forecast.panel import WEEK, TitleWeek
from cliffhanger.forecast.pasts import Pasts
from cliffhanger.forecast.targets import SPANS, Target
from cliffhanger.forecast.totals import USUAL_DAY

Place = tuple[str, date, int]


@dataclass(frozen=True)
class Ends:
    """What became of one case: its log hours (None: they fell below the `floor`), and the floor, if there is one."""

    level: float | None
    floor: float | None = None


class Truth:
    """What became of titles, as known on the last day of a replay.

    A row that was revised meanwhile has no truth: nothing tells which title it is.
    """

    def __init__(self, pasts: Pasts, until: date) -> None:
        """Look from a day; totals are put together when the first is asked for."""
        self._pasts, self._until = pasts, until
        self._newest: dict[Place, TitleWeek] | None = None

    def next_week(self, origin: Origin) -> dict[Place, TitleWeek]:
        """Give the titles on the lists at an origin as the edition after it showed them, with what came next."""
        if origin.seen_on is None:
            return {}
        return {place_of(one): one for one in self._pasts.at(origin.seen_on).weeks if one.week == origin.week}

    def total(self, week: TitleWeek, target: Target) -> Ends | None:
        """Give what a title came to; None where that is not known yet."""
        if self._newest is None:
            self._past = self._pasts.at(self._until)
            self._newest = {place_of(one): one for one in self._past.weeks}
        found = self._newest.get(place_of(week))
        if found is None or not found.fresh or found.opened_on is None:
            return None
        if (found.so_far, found.number) != (week.so_far, week.number):
            return None
        total = self._past.totals[found.category, found.title].get(target)
        return Ends(total.level) if total and total.reported and self._covered(found, target) else None

    def _covered(self, week: TitleWeek, target: Target) -> bool:
        """Tell whether reports cover all days of a span."""
        monday = week.week - week.number * WEEK + timedelta(days=1)
        released = monday + timedelta(days=USUAL_DAY if week.opened_on is None else week.opened_on)
        return {_half(released), _half(SPANS[target].end(monday, released))} <= self._past.reports.halves


def next_week_of(week: TitleWeek, later: TitleWeek | None) -> Ends | None:
    """Give what became of a title in the next week, by its row in the edition after; None where nothing is known."""
    if later is None or later.level != week.level or later.next_floor is None:
        return None
    return Ends(later.next_level, later.next_floor)


def place_of(week: TitleWeek) -> Place:
    """Tell a row from all others: its list, week and rank."""
    return week.category, week.week, week.rank


def all_time(view: ChartView) -> frozenset[tuple[str, str]]:
    """Name the titles on the all-time lists, each after its list."""
    named = ((row.category, row.season_title, row.show_title) for row in view.popular())
    return frozenset((category, show if season in (None, NOT_A_SEASON) else season) for category, season, show in named)


def _half(day: date) -> date:
    return date(day.year, 1 if day.month <= 6 else 7, 1)
