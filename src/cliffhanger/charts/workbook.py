"""Workbooks (XLSX): the half-yearly engagement reports, and the weekly files saved as a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cliffhanger.charts.edition import Edition, Key, Row
from cliffhanger.charts.fields import read_rows
from cliffhanger.charts.layouts import LAYOUTS, Layout, layout_of
from cliffhanger.charts.reading import read_text
from cliffhanger.errors import EditionRejected

LOOK_FOR_HEADER = 20
_HALF = re.compile(r"from (January|July) to (June|December) (\d{4})")
_KINDS = {"TV": "series", "Shows": "series", "Film": "films", "Movies": "films"}
_COLUMNS = frozenset(column.published for layout in LAYOUTS for column in layout.columns)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, what stands above the header, the header, and the rows as text."""

    name: str
    about: str
    header: list[str]
    rows: list[list[str]]


def read_workbook(data: bytes) -> tuple[Edition, ...]:
    """Read a workbook.

    Raises:
        EditionRejected: it cannot be opened, or holds none of the published layouts.
    """
    sheets = _sheets(data)
    layout = layout_of(sheets[0].header)
    if layout.lists:
        return read_text(_as_text(sheets[0]))
    half = _HALF.search(sheets[0].about)
    if half is None:
        raise EditionRejected("the report does not say which half-year it tells of")
    return (_report(layout, sheets, half),)


def _report(layout: Layout, sheets: Sequence[Sheet], half: re.Match[str]) -> Edition:
    day = date(int(half[3]), 1 if half[1] == "January" else 7, 1)
    (target,) = layout.targets
    come: dict[Key, Row] = {}
    for sheet in sheets:
        implied = {"half": day, "kind": _KINDS.get(sheet.name, "all")}
        for place, row in enumerate(read_rows(layout.columns, implied, sheet.header, sheet.rows, 2), 1):
            come[day, implied["kind"], place] = row | {"place": place}
    feed = f"{target.feed} {day.year} {half[1][:3]}-{half[2][:3]}"
    return Edition(feed, layout.name, target.table, target.key, len(come), come, {})


def _sheets(data: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        told = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except (CalamineError, OSError) as error:
        raise EditionRejected(f"the workbook cannot be opened: {error}") from None
    sheets = [_sheet(name, [[_field(cell) for cell in row] for row in rows]) for name, rows in told if rows]
    if not sheets or not sheets[0].rows:
        raise EditionRejected("the workbook has no rows")
    return sheets


def _sheet(name: str, rows: list[list[str]]) -> Sheet:
    header = max(range(min(len(rows), LOOK_FOR_HEADER)), key=lambda place: len(_COLUMNS.intersection(rows[place])))
    about = " ".join(field for row in rows[:header] for field in row if field)
    return Sheet(name, about, rows[header], rows[header + 1 :])


def _field(cell: object) -> str:
    """Write a cell as a text file would: figures without a fraction, days without a time."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).removesuffix(" 00:00:00")


def _as_text(sheet: Sheet) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows([sheet.header, *sheet.rows])
    return text.getvalue().encode()
