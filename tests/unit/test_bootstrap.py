"""Intervals by drawing origins again."""

from __future__ import annotations

import numpy as np
import pytest

from cliffhanger.forecast import bootstrap

RANDOM = np.random.default_rng(5)
ORIGINS = np.repeat(np.arange(50), 20)
WEATHER = np.repeat(RANDOM.normal(size=50), 20)
"""What befalls all titles of an origin alike."""


def test_a_difference_is_paired() -> None:
    """What befalls both models alike widens nothing."""
    score = WEATHER + RANDOM.normal(size=1000)
    found = bootstrap.difference(score - 0.1, score, ORIGINS)
    assert (found.value, found.low, found.high) == pytest.approx((-0.1, -0.1, -0.1))


def test_titles_of_an_origin_are_drawn_together() -> None:
    """Where an origin decides, single draws would make the interval far too narrow."""
    nought = np.zeros(1000)
    together = bootstrap.difference(WEATHER, nought, ORIGINS)
    apart = bootstrap.difference(WEATHER, nought, np.arange(1000))
    assert together.high - together.low > 3 * (apart.high - apart.low)
    expected = 2 * 1.645 * WEATHER.std() / np.sqrt(50)
    assert together.high - together.low == pytest.approx(expected, rel=0.1)


def test_origins_of_many_titles_count_for_more() -> None:
    """The mean is over titles, in each resample, too: drawn alone, a large origin gives 1, small ones 9."""
    origins = np.repeat([1, 2, 3], [1, 1, 98])
    found = bootstrap.difference(np.repeat([9.0, 9.0, 1.0], [1, 1, 98]), np.zeros(100), origins, level=0.95)
    assert found.value == pytest.approx(1.16)
    assert (found.low, found.high) == pytest.approx((1, 9))


def test_skill_is_the_share_that_is_saved() -> None:
    """A score of three quarters of the other's saves a quarter of it, in each resample."""
    other = RANDOM.uniform(1, 2, size=1000)
    found = bootstrap.skill(0.75 * other, other, ORIGINS)
    assert (found.value, found.low, found.high) == pytest.approx((0.25, 0.25, 0.25))


def test_the_same_seed_gives_the_same_interval() -> None:
    """Nothing but the seed decides which origins are drawn."""
    nought = np.zeros(1000)
    first, again, other = (bootstrap.difference(WEATHER, nought, ORIGINS, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
