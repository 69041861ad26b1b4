"""Replays: models run again at past vantages, and what that shows."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cliffhanger.cli.options import AsOf, Format, LedgerPath, RowsFormat, ledger_address, open_ledger, vantage_of
from cliffhanger.cli.show import show_rows
from cliffhanger.errors import BadChoice, MissingExtra
from cliffhanger.vantage import parse_day

if TYPE_CHECKING:
    from cliffhanger.forecast.replay import Model

FIRST_ORIGIN = "2022-07-01"


class Dates(StrEnum):
    """From when days of release count as known."""

    REPORTED = "reported"
    PUBLIC = "public"


def replay(
    models: Annotated[
        str | None,
        typer.Option("--models", metavar="NAMES", help="Models by name, with commas between them. [default: all]"),
    ] = None,
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day from which to look ahead.")
    ] = FIRST_ORIGIN,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="The last day from which to look ahead. [default: newest]"),
    ] = None,
    as_of: AsOf = None,
    releases: Annotated[
        Dates,
        typer.Option(
            "--releases",
            help="When a day of release counts as known: once a report told it, or as the public knew, on the day.",
        ),
    ] = Dates.REPORTED,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="FOLDER", help="Keep parts here, and go on from what is there.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Also write the whole table, as Parquet.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes to use.")] = 2,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Run forecasts of the next week again at past days, and score them.

    At each past edition every model sees what had been published by then, and nothing else; it is scored on what the
    next edition told. The first model is compared with the others: `gain` is the share of their CRPS that it saves,
    with a 90% interval. Wants the extra `forecast`.

    Example: cliffhanger replay --from 2025-01-01 --to 2025-03-31
    """
    known = _models()
    names = [name.strip() for name in models.split(",")] if models else [*known]
    for name in names:
        if name not in known:
            raise BadChoice("model", name, [*known])
    from cliffhanger.answer import Answer
    from cliffhanger.charts.answers import basis
    from cliffhanger.forecast.releases import Releases, of_reports
    from cliffhanger.forecast.replay import replay as run
    from cliffhanger.forecast.report import scored

    vantage, address = vantage_of(as_of), ledger_address(ledger)
    last = parse_day(to) if to else vantage.as_of
    with open_ledger(ledger).as_of(vantage) as view:
        told = Releases(tuple(of_reports(view, public=True)) if releases is Dates.PUBLIC else ())
        answered_from = basis(view)
    with _folder(keep) as folder, _progress() as on_part:
        chosen = {name: known[name] for name in names}
        table = run(chosen, address, told, folder, parse_day(since), last, vantage.as_of, workers, on_part)
        if output is not None:
            table.write_parquet(output)
    rows = [_shown(asdict(one), written) for one in scored(table, names)] if len(table) else []
    columns = ["model", "age", "cases", "left", "error", "crps", "half", "ninety", "gain"]
    show_rows(rows, columns, Answer(tuple(rows), answered_from), written, f", origins from {since} to {last}")


def _models() -> dict[str, Callable[[], Model]]:
    try:
        import polars  # noqa: F401

        from cliffhanger.forecast.baselines.ratios import CategoryRatio, GlobalRatio, LastValue
        from cliffhanger.forecast.next_week import NextWeek
    except ImportError as error:
        raise MissingExtra("replays", error.name or "a library", "forecast") from None
    return {
        "next week": NextWeek,
        "category ratio": CategoryRatio,
        "global ratio": GlobalRatio,
        "last value": LastValue,
    }


def _shown(row: dict[str, Any], written: Format) -> dict[str, Any]:
    if written is Format.JSON:
        return row
    gain = row["gain"]
    told = None if gain is None else f"{gain['value']:.0%} ({gain['low']:.0%} to {gain['high']:.0%})"
    figures = {name: f"{row[name]:.3f}" for name in ("error", "crps")}
    shares = {name: f"{row[name]:.0%}" for name in ("left", "half", "ninety")}
    return {**row, **figures, **shares, "gain": told}


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="cliffhanger-") as folder:
        yield Path(folder)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("replay", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
