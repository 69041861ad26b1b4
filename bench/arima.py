"""Next week's hours by statsforecast's AutoARIMA, from the three weeks that a title has been on its list."""

from __future__ import annotations

import warnings
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from bench.forecast_speed import Each
from cliffhanger.forecast.bootstrap import skill
from cliffhanger.forecast.pasts import Pasts
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.scores import censored_crps
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.table import EVENLY, quantiles

LEVELS = [90, 80, 70, 60, 50, 40, 30, 20, 10]
"""The intervals, in percent, whose ends are the quantiles from 5% to 95%."""


def main(ledger: Path, cases: pl.DataFrame, each: Each) -> None:
    """Forecast the cases of a replay, titles in their third week in a row, and print both ratios."""
    try:
        from statsforecast.models import AutoARIMA
    except ImportError:
        print("statsforecast is not installed, the peer of forecasts: make bench")
        return
    theirs, seconds = _forecast(AutoARIMA(), _three_weeks(ledger, cases))
    told = np.isfinite(theirs).all(axis=1)
    own, given = cases.filter(pl.Series(told)), theirs[told]
    floor = own["floor"].fill_null(-np.inf).to_numpy()
    truth = own["level"].fill_null(-np.inf).to_numpy()
    here = censored_crps(truth, quantiles(own)[:, 1:-1], EVENLY, floor)
    there = censored_crps(truth, given, EVENLY, floor)
    share = skill(here, there, own["origin"])
    print(f"AutoARIMA of statsforecast, next week at k = 3, {len(own):,} cases, and {np.sum(~told)} without a figure")
    print(f"  threshold-weighted CRPS: {here.mean():.3f} here, {there.mean():.3f} there")
    print(f"    share {1 - share.value:.2f} ({1 - share.high:.2f} to {1 - share.low:.2f}), aim a third")
    print(f"  seconds a forecast: {seconds:.3f} there")
    for taken, how in (
        (each.edition, "in a batch of one edition"),
        (each.year, "in a batch of a year of lists"),
        (each.replay, "in a replay, fits and all"),
    ):
        print(f"    {1000 * taken:.3f} ms here {how}: ratio {seconds / taken:,.0f}")
    print("    aim 1,000, after the fit")


def _three_weeks(ledger: Path, cases: pl.DataFrame) -> list[Values]:
    """Give the log hours of each case in its three weeks, as known at its origin."""
    found = []
    with Pasts(str(ledger), Releases(), max(cases["origin"])) as pasts:
        for origin, week, category, rank in cases.select("origin", "week", "category", "rank").iter_rows():
            one = next(
                one for one in pasts.at(origin).weeks if (one.week, one.category, one.rank) == (week, category, rank)
            )
            steps = one.change_before or 0.0, one.change or 0.0
            found.append(one.level - sum(steps) + np.cumsum([0.0, *steps]))
    return found


def _forecast(model: Any, series: list[Values]) -> tuple[Values, float]:
    """Give quantiles (cases by `EVENLY`), one step ahead, not a number where it has none, and the mean seconds."""
    found = np.full((len(series), len(EVENLY)), np.nan)
    began = perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for place, levels in enumerate(series):
            told = model.forecast(y=levels, h=1, level=LEVELS)
            low = [float(np.asarray(told[f"lo-{level}"])[0]) for level in LEVELS]
            high = [float(np.asarray(told[f"hi-{level}"])[0]) for level in reversed(LEVELS)]
            found[place] = [*low, float(told["mean"][0]), *high]
    return found, (perf_counter() - began) / len(series)
