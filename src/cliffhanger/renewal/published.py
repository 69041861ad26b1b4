"""Runs as they were first published: later editions rewrite the labels of past weeks, and those know the outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cliffhanger.charts.revisions import SAME
from cliffhanger.charts.runs import Run, runs_of
from cliffhanger.charts.titles import Label, label
from cliffhanger.charts.view import ChartRow, ChartView, RowVersion
from cliffhanger.renewal.shows import Name

IN_TIME = timedelta(days=60)
"""Labels of weeks that were first published later than this may be rewritten already."""


@dataclass(frozen=True)
class Published:
    """A run with the name under which its first week was first published, and when that was."""

    run: Run
    name: Name
    title: str
    label: Label
    known_from: datetime

    @property
    def told_in_time(self) -> bool:
        """Tell whether the label was published soon enough not to know the outcome."""
        return self.known_from.date() - self.run.first_week <= IN_TIME


def published_on(view: ChartView, lists: str) -> tuple[Published, ...]:
    """Gather the runs that stand on lists of a view, of series or of films, each as it was first published."""
    return view.once(_published_on, lists)


def _published_on(view: ChartView, lists: str) -> tuple[Published, ...]:
    return tuple(published(view.history(lists=lists)))


def published(history: Iterable[RowVersion]) -> list[Published]:
    """Gather the runs that stand in a history, each as it was first published."""
    told = list(history)
    first: dict[tuple[str, date], list[ChartRow]] = {}
    for row, _ in told:
        rows = first.setdefault((row.category, row.week), [])
        if not rows or rows[0].known_from == row.known_from:
            rows.append(row)
    found = []
    for run in runs_of(version.row for version in told if version.known_to is None):
        row = _first_version(run.rows[0], first[run.category, run.first_week])
        called = label(row.show_title, row.season_title, row.category)
        title = Run(row.show_title, row.season_title, row.category, (row,)).title
        found.append(Published(run, Name(row.show_title, row.season_title), title, called, row.known_from))
    return found


def _first_version(row: ChartRow, rows: Sequence[ChartRow]) -> ChartRow:
    for same in SAME:
        found = next((one for one in rows if same(one) == same(row)), None)
        if found is not None:
            return found
    return row
