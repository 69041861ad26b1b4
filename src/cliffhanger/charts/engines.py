"""How the ledger reaches its database: what SQLite and PostgreSQL each want.

On SQLite the ledger runs in WAL mode and a writer begins with `BEGIN IMMEDIATE`; on PostgreSQL a view is a transaction
that is `REPEATABLE READ` and a writer takes a lock of the database's. On both a reader sees whole editions and never
waits for a writer, and writers come one after another.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import QueuePool

from cliffhanger.charts.complaints import meant_by
from cliffhanger.errors import LedgerUnusable

BUSY_MS = 60_000
"""How long a writer waits for another one."""

READ_BUSY_MS = 5_000
"""How long a reader waits; while others write it need not, so somebody keeps the whole file to himself."""

CONNECT_S = 15
WRITERS = 0x636C6966
"""The key of the advisory lock of writers on PostgreSQL."""

_PASSWORD = re.compile(r":[^:/]*@")
_SECRETS = "password", "sslpassword"
_POSTGRESQL = frozenset({"postgres", "postgresql"})
_VIEWS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def parsed(address: str) -> URL:
    """Read an address; a path is one of SQLite, and PostgreSQL without a driver's name is reached by psycopg.

    Raises:
        LedgerUnusable: it is neither.
    """
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise LedgerUnusable(
            _PASSWORD.sub(":***@", address), "it is neither a path nor the address of a database"
        ) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername in _POSTGRESQL else url


def path_of(url: URL) -> Path | None:
    """Give the path of a ledger that is a file."""
    in_memory = url.database in {None, "", ":memory:"}
    return None if url.get_backend_name() != "sqlite" or in_memory else Path(str(url.database).removeprefix("file:"))


def name_of(url: URL) -> str:
    """Name a ledger as its user does, without a password."""
    shown = url.set(drivername="postgresql") if url.drivername == "postgresql+psycopg" else url
    return str(path_of(url) or shown.difference_update_query(_SECRETS).render_as_string(hide_password=True))


def in_memory() -> Engine:
    """Connect to an empty database that nobody else sees."""
    return _listening(create_engine("sqlite://"), "sqlite://")


def writer(url: URL) -> Engine:
    """Connect to a database that may be written, and is made where it is a file."""
    path = path_of(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _listening(_of_files(partial(_sqlite, path, "rwc")), name_of(url))
    return _listening(create_engine(url, **_patience(url)), name_of(url))


def reader(url: URL) -> Engine:
    """Connect to a database that is there, and must stay as it is.

    A file that can be written is opened so, though forbidden to change: else SQLite could not take its own two
    helping files (`-wal`, `-shm`) away again.
    """
    path = path_of(url)
    if path is None:
        options = _VIEWS if url.get_backend_name() == "postgresql" else {}
        return _listening(create_engine(url, execution_options=options, **_patience(url)), name_of(url))
    mode = "ro&immutable=1"
    if os.access(path.parent, os.W_OK):
        mode = "rw" if os.access(path, os.W_OK) else "ro"
    elif os.access(path, os.W_OK):
        mode = "ro"

    def connect() -> sqlite3.Connection:
        connection = _sqlite(path, mode)
        connection.execute("PRAGMA query_only=ON")
        return connection

    return _listening(_of_files(connect), name_of(url))


def viewing(engine: Engine) -> Connection:
    """Begin to read: all that is read until it is closed is of one moment."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        connection = connection.execution_options(**_VIEWS)
    return connection


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write, alone, in one transaction."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        yield connection


@contextlib.contextmanager
def disposing(engine: Engine) -> Iterator[None]:
    """Let go of a database that turns out to be of no use."""
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def keep_log_apart(engine: Engine) -> None:
    """Set a new SQLite file to WAL mode, which it keeps."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA journal_mode=WAL")


def _patience(url: URL) -> dict[str, Any]:
    if url.get_backend_name() != "postgresql":
        return {}
    waits = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_S}
    return {"pool_pre_ping": True, "connect_args": {"client_encoding": "utf8", **waits}}


def _of_files(connect: Callable[[], sqlite3.Connection]) -> Engine:
    return create_engine("sqlite://", poolclass=QueuePool, creator=connect)


def _sqlite(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False)


def _listening(engine: Engine, name: str) -> Engine:
    """Have every complaint of an engine, whenever it comes, told as one of the ledger's."""

    def on_error(context: ExceptionContext) -> BaseException | None:
        if isinstance(context.sqlalchemy_exception, DatabaseError):
            return meant_by(name, context.original_exception)
        return None

    event.listen(engine, "handle_error", on_error)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_sqlite_connect)
        event.listen(engine, "begin", _on_sqlite_begin)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", partial(_on_postgresql_connect, name))
        event.listen(engine, "begin", _on_postgresql_begin)
    return engine


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, see _on_sqlite_begin
    reads = connection.execute("PRAGMA query_only").fetchone()[0]
    connection.execute(f"PRAGMA busy_timeout={min(READ_BUSY_MS, BUSY_MS) if reads else BUSY_MS}")
    connection.execute("PRAGMA synchronous=NORMAL")


def _on_sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _on_postgresql_connect(name: str, connection: Any, _record: object) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        connection.close()
        raise LedgerUnusable(name, f"the database is kept in {encoding}; make one that is kept in UTF8")


def _on_postgresql_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MS}")
        connection.execute(select(func.pg_advisory_xact_lock(WRITERS)))
