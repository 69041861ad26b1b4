"""What is fitted, written down and read back: the same data again, and the same forecasts to the byte."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import cache
from typing import Any, NamedTuple

import lightgbm
import numpy as np
import pytest

import worlds
from cliffhanger.forecast import trees
from cliffhanger.forecast.fits import Fit
from cliffhanger.forecast.later_weeks import LaterWeeks
from cliffhanger.forecast.opening import Kind, Opening
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.targets import SPANS, Target
from cliffhanger.forecast.trees import Trees
from cliffhanger.forecast.written import plain, read
from editions import TV

CHANCES = 0.05, 0.25, 0.5, 0.75, 0.95
MODELS = [field.name for field in fields(Fit) if field.name not in ("day", "basis")]


class Twice(NamedTuple):
    """Cases of a made-up problem, and what came of them."""

    x: np.ndarray[Any, Any]
    y: np.ndarray[Any, Any]


@cache
def newest() -> tuple[TitleWeek, ...]:
    """Give the lists of the newest week."""
    weeks = worlds.past().weeks
    last = max(one.week for one in weeks)
    return tuple(one for one in weeks if one.week == last)


def again(value: Any) -> Any:
    """Write a value down as JSON and read it back."""
    return read(type(value), json.loads(json.dumps(plain(value))))


def forecasts(model: Any) -> list[bytes]:
    """Ask a model for all that it can tell of the newest lists."""
    weeks = newest()
    kind = Kind(False, TV, weeks[0].label, 3, None, 16.0)
    told = {
        "NextWeek": lambda: [model.quantiles(weeks, CHANCES)],
        "Stay": lambda: [model.chances(weeks)],
        "WholeRun": lambda: [model.quantiles(weeks, target, CHANCES) for target in SPANS],
        "LaterWeeks": lambda: [model.quantiles(weeks, ahead, CHANCES) for ahead in (2, 5, 12)],
        "Opening": lambda: [model.quantiles(kind, target, CHANCES) for target in Target],
    }
    return [one.tobytes() for one in told[type(model).__name__]()]


@pytest.mark.parametrize("name", MODELS)
def test_a_model_read_back_is_the_same(name: str) -> None:
    """Each fitted model, written down, read back and written again, gives the same data and the same forecasts."""
    model = getattr(worlds.fit(), name)
    assert plain(again(model)) == plain(model)
    assert forecasts(again(model)) == forecasts(model)


@pytest.mark.parametrize("name", MODELS)
def test_what_is_written_down_was_fitted(name: str) -> None:
    """No model of the fit is one that was never fitted: it tells figures."""
    model = getattr(worlds.fit(), name)
    assert all(np.isfinite(np.frombuffer(one)).any() for one in forecasts(model))


def test_a_fit_read_back_has_the_same_text() -> None:
    """The whole fit gives the same bytes again, its day and basis among them."""
    fit = worlds.fit()
    found = Fit.of_text(fit.text)
    assert (found.day, found.basis, found.text) == (fit.day, fit.basis, fit.text)


def test_fewer_digits_change_a_forecast_hardly() -> None:
    """Models as they were fitted and as they are read back agree to a ten-thousandth."""
    past, weeks = worlds.past(), newest()
    later, opening = LaterWeeks().fit_on(past), Opening().fit_on(past)
    assert again(later).quantiles(weeks, 4, CHANCES) == pytest.approx(later.quantiles(weeks, 4, CHANCES), abs=1e-4)
    kind = Kind(False, TV, weeks[0].label)
    told = [one.quantiles(kind, Target.FOUR_WEEKS, CHANCES) for one in (again(opening), opening)]
    assert told[0] == pytest.approx(told[1], abs=1e-4)


@pytest.mark.parametrize("value", [1.0, 0.1, 1e-9, -3.5e20, 123456.7, float("inf")])
def test_numbers_are_kept_to_six_digits_once_and_for_all(value: float) -> None:
    """A number that was shortened is not shortened again, and is near what it was."""
    short = plain(value)
    assert plain(short) == short
    assert float(short) == pytest.approx(value, rel=1e-5)


def test_what_is_not_a_number_stays_so() -> None:
    """NaN is read back as NaN."""
    assert np.isnan(again_array(np.array([np.nan, 1.0]))[0])


def again_array(value: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    found: np.ndarray[Any, Any] = read(np.ndarray[Any, Any], json.loads(json.dumps(plain(value))))
    return found


def problem() -> Twice:
    """Give cases whose columns are whole numbers, so that shortened bounds part them alike."""
    random = np.random.default_rng(4)
    x = random.integers(0, 50, (600, 4)).astype(float)
    return Twice(x, np.sin(x[:, 0] / 9) + (x[:, 1] > 20) * x[:, 2] / 30 + random.normal(0, 0.1, 600))


@pytest.mark.parametrize("growth", [trees.MEDIAN, trees.CHANCE], ids=["median", "chance"])
def test_trees_read_back_score_as_lightgbm_does(growth: trees.Growth) -> None:
    """The scores of trees, of those read back from their nodes, and of those written down are LightGBM's own."""
    x, y = problem()
    told = y > 1 if growth is trees.CHANCE else y
    data = lightgbm.Dataset(x, np.asarray(told, dtype=np.float64), free_raw_data=False)
    settings = {**trees.GROWTH, **growth.settings, "seed": 3}
    peer = lightgbm.train(settings, data, num_boost_round=40).predict(x, raw_score=True)
    grown = trees.grow(x, told, 3, trees.Growth(40, growth.settings))
    assert grown.scores(x) == pytest.approx(peer, abs=1e-9)
    assert Trees.of_nodes(grown.nodes()).scores(x).tobytes() == grown.scores(x).tobytes()
    assert again(grown).scores(x) == pytest.approx(peer, abs=1e-3)


def test_a_tree_that_never_splits_is_read_back() -> None:
    """Too few cases to part give one leaf, and no trees at all give nothing."""
    x = np.zeros((30, 2))
    grown = trees.grow(x, np.full(30, 7.0), 1, trees.Growth(3, trees.MEDIAN.settings))
    assert Trees.of_nodes(grown.nodes()).scores(x) == pytest.approx(grown.scores(x))
    assert plain(again(trees.NONE)) == []
    assert again(trees.NONE).scores(x).tolist() == [0.0] * 30


@pytest.mark.parametrize(
    "spoilt",
    ["", "null", "[]", "{}", '{"format": 0, "fit": {}}', '{"format": 1}', '{"format": 1, "fit": []}'],
)
def test_what_is_no_fit_is_refused(spoilt: str) -> None:
    """Texts that hold no fit, or one of another format, are refused as such."""
    with pytest.raises((ValueError, TypeError, LookupError)):
        Fit.of_text(spoilt)


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("spoilt", [[[1]], 7, "x"], ids=["a list", "a number", "a word"])
def test_a_fit_with_a_spoilt_model_is_refused(name: str, spoilt: object) -> None:
    """A part that is not what it should be spoils the whole."""
    told = json.loads(worlds.fit().text)
    told["fit"][name] = {key: spoilt if key.endswith("_") else one for key, one in told["fit"][name].items()}
    with pytest.raises((ValueError, TypeError, LookupError)):
        Fit.of_text(json.dumps(told))


def test_a_tree_that_is_cut_off_is_refused() -> None:
    """A tree of which the last number is missing is not read as a smaller one."""
    told = json.loads(worlds.fit().text)
    told["fit"]["stay"]["pairs_"][0][1]["trees"][-1].pop()
    with pytest.raises(ValueError, match="ends after"):
        Fit.of_text(json.dumps(told))
