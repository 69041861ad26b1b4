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
    series = _three_weeks(ledger, cases)
    print(f"AutoARIMA of statsforecast, next week at k = 3, {len(cases):,} cases: threshold-weighted CRPS")
    taken = [_compared(how, model, series, cases) for how, model in _ways(AutoARIMA).items()]
    print("  as it stands, a forecast: aim 1,000, after the fit")
    for own, how in (
        (each.edition, "in a batch of one edition"),
        (each.year, "in a batch of a year of lists"),
        (each.replay, "in a replay, fits and all"),
    ):
        print(f"    {1000 * taken[0]:.0f} ms there, {1000 * own:.3f} here {how}: ratio {taken[0] / own:,.0f}")


def _ways(model: Any) -> dict[str, Any]:
    """Give the model as it stands, which takes so short a series for one without a trend, and told to difference."""
    return {"as it stands": model(), "told to take differences": model(d=1)}


def _compared(how: str, model: Any, series: list[Values], cases: pl.DataFrame) -> float:
    """Print the scores of cases of which the model tells all quantiles; give its mean seconds."""
    theirs, seconds = _forecast(model, series)
    told = np.isfinite(theirs).all(axis=1)
    own = cases.filter(pl.Series(told))
    floor = own["floor"].fill_null(-np.inf).to_numpy()
    truth = own["level"].fill_null(-np.inf).to_numpy()
    here = censored_crps(truth, quantiles(own)[:, 1:-1], EVENLY, floor)
    there = censored_crps(truth, theirs[told], EVENLY, floor)
    gain = skill(here, there, own["origin"])
    share = f"share {1 - gain.value:.2f} ({1 - gain.high:.2f} to {1 - gain.low:.2f}), aim a third"
    print(f"  {how}: {here.mean():.3f} here, {there.mean():.3f} there, {share}; no figure for {np.sum(~told)}")
    return seconds


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
