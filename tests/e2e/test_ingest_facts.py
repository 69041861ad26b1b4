"""Facts taken in on the command line: what is said, large files, and an ingest that is killed."""

from __future__ import annotations

import random
import sqlite3
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cliffhanger.charts.ledger import Ledger
from cliffhanger.vantage import Vantage
from editions import FILMS, SUNDAY, Line, download, table, take
from shell import ask, command, environment, run

MANY = 100_000
ALWAYS = Vantage(date(2030, 1, 1))
GOOD = "title,season,date,episodes,staggered,known\nHIS & HERS,,2026-01-08,6,no,2025-12-12\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Give a ledger with two lists, of a title each."""
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, create=True) as store:
        lines = [
            Line(SUNDAY, show="HIS & HERS", season="HIS & HERS: Limited Series"),
            Line(SUNDAY, FILMS, show="Carry-On", season=None),
        ]
        take(store, download(table(lines), date(2026, 1, 6)))
    return path


def written(folder: Path, text: str, name: str = "releases.csv") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def dump(path: Path) -> list[Any]:
    """Read the ledger, but for when it was written."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        noted = "SELECT feed, digest, rows, rejected FROM editions ORDER BY 1, 2"
        versions = "SELECT name, season, known_from, known_to, {} FROM {} ORDER BY 1, 2, 3"
        tables = versions.format("released", "releases"), versions.format("announced", "outcomes")
        notes, *facts = [connection.execute(asked).fetchall() for asked in (noted, *tables)]
        return [notes, [row for rows in facts for row in rows]]


def test_releases_are_told_by_their_columns(ledger: Path, tmp_path: Path) -> None:
    """A file of any name with these columns needs no day of publication, and is nothing new the second time."""
    file = written(tmp_path, GOOD, "notes.txt")
    assert run(tmp_path, "ingest", file, "--ledger", ledger) == (0, "notes.txt: took 1 fact, 1 new or changed\n", "")
    assert ask("ingest", file, "--ledger", ledger).out == "notes.txt: nothing new (1 known, 0 refused before)\n"
    with Ledger.open(ledger) as store, store.as_of(Vantage(date(2025, 12, 12))) as view:
        assert [row.title for row in view.releases()] == ["HIS & HERS"]


def test_a_folder_may_hold_dated_releases(ledger: Path, tmp_path: Path) -> None:
    """In a folder of dated files, facts without a day of their own count from the day of their file."""
    folder = tmp_path / "folder"
    folder.mkdir()
    written(folder, "title,date\nHIS & HERS,2026-01-08\n", "releases-2026-01-02.csv")
    (folder / "lists-2026-01-07.tsv").write_bytes(table([Line(SUNDAY)]))
    said = ask("ingest", folder, "--ledger", ledger)
    assert (said.code, said.out) == (0, "folder: took 2 editions, 3 rows changed\n")
    with Ledger.open(ledger) as store, store.as_of(ALWAYS) as view:
        assert [row.known_from.date() for row in view.releases()] == [date(2026, 1, 2)]


def test_titles_on_no_list_are_warned_of(ledger: Path, tmp_path: Path) -> None:
    """What is not on any list is taken, and told on the standard error with the nearest that are; a few by name."""
    file = written(tmp_path, "title,date\nHis & Her,2026-01-08\n" + "".join(f"{n},2026-01-08\n" for n in range(7)))
    said = ask("ingest", file, "--published", "2026-01-09", "--ledger", ledger)
    assert (said.code, said.out) == (0, "releases.csv: took 8 facts, 8 new or changed\n")
    lines = said.err.splitlines()
    assert lines[0] == "2026-01-09 releases.csv: taken, though no list has 'His & Her'; the nearest: HIS & HERS"
    assert lines[1] == "2026-01-09 releases.csv: taken, though no list has '0'"
    assert lines[5:] == ["2026-01-09 releases.csv: taken, though no list has 3 more of its titles"]


def test_a_file_with_a_mistake_is_refused_whole(ledger: Path, tmp_path: Path) -> None:
    """The status is 1, the complaint names row and column, and the ledger stays as it is."""
    before = dump(ledger)
    said = ask(
        "ingest", written(tmp_path, f"{GOOD}Ada,1,8.1.2026,,,\n"), "--published", "2026-01-09", "--ledger", ledger
    )
    why = "row 3, column date: '8.1.2026' is no day; write it as 2026-01-14"
    assert said == (1, "releases.csv: nothing taken\n", f"2026-01-09 releases.csv: refused: {why}\n")
    assert dump(ledger) == before


def test_a_day_that_has_not_come_is_refused(ledger: Path, tmp_path: Path) -> None:
    """What is said to be known after today is not taken."""
    said = ask("ingest", written(tmp_path, "title,date,known\nAda,2026-01-08,2999-01-01\n"), "--ledger", ledger)
    assert said.code == 1
    assert "row 2, column known: 2999-01-01 lies after" in said.err


def test_outcomes_are_told_by_their_columns(ledger: Path, tmp_path: Path) -> None:
    """A file of any name needs no day of publication, counts from its announcements, and is nothing new again."""
    file = written(tmp_path, "title,season,fate,date,source\nHis & Hers,,ended,2026-01-20,A paper\n", "notes.txt")
    assert run(tmp_path, "ingest", file, "--ledger", ledger) == (0, "notes.txt: took 1 fact, 1 new or changed\n", "")
    assert ask("ingest", file, "--ledger", ledger).out == "notes.txt: nothing new (1 known, 0 refused before)\n"
    with Ledger.open(ledger) as store, store.as_of(Vantage(date(2026, 1, 20))) as view:
        assert [(row.title, row.fate, row.source) for row in view.outcomes()] == [("His & Hers", "ended", "A paper")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("His & Hers,,paused,2026-01-20,N", "column fate: 'paused' is none of renewed, cancelled, ended"),
        ("His & Hers,,ended,2026-01-25,N", "column date: 2026-01-25 lies after 2026-01-24, when this file told it"),
        ("Her & His,,ended,2026-01-20,N", "column title: no list, report or release has 'Her & His'"),
        ("Carry-On,,ended,2026-01-20,N", "column title: it is a film, which no season follows"),
        ("His & Hers,,ended,2025-12-28,N", "column date: 2025-12-28 lies before 2025-12-29, the earliest premiere"),
    ],
)
def test_outcomes_with_a_mistake_are_refused_whole(ledger: Path, tmp_path: Path, row: str, why: str) -> None:
    """The status is 1, the complaint names row and column, and the ledger stays as it is."""
    before = dump(ledger)
    file = written(tmp_path, f"title,season,fate,date,source\nHis & Hers,1,renewed,2026-01-20,N\n{row}\n", "o.csv")
    said = ask("ingest", file, "--published", "2026-01-24", "--ledger", ledger)
    assert (said.code, said.out) == (1, "o.csv: nothing taken\n")
    assert said.err.startswith(f"2026-01-24 o.csv: refused: row 3, {why}")
    assert dump(ledger) == before


def test_a_refused_file_of_outcomes_is_taken_once_its_titles_are_known(ledger: Path, tmp_path: Path) -> None:
    """It is not noted, so that the same file is read again when a release has told of its title."""
    file = written(tmp_path, "title,season,fate,date,source\nAda,1,ended,2026-01-20,N\n", "outcomes.csv")
    assert ask("ingest", file, "--ledger", ledger).code == 1
    assert ask("ingest", written(tmp_path, "title,season,date\nAda,1,2026-01-08\n"), "--ledger", ledger).code == 0
    assert ask("ingest", file, "--ledger", ledger).out == "outcomes.csv: took 1 fact, 1 new or changed\n"


def test_other_files_still_want_a_day_of_publication(ledger: Path, tmp_path: Path) -> None:
    """Only files of facts go without `--published`."""
    said = ask("ingest", written(tmp_path, "a,b\n1,2\n"), "--ledger", ledger)
    assert (said.code, "--published" in said.err) == (2, True)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a large file of releases."""
    rows = (f"Show {number},{number % 7 + 1},2026-0{number % 9 + 1}-11\n" for number in range(MANY))
    return written(tmp_path_factory.mktemp("many"), "".join(["title,season,date\n", *rows]))


def ingesting(ledger: Path, file: Path) -> subprocess.Popen[bytes]:
    """Start an ingest in a process of its own."""
    return subprocess.Popen(
        command("ingest", file, "--published", "2026-10-01", "--ledger", ledger),
        env=environment(ledger.parent),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_a_killed_ingest_of_facts_leaves_the_ledger_whole(many: Path, tmp_path: Path) -> None:
    """Killed at any moment, either all facts of a large file are there or none; the next run ends as undisturbed."""
    ledger, chance = tmp_path / "ledger.sqlite", random.Random(5)
    Ledger.open(ledger, create=True).close()
    killed = 0
    for _ in range(3):
        with ingesting(ledger, many) as process:
            while process.poll() is None and not ledger.with_name(f"{ledger.name}-wal").exists():
                pass
            try:
                process.wait(timeout=chance.uniform(0, 2))
            except subprocess.TimeoutExpired:
                process.kill()
        killed += process.returncode < 0
        noted, facts = dump(ledger)
        assert len(facts) == MANY * len(noted)
    with ingesting(ledger, many) as process:
        assert process.wait() == 0
    noted, facts = dump(ledger)
    assert (killed > 0, len(noted), len(facts)) == (True, 1, MANY)


def test_two_ingests_of_facts_at_once_end_as_one(tmp_path: Path) -> None:
    """Two processes that take the same dated file into a new ledger both end well, and it holds the file once."""
    file = written(tmp_path, "title,date\nAda,2026-01-08\n")
    with ingesting(tmp_path / "l", file) as one, ingesting(tmp_path / "l", file) as other:
        assert (one.wait(), other.wait()) == (0, 0)
    assert [len(rows) for rows in dump(tmp_path / "l")] == [1, 1]
