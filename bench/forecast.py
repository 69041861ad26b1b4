"""Forecasts, replayed over the archive: each score beside those of plain models, and the figure to reach.

A figure is `reached` where the score is as good or better. It is `not worse` where the 90% interval of the score, from
drawing whole origins again, holds it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from bench import arima, forecast_speed
from bench.measuring import BIN, run
from cliffhanger.charts.ledger import Ledger
from cliffhanger.forecast.bootstrap import Estimate, difference, skill
from cliffhanger.forecast.lineup import LINEUP, TARGETS, Played
from cliffhanger.forecast.releases import Releases, of_reports
from cliffhanger.forecast.replay import Setting, replay
from cliffhanger.forecast.report import of, report
from cliffhanger.forecast.scored import Cover, Report, Stayed
from cliffhanger.forecast.scores import brier, censored_crps
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.table import EVENLY, quantiles
from cliffhanger.forecast.targets import Target
from cliffhanger.vantage import Vantage

FIRST, LAST = date(2022, 7, 1), date(2025, 6, 30)
UNTIL = date(2025, 7, 17)
"""The day of the newest report, by which outcomes are known; later origins are kept for the end."""

REPORTS = {
    "2023Jan-Jun": "2023-12-12",
    "2023Jul-Dec": "2024-05-23",
    "2024Jan-Jun": "2024-09-19",
    "2024Jul-Dec": "2025-02-26",
    "2025Jan-Jun": "2025-07-17",
}
"""The half-yearly reports beside the archive, and when they came out."""

WITHIN = {0.5: (0.46, 0.54), 0.9: (0.87, 0.93)}
GAIN, TAIL = 0.26, 0.8
AUC, BRIER, SLOPE = 0.9, 0.125, (0.9, 1.1)

Scores = Callable[[pl.DataFrame], tuple[Values, pl.Series]]


def crps(cases: pl.DataFrame) -> tuple[Values, pl.Series]:
    """Give the threshold-weighted CRPS of cases, in log hours, with their origins."""
    floor = cases["floor"].fill_null(-np.inf).to_numpy()
    truth = cases["level"].fill_null(-np.inf).to_numpy()
    return censored_crps(truth, quantiles(cases)[:, 1:-1], EVENLY, floor), cases["origin"]


def error(cases: pl.DataFrame) -> tuple[Values, pl.Series]:
    """Give the absolute errors of medians, in log hours, of cases that were seen, with their origins."""
    seen = cases.filter(pl.col("level").is_not_null())
    middle = quantiles(seen)[:, 1 + len(EVENLY) // 2]
    return np.abs(middle - seen["level"].to_numpy()), seen["origin"]


@dataclass(frozen=True)
class Aim:
    """What a model is to reach: figures by k (see `report`), for origins between two days; the first model counts."""

    target: Target
    models: tuple[str, ...]
    score: Scores
    figures: Mapping[int, float]
    since: date = FIRST
    to: date = LAST


_TOTALS = "whole run", "total ratio", "keeps falling"
NEXT = Aim(
    Target.NEXT_WEEK,
    ("next week", "category ratio", "global ratio", "last value"),
    crps,
    {1: 0.171, 2: 0.077, 3: 0.059},
)
AIMS = (
    NEXT,
    Aim(Target.FOUR_WEEKS, _TOTALS, error, {1: 0.212, 2: 0.072, 3: 0.026}),
    Aim(
        Target.NINETY_ONE_DAYS,
        _TOTALS,
        error,
        {1: 0.3, 2: 0.129, 3: 0.098},
        date(2024, 1, 1),
        date(2025, 3, 31),
    ),
)


def main(archive: Path) -> None:
    """Print all figures of forecasts."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = taken_in(archive, Path(folder) / "ledger.sqlite")
        table, stays = replayed(ledger, Played.TRAJECTORY), replayed(ledger, Played.STAY)
        scores(table, stays)
        each = forecast_speed.main(ledger, public(ledger), FIRST, LAST, UNTIL)
        own = of(table, NEXT.models[0], Target.NEXT_WEEK)
        arima.main(ledger, own.filter(pl.col("k") == 3), each)


def taken_in(archive: Path, ledger: Path) -> Path:
    """Take in the archive and the reports beside it."""
    run(BIN / "cliffhanger", "ingest", "--no-fit", archive, "--ledger", ledger, may_fail=True)
    for half, day in REPORTS.items():
        found = [*(archive.parent / "engagement").glob(f"*{half}.xlsx")]
        if not found:
            print(f"the report of {half} is not beside the archive: fewer days of release, fewer totals")
        for path in found:
            run(BIN / "cliffhanger", "ingest", "--no-fit", path, "--published", day, "--ledger", ledger)
    return ledger


def public(ledger: Path) -> Releases:
    """Give the days of release, each as known on the day itself."""
    with Ledger.open(ledger) as store, store.as_of(Vantage(UNTIL)) as view:
        return Releases(tuple(of_reports(view, public=True)))


def replayed(ledger: Path, what: Played) -> pl.DataFrame:
    """Replay all models of one kind, on two workers."""
    setting = Setting(LINEUP[what], TARGETS[what], str(ledger), public(ledger), UNTIL)
    with tempfile.TemporaryDirectory() as folder:
        return replay(setting, Path(folder), FIRST, LAST, workers=2).table


def scores(table: pl.DataFrame, stays: pl.DataFrame) -> None:
    """Print what replays show."""
    print("forecasts, days of release as public; k: weeks in a row on the list, for totals weeks since the first")
    reports = []
    for aim in AIMS:
        own = table.filter(pl.col("target") == aim.target.value, pl.col("origin").is_between(aim.since, aim.to))
        _compared(aim, own)
        reports.append(report(own, aim.models[:1]))
    _covered(reports)
    _tails(reports)
    _stayed(stays)


def _compared(aim: Aim, table: pl.DataFrame) -> None:
    what = "threshold-weighted CRPS" if aim.score is crps else "mean absolute error of the median"
    print(f"{aim.target}, origins {aim.since} to {aim.to}: {what}, log hours")
    head = ["k", "cases", aim.models[0], "90% interval", "to reach", "", *aim.models[1:]]
    show(head if aim is not NEXT else [*head, f"gain on {aim.models[1]}", "to reach", ""], _rows(aim, table))


def _rows(aim: Aim, table: pl.DataFrame) -> Iterator[list[str]]:
    for k, figure in aim.figures.items():
        cases = [of(table, name, aim.target).filter(pl.col("k") == k) for name in aim.models]
        (own, origins), *others = map(aim.score, cases)
        found = difference(own, np.zeros(len(own)), origins)
        plain = [f"{float(theirs.mean()):.3f}" for theirs, _ in others]
        row = [f"{k}", f"{len(own):,}", f"{found.value:.3f}", f"{found.low:.3f} to {found.high:.3f}"]
        row += [f"{figure:.3f}", verdict(found, figure), *plain]
        if aim is NEXT:
            gain = skill(own, others[0][0], origins)
            row += [f"{gain.value:.1%} ({gain.low:.1%} to {gain.high:.1%})", f"{GAIN:.0%}"]
            row += [verdict(gain, GAIN, more=True)]
        yield row


def _covered(reports: Sequence[Report]) -> None:
    print("cover, pooled; cells are television or films of one k, outside the 95% binomial band")
    show(
        ["target", "cases", "50%", "46% to 54%", "90%", "87% to 93%", "cells outside"],
        (_cover_row(one.cover) for one in reports),
    )
    cells = [cell for one in reports for cell in _cells(one.cover)]
    outside = sum(cell.outside for cell in cells)
    print(f"  cells outside in all: {outside} of {len(cells)}, with {len(cells) // 20} excused")
    named = [f"{one.target}, {one.of}: {one.inside:.0%} of {one.share:.0%}" for one in cells if one.outside]
    print("\n".join(f"    {one}" for one in named))


def _cover_row(covers: Sequence[Cover]) -> list[str]:
    pooled, cells = {one.share: one for one in covers if one.of == "all"}, _cells(covers)
    row = [covers[0].target, f"{covers[0].cases:,}"]
    for share, (low, high) in WITHIN.items():
        inside = pooled[share].inside
        row += [f"{inside:.1%}", "reached" if low <= inside <= high else "missed"]
    return [*row, f"{sum(one.outside for one in cells)} of {len(cells)}"]


def _cells(covers: Iterable[Cover]) -> list[Cover]:
    return [one for one in covers if ", k = " in one.of]


def _tails(reports: Sequence[Report]) -> None:
    print(f"titles that entered their all-time list: share of forecasts whose 98% interval held, at least {TAIL:.0%}")
    rows = []
    for tails in (one.tails for one in reports if one.tails):
        count = sum(one.titles for one in tails)
        inside = sum(one.inside * one.titles for one in tails) / count
        of_k = [f"k = {one.age}: {one.inside:.0%} of {one.titles}" for one in tails]
        rows.append([tails[0].target, f"{count}", f"{inside:.0%}", "reached" if inside >= TAIL else "missed", *of_k])
    width = max(map(len, rows), default=0)
    show(["target", "cases", "held", "", *[""] * (width - 4)], (row + [""] * (width - len(row)) for row in rows))


def _stayed(table: pl.DataFrame) -> None:
    told = report(table, [*LINEUP[Played.STAY]]).stays
    print(f"who stays, {told[0].cases:,} cases; to reach: AUC {AUC}, Brier {BRIER}, slope {SLOPE[0]} to {SLOPE[1]}")
    show(["model", "AUC", "90% interval", "Brier", "slope", "log loss"], map(_stay_row, told))
    best = told[0]
    own = table.filter(pl.col("model") == best.model)
    mean = brier(own["stayed"].to_numpy(), own["chance"].to_numpy())
    found = difference(mean, np.zeros(len(mean)), own["origin"])
    slope = best.line is not None and SLOPE[0] <= best.line.slope <= SLOPE[1]
    print(
        f"  {best.model}: AUC {verdict(best.auc, AUC, more=True)}, Brier {verdict(found, BRIER)} "
        f"({found.low:.3f} to {found.high:.3f}), slope {'reached' if slope else 'missed'}"
    )


def _stay_row(one: Stayed) -> list[str]:
    line = "" if one.line is None else f"{one.line.slope:.2f}"
    within = f"{one.auc.low:.3f} to {one.auc.high:.3f}"
    return [one.model, f"{one.auc.value:.3f}", within, f"{one.brier:.3f}", line, f"{one.log_loss:.3f}"]


def verdict(found: Estimate, figure: float, *, more: bool = False) -> str:
    """Tell whether a figure is reached: at or below it, or at or above it where `more` is better."""
    if found.value >= figure if more else found.value <= figure:
        return "reached"
    return "not worse" if (found.high >= figure if more else found.low <= figure) else "missed"


def show(head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table, its columns under each other."""
    lines = [head, *rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
