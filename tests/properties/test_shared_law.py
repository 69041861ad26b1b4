"""What views of a ledger share is what each of them would have made for itself, whatever was asked before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.compose import compose
from cliffhanger.brief.data import as_data
from cliffhanger.brief.label_watch import watch
from cliffhanger.charts.kept import Shared
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.renewal.seasons import seasons_of
from cliffhanger.vantage import Vantage
from seasons import published, week
from turned import EVERY, UNTIL, asked, filled

TURN = UNTIL - 3 * EVERY
TITLES = asked(TURN - EVERY)
DAYS = [
    (published(last) + timedelta(days=days)).date() for last in range(TURN - EVERY, UNTIL + 1, EVERY) for days in (0, 9)
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a world in which labels, reports and fates come in late."""
    return filled(tmp_path_factory.mktemp("shared") / "one.sqlite", UNTIL, TURN, seed=2)


def told(view: ChartView, title: str, fits: Path) -> list[Any]:
    """Tell what is known of a title, and of all labels and seasons."""
    almanac = Almanac()
    return [as_data(compose(title, view, almanac, fits)), watch(view, fits).value, view.shows(), seasons_of(view)]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(TITLES)), min_size=3, max_size=6), st.integers(1, 3))
def test_what_is_shared_is_what_each_view_makes_for_itself(
    path: Path, asks: list[tuple[date, str]], states: int
) -> None:
    """In any order of questions, a ledger that keeps what was made for states tells the same as one that does not."""
    fits = path.with_suffix(".fits")
    with Ledger.open(path, shared=Shared(states)) as sharing, Ledger.open(path) as alone:
        for day, title in asks:
            with sharing.as_of(Vantage(day)) as shared, alone.as_of(Vantage(day)) as own:
                assert told(shared, title, fits) == told(own, title, fits)


def test_what_a_view_makes_serves_all_that_show_the_same(path: Path) -> None:
    """Views of one state are given the very same parts; one of another state makes its own, but for what is equal."""
    early, late = published(TURN).date(), published(TURN + EVERY).date()
    with Ledger.open(path, shared=Shared(2)) as ledger:
        found = []
        for day in (early, early + timedelta(days=3), late):
            with ledger.as_of(Vantage(day)) as view:
                found.append(seasons_of(view))
    first, same, later = found
    assert first is not None
    assert same is not None
    assert later is not None
    assert same.all is first.all
    assert later.all != first.all
    assert {id(one) for one in first.all if one in later.all} <= {id(one) for one in later.all}
    assert week(TURN) == first.observed_through
