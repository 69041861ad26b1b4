"""How often seasons of a kind were followed by another, counted on a chart view.

A season counts by the label under which it was first published, since later labels know the outcome: a limited
series that is renewed becomes "Season 1" in its own past weeks. It is followed when a later season of the same show
enters the charts at least 120 days after it did (so the second half of a split season is none), or, for a limited
series, when it is relabelled as a season. A season that the charts never saw return may have returned unseen.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cliffhanger.charts.revisions import SAME, Relabel, relabels, revisions
from cliffhanger.charts.runs import Run, runs_of
from cliffhanger.charts.titles import LIMITED, SEASON, SERIES, Label, label, plain
from cliffhanger.charts.view import ChartRow, ChartView, RowVersion

ANOTHER_SEASON = timedelta(days=120)
AT_LEAST = timedelta(days=365)
"""Seasons that entered the charts more recently are not counted: they had too little time to be followed."""

IN_TIME = timedelta(days=60)
"""Labels of weeks that were first published later than this may be rewritten already, and are not counted."""

FEWEST = 30
"""Of fewer seasons no chance is told."""

Z95 = 1.959964


FIRST_SEASON = "first season"
LATER_SEASON = "later season"


def kind_of(label: Label) -> str:
    """Name the kind with which a season is counted: its format, and for seasons whether it is the first."""
    if label.kind != SEASON:
        return label.kind
    return FIRST_SEASON if label.number == 1 else LATER_SEASON


@dataclass(frozen=True)
class Precedent:
    """A season that was followed, and since when that was known: by its new label, by another season on the charts."""

    title: str
    relabelled: date | None
    charted: date | None

    @property
    def known_from(self) -> date:
        """Give the day from which it was known, either way."""
        return min(day for day in (self.relabelled, self.charted) if day is not None)


@dataclass(frozen=True)
class Count:
    """Of `of` seasons first labelled so, that entered the charts at least a year before, how many were followed.

    `relabelled` of those are known by their new label alone. `precedents` are all that were followed, recent ones too.
    """

    kind: str
    of: int
    followed: int
    relabelled: int
    observed_through: date
    precedents: tuple[Precedent, ...] = ()

    @property
    def share(self) -> float:
        """Give the share followed."""
        return self.followed / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Give the 95% score interval of the share.

        Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927), eq. 5.
        """
        n, p, z = self.of, self.share, Z95
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True)
class Season:
    """A run with the title and label under which its first week was first published, and when that was."""

    run: Run
    title: str
    label: Label
    known_from: datetime

    @property
    def told_in_time(self) -> bool:
        """Tell whether the label was published soon enough not to know the outcome."""
        return self.known_from.date() - self.run.first_week <= IN_TIME


def seasons_of(history: Iterable[RowVersion]) -> list[Season]:
    """Gather the runs that stand, each as it was first published."""
    told = list(history)
    first: dict[tuple[str, date], list[ChartRow]] = {}
    for row, _ in told:
        published = first.setdefault((row.category, row.week), [])
        if not published or published[0].known_from == row.known_from:
            published.append(row)
    seasons = []
    for run in runs_of(version.row for version in told if version.known_to is None):
        row = _first_version(run.rows[0], first[run.category, run.first_week])
        called = label(row.show_title, row.season_title, row.category)
        seasons.append(
            Season(run, Run(row.show_title, row.season_title, row.category, (row,)).title, called, row.known_from)
        )
    return seasons


def _first_version(row: ChartRow, published: Sequence[ChartRow]) -> ChartRow:
    for same in SAME:
        found = next((one for one in published if same(one) == same(row)), None)
        if found is not None:
            return found
    return row


@dataclass(frozen=True)
class Past:
    """What a view shows of seasons of series: each as it was first published, and the label watch."""

    seasons: tuple[Season, ...]
    watch: tuple[Relabel, ...]


def past_of(view: ChartView) -> Past:
    """Gather the seasons of series on a view."""
    history = view.history(lists=SERIES)
    return Past(tuple(seasons_of(history)), tuple(relabels(revisions(history))))


def counted(view: ChartView, kind: str, past: Past | None = None) -> Count | None:
    """Count the seasons of a kind on a view, or on its `past` where the caller has gathered it.

    None where no season is old enough.
    """
    if view.observed_through is None:
        return None
    past = past or past_of(view)
    renamed = _relabelled(past.watch)
    by_show: dict[str, list[Season]] = defaultdict(list)
    for season in past.seasons:
        by_show[plain(season.run.show_title)].append(season)
    alike = [season for season in past.seasons if season.run.entered_new and kind_of(season.label) == kind]
    fates = [(season, _followed(season, by_show[plain(season.run.show_title)], renamed)) for season in alike]
    line = view.observed_through - AT_LEAST
    old_enough = [fate for season, fate in fates if season.run.first_week <= line and season.told_in_time]
    if not old_enough:
        return None
    followed = [fate for fate in old_enough if fate]
    precedents = sorted((fate for _, fate in fates if fate), key=lambda fate: (fate.known_from, fate.title))
    alone = sum(fate.charted is None for fate in followed)
    return Count(kind, len(old_enough), len(followed), alone, view.observed_through, tuple(precedents))


def _relabelled(watch: Iterable[Relabel]) -> dict[str, date]:
    found: dict[str, date] = {}
    for change in watch:
        if change.was.kind == LIMITED and change.now.kind == SEASON:
            found.setdefault(plain(change.show_title), change.known_from.date())
    return found


def _followed(season: Season, of_show: Sequence[Season], renamed: dict[str, date]) -> Precedent | None:
    later = [
        other.known_from.date()
        for other in of_show
        if other.run.first_week - season.run.first_week >= ANOTHER_SEASON
        and other.run.entered_new
        and other.run.season_title != season.run.season_title
    ]
    relabelled = renamed.get(plain(season.run.show_title)) if season.label.kind == LIMITED else None
    if relabelled is None and not later:
        return None
    return Precedent(season.title, relabelled, min(later, default=None))
