"""Replays: models run again at past vantages, and what that shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cliffhanger.cli.options import AsOf, LedgerPath, ledger_address, open_view, vantage_of
from cliffhanger.cli.parts import parts_folder, progress
from cliffhanger.cli.show import print_json, say
from cliffhanger.errors import BadChoice, MissingExtra, NoOrigin, Unwritable
from cliffhanger.vantage import parse_day

if TYPE_CHECKING:
    from cliffhanger.forecast.model import Makers
    from cliffhanger.forecast.targets import Target

FIRST_ORIGIN = "2022-07-01"
T = TypeVar("T")


class What(StrEnum):
    """What is forecast again."""

    TRAJECTORY = "trajectory"
    NEXT_WEEK = "next-week"
    STAY = "stay"


class Dates(StrEnum):
    """From when days of release count as known."""

    REPORTED = "reported"
    PUBLIC = "public"


class ReportFormat(StrEnum):
    """How the report is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def replay(
    what: Annotated[
        What,
        typer.Argument(
            help="What is forecast: the next week, with totals of four weeks and 91 days (trajectory), or without "
            "(next-week), or who stays on the list (stay)."
        ),
    ] = What.NEXT_WEEK,
    models: Annotated[
        str | None,
        typer.Option("--models", metavar="NAMES", help="Models by name, with commas between them. [default: all]"),
    ] = None,
    targets: Annotated[
        str | None,
        typer.Option("--targets", metavar="NAMES", help="Of a trajectory: next week, four weeks, 91 days."),
    ] = None,
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", help="The first day from which to look ahead.")
    ] = FIRST_ORIGIN,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="The last day from which to look ahead. [default: newest]"),
    ] = None,
    every: Annotated[str, typer.Option("--every", metavar="WEEKS", help="Weeks from origin to origin, as 4w.")] = "1w",
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
    written: Annotated[ReportFormat, typer.Option("--format", help="How to write the report.")] = ReportFormat.TEXT,
) -> None:
    """Run forecasts again at past days, and score them.

    At each past edition every model sees what had been published by then, and nothing else. Next week is scored on what
    the next edition told, totals on lists and half-yearly reports as known at the end. The first model is compared with
    the others: `gain` is the share of their score that it saves, with a 90% interval. Wants the extra `forecast`.

    Example: cliffhanger replay --from 2025-01-01 --to 2025-03-31

    Example: cliffhanger replay trajectory --every 4w --keep parts --format html > replay.html
    """
    chosen, wanted, weeks = _models(what, models), _targets(what, targets), _weeks(every)
    from cliffhanger.brief.replayed import as_data, replay_blocks, replay_page
    from cliffhanger.brief.text import write_text
    from cliffhanger.charts.answers import basis
    from cliffhanger.forecast.releases import Releases, of_reports
    from cliffhanger.forecast.replay import Setting
    from cliffhanger.forecast.replay import replay as run
    from cliffhanger.forecast.report import report

    vantage, address = vantage_of(as_of), ledger_address(ledger)
    first, last = parse_day(since), parse_day(to) if to else vantage.as_of
    with open_view(ledger, vantage) as view:
        told = Releases(tuple(of_reports(view, public=True)) if releases is Dates.PUBLIC else ())
        answered_from = f"{basis(view)}, origins from {first} to {last}"
    setting = Setting(chosen, wanted, address, told, vantage.as_of)
    with parts_folder(keep) as folder, progress("replay") as on_part:
        found = run(setting, folder, first, last, weeks, workers, on_part)
    if found.table.is_empty() and not found.without_truth:
        raise NoOrigin(first, last)
    if output is not None:
        try:
            found.table.write_parquet(output)
        except OSError as error:
            raise Unwritable(str(output), (error.strerror or type(error).__name__).lower()) from None
    shown = report(found.table, [*chosen], found.without_truth)
    if written is ReportFormat.JSON:
        print_json({**as_data(shown), "basis": answered_from})
    elif written is ReportFormat.HTML:
        say(replay_page(shown, what.value, answered_from), end="")
    else:
        if blocks := replay_blocks(shown):
            say(write_text(blocks))
        say(answered_from)


def _models(what: What, asked: str | None) -> Makers:
    try:
        import polars  # noqa: F401

        from cliffhanger.forecast.lineup import LINEUP, Played
    except ImportError as error:
        raise MissingExtra("replays", error.name or "a library", "forecast") from None
    known = LINEUP[Played(what.value)]
    return _named("model", known, asked)


def _targets(what: What, asked: str | None) -> tuple[Target, ...]:
    from cliffhanger.forecast.lineup import TARGETS, Played

    known = {target.value: target for target in TARGETS[Played(what.value)]}
    return tuple(_named("target", known, asked).values())


def _named(kind: str, known: Mapping[str, T], asked: str | None) -> dict[str, T]:
    """Pick by names with commas between them; all, where none are asked for."""
    names = [name.strip() for name in asked.split(",")] if asked else [*known]
    for name in names:
        if name not in known:
            raise BadChoice(kind, name, [*known])
    return {name: known[name] for name in names}


def _weeks(every: str) -> int:
    told = re.fullmatch(r"([1-9]\d{0,2})w?", every.strip(), re.ASCII)
    if told is None:
        raise BadChoice("step", every, ["1w", "2w", "4w", "or another number of weeks"])
    return int(told[1])
