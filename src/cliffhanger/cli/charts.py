"""Questions to the ledger: charts, runs, revisions, titles, editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.options import (
    AsOf,
    Category,
    Country,
    Format,
    LedgerPath,
    RowsFormat,
    open_view,
    vantage_of,
)
from cliffhanger.cli.show import show_rows
from cliffhanger.vantage import parse_day

if TYPE_CHECKING:
    from datetime import date

Title = Annotated[
    str, typer.Argument(metavar="TITLE", help="A title; case, accents, ampersands and punctuation do not matter.")
]


def chart(
    week: Annotated[str | None, typer.Argument(metavar="WEEK", help="A day of the week. [default: newest]")] = None,
    category: Category = None,
    country: Country = None,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the lists of one week.

    Example: cliffhanger chart 2026-01-11 --category "TV (English)"
    """
    from cliffhanger.brief import rows
    from cliffhanger.charts import answers

    with open_view(ledger, vantage_of(as_of)) as view:
        answer = answers.chart(view, _day(week), category, country)
        show_rows([*rows.chart_rows(answer.value)], rows.CHART, answer, written, rows.known_to(view, country))


def run(
    title: Title,
    country: Country = None,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the weeks of each season of a show.

    Example: cliffhanger run "the perfect couple" --as-of 2025-01-01
    """
    from cliffhanger.brief import rows
    from cliffhanger.charts import answers

    with open_view(ledger, vantage_of(as_of)) as view:
        answer = answers.run(view, title, country)
        show_rows([*rows.run_rows(answer.value)], rows.RUN, answer, written, rows.known_to(view, country))


def revisions(
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="Only of this show.")] = None,
    edition: Annotated[str | None, typer.Option("--edition", metavar="DATE", help="Only by editions of a day.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only by editions from a day on.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only by editions up to a day.")] = None,
    country: Country = None,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show what later editions changed, and when.

    Example: cliffhanger revisions --title "The Perfect Couple" --as-of 2025-02-12
    """
    from cliffhanger.brief import rows
    from cliffhanger.charts import answers

    period = answers.Period(_day(edition), _day(since), _day(until))
    with open_view(ledger, vantage_of(as_of)) as view:
        answer = answers.revisions(view, title, period, country)
        told = [change._asdict() | {"known_from": change.known_from.date()} for change in answer.value]
        columns = ["known_from", "category", "week", "rank", "show_title", "field", "was", "now"]
        show_rows(told, columns, answer, written, rows.known_to(view, country))


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of a title.")],
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Find titles known at the vantage.

    Example: cliffhanger search "his and hers"
    """
    from cliffhanger.brief import rows
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.search import search as find

    with open_view(ledger, vantage_of(as_of)) as view:
        answer = find(text, view, Almanac())
        show_rows([*rows.search_rows(answer.value)], rows.SEARCH, answer, written, rows.known_to(view))


def editions(
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the editions taken in, and those refused.

    Example: cliffhanger editions --as-of 2023-06-30 --format csv
    """
    from cliffhanger.brief import rows
    from cliffhanger.charts import answers

    with open_view(ledger, vantage_of(as_of)) as view:
        answer = answers.editions(view)
        columns = ["known_from", "feed", "layout", "rows", "first_week", "last_week", "rejected", "source"]
        told = [note._asdict() | {"known_from": note.known_from.replace(microsecond=0)} for note in answer.value]
        show_rows(told, columns, answer, written, rows.known_to(view))


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None
