"""Weeks of titles as models see them: levels, gaps, ages, changes, what came next."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from cliffhanger.forecast.panel import TitleWeek, title_weeks
from cliffhanger.forecast.releases import Release
from cliffhanger.vantage import Vantage
from editions import FILMS, SUNDAY, Line, ledger_of, table, week_list

WEEK = timedelta(days=7)
PUBLISHED = date(2026, 3, 1)
RELEASED = SUNDAY - timedelta(days=3)


def weeks_of(*lines: Line, layout: str = "views", releases: dict[str, date] | None = None) -> list[TitleWeek]:
    with (
        ledger_of((PUBLISHED, table(lines, layout))) as ledger,
        ledger.as_of(Vantage(PUBLISHED)) as view,
    ):
        told = {title: Release(title, day, day) for title, day in (releases or {}).items()}
        return title_weeks(view, told)


def own(weeks: list[TitleWeek], title: str = "Ada: Season 2") -> list[TitleWeek]:
    return [one for one in weeks if one.title == title]


def ada(week: date, hours: int, rank: int = 1, **more: object) -> Line:
    return Line(week, rank=rank, show="Ada", season="Ada: Season 2", hours=hours, **more)  # type: ignore[arg-type]


def tail(week: date, hours: int = 400_000, runtime: str = "2.0") -> Line:
    return Line(week, rank=10, show="Last", season="Last: Season 1", hours=hours, runtime=runtime)


def test_levels_are_logs_of_hours_and_gaps_reach_to_the_last_rank_in_views() -> None:
    """Where lists are ranked by views, the last row counts with its views times the title's own runtime."""
    (week,) = own(weeks_of(ada(SUNDAY, 4_000_000, runtime="5.0"), tail(SUNDAY)))
    assert week.level == math.log(4_000_000)
    assert week.gap == pytest.approx(math.log(4_000_000) - math.log(200_000 * 5.0))


def test_before_views_were_published_gaps_are_in_hours() -> None:
    """Where lists are ranked by hours, the last row counts with its hours."""
    (week,) = own(weeks_of(ada(SUNDAY, 4_000_000), tail(SUNDAY), layout="hours"))
    assert week.gap == pytest.approx(math.log(10))
    assert week.runtime is None


def test_a_runtime_of_zero_is_none() -> None:
    """A runtime of 0 is taken as not published, and the gap is in hours."""
    (week,) = own(weeks_of(ada(SUNDAY, 4_000_000, runtime="0"), tail(SUNDAY)))
    assert week.runtime is None
    assert week.gap == pytest.approx(math.log(10))
    assert week.hours_a_view == 6.0


def test_the_next_week_is_its_level_or_that_it_left() -> None:
    """A title that is on the next list has its level, one that left has none, and both the floor of that list."""
    first, second, third = (SUNDAY + place * WEEK for place in range(3))
    lines = ada(first, 4_000_000), ada(second, 2_000_000), Line(third, show="Beau"), *map(tail, (first, second, third))
    weeks = weeks_of(*lines, layout="hours")
    one, two = own(weeks)
    assert (one.next_level, one.next_floor) == (math.log(2_000_000), math.log(400_000))
    assert (two.next_level, two.next_floor) == (None, math.log(400_000))
    assert own(weeks, "Last: Season 1")[-1].next_floor is None


def test_weeks_in_a_row_are_counted_anew_when_a_title_comes_back() -> None:
    """After a gap, the age begins with one, and the weeks before are remembered apart."""
    days = [SUNDAY, SUNDAY + WEEK, SUNDAY + 3 * WEEK]
    weeks = own(weeks_of(*(ada(day, 1_000_000) for day in days), *map(tail, days)))
    assert [(one.age, one.earlier) for one in weeks] == [(1, 0), (2, 0), (1, 2)]


def test_changes_are_logs_and_absent_after_a_gap() -> None:
    """The change to a week, and the one before it, are there where the weeks before are."""
    days = [SUNDAY + place * WEEK for place in range(3)]
    weeks = own(weeks_of(*(ada(day, hours) for day, hours in zip(days, (8, 4, 2), strict=True)), *map(tail, days)))
    assert [one.change for one in weeks] == [None, pytest.approx(-math.log(2)), pytest.approx(-math.log(2))]
    assert [one.change_before for one in weeks] == [None, None, pytest.approx(-math.log(2))]


def test_a_release_in_the_first_week_gives_its_weekday() -> None:
    """A Thursday is weekday 3; a release long before the first week gives none, though the days since are told."""
    line = ada(SUNDAY, 1_000_000)
    (week,) = own(weeks_of(line, releases={"ada season 2": RELEASED}))
    assert (week.opened_on, week.out_for) == (3, 3)
    (week,) = own(weeks_of(line, releases={"ada season 2": RELEASED - 9 * WEEK}))
    assert (week.opened_on, week.out_for) == (None, 66)
    (week,) = own(weeks_of(line))
    assert (week.opened_on, week.out_for) == (None, None)


def test_a_season_that_came_out_in_parts_is_marked() -> None:
    """A launch that an edition told of marks all weeks of the season."""
    weeks = weeks_of(ada(SUNDAY, 2, staggered=True), ada(SUNDAY + WEEK, 1), layout="details")
    assert [one.staggered for one in own(weeks)] == [True, True]


def test_a_list_with_fewer_than_ten_rows_ends_where_it_ends() -> None:
    """The last row of a short list is its floor."""
    weeks = weeks_of(*week_list(SUNDAY, FILMS, 3), *week_list(SUNDAY + WEEK, FILMS, 3))
    first = next(one for one in weeks if one.rank == 1)
    assert first.next_floor == pytest.approx(math.log(100_000))
    assert first.film
