"""One title: what a view shows of it, and what the fitted models make of that, in all the odd cases that lists have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cache
from statistics import median

import pytest

import worlds
from cliffhanger.charts.titles import Label
from cliffhanger.forecast.ask import ALIKE, MONTH, Asked, Coming, Threshold, coming_of, outlook_of
from cliffhanger.forecast.opening import Kind
from cliffhanger.forecast.outlook import WEEKS, Outlook, Range
from cliffhanger.forecast.panel import WEEK, TitleWeek, by_title
from cliffhanger.forecast.targets import Target
from editions import FILMS, TV

LAST = worlds.last_week(worlds.FIT)
HARD = Threshold(40_000_000, 91)


@cache
def panel() -> tuple[TitleWeek, ...]:
    return tuple(one for one in worlds.past().weeks if one.category == TV)


@cache
def charted() -> dict[str, list[TitleWeek]]:
    """Give the titles of series by name."""
    return {title: own for (_, title), own in by_title(panel()).items()}


def on_the_list(number: int) -> list[TitleWeek]:
    """Give the weeks of a title that is on the newest list in its week of a number."""
    return next(own for own in charted().values() if own[-1].week == LAST and own[-1].number == number == len(own))


def asked(own: Sequence[TitleWeek], threshold: Threshold | None = HARD, more: Sequence[TitleWeek] = ()) -> Asked:
    """Ask for a title in place of the one that its weeks are made of; `more` stands for what the list is of."""
    weeks = {(one.week, one.rank): one for one in own}
    whole = [weeks.get((one.week, one.rank), one) for one in more or panel()]
    return Asked(own, whole, LAST, None, threshold)


def told(own: Sequence[TitleWeek], threshold: Threshold | None = HARD, more: Sequence[TitleWeek] = ()) -> Outlook:
    found = outlook_of(asked(own, threshold, more), worlds.fit())
    sound(found)
    return found


def ends(one: Range) -> list[float]:
    return [getattr(one, field.name) for field in fields(one)]


def sound(found: Outlook) -> None:
    """Check what holds of any forecast: finite ranges in order, weeks one after the other, chances between 0 and 1."""
    for hours in (*(one.hours for one in found.ahead), *(one.hours for one in found.totals)):
        assert all(math.isfinite(end) and end > 0 for end in ends(hours))
        assert ends(hours) == sorted(ends(hours))
    numbers = [*(one.number for one in found.seen), *(one.number for one in found.ahead)]
    assert numbers == [*range(1, len(numbers) + 1)]
    assert all(one.week - found.origin == place * WEEK for place, one in enumerate(found.ahead, 1) if found.seen)
    for chance in (found.stays, found.all_time.chance if found.all_time else None):
        assert chance is None or 0 <= chance <= 1
    for before, after in zip(found.totals, found.totals[1:], strict=False):
        assert all(part <= whole for part, whole in zip(ends(before.hours), ends(after.hours), strict=True))


def test_a_title_with_one_row_is_forecast_to_its_thirteenth_week() -> None:
    """One week seen, twelve to come, totals, a chance to stay and a rank."""
    found = told(on_the_list(1))
    assert [one.rank for one in found.seen] == [on_the_list(1)[0].rank]
    assert [one.number for one in found.ahead] == [*range(2, WEEKS + 1)]
    assert {"four weeks", "91 days"} <= {one.through for one in found.totals}
    assert found.stays is not None
    assert found.rank is not None
    assert 1 <= found.rank <= 10
    assert found.fitted == worlds.published(worlds.FIT)


def test_every_title_of_the_newest_lists_is_forecast() -> None:
    """Nothing is out of order for any title, and no total is less than what was seen."""
    for own in charted().values():
        if own[-1].week == LAST:
            found = told(own)
            assert all(one.hours.least >= math.exp(own[-1].so_far) for one in found.totals)
            assert found.ahead


def test_a_title_that_came_back_has_its_gap_shown() -> None:
    """The weeks off the list stand among those seen, without hours and rank."""
    first, *_, last = on_the_list(3)
    back = [first, replace(last, age=1, earlier=1, change=None, change_before=None)]
    found = told(back)
    assert [one.hours is None for one in found.seen] == [False, True, False]
    assert found.stays is not None
    assert found.ahead[0].number == 4


def test_a_title_that_left_is_forecast_without_chances_or_totals() -> None:
    """Off the list since two weeks, it has weeks to come, from the one that would have been its next."""
    own = on_the_list(4)[:2]
    found = told(own)
    assert [one.hours is None for one in found.seen] == [False, False, True, True]
    assert [one.number for one in found.ahead] == [*range(5, WEEKS + 1)]
    assert (found.totals, found.stays, found.rank, found.all_time) == ((), None, None, None)


def test_a_title_that_left_long_ago_has_a_week_to_come() -> None:
    """After more than thirteen weeks the next one is told, however far it lies."""
    own = next(own for own in charted().values() if own[-1].week < LAST - 20 * WEEK)
    found = told(own)
    assert [one.number for one in found.ahead] == [(LAST - own[0].week) // WEEK + 2]


def test_an_older_title_is_told_its_next_week_only() -> None:
    """On the list in its twentieth week it has one week to come, a chance to stay, and no total."""
    first, *_ = own = on_the_list(2)
    longer = [
        replace(first, week=LAST - (20 - number) * WEEK, number=number, age=number, weeks_on_chart=number)
        for number in range(1, 19)
    ] + [replace(one, number=18 + place, age=18 + place, weeks_on_chart=18 + place) for place, one in enumerate(own, 1)]
    found = told(longer)
    assert [one.number for one in found.ahead] == [21]
    assert (found.totals, found.all_time) == ((), None)
    assert found.stays is not None


@pytest.mark.parametrize("number", [1, 2, 3])
def test_twenty_eight_days_lie_between_four_weeks_and_ninety_one_days(number: int) -> None:
    """Where the day of release is known, they have the part of the fifth week that is left of them."""
    own = [replace(one, opened_on=3, out_for=one.number * 7 - 4) for one in on_the_list(number)]
    found = {one.through: one.hours for one in told(own).totals}
    assert [*found] == ["four weeks", MONTH, "91 days"]
    fifth = next(one.hours.median for one in told(own).ahead if one.number == 5)
    assert found[MONTH].median - found["four weeks"].median == pytest.approx(fifth * 3 / 7)


def test_on_a_monday_twenty_eight_days_are_four_weeks() -> None:
    """Nothing of the fifth week is left of them."""
    own = [replace(one, opened_on=0, out_for=6) for one in on_the_list(1)]
    found = {one.through: one.hours for one in told(own).totals}
    assert found[MONTH] == found["four weeks"]


def test_without_a_day_twenty_eight_days_are_not_told() -> None:
    """Nobody knows when they end."""
    own = [one.undated for one in on_the_list(1)]
    assert MONTH not in {one.through for one in told(own).totals}


def test_after_four_weeks_their_total_is_no_forecast() -> None:
    """In the fifth week only the longer total is still to come."""
    own = on_the_list(3)
    later = [replace(one, number=one.number + 2, week=one.week) for one in own[-1:]]
    first = [replace(own[0], week=LAST - 4 * WEEK)]
    found = told([*first, *later])
    assert [one.through for one in found.totals] == ["91 days"]


def test_without_a_runtime_nothing_is_told_in_views() -> None:
    """A runtime of 0 is read as none: hours are forecast, and no chance on a list by views."""
    found = told([replace(one, runtime=None) for one in on_the_list(2)])
    assert (found.runtime, found.all_time) == (None, None)
    assert len(found.ahead) == WEEKS - 2


def test_a_season_in_parts_is_forecast() -> None:
    """A staggered launch, and a runtime that grew, break nothing, though the fit met neither."""
    found = told([replace(one, staggered=True, grown=0.7) for one in on_the_list(2)])
    assert [one.number for one in found.ahead] == [*range(3, WEEKS + 1)]
    assert len(found.totals) == 2


@pytest.mark.parametrize("rows", [1, 3, 9])
def test_a_list_of_fewer_than_ten_rows_is_enough(rows: int) -> None:
    """A title on a list of few rows, even alone on it, is forecast."""
    own = next(own for own in charted().values() if own[-1].week == LAST and own[-1].rank == 1)
    found = told(own, more=[one for one in panel() if one.rank <= rows])
    assert found.stays is not None
    assert found.ahead


def test_where_no_list_follows_another_there_is_no_rank() -> None:
    """One week alone tells how likely a title is to stay, and not who else will come."""
    own = on_the_list(1)
    found = told(own, more=[one for one in panel() if one.week == LAST])
    assert found.rank is None
    assert found.stays is not None
    assert found.alike == ()


def test_the_chance_to_enter_falls_with_the_last_row() -> None:
    """More views asked for, less chance; fewer than it has by now, certainty; none known, nothing told."""
    own = on_the_list(1)
    now = round(math.exp(own[-1].so_far) / (own[-1].runtime or 1))
    found = [told(own, Threshold(views, 91)).all_time for views in (now // 2, now * 2, now * 4, now * 1000)]
    chances = [one.chance for one in found if one]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] == pytest.approx(1)
    assert 0.01 < chances[1] < 1
    assert chances[3] < 0.01
    assert told(own, None).all_time is None


def test_an_all_time_list_of_other_days_is_not_forecast() -> None:
    """Of 28 days and of 91 a total is forecast; of 60 none."""
    own = on_the_list(1)
    assert [told(own, Threshold(9_000_000, days)).all_time is None for days in (28, 60, 91)] == [False, True, False]


def test_titles_alike_are_over_and_of_the_same_list() -> None:
    """At most a dozen others, each with its thirteen weeks, that came in at least thirteen weeks ago."""
    own = on_the_list(2)
    found = told(own).alike
    assert len(found) == ALIKE
    for one in found:
        theirs = charted()[one.title]
        assert theirs[0].title != own[0].title
        assert LAST - theirs[0].week >= WEEKS * WEEK
        assert [hours for hours in one.hours if hours] == [
            math.exp(week.level) for week in theirs if week.number <= WEEKS
        ]
        assert len(one.hours) == WEEKS


def test_titles_alike_had_about_as_much_by_then() -> None:
    """What they had by the same week is nearer to the title than what others had."""
    own = on_the_list(2)
    names = {one.title for one in told(own).alike}
    there = {
        title: next((one for one in theirs if one.number == 2), None)
        for title, theirs in charted().items()
        if theirs[0].fresh and LAST - theirs[0].week >= WEEKS * WEEK
    }
    apart = {title: abs(one.so_far - own[-1].so_far) for title, one in there.items() if one}
    others = [far for title, far in apart.items() if title not in names]
    assert median(apart[title] for title in names) < median(others)


# Titles to come.

RELEASED = date(2025, 6, 19)
SOME = Kind(False, TV, Label("season", 1), 3)


def coming(kind: Kind = SOME, threshold: Threshold | None = HARD) -> Outlook:
    found = coming_of(Coming("Ada: Season 1", kind, LAST, RELEASED, threshold), worlds.fit())
    sound(found)
    return found


def test_a_title_to_come_has_a_first_week_and_totals() -> None:
    """Its first week ends on the Sunday after its release; nothing is seen of it, and nothing is like it."""
    found = coming()
    assert [(one.week, one.number) for one in found.ahead] == [(RELEASED + timedelta(days=3), 1)]
    assert [one.through for one in found.totals] == ["four weeks", "91 days"]
    assert (found.seen, found.stays, found.rank, found.alike) == ((), None, None, ())
    assert (found.title, found.category, found.released) == ("Ada: Season 1", TV, RELEASED)


def test_a_title_to_come_is_told_in_wider_ranges_than_one_that_was_seen() -> None:
    """The total of 91 days lies in a wider range before the first week than after it."""
    before, after = (next(one.hours for one in found.totals if one.through == "91 days") for found in _two())
    assert before.most / before.least > after.most / after.least


def _two() -> tuple[Outlook, Outlook]:
    return coming(), told(on_the_list(1))


@pytest.mark.parametrize(("film", "name"), [(True, "Films"), (False, "TV")])
def test_where_the_list_is_not_known_the_sort_is_told(film: bool, name: str) -> None:
    """A title that may come on any list of its sort is forecast all the same."""
    found = coming(Kind(film, None, Label("film") if film else Label("season", 1)))
    assert found.category == name


def test_the_chance_of_a_title_to_come_wants_its_runtime() -> None:
    """With a runtime and an all-time list there is a chance to enter it; without either there is none."""
    timed = replace(SOME, runtime=6.0)
    assert coming().all_time is None
    assert coming(timed, None).all_time is None
    assert coming(timed, Threshold(9_000_000, 60)).all_time is None
    easy, hard = (coming(timed, Threshold(views, 91)).all_time for views in (100_000, 900_000_000))
    assert easy is not None
    assert hard is not None
    assert easy.chance > 0.9 > 0.1 > hard.chance


def test_the_chance_is_that_of_the_total() -> None:
    """Half of such titles have more views than the middle of the total tells."""
    timed = replace(SOME, category=FILMS, film=True, label=Label("film"), runtime=2.0)
    middle = next(one.hours.median for one in coming(timed).totals if one.through == Target.NINETY_ONE_DAYS.value)
    found = coming(timed, Threshold(round(middle / 2.0), 91)).all_time
    assert found is not None
    assert found.chance == pytest.approx(0.5, abs=0.01)
