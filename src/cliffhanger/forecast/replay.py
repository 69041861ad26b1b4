"""Replay: models run again at past vantages, each of which sees what had been published by then.

Work is parted by fit: a part has all models of one fit, forecast from each of its origins, and compares them with what
became of titles (see `truth`). Each part is kept as a file of its own, so that a replay that was killed goes on where
it was, and any number of workers gives the same table (see `table`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

import polars as pl

from cliffhanger import __version__
from cliffhanger.answer import digest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.forecast.model import Makers, Model, Stayers
from cliffhanger.forecast.origins import Origin, origins
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.pasts import Past, Pasts
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.table import CHANCES, ORDER, SCHEMA, STAYS, Row
from cliffhanger.forecast.targets import SPANS, Target
from cliffhanger.forecast.threads import one_thread
from cliffhanger.forecast.truth import Ends, Truth, all_time, next_week_of, place_of
from cliffhanger.forecast.workers import worked
from cliffhanger.vantage import Vantage


@dataclass(frozen=True)
class Setting:
    """What all parts of a replay share; outcomes are taken from what was published up to `until`."""

    models: Makers
    targets: tuple[Target, ...]
    ledger: str
    releases: Releases
    until: date


@dataclass(frozen=True)
class Part:
    """The origins that share a fit, and the file in which their rows are kept."""

    origins: tuple[Origin, ...]
    path: Path


@dataclass(frozen=True)
class Replayed:
    """The table of a replay, and how many cases were left out by target, since what became of them is not known."""

    table: pl.DataFrame
    without_truth: Mapping[str, int]


def replay(
    setting: Setting,
    folder: Path,
    since: date,
    to: date,
    every: int = 1,
    workers: int = 1,
    on_part: Callable[[int, int], None] = lambda _done, _of: None,
) -> Replayed:
    """Run models at the origins from `since` to `to` (days of publication), one in `every` weeks.

    Raises:
        LedgerDamaged, LedgerUnusable: the ledger cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = _parts(setting, folder, since, to, every)
    missing = [part for part in reversed(parts) if not part.path.exists()]
    for done, _ in enumerate(worked(Player, setting, missing, workers), len(parts) - len(missing) + 1):
        on_part(done, len(parts))
    whole = pl.concat([pl.DataFrame(schema=SCHEMA), *(pl.read_parquet(part.path) for part in parts)])
    left_out = whole.filter(~pl.col("known")).unique(["target", "origin", "category", "rank"])["target"]
    counts = dict(sorted(left_out.value_counts().iter_rows()))
    return Replayed(whole.filter(pl.col("known")).drop("known").sort(ORDER), counts)


def _parts(setting: Setting, folder: Path, since: date, to: date, every: int) -> list[Part]:
    with Ledger.open(setting.ledger) as store, store.as_of(Vantage(setting.until)) as view:
        seen = [one for one in origins(view) if one.seen_on is not None and since <= one.day <= to]
        basis = view.digest
    wanted = [one for one in seen if (one.week - seen[0].week).days // 7 % every == 0]
    shared = digest([__version__, [*setting.models], setting.targets, setting.until, setting.releases.told, basis])
    fits = [(day, tuple(group)) for day, group in groupby(wanted, key=lambda one: one.fitted)]
    return [Part(own, folder / f"{day}-{digest([shared, own])}.parquet") for day, own in fits]


class Player:
    """Plays parts, one after the other; what it opens is closed with `opened`."""

    def __init__(self, setting: Setting, opened: ExitStack) -> None:
        """Read what the parts share."""
        self._setting = setting
        opened.enter_context(one_thread())
        self._pasts = opened.enter_context(Pasts(setting.ledger, setting.releases, setting.until))
        self._truth = Truth(self._pasts, setting.until)
        with Ledger.open(setting.ledger) as ledger, ledger.as_of(Vantage(setting.until)) as view:
            self._all_time = all_time(view)

    def play(self, part: Part) -> Path:
        """Fit once, forecast from each origin, and keep the rows, whole or not at all; give the file that has them."""
        past = self._pasts.at(part.origins[0].fitted)
        models = {name: make().fit_on(past) for name, make in self._setting.models.items()}
        rows = [row for origin in part.origins for row in self._from(origin, models)]
        beside = part.path.with_suffix(f".{os.getpid()}")
        pl.DataFrame(rows, schema=SCHEMA, orient="row").write_parquet(beside)
        return beside.replace(part.path)

    def _from(self, origin: Origin, models: Mapping[str, Model | Stayers]) -> Iterator[Row]:
        past = self._pasts.at(origin.day)
        here = [one for one in past.weeks if one.week == origin.week]
        here.sort(key=place_of)
        later = self._truth.next_week(origin)
        coming = [next_week_of(one, later.get(place_of(one))) for one in here]
        for name, model in models.items():
            if isinstance(model, Stayers):
                yield from self._stays(name, model, here, coming, past)
                continue
            for target in self._setting.targets:
                if target in model.targets:
                    yield from self._figures(name, model, target, here, coming, past)

    def _stays(
        self, name: str, model: Stayers, here: Sequence[TitleWeek], coming: Sequence[Ends | None], past: Past
    ) -> Iterator[Row]:
        for one, ends, chance in zip(here, coming, model.chances(here) if here else (), strict=True):
            stayed = None if ends is None else ends.level is not None
            yield (
                name,
                STAYS,
                *self._told(one, past),
                1,
                *NOTHING,
                float(chance),
                stayed,
                past.basis,
                ends is not None,
            )

    def _figures(
        self,
        name: str,
        model: Model,
        target: Target,
        here: Sequence[TitleWeek],
        coming: Sequence[Ends | None],
        past: Past,
    ) -> Iterator[Row]:
        """Forecast of all titles, whatever will be known of them later, so that this cannot touch a forecast."""
        asked: Sequence[int] = range(len(here))
        ends, horizons = list(coming), [1] * len(here)
        if target is not Target.NEXT_WEEK:
            asked = [place for place, one in enumerate(here) if one.fresh and one.number < SPANS[target].weeks]
            ends = [self._truth.total(one, target) if place in asked else None for place, one in enumerate(here)]
            horizons = [SPANS[target].weeks - one.number for one in here]
        if not asked:
            return
        quantiles = model.quantiles(here, target, CHANCES).tolist()
        floors = [float("nan") if end is None or end.floor is None else end.floor for end in ends]
        levels = [
            floor if end is None or end.level is None else end.level for end, floor in zip(ends, floors, strict=True)
        ]
        below = model.chance_below(here, target, levels)
        below_floor = model.chance_below(here, target, floors)
        for place in asked:
            one, end = here[place], ends[place]
            told = _number(below[place]), _number(below_floor[place]), end and end.level, end and end.floor
            expected = horizons[place], quantiles[place], *told
            yield (name, target.value, *self._told(one, past), *expected, None, None, past.basis, end is not None)

    def _told(self, one: TitleWeek, past: Past) -> Row:
        dated, best = one.opened_on is not None, (one.category, one.title) in self._all_time
        named = past.day, one.week, one.category, one.title, one.rank
        return *named, one.age, one.number, dated, one.staggered, one.film, best


NOTHING = None, None, None, None, None


def _number(value: float) -> float | None:
    return None if value != value else float(value)
