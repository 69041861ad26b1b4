"""Logistic regression with a ridge penalty on standardised columns: fitted by scikit-learn, read with NumPy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cliffhanger.forecast.student import Values
from cliffhanger.forecast.tobit import Standard

RIDGE = 3.0
"""The penalty: half of this times the sum of squares of the coefficients."""

MOST_STEPS = 500


@dataclass(frozen=True)
class Logit:
    """A fitted regression: log odds = b0 + b1 x1 + …, on standardised columns."""

    standard: Standard
    b: Values

    def chances(self, x: Values) -> Values:
        """Give the chance of each case from its columns (cases by columns)."""
        return np.asarray(1 / (1 + np.exp(-(self.standard(x) @ self.b))))


def fit(x: Values, happened: NDArray[np.bool_], ridge: float = RIDGE) -> Logit:
    """Fit on cases (cases by columns) and what happened; where all agree, the chance is theirs, drawn in by one half.

    The chance of cases that all agree is (happened + 1/2) / (cases + 1), whatever the columns (Jeffreys' prior).
    """
    standard = Standard.of(x)
    if happened.all() or not happened.any():
        odds = (happened.sum() + 0.5) / ((~happened).sum() + 0.5)
        return Logit(standard, np.concatenate([[np.log(odds)], np.zeros(x.shape[1])]))
    from sklearn.linear_model import LogisticRegression

    found = LogisticRegression(C=1 / ridge, solver="newton-cholesky", max_iter=MOST_STEPS)
    found.fit(standard(x)[:, 1:], happened)
    return Logit(standard, np.concatenate([found.intercept_, found.coef_[0]]))
