"""The record: every forecast of another season that replay makes, with what came of it.

At an origin each season on record is asked about by the fit that serves that day, and by each rule of thumb. What is
said there depends on what was known there alone; what came of it is told beside, as known in the end. Forecasts are
kept in files, those of one fit together, so that a record that was killed goes on where it was, and any number of
workers gives the same one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

from cliffhanger.answer import digest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import Unwritable
from cliffhanger.forecast.keeping import keep, kept, path_of
from cliffhanger.forecast.origins import Origin, origins
from cliffhanger.forecast.threads import one_thread
from cliffhanger.forecast.workers import worked
from cliffhanger.forecast.written import plain, read
from cliffhanger.renewal.asked import Asked, Chance
from cliffhanger.renewal.entries import At, Came, Entry, Forecast, Record, Setting
from cliffhanger.renewal.fits import CODE, OddsFit, fit_on, fitted_odds
from cliffhanger.renewal.odds import chances_of
from cliffhanger.renewal.outcomes import Outcome
from cliffhanger.renewal.rules import WEEKS, Look, Rules
from cliffhanger.renewal.seasons import ANTHOLOGY, Season, Seasons, seasons_of
from cliffhanger.renewal.traits import WEEK, Looks
from cliffhanger.renewal.truth import Event, Knowing, Labels, Truth
from cliffhanger.vantage import Vantage


@dataclass(frozen=True)
class Stand:
    """An origin, and the week that had been published before it."""

    origin: Origin
    before: date | None


@dataclass(frozen=True)
class Part:
    """The origins that share a fit, and the file in which their forecasts are kept."""

    stands: tuple[Stand, ...]
    path: Path


def record(
    setting: Setting,
    folder: Path,
    workers: int = 1,
    on_part: Callable[[int, int], None] = lambda _done, _of: None,
) -> Record:
    """Make the forecasts of all origins, but for those kept in a folder, and tell what came of each.

    Raises:
        LedgerDamaged, LedgerUnusable: the ledger cannot be read.
        Unwritable: what is made cannot be kept in the folder.
    """
    with Ledger.open(setting.ledger) as store, store.as_of(Vantage(setting.until)) as view:
        parts = _parts(setting, view, folder)
        newest = seasons_of(view)
    missing = [part for part in reversed(parts) if kept(part.path, _read) is None]
    for done, _ in enumerate(worked(Player, setting, missing, workers), len(parts) - len(missing) + 1):
        on_part(done, len(parts))
    return _told(setting, parts, (_kept(part.path) for part in parts), newest)


def kept_record(setting: Setting, view: ChartView, newest: Seasons | None, folder: Path) -> Record | None:
    """Tell the record of a view, and of the seasons on it, from the forecasts kept in a folder; None if some lack.

    Forecasts by quarters are those that the record of any later day has kept there.
    """
    parts = _parts(setting, view, folder)
    found = [kept(part.path, _read) for part in parts]
    there = [one for one in found if one is not None]
    return _told(setting, parts, there, newest) if len(there) == len(found) else None


def _told(
    setting: Setting, parts: Sequence[Part], said: Iterable[Sequence[Forecast]], newest: Seasons | None
) -> Record:
    truth, through = Truth(newest), newest.observed_through if newest else None
    entries = tuple(_entry(one, truth, setting.event, through) for own in said for one in own)
    return Record(entries, through, sum(len(part.stands) for part in parts))


def _parts(setting: Setting, view: ChartView, folder: Path) -> list[Part]:
    weeks = sorted({edition.last_week for edition in view.of_feed() if edition.last_week is not None})
    before = {week: earlier for earlier, week in pairwise(weeks)}
    stands = [Stand(one, before.get(one.week)) for one in origins(view)]
    if setting.at is At.QUARTERS:
        stands = [next(own) for _, own in groupby(stands, key=lambda one: _quarter(one.origin.day))]
    stands = [one for one in stands if setting.since <= one.origin.day]
    parts = []
    for _, grouped in groupby(
        stands, key=lambda one: one.origin.day if setting.at is At.QUARTERS else one.origin.fitted
    ):
        own = tuple(grouped)
        parts.append(Part(own, _path(setting, view, own, folder)))
    return parts


def _path(setting: Setting, view: ChartView, stands: Sequence[Stand], folder: Path) -> Path:
    shared: list[str] = [setting.at, setting.event, setting.labels]
    if (setting.event, setting.labels) != (Event.PREMIERE, Labels.THEN):
        shared.append(view.digest)
    named = digest([*shared, [(one.origin.day, one.before) for one in stands]])
    return path_of(folder, view.back_to(stands[-1].origin.day), _CODE, f"record-{named}-")


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _kept(path: Path) -> list[Forecast]:
    try:
        return _read(path.read_text("utf-8"))
    except OSError as error:
        raise Unwritable(str(path), (error.strerror or type(error).__name__).lower()) from None


def _read(text: str) -> list[Forecast]:
    return [read(Forecast, one) for one in json.loads(text)]


class Player:
    """Makes the forecasts of parts; what it opens is closed with `opened`."""

    def __init__(self, setting: Setting, opened: ExitStack) -> None:
        """Open the ledger, and read what the parts share."""
        self._setting = setting
        opened.enter_context(one_thread())
        store = opened.enter_context(Ledger.open(setting.ledger))
        self._view = opened.enter_context(store.as_of(Vantage(setting.until)))
        asks_truth = setting.event is Event.CALENDAR or setting.labels is Labels.NEWEST
        truth = Truth(seasons_of(self._view) if asks_truth else None)
        self._knowing = Knowing(setting.event, setting.labels, truth)

    def play(self, part: Part) -> Path:
        """Make the forecasts of a part, and keep them, whole or not at all; give the file that has them.

        It is named by what is read here, which may be more than was known when the part was named.
        """
        fit = self._fit(part.stands[0].origin)
        told = [one for stand in part.stands for one in self._from(stand, fit)] if fit else []
        path = _path(self._setting, self._view, part.stands, part.path.parent)
        keep(path, json.dumps([plain(one) for one in told], separators=(",", ":")))
        return path

    def _fit(self, origin: Origin) -> OddsFit | None:
        if self._knowing.is_plain:
            return fitted_odds(self._view.back_to(origin.day), self._setting.fits)
        then = self._view.back_to(origin.fitted)
        seasons = self._knowing.seasons(then)
        if seasons is None:
            return None
        return fit_on(self._knowing.outcomes(seasons, then), Looks.on(then, seasons), seasons, then)

    def _from(self, stand: Stand, fit: OddsFit) -> Iterator[Forecast]:
        view = self._view.back_to(stand.origin.day)
        seasons = self._knowing.seasons(view)
        if seasons is None:
            return
        looks = Looks.on(view, seasons)
        found = self._knowing.outcomes(seasons, view)
        rules = Rules(found, looks)
        for one in _on_record(found, looks, stand if self._setting.at is At.WEEK_4 else None):
            asked, look = Asked(one, looks), Look.of(one.season)
            for chance in chances_of(asked, fit) if look else ():
                by_rule = rules.chances(look, asked.elapsed, (chance.by - one.season.premiere).days) if look else ()
                yield _forecast(stand.origin.day, asked, chance, by_rule, fit, view.digest)


def _on_record(found: Iterable[Outcome], looks: Looks, stand: Stand | None) -> Iterator[Outcome]:
    """Pick the seasons that have been on record for four weeks and have not come back, or those new on record."""
    for one in found:
        run = one.season.run
        if run is None or one.by is not None or one.happened is not None or one.season.kind == ANTHOLOGY:
            continue
        fourth = run.first_week + (WEEKS - 1) * WEEK
        if looks.age(one.season) < WEEKS or (stand and stand.before and fourth <= stand.before):
            continue
        yield one


def _forecast(origin: date, asked: Asked, chance: Chance, rules: Sequence[float], fit: OddsFit, basis: str) -> Forecast:
    season: Season = asked.season
    assert season.run is not None
    return Forecast(
        origin,
        season.show_title,
        season.title,
        season.kind,
        season.run.category,
        season.run.first_week,
        season.premiere,
        asked.age,
        chance.months,
        chance.by,
        chance.chance,
        chance.low,
        chance.high,
        tuple(rules),
        fit.day,
        basis,
    )


def _entry(said: Forecast, truth: Truth, event: Event, through: date | None) -> Entry:
    found = truth.outcome(said.which, event)
    over = through is not None and said.by <= through
    if found is None:
        return Entry(said, Came.OPEN, over, None, None, None, anthology=False)
    came = Came.OPEN if not over else Came.NO
    if found.happened is not None and found.happened <= said.by:
        came = Came.YES
    by = found.by.title if found.by else None
    return Entry(said, came, over, by, found.happened, found.known, anthology=found.season.kind == ANTHOLOGY)


_CODE: Final = (*CODE, *(f"renewal/{name}" for name in ("asked", "entries", "odds", "record", "rules", "truth")))
"""The code that makes forecasts."""
