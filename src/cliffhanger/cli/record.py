"""The record of odds: every forecast of another season that replay makes, with what came of it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.files import form_of, is_standard, write_out
from cliffhanger.cli.options import AsOf, LedgerPath, fits_folder, ledger_address, open_view, vantage_of
from cliffhanger.cli.parts import parts_folder, progress
from cliffhanger.cli.replay import FIRST_ORIGIN, ReportFormat
from cliffhanger.cli.show import say
from cliffhanger.errors import MissingExtra, Unwritable
from cliffhanger.vantage import parse_day

if TYPE_CHECKING:
    from cliffhanger.renewal.entries import Record

TABLE = ".parquet"


class From(StrEnum):
    """Where forecasts stand."""

    QUARTERS = "quarters"
    WEEK_4 = "week-4"


class Counts(StrEnum):
    """What counts as another season, and since when."""

    PREMIERE = "premiere"
    CALENDAR = "calendar"
    RELABEL = "relabel"


_SUFFIXES = {
    ".html": ReportFormat.HTML,
    ".json": ReportFormat.JSON,
    ".txt": ReportFormat.TEXT,
    TABLE: ReportFormat.TEXT,
    "": ReportFormat.TEXT,
}


def record(
    at: Annotated[
        From,
        typer.Option(
            "--at",
            help="Ask about all seasons at the first edition of each quarter, or about each season once, at the "
            "edition that publishes its fourth week.",
        ),
    ] = From.QUARTERS,
    event: Annotated[
        Counts,
        typer.Option(
            "--event",
            help="What counts: a premiere once an edition or a report shows it, a premiere from the day itself "
            "(calendar), or that a limited series is called a season, too (relabel).",
        ),
    ] = Counts.PREMIERE,
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day from which to look ahead.")
    ] = FIRST_ORIGIN,
    as_of: AsOf = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="FOLDER", help="Keep parts here, and go on from what is there.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to this file; where its name ends in .parquet, it gets the table of all forecasts, and the "
            "report goes to the standard output.",
        ),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes to use.")] = 2,
    ledger: LedgerPath = None,
    written: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format",
            help="How to write it; json and html have every forecast. "
            "[default: by the end of the file's name, else text]",
        ),
    ] = None,
) -> None:
    """Tell every forecast of another season that would have been made, with what came of it.

    At each origin each season on record is asked about: will another one premiere by 12, 24 and 36 months? Model and
    rules of thumb know what had been published by then, and nothing else. None is left out: what is not known yet is
    counted as open. Wants the extra `forecast`.

    Example: cliffhanger record --as-of 2026-01-14

    Example: cliffhanger record --at week-4 --keep parts -o record.html
    """
    try:
        from cliffhanger.brief.recorded import counts
        from cliffhanger.renewal.entries import At, Setting
        from cliffhanger.renewal.record import record as run
        from cliffhanger.renewal.truth import Event
    except ImportError as error:
        raise MissingExtra("records", error.name or "a library", "forecast") from None
    vantage, address, first = vantage_of(as_of), ledger_address(ledger), parse_day(since)
    with open_view(ledger, vantage) as view:
        from cliffhanger.charts.answers import basis

        answered_from = f"{basis(view)}, origins from {first}, {at.value}, {event.value}"
    setting = Setting(address, vantage.as_of, first, At(at.value), Event(event.value), fits=fits_folder(ledger))
    with parts_folder(keep) as folder, progress("record") as on_part:
        found = run(setting, folder, workers, on_part)
    if output is not None and output.suffix == TABLE and not is_standard(output):
        _write_table(found, output)
        output = None
    form = written or form_of(output, _SUFFIXES, ReportFormat.TEXT)
    if write_out(output, _written(found, form, answered_from)):
        say(counts(found))


def _written(found: Record, written: ReportFormat, answered_from: str) -> str:
    import json

    from cliffhanger.brief.recorded import record_blocks, record_data, record_page
    from cliffhanger.brief.text import write_text
    from cliffhanger.renewal.tally import tallies

    scored = tallies(found)
    if written is ReportFormat.JSON:
        told = record_data(found, scored, answered_from)
        return json.dumps(told, ensure_ascii=False, indent=2, default=str) + "\n"
    if written is ReportFormat.HTML:
        return record_page(found, scored, answered_from)
    return f"{write_text(record_blocks(found, scored))}\n{answered_from}\n"


def _write_table(found: Record, output: Path) -> None:
    from cliffhanger.renewal.record_table import frame

    try:
        frame(found.entries).write_parquet(output)
    except OSError as error:
        raise Unwritable(str(output), (error.strerror or type(error).__name__).lower()) from None
