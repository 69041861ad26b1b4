"""The ledger: every edition that was ever taken in, by the time at which it could be known.

Reached through SQLAlchemy Core alone, so that another database is a setting. On SQLite the ledger runs in WAL mode:
a reader sees whole editions and never waits for a writer.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    inspect,
    literal,
    select,
)
from sqlalchemy.exc import DatabaseError

from cliffhanger import __version__
from cliffhanger.charts.edition import Edition
from cliffhanger.charts.schema import METADATA, VERSION, archives, editions, ledger
from cliffhanger.charts.versions import Placement, place
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import EditionRejected, LedgerDamaged
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


class Ledger:
    """A store of editions. `as_of` gives the only way to look at it; `take` and `refuse` add to it."""

    def __init__(self, engine: Engine, name: str) -> None:
        """Use `Ledger.open`."""
        self._engine = engine
        self._name = name

    @classmethod
    def open(cls, address: str | Path, *, create: bool = False) -> Ledger:
        """Open the ledger at a path, or at a database address such as `postgresql://…`.

        Where there is no ledger, an empty one is given; with `create`, it is kept there.

        Raises:
            LedgerDamaged: what is there is no ledger.
        """
        name = str(address)
        remote = "://" in name
        if not remote and not create and not Path(name).exists():
            return cls(_prepared(create_engine("sqlite://")), name)
        if not remote:
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(name if remote else f"sqlite:///{name}")
        with _damage(name):
            return cls(_prepared(engine), name)

    def as_of(self, vantage: Vantage) -> ChartView:
        """View the charts as they were known at a vantage; close the view, or use it in a `with` statement.

        Raises:
            LedgerDamaged: the ledger cannot be read.
        """
        with _damage(self._name):
            return ChartView(self._engine.connect(), vantage)

    def known(self) -> dict[tuple[datetime, str], str | None]:
        """Map each download that was met, by publication and digest, to the reason of its refusal, if any."""
        with _damage(self._name), self._engine.connect() as connection:
            rows = connection.execute(select(editions.c.known_from, editions.c.digest, editions.c.rejected))
            return {(at, digest): rejected for at, digest, rejected in rows}

    def holds_archive(self, head: str) -> bool:
        """Tell whether the whole history up to this commit was taken in by this version of the program."""
        with _damage(self._name), self._engine.connect() as connection:
            asked = select(archives).where(archives.c.head == f"{head} {__version__}")
            return connection.execute(asked).first() is not None

    def keep_archive(self, head: str, recorded_at: datetime) -> None:
        """Note that the whole history up to this commit is in."""
        with self._writing() as connection:
            connection.execute(insert(archives), {"head": f"{head} {__version__}", "recorded_at": recorded_at})

    def take(self, taken: Sequence[Edition], record: Record, *, was_refused: bool = False) -> Placement | None:
        """Put the editions of one download in their places, in one transaction, and tell what the first changed.

        `was_refused` tells that the same download was refused before, which is forgotten now.

        Gives None, and changes nothing, where one has a `base` that is not the edition before it here: it must be
        told whole.

        Raises:
            EditionRejected: another edition of the feed was published at the very same instant.
        """
        with self._writing() as connection:
            neighbours = [_neighbours(connection, edition.feed, record.at) for edition in taken]
            if any(e.base not in (None, before) for e, (before, _) in zip(taken, neighbours, strict=True)):
                return None
            placed = [
                place(connection, edition, record.at, then)
                for edition, (_, then) in zip(taken, neighbours, strict=True)
            ]
            if was_refused:
                same = editions.c.known_from == record.at, editions.c.digest == record.digest
                connection.execute(delete(editions).where(editions.c.rejected.is_not(None), *same))
            connection.execute(_NOTE, [_edition_row(edition, record) for edition in taken])
        return placed[0]

    def refuse(self, feed: str, record: Record, why: str) -> None:
        """Note a download that holds no edition, and why; nothing else changes."""
        row = {"feed": feed, "layout": "", "rows": 0, "rejected": why, **record.columns()}
        with self._writing() as connection:
            connection.execute(insert(editions), row)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            _damage(self._name),
            self._engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection


_NOTE = insert(editions)
_taken = editions.c.feed == bindparam("feed"), editions.c.rejected.is_(None)
_before = select(editions.c.digest, editions.c.known_from).where(*_taken, editions.c.known_from <= bindparam("at"))
_after = select(func.min(editions.c.known_from)).where(*_taken, editions.c.known_from > bindparam("at"))
_latest = _before.order_by(editions.c.known_from.desc()).limit(1).subquery()
_NEIGHBOURS = select(_latest.c.digest, _latest.c.known_from, _after.scalar_subquery()).select_from(
    select(literal(1)).subquery().outerjoin(_latest, literal(1) == 1)
)


def _neighbours(connection: Connection, feed: str, at: datetime) -> tuple[str | None, datetime | None]:
    """Find the digest of the edition before an instant, and the instant of the one after."""
    digest, known_from, then = connection.execute(_NEIGHBOURS, {"feed": feed, "at": at}).one()
    if known_from == at:
        raise EditionRejected(
            f"another edition of {feed} was published at {at:%Y-%m-%d %H:%M}; tell them apart by the time of day"
        )
    return digest, then


def _edition_row(edition: Edition, record: Record) -> dict[str, Any]:
    names = "feed", "layout", "first_week", "last_week"
    return {name: getattr(edition, name) for name in names} | {"rows": edition.count} | record.columns()


def _prepared(engine: Engine) -> Engine:
    """Make a new database a ledger; refuse one that is of another version, or holds something else."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    with engine.connect() as connection:
        if _is_ledger(connection, engine):
            return engine
        if engine.dialect.name == "sqlite":
            connection.rollback()
            connection.connection.cursor().execute("PRAGMA journal_mode=WAL")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if not _is_ledger(connection, engine):
            METADATA.create_all(connection)
            connection.execute(insert(ledger), {"version": VERSION})
    return engine


def _is_ledger(connection: Connection, engine: Engine) -> bool:
    name = str(engine.url.database)
    if not engine.dialect.has_table(connection, ledger.name):
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
def _damage(name: str) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise LedgerDamaged(name, str(error.orig or error)) from error
