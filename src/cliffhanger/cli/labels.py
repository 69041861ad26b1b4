"""The label watch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cliffhanger.cli.charts import known_to
from cliffhanger.cli.options import AsOf, Format, LedgerPath, RowsFormat, fits_folder, open_ledger, vantage_of
from cliffhanger.cli.show import say, show_rows

if TYPE_CHECKING:
    from cliffhanger.charts.revisions import Relabel
    from cliffhanger.renewal.watch import Watched


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
    from cliffhanger.brief.label_watch import meanings, watch

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        answer = watch(view, fits_folder(ledger), every=every)
        told = meanings(answer.value)
        rows = [_row(one) for one in answer.value.changes]
        if written is Format.TEXT:
            if told:
                say("\n".join(told) + "\n")
            rows = [
                row | {"now": _short(row["now"], one.change)}
                for row, one in zip(rows, answer.value.changes, strict=True)
            ]
            columns = ["known_from", "was", "now", "weeks", "since"]
        else:
            columns = ["known_from", "was", "now", "from_format", "to_format", "weeks"]
            columns += ["another_season", "chance", "chance_by"]
        show_rows(rows, columns, answer, written, known_to(view), meanings=told)


def _row(one: Watched) -> dict[str, Any]:
    from cliffhanger.brief.label_watch import since

    change, chance = one.change, one.chance
    return {
        "known_from": change.known_from.date(),
        "was": _named(change.was_title, change),
        "now": _named(change.now_title, change),
        "from_format": str(change.was),
        "to_format": str(change.now),
        "weeks": change.weeks,
        "since": since(one),
        "another_season": one.outcome.known if one.outcome else None,
        "chance": round(chance.chance, 4) if chance else None,
        "chance_by": chance.by if chance else None,
    }


def _named(title: str, change: Relabel) -> str:
    return f"{change.show_title}: {title}" if title == "N/A" else title


def _short(title: str, change: Relabel) -> str:
    """Leave out the show, which the title before names already."""
    return title.removeprefix(change.show_title).lstrip(" :") or title
