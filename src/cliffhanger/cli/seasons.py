"""The seasons of a show, as they are matched."""

from __future__ import annotations

from typing import Annotated

import typer

from cliffhanger.cli.options import AsOf, Format, LedgerPath, RowsFormat, open_view, vantage_of
from cliffhanger.cli.show import show_rows


def seasons(
    title: Annotated[
        str | None,
        typer.Argument(metavar="[TITLE]", help="A show. [default: all seasons not matched as they are spelled]"),
    ] = None,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the seasons of a show: when each premiered, where it was seen, what followed, by what it was matched.

    Odds stand on this. A season without a day of release counts as premiered in the middle of its first week.

    Example: cliffhanger seasons "The Snow Girl"
    """
    from cliffhanger.brief import rows
    from cliffhanger.brief.seasons import seasons_named

    with open_view(ledger, vantage_of(as_of)) as view:
        answer = seasons_named(title, view)
        columns = rows.SEASONS[1:-2] if written is Format.TEXT else rows.SEASONS
        show_rows([*rows.season_rows(answer.value)], columns, answer, written, rows.known_to(view))
