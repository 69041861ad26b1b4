"""A replay sees at each origin what had been published by then, and gives the same table however it is run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import worlds
from cliffhanger.charts.ledger import Ledger
from cliffhanger.forecast.origins import origins
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.releases import Release, Releases, of_reports
from cliffhanger.forecast.replay import Setting, replay
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.table import CHANCES
from cliffhanger.forecast.targets import Target
from cliffhanger.vantage import Vantage
from editions import SUNDAY, Line, download, report, table, take, week_list

WEEK = timedelta(days=7)
WEEKS = 20
LAST = SUNDAY + WEEKS * WEEK


class Halving:
    """Forecasts half the hours, times the number of weeks that it was fitted on, to show what it saw."""

    targets = (Target.NEXT_WEEK,)

    def __init__(self) -> None:
        self.seen = 0

    def fit_on(self, past: Past) -> Halving:
        self.seen = len(past.weeks)
        return self

    def quantiles(self, weeks: Sequence[TitleWeek], target: Target, chances: Sequence[float]) -> Values:
        return np.array([[one.level - math.log(2) + chance + self.seen for chance in chances] for one in weeks])

    def chance_below(self, weeks: Sequence[TitleWeek], target: Target, levels: Sequence[float]) -> Values:
        return np.array([float(level > one.level) for one, level in zip(weeks, levels, strict=True)])


def editions(until: int = WEEKS, twist: int = 0) -> list[tuple[date, bytes]]:
    """Give weekly editions, each with one list more than the one before; `twist` alters those from a place on."""
    found = []
    for place in range(until):
        week = SUNDAY + place * WEEK
        lists = [week_list(SUNDAY + back * WEEK, size=10) for back in range(place, -1, -1)]
        if twist and place >= twist:
            lists[0] = [Line(week, rank=rank, show=f"New {rank}", hours=rank) for rank in range(1, 11)]
        found.append((week + timedelta(days=3), table([line for one in lists for line in one])))
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a ledger of weekly editions."""
    return kept(tmp_path / "ledger.sqlite", editions())


def kept(path: Path, told: Sequence[tuple[date | datetime, bytes]]) -> Path:
    with Ledger.open(path, create=True) as ledger:
        assert not take(ledger, *(download(data, day) for day, data in told)).rejected
    return path


def play(path: Path, folder: Path, workers: int = 1, until: date = LAST) -> pl.DataFrame:
    setting = Setting({"halving": Halving}, (Target.NEXT_WEEK,), str(path), Releases(), until)
    return replay(setting, folder, SUNDAY, until, workers=workers).table


def test_origins_have_the_last_fit_before_them(path: Path) -> None:
    """Models stand at every eighth edition; the first origin is the edition of the first fit."""
    with Ledger.open(path) as ledger, ledger.as_of(Vantage(LAST)) as view:
        found = origins(view)
    days = [day for day, _ in editions()]
    assert [one.day for one in found] == days[8:]
    assert {one.fitted for one in found} == {days[8], days[16]}
    assert [one.seen_on for one in found] == [*days[9:], None]


def test_a_replay_has_a_row_for_each_title_at_each_origin(path: Path, tmp_path: Path) -> None:
    """Ten titles at each of eleven origins whose next week is published, with what became of them."""
    found = play(path, tmp_path / "parts")
    assert found.height == 10 * (WEEKS - 9)
    row = found.row(0, named=True)
    assert (row["rank"], row["level"]) == (1, math.log(1_000_000))
    assert len(row["quantiles"]) == len(CHANCES)


def test_a_fit_sees_what_was_published_by_its_day(path: Path, tmp_path: Path) -> None:
    """The model of the ninth edition was given the weeks of nine lists, that of the seventeenth those of seventeen."""
    found = play(path, tmp_path / "parts")
    first = found["quantiles"].list.first() - CHANCES[0]
    seen = {round(value - math.log(1_000_000 / 2)) for value in first.filter(found["rank"] == 1)}
    assert seen == {90, 170}


def test_what_is_published_later_changes_no_row(tmp_path: Path) -> None:
    """Two ledgers that agree up to a day give the same rows for origins whose outcome was published by then."""
    one = kept(tmp_path / "one.sqlite", editions())
    other = kept(tmp_path / "other.sqlite", editions(twist=15))
    until = editions()[14][0]
    tables = [
        play(path, tmp_path / path.stem).filter(pl.col("origin") < until).to_dict(as_series=False)
        for path in (one, other)
    ]
    assert tables[0]["origin"]
    assert tables[0] == tables[1]


class Beside:
    """Forecasts the number of titles that it is asked about at once."""

    targets = (Target.FOUR_WEEKS,)

    def fit_on(self, past: Past) -> Beside:
        return self

    def quantiles(self, weeks: Sequence[TitleWeek], target: Target, chances: Sequence[float]) -> Values:
        return np.full((len(weeks), len(chances)), float(len(weeks)))

    def chance_below(self, weeks: Sequence[TitleWeek], target: Target, levels: Sequence[float]) -> Values:
        return np.full(len(weeks), 0.5)


def test_totals_are_forecast_from_whole_lists(tmp_path: Path) -> None:
    """A model reads the list around a title also where a total is asked of few of the list."""
    until = worlds.published(10)
    path, parts = worlds.filled(tmp_path / "ledger.sqlite", 11), tmp_path / "parts"
    replay(Setting({"beside": Beside}, (Target.FOUR_WEEKS,), str(path), Releases(), until), parts, worlds.MONDAY, until)
    cases = pl.concat(pl.read_parquet(part) for part in parts.iterdir())
    assert 0 < len(cases) < 20 * cases["origin"].n_unique()
    assert {row[0] for row in cases["quantiles"]} == {20.0}


def test_workers_and_interruptions_change_nothing(path: Path, tmp_path: Path) -> None:
    """One worker, two workers, and a replay that goes on after a part was lost give the same table."""
    alone = play(path, tmp_path / "alone")
    assert play(path, tmp_path / "both", workers=2).equals(alone)
    next((tmp_path / "alone").iterdir()).unlink()
    assert play(path, tmp_path / "alone").equals(alone)


def test_releases_are_known_from_their_days(tmp_path: Path) -> None:
    """A release told by a report is known when that is published, or on its day where it is taken as public."""
    path = kept(tmp_path / "ledger.sqlite", editions(1))
    told = report({"TV": [["Ada: Season 2 // Adda", "Yes", date(2023, 9, 7), 1, "1:00", 1]]})
    with Ledger.open(path, create=True) as ledger:
        take(ledger, download(told, date(2026, 1, 20), "report.xlsx"))
        with ledger.as_of(Vantage(date(2026, 1, 19))) as view:
            assert Releases().known_at(view) == {}
            early = Releases((Release("Ada: Season 2", date(2023, 9, 8), date(2026, 1, 1)),))
            assert early.known_at(view) == {"ada season 2": early.told[0]}
        with ledger.as_of(Vantage(date(2026, 1, 20))) as view:
            reported = Release("Ada: Season 2", date(2023, 9, 7), date(2026, 1, 20))
            assert early.known_at(view) == Releases().known_at(view) == {"ada season 2": reported}
            assert [one.known for one in of_reports(view, public=True)] == [date(2023, 9, 7)]
