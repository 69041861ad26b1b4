"""The record on the command line: in each form, and gone on with after it was killed."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path

import polars as pl
import pytest

from seasons import START, WEEKS, kept, lines_of_a_world, published
from shell import ask, command, environment

UNTIL = published(WEEKS - 1).date()
WORDS = "record", "--as-of", UNTIL, "--from", START, "--workers", 1


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger of the made-up world."""
    return kept(tmp_path_factory.mktemp("record") / "ledger.sqlite", (WEEKS - 1, lines_of_a_world()))


@pytest.fixture(scope="module")
def whole(ledger: Path) -> str:
    """Give the record as data, made in one go."""
    said = ask(*WORDS, "--ledger", ledger, "--keep", ledger.parent / "parts", "--format", "json")
    assert said.code == 0, said.err
    return said.out


def words(ledger: Path) -> tuple[object, ...]:
    return *WORDS, "--ledger", ledger, "--keep", ledger.parent / "parts"


def test_the_text_has_scores_a_diagram_and_its_basis(ledger: Path, whole: str) -> None:
    """Each horizon of which any forecast is over has its tables; the last line is the basis."""
    said = ask(*words(ledger))
    assert said.code == 0, said.err
    told = json.loads(whole)
    assert said.out.count("the worst misses") == len(told["tallies"]) > 1
    assert said.out.count("climatology  ") >= len(told["tallies"])
    assert said.out.splitlines()[-1] == told["basis"]


def test_the_data_has_every_forecast(ledger: Path, whole: str) -> None:
    """Each tally counts the rows of its horizon, and the table in Parquet has the same."""
    told = json.loads(whole)
    for one in told["tallies"]:
        assert one["forecasts"] == sum(row["months"] == one["months"] for row in told["forecasts"])
    table = ledger.parent / "table.parquet"
    assert ask(*words(ledger), "--format", "json", "-o", table).out == whole
    assert pl.read_parquet(table)["title"].to_list() == [row["title"] for row in told["forecasts"]]


def test_the_page_stands_alone(ledger: Path, whole: str) -> None:
    """One HTML file with a diagram for each horizon and a row for each forecast, and nothing from elsewhere."""
    page = ledger.parent / "record.html"
    said = ask(*words(ledger), "--format", "html", "-o", page)
    assert (said.code, said.out.count("\n")) == (0, 1)
    text, told = page.read_text("utf-8"), json.loads(whole)
    assert text.startswith("<!DOCTYPE html>")
    assert text.count("<svg") == len(told["tallies"])
    assert text.count("<tr>") > len(told["forecasts"])
    assert "src=" not in text
    assert "<script" not in text


@pytest.mark.parametrize("at", ["quarters", "week-4"])
def test_a_record_that_was_killed_goes_on(ledger: Path, tmp_path: Path, at: str) -> None:
    """Killed at some moment, and once more, it keeps what it had, and ends as one that ran through."""
    asked = *WORDS, "--at", at, "--ledger", ledger, "--format", "json"
    undisturbed = ask(*asked, "--keep", tmp_path / "whole")
    chance, folder = random.Random(3), tmp_path / "parts"
    for parts in (1, 2):
        process = subprocess.Popen(
            command(*asked, "--keep", folder), env=environment(tmp_path), stdout=subprocess.DEVNULL
        )
        while process.poll() is None and len([*folder.glob("*.json")]) < parts:
            time.sleep(0.01 * chance.random())
        process.kill()
        process.wait()
    before = {path.name: path.stat().st_mtime_ns for path in folder.glob("*.json")}
    assert before
    assert ask(*asked, "--keep", folder) == undisturbed
    assert all((folder / name).stat().st_mtime_ns == at for name, at in before.items())


def test_a_day_that_is_none_is_refused(ledger: Path) -> None:
    """A usage error, before any work."""
    assert ask("record", "--from", "2024", "--ledger", ledger).code == 2


def test_a_table_that_cannot_be_written_is_told(ledger: Path, whole: str) -> None:
    """A folder that is not there is a usage error."""
    assert ask(*words(ledger), "-o", ledger.parent / "nowhere" / "table.parquet").code == 2


@pytest.mark.parametrize("command", ["record", "replay"])
def test_parts_that_cannot_be_kept_are_told_at_once(ledger: Path, tmp_path: Path, command: str) -> None:
    """A folder that cannot be made is a usage error with its name, and no mistake of ours."""
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    for folder in (blocked, blocked / "parts", Path("/proc/nope")):
        said = ask(command, "--ledger", ledger, "--keep", folder)
        assert (said.code, said.out) == (2, "")
        assert f"cannot write {folder}" in " ".join(said.err.split())


def test_a_ledger_without_editions_has_an_empty_record(tmp_path: Path) -> None:
    """Where nothing was published there is nothing to tell, and no error."""
    said = ask("record", "--ledger", tmp_path / "none.sqlite", "--workers", 1)
    assert (said.code, said.out.startswith("No forecast from 0 origins.")) == (0, True)
