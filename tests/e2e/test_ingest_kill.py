"""Ingest killed for real, at random moments, and read while it runs; on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.schema import METADATA
from cliffhanger.vantage import Vantage
from editions import download, git_archive, take
from feeds import SOAKING
from relabelled import EDITIONS, HISTORY, SIZE, TEXTS
from shell import command, environment

ROUNDS = 100 if SOAKING else 14
ALWAYS = Vantage(date(2030, 1, 1))
ON_POSTGRESQL = pytest.mark.xdist_group("postgresql")
UNKEPT = {"id", "recorded_at"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a git archive of the history."""
    commits = [(at, {"all-weeks-global.tsv": text}) for (at, _), text in zip(HISTORY, TEXTS, strict=True)]
    return git_archive(tmp_path_factory.mktemp("archive") / "weekly.git", commits)


@pytest.fixture(scope="module")
def undisturbed(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Give what a ledger holds whose ingest ran through."""
    home = tmp_path_factory.mktemp("undisturbed")
    with started(home, archive, home / "ledger.sqlite") as process:
        assert process.wait() == 0
    return dump(home / "ledger.sqlite")


def started(home: Path, archive: Path, address: str | Path) -> subprocess.Popen[bytes]:
    """Start an ingest in a process of its own."""
    return subprocess.Popen(
        command("ingest", archive, "--ledger", address),
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def dump(address: str | Path) -> list[Any]:
    """Read all that decides anything: not when it was recorded, nor the numbers that rows were given."""
    if "://" not in str(address):
        with closing(sqlite3.connect(address)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    found = []
    with Ledger.open(address) as store, store._engine.connect() as reading:
        for table in METADATA.sorted_tables:
            columns = [column for column in table.columns if column.name not in UNKEPT]
            found.append(sorted((tuple(row) for row in reading.execute(select(*columns))), key=repr))
    return found


def is_made(address: str) -> bool:
    """Tell whether a ledger is there, or begins to be."""
    if "://" not in address:
        return Path(address).exists()
    with Ledger.open(address) as store:
        return str(store._engine.url) != "sqlite://"


def taken(address: str) -> int:
    """Count the editions that the ledger holds now."""
    with Ledger.open(address) as store:
        return len(store.known())


def kill_after(process: subprocess.Popen[bytes], address: str, goal: int, moment: float) -> None:
    """Kill an ingest a moment after the ledger holds so many editions."""
    while process.poll() is None and taken(address) < goal:
        pass
    try:
        process.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    ("address", "seed"),
    [("sqlite", 1), ("sqlite", 2), pytest.param("postgresql", 3, marks=ON_POSTGRESQL)],
    indirect=["address"],
)
def test_an_ingest_killed_at_random_moments_ends_as_if_undisturbed(
    address: str, seed: int, archive: Path, undisturbed: list[Any], tmp_path: Path
) -> None:
    """Killed again and again, between and within transactions, and started again, the ledger ends the same."""
    chance = random.Random(seed)
    goals = sorted(chance.sample(range(EDITIONS), min(ROUNDS, EDITIONS - 1)))
    killed = 0
    for goal in goals:
        with started(tmp_path, archive, address) as process:
            kill_after(process, address, goal, chance.uniform(0, 0.02))
        killed += process.returncode < 0
    with started(tmp_path, archive, address) as process:
        assert process.wait() == 0
    assert killed >= len(goals) // 2
    assert dump(address) == undisturbed


def test_an_ingest_killed_while_it_starts_ends_as_if_undisturbed(
    address: str, archive: Path, undisturbed: list[Any], tmp_path: Path
) -> None:
    """Killed before or while the ledger is made, it is made whole the next time."""
    chance = random.Random(3)
    for _ in range(6):
        with started(tmp_path, archive, address) as process:
            while process.poll() is None and not is_made(address):
                pass
            kill_after(process, address, 0, chance.uniform(0, 0.03))
    with started(tmp_path, archive, address) as process:
        assert process.wait() == 0
    assert dump(address) == undisturbed


@pytest.mark.parametrize(
    ("address", "again"),
    [("sqlite", 1), ("sqlite", 2), ("sqlite", 3), pytest.param("postgresql", 4, marks=ON_POSTGRESQL)],
    indirect=["address"],
)
def test_two_ingests_at_once_end_as_one(
    address: str, again: int, archive: Path, undisturbed: list[Any], tmp_path: Path
) -> None:
    """Two processes that ingest the same archive into the same new ledger both end well, and it ends as from one."""
    with started(tmp_path, archive, address) as one, started(tmp_path, archive, address) as other:
        assert (one.wait(), other.wait()) == (0, 0)
    assert dump(address) == undisturbed


def _readings(process: subprocess.Popen[bytes], ledger: str) -> Iterator[tuple[str, Counter[date], Sequence[Any]]]:
    while process.poll() is None:
        with Ledger.open(ledger) as store, store.as_of(ALWAYS) as view:
            if view.newest:
                rows = view.rows()
                yield view.newest.digest, Counter(row.week for row in rows), rows


def test_a_reader_during_an_ingest_sees_whole_editions(address: str, archive: Path, tmp_path: Path) -> None:
    """Whenever it looks, a reader sees the rows of just one edition, even if the writer is killed."""
    contents = {
        digest_of(text): [(n.week, n.category, n.rank, n.season, n.hours) for n in sorted(lines)]
        for text, (_, lines) in zip(TEXTS, HISTORY, strict=True)
    }
    chance = random.Random(4)
    seen = set()
    for _ in range(4):
        last = chance.randrange(1, 40)
        with started(tmp_path, archive, address) as process:
            for digest, weeks, rows in _readings(process, address):
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
