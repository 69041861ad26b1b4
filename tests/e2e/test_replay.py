"""Replays on the command line, with a ledger of their own."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from cliffhanger.charts.ledger import Ledger
from editions import SUNDAY, Line, download, table, take
from shell import ask

WEEK = timedelta(days=7)
WEEKS = 24


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger in which each week brings five new titles, each of which stays for two weeks."""
    path = tmp_path_factory.mktemp("replay") / "ledger.sqlite"
    lines: list[Line] = []
    with Ledger.open(path, create=True) as store:
        for place in range(WEEKS):
            week = SUNDAY + place * WEEK
            new = [(f"Show {place} {n}", 9_000_000 - 100_000 * n, 1 + n, 1) for n in range(5)]
            old = [(f"Show {place - 1} {n}", 4_000_000 - 90_000 * n - 1_000 * place, 6 + n, 2) for n in range(5)]
            lines += [
                Line(week, rank=rank, show=show, season=f"{show}: Season 1", hours=hours, weeks=weeks)
                for show, hours, rank, weeks in (*new, *old)
            ]
            assert not take(store, download(table(lines), week + timedelta(days=3))).rejected
    return path


def test_a_replay_scores_each_model_by_age(ledger: Path, tmp_path: Path) -> None:
    """The table has each model at each age, and the file has every forecast."""
    whole = tmp_path / "table.parquet"
    words = "replay", "--from", "2026-01-01", "--as-of", "2026-07-01", "--workers", 1, "--ledger", ledger
    said = ask(*words, "--models", "category ratio, last value", "--format", "json", "-o", whole)
    assert said.code == 0, said.err
    rows = json.loads(said.out)["scores"]
    assert [(row["model"], row["age"]) for row in rows] == [
        ("category ratio", 1),
        ("last value", 1),
        ("category ratio", 2),
        ("last value", 2),
    ]
    new, old = rows[0], rows[2]
    assert (new["left"], old["left"]) == (0, 1)
    assert rows[1]["gain"]["value"] > 0.5
    assert pl.read_parquet(whole)["model"].unique().len() == 2


def test_totals_without_reports_are_left_out_and_counted(ledger: Path) -> None:
    """Where no half-yearly report is out, no total is compared with a guess."""
    words = "replay", "trajectory", "--as-of", "2026-07-01", "--workers", 1, "--ledger", ledger
    said = ask(*words, "--models", "total ratio", "--targets", "four weeks", "--every", "4w")
    assert said.code == 0, said.err
    assert said.out.startswith("Left out, since what became of them is not known: 40 of four weeks.")


def test_who_stays_is_told_in_a_page(ledger: Path) -> None:
    """The page is one file with a table and a picture of chances for each model."""
    words = "replay", "stay", "--as-of", "2026-07-01", "--workers", 1, "--ledger", ledger, "--format", "html"
    said = ask(*words, "--models", "rate by rank, same ten")
    assert said.code == 0, said.err
    assert said.out.startswith("<!DOCTYPE html>")
    assert said.out.count("<svg") == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--every", "1d"),
        ("--every", "0w"),
        ("--targets", "91 days"),
        ("--models", "stay"),
        ("trajectory", "--targets", "x"),
    ],
)
def test_what_cannot_be_played_is_refused(ledger: Path, words: tuple[str, ...]) -> None:
    """A step that is none, and targets and models of something else, are usage errors."""
    assert ask("replay", *words, "--ledger", ledger).code == 2


@pytest.mark.parametrize("empty", [True, False])
def test_a_span_without_editions_has_nothing_to_replay(ledger: Path, tmp_path: Path, empty: bool) -> None:
    """Where nothing was published there is nothing to tell, which is said; a report that tells nothing is none."""
    words = ("--from", "2020-01-01", "--to", "2020-02-01", "--ledger", tmp_path / "none.sqlite" if empty else ledger)
    said = ask("replay", *words, "--workers", 1)
    told = "nothing can be replayed from 2020-01-01 to 2020-02-01: no edition with a list was published then"
    assert (said.code, said.out) == (3, "")
    assert told in said.err


def test_an_unknown_model_is_refused(tmp_path: Path) -> None:
    """A name that no model has is answered with those there are."""
    said = ask("replay", "--models", "oracle", "--ledger", tmp_path / "none.sqlite")
    assert said.code == 2
    assert "category ratio" in said.err


def test_days_are_read_strictly(ledger: Path) -> None:
    """A day that is none is refused before any work."""
    assert ask("replay", "--from", str(date.min)[:4], "--ledger", ledger).code == 2
