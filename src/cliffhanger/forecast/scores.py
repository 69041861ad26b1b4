"""Scores: how well forecasts met what came, as pure functions of NumPy arrays.

Forecasts of a figure are quantiles (cases by chances), rising with the chances; `truth` is in the same unit (natural
log of hours, so a score of .1 is about a tenth). Forecasts of an event are chances, `happened` is 0 or 1. A case whose
forecast is not a number scores NaN. Lower is better, but where a docstring says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cliffhanger.forecast.bootstrap import LEVEL, RESAMPLES, Estimate, resampled
from cliffhanger.forecast.student import Values

BINS = 10
SURE = 1e-9
"""Chances are kept so far from 0 and 1 where their odds are asked for."""


def pinball(truth: ArrayLike, quantiles: ArrayLike, chances: ArrayLike) -> Values:
    """Give the pinball loss of each quantile (cases by chances): (y - q) p where y > q, else (q - y)(1 - p).

    R. Koenker, G. Bassett, "Regression quantiles", Econometrica 46, 1978.
    """
    import scoringrules

    return _array(scoringrules.quantile_score(_array(truth)[:, None], _array(quantiles), _array(chances)))


def interval_score(truth: ArrayLike, low: ArrayLike, high: ArrayLike, share: float) -> Values:
    """Give the interval score (cases) of central intervals meant to hold a share of all cases.

    (u - l) + 2/a (l - y) where y < l, + 2/a (y - u) where y > u, with a = 1 - share. T. Gneiting, A. E. Raftery,
    "Strictly proper scoring rules, prediction, and estimation", JASA 102, 2007, equation 43.
    """
    import scoringrules

    return _array(scoringrules.interval_score(_array(truth), _array(low), _array(high), 1 - share))


def weighted_interval_score(truth: ArrayLike, quantiles: ArrayLike, chances: ArrayLike) -> Values:
    """Give the weighted interval score (cases) of a median and K central intervals.

    1 / (K + 1/2) (1/2 |y - m| + sum of a/2 IS(a)). J. Bracher, E. L. Ray, T. Gneiting, N. G. Reich, "Evaluating
    epidemic forecasts in an interval format", PLOS Computational Biology 17, 2021. The chances must lie evenly about
    1/2, that included; the score is then the mean of twice the pinball loss.

    Raises:
        ValueError: the chances do not lie so.
    """
    # Not by scoringrules: without Numba, its release 0.10 adds the median itself, not how far the truth lies from it.
    told, levels = _array(quantiles), _array(chances)
    middle = len(levels) // 2
    if len(levels) % 2 == 0 or not np.allclose(levels + levels[::-1], 1):
        raise ValueError("chances must lie evenly about 1/2, that included")
    total = np.abs(_array(truth) - told[:, middle]) / 2
    for place in range(middle):
        outside = 2 * float(levels[place])
        total += outside / 2 * interval_score(truth, told[:, place], told[:, -1 - place], 1 - outside)
    return _array(total / (middle + 0.5))


def crps(truth: ArrayLike, quantiles: ArrayLike, chances: ArrayLike) -> Values:
    """Give the continuous ranked probability score (cases): the mean of twice the pinball loss over even chances.

    It tends to the integral of (F(x) - 1{y <= x})² as chances grow denser. T. Gneiting, R. Ranjan, "Comparing density
    forecasts using threshold- and quantile-weighted scoring rules", Journal of Business and Economic
    Statistics 29, 2011, with weight 1 on all quantiles.
    """
    import scoringrules

    return _array(scoringrules.crps_quantile(_array(truth), _array(quantiles), _array(chances)))


def censored_crps(truth: ArrayLike, quantiles: ArrayLike, chances: ArrayLike, floor: ArrayLike) -> Values:
    """Give the threshold-weighted CRPS (cases) of truth that is not seen below a floor, NaN where it was not seen.

    Truth and quantiles are both raised to the floor of their case, and scored by `crps`: the integral over x at or
    above the floor of (F(x) - 1{y <= x})², with the weight 1{x >= floor} of Gneiting and Ranjan (2011), by the chaining
    function max(x, floor) of S. Allen, D. Ginsbourger, J. Ziegel, "Evaluating forecasts for high-impact events using
    transformed kernel scores", SIAM/ASA Journal on Uncertainty Quantification 11, 2023. How far below the floor a
    forecast lies counts for nothing; that it lies there does.
    """
    floors = _array(floor)
    return crps(np.fmax(_array(truth), floors), np.maximum(_array(quantiles), floors[:, None]), chances)


def coverage(truth: ArrayLike, low: ArrayLike, high: ArrayLike) -> float:
    """Give the share of cases within their intervals, ends included; it should be the share the intervals name."""
    held = (_array(low) <= _array(truth)) & (_array(truth) <= _array(high))
    return float(np.mean(held))


def randomised_pit(at_truth: ArrayLike, at_floor: ArrayLike, seen: ArrayLike, seed: int = 0) -> Values:
    """Give the randomised probability integral transform (cases) under censoring: uniform where forecasts are right.

    For a case that was seen it is F(y), the chance forecast of a value up to the truth (`at_truth`); for one that was
    not, below its floor f, it is U F(f) with U uniform between 0 and 1, drawn anew for each case (`at_floor` is F(f)).
    A forecast censored at f has the mass F(f) there, over which the transform is spread evenly: A. E. Brockwell,
    "Universal residuals: a multivariate transformation", Statistics and Probability Letters 77, 2007.
    `at_truth` is not read where a case was not seen.
    """
    drawn = np.random.default_rng(seed).uniform(size=len(_array(at_floor)))
    return np.where(np.asarray(seen, dtype=bool), _array(at_truth), drawn * _array(at_floor))


def pit_coverage(pit: ArrayLike, share: float) -> float:
    """Give the share of transforms within the central `share` of 0 to 1: coverage where truth is censored."""
    return float(np.mean(np.abs(_array(pit) - 0.5) <= share / 2))


def brier(happened: ArrayLike, chance: ArrayLike) -> Values:
    """Give the Brier score (cases): (p - y)². Half of the score of G. W. Brier, "Verification of
    forecasts expressed in terms of probability", Monthly Weather Review 78, 1950, which adds up both outcomes."""
    import scoringrules

    return _array(scoringrules.brier_score(_array(happened), _array(chance)))


@dataclass(frozen=True)
class BrierParts:
    """The mean Brier score in parts: reliability - resolution + uncertainty + within.

    `reliability` (lower is better) is how far chances lie from what happened at them; `resolution` (higher is better)
    how far that lies from the mean; `uncertainty` is that of the cases themselves. `within` is left over because
    chances differ within a bin.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float


def brier_parts(happened: ArrayLike, chance: ArrayLike, bins: int = BINS) -> BrierParts:
    """Part the mean Brier score by bins of equal width.

    With n of N cases in a bin, mean chance p and share o of it: reliability sum n/N (p - o)², resolution
    sum n/N (o - mean)², uncertainty mean (1 - mean): A. H. Murphy, "A new vector partition of the probability score",
    Journal of Applied Meteorology 12, 1973. `within` is the sum of the two components that
    D. B. Stephenson, C. A. S. Coelho, I. T. Jolliffe, Weather and Forecasting 23, 2008, add for what binning hides.
    """
    y, p = _array(happened), _array(chance)
    own = np.minimum((p * bins).astype(np.int64), bins - 1)
    count = np.bincount(own, minlength=bins)
    held = np.maximum(count, 1)
    said, came, weight = np.bincount(own, p, bins) / held, np.bincount(own, y, bins) / held, count / len(y)
    mean = float(y.mean())
    reliability, resolution = float(weight @ (said - came) ** 2), float(weight @ (came - mean) ** 2)
    apart = p - said[own]
    within = float(np.mean(apart**2) - 2 * np.mean((y - came[own]) * apart))
    return BrierParts(reliability, resolution, mean * (1 - mean), within)


def log_loss(happened: ArrayLike, chance: ArrayLike) -> Values:
    """Give the log loss (cases), in nats: -log p where it happened, else -log(1 - p); infinite where 0 or 1 failed.

    I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14, 1952.
    """
    import scoringrules

    with np.errstate(divide="ignore"):
        return _array(scoringrules.log_score(_array(happened), _array(chance)))


def auc(
    happened: ArrayLike,
    chance: ArrayLike,
    origins: ArrayLike | None = None,
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> Estimate:
    """Give the area under the ROC curve with its bootstrap interval; higher is better, .5 is a guess.

    It is the chance that a case that happened was given a higher chance than one that did not, ties counting half
    (J. A. Hanley, B. J. McNeil, Radiology 143, 1982); NaN where all cases agree. Whole origins are drawn, or single
    cases without `origins`.
    """
    y, (levels, own) = _array(happened), np.unique(_array(chance), return_inverse=True)

    def area(weight: Values) -> float:
        yes, no = (np.bincount(own, weight * kind, len(levels)) for kind in (y, 1 - y))
        pairs = yes.sum() * no.sum()
        return float(yes @ (np.cumsum(no) - no / 2) / pairs) if pairs else float("nan")

    clusters = np.arange(len(y)) if origins is None else origins
    return resampled(area, clusters, resamples=resamples, level=level, seed=seed)


@dataclass(frozen=True)
class Reliability:
    """The line that turns forecast log odds into true ones: 0 and 1 where forecasts are right.

    A slope below 1 tells of chances too far from the mean, one above 1 of chances too near it.
    """

    intercept: float
    slope: float


def reliability(happened: ArrayLike, chance: ArrayLike) -> Reliability:
    """Fit log odds of what happened = intercept + slope × log odds forecast, by maximum likelihood.

    D. R. Cox, "Two further applications of a model for binary regression", Biometrika 45, 1958.
    """
    from sklearn.linear_model import LogisticRegression

    p = np.clip(_array(chance), SURE, 1 - SURE)
    line = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-8)
    line.fit(np.log(p / (1 - p))[:, None], np.asarray(happened, dtype=bool))
    return Reliability(float(line.intercept_[0]), float(line.coef_[0, 0]))


def _array(values: Any) -> Values:
    return np.asarray(values, dtype=np.float64)
