"""Baselines: what they forecast on panels small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cliffhanger.forecast.baselines.ratios import STEP, CategoryRatio, Fallen, GlobalRatio, LastValue, Ratios, estimated
from cliffhanger.forecast.baselines.staying import RankLogit, RateByRank, SameTen
from cliffhanger.forecast.panel import TitleWeek
from panels import FLOOR, ONE, made_up

CHANCES = [0.05, 0.25, 0.5, 0.75, 0.95]
FILM = "Films (English)"


def changing(change: float | None, times: int, **more: object) -> list[TitleWeek]:
    """Give weeks whose hours change by so much; None leaves the list."""
    return [replace(ONE, next_level=None if change is None else ONE.level + change, **more) for _ in range(times)]  # type: ignore[arg-type]


def median(model: Ratios, week: TitleWeek = ONE) -> float:
    return float(model.quantiles([week], [0.5])[0, 0]) - week.level


def test_the_last_value_is_the_median_however_titles_fell() -> None:
    """All fell by one or two, and yet the forecast lies evenly about this week's hours, as wide as that."""
    model = LastValue().fit_on(changing(-1.0, 50) + changing(-2.0, 50))
    low, _, middle, _, high = model.quantiles([ONE], CHANCES)[0] - ONE.level
    assert (low, middle, high) == pytest.approx((-2, 0, 2), abs=1e-6)


def test_the_global_ratio_is_one_for_all_lists() -> None:
    """A list of its own with other changes gets the median of all."""
    cases = changing(-1.0, 60) + changing(0.0, 40, category=FILM)
    assert median(GlobalRatio().fit_on(cases), replace(ONE, category=FILM)) == pytest.approx(-1)


def test_the_category_ratio_is_that_of_the_list_and_age() -> None:
    """Each list and each age has its own median."""
    cases = changing(-1.0, 60) + changing(0.0, 40, category=FILM) + changing(-0.5, 40, category=FILM, age=2)
    model = CategoryRatio().fit_on(cases)
    asked = ONE, replace(ONE, category=FILM), replace(ONE, category=FILM, age=2)
    assert [median(model, one) for one in asked] == pytest.approx([-1, 0, -0.5])


def test_a_list_with_few_cases_takes_the_ratio_of_all() -> None:
    """Nineteen cases make no group; those of the age stand in, and for an age not met, all there are."""
    model = CategoryRatio().fit_on(changing(-1.0, 60) + changing(0.0, 19, category=FILM))
    assert median(model, replace(ONE, category=FILM)) == pytest.approx(-1)
    assert median(model, replace(ONE, age=3)) == pytest.approx(-1)


def test_titles_that_left_pull_the_forecast_down() -> None:
    """Left out, they would leave the median at what those that stayed did: here no change."""
    cases = changing(0.0, 40) + changing(None, 60)
    assert median(GlobalRatio().fit_on(cases)) == pytest.approx(FLOOR - ONE.level - STEP)


def test_the_estimate_finds_the_median_of_changes_half_of_which_are_censored() -> None:
    """Floors that differ give away what lies under the high ones."""
    random = np.random.default_rng(2)
    change, floor = random.normal(-0.5, 0.6, size=4000), random.normal(-0.5, 0.6, size=4000)
    found = estimated(np.maximum(change, floor), change < floor)
    expected = np.quantile(change, CHANCES)
    assert found.quantiles(np.array(CHANCES)) == pytest.approx(expected, abs=0.08)


def test_the_estimate_without_censoring_is_the_distribution_seen() -> None:
    """Its quantiles are those of the changes themselves."""
    change = np.linspace(-1, 1, 2001)
    found = estimated(change, np.zeros(2001, dtype=np.bool_))
    assert found.quantiles(np.array(CHANCES)) == pytest.approx([-0.9, -0.5, 0, 0.5, 0.9], abs=0.01)


@pytest.mark.parametrize("fallen", list(Fallen))
def test_all_titles_left_gives_a_forecast_below_the_floor(fallen: Fallen) -> None:
    """Nothing seen is no reason to fail."""
    model = GlobalRatio(fallen=fallen).fit_on(changing(None, 30))
    assert median(model) == pytest.approx(FLOOR - ONE.level - STEP)


@pytest.mark.parametrize("make", [LastValue, GlobalRatio, CategoryRatio, lambda: GlobalRatio(fallen=Fallen.ESTIMATED)])
def test_chances_and_quantiles_agree(make: type[Ratios]) -> None:
    """Quantiles rise, and the chance of fewer hours passes that of a quantile there, be it by a step."""
    weeks = made_up(60)
    model = make().fit_on(weeks)
    found = model.quantiles(weeks[:10], CHANCES)
    assert (np.diff(found, axis=1) >= 0).all()
    under, over = (model.chance_below(weeks[:10], (found[:, 3] + step).tolist()) for step in (-1e-9, 1e-9))
    assert (under <= 0.751).all()
    assert (over >= 0.749).all()


def test_weeks_whose_next_is_not_published_teach_nothing() -> None:
    """A week without a floor after it changes no forecast."""
    cases = changing(-1.0, 30)
    unseen = [replace(one, next_level=None, next_floor=None) for one in changing(0.0, 300)]
    assert median(GlobalRatio().fit_on(cases + unseen)) == pytest.approx(-1)
    assert RateByRank().fit_on(cases + unseen).chances([ONE]) == pytest.approx([30.5 / 31])


def test_without_a_fit_there_is_no_forecast() -> None:
    """Hours are NaN; the chance to stay is even."""
    assert np.isnan(CategoryRatio().fit_on([]).quantiles([ONE], CHANCES)).all()
    assert np.isnan(CategoryRatio().chance_below([ONE], [FLOOR])).all()
    assert RateByRank().chances([ONE]).tolist() == RankLogit().fit_on([]).chances([ONE]).tolist() == [0.5]


def test_the_same_ten_stay() -> None:
    """Every chance is 1."""
    assert SameTen().fit_on(made_up(2)).chances(made_up(1)).tolist() == [1.0] * 10


def test_the_rate_of_a_rank_is_how_often_it_stayed() -> None:
    """Three of four stayed at rank 2, which is drawn in by one half on each side."""
    cases = changing(-1.0, 3, rank=2) + changing(None, 1, rank=2)
    assert RateByRank().fit_on(cases).chances([replace(ONE, rank=2)]) == pytest.approx([3.5 / 5])


def test_the_small_regression_falls_with_the_rank() -> None:
    """On lists whose lower ranks leave, each rank has a lower chance than the one above."""
    weeks = made_up(80)
    found = RankLogit().fit_on(weeks).chances([replace(ONE, rank=rank) for rank in range(1, 11)])
    assert (np.diff(found) < 0).all()
