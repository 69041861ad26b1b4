"""`cliffhanger forecast` and `cliffhanger fit` on a ledger of their own, and the forecast of *His & Hers*."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import worlds
from cliffhanger.charts.ledger import Ledger
from editions import TV
from shell import Said, ask
from worlds import FIT, published

TITLE = "His & Hers"
NOW = published(FIT + 1)
NONE = "--ledger", "absent.sqlite"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the ledger of ten editions, with its fit beside it."""
    path = worlds.filled(tmp_path_factory.mktemp("forecast") / "ledger.sqlite", FIT + 2)
    worlds.keep(path)
    return path


@cache
def newest() -> str:
    """Name the show that is first among series, of those in their first week, or else of all."""
    weeks = [one for one in worlds.past(FIT + 1).weeks if one.category == TV]
    last = max(one.week for one in weeks)
    own = min((one for one in weeks if one.week == last), key=lambda one: (one.number, one.rank))
    return own.title.split(":")[0]


def forecast(ledger: Path, *words: object) -> Said:
    return ask("forecast", newest(), "--as-of", NOW, "--ledger", ledger, *words)


def as_data(said: Said) -> dict[str, Any]:
    assert (said.code, said.err) == (0, "")
    told: dict[str, Any] = json.loads(said.out)
    return told


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_text_tells_ranges_chances_and_basis(ledger: Path) -> None:
    """The words, the picture, the tables, and the basis as the last line."""
    said = forecast(ledger)
    assert (said.code, said.err) == (0, "")
    told = flat(said.out)
    for words in (
        "half of such titles have",
        "nine in ten",
        "To stay on the list next week",
        "first 91 days",
        "week to",
    ):
        assert words in told
    assert f"fitted on {published(FIT).day} {published(FIT):%B %Y}" in told
    assert said.out.rstrip().split("\n\n")[-1].startswith(f"basis: as of {NOW}")


def test_json_tells_the_same_in_figures(ledger: Path) -> None:
    """Each week to come and each total has five ends, in hours and in views."""
    told = as_data(forecast(ledger, "--format", "json"))
    assert told["fitted"] == str(published(FIT))
    assert told["observed_through"] == str(worlds.last_week(FIT + 1))
    for one in (*told["ahead"], *told["totals"]):
        for unit in ("hours", "views"):
            assert [*one[unit].values()] == sorted(one[unit].values())
    assert 0 < told["stays"]["chance"] < 1
    assert list(told)[-1] == "basis"
    assert re.search(r"fit [0-9a-f]+", told["basis"])


def test_svg_is_a_picture_with_words(ledger: Path) -> None:
    """It is well formed and says in words what it shows."""
    root = ET.fromstring(forecast(ledger, "--format", "svg").out)
    assert root.tag.endswith("svg")
    assert any("Forecast of views by week" in (one.text or "") for one in root.iter())


@pytest.mark.parametrize(("form", "end"), [("text", "txt"), ("json", "json"), ("svg", "svg")])
def test_a_file_holds_what_would_be_said(form: str, end: str, ledger: Path, tmp_path: Path) -> None:
    """The end of its name picks the form, and the basis is said instead."""
    path = tmp_path / f"fan.{end}"
    said = forecast(ledger, "-o", path)
    assert said.code == 0
    assert path.read_text("utf-8") == forecast(ledger, "--format", form).out
    assert f"basis: as of {NOW}" in said.out + said.err


def test_the_end_of_a_name_gives_way_to_the_form_asked_for(ledger: Path, tmp_path: Path) -> None:
    """JSON can be written into a file of any name."""
    path = tmp_path / "fan.svg"
    forecast(ledger, "-o", path, "--format", "json")
    assert json.loads(path.read_text("utf-8"))["fitted"]


def test_fit_writes_what_is_kept(ledger: Path, tmp_path: Path) -> None:
    """As of the day of an edition at which fits stand, the file is the one beside the ledger, byte for byte."""
    path = tmp_path / "fit.json"
    said = ask("fit", "--as-of", published(FIT), "-o", path, "--ledger", ledger)
    assert said.code == 0, said.err
    (kept,) = ledger.with_suffix(".fits").iterdir()
    assert path.read_bytes() == kept.read_bytes()
    assert str(published(FIT)) in said.out + said.err


def test_a_title_that_nobody_knows_is_not_known(ledger: Path) -> None:
    """What there is no such title of, or none yet, is answered alike, with near names."""
    said = ask("forecast", "Nobody At All", "--as-of", NOW, "--ledger", ledger)
    assert (said.code, said.out) == (3, "")
    assert "Nobody At All" in said.err


def test_a_title_to_come_is_as_unknown_as_none(ledger: Path) -> None:
    """A show that charts a week later gets the reply of one that does not exist."""
    weeks = worlds.past(FIT + 1).weeks
    later = next(one for one in weeks if one.week == worlds.last_week(FIT + 1) and one.number == 1)
    hidden, absent = later.title.split(":")[0], "Xyzzy"
    replies = [ask("forecast", name, "--as-of", published(FIT), "--ledger", ledger) for name in (hidden, absent)]
    assert [(one.code, one.out) for one in replies] == [(3, ""), (3, "")]
    assert replies[0].err.split(";")[0].replace(hidden, absent) == replies[1].err.split(";")[0].strip()


@pytest.mark.parametrize("place", [0, FIT - 1])
def test_before_the_first_fit_it_is_said_why(place: int, ledger: Path) -> None:
    """With fewer than nine editions known there is a plain line, and status 3."""
    show = worlds.past().weeks[0].title.split(":")[0]
    said = ask("forecast", show, "--as-of", published(place), "--ledger", ledger)
    assert (said.code, said.out) == (3, "")
    assert "ninth edition" in said.err
    assert len(said.err.splitlines()) == 1


def test_before_the_first_edition_no_title_is_known(ledger: Path) -> None:
    """From a day before all editions there is nothing to forecast."""
    said = ask("forecast", newest(), "--as-of", published(0) - timedelta(days=1), "--ledger", ledger)
    assert (said.code, said.out) == (3, "")
    assert len(said.err.splitlines()) == 1


def test_an_empty_ledger_knows_no_title(tmp_path: Path) -> None:
    """Without editions a title that the almanac does not have is not known."""
    path = tmp_path / "ledger.sqlite"
    Ledger.open(path, create=True).close()
    said = ask("forecast", "Some Show", "--as-of", NOW, "--ledger", path)
    assert (said.code, said.out) == (3, "")
    assert not path.with_suffix(".fits").exists()


@pytest.mark.parametrize("day", [published(0) - timedelta(days=1), NOW])
def test_nothing_is_fitted_on_nothing(day: object, ledger: Path, tmp_path: Path) -> None:
    """Before the first edition, or in a ledger that is not there, no file is written, and the answer says so."""
    path = tmp_path / "fit.json"
    said = ask("fit", "--as-of", day, "-o", path, "--ledger", ledger if day != NOW else tmp_path / "absent.sqlite")
    assert (said.code, said.out) == (3, "")
    assert "no chart" in said.err
    assert not path.exists()


# The almanac's own forecast, without any ledger.


def hers(day: str, *words: object) -> Said:
    return ask("forecast", TITLE, "--as-of", day, *NONE, *words)


@pytest.mark.parametrize("day", ["2025-12-20", "2026-01-06"])
def test_before_its_first_fit_the_almanac_forecasts_nothing(day: str) -> None:
    """The story is known, and no model yet: a plain line, and status 3."""
    said = hers(day)
    assert (said.code, said.out) == (3, "")
    assert TITLE in said.err


def test_before_its_release_it_is_forecast_by_its_kind() -> None:
    """On 7 January nothing is seen: a wide range for the first week, of limited series."""
    told = as_data(hers("2026-01-07", "--format", "json"))
    assert (told["seen"], told["stays"], told["fitted"]) == ([], None, "2026-01-07")
    assert [(one["week"], one["number"]) for one in told["ahead"]] == [("2026-01-11", 1)]
    first = told["ahead"][0]["hours"]
    assert first["most"] > 10 * first["least"]
    assert "limited series" in told["told"][0]


def test_after_its_first_week_it_is_forecast_from_that() -> None:
    """On 14 January the almanac's list tells the first week, and the fit of that day the rest."""
    told = as_data(hers("2026-01-14", "--format", "json"))
    assert told["fitted"] == "2026-01-14"
    assert [(one["rank"], one["hours"]) for one in told["seen"]] == [(1, 86_800_000)]
    assert len(told["ahead"]) == 12
    assert [one["through"] for one in told["totals"]] == ["four weeks", "28 days", "91 days"]
    assert told["stays"]["chance"] > 0.9
    assert told["all_time"]["views"] == 98_200_000
    assert told["all_time"]["chance"] < 0.2


def test_each_day_has_the_fit_of_its_own_knowledge() -> None:
    """The day before a fit nothing of it shows, and days later it still serves."""
    fitted = {
        day: as_data(hers(day, "--format", "json"))["fitted"] for day in ("2026-01-13", "2026-01-14", "2026-03-01")
    }
    assert fitted == {"2026-01-13": "2026-01-07", "2026-01-14": "2026-01-14", "2026-03-01": "2026-01-14"}


def test_a_title_of_another_platform_is_not_forecast() -> None:
    """A novel is on no list."""
    said = ask("forecast", "The Moonstone", "--as-of", "2026-01-14", *NONE)
    assert (said.code, said.out) == (3, "")
