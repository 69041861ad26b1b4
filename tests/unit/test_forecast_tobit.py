"""The censored regression finds what made the data, and its gradient is that of its likelihood."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as students

from cliffhanger.forecast import tobit
from cliffhanger.forecast.student import Values

RANDOM = np.random.default_rng(7)
CASES = 4_000
X, Z = RANDOM.normal(size=(CASES, 2)), RANDOM.normal(size=(CASES, 1))
CHANGE = -0.4 + 0.5 * X[:, 0] - 0.2 * X[:, 1] + np.exp(-1.0 + 0.3 * Z[:, 0]) * RANDOM.standard_t(4, CASES)
FLOOR = np.full(CASES, -0.6)


def fitted() -> tobit.Tobit:
    censored = CHANGE < FLOOR
    return tobit.fit(X, Z, np.where(censored, FLOOR, CHANGE), censored)


def test_a_fit_finds_the_coefficients_though_a_third_is_censored() -> None:
    """From 4,000 cases, of which a third is only known to lie below a floor, coefficients come out within .05."""
    found = fitted()
    assert 0.3 < (CHANGE < FLOOR).mean() < 0.45
    origin, ones = np.zeros((1, 2)), np.eye(2)
    assert found.location(origin)[0] == pytest.approx(-0.4, abs=0.05)
    assert found.location(ones) - found.location(origin) == pytest.approx([0.5, -0.2], abs=0.05)
    assert np.log(found.spread(np.array([[0.0], [1.0]]))) == pytest.approx([-1.0, -0.7], abs=0.08)


def test_dropping_censored_cases_would_not_find_them() -> None:
    """A fit that leaves out what fell below the floor is off by more, so that the test above says something."""
    seen = CHANGE >= FLOOR
    found = tobit.fit(X[seen], Z[seen], CHANGE[seen], np.zeros(seen.sum(), bool))
    assert found.location(np.zeros((1, 2)))[0] > -0.3


def test_what_was_never_seen_widens_no_range_beyond_measure() -> None:
    """However far a case lies from all that was fitted on, its spread is that of a case four deviations away."""
    found = fitted()
    near, far, farther = found.spread(Z.mean() + Z.std() * np.array([[4.0], [6.0], [1e6]]))
    assert near == pytest.approx(far)
    assert far == farther


def test_quantiles_are_those_of_students_t() -> None:
    """Quantiles are location plus spread times SciPy's quantiles of t with four degrees of freedom."""
    found, chances = fitted(), np.array([0.05, 0.5, 0.95])
    expected = found.location(X[:3])[:, None] + found.spread(Z[:3])[:, None] * students.ppf(chances, 4)
    assert found.quantiles(X[:3], Z[:3], chances) == pytest.approx(expected)


def test_the_same_data_give_the_same_bytes() -> None:
    """Nothing in a fit is left to chance."""
    one, other = fitted(), fitted()
    assert (one.b.tobytes(), one.g.tobytes()) == (other.b.tobytes(), other.g.tobytes())


def test_a_column_that_does_not_vary_does_no_harm() -> None:
    """A constant column keeps its coefficient at nought."""
    constant: Values = np.column_stack([X, np.ones(CASES)])
    found = tobit.fit(constant, Z, CHANGE, np.zeros(CASES, bool))
    assert found.b[-1] == pytest.approx(0, abs=1e-9)
