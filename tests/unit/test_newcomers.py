"""Newcomers: counted by list, debuts apart from those that come back, with their heights."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from cliffhanger.forecast.newcomers import SPAN, heights, lists_by_category, newcomers
from cliffhanger.forecast.panel import WEEK, TitleWeek
from panels import FIRST, FLOOR, ONE


def row(title: str, place: int, rank: int, height: float, **changes: object) -> TitleWeek:
    """Give a row of the week with the number `place`, so high above a floor that does not move."""
    told = replace(ONE, title=title, week=FIRST + place * WEEK, rank=rank, level=FLOOR + height, gap=height)
    return replace(told, **changes)  # type: ignore[arg-type]


def test_places_are_counted_by_who_holds_them() -> None:
    """Of three places one stays, one is new to the lists, and one had been there long before."""
    before = [row("Ada", 0, 1, 2), row("Beau", 0, 2, 1), row("Cleo", 0, 3, 0)]
    after = [row("Dora", 1, 1, 3), row("Ada", 1, 2, 1), row("Ezra", 1, 3, 0, weeks_on_chart=4)]
    found = newcomers(lists_by_category([*after, *before])[ONE.category])
    assert (found.weeks, found.stayed, found.debuts, found.comebacks) == (1, *[pytest.approx(1 / 3)] * 3)
    assert (found.debut_heights.tolist(), found.comeback_heights.tolist()) == ([3.0], [0.0])
    assert found.comeback_share == pytest.approx(1 / 2)


def test_a_title_that_left_the_lists_known_comes_back() -> None:
    """Even where the published count of weeks began again."""
    before, after = [row("Ada", 0, 1, 0)], [row("Beau", 1, 1, 0, weeks_on_chart=1, earlier=2)]
    found = newcomers(lists_by_category([*before, *after])[ONE.category])
    assert (found.debuts, found.comebacks) == (0, 1)


def test_only_lists_that_follow_one_another_count() -> None:
    """A list whose week before was missed tells nothing of newcomers."""
    found = newcomers(lists_by_category([row("Ada", 0, 1, 0), row("Beau", 2, 1, 0)])[ONE.category])
    assert (found.weeks, found.debuts) == (0, 0)


def test_only_the_newest_lists_count() -> None:
    """What a list was like long ago is left out."""
    old = [row(f"Old {place}", place, 1, 0) for place in range(10)]
    new = [row("Ada", 10 + place, 1, 0) for place in range(SPAN + 1)]
    found = newcomers(lists_by_category([*old, *new])[ONE.category])
    assert (found.weeks, found.stayed) == (SPAN, 1)


def test_the_last_row_rises_in_views() -> None:
    """Where lists are ranked by views, a longer last title with as many hours had fewer views."""
    lists = [row("Ada", 0, 1, 0, runtime=2.0), row("Beau", 1, 1, 0, runtime=4.0)]
    found = newcomers(lists_by_category(lists)[ONE.category])
    assert found.rises.tolist() == [pytest.approx(-math.log(2))]


def test_the_last_row_rises_in_hours_before_views_were_published() -> None:
    """Over the week that changed from hours to views only hours can be compared."""
    lists = [row("Ada", 0, 1, 0, runtime=None), row("Beau", 1, 1, 0.5, runtime=4.0)]
    assert newcomers(lists_by_category(lists)[ONE.category]).rises.tolist() == [pytest.approx(0.5)]


def test_heights_are_in_views_above_the_last_row() -> None:
    """As many hours of a film half as long are twice as many views."""
    found = heights([row("Ada", 0, 1, 1, runtime=2.0), row("Beau", 0, 2, 1, runtime=4.0)])
    assert found.tolist() == pytest.approx([math.log(2), 0])


def test_a_title_without_a_runtime_stands_between_its_neighbours() -> None:
    """Its hours are not read where the list is ranked by views."""
    rows = [row("Ada", 0, 1, 2), row("Beau", 0, 2, 9, runtime=None), row("Cleo", 0, 3, 0)]
    assert heights(rows).tolist() == pytest.approx([2, 1, 0])


def test_the_last_title_without_a_runtime_stands_with_the_one_above() -> None:
    """The end of a list is known even then."""
    rows = [row("Ada", 0, 1, 2), row("Beau", 0, 2, 1), row("Cleo", 0, 3, 9, runtime=None)]
    assert heights(rows).tolist() == pytest.approx([1, 0, 0])


def test_heights_are_in_hours_where_runtimes_are_not_known() -> None:
    """Before views were published lists were ranked by hours."""
    rows = [row("Ada", 0, 1, 2, runtime=None), row("Beau", 0, 2, 0, runtime=None)]
    assert heights(rows).tolist() == pytest.approx([2, 0])
