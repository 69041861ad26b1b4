"""Student's t with four degrees of freedom, whose distribution and quantiles have closed forms.

W. T. Shaw, "Sampling Student's T distribution: use of the inverse cumulative distribution function", Journal of
Computational Finance 9 (2006), equations 36 to 38. Prediction needs nothing but NumPy for it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FREEDOM = 4.0
Values = NDArray[np.float64]
Flags = NDArray[np.bool_]

FAR = 100.0
"""From so far below zero on, the closed form loses digits to cancellation, and the first terms of the tail serve."""


def log_density(t: Values) -> Values:
    """Give the log of the density at t: log(3/8) - 5/2 log(1 + t²/4)."""
    density: Values = np.log(0.375) - 2.5 * np.log1p(t * t / 4)
    return density


def distribution(t: Values) -> Values:
    """Give the chance of a value up to t; exact in the lower tail, too, where differences would cancel."""
    scale = 1 + t * t / 4
    upper = 0.5 + 0.375 * t / np.sqrt(scale) * (1 - t * t / (12 * scale))
    far = t < -FAR
    if not np.any(far):
        return np.clip(upper, 0.0, 1.0)
    safe = np.where(far, t, -FAR)
    tail = 3 / safe**4 * (1 - 20 / (3 * safe**2) + 35 / safe**4)
    return np.where(far, tail, np.clip(upper, 0.0, 1.0))


def quantile(chance: Values) -> Values:
    """Give the value up to which a chance lies; chances are between 0 and 1, ends excluded."""
    alpha = 4 * chance * (1 - chance)
    root = np.sqrt(alpha)
    stretch = np.cos(np.arccos(root) / 3) / root
    return np.sign(chance - 0.5) * 2 * np.sqrt(np.maximum(stretch - 1, 0.0))
