"""The page: an article on a title, ready to be published."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cliffhanger.cli.files import Output, form_of, write_out
from cliffhanger.cli.options import AsOf, LedgerPath, WatchedText, fits_folder, open_view, vantage_of


class ArticleFormat(StrEnum):
    """How a page is written."""

    HTML = "html"
    MARKDOWN = "markdown"


_SUFFIXES = {".html": ArticleFormat.HTML, ".htm": ArticleFormat.HTML, ".md": ArticleFormat.MARKDOWN}


def page(
    title: Annotated[
        str, typer.Argument(metavar="TITLE", help="A title; case, accents, ampersands and punctuation do not matter.")
    ],
    output: Output = None,
    as_of: AsOf = None,
    watched: WatchedText = "all",
    written: Annotated[
        ArticleFormat | None,
        typer.Option("--format", help="How to write it. [default: by the end of the file's name, else html]"),
    ] = None,
    story: Annotated[
        list[Path] | None, typer.Option("--story", metavar="FILE", help="A story file of your own; may be repeated.")
    ] = None,
    ledger: LedgerPath = None,
) -> None:
    """Write an article on a series, ready to be published.

    Whether there will be another season and why, how it does on the charts, what it is about; then a line, and only
    below it what happens. Above the line it tells nothing that somebody could not know who has watched nothing; below
    it explains the ending, or tells what has happened in all episodes that are out, since a page is for readers and not
    for you: say --watched to tell less. Every statement has a footnote.

    Example: cliffhanger page "His & Hers" -o page.html

    Example: cliffhanger page "His & Hers" --as-of 2026-01-10 --watched S1E3 -o page.md
    """
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.compose import compose
    from cliffhanger.brief.page import make_page

    form = written or form_of(output, _SUFFIXES, ArticleFormat.HTML)
    with open_view(ledger, vantage_of(as_of, watched)) as view:
        made = make_page(compose(title, view, Almanac(stories=story or ()), fits_folder(ledger)))
    if form is ArticleFormat.HTML:
        from cliffhanger.brief.html import write_html

        text = write_html(made)
    else:
        from cliffhanger.brief.markdown import write_page

        text = write_page(made)
    write_out(output, text)
