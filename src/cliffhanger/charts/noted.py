"""What the ledger notes of downloads: the editions that they held, or why they were refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from cliffhanger.charts.edition import Edition
from cliffhanger.charts.schema import VERSIONED, editions
from cliffhanger.charts.versions import forget

_taken = editions.c.feed == bindparam("feed"), editions.c.rejected.is_(None)
_THERE = select(editions.c.digest).where(*_taken, editions.c.known_from == bindparam("at"))
_before = select(editions.c.digest).where(*_taken, editions.c.known_from < bindparam("at"))
_after = select(func.min(editions.c.known_from)).where(*_taken, editions.c.known_from > bindparam("at"))
_latest = _before.order_by(editions.c.known_from.desc()).limit(1)
_NEIGHBOURS = select(_latest.scalar_subquery(), _after.scalar_subquery())


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


def standing(connection: Connection, feed: str, at: datetime) -> str | None:
    """Find the digest of the edition that was published at an instant and stands."""
    found: str | None = connection.execute(_THERE, {"feed": feed, "at": at}).scalar_one_or_none()
    return found


def neighbours_of(connection: Connection, feed: str, at: datetime) -> tuple[str | None, datetime | None]:
    """Find the digest of the edition before an instant, and the instant of the one after."""
    digest, then = connection.execute(_NEIGHBOURS, {"feed": feed, "at": at}).one()
    return digest, then


def displace(connection: Connection, digest: str, at: datetime) -> None:
    """Take back all editions of a download, and note it as refused, as if it had come second."""
    same = editions.c.known_from == at, editions.c.digest == digest, editions.c.rejected.is_(None)
    notes = connection.execute(select(editions).where(*same)).mappings().all()
    for note in notes:
        _, then = neighbours_of(connection, note["feed"], at)
        for table in VERSIONED.values():
            forget(connection, table, note["feed"], at, then)
    connection.execute(delete(editions).where(*same))
    row = {**notes[0], **refusal(notes[0]["source"], rivals(at))}
    connection.execute(insert(editions), {name: value for name, value in row.items() if name != "id"})


def rivals(at: datetime) -> str:
    """Say why of two editions of one instant one is refused."""
    return f"another edition of this feed was published at {at:%Y-%m-%d %H:%M}; tell them apart by the time of day"


def refusal(source: str, why: str) -> dict[str, Any]:
    """Give what is noted of a download that holds no edition, beside its record."""
    name = source.partition(": ")[2] or source
    return {"feed": name, "layout": "", "rows": 0, "first_week": None, "last_week": None, "rejected": why}


def same_download(record: Record) -> tuple[Any, ...]:
    """Give the conditions under which a note is of the same download of the same instant."""
    return editions.c.known_from == record.at, editions.c.digest == record.digest


def edition_row(edition: Edition, record: Record) -> dict[str, Any]:
    """Give what is noted of an edition that is taken in."""
    names = "feed", "layout", "first_week", "last_week"
    return {name: getattr(edition, name) for name in names} | {"rows": edition.count} | record.columns()
