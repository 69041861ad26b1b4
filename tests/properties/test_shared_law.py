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
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.kept import Shared
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.noted import Record
from cliffhanger.charts.view import ChartView
from cliffhanger.renewal.seasons import Season, seasons_of
from cliffhanger.vantage import Vantage
from editions import download, take
from seasons import edition, lines_of_a_world, published, week
from turned import EVERY, PADDING, UNTIL, asked, filled

TURN = UNTIL - 3 * EVERY
TITLES = asked(TURN - EVERY)
DAYS = [
    (published(last) + timedelta(days=days)).date()
    for last in range(TURN - EVERY, UNTIL + 1, EVERY)
    for days in (0, 5, 9)
]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep a world in which labels, reports and fates come in late."""
    path = filled(tmp_path_factory.mktemp("shared") / "one.sqlite", UNTIL, TURN, seed=2)
    day = (published(TURN) + timedelta(days=4)).date()
    releases = download(f"title,season,date\n{TITLES[0]},1,{week(TURN - 40)}\n".encode(), day, "releases.csv")
    with Ledger.open(path, create=True) as ledger:
        assert take(ledger, releases).taken
    return path


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
    """Views of one state are given the very same seasons; those of another have their own, but for what is equal."""
    early, told = (published(TURN) + timedelta(days=days) for days in (0, 5))
    with Ledger.open(path, shared=Shared(3)) as ledger:
        first, same, changed = (seasons_on(ledger, day.date()) for day in (early, early + timedelta(days=3), told))
    assert same is first
    assert changed != first
    there, equal = {id(one) for one in changed}, [one for one in first if one in changed]
    assert equal
    assert {id(one) for one in equal} <= there


def seasons_on(ledger: Ledger, day: date) -> tuple[Season, ...]:
    """Gather the seasons of a day."""
    with ledger.as_of(Vantage(day)) as view:
        found = seasons_of(view)
        assert found is not None
        return found.all


def test_what_is_made_once_cannot_tell_the_day(path: Path) -> None:
    """Even if what is made told the day, it would be the first on which as much was known."""
    first = (published(TURN) + timedelta(days=4)).date()
    with Ledger.open(path, shared=Shared(3)) as ledger:
        for days in (9, 0, 4):
            with ledger.as_of(Vantage(first + timedelta(days=days))) as view:
                assert view.once(day_of) == first


def day_of(view: ChartView) -> date:
    """Tell the day of a vantage, which nothing that is made once should."""
    return view.vantage.as_of


def test_a_refusal_that_is_taken_back_is_seen(tmp_path: Path) -> None:
    """An open ledger shows a download that was refused once, and is taken now under the number of its refusal."""
    (at, early), (then, late) = (edition(last, (*lines_of_a_world(), *PADDING)) for last in (56, 60))
    with Ledger.open(tmp_path / "one.sqlite", create=True) as ledger:
        take(ledger, download(early, at))
        ledger.refuse(Record(then, digest_of(late), "ours: all-weeks-global.tsv", then), "it could not be read")
    with Ledger.open(tmp_path / "one.sqlite", shared=Shared(3)) as reader:
        with reader.as_of(Vantage(then.date())) as view:
            before = view.digest, view.shows()
        with Ledger.open(tmp_path / "one.sqlite", create=True) as ledger:
            assert take(ledger, download(late, then)).taken
        with reader.as_of(Vantage(then.date())) as view:
            assert view.digest != before[0]
            assert view.shows() != before[1]
