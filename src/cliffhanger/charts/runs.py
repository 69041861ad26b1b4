"""Runs: the weeks of each season on the chart."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cliffhanger.charts.titles import FILMS, SERIES, Label, label
from cliffhanger.charts.view import ChartRow


@dataclass(frozen=True)
class Run:
    """The weeks of one season (or film) on one list, by week.

    A row is absent, not zero, when the title falls below the last rank: weeks between two rows are off the chart.
    """

    show_title: str
    season_title: str | None
    category: str
    rows: tuple[ChartRow, ...]

    @property
    def key(self) -> tuple[str, str, str | None]:
        """Tell it from all other runs: by list, show and season."""
        return self.category, self.show_title, self.season_title

    @property
    def label(self) -> Label:
        """Read the format that the chart gives it."""
        return label(self.show_title, self.season_title, self.category)

    @property
    def lists(self) -> str:
        """Tell whether it is in lists of series or of films, by how their names begin."""
        return FILMS if self.category.startswith(FILMS) else SERIES

    @property
    def title(self) -> str:
        """Name it as the chart does: by its season, or by the show where it has none."""
        return self.show_title if self.season_title in (None, "N/A") else str(self.season_title)

    @property
    def first_week(self) -> date:
        """Give the Sunday of its first week."""
        return self.rows[0].week

    @property
    def entered_new(self) -> bool:
        """Tell whether the first row is its first week on the chart, so that nothing came before what we see."""
        return self.rows[0].weeks_on_chart == 1

    @property
    def peak_rank(self) -> int:
        """Give its best rank."""
        return min(row.rank for row in self.rows)

    @property
    def views(self) -> int | None:
        """Sum its views over the weeks charted; None where a week has none."""
        return _sum([row.views for row in self.rows])

    @property
    def hours(self) -> int | None:
        """Sum its hours viewed over the weeks charted; None where a week has none."""
        return _sum([row.hours for row in self.rows])

    def decay(self, place: int) -> float | None:
        """Give the change of hours from the week before to the row at `place`, as a share; None after a gap."""
        if place == 0 or self.rows[place].week - self.rows[place - 1].week != timedelta(days=7):
            return None
        now, before = self.rows[place].hours, self.rows[place - 1].hours
        return now / before - 1 if now is not None and before else None


@dataclass(frozen=True)
class Opening:
    """How the first weeks of a run stand among those of its format at the same age, in `unit` (views or hours).

    `rank` counts from the largest among `of` runs (itself included) whose total over as many weeks is known.
    """

    weeks: int
    unit: str
    total: int
    median: int
    rank: int
    of: int
    since: date


def runs_of(rows: Iterable[ChartRow]) -> list[Run]:
    """Gather rows into runs, by first week, then by title."""
    gathered: dict[tuple[str, str, str | None], list[ChartRow]] = {}
    for row in sorted(rows, key=lambda row: (row.week, row.rank)):
        gathered.setdefault((row.category, row.show_title, row.season_title), []).append(row)
    runs = [Run(show, season, category, tuple(own)) for (category, show, season), own in gathered.items()]
    return sorted(runs, key=lambda run: (run.first_week, run.title, run.category))


def newest_of(runs: Sequence[Run]) -> Run:
    """Pick the newest season: by its number where it has one, since old seasons come back to the charts."""
    return max(runs, key=lambda run: (run.label.number or 0, run.first_week))


def opening(run: Run, others: Sequence[Run], through: date) -> Opening | None:
    """Compare a run so far (`through` is the last week published) with other runs at the same age.

    By views where it has them, else by hours. None where it did not enter new itself, or there is none to compare
    it with.
    """
    weeks = (through - run.first_week).days // 7 + 1
    unit = "views" if run.views is not None else "hours"
    own = _so_far(run, weeks, unit)
    old_enough = [other for other in others if other.first_week + timedelta(weeks=weeks - 1) <= through]
    totals = {
        (other.title, other.first_week): total
        for other in old_enough
        if other.entered_new and (total := _so_far(other, weeks, unit)) is not None
    }
    rest = [total for (title, _), total in totals.items() if title != run.title]
    if own is None or not rest or not run.entered_new:
        return None
    rank = 1 + sum(total > own for total in rest)
    since = min(week for _, week in totals)
    return Opening(weeks, unit, own, round(statistics.median(rest)), rank, len(rest) + 1, since)


def _so_far(run: Run, weeks: int, unit: str) -> int | None:
    last = run.first_week + timedelta(weeks=weeks - 1)
    return _sum([getattr(row, unit) for row in run.rows if row.week <= last])


def _sum(figures: Sequence[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known and len(known) == len(figures) else None
