"""Censored regression with heavy tails and a scale of its own for each case.

The change d of a case is X b + exp(Z g) e, where e has Student's t distribution with four degrees of freedom. A case
that was seen contributes the density of d; one that fell below its floor f contributes the chance of that,
F((f - X b) / exp(Z g)) (Tobin, "Estimation of relationships for limited dependent variables", Econometrica 26, 1958,
with t errors and a log-linear scale). Ridge penalties keep b and g small; intercepts, the first columns, go free.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cliffhanger.forecast.student import FREEDOM, Values, distribution, log_density, quantile

RIDGE_MEAN = 30.0
RIDGE_SCALE = 15.0
LOG_SCALES = -5.0, 3.0
MOST_STEPS = 300
ENOUGH = 1e-6
"""The share by which a step must better the fit, for another to be taken."""

FAR = 8.0
FAR_OF_SCALE = 4.0
"""How many standard deviations a column may lie from its mean, that of the location or of the scale: beyond, what was
hardly ever seen would rule a case, and a log scale that goes on growing soon allows for anything at all.
"""


@dataclass(frozen=True)
class Standard:
    """Columns brought to mean 0 and standard deviation 1, after a column of ones."""

    mean: Values
    deviation: Values

    @classmethod
    def of(cls, columns: Values) -> Standard:
        """Take mean and deviation of columns; one that does not vary stays as it is."""
        deviation = columns.std(axis=0)
        return cls(columns.mean(axis=0), np.where(deviation > 0, deviation, 1.0))

    def __call__(self, columns: Values, far: float = FAR) -> Values:
        """Give standardised columns (cases by columns + 1), none further than `far` from its mean."""
        return np.column_stack([np.ones(len(columns)), np.clip((columns - self.mean) / self.deviation, -far, far)])


@dataclass(frozen=True)
class Tobit:
    """A fitted regression: coefficients of the mean and of the log scale, on standardised columns."""

    mean: Standard
    scale: Standard
    b: Values
    g: Values

    def location(self, x: Values) -> Values:
        """Give the median change of each case."""
        return self.mean(x) @ self.b

    def spread(self, z: Values) -> Values:
        """Give the scale of each case."""
        return np.exp(np.clip(self.scale(z, FAR_OF_SCALE) @ self.g, *LOG_SCALES))

    def quantiles(self, x: Values, z: Values, chances: Values) -> Values:
        """Give quantiles of the change (cases by chances)."""
        return self.location(x)[:, None] + self.spread(z)[:, None] * quantile(chances)[None, :]


def fit(x: Values, z: Values, change: Values, censored: NDArray[np.bool_], weight: Values | None = None) -> Tobit:
    """Fit by maximum penalised likelihood, with L-BFGS and the analytic gradient.

    `change` is the floor where a case is censored.
    """
    from scipy.optimize import minimize

    mean, scale = Standard.of(x), Standard.of(z)
    xs, zs = mean(x), scale(z, FAR_OF_SCALE)
    weights = np.ones(len(change)) if weight is None else weight
    width, seen = xs.shape[1], ~censored

    def loss(theta: Values) -> tuple[float, Values]:
        b, g = theta[:width], theta[width:]
        log_scale = np.clip(zs @ g, *LOG_SCALES)
        size = np.exp(log_scale)
        u = (change - xs @ b) / size
        density, below = log_density(u), np.maximum(distribution(u[censored]), 1e-300)
        likelihood, slope = density - log_scale, -(FREEDOM + 1) * u / (FREEDOM + u * u)
        likelihood[censored], slope[censored] = np.log(below), np.exp(density[censored]) / below
        to_mean, to_scale = -slope / size, -slope * u - seen
        free = np.concatenate([[0.0], RIDGE_MEAN * b[1:], [0.0], RIDGE_SCALE * g[1:]])
        penalty = (RIDGE_MEAN * b[1:] @ b[1:] + RIDGE_SCALE * g[1:] @ g[1:]) / 2
        gradient = np.concatenate([xs.T @ (weights * to_mean), zs.T @ (weights * to_scale)])
        return float(penalty - weights @ likelihood), free - gradient

    start = np.zeros(width + zs.shape[1])
    start[0], start[width] = -0.5, -1.0
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS, "ftol": ENOUGH}).x
    return Tobit(mean, scale, found[:width], found[width:])
