"""The label watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.options import AsOf, Format, LedgerPath, RowsFormat, fits_folder, open_view, vantage_of
from cliffhanger.cli.show import say, show_rows

if TYPE_CHECKING:
    from cliffhanger.charts.revisions import Relabel


def labels(
    every: Annotated[bool, typer.Option("--all", help="Also changes of wording that keep the format.")] = False,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the label watch: changes of format labels, what became of each season, and what they have meant so far.

    A limited series that becomes "Season 1" may be a first sign of another season. Where none is known yet, its chance
    is told.

    Example: cliffhanger labels --as-of 2025-08-06
    """
    from cliffhanger.brief import rows
    from cliffhanger.brief.label_watch import meanings, since, watch

    with open_view(ledger, vantage_of(as_of)) as view:
        answer = watch(view, fits_folder(ledger), every=every)
        told = meanings(answer.value)
        told_rows = [*rows.label_rows(answer.value.changes)]
        columns: rows.Columns = rows.LABELS
        if written is Format.TEXT:
            if told:
                say("\n".join(told) + "\n")
            pairs = zip(told_rows, answer.value.changes, strict=True)
            told_rows = [row | {"now": _short(row["now"], one.change), "since": since(one)} for row, one in pairs]
            columns = ("known_from", "was", "now", "weeks", "since")
        show_rows(told_rows, columns, answer, written, rows.known_to(view), meanings=told)


def _short(title: str, change: Relabel) -> str:
    """Leave out the show, which the title before names already."""
    return title.removeprefix(change.show_title).lstrip(" :") or title
