"""Odds of another season, replayed over the archive: the figures to reach, rules of thumb, variants, and the leak.

One forecast a season, at the edition that publishes its fourth week; what counts is what editions and reports showed.
Intervals are of 90%, from drawing shows again. A score is `reached` where it is as good as the figure or better, and
`not worse` where its interval holds the figure.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np

from bench.forecast import show, taken_in, verdict
from bench.measuring import BIN, median, run
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.titles import LIMITED
from cliffhanger.forecast.bootstrap import LEVEL, RESAMPLES, Estimate, difference, resampled
from cliffhanger.forecast.scores import auc, brier, log_loss
from cliffhanger.renewal.entries import At, Came, Entry, Setting
from cliffhanger.renewal.fits import fit_odds
from cliffhanger.renewal.record import record
from cliffhanger.renewal.rules import FORMAT, RULES
from cliffhanger.renewal.seasons import FIRST_SEASON
from cliffhanger.renewal.tally import Cases, Scored, Tally, tally
from cliffhanger.renewal.traits import Values
from cliffhanger.renewal.truth import Event, Labels
from cliffhanger.vantage import Vantage

FIRST: Final = date(2022, 7, 1)
UNTIL: Final = date(2026, 1, 14)
USUAL: Final = 24

FLOORS: Final = {"AUC": 0.707, "Brier": 0.176, "log loss": 0.530}
AIMS: Final = {"AUC": 0.74, "Brier": 0.166, "log loss": 0.505}
SLOPE: Final = 0.8, 1.2
LIMITED_WITHIN: Final = 0.03
TIMES: Final = 15
COLD: Final = "odds", "His & Hers", "--as-of", "2026-01-14"

VARIANTS: Final = {
    "premieres as seen on the charts or in a report": (Event.PREMIERE, Labels.THEN),
    "premieres known on the day itself": (Event.CALENDAR, Labels.THEN),
    "a relabel as a season counts, too": (Event.RELABEL, Labels.THEN),
    "labels of the newest edition (the leak)": (Event.PREMIERE, Labels.NEWEST),
}


def main(archive: Path) -> None:
    """Print all figures of odds."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = taken_in(archive, Path(folder) / "ledger.sqlite")
        told = {name: _replayed(ledger, *variant) for name, variant in VARIANTS.items()}
        honest, *_, leaky = told.values()
        usual = _by(honest, USUAL)
        targets(usual, tally(USUAL, usual))
        horizons(honest)
        variants(told)
        leak(usual, _by(leaky, USUAL))
        speed(ledger)


def _replayed(ledger: Path, event: Event, labels: Labels) -> tuple[Entry, ...]:
    with tempfile.TemporaryDirectory() as folder:
        setting = Setting(str(ledger), UNTIL, FIRST, At.WEEK_4, event, labels, ledger.with_suffix(".fits"))
        return record(setting, Path(folder), workers=2).entries


def _by(entries: Sequence[Entry], months: int) -> list[Entry]:
    return [one for one in entries if one.said.months == months]


def scored(entries: Sequence[Entry]) -> Mapping[str, Estimate]:
    """Give AUC, Brier score and log loss of forecasts that are over."""
    cases = Cases.of([one for one in entries if one.counts])
    nothing = np.zeros(len(cases.came))
    return {
        "AUC": auc(cases.came, cases.said, cases.shows),
        "Brier": difference(brier(cases.came, cases.said), nothing, cases.shows),
        "log loss": difference(log_loss(cases.came, cases.said), nothing, cases.shows),
    }


def targets(entries: Sequence[Entry], told: Tally) -> None:
    """Print what is to be reached by 24 months."""
    print(
        f"odds of another season by {told.months} months, at chart week 4, origins from {FIRST}: "
        f"{told.over:,} seasons of {told.shows:,} shows, of which {told.came / told.over:.1%} came back"
    )
    rows = []
    for name, found in scored(entries).items():
        higher = name == "AUC"
        row = [name, f"{found.value:.3f}", f"{found.low:.3f} to {found.high:.3f}"]
        for figure in (FLOORS[name], AIMS[name]):
            row += [f"{figure:.3f}", verdict(found, figure, more=higher)]
        rows.append(row)
    show(["", "the odds", "90% interval", "floor", "", "aim", ""], rows)
    slope = told.line.slope if told.line else float("nan")
    outside = sum(one.outside for one in told.deciles)
    print(f"  slope {slope:.2f}, {SLOPE[0]} to {SLOPE[1]}: {'reached' if SLOPE[0] <= slope <= SLOPE[1] else 'missed'}")
    print(f"  deciles outside their 95% band: {outside}, at most 1: {'reached' if outside <= 1 else 'missed'}")
    for one in told.deciles:
        mark = ", outside" if one.outside else ""
        print(
            f"    {one.said:.0%} said, {one.came:.0%} of {one.cases} came back ({one.low:.0%} to {one.high:.0%}{mark})"
        )
    limited(entries)
    print(f"  toss-ups, of 45% to 55%: {told.toss_ups.cases}, of which {told.toss_ups.came} came back")
    print("rules of thumb, each with the chance that it earned by the origin; better: the interval lies below 0")
    show(["", "AUC", "Brier", "log loss", "Brier of the odds less this", "90% interval", ""], map(_rule, told.scores))


def _rule(one: Scored) -> list[str]:
    row = [one.name, f"{one.area or 0:.3f}", f"{one.brier:.4f}", f"{one.log_loss:.3f}"]
    if one.better is None:
        return [*row, "", "", ""]
    better = "better" if one.better.high < 0 else "not told apart" if one.better.low < 0 else "worse"
    return [*row, f"{one.better.value:+.4f}", f"{one.better.low:+.4f} to {one.better.high:+.4f}", better]


def limited(entries: Sequence[Entry]) -> None:
    """Print how often limited series came back, and how often that was said."""
    own = Cases.of([one for one in entries if one.counts and one.said.kind == LIMITED])
    said, came = float(own.said.mean()), float(own.came.mean())
    reached = "reached" if abs(said - came) <= LIMITED_WITHIN else "missed"
    print(f"  limited series: {said:.1%} said, {came:.1%} of {len(own.came)} came back; within 3 points: {reached}")


def horizons(entries: Sequence[Entry]) -> None:
    """Print the scores by each horizon."""
    print("by each horizon")
    show(
        ["months", "seasons", "said", "came back", "AUC", "90% interval", "Brier", "climatology", "log loss", "slope"],
        (_horizon(tally(months, _by(entries, months))) for months in (12, 24, 36)),
    )


def _horizon(told: Tally) -> list[str]:
    own, usual = told.scores[:2]
    said = sum(one.said * one.cases for one in told.deciles) / told.over
    row = [f"{told.months}", f"{told.over:,}", f"{said:.1%}", f"{told.came / told.over:.1%}", *_area(told.area)]
    return [*row, f"{own.brier:.3f}", f"{usual.brier:.3f}", f"{own.log_loss:.3f}", f"{own.slope or 0:.2f}"]


def _area(area: Estimate | None) -> list[str]:
    return ["", ""] if area is None else [f"{area.value:.3f}", f"{area.low:.3f} to {area.high:.3f}"]


def variants(told: Mapping[str, Sequence[Entry]]) -> None:
    """Print how the same model does by other ways of counting."""
    print(f"by {USUAL} months, by the way of counting")
    rows = []
    for name, entries in told.items():
        found = tally(USUAL, _by(entries, USUAL))
        rows.append([name, *_horizon(found)[1:]])
    show(["", "seasons", "said", "came back", "AUC", "90% interval", "Brier", "climatology", "log loss", "slope"], rows)


def leak(honest: Sequence[Entry], leaky: Sequence[Entry]) -> None:
    """Print what the labels of the newest edition give away, of the same seasons."""
    by_season = {one.said.which: one for one in leaky if one.counts}
    pairs = [(one, by_season[one.said.which]) for one in honest if one.counts and one.said.which in by_season]
    first = [(then, newest) for then, newest in pairs if then.said.kind in (LIMITED, FIRST_SEASON)]
    print(f"what the labels of the newest edition give away, by {USUAL} months")
    place = [*RULES].index(FORMAT)
    show(
        ["", "seasons", "AUC then", "AUC newest", "difference", "90% interval", "Brier then", "Brier newest"],
        [
            _given_away("the odds", pairs, None),
            _given_away("the odds, of limited series and first seasons", first, None),
            _given_away("format rate, of limited series and first seasons", first, place),
        ],
    )
    by_label = Counter((then.said.kind, newest.said.kind) for then, newest in pairs)
    came = Counter((then.said.kind, newest.said.kind) for then, newest in pairs if then.came is Came.YES)
    print("  first label, newest label: how many came back")
    for (was, now), cases in by_label.most_common():
        print(f"    {was}, {'kept' if was == now else now}: {came[was, now] / cases:.1%} of {cases}")


def _given_away(name: str, pairs: Sequence[tuple[Entry, Entry]], rule: int | None) -> list[str]:
    then, newest = (Cases.of(own) for own in zip(*pairs, strict=True))
    chances = [one.said if rule is None else one.rules[:, rule] for one in (then, newest)]

    def gained(weight: Values) -> float:
        before, after = (area(then.came, one, weight) for one in chances)
        return after - before

    one = np.ones(len(pairs))
    found = resampled(gained, then.shows, resamples=RESAMPLES, level=LEVEL, seed=0)
    areas = [f"{area(then.came, own, one):.3f}" for own in chances]
    means = [f"{float(brier(then.came, own).mean()):.4f}" for own in chances]
    told = [f"{found.value:+.3f}", f"{found.low:+.3f} to {found.high:+.3f}"]
    return [name, f"{len(pairs)}", *areas, *told, *means]


def area(came: Values, chances: Values, weight: Values) -> float:
    """Give the area under the ROC curve of weighted cases, ties counting half."""
    levels, own = np.unique(chances, return_inverse=True)
    yes, no = (np.bincount(own, weight * kind, len(levels)) for kind in (came, 1 - came))
    pairs = yes.sum() * no.sum()
    return float(yes @ (np.cumsum(no) - no / 2) / pairs) if pairs else float("nan")


def speed(ledger: Path) -> None:
    """Print how long a fit, a question and the record take."""
    print("speed of odds")
    with Ledger.open(ledger) as store, store.as_of(Vantage(UNTIL)) as view:
        began = perf_counter()
        fit_odds(view)
        print(f"  a fit of all ages, as of {UNTIL}: {perf_counter() - began:.1f} s")
    command: list[str | Path] = [BIN / "cliffhanger", *COLD, "--ledger", ledger]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        print("  cliffhanger odds: not there yet")
    else:
        print(f"  cliffhanger odds, cold, with a fit that is kept: {median(TIMES, *command).seconds:.2f} s (aim 1)")
    shutil.rmtree(ledger.with_suffix(".fits"))
    for what, words in {"each quarter": (), "chart week 4": ("--at", "week-4")}.items():
        taken = run(BIN / "cliffhanger", "record", "--as-of", str(UNTIL), *words, "--ledger", ledger)
        print(f"  cliffhanger record, {what}, from scratch, 2 workers: {taken.seconds:.0f} s (aim 60)")
