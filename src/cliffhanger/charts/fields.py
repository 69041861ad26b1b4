"""How the fields of a download are read, and what is said of those that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from cliffhanger.charts.edition import Row
from cliffhanger.errors import EditionRejected

MOST_RANKS = 100
MOST_HOURS = 10_000
SUNDAY = 7


@dataclass(frozen=True)
class Column:
    """A published column, the ledger's name for it, how a field is read, and what stands for "no figure"."""

    published: str
    name: str
    read: Callable[[str], Any]
    required: bool = True
    may_be_empty: bool = False
    void: str = ""


def read_rows(
    columns: Sequence[Column],
    implied: Mapping[str, Any],
    header: Sequence[str],
    lines: Sequence[Sequence[str]],
    first: int,
) -> list[Row]:
    """Read the columns wanted from lines that were split; absent columns are None, or what is `implied`.

    Raises:
        EditionRejected: a field or a line does not fit; says which, counting lines from `first`.
    """
    for number, line in enumerate(lines, first):
        if len(line) != len(header):
            less = len(line) < len(header)
            raise EditionRejected("the line is cut off" if less else "the line has more fields than the header", number)
    by_name = dict(zip(header, zip(*lines, strict=True), strict=False))
    read = {column.name: None for column in columns} | dict(implied)
    present = {column.name: column for column in columns if column.published in by_name}
    constant = {name: value for name, value in read.items() if name not in present}
    fields = [_read(column, by_name[column.published], first) for column in present.values()]
    return [dict(zip(present, row, strict=True), **constant) for row in zip(*fields, strict=True)]


def _read(column: Column, fields: Sequence[str], first: int) -> list[Any]:
    """Read a column of fields: as a whole where all hold something, else one by one."""
    if "" not in fields and not column.void:
        try:
            return list(map(column.read, fields))
        except ValueError:
            pass
    return [_read_one(column, field, number) for number, field in enumerate(fields, first)]


def _read_one(column: Column, field: str, number: int) -> Any:
    if not field or field == column.void:
        if not field and column.required and not column.may_be_empty:
            raise EditionRejected("the field is empty", number, column.published)
        return None
    try:
        return column.read(field)
    except ValueError:
        raise EditionRejected(f"{field[:40]!r} {EXPECTED[column.read]}", number, column.published) from None


def text(field: str) -> str:
    """Take a field as it is."""
    return field


def whole(field: str) -> int:
    """Read a whole number that is not negative."""
    number = int(field)
    if number < 0:
        raise ValueError(field)
    return number


def rank(field: str) -> int:
    """Read a rank."""
    place = int(field)
    if not 1 <= place <= MOST_RANKS:
        raise ValueError(field)
    return place


def hours(field: str) -> float:
    """Read a runtime in hours, written `5.1` or `5:06`, or `5:06*` where a report has a footnote."""
    before, clock, minutes = field.removesuffix("*").partition(":")
    runtime = round(int(before) + int(minutes) / 60, 4) if clock else float(field)
    if not 0 <= runtime < MOST_HOURS:
        raise ValueError(field)
    return runtime


@lru_cache(maxsize=4096)
def day(field: str) -> date:
    """Read a calendar day."""
    return date.fromisoformat(field)


@lru_cache(maxsize=4096)
def sunday(field: str) -> date:
    """Read the Sunday that ends a week."""
    end = date.fromisoformat(field)
    if end.isoweekday() != SUNDAY:
        raise ValueError(field)
    return end


EXPECTED: dict[Callable[[str], Any], str] = {
    whole: "is no whole number",
    rank: f"is no rank from 1 to {MOST_RANKS}",
    hours: "is no runtime in hours",
    day: "is no day",
    sunday: "is no day, or not the Sunday that ends a week",
}
"""What is said of a field that cannot be read."""
