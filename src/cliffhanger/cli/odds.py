"""The odds of another season: the chance, what it is made of, what would change it, and what became of others."""

from __future__ import annotations

import json
import os
import shutil
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.charts import Title
from cliffhanger.cli.files import Output, form_of, is_standard, write_out
from cliffhanger.cli.options import AsOf, LedgerPath, fits_folder, open_view, vantage_of
from cliffhanger.cli.show import say

if TYPE_CHECKING:
    from cliffhanger.answer import Answer
    from cliffhanger.brief.blocks import Block
    from cliffhanger.brief.odds import Another


class OddsFormat(StrEnum):
    """How odds are written."""

    TEXT = "text"
    JSON = "json"
    SVG = "svg"


_SUFFIXES = {".svg": OddsFormat.SVG, ".json": OddsFormat.JSON, ".txt": OddsFormat.TEXT, "": OddsFormat.TEXT}


def odds(
    title: Title,
    output: Output = None,
    as_of: AsOf = None,
    horizon: Annotated[
        int | None,
        typer.Option(
            "--horizon",
            metavar="MONTHS",
            min=6,
            max=36,
            help="Months from the premiere. [default: 24, or 36 where those are past]",
        ),
    ] = None,
    written: Annotated[
        OddsFormat | None,
        typer.Option("--format", help="How to write it. [default: by the end of the file's name, else text]"),
    ] = None,
    ledger: LedgerPath = None,
) -> None:
    """Tell how likely another season is, and why.

    The chance that a later season is seen on the charts or in a report, in words and as a number, with its interval;
    what adds to it and takes from it; what would change it in the model; and what became of the seasons most like it.
    TITLE is a show, of which the newest season counts, or the title of a season. Where a later season is known, that
    is told. Announcements are not known here, except those that you take in as outcomes.

    Example: cliffhanger odds "His & Hers" --as-of 2026-01-14

    Example: cliffhanger odds "His & Hers" --as-of 2026-01-14 --horizon 36 -o odds.svg
    """
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.odds import odds as ask

    with open_view(ledger, vantage_of(as_of)) as view:
        answer = ask(title, view, Almanac(), fits_folder(ledger), horizon)
    form = written or form_of(output, _SUFFIXES, OddsFormat.TEXT)
    to_file = output is not None and not is_standard(output)
    if form is OddsFormat.SVG:
        text = _as_svg(answer)
    elif form is OddsFormat.JSON:
        text = _as_json(answer)
    else:
        text = _as_text(
            answer, shown=not to_file and sys.stdout.isatty(), ascii_only=not to_file and not _bears_signs()
        )
    if write_out(output, text):
        say(str(answer.basis))


def _as_svg(answer: Answer[Another]) -> str:
    from cliffhanger.brief.odds_blocks import first_told
    from cliffhanger.brief.odds_words import fate_told
    from cliffhanger.brief.pictures.odds import odds_picture
    from cliffhanger.errors import NoOdds

    another = answer.value
    if another.odds is None:
        said = first_told(another)[0].text.removesuffix(".")
        raise NoOdds(another.title, f"there is no chance to draw. {said}")
    return odds_picture(another.odds, str(answer.basis), fate_told(another.fate) if another.fate else "").svg


def _as_json(answer: Answer[Another]) -> str:
    from cliffhanger.brief.odds_data import another_as_data
    from cliffhanger.brief.values import as_plain

    told = another_as_data(answer.value) | {"sources": as_plain(answer.sources), "basis": str(answer.basis)}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _as_text(answer: Answer[Another], *, shown: bool, ascii_only: bool) -> str:
    """Write the text; `shown` is told on a terminal, as wide as that is."""
    from cliffhanger.brief.blocks import Heading, Paragraph
    from cliffhanger.brief.odds_blocks import rest_told, to_tell
    from cliffhanger.brief.pictures.odds_text import ASCII, UNICODE, WIDEST, odds_text
    from cliffhanger.brief.text import write_text

    another = answer.value
    width = min(shutil.get_terminal_size().columns, WIDEST) if shown else WIDEST
    coloured = shown and not os.environ.get("NO_COLOR")
    strong = (lambda text: typer.style(text, bold=True)) if coloured else str
    title = another.outcome.season.title_now if another.outcome else another.title
    head: list[Block] = [Heading(f"{title}: another season?", 1), Paragraph(to_tell(another))]
    tail: list[Block] = [*rest_told(another), Paragraph(str(answer.basis))]
    signs, is_open = ASCII if ascii_only else UNICODE, not another.fate
    drawn = [odds_text(another.odds, width, strong, signs)] if another.odds and is_open else []
    return "\n".join((write_text(head, width, strong), *drawn, write_text(tail, width, strong)))


def _bears_signs() -> bool:
    """Tell whether the standard output can write the signs of the scale."""
    try:
        "●▒─┬−".encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
