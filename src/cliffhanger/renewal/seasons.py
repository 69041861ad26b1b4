"""Seasons of series as a view shows them: when each premiered, how it was labelled at first, how it did.

A season counts by the label under which it was first published, since later labels know the outcome: a limited series
that is renewed becomes "Season 1" in its own past weeks. What its label became is told beside, with the day of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from cliffhanger.charts.revisions import SAME, Relabel, relabels, revisions
from cliffhanger.charts.runs import Run, runs_of
from cliffhanger.charts.titles import LIMITED, SEASON, SERIES, Label, label, plain
from cliffhanger.charts.view import ChartRow, ChartView, RowVersion
from cliffhanger.renewal.shows import Instalment, Name, instalments

IN_TIME = timedelta(days=60)
"""Labels of weeks that were first published later than this may be rewritten already."""

FRESH = timedelta(days=20)
"""A season that came out longer before its first week on a list has been somewhere else before."""

MIDDLE = timedelta(days=3)
"""How long before the Sunday of its first week a season counts as premiered whose day is not known."""

FIRST_SEASON = "first season"
LATER_SEASON = "later season"
ANTHOLOGY = "anthology"
UNNUMBERED = "season without a number"
KINDS = (LIMITED, FIRST_SEASON, LATER_SEASON, UNNUMBERED)


def kind_of(label: Label) -> str:
    """Name the kind with which a season is counted: its format, and for seasons whether it is the first."""
    if label.kind != SEASON:
        return label.kind
    return FIRST_SEASON if label.number == 1 else LATER_SEASON


@dataclass(frozen=True)
class Season:
    """A season: its show as it is matched, its title and label when first published, its label now, its premiere.

    `known_from` is the day since which it is known at all. It is `dated` if its day of premiere is known, and not
    taken from its first week on a list. A season is `fresh` if that first week was the one of its premiere, and not
    charted at all where `run` is None: then only a report tells of it. `relabels` are the changes of its label.
    """

    show: str
    show_title: str
    title: str
    label: Label
    now: Label
    premiere: date
    dated: bool
    known_from: date
    fresh: bool
    anthology: bool
    told_in_time: bool
    run: Run | None
    relabels: tuple[Relabel, ...] = ()

    @property
    def kind(self) -> str:
        """Name the kind with which it counts."""
        if self.anthology:
            return ANTHOLOGY
        found = kind_of(self.label)
        return found if found in KINDS else UNNUMBERED

    @property
    def key(self) -> tuple[str, Label, str]:
        """Tell it from all other seasons."""
        return self.show, self.now, "" if self.now.number else plain(self.title)


@dataclass(frozen=True)
class Seasons:
    """All seasons that a view shows, by premiere, and the day through which the weekly lists were observed."""

    all: tuple[Season, ...]
    observed_through: date

    @cached_property
    def by_show(self) -> Mapping[str, tuple[Season, ...]]:
        """Group them by show."""
        grouped: dict[str, list[Season]] = defaultdict(list)
        for season in self.all:
            grouped[season.show].append(season)
        return {show: tuple(own) for show, own in grouped.items()}

    @property
    def charted(self) -> list[Season]:
        """List those that entered the lists in the week of their premiere."""
        return [season for season in self.all if season.fresh]


@dataclass(frozen=True)
class Published:
    """A run with the title and label under which its first week was first published, and when that was."""

    run: Run
    title: str
    label: Label
    known_from: datetime

    @property
    def told_in_time(self) -> bool:
        """Tell whether the label was published soon enough not to know the outcome."""
        return self.known_from.date() - self.run.first_week <= IN_TIME


def published(history: Iterable[RowVersion]) -> list[Published]:
    """Gather the runs that stand, each as it was first published."""
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
        found.append(Published(run, title, called, row.known_from))
    return found


def _first_version(row: ChartRow, rows: Sequence[ChartRow]) -> ChartRow:
    for same in SAME:
        found = next((one for one in rows if same(one) == same(row)), None)
        if found is not None:
            return found
    return row


def watched_labels(view: ChartView) -> list[Relabel]:
    """List the changes of labels of series that a view knows of, oldest first."""
    return relabels(revisions(view.history(lists=SERIES)))


def seasons_of(view: ChartView) -> Seasons | None:
    """Gather the seasons on a view: those on its lists of series, and those that reports alone tell of.

    None where no week is published.
    """
    if view.observed_through is None:
        return None
    runs = [one for one in published(view.history(lists=SERIES)) if one.run.rows]
    told = _reported(view)
    names = {id(one): Name(one.run.show_title, one.run.season_title) for one in runs}
    matched = instalments([*names.values(), *told])
    released = _releases(view, told, matched)
    changed = _by_title(watched_labels(view))
    found: dict[tuple[str, Label, str], Season] = {}
    for one in runs:
        instalment = matched[names[id(one)]]
        if not instalment.left_out:
            _add(found, _charted(one, instalment, released, changed))
    for name, (day, known) in told.items():
        instalment = matched[name]
        if not instalment.left_out and (season := _told(name, instalment, day, known)).key not in found:
            _add(found, season)
    ordered = sorted(_without_old(found.values()), key=lambda season: (season.premiere, season.title))
    return Seasons(tuple(ordered), view.observed_through)


Day = tuple[date, date]
"""A day of release, and the day since which it is known."""


def _reported(view: ChartView) -> dict[Name, Day]:
    """Map the titles of half-yearly reports to their day of release, as first told."""
    found: dict[Name, Day] = {}
    for title, released, at in view.released():
        name = Name(None, title)
        if name not in found or (at.date(), released) < found[name][::-1]:
            found[name] = released, at.date()
    return found


def _releases(
    view: ChartView, told: Mapping[Name, Day], matched: Mapping[Name, Instalment]
) -> dict[tuple[str, Label], date]:
    """Map shows and labels to days of release; what users told wins, else the earliest counts."""
    found: dict[tuple[str, Label], date] = {}
    for name, (day, _) in told.items():
        key = matched[name].show, matched[name].label
        found[key] = min(day, found.get(key, day))
    for row in view.releases():
        found[plain(row.title), Label(SEASON, row.season) if row.season else Label(LIMITED)] = row.released
    return found


def _by_title(changes: Iterable[Relabel]) -> dict[str, tuple[Relabel, ...]]:
    """Map the titles that seasons have come to have to the changes of format on the way there."""
    found: dict[str, tuple[Relabel, ...]] = {}
    for one in changes:
        before = (*found.pop(one.was_title, ()), *found.get(one.now_title, ()))
        found[one.now_title] = (*before, one) if one.changes_format else before
    return found


def _charted(
    one: Published,
    instalment: Instalment,
    released: Mapping[tuple[str, Label], date],
    changed: Mapping[str, tuple[Relabel, ...]],
) -> Season:
    run = one.run
    day = released.get((instalment.show, instalment.label)) or released.get((instalment.show, one.label))
    dated = day is not None and day <= run.first_week
    return Season(
        instalment.show,
        run.show_title,
        one.title,
        one.label if one.label.kind != instalment.label.kind else instalment.label,
        instalment.label,
        day if day is not None and dated else run.first_week - MIDDLE,
        dated,
        one.known_from.date(),
        run.entered_new and (not dated or run.first_week - FRESH <= (day or run.first_week)),
        instalment.anthology,
        one.told_in_time,
        run,
        changed.get(run.title, ()),
    )


def _told(name: Name, instalment: Instalment, day: date, known: date) -> Season:
    title = str(name.season_title).split("//")[0].strip()
    return Season(
        instalment.show,
        title.rpartition(": ")[0] or title,
        title,
        instalment.label,
        instalment.label,
        day,
        True,
        known,
        False,
        instalment.anthology,
        True,
        None,
    )


def _add(found: dict[tuple[str, Label, str], Season], season: Season) -> None:
    """Keep a season once: of two runs or reports of the same, the one that premiered first."""
    there = found.get(season.key)
    if there is None or season.premiere < there.premiere:
        found[season.key] = season


def _without_old(seasons: Iterable[Season]) -> Iterable[Season]:
    """Leave out old seasons that enter the lists when, or after, a later one of their show has."""
    told = list(seasons)
    entered: dict[str, list[tuple[int, date]]] = defaultdict(list)
    for one in told:
        if one.run is not None and one.now.number is not None:
            entered[one.show].append((one.now.number, one.run.first_week))
    for one in told:
        if one.run is None or one.dated or (one.run.entered_new and not _is_old(one.run, one.now, entered[one.show])):
            yield one


def _is_old(run: Run, now: Label, entered: Iterable[tuple[int, date]]) -> bool:
    """Tell whether a later season of the show entered the lists when a run did, or before."""
    return any(number > (now.number or number) and week <= run.first_week for number, week in entered)
