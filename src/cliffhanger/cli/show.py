"""Shows answers: rows as an aligned table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import typer

from cliffhanger.brief.blocks import Table
from cliffhanger.brief.text import aligned
from cliffhanger.cli.options import Format


def show_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], basis: str, written: Format) -> None:
    """Write rows under their columns; text and JSON name the basis, too."""
    if written is Format.JSON:
        print_json({"rows": [{name: row[name] for name in columns} for row in rows], "basis": basis})
    elif written is Format.CSV:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([row[name] for name in columns] for row in rows)
        typer.echo(text.getvalue(), nl=False)
    else:
        if rows:
            typer.echo(_table(rows, columns))
        typer.echo(basis)


def print_json(value: Any) -> None:
    """Write a value as JSON, for people as well as for programs."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


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
