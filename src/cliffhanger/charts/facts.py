"""Files of facts: what users know better than the lists, with a day of its own on each row.

An edition says all that its feed says, and what it leaves out no longer stands. A file of facts only adds: each row
stands from the day from which it was known, until something else is told of the same season. The columns tell which
kind of facts a file holds; its name does not matter.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from cliffhanger.charts.edition import Row
from cliffhanger.charts.fields import EXPECTED, Column, count, day, text
from cliffhanger.charts.titles import plain
from cliffhanger.errors import EditionRejected

HEAD = 4096
"""Bytes in which the header of a file of facts ends."""

DELIMITERS = ",;\t"
YEARS_AHEAD = 3
NO_SEASON = 0
"""The `season` of a film, a limited series or a special."""

_BOM = b"\xef\xbb\xbf"
_SHARED = (
    Column("title", "title", text),
    Column("season", "season", count, required=False),
    Column("date", "date", day),
    Column("known", "known", day, required=False),
)

KEY = "name", "season"
"""What a fact is of: a title, as `plain` spells it, and its season."""


@dataclass(frozen=True)
class Kind:
    """A kind of facts: the feed and the table that keep them, both called so, and its columns beside the shared ones.

    `day_column` is what the table calls the day that a fact tells. What may be `foretold` may lie ahead, and be of
    titles of which nobody has heard; the rest was announced on its day, of a season that had premiered.
    """

    feed: str
    day_column: str
    own: tuple[Column, ...]
    foretold: bool = True

    @property
    def columns(self) -> tuple[Column, ...]:
        """List all columns, in the order in which they are best written."""
        *shared, known = _SHARED
        return (*shared, *self.own, known)

    @property
    def names(self) -> tuple[str, ...]:
        """Name all columns as a file has them."""
        return tuple(column.published for column in self.columns)


@dataclass(frozen=True)
class Facts:
    """What a file of facts tells: rows of the table of its kind, each with `known_from`, and their numbers there."""

    kind: Kind
    rows: Sequence[Row]
    numbers: Sequence[int]


def kind_of(data: bytes, kinds: Sequence[Kind]) -> Kind | None:
    """Tell by the header which of some kinds of facts a file holds; None where it holds none.

    It has at least two columns that are called as those of the kind, the title among them.
    """
    names = set(_header(data)[0])
    fitting = [kind for kind in kinds if "title" in names and len(names.intersection(kind.names)) > 1]
    return max(fitting, key=lambda kind: len(names.intersection(kind.names)), default=None)


def read_facts(data: bytes, kind: Kind, told_at: datetime, *, dated: bool) -> Facts:
    """Read a file of facts, told at an instant (UTC).

    A row without a day in `known` counts from the day of `told_at`. Where the file is not `dated`, so that `told_at` is
    only when it was taken in, it counts from the day that it tells of, if that is earlier: then, it was seen.

    Raises:
        EditionRejected: something in it is off; says what, in which row and column, and what to do.
    """
    header, delimiter = _header(data)
    _check_header(header, kind)
    rows: list[Row] = []
    numbers: list[int] = []
    first: dict[tuple[Any, ...], tuple[int, set[date | None]]] = {}
    for number, line in _lines(data, delimiter):
        row = _read(line, header, kind, number)
        _check(row, kind, told_at.date(), number)
        _note_once(row, first, number)
        since = row.pop("known") or (told_at.date() if dated else min(row["date"], told_at.date()))
        row["known_from"] = datetime.combine(since, time())
        row[kind.day_column] = row.pop("date")
        rows.append(row)
        numbers.append(number)
    if not rows:
        raise EditionRejected("the file has a header and no rows")
    return Facts(kind, rows, numbers)


def _header(data: bytes) -> tuple[list[str], str]:
    """Read the header, and tell by which delimiter it is parted."""
    head = data[:HEAD].removeprefix(_BOM).lstrip(b"\r\n").partition(b"\n")[0].decode(errors="replace")
    parted = [(list(_split(head, delimiter)), delimiter) for delimiter in DELIMITERS]
    names, delimiter = max(parted, key=lambda one: len(one[0]))
    return [name.strip().casefold() for name in names], delimiter


def _split(line: str, delimiter: str) -> Sequence[str]:
    try:
        return next(csv.reader([line.rstrip("\r")], delimiter=delimiter), [])
    except csv.Error:
        return []


def _check_header(header: Sequence[str], kind: Kind) -> None:
    known = f"the columns of {kind.feed} are {', '.join(kind.names)}"
    for name in header:
        if name not in kind.names:
            raise EditionRejected(f"no such column; {known}", column=name or "without a name")
        if header.count(name) > 1:
            raise EditionRejected("the column stands there twice; leave one of them out", column=name)
    for column in kind.columns:
        if column.required and column.published not in header:
            raise EditionRejected(f"the file lacks this column; {known}", column=column.published)


def _lines(data: bytes, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give the lines below the header, parted and numbered; those that hold nothing are left out."""
    try:
        told = data.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise EditionRejected("the text is not UTF-8; save the file as CSV in UTF-8", row) from None
    lines = iter(enumerate(told.split("\n"), 1))
    next(line for line in lines if line[1].strip("\r"))
    for number, line in lines:
        try:
            (fields,) = csv.reader([line.rstrip("\r")], delimiter=delimiter, strict=True) if line.strip() else ([],)
        except csv.Error as error:
            raise EditionRejected(f"the line cannot be read: {error}; close every quotation mark", number) from None
        if any(one.strip() for one in fields):
            yield number, [one.strip() for one in fields]


def _read(line: Sequence[str], header: Sequence[str], kind: Kind, number: int) -> Row:
    if len(line) != len(header):
        remedy = "quote a title that holds the delimiter, and write every delimiter, also beside an empty field"
        raise EditionRejected(f"the line has {len(line)} fields, and the header {len(header)}; {remedy}", number)
    fields = dict(zip(header, line, strict=True))
    row: Row = {"name": plain(fields["title"])}
    for column in kind.columns:
        told = fields.get(column.published, "")
        if not told and column.required:
            raise EditionRejected("the field is empty", number, column.published)
        try:
            row[column.name] = column.read(told) if told else None
        except ValueError:
            raise EditionRejected(f"{told[:40]!r} {EXPECTED[column.read]}", number, column.published) from None
    row["season"] = row["season"] or NO_SEASON
    return row


def _check(row: Row, kind: Kind, told: date, number: int) -> None:
    if not row["name"]:
        raise EditionRejected("the title has neither letters nor digits", number, "title")
    day, known = row["date"], row["known"]
    if (day.year - YEARS_AHEAD, *day.timetuple()[1:3]) > told.timetuple()[:3]:
        raise EditionRejected(f"{day} is more than {YEARS_AHEAD} years ahead; check the year", number, "date")
    if known is not None and known > told:
        why = f"{known} lies after {told}, when this file told it; leave out what is not known yet"
        raise EditionRejected(why, number, "known")
    if not kind.foretold:
        _check_announced(day, known, told, number)


def _check_announced(day: date, known: date | None, told: date, number: int) -> None:
    if day > told:
        why = f"{day} lies after {told}, when this file told it; write the day on which it was announced"
        raise EditionRejected(why, number, "date")
    if known is not None and known < day:
        raise EditionRejected(f"{known} lies before {day}, when it was announced; leave it empty", number, "known")


def _note_once(row: Row, first: dict[tuple[Any, ...], tuple[int, set[date | None]]], number: int) -> None:
    """Refuse a season that stands there twice, unless each row has a day of its own from which it was known."""
    earlier, days = first.setdefault((row["name"], row["season"]), (number, set()))
    if days and (row["known"] in days or None in {row["known"], *days}):
        remedy = "keep one of them, or give each a day of its own in the column known"
        raise EditionRejected(f"row {earlier} tells of the same title and season; {remedy}", number)
    days.add(row["known"])
