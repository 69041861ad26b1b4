"""The hazard of another season: exposure, priors, chances and their intervals."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliffhanger.renewal.hazard import QUARTER, QUARTERS, Ahead, Case, Hazard, fit, spans, terms_of
from cliffhanger.renewal.traits import TRAITS, Values

PREMIERE = date(2022, 1, 1)
NOTHING = np.zeros(len(TRAITS))
LIMITED = NOTHING.copy()
LIMITED[0] = 1.0


def case(days: int | None, values: Values = NOTHING, premiere: date = PREMIERE) -> Case:
    """Give a season that was followed after so many days, or never."""
    return Case(values, premiere, days, None, None)


def fitted(cases: list[Case], days: float) -> Hazard:
    """Fit on what is observed so many days after the premiere."""
    found = fit(cases, PREMIERE + timedelta(days=days))
    assert found is not None
    return found


def test_chances_come_near_the_shares_that_came_back() -> None:
    """Of many seasons of which three in ten return within two years, the chance is about that."""
    cases = [case(400 + n) for n in range(150)] + [case(None) for _ in range(350)]
    found = fitted(cases, 3 * 366)
    assert found.chance(terms_of(NOTHING), Ahead.of(0, 0, 731)) == pytest.approx(0.3, abs=0.02)


def test_quarters_that_are_not_over_do_not_count() -> None:
    """A day before a quarter ends, it tells nothing, neither of those that came back in it."""
    cases = [case(500 + n % 3) for n in range(20)] + [case(None)] * 20
    ends = 6 * QUARTER
    before, after = fitted(cases, ends - 2), fitted(cases, ends + 1)
    assert (before.events, after.events) == (0, 20)


def test_nothing_is_fitted_before_a_quarter_in_which_it_can_happen_is_over() -> None:
    """In the first quarter no season can be followed, so it teaches nothing."""
    assert fit([case(None)], PREMIERE + timedelta(days=QUARTER + 2)) is None


def test_a_limited_series_starts_far_below() -> None:
    """Before any has been seen through, its chance lies far below that of others."""
    found = fitted([case(400 + n) for n in range(50)] + [case(None)] * 100, 3 * 366)
    chances = [found.chance(terms_of(values), Ahead.of(0, 0, 731)) for values in (LIMITED, NOTHING)]
    assert chances[0] < chances[1] / 3


def test_a_relabel_lifts_a_limited_series_from_when_it_is_known() -> None:
    """Quarters before the relabel count as those of a limited series, those after it as relabelled."""
    told = Case(LIMITED, PREMIERE, None, PREMIERE + timedelta(days=200), None)
    assert [bool(told.terms(quarter)[-2]) for quarter in range(5)] == [False, False, False, True, True]


def test_silence_lowers_the_chance() -> None:
    """The longer nothing was seen, the less is left by a horizon."""
    found = fitted([case(400 + n) for n in range(150)] + [case(None)] * 350, 3 * 366)
    chances = [found.chance(terms_of(NOTHING), Ahead.of(since, since, 731)) for since in (0, 200, 420, 500, 700)]
    assert chances == sorted(chances, reverse=True)


def test_the_interval_narrows_with_what_is_known() -> None:
    """Ten times the seasons, about a third of the spread."""
    few, many = (fitted(([case(420)] * 3 + [case(None)] * 7) * times, 3 * 366) for times in (10, 100))
    ahead = Ahead.of(0, 0, 731)
    ratio = many.spread(terms_of(NOTHING), ahead) / few.spread(terms_of(NOTHING), ahead)
    assert 0.25 < ratio < 0.5


@given(st.floats(0, 1000), st.floats(0, 1000))
def test_spans_add_up_to_the_time_between(since: float, until: float) -> None:
    """In quarters, they are what lies between, but for the first quarter and the time after the last."""
    low, high = max(since, QUARTER), min(until, QUARTERS * QUARTER)
    assert float(spans(since, until).sum()) == pytest.approx(max(high - low, 0) / QUARTER)


@pytest.mark.parametrize("seen", [1.0, 0.8])
def test_the_spread_is_that_of_the_delta_method(seen: float) -> None:
    """It agrees with slopes that are taken by small steps, whether or not all that happened is seen at once."""
    found = fitted(([case(420)] * 30 + [case(None)] * 70) * 20, 3 * 366)
    terms, ahead, steps = terms_of(NOTHING), Ahead.of(200, 400, 731, seen), 1e-5
    whole = np.concatenate([found.base_, found.weights_])

    def log_odds(parameters: Values) -> float:
        odds = parameters[:QUARTERS] + terms @ parameters[QUARTERS:]
        whole, quiet = (-math.expm1(-float(one @ np.logaddexp(0.0, odds))) for one in (ahead.whole, ahead.quiet))
        chance = (whole - seen * quiet) / (1 - seen * quiet)
        return math.log(chance / (1 - chance))

    slope = [(log_odds(whole + step) - log_odds(whole - step)) / (2 * steps) for step in np.eye(len(whole)) * steps]
    naive = math.sqrt(float(np.array(slope) @ found.covariance_ @ np.array(slope)))
    assert found.spread(terms, ahead) == pytest.approx(naive, rel=1e-5)


def test_silence_counts_for_less_where_not_all_is_seen() -> None:
    """Some that came unseen stand in reports to come; once those are in, silence counts in full."""
    found = fitted([case(400 + n) for n in range(150)] + [case(None)] * 350, 3 * 366)
    at_once, in_part, told = (
        found.chance(terms_of(NOTHING), Ahead.of(known, 600, 731, seen))
        for known, seen in ((200, 1.0), (200, 0.8), (600, 0.8))
    )
    assert in_part > at_once
    assert told == pytest.approx(at_once)
