"""The brief: everything on a title from one vantage."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.options import AsOf, LedgerPath, PageFormat, WatchedText, fits_folder, open_ledger, vantage_of
from cliffhanger.cli.show import print_json, say

if TYPE_CHECKING:
    from cliffhanger.brief.blocks import Blocks

WIDEST = 100


def brief(
    title: Annotated[
        str, typer.Argument(metavar="TITLE", help="A title; case, accents, ampersands and punctuation do not matter.")
    ],
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: Annotated[PageFormat, typer.Option("--format", help="How to write it.")] = PageFormat.TEXT,
    story: Annotated[
        list[Path] | None, typer.Option("--story", metavar="FILE", help="A story file of your own; may be repeated.")
    ] = None,
    ledger: LedgerPath = None,
) -> None:
    """Tell everything on a series, as far as you have seen.

    What it is, how it does on the charts, whether it goes on, and what happened in the episodes you have watched.

    Example: cliffhanger brief "His & Hers"

    Example: cliffhanger brief "His & Hers" --as-of 2026-01-10 --watched S1E3
    """
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.compose import compose
    from cliffhanger.brief.prose import tell

    with open_ledger(ledger).as_of(vantage_of(as_of, watched)) as view:
        answer = compose(title, view, Almanac(stories=story or ()), fits_folder(ledger))
    if written is PageFormat.JSON:
        from cliffhanger.brief.data import as_data

        print_json(as_data(answer))
    else:
        say(write_blocks(tell(answer), written), end="")


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
