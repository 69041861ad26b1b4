"""Runs: weeks gathered by season, decay, and the opening beside others of its format."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from cliffhanger.charts.runs import Run, newest_of, opening, runs_of
from cliffhanger.charts.view import ChartRow
from editions import FILMS, SUNDAY, TV, sundays


def row(
    week: date = SUNDAY, rank: int = 1, show: str = "A", season: str | None = "A: Season 1", **more: Any
) -> ChartRow:
    """Give a charted row."""
    told: dict[str, Any] = {
        "category": TV,
        "hours": 1_000_000,
        "runtime": 2.5,
        "views": 400_000,
        "weeks_on_chart": 1,
    } | more
    return ChartRow(
        country="", week=week, rank=rank, show_title=show, season_title=season, known_from=datetime(2026, 1, 6), **told
    )


def weeks(show: str, hours: list[int | None], first: date = SUNDAY, **more: Any) -> list[ChartRow]:
    """Give a season's rows week by week; None is a week off the chart. Views are a tenth of hours."""
    days = sundays(len(hours), first)
    return [
        row(day, show=show, season=f"{show}: Limited Series", hours=h, weeks_on_chart=n, **{"views": h // 10} | more)
        for n, (day, h) in enumerate(zip(days, hours, strict=True), 1)
        if h is not None
    ]


def run_of(show: str, hours: list[int | None], first: date = SUNDAY, **more: Any) -> Run:
    """Give the run of such a season."""
    (run,) = runs_of(weeks(show, hours, first, **more))
    return run


def test_each_season_is_a_run_of_its_own() -> None:
    """Two seasons of one show on one list are two runs, oldest first."""
    one, two, three = sundays(3)
    rows = [row(three, season="A: Season 2"), row(one), row(two), row(two, 2, season="A: Season 2")]
    assert [(run.title, len(run.rows)) for run in runs_of(rows)] == [("A: Season 1", 2), ("A: Season 2", 2)]


def test_a_title_on_two_lists_has_two_runs() -> None:
    """Lists are not mixed."""
    assert len(runs_of([row(), row(category=FILMS)])) == 2


def test_a_run_is_named_by_its_season_or_its_show() -> None:
    """What has no season is named by its show."""
    names = [runs_of([row(season=season)])[0].title for season in ("A: Season 1", "N/A", None)]
    assert names == ["A: Season 1", "A", "A"]


def test_the_order_of_rows_does_not_matter() -> None:
    """Runs are the same, whatever order rows come in."""
    rows = weeks("A", [5, 4, 3]) + weeks("B", [9, 8])
    assert runs_of(rows[::-1]) == runs_of(rows)


def test_the_peak_is_the_smallest_rank() -> None:
    """Rank 1 is best."""
    one, two = sundays(2)
    assert runs_of([row(one, 4), row(two, 2)])[0].peak_rank == 2


def test_decay_is_the_change_from_the_week_before() -> None:
    """Half the hours are a change of minus one half."""
    run = run_of("A", [100, 50, 75])
    assert [run.decay(place) for place in range(3)] == [None, -0.5, 0.5]


def test_there_is_no_decay_after_a_gap() -> None:
    """A week off the chart is absent, not zero: what came before it is not compared."""
    run = run_of("A", [100, None, 50])
    assert run.decay(1) is None


def test_there_is_no_decay_from_nothing() -> None:
    """Unknown hours, or none at all, give no change."""
    one, two, three = sundays(3)
    run = runs_of([row(one, hours=0), row(two, hours=5), row(three, hours=None)])[0]
    assert [run.decay(place) for place in range(3)] == [None, None, None]


def test_totals_are_sums_over_the_weeks_charted() -> None:
    """Hours and views add up."""
    run = run_of("A", [100, 50])
    assert (run.hours, run.views) == (150, 15)


def test_a_total_with_an_unknown_week_is_unknown() -> None:
    """A sum is not made up from a part."""
    one, two = sundays(2)
    assert runs_of([row(one), row(two, views=None)])[0].views is None


def test_a_run_entered_new_if_its_first_row_says_so() -> None:
    """A run whose first row counts more than one week began before we look."""
    assert runs_of([row(weeks_on_chart=1)])[0].entered_new
    assert not runs_of([row(weeks_on_chart=3)])[0].entered_new


def test_the_newest_season_has_the_highest_number() -> None:
    """An old season that comes back to the chart is not the newest."""
    runs = runs_of([row(season="A: Season 2"), row(SUNDAY + timedelta(weeks=4), season="A: Season 1")])
    assert newest_of(runs).title == "A: Season 2"


def test_without_numbers_the_newest_came_last() -> None:
    """Seasons without a number go by their first week."""
    runs = runs_of([row(season="A: Limited Series"), row(SUNDAY + timedelta(weeks=4), season="A: Part Zero")])
    assert newest_of(runs).title == "A: Part Zero"


def test_an_opening_is_ranked_among_its_format() -> None:
    """A first week is compared with the first weeks of other limited series of its list."""
    run = run_of("A", [300])
    others = [run_of("B", [500, 100]), run_of("C", [200]), run_of("D", [100])]
    told = opening(run, [run, *others], SUNDAY)
    assert told is not None
    assert (told.unit, told.total, told.rank, told.of, told.median, told.weeks) == ("views", 30, 2, 4, 20, 1)


def test_openings_are_compared_at_the_same_age() -> None:
    """After two weeks, the first two weeks of others count, and not their third."""
    run = run_of("A", [300, 100], SUNDAY)
    other = run_of("B", [200, 100, 900], SUNDAY - timedelta(weeks=9))
    told = opening(run, [run, other], SUNDAY + timedelta(weeks=1))
    assert told is not None
    assert (told.weeks, told.total, told.median, told.rank) == (2, 40, 30, 1)


def test_what_is_younger_is_not_compared() -> None:
    """A run that has not reached the age is left out."""
    run = run_of("A", [300, 100])
    younger = run_of("B", [900], SUNDAY + timedelta(weeks=1))
    assert opening(run, [run, younger], SUNDAY + timedelta(weeks=1)) is None


def test_what_did_not_enter_new_is_not_compared() -> None:
    """A run whose beginning we do not see has no opening, nor is one in the comparison."""
    run, late = run_of("A", [300]), runs_of([r._replace(weeks_on_chart=5) for r in weeks("B", [900])])[0]
    assert opening(run, [run, late], SUNDAY) is None
    assert opening(late, [run, late], SUNDAY) is None


def test_without_views_openings_go_by_hours() -> None:
    """Before views were published, hours are compared."""
    run, other = run_of("A", [300], views=None), run_of("B", [200], views=None)
    told = opening(run, [run, other], SUNDAY)
    assert told is not None
    assert (told.unit, told.total, told.median) == ("hours", 300, 200)
