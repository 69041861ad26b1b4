"""The weeks after next: hours on the list or off it, learned from what was published, censored where one is absent."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import numpy as np
import pytest

from cliffhanger.forecast.later_weeks import LaterWeeks
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.totals import Reports
from panels import FIRST, FLOOR, ONE, made_up

CHANCES = 0.05, 0.25, 0.5, 0.75, 0.95
FALL = 0.3
"""What titles lose in a week, in log hours."""


def past(weeks: Sequence[TitleWeek]) -> Past:
    def unread() -> Reports:
        raise AssertionError("later weeks need no reports")

    return Past(max((one.week for one in weeks), default=FIRST), tuple(weeks), "", unread)


def falling(titles: int, last: int = 40, seed: int = 3) -> list[TitleWeek]:
    """Give titles that begin one a week and fall steadily until they pass below the floor, which has a row itself."""
    random = np.random.default_rng(seed)
    found = []
    for place in range(last):
        row = replace(ONE, title="End", week=FIRST + timedelta(weeks=place), rank=10, level=FLOOR, gap=0.0)
        found.append(replace(row, runtime=None, fresh=False, age=9, number=place + 10))
    for title in range(titles):
        level, begin = FLOOR + random.uniform(0.2, 3), int(random.integers(0, last - 1))
        for number in range(1, last - begin + 1):
            if level < FLOOR:
                break
            week = FIRST + timedelta(weeks=begin + number - 1)
            one = replace(ONE, title=f"Show {title}", week=week, level=level, gap=level - FLOOR, number=number)
            change = -FALL if number > 1 else None
            found.append(
                replace(one, age=number, weeks_on_chart=number, change=change, runtime=None, rank=1 + title % 9)
            )
            level -= FALL + random.normal(0, 0.05)
    return found


@cache
def fitted() -> LaterWeeks:
    return LaterWeeks().fit_on(past(falling(300)))


def test_titles_that_fall_steadily_are_forecast_to_go_on() -> None:
    """Three and six weeks ahead the median has fallen that many times, though most cases have left the list by then."""
    title = replace(ONE, level=FLOOR + 2.5, gap=2.5, age=2, number=2, weeks_on_chart=2, change=-FALL, runtime=None)
    for ahead in (3, 6):
        found = fitted().quantiles([title], ahead, CHANCES)[0]
        assert found[2] == pytest.approx(title.level - ahead * FALL, abs=0.25)


def test_ranges_grow_with_the_weeks_ahead() -> None:
    """Nine in ten lie within more after twelve weeks than after two, on lists where titles differ."""
    model = LaterWeeks().fit_on(past(falling(200) + made_up(40)))
    widths = [np.ptp(model.quantiles([ONE], ahead, (0.05, 0.95))) for ahead in (2, 12)]
    assert widths[1] > widths[0]


def test_where_all_left_the_forecast_lies_below_the_list() -> None:
    """A horizon with no case seen still has a finite forecast, most of it below the last row."""
    weeks = [replace(one, title=f"{one.title} of {place}") for place, one in enumerate(made_up(80))]
    model = LaterWeeks().fit_on(past(weeks))
    found = model.quantiles([ONE], 8, CHANCES)
    assert np.isfinite(found).all()
    assert (np.diff(found[0]) > 0).all()
    assert model.chance_below([ONE], 8, [FLOOR])[0] > 0.9


def test_quantiles_and_chances_agree() -> None:
    """The chance of fewer hours than a quantile is that of the quantile."""
    weeks = falling(20)[40:60]
    found = fitted().quantiles(weeks, 5, CHANCES)
    for place, chance in enumerate(CHANCES):
        assert fitted().chance_below(weeks, 5, found[:, place].tolist()) == pytest.approx(chance)


def test_a_floor_is_told_in_hours_of_the_title() -> None:
    """Where lists are ranked by views, an absent title of half the runtime is known to have had half the hours."""
    short = [replace(one, runtime=3.0 if one.rank < 10 else 6.0) for one in made_up(80)]
    full = [replace(one, runtime=6.0) for one in made_up(80)]
    low, high = (
        LaterWeeks().fit_on(past(one)).quantiles([replace(ONE, runtime=None)], 4, (0.5,)) for one in (short, full)
    )
    assert low[0, 0] < high[0, 0]


def test_weeks_that_are_not_published_teach_nothing() -> None:
    """A fit reads no week ahead that lies after the last one: cutting the next outcomes away changes nothing."""
    weeks = falling(200)
    hidden = [replace(one, next_level=None, next_floor=None) for one in weeks]
    model = LaterWeeks().fit_on(past(hidden))
    assert (
        model.quantiles([ONE], 4, CHANCES).tobytes()
        == LaterWeeks().fit_on(past(weeks)).quantiles([ONE], 4, CHANCES).tobytes()
    )


def test_the_same_past_gives_the_same_bytes() -> None:
    """A second fit gives the same quantiles."""
    again = LaterWeeks().fit_on(past(falling(300)))
    assert again.quantiles([ONE], 7, CHANCES).tobytes() == fitted().quantiles([ONE], 7, CHANCES).tobytes()


@pytest.mark.parametrize("weeks", [[], [ONE], [replace(ONE, week=ONE.week + timedelta(weeks=n)) for n in range(5)]])
def test_without_enough_cases_nothing_is_told(weeks: list[TitleWeek]) -> None:
    """An empty past, or one title, gives figures that are not numbers."""
    model = LaterWeeks().fit_on(past(weeks))
    assert np.isnan(model.quantiles([ONE, ONE], 3, CHANCES)).all()
    assert np.isnan(model.chance_below([ONE], 3, [FLOOR])).all()


def test_a_fit_on_less_forgets_the_one_before() -> None:
    """A model that is fitted again on nothing tells nothing."""
    model = LaterWeeks().fit_on(past(falling(200)))
    assert np.isfinite(model.quantiles([ONE], 3, CHANCES)).all()
    assert np.isnan(model.fit_on(past([])).quantiles([ONE], 3, CHANCES)).all()


def test_no_titles_have_no_rows() -> None:
    """Asked for nothing, it gives a table without rows."""
    assert fitted().quantiles([], 3, CHANCES).shape == (0, 5)


def test_asking_imports_no_library_of_fitting() -> None:
    """The modules that forecast load neither SciPy nor trees."""
    code = "import sys, cliffhanger.forecast.later_weeks, cliffhanger.forecast.opening; "
    code += "print(sorted({'scipy', 'lightgbm', 'sklearn'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
