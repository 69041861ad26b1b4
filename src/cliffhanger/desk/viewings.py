"""Reads the viewing history that Netflix lets its members download: a table of `Title,Date`, newest first.

It is read as it arrives, in bounded memory: rows that belong to no series asked about are dropped at once.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from cliffhanger.errors import UploadRejected

LONGEST_LINE: Final = 2_000
"""Characters of a row; what is longer is no row of a history."""

NAMED: Final = 5
"""So many rows that are left out are named."""

MOST: Final = 5_000
"""Rows of series asked about."""

ORDERS: Final[dict[str, tuple[int, int, int]]] = {
    "month first": (2, 0, 1),
    "day first": (2, 1, 0),
    "year first": (0, 1, 2),
}
"""Where year, month and day stand in a date, by the name of the order."""

_DATE: Final = re.compile(r"(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,4})\.?", re.ASCII)
_CENTURY: Final = 2000
_FIRST: Final = 2007

Written = tuple[str, str, str]
"""The figures of a date, as they stand in the file."""


@dataclass(frozen=True)
class Viewing:
    """A row: its place in the file, the parts of its title, and the figures of its date as written."""

    place: int
    parts: tuple[str, ...]
    written: Written

    def day(self, order: str) -> date | None:
        """Give the day, its figures taken in an order; None where that makes none."""
        return day_of(self.written, order)


def day_of(written: Written, order: str) -> date | None:
    """Make a day of three figures; a year has two digits or four, and is none before there was anything to view."""
    year, month, day = (written[place] for place in ORDERS[order])
    if len(year) not in (2, 4) or max(len(month), len(day)) > 2:
        return None
    try:
        told = date(int(year) + _CENTURY if len(year) == 2 else int(year), int(month), int(day))
    except ValueError:
        return None
    return told if told.year >= _FIRST else None


class Viewings:
    """Takes in a history piece by piece, and keeps the rows whose title begins as one that is asked about.

    `orders` are those that make a day of every date so far, none of them later than `latest`. Of all `lines` of the
    file, `rows` are rows, and `odd` ones are left out, the first of which are named.
    """

    def __init__(self, asked: Callable[[tuple[str, ...]], bool], latest: date) -> None:
        self._asked, self._latest = asked, latest
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._rest, self._overlong = "", False
        self._delimiter = ""
        self._seen: set[Written] = set()
        self.orders = dict(ORDERS)
        self.lines, self.rows, self.odd = 0, 0, 0
        self.named: list[str] = []
        self._against = ""
        self.kept: list[Viewing] = []

    def take(self, data: bytes) -> None:
        """Take in the next piece.

        Raises:
            UploadRejected: it is no such history.
        """
        self._decoded(data, final=False)

    def end(self) -> None:
        """Take in what is left.

        Raises:
            UploadRejected: it was no such history.
        """
        self._decoded(b"", final=True)
        if not self._overlong:
            self._line(self._rest)
        if not self._delimiter:
            raise UploadRejected("it is empty")
        if not self.orders:
            raise UploadRejected(
                f"its dates are not written in one order: {self._against} does not go with those above"
            )
        if self.odd and not self.rows:
            raise UploadRejected("no row of it has a date that has been")

    def _decoded(self, data: bytes, *, final: bool) -> None:
        try:
            text = self._decoder.decode(data, final)
        except UnicodeDecodeError:
            raise UploadRejected("it is no text in UTF-8; give it as it was downloaded") from None
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            if self._overlong:
                self._overlong = False
                self.lines += 1
            else:
                self._line(line)
        if len(self._rest) > LONGEST_LINE:
            self._rest, self._overlong = "", True
            self._leave_out(self.lines + 1)

    def _line(self, line: str) -> None:
        self.lines += 1
        line = line.strip()
        if not line:
            return
        if not self._delimiter:
            self._delimiter = _delimiter(line)
            return
        row = next(_fields(line, self._delimiter), [])
        match = _DATE.fullmatch(row[1].strip()) if len(row) == 2 else None
        if match is None or len(line) > LONGEST_LINE:
            self._leave_out(self.lines)
            return
        written = match[1], match[2], match[3]
        if not self._has_been(written, ORDERS):
            self._leave_out(self.lines, match[0])
            return
        self.rows += 1
        self._narrow(written, match[0])
        parts = tuple(part.strip() for part in row[0].split(":"))
        if self._asked(parts):
            self.kept.append(Viewing(self.rows, parts, written))
            if len(self.kept) > MOST:
                raise UploadRejected(f"it has more than {MOST:,} rows of series with stories here")

    def _leave_out(self, number: int, what: str = "") -> None:
        self.odd += 1
        if len(self.named) < NAMED:
            self.named.append(f"row {number:,} ({what})" if what else f"row {number:,}")

    def _has_been(self, written: Written, orders: Iterable[str]) -> list[str]:
        """Give those of some orders in which a date makes a day that has been."""
        days = ((name, day_of(written, name)) for name in orders)
        return [name for name, day in days if day is not None and day <= self._latest]

    def _narrow(self, written: Written, as_written: str) -> None:
        """Strike out the orders that a date makes impossible."""
        if written in self._seen:
            return
        if len(self._seen) < MOST:
            self._seen.add(written)
        if self.orders:
            self.orders = {name: ORDERS[name] for name in self._has_been(written, self.orders)}
            self._against = self._against if self.orders else f"row {self.lines:,} ({as_written})"


def _delimiter(header: str) -> str:
    """Read the header: two columns.

    Raises:
        UploadRejected: it is another one.
    """
    for delimiter in (",", ";", "\t"):
        names = [name.strip().casefold() for name in next(_fields(header, delimiter), [])]
        if names == ["title", "date"]:
            return delimiter
    raise UploadRejected(
        "it does not begin with the columns Title and Date, as a viewing history of Netflix does in every language; "
        "if a program has renamed them, write Title,Date into its first row"
    )


def _fields(line: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader([line], delimiter=delimiter)
    except csv.Error:
        return
