"""Openings: what a title that has not charted yet will have, by its kind."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from cliffhanger.charts.titles import Label
from cliffhanger.forecast.opening import Kind, Opening, kind_of
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.targets import Target
from cliffhanger.forecast.totals import Reports
from panels import FIRST, ONE

CHANCES = 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99
ENGLISH, OTHERS = "TV (English)", "TV (Non-English)"
FILMS = "Films (English)"
FIRST_SEASON = Kind(False, ENGLISH, Label("season", 1))


class NoReports(Reports):
    """What a past has in which no report is out."""

    def __init__(self) -> None:
        self._hours, self.halves = {}, set()


def past(weeks: Sequence[TitleWeek]) -> Past:
    return Past(max((one.week for one in weeks), default=FIRST), tuple(weeks), "", NoReports)


def debuts(many: int, category: str = ENGLISH, level: float = 16.0, seed: int = 5) -> list[TitleWeek]:
    """Give first seasons that open on some day of the week, by the share of it left, with a spread of a half."""
    random = np.random.default_rng(seed)
    found = []
    for place in range(many):
        day, runtime = int(random.integers(7)), float(random.uniform(3, 9))
        one = replace(ONE, title=f"{category} {place}: Season 1", category=category, runtime=runtime)
        one = replace(one, week=FIRST + timedelta(weeks=place // 4), opened_on=day, out_for=6 - day)
        hours = level + math.log((7 - day) / 7) + math.log(runtime / 6) + random.normal(0, 0.5)
        found.append(replace(one, level=hours, so_far=hours, gap=0.5, rank=1 + place % 10))
    return found


@cache
def fitted() -> Opening:
    return Opening().fit_on(past(debuts(300) + debuts(100, OTHERS, 14.0, seed=6)))


def middle(kind: Kind, target: Target = Target.NEXT_WEEK) -> float:
    return float(fitted().quantiles(kind, target, (0.5,))[0])


def test_an_early_day_of_the_week_brings_a_longer_first_week() -> None:
    """A release on Monday is forecast to have more hours than one on Saturday, by some of the factor of 7 to 2."""
    monday, saturday = (middle(replace(FIRST_SEASON, weekday=day, runtime=6.0)) for day in (0, 5))
    assert monday - saturday > math.log(7 / 2) / 2


def test_a_longer_season_brings_more_hours() -> None:
    """The runtime counts, where it is known."""
    short, long = (middle(replace(FIRST_SEASON, weekday=3, runtime=hours)) for hours in (3.5, 8.0))
    assert long - short > 0.3


def test_what_is_not_known_makes_ranges_wider() -> None:
    """Nine in ten lie within more for a title without a day and a runtime, and within more still without a list."""
    known = replace(FIRST_SEASON, weekday=3, runtime=6.0)
    kinds = known, FIRST_SEASON, replace(FIRST_SEASON, category=None)
    widths = [np.ptp(fitted().quantiles(kind, Target.NEXT_WEEK, (0.05, 0.95))) for kind in kinds]
    assert widths[0] < widths[1] < widths[2]


def test_an_unknown_list_is_a_mixture_in_the_usual_shares() -> None:
    """With three quarters on one list, the chance below a quantile is that of both lists by their shares."""
    mixed = fitted().quantiles(replace(FIRST_SEASON, category=None), Target.NEXT_WEEK, CHANCES)
    dense = np.linspace(0.002, 0.998, 997).tolist()
    for quantile, chance in zip(mixed, CHANCES, strict=True):
        parts = [
            np.interp(
                quantile, fitted().quantiles(replace(FIRST_SEASON, category=name), Target.NEXT_WEEK, dense), dense
            )
            for name in (ENGLISH, OTHERS)
        ]
        assert 0.75 * parts[0] + 0.25 * parts[1] == pytest.approx(chance, abs=0.005)


def test_a_film_is_not_mixed_with_series() -> None:
    """Only lists of its own sort stand for a film whose list is not known."""
    model = Opening().fit_on(past(debuts(200) + debuts(100, FILMS, 14.0)))
    film = Kind(True, None, Label("film"))
    known = replace(film, category=FILMS)
    assert model.quantiles(film, Target.NEXT_WEEK, CHANCES) == pytest.approx(
        model.quantiles(known, Target.NEXT_WEEK, CHANCES)
    )


def test_a_kind_that_never_charted_gets_a_forecast_all_the_same() -> None:
    """A film is forecast from series alone, on no list in particular."""
    found = fitted().quantiles(Kind(True, None, Label("film")), Target.NEXT_WEEK, CHANCES)
    assert (np.diff(found) > 0).all()


def test_totals_are_never_less_than_the_first_week() -> None:
    """At each chance four weeks bring at least the first of them, and 91 days at least as much again."""
    first, four, days = (fitted().quantiles(FIRST_SEASON, target, CHANCES) for target in Target)
    assert (four >= first).all()
    assert (days >= four).all()
    assert days[3] > first[3]


def test_intervals_hold_what_they_say() -> None:
    """Of titles not met before, about half and about nine in ten end within their ranges."""
    new = debuts(400, seed=9)
    kinds = [replace(FIRST_SEASON, weekday=one.opened_on, runtime=one.runtime) for one in new]
    told = np.array([fitted().quantiles(kind, Target.NEXT_WEEK, CHANCES) for kind in kinds])
    came = np.array([one.level for one in new])
    half, ninety = (((told[:, a] <= came) & (came <= told[:, b])).mean() for a, b in ((2, 4), (1, 5)))
    assert 0.42 < half < 0.62
    assert 0.86 < ninety < 0.96


def test_the_season_before_is_found_by_show_and_number() -> None:
    """Neither another show that begins alike nor another season stands in for it."""
    told = {
        "Ada: Season 1": 17.0,
        "Ada & Bo: Season 1": 15.0,
        "Ada: Season 3": 14.0,
        "Cy 2": 13.0,
        "Di: Limited Series": 12.0,
    }
    labels = [Label("season", 1), Label("season", 1), Label("season", 3), Label("season", 2), Label("limited series")]
    rows = [
        replace(ONE, title=name, level=level, label=own)
        for (name, level), own in zip(told.items(), labels, strict=True)
    ]
    known = past(rows)
    asked = {
        ("ADA", 2): 17.0,
        ("Ada and Bo", 2): 15.0,
        ("Ada", 4): 14.0,
        ("Cy", 3): 13.0,
        ("Di", 2): 12.0,
        ("Ada", 3): None,
    }
    for (show, number), before in asked.items():
        assert kind_of(known, show, Label("season", number), category=ENGLISH).before == before
    assert kind_of(known, "Ada", Label("season", 1)).before is None
    assert kind_of(known, "Ada", Label("film"), film=True) == Kind(True, None, Label("film"))


def test_a_season_whose_first_week_was_not_seen_tells_nothing() -> None:
    """Titles that came in from before the lists begin are no opening of a season."""
    old = replace(ONE, fresh=False)
    assert kind_of(past([old]), "Ada", Label("season", 2)).before is None


def test_the_season_before_moves_the_forecast() -> None:
    """Where later seasons open as high as those before them, a high one is followed by a high forecast."""
    random, rows = np.random.default_rng(2), debuts(200)
    for one in debuts(200):
        later = replace(one, title=one.title.replace("Season 1", "Season 2"), label=Label("season", 2))
        rows.append(replace(later, level=one.level + random.normal(0, 0.1), week=one.week + timedelta(weeks=52)))
    model = Opening().fit_on(past(rows))
    low, high = (
        model.quantiles(Kind(False, ENGLISH, Label("season", 2), before=level), Target.NEXT_WEEK, (0.5,))[0]
        for level in (15.0, 17.0)
    )
    assert high - low > 0.8


def test_the_same_past_gives_the_same_bytes() -> None:
    """A second fit gives the same quantiles."""
    again = Opening().fit_on(past(debuts(300) + debuts(100, OTHERS, 14.0, seed=6)))
    told = [
        model.quantiles(replace(FIRST_SEASON, category=None), Target.FOUR_WEEKS, CHANCES) for model in (again, fitted())
    ]
    assert told[0].tobytes() == told[1].tobytes()


@pytest.mark.parametrize("weeks", [[], [ONE]])
def test_without_enough_titles_nothing_is_told(weeks: list[TitleWeek]) -> None:
    """An empty past, or one title, gives figures that are not numbers."""
    model = Opening().fit_on(past(weeks))
    assert all(np.isnan(model.quantiles(FIRST_SEASON, target, CHANCES)).all() for target in Target)
