"""Taking editions in, with a progress bar where somebody watches."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.brief.text import harmless
from cliffhanger.cli.options import LedgerPath, fits_folder, has_ledger, instant_now, now, open_ledger
from cliffhanger.errors import BadSource
from cliffhanger.vantage import Vantage, instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from cliffhanger.charts.ingest import Outcome, Report

NETFLIX = "netflix"
"""The word for the official files; a folder of that name is `./netflix`."""

WEEKS_NAMED = 3
SOME_REJECTED = 1


def ingest(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", help="A git archive or its address, a folder of dated files, one file, or netflix."
        ),
    ],
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help="When a single file was published, such as 2026-01-14."),
    ] = None,
    every: Annotated[
        str | None,
        typer.Option("--every", metavar="TIME", help="With netflix: look again and again, such as every 6h."),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option("--from", metavar="URL", help="With netflix: the folder of a mirror that has the three files."),
    ] = None,
    fit: Annotated[
        bool,
        typer.Option(
            envvar="CLIFFHANGER_FIT", help="Fit the models of forecasts and odds, where what is new asks for it."
        ),
    ] = True,
    ledger: LedgerPath = None,
) -> None:
    """Take published files into the ledger.

    Weekly lists, lists by country, all-time lists, half-yearly engagement reports; and what you know of releases and
    outcomes.

    SOURCE is a git archive (a bundle, a repository, or an address to clone) whose history holds the official files,
    a folder of files with dates in their names, or one TSV, CSV or XLSX file with --published. A download that is no
    edition is noted with its reason, and the next one is taken. Exits with 1 when one was refused.

    The word netflix stands for the three official files, which are downloaded where they have changed. Each counts from
    the time at which its server says that it was last modified; without one, from now. With --every it goes on until
    it is told to end (Ctrl-C, SIGTERM), and what is being taken in is taken in whole. Exits with 6 when a file could
    not be downloaded. Wants the extra fetch.

    A CSV file of releases is told by its columns: title,season,date,episodes,staggered,known. Only title and date must
    be there. A release counts from the day in known; without one from --published; without that from its own day, or
    from today where that is earlier. A later file wins over an earlier one.

    A CSV file of outcomes has the columns title,season,fate,date,source,known. Fate is renewed, cancelled or ended,
    date the day on which that was announced, source who says so. Only season and known may be left out. An outcome
    counts from the day in known; without one from --published; without that from its date. A file with a title that
    nothing in the ledger has, or an outcome before its premiere, is refused.

    Example: cliffhanger ingest netflix --every 6h

    Example: cliffhanger ingest netflix_top10.bundle

    Example: cliffhanger ingest all-weeks-countries.tsv --published 2026-01-14

    Example: cliffhanger ingest releases.csv

    Example: cliffhanger ingest outcomes.csv
    """
    if source == NETFLIX:
        from cliffhanger.cli.ingest_netflix import ingest_netflix

        if published is not None:
            raise BadSource(source, "--published goes with a single file; its servers tell when each was published")
        ingest_netflix(ledger, base, every, fit=fit)
        return
    if every is not None or base is not None:
        raise BadSource(source, f"{'--from' if every is None else '--every'} goes with netflix")
    from cliffhanger.charts.archive import opened

    if published is not None and instant(published).date() > now().date():
        raise BadSource(source, f"--published {published} is later than today")
    with (
        _loading("cliffhanger.charts.ingest"),
        opened(source, published, partial(_holds, ledger), instant_now()) as archive,
    ):
        from cliffhanger.charts.ingest import ingest as take_in

        with open_ledger(ledger, create=True) as store, _progress() as (on_count, on_outcome):
            report = take_in(store, archive, now(), on_outcome, on_count)
    tell(report)
    if fit and report.taken:
        fit_newest(ledger)
    if report.some_rejected:
        raise typer.Exit(SOME_REJECTED)


def fit_newest(ledger: str | None) -> None:
    """Make the fits that serve the newest edition and keep them; of forecasts, where their libraries are installed."""
    from cliffhanger.renewal.fits import fitted_odds

    with open_ledger(ledger) as store, store.as_of(Vantage(now().date())) as view:
        if all(map(find_spec, ("lightgbm", "scipy", "sklearn"))):
            from cliffhanger.forecast.fits import fitted, is_kept

            if not is_kept(view, fits_folder(ledger)):
                typer.echo("fitting the models of forecasts: some seconds, which --no-fit saves for later", err=True)
                fitted(view, fits_folder(ledger))
        fitted_odds(view, fits_folder(ledger))


@contextlib.contextmanager
def _loading(module: str) -> Iterator[None]:
    """Import a module meanwhile: the ledger takes about as long to import as git takes to clone."""
    thread = Thread(target=import_module, args=(module,))
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _holds(ledger: str | None, head: str) -> bool:
    if not has_ledger(ledger):
        return False
    with open_ledger(ledger) as store:
        return store.holds_archive(head)


def tell(report: Report) -> None:
    """Say what an ingest did: what is worth a word on standard error, the sum on standard output."""
    for outcome in report.outcomes:
        for said in _worth_saying(outcome):
            typer.echo(harmless(f"{outcome.published:%Y-%m-%d} {outcome.name}: {said}"), err=True)
    for name in report.undated:
        typer.echo(harmless(f"{name}: left out, since nothing dates it, as 2026-01-14 in its name would"), err=True)
    rows = sum(outcome.rows_changed for outcome in report.taken)
    if not report.outcomes:
        before = f" ({report.known} known, {report.known_rejected} refused before)" if report.known else ""
        typer.echo(f"{report.archive}: nothing new{before}")
    elif all(outcome.facts for outcome in report.outcomes):
        typer.echo(f"{report.archive}: {_facts_taken(report)}")
    else:
        refused = f", refused {len(report.rejected)}" if report.rejected else ""
        known = f", {report.known} known before" if report.known else ""
        took = f"took {_counted(len(report.taken), 'edition')}, {_counted(rows, 'row')} changed"
        typer.echo(f"{report.archive}: {took}{refused}{known}")


def _facts_taken(report: Report) -> str:
    if not report.taken:
        return "nothing taken"
    told, new = (sum(counts) for counts in zip(*((one.rows, one.rows_changed) for one in report.taken), strict=True))
    return f"took {_counted(told, 'fact')}, {new:,} new or changed"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _worth_saying(outcome: Outcome) -> Iterator[str]:
    from cliffhanger.charts.ingest import UNCHARTED_NAMED

    if outcome.rejected is not None:
        yield f"refused: {outcome.rejected}"
    if outcome.weeks_dropped:
        named = ", ".join(map(str, outcome.weeks_dropped[:WEEKS_NAMED]))
        more = len(outcome.weeks_dropped) - WEEKS_NAMED
        rest = f" and {more} more" if more > 0 else ""
        yield f"taken as published, though it drops weeks that were there before: {named}{rest}"
    if outcome.columns_left_out:
        yield f"taken without columns that no layout knows: {', '.join(outcome.columns_left_out)}"
    for title, near in outcome.uncharted[:UNCHARTED_NAMED]:
        yield f"taken, though no list has {title!r}{'; the nearest: ' if near else ''}{', '.join(near)}"
    if (more := len(outcome.uncharted) - UNCHARTED_NAMED) > 0:
        yield f"taken, though no list has {more:,} more of its titles"


@contextlib.contextmanager
def _progress() -> Iterator[tuple[Callable[[int], None], Callable[[Outcome], None]]]:
    if not sys.stderr.isatty():
        yield (lambda _: None), (lambda _: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rows = 0
    columns = TextColumn("editions"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rows]:,} rows")
    rate = TextColumn("{task.fields[rate]:,.0f} rows/s")
    with Progress(*columns, rate, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("editions", total=None, rows=0, rate=0.0)

        def on_outcome(outcome: Outcome) -> None:
            nonlocal rows
            rows += outcome.rows
            elapsed = bar.tasks[0].elapsed or 1
            bar.update(task, advance=1, rows=rows, rate=rows / elapsed)

        yield (lambda count: bar.update(task, total=count)), on_outcome
