"""Student's t with four degrees of freedom, against SciPy."""

from __future__ import annotations

import numpy as np
import pytest

from cliffhanger.forecast.student import distribution, log_density, quantile

# python -c "from scipy.stats import t; print(t.cdf([-1e4, -150, -3, 0, 0.5, 8], 4), t.logpdf([-3, 0, 8], 4))"
CASES = {-1e4: 2.99999980e-16, -150.0: 5.92417051e-09, -3.0: 0.0199709840, 0.0: 0.5, 0.5: 0.678335018, 8.0: 0.999338052}
DENSITIES = {-3.0: -3.92746674, 0.0: -0.98082925, 8.0: -8.06386261}


@pytest.mark.parametrize(("t", "chance"), CASES.items())
def test_the_distribution_is_students(t: float, chance: float) -> None:
    """Chances agree with SciPy's, far in the tail as well as in the middle."""
    assert distribution(np.array([t]))[0] == pytest.approx(chance, rel=1e-8)


@pytest.mark.parametrize(("t", "density"), DENSITIES.items())
def test_the_density_is_students(t: float, density: float) -> None:
    """Log densities agree with SciPy's."""
    assert log_density(np.array([t]))[0] == pytest.approx(density, rel=1e-8)


def test_quantiles_undo_the_distribution() -> None:
    """A chance is found again at its quantile."""
    chances = np.linspace(0.001, 0.999, 99)
    assert distribution(quantile(chances)) == pytest.approx(chances, abs=1e-12)


def test_both_ends_of_the_closed_form_meet() -> None:
    """Where the series of the tail takes over, nothing jumps."""
    near = distribution(np.array([-100.0001, -99.9999]))
    assert near[0] == pytest.approx(near[1], rel=1e-4)
