"""Shows answers: rows as an aligned table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from cliffhanger.answer import Answer
from cliffhanger.brief.blocks import Table
from cliffhanger.brief.text import aligned
from cliffhanger.cli.options import Format


def show_rows(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    answer: Answer[Any],
    written: Format,
    known_to: str,
    **beside: Any,
) -> None:
    """Write the rows of an answer under their columns; text and JSON name the basis, too, and JSON the sources.

    JSON has what is told `beside` the rows under its names.
    """
    basis = f"{answer.basis}{known_to}"
    if written is Format.JSON:
        from cliffhanger.brief.rows import rows_as_data

        print_json(rows_as_data(rows, columns, answer, known_to, **beside))
    elif written is Format.CSV:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row[name] for name in columns] for row in rows)
        say(text.getvalue(), end="")
    else:
        if rows:
            say(_table(rows, columns))
        say(basis)


def print_json(value: Any) -> None:
    """Write a value as JSON, for people as well as for programs."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def say(text: str, end: str = "\n") -> None:
    """Write to the standard output; end quietly where nobody reads on."""
    try:
        typer.echo(text + end, nl=False)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from None


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    figures = {
        place for place, name in enumerate(columns) if all(isinstance(row[name], int | float | None) for row in rows)
    }
    told = tuple(tuple(_field(row[name]) for name in columns) for row in rows)
    head, *body = aligned(Table(tuple(name.replace("_", " ") for name in columns), told, frozenset(figures))).split(
        "\n"
    )
    if sys.stdout.isatty():
        head = typer.style(head, bold=True)
    return "\n".join([head, *body])


def _field(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else str(value)
