"""Bootstrap: how far a figure would move with other origins.

Titles of one week share what happened in it, so origins, not titles, are drawn with replacement: a clustered bootstrap
(B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, sections 8.6 and 13.3: percentile intervals).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cliffhanger.forecast.student import Values

RESAMPLES = 2000
LEVEL = 0.9


@dataclass(frozen=True)
class Estimate:
    """A figure with the interval that holds a share of its resamples (`LEVEL` unless told otherwise)."""

    value: float
    low: float
    high: float


def difference(
    first: ArrayLike,
    second: ArrayLike,
    origins: ArrayLike,
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Estimate:
    """Give mean(first) - mean(second) of two models' scores of the same cases, with its paired bootstrap interval.

    `first`, `second`: scores (cases), lower is better, so below 0 the first model is better; `origins`: the origin of
    each case, of any type that sorts. The first is not worse at this level where `low` is at or below 0.
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    own, count = _clusters(origins)
    sums = np.column_stack([np.bincount(own, one - other, count), np.bincount(own, minlength=count)])
    drawn = _draws(count, resamples, seed) @ sums
    return _estimate(float(np.mean(one - other)), drawn[:, 0] / drawn[:, 1], level)


def skill(
    first: ArrayLike,
    second: ArrayLike,
    origins: ArrayLike,
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Estimate:
    """Give 1 - mean(first) / mean(second): the share of the second model's score that the first one saves.

    Arguments as for `difference`; higher is better, 0 is no gain.
    """
    one, other = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    own, count = _clusters(origins)
    drawn = _draws(count, resamples, seed) @ np.column_stack(
        [np.bincount(own, one, count), np.bincount(own, other, count)]
    )
    return _estimate(1 - float(one.mean() / other.mean()), 1 - drawn[:, 0] / drawn[:, 1], level)


def resampled(
    figure: Callable[[Values], float], origins: ArrayLike, *, resamples: int, level: float, seed: int
) -> Estimate:
    """Give a figure of weighted cases with its interval: `figure` is called with how often each case was drawn.

    Resamples of which the figure is not a number (all of one kind, say) are left out.
    """
    own, count = _clusters(origins)
    found = np.array([figure(drawn[own]) for drawn in _draws(count, resamples, seed)])
    return _estimate(figure(np.ones(len(own))), found[~np.isnan(found)], level)


def _clusters(origins: ArrayLike) -> tuple[NDArray[np.intp], int]:
    names, own = np.unique(np.asarray(origins), return_inverse=True)
    return own, len(names)


def _draws(count: int, resamples: int, seed: int) -> Values:
    """Draw how often each cluster comes up in each resample (resamples by clusters)."""
    chances = np.full(count, 1 / count)
    return np.random.default_rng(seed).multinomial(count, chances, size=resamples).astype(np.float64)


def _estimate(value: float, drawn: Values, level: float) -> Estimate:
    if not len(drawn):
        return Estimate(value, float("nan"), float("nan"))
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high))
