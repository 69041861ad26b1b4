"""The label watch with what changes of labels have meant so far, and the chance of another season after each."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from cliffhanger.charts.revisions import Relabel
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import HorizonPast, NoOdds
from cliffhanger.renewal.asked import Asked, Chance
from cliffhanger.renewal.fits import OddsFit
from cliffhanger.renewal.odds import odds_ahead
from cliffhanger.renewal.outcomes import Outcome, outcome_of
from cliffhanger.renewal.seasons import Season, seasons_of, watched_labels
from cliffhanger.renewal.traits import Looks
from cliffhanger.vantage import Vantage

NOW: Final = timedelta()
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Watched:
    """A change of a label, what is known to have become of the season since, or else its chance now.

    `outcome` is None for what is no season that entered the lists when it premiered, and `chance` where another season
    is known, the horizons are past, or no model stands yet.
    """

    change: Relabel
    outcome: Outcome | None
    chance: Chance | None


@dataclass(frozen=True)
class Meaning:
    """What changes from one format to another have meant: of so many at least a year old, so many had another season.

    `within_a_year` counts those of which that was known within a year from the change, `recent` the changes that are
    not a year old, and `followed` all changes, old and recent, with another season since. `left_out` counts the changes
    of this kind that are in none of these: of anthologies, of what did not enter the lists in the week of its premiere,
    and further ones of a season.
    """

    was: str
    now: str
    of: int
    within_a_year: int
    recent: int
    followed: int
    left_out: int


@dataclass(frozen=True)
class LabelWatch:
    """The changes of labels, oldest first, and what each kind of change has meant."""

    changes: tuple[Watched, ...]
    meanings: tuple[Meaning, ...]


def label_watch(view: ChartView, fit: OddsFit | None) -> LabelWatch:
    """Watch the labels of series on a view; chances are those of a fit that serves it."""
    seasons = seasons_of(view)
    if seasons is None:
        return LabelWatch((), ())
    looks = Looks.on(view, seasons)
    befell = {change: outcome_of(season, seasons) for season in seasons.charted for change in season.relabels}
    found = []
    for change in watched_labels(view):
        outcome = befell.get(change)
        found.append(Watched(change, outcome, _chance(outcome, looks, fit, view.vantage)))
    return LabelWatch(tuple(found), tuple(_meanings(found)))


def _chance(outcome: Outcome | None, looks: Looks, fit: OddsFit | None, vantage: Vantage) -> Chance | None:
    if outcome is None or fit is None:
        return None
    with contextlib.suppress(NoOdds, HorizonPast):
        return odds_ahead(Asked(outcome, looks), fit, vantage).told
    return None


def _meanings(found: Sequence[Watched]) -> list[Meaning]:
    """Count, for each change of format, the seasons that it befell: each by its first such change."""
    first: dict[tuple[str, str], dict[Season, Watched]] = {}
    every: Counter[tuple[str, str]] = Counter()
    for one in found:
        kinds = one.change.was.kind, one.change.now.kind
        every[kinds] += 1
        if one.outcome is not None and one.change.changes_format and not one.outcome.season.anthology:
            first.setdefault(kinds, {}).setdefault(one.outcome.season, one)
    return [_meaning(*kinds, list(own.values()), every[kinds]) for kinds, own in sorted(first.items())]


def _meaning(was: str, now: str, found: Sequence[Watched], every: int) -> Meaning:
    waits = [_wait(one) for one in found]
    old = [wait for one, wait in zip(found, waits, strict=True) if _age(one) >= YEAR]
    soon = sum(wait is not None and NOW <= wait <= YEAR for wait in old)
    followed = sum(wait is not None and wait >= NOW for wait in waits)
    return Meaning(was, now, len(old), soon, len(found) - len(old), followed, every - len(found))


def _age(one: Watched) -> timedelta:
    assert one.outcome is not None
    return one.outcome.observed_through - one.change.known_from.date()


def _wait(one: Watched) -> timedelta | None:
    """Give the time from a change until another season was known; None while none is."""
    known = one.outcome.known if one.outcome else None
    return known - one.change.known_from.date() if known else None
