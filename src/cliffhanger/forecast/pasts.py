"""Pasts: what was known of titles on a day, for the fit of a model and for a forecast from there.

A replay asks for hundreds of days. The rows of all of them are read from the ledger once; those that stood on a day are
picked by the rule of its vantage, and runs that did not change since another day are not gathered again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import TracebackType
from typing import Final, Self

from cliffhanger.charts.edition import ENGAGEMENT
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.titles import plain
from cliffhanger.charts.view import ChartView, EditionNote
from cliffhanger.forecast.panel import Built, TitleWeek, title_weeks, weeks_of
from cliffhanger.forecast.releases import Release, Releases, earliest, of_reports, of_users
from cliffhanger.forecast.totals import Reports, Totals, totals
from cliffhanger.vantage import Vantage

KEPT: Final = 3
"""Days that are kept as they were asked for: the day on which an outcome is seen is that of the next origin."""


@dataclass(frozen=True)
class Past:
    """What was known on a day: the weeks of all titles, by title and week, and the digest of the charts behind them."""

    day: date
    weeks: tuple[TitleWeek, ...]
    basis: str
    _reports: Callable[[], Reports]

    @classmethod
    def of(cls, view: ChartView, releases: Releases) -> Past:
        """Take what a view shows, which must stay open while totals are asked for."""
        weeks = title_weeks(view, releases.known_at(view))
        titles = {one.title for one in weeks}
        return cls(view.vantage.as_of, tuple(weeks), view.digest, lambda: Reports(view, titles))

    @cached_property
    def reports(self) -> Reports:
        """Give the half-yearly reports that were out."""
        return self._reports()

    @cached_property
    def totals(self) -> Totals:
        """Give what titles came to in all, those that came out in their first week on the list."""
        return totals(self.weeks, self.reports)


class Pasts:
    """The pasts of many days, none later than `until`; close it, or use it in a `with` statement."""

    def __init__(self, ledger: str, releases: Releases, until: date) -> None:
        """Read what was on the lists up to a day.

        Raises:
            LedgerDamaged, LedgerUnusable: the ledger cannot be read.
        """
        self._open = ExitStack()
        self._ledger = self._open.enter_context(Ledger.open(ledger))
        with self._ledger.as_of(Vantage(until)) as view:
            self._history = sorted(view.history(), key=lambda one: (one.row.week, one.row.category, one.row.rank))
        titles = {plain(name) for one in self._history for name in (one.row.show_title, one.row.season_title or "")}
        self._told = [one for one in dict.fromkeys(releases.told) if plain(one.title) in titles]
        self._built: Built = {}
        self._newest: dict[date, Past] = {}
        self._titles = titles
        self._of_reports: dict[tuple[EditionNote, ...], dict[str, Release]] = {}
        self._reports: dict[tuple[EditionNote, ...], Reports] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._open.close()

    def at(self, day: date) -> Past:
        """Give what was known on a day: the same that a view of the ledger as of that day shows."""
        if day not in self._newest:
            self._newest = {**dict([*self._newest.items()][1 - KEPT :]), day: self._at(day)}
        return self._newest[day]

    def _at(self, day: date) -> Past:
        vantage = Vantage(day)
        with self._ledger.as_of(vantage) as view:
            rows = [one.row for one in vantage.standing(self._history)]
            weeks = weeks_of(rows, view.launches(), self._known(view), self._built)
            return Past(day, tuple(weeks), view.digest, lambda: self._reports_of(day))

    def _known(self, view: ChartView) -> Mapping[str, Release]:
        """Map the plain titles of what is on the lists to releases, as `Releases.known_at` does."""
        out = _reports_out(view)
        if out not in self._of_reports:
            told = earliest(of_reports(view))
            self._of_reports[out] = {name: one for name, one in told.items() if name in self._titles}
        known = (one for one in self._told if view.vantage.knows(one.known))
        return earliest(known, self._of_reports[out]) | {plain(one.title): one for one in of_users(view)}

    def _reports_of(self, day: date) -> Reports:
        with self._ledger.as_of(Vantage(day)) as view:
            out = _reports_out(view)
            if out not in self._reports:
                self._reports[out] = Reports(view, self._titles)
            return self._reports[out]


def _reports_out(view: ChartView) -> tuple[EditionNote, ...]:
    """List the half-yearly reports that are out."""
    return tuple(note for note in view.taken if note.feed.startswith(ENGAGEMENT))
