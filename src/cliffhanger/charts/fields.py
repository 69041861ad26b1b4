"""How the fields of a download are read, and what is said of those that cannot be."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from cliffhanger.charts.edition import Row
from cliffhanger.errors import EditionRejected

MOST_RANKS = 100
MOST = 2**63 - 1
MOST_COUNTED = 9999
SUNDAY = 7
LISTS = "TV", "Films"
FATES = "renewed", "cancelled", "ended"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff]")
"""Titles in the real reports hold marks of direction; what overrides the direction of letters has no place."""

_DIGITS = re.compile(r"[0-9]{1,19}")
_HOURS = re.compile(r"[0-9]{1,4}(\.[0-9]+)?|(?P<before>[0-9]{1,4}):(?P<minutes>[0-5][0-9])\*?")
_DAY = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")


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
    names: Sequence[str],
    columns: Sequence[Column],
    implied: Mapping[str, Any],
    header: Sequence[str],
    lines: Sequence[Sequence[str]],
    first: int,
) -> list[Row]:
    """Read lines that were split into rows with the columns `names`; absent ones are None, or what is `implied`.

    Raises:
        EditionRejected: a field or a line does not fit; says which, counting lines from `first`.
    """
    for number, line in enumerate(lines, first):
        if len(line) != len(header):
            less = len(line) < len(header)
            raise EditionRejected("the line is cut off" if less else "the line has more fields than the header", number)
    by_name = dict(zip(header, zip(*lines, strict=True), strict=False))
    read = {c.name: _read(c, by_name[c.published], first) for c in columns if c.published in by_name}
    fields = [read[name] if name in read else [implied.get(name)] * len(lines) for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*fields, strict=True)]


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
    """Take a field as it is, unless it could steer a terminal or turn round what stands beside it."""
    if not field.isprintable() and _CONTROL.search(field):
        raise ValueError(field)
    return sys.intern(field)  # titles and countries stand in many rows


@lru_cache(maxsize=4096)
def category(field: str) -> str:
    """Read the name of a list."""
    if not field.startswith(LISTS):
        raise ValueError(field)
    return text(field)


def whole(field: str) -> int:
    """Read a whole number that is not negative."""
    if not _DIGITS.fullmatch(field) or (number := int(field)) > MOST:
        raise ValueError(field)
    return number


def count(field: str) -> int:
    """Read the number of a season, or of episodes."""
    number = whole(field)
    if not 1 <= number <= MOST_COUNTED:
        raise ValueError(field)
    return number


def yes_or_no(field: str) -> bool:
    """Read `yes` or `no`."""
    try:
        return {"yes": True, "no": False}[field.casefold()]
    except KeyError:
        raise ValueError(field) from None


def fate(field: str) -> str:
    """Read what became of a season."""
    if (read := field.casefold()) not in FATES:
        raise ValueError(field)
    return read


def rank(field: str) -> int:
    """Read a rank."""
    place = whole(field)
    if not 1 <= place <= MOST_RANKS:
        raise ValueError(field)
    return place


@lru_cache(maxsize=4096)
def hours(field: str) -> float:
    """Read a runtime in hours, written `5.1` or `5:06`, or `5:06*` where a report has a footnote."""
    told = _HOURS.fullmatch(field)
    if told is None:
        raise ValueError(field)
    return round(int(told["before"]) + int(told["minutes"]) / 60, 4) if told["minutes"] else float(field)


@lru_cache(maxsize=4096)
def day(field: str) -> date:
    """Read a calendar day."""
    if not _DAY.fullmatch(field):
        raise ValueError(field)
    return date.fromisoformat(field)


@lru_cache(maxsize=4096)
def sunday(field: str) -> date:
    """Read the Sunday that ends a week."""
    end = day(field)
    if end.isoweekday() != SUNDAY:
        raise ValueError(field)
    return end


EXPECTED: dict[Callable[[str], Any], str] = {
    text: "holds a control character",
    category: f"is no list that is known: the names of lists begin with {' or '.join(LISTS)}",
    whole: f"is no whole number from 0 to {MOST}",
    count: f"is no whole number from 1 to {MOST_COUNTED}",
    yes_or_no: "is neither yes nor no; leave it empty where you do not know",
    fate: f"is none of {', '.join(FATES)}",
    rank: f"is no rank from 1 to {MOST_RANKS}",
    hours: "is no runtime in hours",
    day: "is no day; write it as 2026-01-14",
    sunday: "is no day, or not the Sunday that ends a week",
}
"""What is said of a field that cannot be read."""
