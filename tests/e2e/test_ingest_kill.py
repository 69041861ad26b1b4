"""Ingest killed for real, at random moments, and read while it runs."""

from __future__ import annotations

import random
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ledger import Ledger
from cliffhanger.vantage import Vantage
from editions import FILMS, TV, Line, download, git_archive, sundays, table, take, week_list
from feeds import SOAKING
from shell import command, environment

EDITIONS = 60
ROUNDS = 100 if SOAKING else 14
SIZE = 10
ALWAYS = Vantage(date(2030, 1, 1))
TABLES = "chart", "launches", "popular", "engagement"


def history() -> list[tuple[datetime, list[Line]]]:
    """Give weekly editions: each adds a week, and relabels, swaps or withdraws something in older ones."""
    chance = random.Random(7)
    lines: list[Line] = []
    editions = []
    for week in sundays(EDITIONS, date(2024, 1, 7)):
        lines = [*week_list(week, TV, SIZE), *week_list(week, FILMS, SIZE), *lines]
        place = chance.randrange(len(lines))
        for at in range(place, min(place + 5, len(lines))):
            lines[at] = lines[at]._replace(season=f"{lines[at].show}: Limited Series", hours=chance.randrange(10**6))
        editions.append((datetime.combine(week, datetime.min.time()) + timedelta(days=2, hours=15), list(lines)))
    return editions


HISTORY = history()
TEXTS = [table(lines) for _, lines in HISTORY]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a git archive of the history."""
    commits = [(at, {"all-weeks-global.tsv": text}) for (at, _), text in zip(HISTORY, TEXTS, strict=True)]
    return git_archive(tmp_path_factory.mktemp("archive") / "weekly.git", commits)


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Give the dump of a ledger whose ingest ran through."""
    home = tmp_path_factory.mktemp("undisturbed")
    with started(home, archive) as process:
        assert process.wait() == 0
    return dump(home)


def started(home: Path, archive: Path) -> subprocess.Popen[bytes]:
    """Start an ingest in a process of its own."""
    return subprocess.Popen(
        command("ingest", archive, "--ledger", home / "ledger.sqlite"),
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def dump(home: Path) -> list[Any]:
    """Read all that decides anything: not when it was recorded, nor the numbers that rows were given."""
    with closing(sqlite3.connect(home / "ledger.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        noted = "feed, known_from, digest, source, layout, rows, first_week, last_week, rejected"
        told = [connection.execute(f"SELECT {noted} FROM editions ORDER BY known_from, feed, digest").fetchall()]
        told += [connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2, 3, 4, 5, 6").fetchall() for name in TABLES]
        return [*told, connection.execute("SELECT head FROM archives").fetchall()]


def taken(home: Path) -> int:
    """Count the editions that the ledger holds now."""
    if not (home / "ledger.sqlite").exists():
        return 0
    with closing(sqlite3.connect(home / "ledger.sqlite")) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'editions'").fetchone():
            return 0
        return int(connection.execute("SELECT count(*) FROM editions").fetchone()[0])


def kill_after(process: subprocess.Popen[bytes], home: Path, goal: int, moment: float) -> None:
    """Kill an ingest a moment after the ledger holds so many editions."""
    while process.poll() is None and taken(home) < goal:
        pass
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.mark.parametrize("seed", [1, 2])
def test_an_ingest_killed_at_random_moments_ends_as_if_undisturbed(
    seed: int, archive: Path, undisturbed: list[Any], tmp_path: Path
) -> None:
    """Killed again and again, between and within transactions, and started again, the ledger ends the same."""
    chance = random.Random(seed)
    goals = sorted(chance.sample(range(EDITIONS), min(ROUNDS, EDITIONS - 1)))
    killed = 0
    for goal in goals:
        with started(tmp_path, archive) as process:
            kill_after(process, tmp_path, goal, chance.uniform(0, 0.02))
        killed += process.returncode < 0
    with started(tmp_path, archive) as process:
        assert process.wait() == 0
    assert killed >= len(goals) // 2
    assert dump(tmp_path) == undisturbed


def test_an_ingest_killed_while_it_starts_ends_as_if_undisturbed(
    archive: Path, undisturbed: list[Any], tmp_path: Path
) -> None:
    """Killed before or while the ledger is made, it is made whole the next time."""
    chance = random.Random(3)
    for _ in range(6):
        with started(tmp_path, archive) as process:
            while process.poll() is None and not (tmp_path / "ledger.sqlite").exists():
                pass
            kill_after(process, tmp_path, 0, chance.uniform(0, 0.03))
    with started(tmp_path, archive) as process:
        assert process.wait() == 0
    assert dump(tmp_path) == undisturbed


@pytest.mark.parametrize("again", range(4))
def test_two_ingests_at_once_end_as_one(again: int, archive: Path, undisturbed: list[Any], tmp_path: Path) -> None:
    """Two processes that ingest the same archive into the same new ledger both end well, and it ends as from one."""
    with started(tmp_path, archive) as one, started(tmp_path, archive) as other:
        assert (one.wait(), other.wait()) == (0, 0)
    assert dump(tmp_path) == undisturbed


def _readings(process: subprocess.Popen[bytes], ledger: Path) -> Iterator[tuple[str, Counter[date], Sequence[Any]]]:
    while process.poll() is None:
        if ledger.exists():
            with Ledger.open(ledger).as_of(ALWAYS) as view:
                if view.newest:
                    rows = view.rows()
                    yield view.newest.digest, Counter(row.week for row in rows), rows


def test_a_reader_during_an_ingest_sees_whole_editions(archive: Path, tmp_path: Path) -> None:
    """Whenever it looks, a reader sees the rows of just one edition, even if the writer is killed."""
    contents = {
        digest_of(text): [(n.week, n.category, n.rank, n.season, n.hours) for n in sorted(lines)]
        for text, (_, lines) in zip(TEXTS, HISTORY, strict=True)
    }
    chance = random.Random(4)
    seen = set()
    for _ in range(4):
        last = chance.randrange(1, 40)
        with started(tmp_path, archive) as process:
            for digest, weeks, rows in _readings(process, tmp_path / "ledger.sqlite"):
                assert set(weeks.values()) == {2 * SIZE}
                assert [(r.week, r.category, r.rank, r.season_title, r.hours) for r in rows] == contents[digest]
                seen.add(digest)
                if len(seen) > last:
                    process.kill()
    assert seen


def test_a_reader_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    """While a transaction is open that has changed every row, a reader gets the state before it."""
    path = tmp_path / "ledger.sqlite"
    take(Ledger.open(path, create=True), download(TEXTS[0], HISTORY[0][0]))
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM chart")
        with Ledger.open(path).as_of(ALWAYS) as view:
            assert len(view.rows()) == 2 * SIZE
        writer.execute("ROLLBACK")


def test_a_view_does_not_change_while_an_edition_is_taken(tmp_path: Path) -> None:
    """A view that is open when an edition comes in goes on showing what it showed."""
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger.open(path, create=True)
    take(ledger, download(TEXTS[0], HISTORY[0][0]))
    with Ledger.open(path).as_of(ALWAYS) as view:
        before = view.rows()
        take(ledger, download(TEXTS[1], HISTORY[1][0]))
        assert view.rows() == before
        assert len(view.editions) == 1
    with Ledger.open(path).as_of(ALWAYS) as view:
        assert len(view.rows()) == 2 * len(before)
