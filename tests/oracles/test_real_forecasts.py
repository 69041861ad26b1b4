"""Forecasts on the real archive: totals against the official all-time lists, and what the almanac ships of it."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cliffhanger.brief import forecasts as forecasts_of_brief
from cliffhanger.brief.almanac import SHIPPED, Almanac
from cliffhanger.forecast.fits import Fit
from cliffhanger.forecast.opening import Kind
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.targets import SPANS, Target
from cliffhanger.vantage import Vantage
from real import FIRST, LAST, MARKS, at
from shell import ask

CHANCES = 0.05, 0.25, 0.5, 0.75, 0.95
TV = "TV (English)"

pytestmark = MARKS


@pytest.fixture(scope="module")
def past(real: Path) -> Past:
    """Give what was known on the last day."""
    with at(real, LAST) as view:
        found = Past.of(view, Releases())
        assert found.totals
    return found


def test_totals_put_together_are_those_of_the_all_time_list(real: Path, past: Past) -> None:
    """Of the titles that reports cover whole, the hours of 91 days are right to one in a hundred on average.

    The list counts by views; a title and its hours of 91 days are compared where both tell the same season.
    """
    with at(real, LAST) as view:
        official = {
            (row.category, row.season_title if row.season_title not in (None, "N/A") else row.show_title): row.hours
            for row in view.popular()
            if row.days == 91
        }
    errors = [
        abs(math.exp(own[Target.NINETY_ONE_DAYS].level) / official[key] - 1)
        for key, own in past.totals.items()
        if key in official and Target.NINETY_ONE_DAYS in own and own[Target.NINETY_ONE_DAYS].reported
    ]
    assert len(errors) >= 15
    assert np.mean(errors) < 0.01


def newest(past: Past) -> list[TitleWeek]:
    last = max(one.week for one in past.weeks)
    return [one for one in past.weeks if one.week == last]


def forecasts(fit: Fit, weeks: list[TitleWeek]) -> list[Values]:
    """Ask the models of a fit for all that a forecast of some titles tells."""
    kinds = [Kind(one.film, one.category, one.label, 3, one.runtime) for one in weeks]
    return [
        fit.next_week.quantiles(weeks, CHANCES),
        fit.stay.chances(weeks),
        *(fit.whole_run.quantiles(weeks, target, CHANCES) for target in SPANS),
        *(fit.later_weeks.quantiles(weeks, ahead, CHANCES) for ahead in (2, 6, 12)),
        *(np.array([fit.opening.quantiles(kind, target, CHANCES) for kind in kinds]) for target in Target),
    ]


@pytest.fixture(scope="module")
def made(real: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[date, Fit]:
    """Fit on both days."""
    found = {}
    for day in (FIRST, LAST):
        path = tmp_path_factory.mktemp("fit") / "fit.json"
        said = ask("fit", "--as-of", day, "-o", path, "--ledger", real)
        assert said.code == 0, said.err
        found[day] = Fit.of_text(path.read_text("utf-8"))
    return found


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_fits_of_the_almanac_are_those_of_the_archive(day: date, made: dict[date, Fit], past: Past) -> None:
    """`cliffhanger fit` on that day gives models that forecast what the shipped ones do, but for noise of floats."""
    shipped = Fit.of_text((SHIPPED / "fitted" / f"{day}.json").read_text("utf-8"))
    assert (made[day].day, made[day].basis) == (day, shipped.basis)
    assert shipped.day == day
    for one, other in zip(*(forecasts(fit, newest(past)) for fit in (made[day], shipped)), strict=True):
        assert one == pytest.approx(other, rel=1e-3, nan_ok=True)


def test_no_other_fit_is_shipped() -> None:
    """The almanac has fits of these two editions."""
    assert {path.stem for path in (SHIPPED / "fitted").glob("[0-9]*.json")} == {str(FIRST), str(LAST)}


def test_the_list_of_the_almanac_is_that_of_the_archive(real: Path) -> None:
    """Views and weeks of all ten ranks, and the row of the title that has a name."""
    (shipped,) = Almanac().at(Vantage(LAST)).lists
    with at(real, LAST) as view:
        rows = [row for row in view.week(shipped.week) if row.category == shipped.category]
    assert [(one.rank, one.views, one.weeks_on_chart) for one in shipped.rows] == [
        (row.rank, row.views, row.weeks_on_chart) for row in rows
    ]
    named = [one for one in shipped.rows if not one.show_title.startswith("rank ")]
    assert [(one.show_title, one.season_title, one.hours, one.runtime) for one in named] == [
        (row.show_title, row.season_title, row.hours, row.runtime) for row in rows if row.rank == named[0].rank
    ]


def test_the_list_is_not_known_the_day_before(real: Path) -> None:
    """The edition of the almanac's list is that of its day."""
    assert Almanac().at(Vantage(date(2026, 1, 13))).lists == ()
    with at(real, date(2026, 1, 13)) as view:
        assert view.observed_through == date(2026, 1, 4)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_all_time_threshold_of_the_almanac_is_that_of_the_archive(day: date, real: Path) -> None:
    """The views of the last row of the all-time list of English series."""
    with at(real, day) as view:
        rows = [row for row in view.popular() if row.category == TV]
    assert Almanac().at(Vantage(day)).last == {TV: rows[-1].views}
    assert rows[-1].days == 91


def test_the_almanac_forecasts_what_the_archive_does(
    real: Path, made: dict[date, Fit], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of *His & Hers* on 14 January, by the same fit, its own list tells a title nearly all that the archive tells."""
    monkeypatch.setattr(forecasts_of_brief, "fitted", lambda view, folder: made[LAST])
    told = [
        json.loads(ask("forecast", "His & Hers", "--as-of", LAST, "--format", "json", "--ledger", ledger).out)
        for ledger in (real, "absent.sqlite")
    ]
    seen, fitted = ([one[name] for one in told] for name in ("seen", "fitted"))
    assert seen[0] == seen[1]
    assert fitted == [str(LAST)] * 2
    for name in ("ahead", "totals"):
        for one, other in zip(told[0][name], told[1][name], strict=True):
            assert [*one["hours"].values()] == pytest.approx([*other["hours"].values()], rel=0.05)
    assert told[0]["stays"]["chance"] == pytest.approx(told[1]["stays"]["chance"], abs=0.02)
    assert told[0]["all_time"]["chance"] == pytest.approx(told[1]["all_time"]["chance"], abs=0.02)
