"""The forecast of one title: its weeks to come, totals, and the chances that go with them."""

from __future__ import annotations

import json
import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.charts import Title
from cliffhanger.cli.files import Output, form_of, is_standard, write_out
from cliffhanger.cli.options import AsOf, LedgerPath, fits_folder, open_view, vantage_of
from cliffhanger.cli.show import say

if TYPE_CHECKING:
    from cliffhanger.answer import Answer
    from cliffhanger.brief.pictures.fan_text import Sign
    from cliffhanger.forecast.outlook import Outlook


class ForecastFormat(StrEnum):
    """How a forecast is written."""

    TEXT = "text"
    JSON = "json"
    SVG = "svg"


_SUFFIXES = {
    ".svg": ForecastFormat.SVG,
    ".json": ForecastFormat.JSON,
    ".txt": ForecastFormat.TEXT,
    "": ForecastFormat.TEXT,
}
_COLOURS = {"SEEN": "yellow", "MIDDLE": "bright_cyan", "HALF": "cyan", "MOST": "cyan", "ALIKE": "bright_black"}
_FAINT = {"MOST", "AXIS"}


def forecast(
    title: Title,
    output: Output = None,
    as_of: AsOf = None,
    written: Annotated[
        ForecastFormat | None,
        typer.Option("--format", help="How to write it. [default: by the end of the file's name, else text]"),
    ] = None,
    ledger: LedgerPath = None,
) -> None:
    """Forecast the weeks to come of a title, to the thirteenth since it came out.

    From where to where its views will lie each week and in all, how likely it is to stay on the list, and which titles
    stood about there. Half of such titles end within the inner range, nine in ten within the outer one. Where the
    runtime is not known, hours viewed are told.

    Example: cliffhanger forecast "His & Hers" --as-of 2026-01-14

    Example: cliffhanger forecast "His & Hers" --as-of 2026-01-14 -o fan.svg
    """
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.forecasts import forecast as ask

    with open_view(ledger, vantage_of(as_of)) as view:
        answer = ask(title, view, Almanac(), fits_folder(ledger))
    write_forecast(answer, output, written)


def write_forecast(answer: Answer[Outlook], output: Path | None, written: ForecastFormat | None) -> None:
    """Write a forecast in the form asked for, to a file or to the standard output."""
    form = written or form_of(output, _SUFFIXES, ForecastFormat.TEXT)
    if form is ForecastFormat.SVG:
        from cliffhanger.brief.pictures.fan import fan_picture

        text = fan_picture(answer.value, str(answer.basis)).svg
    elif form is ForecastFormat.JSON:
        text = _as_json(answer)
    else:
        to_file = output is not None and not is_standard(output)
        text = _as_text(
            answer, shown=not to_file and sys.stdout.isatty(), ascii_only=not to_file and not _bears_signs()
        )
    if write_out(output, text):
        say(str(answer.basis))


def _as_json(answer: Answer[Outlook]) -> str:
    from cliffhanger.brief.outlook_data import outlook_as_data
    from cliffhanger.brief.values import as_plain

    told = outlook_as_data(answer.value) | {"sources": as_plain(answer.sources), "basis": str(answer.basis)}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _as_text(answer: Answer[Outlook], *, shown: bool, ascii_only: bool) -> str:
    """Write the text; `shown` is told on a terminal, as wide as that is and in its colours."""
    from cliffhanger.brief.blocks import Block, Heading, Paragraph
    from cliffhanger.brief.outlook_words import alike, known_to, stale, told, totals_table, weeks_table
    from cliffhanger.brief.pictures.fan_text import ASCII, UNICODE, WIDEST, fan_text
    from cliffhanger.brief.text import write_text

    outlook = answer.value
    width = shutil.get_terminal_size().columns if shown else WIDEST
    coloured = shown and not os.environ.get("NO_COLOR")
    head: list[Block] = [Heading(f"{outlook.title}, {outlook.category}", 1), Paragraph(f"{known_to(outlook)}.")]
    head += [*map(Paragraph, stale(outlook, answer.basis.vantage)), Paragraph(told(outlook))]
    tables = [table for table in (weeks_table(outlook), totals_table(outlook)) if table.rows]
    tail: list[Block] = [*tables, *map(Paragraph, alike(outlook)), Paragraph(str(answer.basis))]
    signs = ASCII if ascii_only else UNICODE
    fan = fan_text(outlook, width, _painted, signs) if coloured else fan_text(outlook, width, signs=signs)
    wide = min(width, WIDEST)
    strong = (lambda text: typer.style(text, bold=True)) if coloured else str
    return "\n".join((write_text(head, wide, strong), fan, write_text(tail, wide)))


def _bears_signs() -> bool:
    """Tell whether the standard output can write the signs of the picture."""
    try:
        "●│▒·×─┬".encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _painted(sign: Sign, text: str) -> str:
    faint, strong = sign.name in _FAINT or None, sign.name == "SEEN" or None
    return typer.style(text, fg=_COLOURS.get(sign.name), dim=faint, bold=strong)
