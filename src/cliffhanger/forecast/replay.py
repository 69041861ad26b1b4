"""Replay: a model run again at past vantages, each of which sees what had been published by then.

The table has a row for each title on a list at each origin: quantiles of the log hours of the week after, what became
of it (`level`, or none, and the `floor` of the list) as the edition that first published that week told it, and the
chances that were given to less than either (`below`, `below_floor`). Work is parted by fit; each part is kept as a file
of its own, so that a replay that was killed goes on where it was, and any number of workers gives the same table.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from cliffhanger.answer import digest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.forecast.origins import Origin, origins
from cliffhanger.forecast.panel import TitleWeek, title_weeks
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.student import Values
from cliffhanger.vantage import Vantage

CHANCES = tuple(step / 20 for step in range(1, 20))
"""The quantiles that are kept: 5% to 95%, by which the weighted interval score is the CRPS."""


class Model(Protocol):
    """A model of the next week."""

    def fit_on(self, weeks: Sequence[TitleWeek]) -> Model:
        """Fit on weeks whose next week is published."""

    def quantiles(self, weeks: Sequence[TitleWeek], chances: Sequence[float]) -> Values:
        """Give quantiles of next week's log hours (titles by chances)."""

    def chance_below(self, weeks: Sequence[TitleWeek], levels: Sequence[float]) -> Values:
        """Give the chance that each title has fewer hours than its level (natural log) next week."""


@dataclass(frozen=True)
class Part:
    """The origins that share a fit, and the file in which their rows are kept."""

    model: str
    ledger: str
    releases: Releases
    origins: tuple[Origin, ...]
    path: Path


def replay(
    models: Mapping[str, Callable[[], Model]],
    ledger: str,
    releases: Releases,
    folder: Path,
    since: date,
    to: date,
    until: date,
    workers: int = 1,
    on_part: Callable[[int, int], None] = lambda _done, _of: None,
) -> pl.DataFrame:
    """Run models at the origins from `since` to `to` (days of publication), and give the table, by model and week.

    Outcomes are taken from what was published up to `until`.

    Raises:
        LedgerDamaged, LedgerUnusable: the ledger cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Ledger.open(ledger) as store, store.as_of(Vantage(until)) as view:
        wanted = [one for one in origins(view) if one.seen_on is not None and since <= one.day <= to]
        basis = view.digest
    fits = [(day, tuple(group)) for day, group in groupby(wanted, key=lambda one: one.fitted)]
    parts = [
        Part(name, ledger, releases, own, folder / f"{name}-{day}-{digest([basis, own, releases.told])}.parquet")
        for name in models
        for day, own in fits
    ]
    missing = [part for part in parts if not part.path.exists()]
    for done, _ in enumerate(_run(models, missing, workers), len(parts) - len(missing) + 1):
        on_part(done, len(parts))
    tables = [pl.read_parquet(part.path) for part in parts]
    return pl.concat(tables).sort("model", "week", "category", "rank") if tables else pl.DataFrame()


def _run(models: Mapping[str, Callable[[], Model]], parts: Sequence[Part], workers: int) -> Iterator[Path]:
    tasks = [(models[part.model], part) for part in parts]
    if workers == 1 or len(tasks) < workers:
        yield from (_play(*task) for task in tasks)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_play, *zip(*tasks, strict=True))


def _play(make: Callable[[], Model], part: Part) -> Path:
    """Fit once, forecast from each origin, and keep the rows, whole or not at all; give the file that has them."""
    with Ledger.open(part.ledger) as ledger:
        # The day on which one origin's outcome is seen is the day of the next origin, so each is read once.
        seen = cache(partial(_seen, ledger, part.releases))
        model = make().fit_on(seen(part.origins[0].fitted)[0])
        rows = [(part.model, *row) for origin in part.origins for row in _from(seen, model, origin)]
    beside = part.path.with_suffix(f".{os.getpid()}")
    pl.DataFrame(rows, schema=_SCHEMA, orient="row").write_parquet(beside)
    return beside.replace(part.path)


Seen = tuple[list[TitleWeek], str]
"""The weeks of titles known on a day, and the digest of the charts that they come from."""


def _seen(ledger: Ledger, releases: Releases, day: date) -> Seen:
    with ledger.as_of(Vantage(day)) as view:
        return title_weeks(view, releases.known_at(view)), view.digest


def _from(seen: Callable[[date], Seen], model: Model, origin: Origin) -> Iterator[tuple[Any, ...]]:
    known, basis = seen(origin.day)
    here = [one for one in known if one.week == origin.week]
    if origin.seen_on is None or not here:
        return
    later, _ = seen(origin.seen_on)
    ends = {(one.category, one.rank): one for one in later if one.week == origin.week}
    pairs = [(one, ends[one.category, one.rank]) for one in here if (one.category, one.rank) in ends]
    # A row that was revised since is left out: nothing tells which title it is.
    cases = [(one, end, end.next_floor) for one, end in pairs if end.next_floor is not None and end.level == one.level]
    if not cases:
        return
    titles, floors = [one for one, _, _ in cases], [floor for _, _, floor in cases]
    levels = [floor if end.next_level is None else end.next_level for _, end, floor in cases]
    forecast = model.quantiles(titles, CHANCES), model.chance_below(titles, levels), model.chance_below(titles, floors)
    for (one, end, floor), quantiles, below, below_floor in zip(cases, *forecast, strict=True):
        told = origin.day, origin.week, one.category, one.title, one.rank, one.age, one.opened_on is not None
        expected = list(map(float, quantiles)), float(below), float(below_floor)
        yield *told, *expected, end.next_level, floor, basis


_SCHEMA: dict[str, Any] = {
    "model": pl.String,
    "origin": pl.Date,
    "week": pl.Date,
    "category": pl.String,
    "title": pl.String,
    "rank": pl.Int64,
    "age": pl.Int64,
    "dated": pl.Boolean,
    "quantiles": pl.List(pl.Float64),
    "below": pl.Float64,
    "below_floor": pl.Float64,
    "level": pl.Float64,
    "floor": pl.Float64,
    "basis": pl.String,
}
