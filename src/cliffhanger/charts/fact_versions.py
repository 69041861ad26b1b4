"""How facts are put among those of their kind, so that their table ends the same in whatever order files arrive.

Of all that is told of a season, what a later file tells wins, from the day on from which it was known. So a fact is
kept while no later file tells another that was known as early; what is not kept could win nowhere, whatever comes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from cliffhanger.charts.edition import Row
from cliffhanger.charts.facts import KEY, Facts
from cliffhanger.charts.schema import FACTS
from cliffhanger.vantage import FOREVER

_TIMES = frozenset({"known_from", "known_to", "told_at", "digest"})
_since = itemgetter("known_from")


def add(connection: Connection, facts: Facts, told_at: datetime, digest: str) -> int:
    """Put the facts of a file, told at an instant (UTC), among the others, and count those that say something new."""
    feed = facts.kind.feed
    table = FACTS[feed]
    come: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in facts.rows:
        come[_key(row)].append({**row, "feed": feed, "told_at": told_at, "digest": digest})
    there: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for told in connection.execute(select(table).where(table.c.feed == feed)).mappings():
        if _key(told) in come:
            there[_key(told)].append(dict(told))
    news, opened, closed = 0, [], []
    for key, rows in come.items():
        before = sorted(there[key], key=_since)
        now = _kept([*before, *rows])
        if now != before:
            news += _news(table, before, now)
            opened += now
            closed += [{f"key_{name}": part for name, part in zip(KEY, key, strict=True)}] if before else []
    if closed:
        same = (table.c[name] == bindparam(f"key_{name}") for name in KEY)
        connection.execute(delete(table).where(table.c.feed == feed, *same), closed)
    if opened:
        connection.execute(insert(table), opened)
    return news


def _key(row: Any) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY)


def _rank(row: Row) -> tuple[Any, ...]:
    return row["told_at"], row["digest"]


def _kept(rows: Iterable[Row]) -> list[Row]:
    """Leave out what never stands, and let each fact stand until the next one that does."""
    kept: list[Row] = []
    for row in sorted(sorted(rows, key=_rank, reverse=True), key=_since):
        if not kept or _rank(row) >= _rank(kept[-1]):
            kept.append(row)
    ends = [*map(_since, kept[1:]), FOREVER]
    return [{**row, "known_to": end} for row, end in zip(kept, ends, strict=True)]


def _news(table: Table, before: Sequence[Row], now: Sequence[Row]) -> int:
    """Count the facts that are there now and say something else than what stood on their day."""
    names = [column.name for column in table.columns if column.name not in _TIMES]
    news = 0
    for row in now:
        place = bisect_right(before, _since(row), key=_since)
        stood = before[place - 1] if place else None
        news += stood is None or any(stood[name] != row[name] for name in names)
    return news
