"""The command line: parse, call, show."""

from __future__ import annotations

import gc
import json
import os
import sys
from itertools import pairwise
from typing import Annotated, NoReturn

import typer

import cliffhanger
from cliffhanger.brief.text import harmless
from cliffhanger.cli.brief import brief
from cliffhanger.cli.charts import chart, editions, revisions, run, search
from cliffhanger.cli.fit import fit
from cliffhanger.cli.forecast import forecast
from cliffhanger.cli.ingest import ingest
from cliffhanger.cli.labels import labels
from cliffhanger.cli.next_list import next_list
from cliffhanger.cli.odds import odds
from cliffhanger.cli.page import page
from cliffhanger.cli.record import record
from cliffhanger.cli.replay import replay
from cliffhanger.cli.seasons import seasons
from cliffhanger.cli.serve import serve
from cliffhanger.cli.story import story
from cliffhanger.cli.storyline import storyline
from cliffhanger.cli.telling import explain, knows, previously, suspects, threads, timeline, twists
from cliffhanger.errors import BUG_EXIT, CliffhangerError, as_json

COLLECT_AFTER = 100_000
"""Objects after which garbage is collected: a command that is soon over need not look for cycles every 700."""

app = typer.Typer(
    name="cliffhanger",
    help="Will there be another season, and what really happened? Answers that know nothing you cannot know yet.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command in (
    brief,
    page,
    odds,
    forecast,
    ingest,
    chart,
    run,
    revisions,
    labels,
    seasons,
    search,
    editions,
    fit,
    replay,
    record,
    serve,
):
    app.command()(command)

app.command("next")(next_list)

for question in (previously, suspects, twists, timeline, knows, threads, explain, storyline):
    app.command()(question)

app.add_typer(story)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"cliffhanger {cliffhanger.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version and exit.")
    ] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Run the command line and exit with the status that errors.py gives."""
    gc.set_threshold(COLLECT_AFTER)
    try:
        app()
    except CliffhangerError as error:
        _complain(error)
        sys.exit(error.exit_code)
    except Exception as error:
        typer.echo(f"cliffhanger: this is our bug: {type(error).__name__}: {error}", err=True)
        if os.environ.get("CLIFFHANGER_DEBUG"):
            raise
        sys.exit(BUG_EXIT)
    sys.exit(0)


def _complain(error: CliffhangerError) -> None:
    if {("--format", "json"), ("--format=json",)} & {*pairwise(sys.argv), *((word,) for word in sys.argv)}:
        typer.echo(json.dumps(as_json(error), ensure_ascii=False))
    typer.echo(harmless(f"cliffhanger: {error}"), err=True)
