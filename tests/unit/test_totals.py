"""Totals put together again: a naive loop over days, and runs small enough to reckon by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.targets import SPANS, Target
from cliffhanger.forecast.totals import Halves, Reports, Totals, totals
from panels import ONE

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SECOND_HALF, FIRST_HALF = date(2024, 7, 1), date(2024, 1, 1)
CHARTED: Sequence[tuple[int, float]] = (1, 9e6), (2, 7e6), (3, 3e6), (6, 2e6), (7, 1.5e6)
"""The weeks since it came in that a title was on its list, and its hours: it left, came back, and left for good."""

FLOOR = 1e6
FADE: float = -0.6


class Told(Reports):
    """Reports that tell the hours of one title."""

    def __init__(self, halves: Halves) -> None:
        self._halves, self.halves = halves, set(halves)

    def of(self, title: str, category: str) -> Halves:
        return self._halves if title == ONE.title else {}


def run(first: date, opened_on: int | None = 3) -> list[TitleWeek]:
    """Give the weeks of a title that first charted in the week to a Sunday."""
    by_number, so_far, found = dict(CHARTED), 0.0, []
    for number, hours in CHARTED:
        so_far += hours
        following = by_number.get(number + 1)
        one = replace(ONE, week=first + (number - 1) * WEEK, number=number, level=math.log(hours), opened_on=opened_on)
        one = replace(one, so_far=math.log(so_far), next_floor=math.log(FLOOR))
        found.append(replace(one, next_level=math.log(following) if following else None))
    return found


def rebuilt(own: Sequence[TitleWeek], halves: Halves, weeks: int = 20) -> dict[Target, tuple[float, bool]]:
    """Give the totals of a title, in hours, when so many weeks are published since it came in."""
    last = replace(ONE, title="Last", fresh=False, week=own[0].week + (weeks - 1) * WEEK)
    found: Totals = totals([*own, last], Told(halves))
    assert [*found] == [(ONE.category, ONE.title)]
    return {target: (math.exp(one.level), one.reported) for target, one in found[ONE.category, ONE.title].items()}


def naive(own: Sequence[TitleWeek], halves: Halves, target: Target) -> float:
    """Add up day after day, by the words of the module."""
    monday = own[0].week - 6 * DAY
    released = monday + (3 if own[0].opened_on is None else own[0].opened_on) * DAY
    first, length = (monday, 28) if target is Target.FOUR_WEEKS else (released, 91)
    charted = {one.week - back * DAY: one for one in own for back in range(7) if one.week - back * DAY >= released}
    out = {one.week: sum(charted.get(one.week - back * DAY) is one for back in range(7)) for one in own}

    def on_the_list(day: date) -> float:
        one = charted[day]
        return math.exp(one.level) / out[one.week]

    def off_the_list(day: date) -> float:
        half = date(day.year, 1 if day.month < 7 else 7, 1)
        if half in halves:
            following = date(half.year + half.month // 7, 7 if half.month == 1 else 1, 1)
            days = [half + n * DAY for n in range((following - half).days) if half + n * DAY >= released]
            rest = max(halves[half] - sum(on_the_list(one) for one in days if one in charted), 0.0)
            share: dict[date, float] = {one: ((one - released).days + 7) ** FADE for one in days if one not in charted}
            return rest * share[day] / sum(share.values())
        left = max(one.week for one in own if one.week < day)
        since, then = (day - released).days + 7, (left + DAY - released).days + 7
        return 0.5 * FLOOR / 7 * (then / since)

    days = (first + n * DAY for n in range(length))
    return sum(on_the_list(day) if day in charted else off_the_list(day) for day in days if day >= released)


AUTUMN, SUMMER = date(2024, 9, 8), date(2024, 5, 12)
CASES = {
    "no report": (AUTUMN, {}),
    "a report of the whole": (AUTUMN, {SECOND_HALF: 40e6}),
    "a report that tells less than was charted": (AUTUMN, {SECOND_HALF: 4e6}),
    "two reports": (SUMMER, {FIRST_HALF: 25e6, SECOND_HALF: 8e6}),
    "a report of the first part": (SUMMER, {FIRST_HALF: 25e6}),
    "a report of the second part": (SUMMER, {SECOND_HALF: 8e6}),
    "a report of another half": (AUTUMN, {date(2023, 7, 1): 5e6}),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("opened_on", [0, 3, 6, None])
def test_totals_are_those_of_a_naive_loop_over_days(name: str, opened_on: int | None) -> None:
    """With a report, with two, with a part of them or with none, the days add up to the same hours."""
    first, halves = CASES[name]
    own = run(first, opened_on)
    found = rebuilt(own, halves)
    assert set(found) == set(SPANS)
    for target, (hours, _) in found.items():
        assert hours == pytest.approx(naive(own, halves, target), rel=1e-9)


@pytest.mark.parametrize("name", ["no report", "a report of another half"])
def test_without_reports_a_total_is_not_reported(name: str) -> None:
    """Days off the list that no report covers make a total an imputed one."""
    assert not any(reported for _, reported in rebuilt(run(CASES[name][0]), CASES[name][1]).values())


def test_a_total_that_reports_cover_in_part_is_not_reported() -> None:
    """Four weeks before July are told by the report to June, 91 days beyond it only by both reports."""
    one, both = (
        rebuilt(run(date(2024, 5, 26)), CASES[name][1]) for name in ("a report of the first part", "two reports")
    )
    assert [reported for _, reported in one.values()] == [True, False]
    assert [reported for _, reported in both.values()] == [True, True]


def test_what_is_charted_whole_needs_no_report() -> None:
    """Four weeks in a row on the list add up to themselves."""
    own = [
        replace(
            ONE, week=AUTUMN + place * WEEK, number=place + 1, level=math.log(2e6), so_far=math.log(2e6 * (place + 1))
        )
        for place in range(4)
    ]
    hours, reported = rebuilt(own, {})[Target.FOUR_WEEKS]
    assert hours == pytest.approx(8e6)
    assert reported


def test_a_span_that_is_not_over_has_no_total() -> None:
    """After thirteen weeks four weeks are over, and 91 days from a Thursday are not; after fourteen they are."""
    own = run(AUTUMN)
    assert set(rebuilt(own, {}, weeks=13)) == {Target.FOUR_WEEKS}
    assert set(rebuilt(own, {}, weeks=14)) == set(SPANS)


def test_a_title_that_came_out_on_a_monday_is_complete_a_week_sooner() -> None:
    """Ninety-one days from a Monday are thirteen weeks."""
    assert set(rebuilt(run(AUTUMN, opened_on=0), {}, weeks=13)) == set(SPANS)


def test_titles_from_before_the_lists_have_no_totals() -> None:
    """Of a title that was out before its first week on the list nothing is put together, and of nothing neither."""
    assert totals([replace(one, fresh=False) for one in run(AUTUMN)], Told({})) == {}
    assert totals([], Told({})) == {}
