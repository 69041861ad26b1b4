"""Next week's lists on the command line, with a ledger of their own."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from cliffhanger.charts.ledger import Ledger
from editions import FILMS, SUNDAY, TV, Line, download, table, take, week_list
from shell import Said, ask

WEEK = timedelta(days=7)
WEEKS = 12
KNOWN = SUNDAY + (WEEKS - 1) * WEEK + timedelta(days=3)
"""The day on which the newest week was published."""


def lists(place: int, later: int = 0) -> list[Line]:
    """Give a list of films, and one of series: each week two new titles on top, the two from before, and six old ones.

    Weeks from `WEEKS` on differ with `later`.
    """
    week, lines = SUNDAY + place * WEEK, []
    shift = later if place >= WEEKS else 0
    for category in (TV, FILMS):
        new = [(f"{category} {place} {n}{shift}", 9_000_000 - 100_000 * n, 1) for n in range(2)]
        old = [(f"{category} {place - 1} {n}0", 4_000_000 - 90_000 * n - 7_000 * (place % 5), 2) for n in range(2)]
        stay = [(f"{category} {n}", 2_000_000 - 100_000 * n + 11_000 * (place % 7), place + 1) for n in range(6)]
        for rank, (show, hours, weeks) in enumerate([*new, *old, *stay], 1):
            season = None if category == FILMS else f"{show}: Season 1"
            lines.append(Line(week, category, rank, show, season, hours=hours + shift, weeks=weeks))
    return lines


def filled(path: Path, weeks: int, later: int = 0) -> Path:
    """Give a ledger of as many editions, each with all weeks up to its own."""
    with Ledger.open(path, create=True) as store:
        lines: list[Line] = []
        for place in range(weeks):
            lines += lists(place, later)
            published = SUNDAY + place * WEEK + timedelta(days=3)
            assert not take(store, download(table(lines), published)).rejected
    return path


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger of twelve weeks."""
    return filled(tmp_path_factory.mktemp("next") / "ledger.sqlite", WEEKS)


@cache
def said_of(ledger: Path, form: str, *words: object) -> Said:
    """Ask for the forecast as of the day on which the newest week was published."""
    return ask("next", *words, "--as-of", KNOWN, "--ledger", ledger, "--format", form)


def test_lists_are_forecast_with_places_chances_and_shares(ledger: Path) -> None:
    """Two titles come in, those of the week before leave, and the old ones stay."""
    said = said_of(ledger, "json")
    assert said.code == 0, said.err
    told = json.loads(said.out)
    assert [one["category"] for one in told["lists"]] == [FILMS, TV]
    films = told["lists"][0]
    assert films["week"] == str(SUNDAY + WEEKS * WEEK)
    assert films["debuts"]["usual"] == pytest.approx(0.2)
    assert [one["place"] for one in films["places"]] == [*range(1, 11)]
    chances = {one["title"]: one["chance"] for one in films["titles"]}
    assert chances[f"{FILMS} 0"] > 0.9 > 0.1 > chances[f"{FILMS} {WEEKS - 2} 00"]
    assert sum(one["kind"] == "debut" for one in films["places"]) == 2
    assert films["titles"][0]["rank"]["best"] <= films["titles"][0]["rank"]["expected"]
    assert told["basis"].startswith(f"basis: as of {KNOWN}")
    assert told["sources"][0]["known_from"] == str(KNOWN)


def test_one_list_can_be_asked_for_and_is_the_same(ledger: Path) -> None:
    """The beginning of its name suffices, and the figures are those that it has among all."""
    alone, both = json.loads(said_of(ledger, "json", "films").out), json.loads(said_of(ledger, "json").out)
    assert alone["lists"] == both["lists"][:1]


def test_rows_hold_each_line_and_each_title_left_out(ledger: Path) -> None:
    """As CSV there are ten lines with a place, and the other titles now on the list without one."""
    said = said_of(ledger, "csv", "tv")
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert [row["place"] for row in rows][:11] == [*map(str, range(1, 11)), ""]
    named = [row["title"] for row in rows if row["title"]]
    assert len(named) == len(set(named)) == 10


@pytest.mark.parametrize(("form", "heading"), [("text", "TV (English)\n------------"), ("markdown", "## TV (English)")])
def test_words_name_the_nameless_and_the_shares(ledger: Path, form: str, heading: str) -> None:
    """A line may be a new title, and a sentence says how many places go to whom, beside what was counted."""
    said = said_of(ledger, form)
    assert heading in said.out
    assert "a new title" in said.out
    assert "to titles that stay" in said.out
    assert "all but certain" in said.out


def test_what_is_published_later_changes_no_byte(ledger: Path, tmp_path: Path) -> None:
    """Editions after the vantage, whatever they hold, leave the forecast as it was."""
    longer = filled(tmp_path / "longer.sqlite", WEEKS + 2, later=1)
    assert said_of(longer, "json") == said_of(ledger, "json")


def test_a_list_that_there_is_not_is_refused(ledger: Path) -> None:
    """The lists there are, are named."""
    said = ask("next", "radio", "--as-of", KNOWN, "--ledger", ledger)
    assert said.code == 2
    assert FILMS in said.err


@pytest.mark.parametrize("day", ["2025-12-31", SUNDAY + timedelta(days=3)])
def test_before_two_weeks_are_known_nothing_is(ledger: Path, day: object) -> None:
    """Before the first edition, and on it, it is said that too little is known."""
    said = ask("next", "--as-of", day, "--ledger", ledger)
    assert (said.code, said.out) == (3, "")


def test_an_empty_ledger_knows_no_list(tmp_path: Path) -> None:
    """Without editions the answer points to ingest."""
    said = ask("next", "--ledger", tmp_path / "none.sqlite")
    assert said.code == 3
    assert "ingest" in said.err


def test_short_lists_ranked_by_hours_are_forecast(tmp_path: Path) -> None:
    """Three rows a week, in the layout that has neither runtimes nor views, give lists of three."""
    path = tmp_path / "hours.sqlite"
    with Ledger.open(path, create=True) as store:
        for place in range(4):
            lines = [line for one in range(place + 1) for line in week_list(SUNDAY + one * WEEK, size=3)]
            take(store, download(table(lines, "hours"), SUNDAY + place * WEEK + timedelta(days=3)))
    said = ask("next", "--as-of", SUNDAY + 5 * WEEK, "--ledger", path, "--format", "json")
    assert said.code == 0, said.err
    assert len(json.loads(said.out)["lists"][0]["places"]) == 3


def test_a_runtime_of_zero_is_no_runtime(tmp_path: Path) -> None:
    """A row whose runtime is 0 is forecast by its rank."""
    path = tmp_path / "zero.sqlite"
    with Ledger.open(path, create=True) as store:
        lines = [line for place in range(4) for line in week_list(SUNDAY + place * WEEK)]
        lines = [line._replace(runtime="0") if line.rank == 4 else line for line in lines]
        take(store, download(table(lines), SUNDAY + 4 * WEEK))
    said = ask("next", "--as-of", SUNDAY + 5 * WEEK, "--ledger", path, "--format", "json")
    assert said.code == 0, said.err
    ranks = {one["title"]: one["rank"]["expected"] for one in json.loads(said.out)["lists"][0]["titles"]}
    assert ranks["Show 2: Season 1"] < ranks["Show 4: Season 1"] < ranks["Show 7: Season 1"]
