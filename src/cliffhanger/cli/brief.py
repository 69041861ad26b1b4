"""The brief: everything on a title from one vantage."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.options import AsOf, LedgerPath, PageFormat, WatchedText, fits_folder, open_view, vantage_of
from cliffhanger.cli.show import print_json, say

if TYPE_CHECKING:
    from cliffhanger.brief.blocks import Blocks

WIDEST = 100


class BriefFormat(StrEnum):
    """How a brief is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"


def brief(
    title: Annotated[
        str, typer.Argument(metavar="TITLE", help="A title; case, accents, ampersands and punctuation do not matter.")
    ],
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: Annotated[BriefFormat, typer.Option("--format", help="How to write it.")] = BriefFormat.TEXT,
    story: Annotated[
        list[Path] | None, typer.Option("--story", metavar="FILE", help="A story file of your own; may be repeated.")
    ] = None,
    ledger: LedgerPath = None,
) -> None:
    """Tell everything on a series, as far as you have seen.

    What it is, how it does on the charts, whether it goes on, and what happened in the episodes you have watched.

    Example: cliffhanger brief "His & Hers"

    As HTML it is a page with pictures in one file, with the recap, suspects, timelines and twists, which needs nothing
    else.

    Example: cliffhanger brief "His & Hers" --as-of 2026-01-10 --watched S1E3

    Example: cliffhanger brief "His & Hers" --watched S1E3 --format html > his-and-hers.html
    """
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.compose import compose
    from cliffhanger.brief.prose import tell

    with open_view(ledger, vantage_of(as_of, watched)) as view:
        almanac = Almanac(stories=story or ())
        answer = compose(title, view, almanac, fits_folder(ledger))
    if written is BriefFormat.JSON:
        from cliffhanger.brief.data import as_data

        print_json(as_data(answer))
    elif written is BriefFormat.HTML:
        from cliffhanger.brief.html import write_blocks as write_file
        from cliffhanger.brief.whole import tell_whole

        say(write_file(answer.value.title, tell_whole(answer, almanac), str(answer.basis)), end="")
    else:
        say(write_blocks(tell(answer), PageFormat(written)), end="")


def write_blocks(blocks: Blocks, written: PageFormat) -> str:
    """Write blocks as text, as wide as the terminal if somebody watches, or as Markdown."""
    if written is PageFormat.MARKDOWN:
        from cliffhanger.brief.markdown import write_markdown

        return write_markdown(blocks)
    from cliffhanger.brief.text import WIDTH, write_text

    if not sys.stdout.isatty():
        return write_text(blocks, WIDTH)
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return write_text(blocks, width, lambda text: typer.style(text, bold=True))
