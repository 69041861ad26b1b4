"""How long forecasts take: a replay, a fit, a batch, and one command from a cold start."""

from __future__ import annotations

import gc
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.measuring import BIN, run
from bench.measuring import median as median_run
from cliffhanger.charts.ledger import Ledger
from cliffhanger.cli import COLLECT_AFTER
from cliffhanger.forecast.fits import Fit, fit
from cliffhanger.forecast.origins import fitted_on
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.table import CHANCES
from cliffhanger.forecast.targets import SPANS
from cliffhanger.vantage import Vantage

TIMES = 15
COLD = "forecast", "His & Hers", "--as-of", "2026-01-14"
WEEKS_AT_ONCE = 52


@dataclass(frozen=True)
class Each:
    """Seconds that the next-week model takes for one forecast: in a batch of one edition, of a year, and replayed."""

    edition: float
    year: float
    replay: float


def main(ledger: Path, told: Releases, first: date, last: date, until: date) -> Each:
    """Print how long things take."""
    print("speed of forecasts")
    with Ledger.open(ledger) as store, store.as_of(Vantage(last)) as view:
        edition = fitted_on(view)
        assert edition is not None
        past = Past.of(view.back_to(edition.known_from.date()), told)
        gc.set_threshold(COLLECT_AFTER)
        began = perf_counter()
        fitted = fit(past)
        took = perf_counter() - began
        print(f"  a fit of all models, reports read, as of {fitted.day}: {took:.1f} s (aim 5)")
        weeks = Past.of(view, told).weeks
    each = _batches(weeks, fitted)
    taken, forecasts = _replay(ledger, first, last, until, weeks)
    print(f"  replay of the next-week model, {first} to {last}, 2 workers: {taken:.0f} s (aim 60)")
    _cold(ledger)
    return Each(*each, taken / forecasts)


def _batches(weeks: Sequence[TitleWeek], fitted: Fit) -> tuple[float, float]:
    newest = sorted({one.week for one in weeks})[-WEEKS_AT_ONCE:]
    here = [one for one in weeks if one.week == newest[-1]]
    year = [one for one in weeks if one.week >= newest[0]]
    alone = _median(lambda: fitted.next_week.quantiles(here, CHANCES))
    at_once = _median(lambda: fitted.next_week.quantiles(year, CHANCES))
    whole = _median(lambda: _all(fitted, here))
    print(f"  next week of all {len(here)} titles on the lists, after the fit: {1000 * alone:.1f} ms (aim 20)")
    print(f"    of {len(year):,} titles of a year of lists at once: {1000 * at_once:.1f} ms")
    print(f"    with totals and the chance to stay, {len(here)} titles: {1000 * whole:.1f} ms")
    return alone / len(here), at_once / len(year)


def _all(fitted: Fit, here: Sequence[TitleWeek]) -> None:
    fitted.next_week.quantiles(here, CHANCES)
    fitted.stay.chances(here)
    for target in SPANS:
        fitted.whole_run.quantiles(here, target, CHANCES)


def _median(work: Callable[[], Any]) -> float:
    taken = []
    for _ in range(TIMES):
        began = perf_counter()
        work()
        taken.append(perf_counter() - began)
    return median(taken)


def _replay(ledger: Path, first: date, last: date, until: date, weeks: Sequence[TitleWeek]) -> tuple[float, int]:
    """Time the command as one runs it; give the seconds, and about how many forecasts it makes."""
    words = "replay", "next-week", "--models", "next week", "--releases", "public", "--workers", "2"
    days = "--from", str(first), "--to", str(last), "--as-of", str(until)
    taken = run(BIN / "cliffhanger", *words, *days, "--ledger", ledger)
    return taken.seconds, sum(first <= one.week <= last for one in weeks)


def _cold(ledger: Path) -> None:
    command: list[str | Path] = [BIN / "cliffhanger", *COLD, "--ledger", ledger]
    began = perf_counter()
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    making = perf_counter() - began
    if done.returncode:
        print(f"  cliffhanger forecast: not there yet ({done.stderr.strip().splitlines()[-1:]})")
        return
    taken = median_run(TIMES, *command)
    print(f"  cliffhanger forecast, cold, with a fit that is kept: {taken.seconds:.2f} s (aim 1)")
    print(f"    where the fit has to be made first: {making:.1f} s")
