"""The ledger: every edition that was ever taken in, by the time at which it could be known.

Reached through SQLAlchemy Core alone, so that another database is a setting; engines.py knows what each one wants.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, delete, insert, inspect, select

from cliffhanger import __version__
from cliffhanger.charts.complaints import complaints
from cliffhanger.charts.download import Kept
from cliffhanger.charts.edition import Edition
from cliffhanger.charts.engines import (
    disposing,
    in_memory,
    keep_log_apart,
    name_of,
    parsed,
    path_of,
    reader,
    viewing,
    writer,
    writing,
)
from cliffhanger.charts.fact_versions import add
from cliffhanger.charts.facts import Facts
from cliffhanger.charts.noted import (
    Record,
    displace,
    edition_row,
    neighbours_of,
    refusal,
    rivals,
    same_download,
    standing,
)
from cliffhanger.charts.schema import METADATA, VERSION, addresses, archives, editions, ledger
from cliffhanger.charts.versions import Placement, place
from cliffhanger.charts.view import ChartView, Digests
from cliffhanger.errors import EditionRejected, LedgerDamaged
from cliffhanger.vantage import Vantage

if TYPE_CHECKING:
    from cliffhanger.charts.kept import Shared


class BaseMissing(Exception):
    """An edition must be told whole, since the one that it was told against is not the one before it."""


class Ledger:
    """A store of editions. `as_of` gives the only way to look at it; `take`, `add` and `refuse` add to it."""

    def __init__(self, engine: Engine, name: str, *, is_there: bool = True, shared: Shared | None = None) -> None:
        """Use `Ledger.open`."""
        self._engine = engine
        self._name = name
        self.is_there = is_there
        self._digests: Digests = {}
        self._shared = shared

    @classmethod
    def open(cls, address: str | Path, *, create: bool = False, shared: Shared | None = None) -> Ledger:
        """Open the ledger at a path, or at a database address such as `postgresql://…`, to be read.

        Where there is no ledger, an empty one is given, of which nobody else knows, and which `is_there` tells from one
        that is kept; with `create`, it is kept there, and may be written. What views make `once` is `shared` among all
        of the ledger, if there is something that keeps it.

        Raises:
            LedgerDamaged: what is there is no ledger.
            LedgerUnusable: there is no way to it.
        """
        url = parsed(str(address))
        path, name = path_of(url), name_of(url)
        with complaints(name):
            if create:
                return cls(_made(writer(url), name), name)
            if path is None or path.exists():
                engine = reader(url)
                with disposing(engine), viewing(engine) as connection:
                    if _is_ledger(connection, name):
                        return cls(engine, name, shared=shared)
                engine.dispose()
            return cls(_made(in_memory(), name), name, is_there=False)

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
        with complaints(self._name):
            return ChartView(viewing(self._engine), vantage, self._digests, self._shared)

    def known(self) -> dict[tuple[datetime, str], str | None]:
        """Map each download that was met, by publication and digest, to the reason of its refusal, if any."""
        with complaints(self._name), viewing(self._engine) as connection:
            noted = select(editions.c.known_from, editions.c.digest, editions.c.rejected)
            rows = connection.execute(noted.order_by(editions.c.rejected.is_(None)))  # taken wins over refused
            return {(at, digest): rejected for at, digest, rejected in rows}

    def holds_archive(self, head: str) -> bool:
        """Tell whether the whole history up to this commit was taken in by this version of the program."""
        with complaints(self._name), viewing(self._engine) as connection:
            asked = select(archives).where(archives.c.head == f"{head} {__version__}")
            return connection.execute(asked).first() is not None

    def keep_archive(self, head: str, recorded_at: datetime) -> None:
        """Note that the whole history up to this commit is in."""
        row = {"head": f"{head} {__version__}", "recorded_at": recorded_at}
        with self._writing() as connection:
            if not connection.execute(select(archives).where(archives.c.head == row["head"])).first():
                connection.execute(insert(archives), row)

    def kept(self, address: str) -> Kept | None:
        """Give what is kept of the last good download of an address."""
        with complaints(self._name), viewing(self._engine) as connection:
            asked = select(*(addresses.c[field.name] for field in fields(Kept)))
            row = connection.execute(asked.where(addresses.c.address == address)).first()
        return Kept(*row) if row else None

    def keep(self, address: str, kept: Kept, recorded_at: datetime) -> None:
        """Keep the digest and the validators of a good download, in place of those before."""
        with self._writing() as connection:
            connection.execute(delete(addresses).where(addresses.c.address == address))
            connection.execute(insert(addresses), {"address": address, "recorded_at": recorded_at, **asdict(kept)})

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
            there = standing(connection, taken[0].feed, record.at)
            if there == record.digest:
                return None
            if there is not None:
                if there > record.digest:
                    raise EditionRejected(rivals(record.at))
                displace(connection, there, record.at)
            neighbours = [neighbours_of(connection, edition.feed, record.at) for edition in taken]
            if any(e.base not in (None, before) for e, (before, _) in zip(taken, neighbours, strict=True)):
                raise BaseMissing
            placed = [
                place(connection, edition, record.at, then)
                for edition, (_, then) in zip(taken, neighbours, strict=True)
            ]
            if was_refused:
                connection.execute(delete(editions).where(editions.c.rejected.is_not(None), *same_download(record)))
            connection.execute(insert(editions), [edition_row(edition, record) for edition in taken])
        return placed[0]

    def add(self, facts: Facts, record: Record) -> int | None:
        """Put the facts of a file in their places, in one transaction, and count those that say something new.

        Gives None, and changes nothing, where the same file of the same instant is there already.
        """
        note = {"feed": facts.kind.feed, "layout": f"{facts.kind.feed} file", "rows": len(facts.rows)}
        with self._writing() as connection:
            same = *same_download(record), editions.c.feed == facts.kind.feed
            if connection.execute(select(editions.c.id).where(*same)).first():
                return None
            news = add(connection, facts, record.at, record.digest)
            connection.execute(insert(editions), {**note, **record.columns()})
        return news

    def refuse(self, record: Record, why: str) -> bool:
        """Note a download that holds no edition, and why; tells whether it was not noted before."""
        row = {**record.columns(), **refusal(record.source, why)}
        with self._writing() as connection:
            if connection.execute(select(editions.c.id).where(*same_download(record))).first():
                return False
            connection.execute(insert(editions), row)
        return True

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        with complaints(self._name), writing(self._engine) as connection:
            yield connection


def _made(engine: Engine, name: str) -> Engine:
    """Make a new database a ledger; refuse one that is of another version, or holds something else."""
    with disposing(engine):
        with viewing(engine) as connection:
            there = _is_ledger(connection, name)
            lacking = METADATA.tables.keys() - inspect(connection).get_table_names()
        if there and not lacking:
            return engine
        if not there:
            keep_log_apart(engine)
        with writing(engine) as connection:
            new = not _is_ledger(connection, name)
            METADATA.create_all(connection)
            if new:
                connection.execute(insert(ledger), {"version": VERSION})
    return engine


def _is_ledger(connection: Connection, name: str) -> bool:
    if not connection.dialect.has_table(connection, ledger.name):
        if inspect(connection).get_table_names():
            raise LedgerDamaged(name, "it is a database of something else")
        return False
    version = connection.execute(select(ledger.c.version)).scalar_one_or_none()
    if version != VERSION:
        raise LedgerDamaged(name, f"it is of version {version}, and this program reads {VERSION}")
    return True
