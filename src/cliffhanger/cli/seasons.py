"""The seasons of a show, as they are matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cliffhanger.cli.charts import known_to
from cliffhanger.cli.options import AsOf, Format, LedgerPath, RowsFormat, open_ledger, vantage_of
from cliffhanger.cli.show import show_rows

if TYPE_CHECKING:
    from cliffhanger.renewal.outcomes import Outcome


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
    from cliffhanger.brief.seasons import seasons_named

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        answer = seasons_named(title, view)
        rows = [_row(one) for one in answer.value.found]
        columns = ["premiere", "season", "counts_as", "seen_in", "known_from", "followed", "known", "matched_by"]
        if written is not Format.TEXT:
            columns = ["show", *columns, "by", "why"]
        show_rows(rows, columns, answer, written, known_to(view))


def _row(one: Outcome) -> dict[str, Any]:
    from cliffhanger.brief.seasons import seen

    season = one.season
    return {
        "show": season.show,
        "premiere": season.premiere,
        "season": season.title,
        "counts_as": season.kind,
        "seen_in": seen(season),
        "known_from": season.known_from,
        "followed": one.happened,
        "known": one.known,
        "matched_by": str(season.how),
        "by": one.by.title if one.by else None,
        "why": season.why,
    }
