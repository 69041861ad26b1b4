"""Scores a replay: how well each model did, by target and by the weeks that a title had been on the lists.

Titles are told apart by `k`: weeks in a row on the list for the next week, weeks since they first charted for totals.
Cover, PIT and bands are of all titles that have a truth; where it is below the floor, the PIT is randomised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl

from cliffhanger.forecast.bootstrap import Estimate, skill
from cliffhanger.forecast.scored import Bin, Cover, Histogram, Report, Scored, Stayed, Tail
from cliffhanger.forecast.scores import (
    auc,
    brier,
    brier_parts,
    censored_crps,
    log_loss,
    pit_coverage,
    randomised_pit,
    reliability,
)
from cliffhanger.forecast.student import Flags, Values
from cliffhanger.forecast.table import CHANCES, EVENLY, STAYS, quantiles
from cliffhanger.forecast.targets import Target

LAST: Final = 4
"""The number of weeks that stands for all more."""

BINS: Final = 10
SHARES: Final = 0.5, 0.9
BAND: Final = 0.95
"""The share of samples, if forecasts are right, of which the cover lies within its band."""

MIDDLE: Final = CHANCES.index(0.5)


def report(table: pl.DataFrame, models: Sequence[str], without_truth: Mapping[str, int] | None = None) -> Report:
    """Score the models of a replay; the first that has a target is compared with each of the others."""
    figures = [
        (target.value, [(name, of(table, name, target)) for name in models if len(of(table, name, target))])
        for target in Target
    ]
    silent = {target: _silent(own) for target, own in figures if own}
    told = [
        (target, [(name, cases.filter(pl.Series(~silent[target]))) for name, cases in own])
        for target, own in figures
        if own and not silent[target].all()
    ]
    cases = [(name, target, one) for target, own in told for name, one in own]
    return Report(
        tuple(one for target, own in told for one in _scores(target, own)),
        tuple(one for case in cases for one in _covers(*case)),
        tuple(_histogram(*case) for case in cases),
        tuple(one for case in cases for one in _tails(*case)),
        tuple(_stays(table.filter(pl.col("target") == STAYS), models)),
        dict(without_truth or {}),
        {target: int(one.sum()) for target, one in silent.items() if one.any()},
    )


def _silent(own: Sequence[tuple[str, pl.DataFrame]]) -> Flags:
    """Tell the cases of which some model has no forecast; all models have the same cases, in the same order."""
    silent: Flags = np.isnan([quantiles(cases)[:, MIDDLE] for _, cases in own])
    return np.asarray(silent.any(axis=0))


def of(table: pl.DataFrame, model: str, target: Target) -> pl.DataFrame:
    """Give the cases of a model and target, with their `k` and `pit`."""
    own = table.filter((pl.col("model") == model) & (pl.col("target") == target.value))
    k = pl.col("age" if target is Target.NEXT_WEEK else "number").clip(upper_bound=LAST)
    floors = own["below_floor"].fill_null(0.0).to_numpy()
    pit = randomised_pit(own["below"].to_numpy(), floors, own["level"].is_not_null().to_numpy())
    return own.with_columns(k.alias("k"), pl.Series("pit", pit))


def _scores(target: str, own: Sequence[tuple[str, pl.DataFrame]]) -> Iterator[Scored]:
    first = own[0][0]
    for k in range(1, LAST + 1):
        of_k = [(name, cases.filter(pl.col("k") == k)) for name, cases in own]
        best = _crps(of_k[0][1])
        for name, cases in of_k:
            if len(cases):
                crps = _crps(cases)
                gain = None if name == first else skill(best, crps, cases["origin"].to_numpy())
                yield _scored(name, target, k, cases, crps, gain)


def _scored(name: str, target: str, k: int, cases: pl.DataFrame, crps: Values, gain: Estimate | None) -> Scored:
    seen = cases["level"].is_not_null().to_numpy()
    off = (quantiles(cases)[:, MIDDLE] - cases["level"].fill_null(0.0).to_numpy())[seen]
    half, ninety = (pit_coverage(cases["pit"], share) for share in SHARES)
    error, percent = _mean(np.abs(off)), _median(np.abs(np.expm1(off)))
    return Scored(name, target, k, len(cases), float(1 - seen.mean()), error, percent, _mean(crps), half, ninety, gain)


def _mean(values: Values) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _median(values: Values) -> float:
    return float(np.median(values)) if len(values) else float("nan")


def _crps(cases: pl.DataFrame) -> Values:
    floor = cases["floor"].fill_null(-np.inf).to_numpy()
    return censored_crps(cases["level"].fill_null(-np.inf).to_numpy(), quantiles(cases)[:, 1:-1], EVENLY, floor)


def _covers(model: str, target: str, cases: pl.DataFrame) -> Iterator[Cover]:
    for of_what, own in _cells(cases):
        for share in SHARES if len(own) else ():
            inside, (low, high) = pit_coverage(own["pit"], share), band(share, len(own))
            yield Cover(model, target, of_what, share, len(own), inside, low, high, not low <= inside <= high)


def _cells(cases: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    yield "all", cases
    kinds = {"television": ~pl.col("film"), "films": pl.col("film")}
    for k in range(1, LAST + 1):
        more = " or more" if k == LAST else ""
        for name, kind in kinds.items():
            yield f"{name}, k = {k}{more}", cases.filter(kind & (pl.col("k") == k))
    for category in sorted(cases["category"].unique()):
        yield category, cases.filter(pl.col("category") == category)
    yield "staggered", cases.filter(pl.col("staggered"))
    yield "at once", cases.filter(~pl.col("staggered"))


def band(share: float, cases: int) -> tuple[float, float]:
    """Give the least and the greatest share of cases within the 95% binomial band about a share meant."""
    from scipy.stats import binom

    low, high = binom.interval(BAND, cases, share)
    return float(low) / cases, float(high) / cases


def _histogram(model: str, target: str, cases: pl.DataFrame) -> Histogram:
    counts, _ = np.histogram(cases["pit"].to_numpy(), bins=BINS, range=(0.0, 1.0))
    return Histogram(model, target, len(cases), tuple((counts / max(len(cases), 1)).tolist()))


def _tails(model: str, target: str, cases: pl.DataFrame) -> Iterator[Tail]:
    if target == Target.NEXT_WEEK.value:
        return
    for k in range(1, LAST + 1):
        own = cases.filter(pl.col("all_time") & (pl.col("k") == k))
        if len(own):
            level, told = own["level"].to_numpy(), quantiles(own)
            yield Tail(model, target, k, len(own), float(np.mean((told[:, 0] <= level) & (level <= told[:, -1]))))


def _stays(table: pl.DataFrame, models: Sequence[str]) -> Iterator[Stayed]:
    own = [(name, table.filter(pl.col("model") == name)) for name in models]
    told = [(name, cases) for name, cases in own if len(cases)]
    for name, cases in told:
        chance, stayed = cases["chance"].to_numpy(), cases["stayed"].to_numpy()
        scores, best = brier(stayed, chance), brier(told[0][1]["stayed"].to_numpy(), told[0][1]["chance"].to_numpy())
        origins = cases["origin"].to_numpy()
        yield Stayed(
            name,
            len(cases),
            auc(stayed, chance, origins),
            float(scores.mean()),
            brier_parts(stayed, chance),
            reliability(stayed, chance) if len(np.unique(chance)) > 1 and 0 < stayed.mean() < 1 else None,
            float(log_loss(stayed, chance).mean()),
            tuple(_bins(chance, stayed)),
            None if name == told[0][0] else skill(best, scores, origins),
        )


def _bins(chance: Values, stayed: Values) -> Iterator[Bin]:
    place = np.minimum((chance * BINS).astype(np.int64), BINS - 1)
    for one in np.unique(place):
        own = place == one
        yield Bin(float(chance[own].mean()), float(stayed[own].mean()), int(own.sum()))
