"""Next week's lists, forecast."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.options import AsOf, LedgerPath, PageFormat, fits_folder, open_view, vantage_of
from cliffhanger.cli.show import print_json, say
from cliffhanger.errors import MissingExtra

if TYPE_CHECKING:
    from cliffhanger.answer import Answer
    from cliffhanger.charts.view import ChartView
    from cliffhanger.forecast.next_list import NextList


class NextFormat(StrEnum):
    """How lists forecast are written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"


def next_list(
    category: Annotated[
        str | None, typer.Argument(metavar="[LIST]", help="One list, such as 'TV (English)' or films. [default: all]")
    ] = None,
    as_of: AsOf = None,
    written: Annotated[NextFormat, typer.Option("--format", help="How to write them.")] = NextFormat.TEXT,
    ledger: LedgerPath = None,
) -> None:
    """Forecast next week's lists, place by place.

    For each title now on a list, its chance to stay and the rank to expect if it does; the list of ten that is
    likeliest, with lines for new titles and for those that come back; how many places go to each kind, beside what was
    counted on past lists. Wants the extra `forecast`.

    Example: cliffhanger next "TV (English)" --as-of 2025-06-25
    """
    with open_view(ledger, vantage_of(as_of)) as view:
        answer = _forecast(view, category, fits_folder(ledger))
    if written is NextFormat.JSON:
        from cliffhanger.brief.values import as_plain

        told = {"lists": as_plain(answer.value), "sources": as_plain(answer.sources), "basis": str(answer.basis)}
        print_json(told)
    elif written is NextFormat.CSV:
        say(_csv(answer), end="")
    else:
        from cliffhanger.brief.next_list import tell_next
        from cliffhanger.cli.brief import write_blocks

        say(write_blocks([*tell_next(answer)], PageFormat(written.value)), end="")


def _forecast(view: ChartView, category: str | None, folder: Path) -> Answer[tuple[NextList, ...]]:
    try:
        from cliffhanger.brief.next_list import upcoming

        return upcoming(view, category, folder)
    except ImportError as error:
        raise MissingExtra("forecasts", error.name or "a library", "forecast") from None


def _csv(answer: Answer[tuple[NextList, ...]]) -> str:
    from cliffhanger.brief.next_list import COLUMNS, rows

    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for one in answer.value for row in rows(one))
    return text.getvalue()
