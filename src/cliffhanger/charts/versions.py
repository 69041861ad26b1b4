"""How the rows of a table change when an edition is put in its place among the others.

The state right after an edition is the edition itself. So an edition only has to change the rows in which it
differs from the one before it, and the table ends the same in whatever order editions arrive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, Update, and_, bindparam, delete, func, insert, literal, select, update

from cliffhanger.charts.edition import Edition, Key, Row
from cliffhanger.charts.schema import VERSIONED
from cliffhanger.vantage import FOREVER

AT_ONCE = 10_000
"""Rows that are written with one statement, so that a large file needs no copy of itself in memory."""


@dataclass(frozen=True)
class Placement:
    """What an edition changed: the rows that differ from the edition before it, the weeks that it no longer has."""

    rows_changed: int
    weeks_dropped: tuple[date, ...]


def place(connection: Connection, edition: Edition, at: datetime, then: datetime | None) -> Placement:
    """Put an edition, published `at`, before the next edition of its feed, of `then` (None: there is none).

    An edition that has a `base` must follow the edition with that digest.
    """
    gone, come = (edition.gone, edition.come) if edition.base else _difference(connection, edition, at)
    if gone:
        keys = [_parameters(edition.key, key) for key in gone]
        if then is not None:
            _resume(connection, edition, keys, at, then)
        closing = _closing(VERSIONED[edition.table], edition.key)
        connection.execute(closing, [{"feed_": edition.feed, "at": at, **key} for key in keys])
    merged = set() if then is None else _merge(connection, edition, come, at, then)
    times = {"feed": edition.feed, "known_from": at, "known_to": then or FOREVER}
    opened = (row | times for key, row in come.items() if key not in merged)
    while some := list(islice(opened, AT_ONCE)):
        connection.execute(_opening(VERSIONED[edition.table]), some)
    withdrawn = gone.keys() - come.keys()
    return Placement(len(come) + len(withdrawn), _weeks_dropped(connection, edition, withdrawn, at))


def forget(connection: Connection, table: Table, feed: str, at: datetime, then: datetime | None) -> None:
    """Take back what the edition of `at` changed: what stood before it stands until the next one, of `then`."""
    begun = table.c.feed == feed, table.c.known_from == at
    ended = table.c.feed == feed, table.c.known_to == at
    if then is None:
        connection.execute(delete(table).where(*begun))
        connection.execute(update(table).where(*ended).values(known_to=FOREVER))
        return
    connection.execute(delete(table).where(*begun, table.c.known_to == then))
    connection.execute(update(table).where(*begun).values(known_from=then))
    next_one, names = table.alias(), _names(table)
    same = [next_one.c[name].is_not_distinct_from(table.c[name]) for name in names]
    again = next_one.c.feed == feed, next_one.c.known_from == then, *same
    gone_on = select(next_one.c.known_to).where(*again).scalar_subquery()
    connection.execute(update(table).where(*ended).values(known_to=func.coalesce(gone_on, then)))
    older = table.alias()
    same = [older.c[name].is_not_distinct_from(table.c[name]) for name in names]
    going_on = select(older).where(older.c.feed == feed, older.c.known_from < then, older.c.known_to > then, *same)
    connection.execute(delete(table).where(table.c.feed == feed, table.c.known_from == then, going_on.exists()))


def _difference(connection: Connection, edition: Edition, at: datetime) -> tuple[dict[Key, Row], dict[Key, Row]]:
    gone, come, names = {}, dict(edition.come), _names(VERSIONED[edition.table])
    for key, row in _keyed(connection, edition, _standing(VERSIONED[edition.table], edition.feed, at)):
        if key in come and tuple(come[key].values()) == row:
            del come[key]
        else:
            gone[key] = dict(zip(names, row, strict=True))
    return gone, come


def _weeks_dropped(connection: Connection, edition: Edition, withdrawn: set[Key], at: datetime) -> tuple[date, ...]:
    """Name the weeks of withdrawn rows that have no row left."""
    if not withdrawn or edition.table != "chart":
        return ()
    table, place = VERSIONED[edition.table], edition.key.index("week")
    weeks = {key[place] for key in withdrawn}
    still = select(table.c.week).where(_standing(table, edition.feed, at), table.c.week.in_(weeks)).distinct()
    return tuple(sorted(weeks.difference(connection.execute(still).scalars())))


def _resume(
    connection: Connection, edition: Edition, keys: Sequence[Mapping[str, Any]], at: datetime, then: datetime
) -> None:
    """Let the versions that are about to be closed go on from `then`, where the next edition holds them still."""
    table = VERSIONED[edition.table]
    names = [column.name for column in table.columns]
    copied = [literal(then).label(name) if name == "known_from" else table.c[name] for name in names]
    going_on = _standing(table, edition.feed, at), table.c.known_to > then, _same_key(table, edition.key)
    copying = insert(table).from_select(names, select(*copied).where(*going_on))
    connection.execute(copying, keys)


def _merge(connection: Connection, edition: Edition, come: Mapping[Key, Row], at: datetime, then: datetime) -> set[Key]:
    """Date back to `at` the versions of the next edition that this one holds already; return their keys."""
    table = VERSIONED[edition.table]
    begun = and_(table.c.feed == edition.feed, table.c.known_from == then)
    next_ones = _keyed(connection, edition, begun)
    same = {key for key, row in next_ones if key in come and tuple(come[key].values()) == row}
    if same:
        older = update(table).where(begun, _same_key(table, edition.key)).values(known_from=at)
        connection.execute(older, [_parameters(edition.key, key) for key in same])
    return same


def _keyed(connection: Connection, edition: Edition, condition: Any) -> Iterator[tuple[Key, tuple[Any, ...]]]:
    """Read rows as tuples, in the order of their columns, each after its key (with which it begins)."""
    table, width = VERSIONED[edition.table], len(edition.key)
    asked = select(*(table.c[name] for name in _names(table))).where(condition)
    for some in connection.execute(asked).partitions(AT_ONCE):
        for told in map(tuple, some):
            yield told[:width], told


@cache
def _names(table: Table) -> tuple[str, ...]:
    """Name the columns that an edition fills, its key first."""
    return tuple(c.name for c in table.columns if c.name not in {"feed", "known_from", "known_to"})


@cache
def _opening(table: Table) -> Any:
    return insert(table)


@cache
def _closing(table: Table, key: tuple[str, ...]) -> Update:
    at: Any = bindparam("at")
    standing = table.c.feed == bindparam("feed_"), table.c.known_from <= at, table.c.known_to > at
    return update(table).where(*standing, _same_key(table, key)).values(known_to=at)


def _standing(table: Table, feed: str, at: datetime) -> Any:
    return and_(table.c.feed == feed, table.c.known_from <= at, table.c.known_to > at)


def _same_key(table: Table, key: tuple[str, ...]) -> Any:
    return and_(*(table.c[name] == bindparam(f"key_{name}") for name in key))


def _parameters(names: tuple[str, ...], key: Key) -> dict[str, Any]:
    return {f"key_{name}": value for name, value in zip(names, key, strict=True)}
