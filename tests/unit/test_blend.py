"""The blend of regression and trees, and the factor that is learned from the newest cases."""

from __future__ import annotations

import numpy as np
import pytest

from cliffhanger.forecast import blend
from cliffhanger.forecast.blend import FACTORS, FEWEST, Blend, Cases, fit, likeliest
from cliffhanger.forecast.student import Values

NINETY = np.array([0.05, 0.95])
OLD, NEW = 0.3, 0.6
"""The scales of errors of older cases and of the newest."""


def cases(many: int, newest: float = OLD, *, seed: int = 0, films: float = 0.5, weight: float = 1.0) -> Cases:
    """Give cases, one a day, that follow two columns; the errors of the last quarter are of a scale of their own."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(many, 2))
    when = np.arange(many, dtype=np.float64)
    scale = np.where(when >= 0.75 * many, newest, OLD)
    change = x @ np.array([0.5, -0.3]) + scale * random.standard_t(4, size=many)
    kind = np.asarray(random.random(many) < films)
    return Cases(x, x[:, :1], x, kind, change, np.zeros(many, dtype=np.bool_), np.full(many, weight), when)


def covered(model: Blend, came: Cases) -> float:
    """Give the share of cases inside their 90% interval."""
    told = model.student(1, came).quantiles(NINETY)
    return float(((told[:, 0] <= came.change) & (came.change <= told[:, 1])).mean())


def wide(seed: int = 9) -> Cases:
    """Give cases of which all have the errors of the newest."""
    whole = cases(1600, NEW, seed=seed)
    return whole.where(whole.when >= 1200)


def test_newest_errors_twice_as_wide_are_covered() -> None:
    """A factor well above one is learned, and nine in ten cases to come lie within their range, as without it not."""
    model = fit({1: cases(800, NEW)}, 1, 7)
    assert 1.5 < model.factors[1, False] < 2.6
    assert covered(model, wide()) > 0.87
    assert covered(Blend(model.regressions, model.trees, {}), wide()) < 0.86


def test_errors_that_stay_as_they_were_leave_intervals_as_they_are() -> None:
    """The factor is near one where the newest cases are as hard as the older."""
    model = fit({1: cases(800)}, 1, 7)
    assert all(0.75 < one < 1.3 for one in model.factors.values())


def test_films_and_series_have_factors_of_their_own() -> None:
    """Where only films became harder to tell, only their intervals are stretched."""
    told, hard = cases(1200, seed=3), cases(1200, NEW * 1.5, seed=3)
    change = np.where(told.kind, hard.change, told.change)
    model = fit({1: Cases(told.x, told.z, told.t, told.kind, change, told.censored, told.weight, told.when)}, 1, 7)
    assert model.factors[1, True] > 1.4 * model.factors[1, False]


def test_a_factor_of_hardly_any_cases_is_drawn_to_that_of_its_group() -> None:
    """A kind of which one case is new is stretched about as much as the others."""
    alone = cases(800, NEW, films=0.0)
    alone.kind[-1] = True
    model = fit({1: alone}, 1, 7)
    assert model.factors[1, True] == pytest.approx(model.factors[1, False], rel=0.25)


def test_a_group_with_too_few_cases_takes_the_model_of_the_group_before() -> None:
    """Of three groups the middle one has a case too few; what lies before all groups has no model."""
    few = cases(FEWEST - 1, seed=1)
    model = fit({1: cases(300), 2: few, 4: cases(300, seed=2)}, 1, 7)
    assert sorted(model.regressions) == [1, 4]
    assert [model.group_for(group) for group in (0, 1, 2, 3, 4, 9)] == [None, 1, 1, 1, 4, 4]


@pytest.mark.parametrize("many", [0, 1, FEWEST - 1])
def test_without_enough_cases_there_is_no_model(many: int) -> None:
    """No group, or only small ones, give a blend that serves nobody."""
    for groups in ({}, {1: cases(many)}):
        model = fit(groups, 1, 7)
        assert (model.regressions, model.factors, model.group_for(3)) == ({}, {}, None)


def test_a_group_whose_older_cases_are_too_few_is_not_stretched() -> None:
    """Sixty cases make a model; three quarters of them make none to learn a factor with."""
    assert fit({1: cases(FEWEST)}, 1, 7).factors == {}


def test_factors_are_learned_from_cases_of_full_weight() -> None:
    """Newest cases that count by half, however far off, stretch nothing while enough others are sure."""
    sure, unsure = cases(800), cases(800, 10 * NEW, seed=5, weight=0.5)
    both = Cases(*(np.concatenate([getattr(sure, name), getattr(unsure, name)]) for name in Cases.__dataclass_fields__))
    assert all(one < 1.5 for one in fit({1: both}, 1, 7).factors.values())


def test_the_same_cases_give_the_same_bytes() -> None:
    """A second fit gives the same quantiles."""
    one, other = (fit({1: cases(300)}, 1, 7).student(1, wide()).quantiles(NINETY).tobytes() for _ in range(2))
    assert one == other


def errors(scale: float, many: int = 4000) -> Values:
    return np.asarray(scale * np.random.default_rng(0).standard_t(4, size=many))


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_the_likeliest_factor_is_the_scale_of_the_errors(scale: float) -> None:
    """Of many errors of Student's t, the factor found is that by which they were stretched."""
    told = errors(scale)
    assert likeliest(told, np.zeros(len(told), dtype=np.bool_), 1.0) == pytest.approx(scale, rel=0.05)


def test_without_errors_the_factor_is_what_it_is_drawn_to() -> None:
    """No case leaves the factor of the group, or one."""
    nothing = np.empty(0)
    for drawn in (1.0, 1.5):
        assert likeliest(nothing, nothing.astype(np.bool_), drawn) == pytest.approx(drawn, rel=0.006)


def test_censored_errors_count_by_their_chance() -> None:
    """With the lower half known only to lie below its middle, the factor is found all the same."""
    told = errors(1.6)
    censored = told < 0
    assert likeliest(np.where(censored, 0.0, told), censored, 1.0) == pytest.approx(1.6, rel=0.06)


def test_no_factor_lies_beyond_those_tried() -> None:
    """Errors without end, or none at all, give the widest and the narrowest factor tried."""
    seen = np.zeros(500, dtype=np.bool_)
    assert likeliest(np.full(500, 99.0), seen, 1.0) == FACTORS[-1]
    assert likeliest(np.zeros(500), seen, 1.0) == FACTORS[0]


def test_a_student_tells_chances_that_match_its_quantiles() -> None:
    """The chance of less than a quantile is that of the quantile."""
    told = blend.Student(np.array([1.0, -2.0]), np.array([0.5, 3.0]))
    found = told.quantiles(np.array([0.1, 0.5, 0.99]))
    for place, chance in enumerate((0.1, 0.5, 0.99)):
        assert told.chance_below(found[:, place]) == pytest.approx(chance)
