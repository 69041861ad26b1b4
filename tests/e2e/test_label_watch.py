"""The label watch and the seasons of a show, on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from seasons import WEEKS, kept, lines_of_a_world, on, published
from shell import ask

OLD = [("A", 3), ("B", 4)]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a ledger in which two limited series are relabelled early, one returns, and a third is relabelled last."""
    world, late = list(lines_of_a_world()), on("C", "Limited Series", WEEKS - 9)
    as_limited = [line for show, week in OLD for line in on(show, "Limited Series", week)]
    as_season = [line for show, week in OLD for line in on(show, "Season 1", week)]
    second = on("A", "Season 2", 50)
    return kept(
        tmp_path_factory.mktemp("watch") / "ledger.sqlite",
        (9, [*world, *as_limited]),
        (WEEKS - 2, [*world, *as_season, *second, *late]),
        (WEEKS - 1, [*world, *as_season, *second, *on("C", "Season 1", WEEKS - 9)]),
        every=9,
    )


def test_the_label_watch_tells_what_changes_have_meant(ledger: Path) -> None:
    """Of two old relabels one had another season within a year; the newest is told as recent."""
    said = ask("labels", "--ledger", ledger, "--as-of", published(WEEKS - 1).date())
    assert said.code == 0
    assert "as a season at least a year before 15 November 2026, one had another season" in said.out
    assert "One more was relabelled since." in said.out


def test_the_label_watch_tells_what_became_or_else_the_chance(ledger: Path) -> None:
    """The one that came back has the day on which that was known, the newest its chance."""
    said = ask("labels", "--ledger", ledger, "--as-of", published(WEEKS - 1).date(), "--format", "json")
    rows = {row["was"]: row for row in json.loads(said.out)["rows"]}
    assert rows["A: Limited Series"]["another_season"] is not None
    assert rows["A: Limited Series"]["chance"] is None
    assert rows["C: Limited Series"]["another_season"] is None
    assert 0 < rows["C: Limited Series"]["chance"] < 1


def test_the_label_watch_is_silent_before_it_can_know(ledger: Path) -> None:
    """A week before the newest relabel, there is none of it."""
    said = ask("labels", "--ledger", ledger, "--as-of", published(WEEKS - 2).date())
    assert "C: Limited Series" not in said.out
    assert "was relabelled since" not in said.out


def test_seasons_tells_what_followed_and_since_when(ledger: Path) -> None:
    """A show's seasons stand by premiere, each with what followed it."""
    said = ask("seasons", "a", "--ledger", ledger, "--as-of", published(WEEKS - 1).date(), "--format", "csv")
    first, second = csv.DictReader(io.StringIO(said.out))
    assert (first["counts_as"], first["by"], second["counts_as"], second["by"]) == (
        "limited series",
        "A: Season 2",
        "later season",
        "",
    )
    assert first["known"] >= second["premiere"] == first["followed"]


def test_seasons_without_a_title_lists_what_was_matched_otherwise(ledger: Path) -> None:
    """Where all are spelled plainly, there is nothing to list."""
    said = ask("seasons", "--ledger", ledger, "--as-of", published(WEEKS - 1).date())
    assert (said.code, said.out.startswith("basis")) == (0, True)


def test_seasons_of_an_unknown_show_are_not_known(ledger: Path) -> None:
    """The exit status is that of what is not known here."""
    said = ask("seasons", "Nothing Such", "--ledger", ledger, "--as-of", published(9).date())
    assert said.code == 3
    assert "Nothing Such" in said.err
