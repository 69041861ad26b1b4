"""The ledger: every edition that was ever taken in, by the time at which it could be known.

Reached through SQLAlchemy Core alone, so that another database is a setting. On SQLite the ledger runs in WAL mode:
a reader sees whole editions and never waits for a writer.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from cliffhanger import __version__
from cliffhanger.charts.edition import Edition
from cliffhanger.charts.fact_versions import add
from cliffhanger.charts.facts import Facts
from cliffhanger.charts.schema import FACTS, METADATA, VERSION, VERSIONED, archives, editions, ledger
from cliffhanger.charts.versions import Placement, forget, place
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import EditionRejected, LedgerDamaged, LedgerUnusable
from cliffhanger.vantage import Vantage

BUSY_MS = 60_000


@dataclass(frozen=True)
class Record:
    """What is noted of a download: when it was published, its digest, whence it came, when it was ingested."""

    at: datetime
    digest: str
    source: str
    recorded_at: datetime

    def columns(self) -> dict[str, Any]:
        """Give the record under the names of its columns."""
        return {
            "known_from": self.at,
            "digest": self.digest,
            "source": self.source,
            "recorded_at": self.recorded_at,
        }


class BaseMissing(Exception):
    """An edition must be told whole, since the one that it was told against is not the one before it."""


class Ledger:
    """A store of editions. `as_of` gives the only way to look at it; `take`, `add` and `refuse` add to it."""

    def __init__(self, engine: Engine, name: str) -> None:
        """Use `Ledger.open`."""
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, address: str | Path, *, create: bool = False) -> Ledger:
        """Open the ledger at a path, or at a database address such as `postgresql://…`, to be read.

        Where there is no ledger, an empty one is given; with `create`, it is kept there, and may be written.

        Raises:
            LedgerDamaged: what is there is no ledger.
            LedgerUnusable: there is no way to it.
        """
        url = _url(str(address))
        path = _path(url)
        name = str(path or url.render_as_string(hide_password=True))
        with _complaints(name):
            if create:
                return cls(_made(_writer(url, path), name), name)
            if path is None or path.exists():
                engine = _reader(path) if path else _listening(_writer(url, path))
                with engine.connect() as connection:
                    if _is_ledger(connection, name):
                        return cls(engine, name)
                engine.dispose()
            return cls(_made(create_engine("sqlite://"), name), name)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def as_of(self, vantage: Vantage) -> ChartView:
        """View the charts as they were known at a vantage; close the view, or use it in a `with` statement.

        Raises:
            LedgerDamaged: the ledger cannot be read.
        """
        with _complaints(self._name):
            return ChartView(self._engine.connect(), vantage)

    def known(self) -> dict[tuple[datetime, str], str | None]:
        """Map each download that was met, by publication and digest, to the reason of its refusal, if any."""
        with _complaints(self._name), self._engine.connect() as connection:
            noted = select(editions.c.known_from, editions.c.digest, editions.c.rejected)
            rows = connection.execute(noted.order_by(editions.c.rejected.is_(None)))  # taken wins over refused
            return {(at, digest): rejected for at, digest, rejected in rows}

    def holds_archive(self, head: str) -> bool:
        """Tell whether the whole history up to this commit was taken in by this version of the program."""
        with _complaints(self._name), self._engine.connect() as connection:
            asked = select(archives).where(archives.c.head == f"{head} {__version__}")
            return connection.execute(asked).first() is not None

    def keep_archive(self, head: str, recorded_at: datetime) -> None:
        """Note that the whole history up to this commit is in."""
        row = {"head": f"{head} {__version__}", "recorded_at": recorded_at}
        with self._writing() as connection:
            if not connection.execute(select(archives).where(archives.c.head == row["head"])).first():
                connection.execute(insert(archives), row)

    def take(self, taken: Sequence[Edition], record: Record, *, was_refused: bool = False) -> Placement | None:
        """Put the editions of one download in their places, in one transaction, and tell what the first changed.

        `was_refused` tells that the same download was refused before, which is forgotten now.

        Gives None, and changes nothing, where the same download of the same instant is there already. Of two
        downloads of a feed at one instant, the one with the greater digest stands, whichever came first.

        Raises:
            EditionRejected: another edition of the feed was published at the very same instant, and stands.
            BaseMissing: one has a `base` that is not the edition before it here.
        """
        with self._writing() as connection:
            there = connection.execute(_THERE, {"feed": taken[0].feed, "at": record.at}).scalar_one_or_none()
            if there == record.digest:
                return None
            if there is not None:
                if there > record.digest:
                    raise EditionRejected(_rivals(record.at))
                _displace(connection, there, record.at)
            neighbours = [_neighbours(connection, edition.feed, record.at) for edition in taken]
            if any(e.base not in (None, before) for e, (before, _) in zip(taken, neighbours, strict=True)):
                raise BaseMissing
            placed = [
                place(connection, edition, record.at, then)
                for edition, (_, then) in zip(taken, neighbours, strict=True)
            ]
            if was_refused:
                connection.execute(delete(editions).where(editions.c.rejected.is_not(None), *_same(record)))
            connection.execute(_NOTE, [_edition_row(edition, record) for edition in taken])
        return placed[0]

    def add(self, facts: Facts, record: Record) -> int | None:
        """Put the facts of a file in their places, in one transaction, and count those that say something new.

        Gives None, and changes nothing, where the same file of the same instant is there already.
        """
        note = {"feed": facts.kind.feed, "layout": f"{facts.kind.feed} file", "rows": len(facts.rows)}
        with self._writing() as connection:
            same = *_same(record), editions.c.feed == facts.kind.feed
            if connection.execute(select(editions.c.id).where(*same)).first():
                return None
            news = add(connection, facts, record.at, record.digest)
            connection.execute(_NOTE, {**note, **record.columns()})
        return news

    def refuse(self, record: Record, why: str) -> bool:
        """Note a download that holds no edition, and why; tells whether it was not noted before."""
        row = {**record.columns(), **_refusal(record.source, why)}
        with self._writing() as connection:
            if connection.execute(select(editions.c.id).where(*_same(record))).first():
                return False
            connection.execute(insert(editions), row)
        return True

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            _complaints(self._name),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection


_NOTE = insert(editions)
_taken = editions.c.feed == bindparam("feed"), editions.c.rejected.is_(None)
_THERE = select(editions.c.digest).where(*_taken, editions.c.known_from == bindparam("at"))
_before = select(editions.c.digest).where(*_taken, editions.c.known_from < bindparam("at"))
_after = select(func.min(editions.c.known_from)).where(*_taken, editions.c.known_from > bindparam("at"))
_latest = _before.order_by(editions.c.known_from.desc()).limit(1)
_NEIGHBOURS = select(_latest.scalar_subquery(), _after.scalar_subquery())


def _neighbours(connection: Connection, feed: str, at: datetime) -> tuple[str | None, datetime | None]:
    """Find the digest of the edition before an instant, and the instant of the one after."""
    digest, then = connection.execute(_NEIGHBOURS, {"feed": feed, "at": at}).one()
    return digest, then


def _displace(connection: Connection, digest: str, at: datetime) -> None:
    """Take back all editions of a download, and note it as refused, as if it had come second."""
    same = editions.c.known_from == at, editions.c.digest == digest, editions.c.rejected.is_(None)
    notes = connection.execute(select(editions).where(*same)).mappings().all()
    for note in notes:
        _, then = _neighbours(connection, note["feed"], at)
        for table in VERSIONED.values():
            forget(connection, table, note["feed"], at, then)
    connection.execute(delete(editions).where(*same))
    refusal = {**notes[0], **_refusal(notes[0]["source"], _rivals(at))}
    connection.execute(insert(editions), {name: value for name, value in refusal.items() if name != "id"})


def _rivals(at: datetime) -> str:
    return f"another edition of this feed was published at {at:%Y-%m-%d %H:%M}; tell them apart by the time of day"


def _refusal(source: str, why: str) -> dict[str, Any]:
    name = source.partition(": ")[2] or source
    return {"feed": name, "layout": "", "rows": 0, "first_week": None, "last_week": None, "rejected": why}


def _same(record: Record) -> tuple[Any, ...]:
    return editions.c.known_from == record.at, editions.c.digest == record.digest


def _edition_row(edition: Edition, record: Record) -> dict[str, Any]:
    names = "feed", "layout", "first_week", "last_week"
    return {name: getattr(edition, name) for name in names} | {"rows": edition.count} | record.columns()


def _url(address: str) -> URL:
    """Read an address; a path is one of SQLite."""
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        return make_url(address)
    except (ArgumentError, ValueError):
        raise LedgerUnusable(address, "it is neither a path nor the address of a database") from None


def _path(url: URL) -> Path | None:
    """Give the path of a ledger that is a file."""
    in_memory = url.database in {None, "", ":memory:"}
    return None if url.get_backend_name() != "sqlite" or in_memory else Path(str(url.database).removeprefix("file:"))


def _writer(url: URL, path: Path | None) -> Engine:
    """Connect to a database that may be written, and made where it is a file."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        return create_engine("sqlite://", poolclass=QueuePool, creator=lambda: _sqlite(path, "rwc"))
    return create_engine(url)


def _reader(path: Path) -> Engine:
    """Connect to a file that is there, and must stay as it is.

    Where it can be written it is opened so, though forbidden to change: else SQLite could not take its own
    two helping files (`-wal`, `-shm`) away again.
    """
    mode = "ro&immutable=1"
    if os.access(path.parent, os.W_OK):
        mode = "rw" if os.access(path, os.W_OK) else "ro"
    elif os.access(path, os.W_OK):
        mode = "ro"

    def connect() -> sqlite3.Connection:
        connection = _sqlite(path, mode)
        connection.execute("PRAGMA query_only=ON")
        return connection

    return _listening(create_engine("sqlite://", poolclass=QueuePool, creator=connect))


def _sqlite(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)


def _listening(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _made(engine: Engine, name: str) -> Engine:
    """Make a new database a ledger; refuse one that is of another version, or holds something else."""
    _listening(engine)
    with engine.connect() as connection:
        if _is_ledger(connection, name):
            if not all(connection.dialect.has_table(connection, table) for table in FACTS):
                connection.rollback()
                _extend(engine)
            return engine
        if engine.dialect.name == "sqlite":
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA journal_mode=WAL")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if not _is_ledger(connection, name):
            METADATA.create_all(connection)
            connection.execute(insert(ledger), {"version": VERSION})
    return engine


def _extend(engine: Engine) -> None:
    """Add the tables that a ledger of an earlier program lacks."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        METADATA.create_all(connection)


def _is_ledger(connection: Connection, name: str) -> bool:
    if not connection.dialect.has_table(connection, ledger.name):
        if inspect(connection).get_table_names():
            raise LedgerDamaged(name, "it is a database of something else")
        return False
    version = connection.execute(select(ledger.c.version)).scalar_one_or_none()
    if version != VERSION:
        raise LedgerDamaged(name, f"it is of version {version}, and this program reads {VERSION}")
    return True


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, see _on_begin
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute("PRAGMA synchronous=NORMAL")


def _on_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextlib.contextmanager
def _complaints(name: str) -> Iterator[None]:
    """Tell what is wrong with a ledger from what only keeps us from it."""
    try:
        yield
    except NoSuchModuleError:
        raise LedgerUnusable(name, "no kind of database has such an address") from None
    except ModuleNotFoundError as error:
        raise LedgerUnusable(name, f"the driver {error.name} is not installed") from None
    except OSError as error:
        raise LedgerUnusable(name, str(error.strerror or error)) from error
    except DatabaseError as error:
        code = getattr(error.orig, "sqlite_errorname", "" if isinstance(error.orig, sqlite3.Error) else "FOREIGN")
        kind = "_".join(code.split("_")[:2])
        if kind in _DAMAGED:
            raise LedgerDamaged(name, str(error.orig)) from error
        if kind == "FOREIGN" or kind in _UNUSABLE:
            raise LedgerUnusable(name, _UNUSABLE.get(kind, str(error.orig).partition("\n")[0])) from error
        raise


_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT", "SQLITE_ERROR", "SQLITE_MISMATCH"})
_UNUSABLE = {
    "SQLITE_BUSY": "another program is writing to it; try again when that is done",
    "SQLITE_LOCKED": "another program is writing to it; try again when that is done",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR": "the disk cannot be read or written; perhaps it is full",
    "SQLITE_READONLY": "it may only be read",
    "SQLITE_CANTOPEN": "it cannot be opened; look at the rights of the file and of its folder",
    "SQLITE_PERM": "it cannot be opened; look at the rights of the file and of its folder",
}
