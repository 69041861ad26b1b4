"""Seasons of series as a view shows them: when each premiered, how it was labelled at first, how it did.

A season counts by the label under which it was first published, since later labels know the outcome: a limited series
that is renewed becomes "Season 1" in its own past weeks. What its label became is told beside, with the day of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cliffhanger.charts.revisions import Relabel, relabels, revisions
from cliffhanger.charts.runs import Run
from cliffhanger.charts.titles import LIMITED, SEASON, SERIES, SPECIAL, Label, own_title
from cliffhanger.charts.view import ChartView
from cliffhanger.renewal.published import Published, published_on
from cliffhanger.renewal.reported import Key, key_of, looked_at, releases_of, reported
from cliffhanger.renewal.shows import How, Instalment, Name, instalments

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
    charted at all where `run` is None: then only a report tells of it. `relabels` are the changes of its label, and
    `how` tells by what it was matched to its show, with a reason `why` where that is a reviewed exception.
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
    how: How = How.SPELLED
    why: str | None = None

    @property
    def kind(self) -> str:
        """Name the kind with which it counts."""
        if self.anthology:
            return ANTHOLOGY
        found = kind_of(self.label)
        return found if found in KINDS else UNNUMBERED

    @property
    def title_now(self) -> str:
        """Give its title as the lists have it by now."""
        return self.run.title if self.run else self.title

    @property
    def key(self) -> Key:
        """Tell it from all other seasons."""
        return key_of(self.show, self.now, self.title)


@dataclass(frozen=True)
class Seasons:
    """All seasons that a view shows, by premiere, and the day through which the weekly lists were observed.

    `reported_through` is the last day of the newest half-year that a report tells of; None while there is none.
    """

    all: tuple[Season, ...]
    observed_through: date
    reported_through: date | None = None

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


def watched_labels(view: ChartView) -> tuple[Relabel, ...]:
    """List the changes of labels of series that a view knows of, oldest first."""
    return view.once(_watched_labels)


def _watched_labels(view: ChartView) -> tuple[Relabel, ...]:
    return tuple(relabels(revisions(view.history(lists=SERIES))))


def seasons_of(view: ChartView, asked: Collection[str] | None = None) -> Seasons | None:
    """Gather the seasons on a view: those on its lists of series, and those that reports alone tell of.

    With titles that are `asked` for, of the latter those at least, and all of shows on the lists: that is sooner done.
    None where no week is published.
    """
    if view.observed_through is None:
        return None
    among = None if asked is None or view.is_shared else frozenset(asked)
    return Seasons(view.once(_seasons, among), view.observed_through, view.reported_through)


def _seasons(view: ChartView, asked: frozenset[str] | None) -> tuple[Season, ...]:
    runs = published_on(view, SERIES)
    told = reported(view)
    if asked is not None:
        told = looked_at(told, [*asked, *(one.run.show_title for one in runs), *(one.name[0] or "" for one in runs)])
    standing = {id(one): Name(one.run.show_title, one.run.season_title) for one in runs}
    matched = instalments([*standing.values(), *(one.name for one in runs), *told])
    released = releases_of(view, told, matched)
    changed = _by_title(watched_labels(view))
    found: dict[Key, Season] = {}
    for one in runs:
        now = matched[standing[id(one)]]
        if not now.left_out:
            _add(found, _charted(one, now, matched[one.name].label, released, changed))
    for name, (day, known) in told.items():
        instalment = matched[name]
        if not instalment.left_out and (season := _told(name, instalment, day, known)).key not in found:
            _add(found, season)
    return tuple(sorted(_without_old(found.values()), key=lambda season: (season.premiere, season.title)))


def _by_title(changes: Iterable[Relabel]) -> dict[str, tuple[Relabel, ...]]:
    """Map the titles that seasons have come to have to the changes of format on the way there."""
    found: dict[str, tuple[Relabel, ...]] = {}
    for one in changes:
        was, now = _named(one.was_title, one.was, one), _named(one.now_title, one.now, one)
        before = (*found.pop(was, ()), *found.get(now, ()))
        found[now] = (*before, one) if one.changes_format else before
    return found


def _named(title: str, label: Label, change: Relabel) -> str:
    """Give the title of a season as its run has it; without a label it is that of its show."""
    return change.show_title if label.kind == SPECIAL else title


def _charted(
    one: Published,
    instalment: Instalment,
    at_first: Label,
    released: Mapping[Key, date],
    changed: Mapping[str, tuple[Relabel, ...]],
) -> Season:
    run = one.run
    day = released.get(key_of(instalment.show, instalment.label, one.title))
    dated = day is not None and day <= run.first_week
    return Season(
        instalment.show,
        run.show_title,
        one.title,
        at_first,
        instalment.label,
        day if day is not None and dated else run.first_week - MIDDLE,
        dated,
        one.known_from.date(),
        run.entered_new and (not dated or run.first_week - FRESH <= (day or run.first_week)),
        instalment.anthology,
        one.told_in_time,
        run,
        changed.get(run.title, ()),
        instalment.how,
        instalment.why,
    )


def _told(name: Name, instalment: Instalment, day: date, known: date) -> Season:
    title = own_title(name.season_title or "")
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
        (),
        instalment.how,
        instalment.why,
    )


def _add(found: dict[Key, Season], season: Season) -> None:
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
