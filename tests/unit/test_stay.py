"""Who stays: chances that learn from the list around a title, and are the same for the same data."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from cliffhanger.forecast import logit, neighbours, trees
from cliffhanger.forecast.stay import EVEN, Stay
from panels import ONE, made_up

WEEKS = made_up(120)
LATER = [replace(one, week=one.week + timedelta(weeks=200)) for one in made_up(40, seed=1)]


@cache
def fitted(seed: int = 1) -> Stay:
    return Stay(seed=seed).fit_on(WEEKS)


def test_a_place_knows_its_neighbours() -> None:
    """Gaps to the title below, of the middle ranks, and titles new to the chart, above and below."""
    lines = [replace(ONE, rank=rank, gap=(10 - rank) / 10, weeks_on_chart=1 + rank % 2) for rank in range(1, 11)]
    third = neighbours.places(lines[::-1]).where([7])
    assert third.weeks.rank == [3]
    assert third.step == pytest.approx([0.1])
    assert third.middle[0] == pytest.approx([0.5, 0.3, 0.2, 0.1])
    assert [*third.new, *third.new_above, *third.new_below] == [5, 1, 4]


def test_lists_and_weeks_are_kept_apart() -> None:
    """Titles of another list, or of another week, are no neighbours."""
    others = [replace(one, category="Films (English)") for one in WEEKS[:10]]
    together, alone = (neighbours.places(weeks).where(range(10)) for weeks in (WEEKS[:20] + others, WEEKS[:10]))
    for dated in (False, True):
        assert neighbours.for_trees(together, dated=dated).tolist() == neighbours.for_trees(alone, dated=dated).tolist()


def test_a_list_of_one_title_has_no_neighbours() -> None:
    """A category with fewer than ten rows gets chances all the same."""
    found = fitted().chances([ONE])
    assert 0 < found[0] < 1


def test_chances_rise_with_the_gap_to_the_last_rank() -> None:
    """Among titles not met before, those far above the end of their list stay, and those at the end leave."""
    found, stayed = fitted().chances(LATER), np.array([one.next_level is not None for one in LATER])
    top, bottom = np.array([one.gap > 1.5 for one in LATER]), np.array([one.gap < 0.2 for one in LATER])
    assert found[top].min() > found[bottom].max()
    assert np.mean((found - stayed) ** 2) < np.mean((stayed.mean() - stayed) ** 2) * 0.6


def test_without_a_day_of_release_chances_do_not_read_it() -> None:
    """Titles whose day is not known are forecast by models that never saw one."""
    undated = [replace(one, opened_on=None, out_for=None) for one in LATER]
    alone = Stay().fit_on([replace(one, opened_on=None, out_for=None) for one in WEEKS])
    assert set(alone.pairs_) == {False}
    assert fitted().chances(undated).tolist() == alone.chances(undated).tolist()


def test_the_same_data_and_seed_give_the_same_bytes() -> None:
    """A second fit gives the same chances, another seed gives others."""
    again = Stay(seed=1).fit_on(WEEKS).chances(LATER)
    assert fitted().chances(LATER).tobytes() == again.tobytes()
    assert fitted(seed=2).chances(LATER).tobytes() != again.tobytes()


def test_outcomes_of_the_weeks_asked_for_are_not_read() -> None:
    """What became of a title does not change its chance."""
    hidden = [replace(one, next_level=None, next_floor=None) for one in LATER]
    assert fitted().chances(hidden).tobytes() == fitted().chances(LATER).tobytes()


def test_weeks_whose_next_is_not_published_teach_nothing() -> None:
    """They stand on lists, and are no cases."""
    unseen = [replace(one, next_level=None, next_floor=None) for one in LATER]
    assert Stay().fit_on(WEEKS + unseen).chances(LATER).tobytes() == fitted().chances(LATER).tobytes()


@pytest.mark.parametrize("fit_on", [False, True])
def test_nothing_learnt_gives_an_even_chance(fit_on: bool) -> None:
    """An empty ledger makes no error."""
    model = Stay().fit_on([]) if fit_on else Stay()
    assert model.chances([ONE]).tolist() == [EVEN]
    assert fitted().chances([]).tolist() == []


def test_of_a_single_case_a_chance_is_told_all_the_same() -> None:
    """A ledger of one title and two weeks makes no error."""
    one = WEEKS[0]
    assert one.next_level is not None or one.next_floor is not None
    (chance,) = Stay().fit_on([one]).chances([one])
    assert 0 < chance < 1


def test_trees_read_by_numpy_are_those_of_lightgbm() -> None:
    """Chances agree with LightGBM's own to the last digits, ties with bounds included."""
    import lightgbm

    random = np.random.default_rng(3)
    x = random.integers(0, 30, size=(3000, 5)) / 7
    happened = random.uniform(size=3000) < 1 / (1 + np.exp(-np.sin(x[:, 0]) - x[:, 1] + 2))
    data = lightgbm.Dataset(x, happened.astype(float))
    growth = replace(trees.CHANCE, rounds=60)
    booster = lightgbm.train({**trees.GROWTH, **growth.settings, "seed": 4}, data, num_boost_round=60)
    mine = trees.grow(x, happened, seed=4, growth=growth)
    assert mine.chances(x) == pytest.approx(np.asarray(booster.predict(x)), abs=1e-12)


def test_cases_too_few_to_split_give_the_rate() -> None:
    """Trees of one leaf give each case the share of all."""
    mine = trees.grow(np.zeros((8, 2)), np.array([True] * 6 + [False] * 2), seed=1)
    assert mine.chances(np.ones((3, 2))) == pytest.approx([0.75] * 3)


def test_cases_that_agree_give_a_chance_short_of_certainty() -> None:
    """Ten of ten stayed: 10.5 in 11, whatever the columns."""
    found = logit.fit(np.eye(10), np.ones(10, dtype=np.bool_))
    assert found.chances(np.eye(10)[:2]) == pytest.approx([10.5 / 11] * 2)


def test_forecasting_loads_neither_library_that_fits() -> None:
    """A stored fit forecasts without LightGBM and scikit-learn, which take seconds to load."""
    code = "import sys; import cliffhanger.forecast.stay; print({'lightgbm', 'sklearn', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
