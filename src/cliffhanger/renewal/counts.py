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

from cliffhanger.charts.revisions import Relabel, relabels, revisions
from cliffhanger.charts.runs import Run, runs_of
from cliffhanger.charts.titles import LIMITED, SEASON, SERIES, Label, label, plain
from cliffhanger.charts.view import ChartView, RowVersion

ANOTHER_SEASON = timedelta(days=120)
AT_LEAST = timedelta(days=365)
"""Seasons that entered the charts more recently are not counted: they had too little time to be followed."""

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
    known_from: date
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


def counted(view: ChartView, kind: str, watch: Sequence[Relabel] | None = None) -> Count | None:
    """Count the seasons of a kind on a view; None where it shows none that is old enough.

    `watch` is the label watch of the view, where the caller has it.
    """
    if view.observed_through is None or view.newest is None:
        return None
    history = view.history(lists=SERIES)
    by_show: dict[str, list[_Season]] = defaultdict(list)
    for season in _seasons(history):
        by_show[plain(season.run.show_title)].append(season)
    renamed = _relabelled(relabels(revisions(history)) if watch is None else watch)
    alike = [s for of_show in by_show.values() for s in of_show if s.entered and kind_of(s.first_label) == kind]
    fates = [(season, _followed(season, by_show[plain(season.run.show_title)], renamed)) for season in alike]
    line = view.observed_through - AT_LEAST
    old_enough = [fate for season, fate in fates if season.run.first_week <= line]
    if not old_enough:
        return None
    followed = [fate for fate in old_enough if fate]
    return Count(
        kind,
        len(old_enough),
        len(followed),
        sum(fate.charted is None for fate in followed),
        view.newest.known_from.date(),
        tuple(sorted((fate for _, fate in fates if fate), key=lambda fate: (fate.known_from, fate.title))),
    )


@dataclass(frozen=True)
class _Season:
    run: Run
    first_label: Label
    first_title: str
    known_from: datetime
    entered: bool


def _seasons(history: Sequence[RowVersion]) -> list[_Season]:
    """Gather the seasons that stand, each with the label under which its first week was first published."""
    first: dict[tuple[str, date, str], RowVersion] = {}
    for version in history:
        row = version.row
        first.setdefault((row.category, row.week, plain(row.show_title)), version)
    seasons = []
    for run in runs_of(version.row for version in history if version.known_to is None):
        row = first.get((run.category, run.first_week, plain(run.show_title)), RowVersion(run.rows[0], None)).row
        told = label(row.show_title, row.season_title, row.category)
        seasons.append(_Season(run, told, row.season_title or row.show_title, row.known_from, run.entered_new))
    return seasons


def _relabelled(watch: Iterable[Relabel]) -> dict[str, date]:
    found: dict[str, date] = {}
    for change in watch:
        if change.was.kind == LIMITED and change.now.kind == SEASON:
            found.setdefault(plain(change.show_title), change.known_from.date())
    return found


def _followed(season: _Season, of_show: Sequence[_Season], renamed: dict[str, date]) -> Precedent | None:
    later = [
        s.known_from.date()
        for s in of_show
        if s.run.first_week - season.run.first_week >= ANOTHER_SEASON
        and s.entered
        and s.run.season_title != season.run.season_title
    ]
    relabelled = renamed.get(plain(season.run.show_title)) if season.first_label.kind == LIMITED else None
    if relabelled is None and not later:
        return None
    return Precedent(season.first_title, relabelled, min(later, default=None))
