"""Workbooks (XLSX): the half-yearly engagement reports, and the weekly files saved as a workbook."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cliffhanger.charts.edition import Edition, Key, Row
from cliffhanger.charts.fields import read_rows
from cliffhanger.charts.layouts import LAYOUTS, Layout, layout_of
from cliffhanger.charts.reading import rank_all, told
from cliffhanger.errors import EditionRejected

LOOK_FOR_HEADER = 20
_HALF = re.compile(r"from (January|July) to (June|December) ([0-9]{4})")
_KINDS = {"TV": "series", "Shows": "series", "Film": "films", "Movies": "films"}
_COLUMNS = frozenset(column.published for layout in LAYOUTS for column in layout.columns)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, what stands above the header, the header, the rows as text, the number of the first."""

    name: str
    about: str
    header: list[str]
    rows: list[list[str]]
    first: int


def read_workbook(data: bytes) -> tuple[Edition, ...]:
    """Read a workbook.

    Raises:
        EditionRejected: it cannot be opened, or holds none of the published layouts.
    """
    sheets = _sheets(data)
    layout = layout_of(sheets[0].header)
    for sheet in sheets:
        with _in(sheet, sheets):
            if layout_of(sheet.header) is not layout:
                raise EditionRejected(f"this sheet has another layout than the first, {layout.name!r}")
            if not sheet.rows:
                raise EditionRejected("there is a header and no rows")
    return _lists(layout, sheets) if layout.lists else (_report(layout, sheets),)


def _lists(layout: Layout, sheets: Sequence[Sheet]) -> tuple[Edition, ...]:
    rows: list[Row] = []
    lists: dict[Key, int] = {}
    for sheet in sheets:
        with _in(sheet, sheets):
            some = read_rows(layout.names, layout.columns, layout.implied, sheet.header, sheet.rows, sheet.first)
            rank_all(lists, layout, some, sheet.first)
            rows += some
    known = {column.published for column in layout.columns}
    left_out = dict.fromkeys(field for sheet in sheets for field in sheet.header if field and field not in known)
    return tuple(told(layout, tuple(left_out), lists, rows, b"").editions(None))


def _report(layout: Layout, sheets: Sequence[Sheet]) -> Edition:
    halves = {half[0]: half for sheet in sheets if (half := _HALF.search(sheet.about))}
    if len(halves) != 1:
        raise EditionRejected("the report does not say which half-year it tells of")
    (half,) = halves.values()
    day = date(int(half[3]), 1 if half[1] == "January" else 7, 1)
    (target,) = layout.targets
    come: dict[Key, Row] = {}
    for sheet in sheets:
        kind = _KINDS.get(sheet.name, "all")
        with _in(sheet, sheets):
            if (day, kind, 1) in come:
                raise EditionRejected("this sheet and another one tell of the same kind of titles")
            implied = {"half": day, "kind": kind}
            rows = read_rows(layout.names, layout.columns, implied, sheet.header, sheet.rows, sheet.first)
        come.update(((day, kind, place), row | {"place": place}) for place, row in enumerate(rows, 1))
    feed = f"{target.feed} {day.year} {half[1][:3]}-{half[2][:3]}"
    last = date(day.year, 6, 30) if day.month == 1 else date(day.year, 12, 31)
    return Edition(feed, layout.name, target.table, target.key, len(come), come, {}, told_to=last)


@contextlib.contextmanager
def _in(sheet: Sheet, sheets: Sequence[Sheet]) -> Iterator[None]:
    """Name the sheet in a complaint, where there are several."""
    try:
        yield
    except EditionRejected as why:
        why.sheet = sheet.name if len(sheets) > 1 else None
        raise


def _sheets(data: bytes) -> list[Sheet]:
    """Read the sheets that have a known column; where there is none, the first that holds anything."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        read = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        sheets = [_sheet(name, cells.to_python(), cells.start) for name, cells in read if cells.start]
    except (CalamineError, OSError) as error:
        raise EditionRejected(f"the workbook cannot be opened: {error}") from None
    if not sheets:
        raise EditionRejected("the workbook has no rows")
    return [sheet for sheet in sheets if _COLUMNS.intersection(sheet.header)] or sheets[:1]


def _sheet(name: str, cells: Sequence[Sequence[object]], start: tuple[int, int]) -> Sheet:
    rows = [[_field(cell) for cell in row] for row in cells]
    header = max(range(min(len(rows), LOOK_FOR_HEADER)), key=lambda place: len(_COLUMNS.intersection(rows[place])))
    about = " ".join(field for row in rows[:header] for field in row if field)
    return Sheet(name, about, rows[header], rows[header + 1 :], start[0] + header + 2)


def _field(cell: object) -> str:
    """Write a cell as a text file would: figures without a fraction, days without a time, small truth values."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).removesuffix(" 00:00:00")
