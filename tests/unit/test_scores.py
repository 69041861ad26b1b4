"""Scores are those of the literature: against numbers from elsewhere, and against loops that spell out the formula."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from cliffhanger.forecast import scores
from cliffhanger.forecast.student import Values

CHANCES = np.arange(1, 20) / 20
DENSE = np.arange(1, 2000) / 2000
RANDOM = np.random.default_rng(11)
TRUTH = RANDOM.normal(size=8)
QUANTILES = np.sort(RANDOM.normal(size=(8, 19)), axis=1)

HAPPENED = [1, 0, 1, 1, 0, 0]
CHANCE = [0.9, 0.4, 0.6, 0.4, 0.2, 0.7]


def spelled_out(truth: float, quantile: float, chance: float) -> float:
    return chance * (truth - quantile) if truth > quantile else (1 - chance) * (quantile - truth)


def normal(chances: Values) -> Values:
    """Give quantiles of the normal distribution with mean .3 and deviation .7, as one case."""
    return np.asarray(norm.ppf(chances, 0.3, 0.7))[None, :]


def test_pinball_weighs_each_side_by_its_chance() -> None:
    """Every cell is what a loop over the definition gives."""
    told = [
        [spelled_out(y, q, p) for q, p in zip(row, CHANCES, strict=True)]
        for y, row in zip(TRUTH, QUANTILES, strict=True)
    ]
    assert scores.pinball(TRUTH, QUANTILES, CHANCES) == pytest.approx(np.array(told))


def test_an_interval_pays_for_its_width_and_for_what_it_misses() -> None:
    """An 80% interval from 0 to 1 costs 1, and ten times the distance of what lies outside."""
    assert scores.interval_score([0.5, -0.2, 1.3], [0, 0, 0], [1, 1, 1], 0.8) == pytest.approx([1, 3, 4])


def test_the_weighted_interval_score_is_the_mean_of_twice_the_pinball_loss() -> None:
    """Nineteen even quantiles give the same by intervals as by quantiles."""
    told = [
        np.mean([2 * spelled_out(y, q, p) for q, p in zip(row, CHANCES, strict=True)])
        for y, row in zip(TRUTH, QUANTILES, strict=True)
    ]
    assert scores.weighted_interval_score(TRUTH, QUANTILES, CHANCES) == pytest.approx(told)
    assert scores.crps(TRUTH, QUANTILES, CHANCES) == pytest.approx(told)


@pytest.mark.parametrize("chances", [[0.1, 0.9], [0.1, 0.5, 0.8]])
def test_chances_that_form_no_intervals_are_refused(chances: list[float]) -> None:
    """Without a median, or with quantiles that do not pair, there is no weighted interval score."""
    with pytest.raises(ValueError, match="evenly"):
        scores.weighted_interval_score([0.0], np.zeros((1, len(chances))), chances)


def test_dense_quantiles_give_the_crps_of_their_distribution() -> None:
    """As `python -c "import scoringrules as s; print(s.crps_normal(1.0, .3, .7))"`, of scoringrules 0.10.0, has it."""
    assert scores.crps([1.0], normal(DENSE), DENSE)[0] == pytest.approx(0.42170895, abs=1e-3)


@pytest.mark.parametrize(("truth", "expected"), [(1.0, 0.379446467), (math.nan, 0.143966880)])
def test_the_censored_crps_counts_what_lies_above_the_floor(truth: float, expected: float) -> None:
    """It is the integral from the floor, .1, of (F(x) - 1{y <= x})², for truth seen and for truth not seen.

    From scipy 1.17.1, F = lambda x: norm.cdf(x, .3, .7): `quad(lambda x: (F(x) - (x >= 1)) ** 2, .1, 12, points=[1])`
    and `quad(lambda x: (F(x) - 1) ** 2, .1, 12)`.
    """
    assert scores.censored_crps([truth], normal(DENSE), DENSE, [0.1])[0] == pytest.approx(expected, abs=1e-3)


def test_what_a_forecast_says_below_the_floor_counts_for_nothing() -> None:
    """Quantiles below the floor may lie where they like."""
    deep = np.where(QUANTILES < 0.2, QUANTILES - 50, QUANTILES)
    floor = np.full(8, 0.2)
    shallow = scores.censored_crps(TRUTH, QUANTILES, CHANCES, floor)
    assert scores.censored_crps(TRUTH, deep, CHANCES, floor) == pytest.approx(shallow)


def test_a_forecast_that_is_not_a_number_has_no_score() -> None:
    """It is not passed over in silence, neither seen nor censored."""
    missing = np.full((1, 19), math.nan)
    assert np.isnan(scores.crps([0.0], missing, CHANCES)).all()
    assert np.isnan(scores.censored_crps([0.0], missing, CHANCES, [0.0])).all()


def test_coverage_counts_the_ends() -> None:
    """A truth on the edge of its interval lies in it."""
    assert scores.coverage([0, 1, 2, 3], [0, 0, 0, 0], [2, 2, 2, 2]) == 0.75


def test_the_randomised_pit_of_a_right_forecast_is_uniform_though_most_is_censored() -> None:
    """With normal truth seen only above its own floor, all central shares hold what they should."""
    truth, floor = RANDOM.normal(size=40_000), RANDOM.normal(0.3, 1, size=40_000)
    pit = scores.randomised_pit(norm.cdf(truth), norm.cdf(floor), truth >= floor)
    assert (truth < floor).mean() > 0.5
    for share in (0.1, 0.5, 0.9):
        assert scores.pit_coverage(pit, share) == pytest.approx(share, abs=0.01)


def test_the_randomised_pit_of_what_fell_below_lies_below_the_chance_of_that() -> None:
    """It is drawn between 0 and F(floor), the same for the same seed, and does not read the truth."""
    floor = np.array([0.2, 0.6])
    first = scores.randomised_pit([math.nan, math.nan], floor, [False, False], seed=3)
    assert ((first >= 0) & (first <= floor)).all()
    assert first.tolist() == scores.randomised_pit([0.9, 0.9], floor, [False, False], seed=3).tolist()


def test_brier_and_log_loss_are_those_of_scikit_learn() -> None:
    """As scikit-learn 1.9.1 has them.

    `python -c "from sklearn.metrics import *; y=[1,0,1,1,0,0]; p=[.9,.4,.6,.4,.2,.7];
    print(brier_score_loss(y,p), log_loss(y,p), roc_auc_score(y,p))"`
    """
    assert scores.brier(HAPPENED, CHANCE).mean() == pytest.approx(0.20333333333333334)
    assert scores.log_loss(HAPPENED, CHANCE).mean() == pytest.approx(0.5784031417840181)
    assert scores.auc(HAPPENED, CHANCE, resamples=20).value == pytest.approx(0.7222222222222222)


def test_certainty_that_failed_costs_without_end() -> None:
    """A chance of 0 for what happened has an infinite log loss, and one of 1 none."""
    assert scores.log_loss([1, 1], [0.0, 1.0]).tolist() == [math.inf, 0]


@pytest.mark.parametrize("bins", [1, 3, 10])
def test_the_parts_of_the_brier_score_add_up(bins: int) -> None:
    """Reliability - resolution + uncertainty + within is the mean score, for any number of bins."""
    chance = np.append(RANDOM.uniform(size=500), [0.0, 1.0])
    happened = RANDOM.uniform(size=502) < chance**2
    parts = scores.brier_parts(happened, chance, bins)
    total = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert total == pytest.approx(scores.brier(happened, chance).mean())


def test_the_parts_of_the_brier_score_are_murphys() -> None:
    """Two bins, spelled out: .25 is said where none of two happens, .75 where two of three do."""
    parts = scores.brier_parts([0, 0, 1, 1, 0], [0.25, 0.25, 0.75, 0.75, 0.75], 2)
    assert parts.reliability == pytest.approx(2 / 5 * 0.25**2 + 3 / 5 * (0.75 - 2 / 3) ** 2)
    assert parts.resolution == pytest.approx(2 / 5 * 0.4**2 + 3 / 5 * (2 / 3 - 0.4) ** 2)
    assert parts.uncertainty == pytest.approx(0.4 * 0.6)
    assert parts.within == pytest.approx(0)


def test_the_auc_counts_pairs_and_ties_by_half() -> None:
    """It is what a loop over all pairs gives."""
    chance, happened = RANDOM.integers(10, size=60) / 10, RANDOM.uniform(size=60) < 0.4
    pairs = [(p > q) + (p == q) / 2 for p in chance[happened] for q in chance[~happened]]
    assert scores.auc(happened, chance, resamples=5).value == pytest.approx(np.mean(pairs))


def test_the_interval_of_the_auc_holds_it_and_narrows_with_cases() -> None:
    """Ten times the cases make the interval less than half as wide."""
    widths = []
    for size in (200, 2000):
        chance = RANDOM.uniform(size=size)
        found = scores.auc(RANDOM.uniform(size=size) < chance, chance, resamples=300)
        assert found.low < found.value < found.high
        widths.append(found.high - found.low)
    assert widths[1] < widths[0] / 2


def test_no_auc_where_all_cases_agree() -> None:
    """One kind alone cannot be told from another."""
    found = scores.auc([1, 1], [0.2, 0.4], resamples=5)
    assert all(math.isnan(one) for one in (found.value, found.low, found.high))


@pytest.mark.parametrize(("stretch", "expected"), [(1.0, 1.0), (2.0, 0.5)])
def test_the_slope_tells_how_much_too_bold_chances_are(stretch: float, expected: float) -> None:
    """Right chances have slope 1 and intercept 0; log odds twice as large as they should be have slope one half."""
    odds = RANDOM.normal(size=40_000)
    happened = RANDOM.uniform(size=40_000) < 1 / (1 + np.exp(-odds))
    found = scores.reliability(happened, 1 / (1 + np.exp(-stretch * odds)))
    assert found.slope == pytest.approx(expected, abs=0.04)
    assert found.intercept == pytest.approx(0, abs=0.04)
