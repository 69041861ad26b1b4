"""Questions to the ledger: charts, runs, revisions, titles, editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cliffhanger.cli.options import (
    AsOf,
    Category,
    Country,
    Format,
    LedgerPath,
    RowsFormat,
    open_ledger,
    vantage_of,
)
from cliffhanger.cli.show import show_rows
from cliffhanger.vantage import parse_day

if TYPE_CHECKING:
    from datetime import date

    from cliffhanger.charts.runs import Run
    from cliffhanger.charts.view import ChartView

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
    from cliffhanger.charts import answers

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        answer = answers.chart(view, _day(week), category, country)
        columns = ["week", "category", "rank", "show_title", "season_title", "hours", "views", "weeks_on_chart"]
        show_rows([row._asdict() for row in answer.value], columns, answer, written, known_to(view, country))


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
    from cliffhanger.charts import answers

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        answer = answers.run(view, title, country)
        rows = [row for one in answer.value for row in _weeks(one)]
        columns = ["season", "category", "week", "rank", "hours", "views", "change", "weeks_on_chart", "known_from"]
        show_rows(rows, columns, answer, written, known_to(view, country))


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
    from cliffhanger.charts import answers

    period = answers.Period(_day(edition), _day(since), _day(until))
    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        answer = answers.revisions(view, title, period, country)
        rows = [change._asdict() | {"known_from": change.known_from.date()} for change in answer.value]
        columns = ["known_from", "category", "week", "rank", "show_title", "field", "was", "now"]
        show_rows(rows, columns, answer, written, known_to(view, country))


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of a title.")],
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Find titles known at the vantage.

    Example: cliffhanger search "his and hers"
    """
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.search import search as find

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        answer = find(text, view, Almanac())
        rows = [
            {"title": one.title, "seasons": one.seasons, "lists": ", ".join(one.lists)}
            | {"first_week": one.first_week, "last_week": one.last_week, "story": "yes" if one.has_story else ""}
            for one in answer.value
        ]
        columns = ["title", "seasons", "lists", "first_week", "last_week", "story"]
        show_rows(rows, columns, answer, written, known_to(view))


def editions(
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the editions taken in, and those refused.

    Example: cliffhanger editions --as-of 2023-06-30 --format csv
    """
    from cliffhanger.charts import answers

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        answer = answers.editions(view)
        columns = ["known_from", "feed", "layout", "rows", "first_week", "last_week", "rejected", "source"]
        rows = [note._asdict() | {"known_from": note.known_from.replace(microsecond=0)} for note in answer.value]
        show_rows(rows, columns, answer, written, known_to(view))


def _weeks(run: Run) -> list[dict[str, Any]]:
    rows = []
    for place, row in enumerate(run.rows):
        change = run.decay(place)
        told = row._asdict() | {"season": run.title, "known_from": row.known_from.date()}
        rows.append(told | {"change": None if change is None else f"{change:+.1%}"})
    return rows


def known_to(view: ChartView, country: str | None = None) -> str:
    """Say how far the charts are known, as the line of the basis goes on."""
    from cliffhanger.charts.answers import country_code

    weeks = view.weeks(country_code(view, country))
    return f", charts known to {weeks[1]}" if weeks else ", no chart known"


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None
