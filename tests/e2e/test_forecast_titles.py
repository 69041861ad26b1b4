"""What may be asked of `cliffhanger forecast`: shows, seasons, releases that users told; and what is long gone."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

import worlds
from cliffhanger.charts.titles import FILMS
from editions import TV
from shell import Said, ask
from worlds import FIT, WEEK, published

NOW = published(FIT + 1)
NEXT = NOW + timedelta(days=9)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger of ten editions with its fit, into which three releases were taken."""
    folder = tmp_path_factory.mktemp("titles")
    path = worlds.filled(folder / "ledger.sqlite", FIT + 2)
    worlds.keep(path)
    told = folder / "releases.csv"
    rows = f"{show(newest())},7,{NEXT},8", f"Far Shore,,{NEXT},6", f"Low Tide,,{NEXT},"
    told.write_text("\n".join(["title,season,date,episodes,known", *(f"{row},{NOW}" for row in rows)]), "utf-8")
    assert ask("ingest", told, "--ledger", path).code == 0
    return path


def newest() -> str:
    """Name the season that was first among series on the newest list."""
    weeks = [one for one in worlds.past(FIT + 1).weeks if one.category == TV]
    return min(weeks, key=lambda one: (-one.week.toordinal(), one.rank)).title


def show(season: str) -> str:
    return season.rpartition(":")[0]


def forecast(ledger: Path, title: str, *words: object, as_of: date = NOW) -> Said:
    return ask("forecast", title, "--as-of", as_of, "--ledger", ledger, *words)


def test_a_season_may_be_asked_for_by_its_title(ledger: Path) -> None:
    """The title of a season answers with that season, in whatever case it is written."""
    said = forecast(ledger, newest().upper())
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"{newest()}, {TV}\n")


def test_a_release_that_users_told_is_forecast_by_its_kind(ledger: Path) -> None:
    """A later season goes by later seasons of its list, several episodes by limited series, else it is a film."""
    of = partial(forecast, ledger)
    assert f"{show(newest())}: Season 7, {TV}\n" in of(show(newest())).out
    assert "those of later seasons in" in " ".join(of(show(newest())).out.split())
    assert "those of limited series." in " ".join(of("far shore").out.split())
    assert f"Low Tide, {FILMS}\n" in of("Low Tide").out


def test_a_release_is_not_known_before_its_day(ledger: Path) -> None:
    """A day before it was known, a title that nothing else tells of is not known at all."""
    before = NOW - timedelta(days=1)
    assert forecast(ledger, "Far Shore", as_of=before).code == 3
    assert "Season 7" not in forecast(ledger, show(newest()), as_of=before).out


def test_a_forecast_says_when_newer_lists_are_out(ledger: Path) -> None:
    """From the day on which the week to come is published, the answer says that its list is not at hand."""
    first = NOW + timedelta(days=6)
    assert "not at hand" not in forecast(ledger, newest(), as_of=first - timedelta(days=1)).out
    assert "not at hand" in forecast(ledger, newest(), as_of=first).out
    assert "not at hand" in ask("next", TV, "--as-of", first, "--ledger", ledger).out


def test_a_title_that_left_long_ago_is_refused(ledger: Path) -> None:
    """After thirteen weeks off its list nothing is forecast of a title, and the message says why."""
    weeks = worlds.past(FIT + 1).weeks
    last = {one.title: one.week for one in weeks if one.category == TV}
    gone = min(last, key=lambda title: last[title])
    assert max(last.values()) - last[gone] >= 13 * WEEK
    said = forecast(ledger, gone)
    assert (said.code, said.out) == (3, "")
    assert "it left its list" in said.err


def test_a_file_of_no_known_form_is_refused(ledger: Path, tmp_path: Path) -> None:
    """A picture is written as SVG; what ends otherwise is refused, and nothing is written."""
    said = forecast(ledger, newest(), "-o", tmp_path / "fan.png")
    assert said.code == 2
    assert ".svg" in said.err
    assert not (tmp_path / "fan.png").exists()
