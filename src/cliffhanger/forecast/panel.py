"""What models learn from and look at: weeks of titles on the weekly lists, with what came a week later.

Levels are natural logarithms of hours viewed. A title that is absent has fewer views than the list's last row, so what
came later is left-censored at that row: its `floor`, in hours of the title itself.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from cliffhanger.charts.runs import Run, runs_of
from cliffhanger.charts.titles import FILMS, Label, plain
from cliffhanger.charts.view import ChartRow, ChartView, Launch
from cliffhanger.forecast.releases import Release

WEEK = timedelta(days=7)
RUNTIMES = {True: 1.8, False: 6.0}
"""The runtime, in hours, that a film or a season is given where none was published."""


@dataclass(frozen=True, slots=True)
class TitleWeek:
    """A week of a title on its list, as known at a vantage.

    `age` counts the weeks in a row on the list, this one included; `earlier` those before the title last left it.
    `number` counts the weeks since it first charted, on the list or off it, and `so_far` is the log of its hours
    charted since; it is `fresh` if it is not known to have come out before the first of them. `grown` is the log change
    of its runtime to this week, that of a season whose episodes come out one by one.
    `change` and `change_before` are log changes to this week and to the one before. `opened_on` is the weekday of
    release (Monday 0) where that lies in the first week, `out_for` the days from release to the end of this week.
    `staggered` tells that not all episodes came out at once. `next_level` is None where the title left the list, and
    `next_floor` where the week after is not published.
    """

    title: str
    category: str
    week: date
    rank: int
    label: Label
    level: float
    gap: float
    age: int
    earlier: int
    weeks_on_chart: int
    number: int
    so_far: float
    fresh: bool
    runtime: float | None
    grown: float
    change: float | None
    change_before: float | None
    opened_on: int | None
    out_for: int | None
    staggered: bool
    next_level: float | None
    next_floor: float | None

    @property
    def dated(self) -> bool:
        """Tell whether its day of release is known."""
        return self.out_for is not None

    @property
    def undated(self) -> TitleWeek:
        """Give the same as one sees it who does not know the day of release."""
        return replace(self, opened_on=None, out_for=None)

    @property
    def left(self) -> bool:
        """Tell whether it left the list, where the week after is published."""
        return self.next_level is None

    @property
    def next_end(self) -> float | None:
        """Give the level of the next week, or the floor below which it fell; None where that week is not published."""
        return self.next_floor if self.next_floor is None or self.left else self.next_level

    @property
    def film(self) -> bool:
        """Tell whether it is on a list of films."""
        return self.category.startswith(FILMS)

    @property
    def hours_a_view(self) -> float:
        """Give its runtime, or one that is usual for its kind."""
        return self.runtime or RUNTIMES[self.film]


class Floors:
    """The last row of each list, and the hours that a title of some runtime would have had there."""

    def __init__(self, rows: Iterable[ChartRow]) -> None:
        self._last: dict[tuple[str, date], ChartRow] = {}
        for row in rows:
            key = row.category, row.week
            if key not in self._last or row.rank > self._last[key].rank:
                self._last[key] = row

    def about(self, run: Run) -> tuple[ChartRow | None, ...]:
        """Give the last rows of the lists of a run's weeks, and of the weeks after those."""
        weeks = (week for row in run.rows for week in (row.week, row.week + WEEK))
        return tuple(self._last.get((run.category, week)) for week in weeks)

    def level(self, category: str, week: date, runtime: float | None) -> float | None:
        """Give the log of the hours at the last rank: of as many views where lists are ranked by views, else as told.

        None where there is no such list.
        """
        row = self._last.get((category, week))
        if row is None or not row.hours:
            return None
        if row.views is not None and row.runtime and runtime:
            return math.log(row.hours / row.runtime * runtime)
        return math.log(row.hours)


def title_weeks(view: ChartView, releases: Mapping[str, Release]) -> list[TitleWeek]:
    """Gather the weeks of all titles on a view, by title and week.

    `releases` gives releases by plain title, as far as the vantage of the view may know them (`Releases.known_at`);
    one that says whether all came out at once wins over the lists.
    """
    return weeks_of(view.rows(), view.launches(), releases, {})


Built = dict[Hashable, list[TitleWeek]]
"""The weeks of runs that were gathered before, by all that they depend on."""


def weeks_of(
    rows: Sequence[ChartRow], launches: Iterable[Launch], releases: Mapping[str, Release], built: Built
) -> list[TitleWeek]:
    """Gather the weeks of all titles in rows of lists, by title and week.

    `launches` and `releases` are as for `title_weeks`; runs that are in `built` are taken from there.
    """
    floors = Floors(rows)
    staggered = {(one.category, one.week, one.rank) for one in launches if one.staggered}
    found: list[TitleWeek] = []
    for run in runs_of(rows):
        release = releases.get(plain(run.title))
        apart = release.staggered if release else None
        if apart is None:
            apart = any((row.category, row.week, row.rank) in staggered for row in run.rows)
        released = release.released if release else None
        key = run.rows, floors.about(run), released, apart
        if key not in built:
            built[key] = list(_of_run(run, floors, released, apart))
        found += built[key]
    return found


def _of_run(run: Run, floors: Floors, released: date | None, staggered: bool) -> Iterable[TitleWeek]:
    told = [row for row in run.rows if row.hours]
    by_week = {row.week: row for row in told}
    ages = _ages(told)
    weekday = _weekday(released, run.first_week)
    fresh = run.entered_new and (released is None or weekday is not None)
    so_far = 0.0
    for row in told:
        runtime = row.runtime or None
        so_far += math.exp(_log(row))
        floor, level = floors.level(row.category, row.week, runtime), _log(row)
        following = by_week.get(row.week + WEEK)
        yield TitleWeek(
            run.title,
            row.category,
            row.week,
            row.rank,
            run.label,
            level,
            level - (level if floor is None else floor),
            *ages[row.week],
            row.weeks_on_chart or 1,
            (row.week - run.first_week) // WEEK + 1,
            math.log(so_far),
            fresh,
            runtime,
            _grown(by_week, row),
            _change(by_week, row.week),
            _change(by_week, row.week - WEEK),
            weekday,
            (row.week - released).days if released else None,
            staggered,
            _log(following) if following else None,
            floors.level(row.category, row.week + WEEK, runtime),
        )


def _log(row: ChartRow) -> float:
    return math.log(row.hours or 1)


def _change(rows: Mapping[date, ChartRow], week: date) -> float | None:
    now, before = rows.get(week), rows.get(week - WEEK)
    return _log(now) - _log(before) if now and before else None


def _grown(rows: Mapping[date, ChartRow], row: ChartRow) -> float:
    before = rows.get(row.week - WEEK)
    return math.log(row.runtime / before.runtime) if before and before.runtime and row.runtime else 0.0


def _ages(rows: Sequence[ChartRow]) -> dict[date, tuple[int, int]]:
    """Give, by week, the weeks in a row so far, and the number of weeks before those."""
    ages: dict[date, tuple[int, int]] = {}
    age = earlier = 0
    for before, row in pairwise([None, *rows]):
        if row is None:
            continue
        if before is not None and row.week - before.week > WEEK:
            age, earlier = 0, earlier + age
        age += 1
        ages[row.week] = age, earlier
    return ages


def _weekday(released: date | None, first_week: date) -> int | None:
    if released is None or not first_week - WEEK < released <= first_week:
        return None
    return released.weekday()


def by_title(weeks: Iterable[TitleWeek]) -> dict[tuple[str, str], list[TitleWeek]]:
    """Group weeks by list and title, in order."""
    grouped: dict[tuple[str, str], list[TitleWeek]] = defaultdict(list)
    for one in weeks:
        grouped[one.category, one.title].append(one)
    return grouped
