"""The table of a record: a row for each forecast, with what came of it.

| column | holds |
| --- | --- |
| origin, fitted | the day from which it was forecast, and the edition at which the model stands |
| show, title, kind, list | the season as it was first published |
| entered, premiere, age | its first week on a list, its premiere as known then, and its weeks since it entered |
| months, by | the horizon, from the premiere, and its day |
| chance, low, high | what was forecast, with its 90% interval |
| (the names of rules) | the chance that each rule of thumb earned by then |
| came, over | what came of it, and whether its horizon is over, without which it counts in no score |
| followed_by, happened, known | the season that followed, its premiere, and the day from which that was known |
| anthology | whether it proved to be an instalment of an anthology |
| basis | digest of the charts that were known |
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from cliffhanger.renewal.entries import Entry
from cliffhanger.renewal.rules import RULES

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Final[dict[str, type]] = {
    "origin": date,
    "fitted": date,
    "show": str,
    "title": str,
    "kind": str,
    "list": str,
    "entered": date,
    "premiere": date,
    "age": int,
    "months": int,
    "by": date,
    "chance": float,
    "low": float,
    "high": float,
    **dict.fromkeys(RULES, float),
    "came": str,
    "over": bool,
    "followed_by": str,
    "happened": date,
    "known": date,
    "anthology": bool,
    "basis": str,
}


def row_of(entry: Entry) -> dict[str, Any]:
    """Give the fields of a row, by column."""
    said = entry.said
    forecast = (
        *(said.origin, said.fitted, said.show, said.title, said.kind, said.category, said.entered, said.premiere),
        *(said.age, said.months, said.by, said.chance, said.low, said.high, *said.rules),
    )
    came = entry.came.value, entry.over, entry.followed_by, entry.happened, entry.known, entry.anthology
    return dict(zip(COLUMNS, (*forecast, *came, said.basis), strict=True))


def frame(entries: Iterable[Entry]) -> pl.DataFrame:
    """Give a record as a Polars frame."""
    import polars as pl

    types: dict[type, Any] = {date: pl.Date, str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean}
    schema = {name: types[kind] for name, kind in COLUMNS.items()}
    return pl.DataFrame([tuple(row_of(one).values()) for one in entries], schema=schema, orient="row")
