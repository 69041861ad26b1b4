"""Opening a ledger: what reading leaves alone, odd paths and addresses, and what is said of one that is of no use."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from cliffhanger.charts import engines
from cliffhanger.charts.ledger import Ledger
from cliffhanger.errors import LedgerDamaged, LedgerUnusable, MissingExtra
from cliffhanger.vantage import Vantage
from editions import FILMS, LIVE, SUNDAY, TV, Line, download, ledger_of, report, sundays, table, take, week_list

ALWAYS = Vantage(date(2030, 1, 1))
EDITION = download(table(week_list(SUNDAY)), date(2026, 1, 6))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a ledger with one edition, alone in its folder."""
    path = tmp_path / "own" / "ledger.sqlite"
    with Ledger.open(path, create=True) as ledger:
        take(ledger, EDITION)
    return path


def rows(address: Path | str) -> int:
    """Open a ledger to be read, and count its rows."""
    with Ledger.open(address) as ledger, ledger.as_of(ALWAYS) as view:
        return len(view.rows())


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+pysqlite:///{}"])
def test_reading_makes_nothing(form: str, tmp_path: Path) -> None:
    """Where no ledger is, reading gives an empty one and leaves no file, by path and by address."""
    assert rows(form.format(tmp_path / "new" / "ledger.sqlite")) == 0
    assert list(tmp_path.iterdir()) == []


def test_reading_an_empty_file_leaves_it_empty(tmp_path: Path) -> None:
    """A file without a byte is no ledger yet, and stays so."""
    (tmp_path / "l").touch()
    assert rows(tmp_path / "l") == 0
    assert (tmp_path / "l").stat().st_size == 0


def test_reading_leaves_a_ledger_as_it_is(path: Path) -> None:
    """After reading, the folder holds the same file with the same bytes and nothing beside it."""
    before = path.read_bytes()
    assert rows(path) == 10
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == before


def test_a_ledger_opened_to_be_read_cannot_be_written(path: Path) -> None:
    """What was opened without `create` refuses to change."""
    with Ledger.open(path) as ledger, pytest.raises(LedgerUnusable, match="it may only be read"):
        ledger.keep_archive("x", EDITION.published)


@pytest.mark.parametrize("name", ["a?b.sqlite", "a#b", "100%25", "späte Liste", "a?mode=memory"])
def test_a_path_is_taken_as_it_is(name: str, tmp_path: Path) -> None:
    """Question marks, hashes and percent signs are part of a file's name."""
    with Ledger.open(tmp_path / name, create=True) as ledger:
        take(ledger, EDITION)
    assert rows(tmp_path / name) == 10
    assert [file.name for file in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("file_writable", [True, False])
def test_what_may_not_be_written_is_read(file_writable: bool, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger is opened read-only where it may only be read, and as unchanging where its folder is so, too."""
    opened: list[str] = []
    real: Any = sqlite3.connect

    def connect(address: str, **options: Any) -> sqlite3.Connection:
        opened.append(address.partition("?")[2])
        connection: sqlite3.Connection = real(address, **options)
        return connection

    monkeypatch.setattr("os.access", lambda where, _: file_writable and Path(where) == path.parent)
    monkeypatch.setattr("sqlite3.connect", connect)
    assert rows(path) == 10
    assert set(opened) == {"mode=ro" if file_writable else "mode=ro&immutable=1"}


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://example.org/x", "no kind of database has such an address"),
        ("://", "neither a path nor the address of a database"),
        ("mysql+nodriver://host/x", "no kind of database has such an address"),
        ("postgresql+psycopg2://me:secret@localhost:1/x", "the driver psycopg2 is not installed"),
    ],
)
def test_an_address_that_leads_nowhere_is_unusable(address: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown schemes and drivers are told, and a password is not."""
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    with pytest.raises(LedgerUnusable, match=why) as unusable:
        Ledger.open(address)
    assert "secret" not in str(unusable.value)


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    """A folder in place of a ledger cannot be opened, and nothing advises to move it."""
    with pytest.raises(LedgerUnusable, match="cannot be opened"):
        Ledger.open(tmp_path)


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    """Where the folder cannot be made, that is said."""
    (tmp_path / "file").touch()
    with pytest.raises(LedgerUnusable, match=r"(exists|Not a directory)"):
        Ledger.open(tmp_path / "file" / "ledger.sqlite", create=True)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_locked_ledger_is_not_called_damaged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes for too long, a writer is told to try again."""
    monkeypatch.setattr(engines, "BUSY_MS", 10)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, Ledger.open(path, create=True) as ledger:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnusable, match="another program is writing"):
            ledger.keep_archive("x", EDITION.published)


def test_a_full_disk_is_not_called_damage(path: Path) -> None:
    """Where SQLite may add no page, the disk is said to be full."""
    with Ledger.open(path, create=True) as ledger:
        event.listen(ledger._engine, "connect", lambda raw, _: raw.execute("PRAGMA max_page_count=1"))
        ledger._engine.dispose()
        lines = [line for week in sundays(60, date(2024, 1, 7)) for line in week_list(week)]
        with pytest.raises(LedgerUnusable, match="the disk is full"):
            take(ledger, download(table(lines), date(2026, 1, 6), "other"))


@pytest.mark.parametrize("create", [True, False])
def test_a_database_of_something_else_is_no_ledger(create: bool, tmp_path: Path) -> None:
    """A file with foreign tables is refused, and left alone."""
    with closing(sqlite3.connect(tmp_path / "l")) as other:
        other.execute("CREATE TABLE notes (text)")
    with pytest.raises(LedgerDamaged, match="a database of something else"):
        Ledger.open(tmp_path / "l", create=create)


# Views.


def test_the_weeks_are_those_of_the_newest_edition() -> None:
    """Weeks that the newest edition no longer has are not told."""
    first, second, third = sundays(3)
    long = table([line for week in (second, first) for line in week_list(week)])
    ledger = ledger_of((date(2026, 1, 13), long), (date(2026, 1, 20), table(week_list(third))))
    with ledger.as_of(Vantage(date(2026, 1, 14))) as view:
        assert view.weeks() == (first, second)
    with ledger.as_of(ALWAYS) as view:
        assert (view.weeks(), view.observed_through) == ((third, third), third)


def test_rows_are_picked_by_week_and_title() -> None:
    """Weeks and titles narrow the rows, alone and together."""
    first, second = sundays(2)
    text = table([line for week in (second, first) for line in week_list(week)])
    with ledger_of((date(2026, 1, 13), text)).as_of(ALWAYS) as view:
        assert len(view.rows(weeks=[first])) == 10
        assert len(view.rows(titles=["Show 1", "Show 2"])) == 4
        (row,) = view.rows(weeks=[second], titles=["Show 3"])
        assert (row.week, row.show_title) == (second, "Show 3")
        assert view.rows(titles=[]) == []


def test_engagement_is_picked_by_title_and_kind() -> None:
    """Titles and kinds narrow the rows of the reports."""
    sheets = {"TV": [["A", "Yes", "", 1, "1:00", 1]], "Film": [["B", "No", "", 1, "*", 1]]}
    with ledger_of((date(2024, 5, 23), report(sheets))).as_of(ALWAYS) as view:
        assert [row.title for row in view.engagement(kind="films")] == ["B"]
        assert [row.kind for row in view.engagement(titles=["A"])] == ["series"]


def test_charts_are_found_by_the_primary_key(path: Path) -> None:
    """A question to the chart names feed and country, so that SQLite searches and does not scan."""
    asked: list[str] = []
    with Ledger.open(path) as ledger:
        event.listen(ledger._engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        with ledger.as_of(ALWAYS) as view:
            _ = view.rows(), view.rows(country="US"), view.shows(), view.history(), view.countries()
    with closing(sqlite3.connect(path)) as connection:
        for statement in (one for one in asked if "FROM chart" in one):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement}", [""] * statement.count("?")).fetchall()
            assert any("SEARCH chart USING PRIMARY KEY (feed=?" in step[3] for step in plan), plan


def test_the_types_of_a_frame_do_not_hang_on_its_rows() -> None:
    """An empty frame has the types of a full one."""
    polars = pytest.importorskip("polars")
    with ledger_of((date(2026, 1, 6), table(week_list(SUNDAY)))).as_of(ALWAYS) as view:
        full = view.frame().schema
    with ledger_of().as_of(ALWAYS) as view:
        assert view.frame().schema == full
    assert (full["week"], full["hours"], full["runtime"]) == (polars.Date, polars.Int64, polars.Float64)


def test_frames_without_polars_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Polars is not installed, the extra is named."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with ledger_of().as_of(ALWAYS) as view, pytest.raises(MissingExtra, match=r"install cliffhanger\[frames\]"):
        view.frame()


def test_launches_are_counted_apart() -> None:
    """The note of the launches counts launches, told whole and told against the edition before."""
    first = [Line(SUNDAY, TV, 1, staggered=True), Line(SUNDAY, TV, 2), Line(SUNDAY, FILMS, 1), Line(SUNDAY, FILMS, 2)]
    second = [first[0], first[1]._replace(live=True), *first[2:]]
    third = [first[0]._replace(staggered=False), *first[1:]]
    days = date(2026, 1, 6), date(2026, 1, 7), date(2026, 1, 8)
    texts = [table(lines, "override") for lines in (first, second, third)]
    with ledger_of(*zip(days, texts, strict=True)).as_of(ALWAYS) as view:
        assert [note.rows for note in view.of_feed("launches")] == [1, 2, 0]
        assert [note.rows for note in view.of_feed()] == [4, 4, 4]
    assert LIVE.encode() in texts[1]
