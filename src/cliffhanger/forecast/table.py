"""The table of a replay: a row for each model, target, origin and title.

| column | holds |
| --- | --- |
| model, target | what was forecast, and by what; `stays` is who is on the list a week later |
| origin, week | the day from which it was forecast, and the newest week known then |
| category, title, rank | the row of the list |
| age, number | weeks in a row on the list, and weeks since it first charted |
| dated, staggered, film | whether its weekday of release was known, it came out in parts, it is a film |
| all_time | whether it is on its all-time list at the end |
| horizon | weeks from the origin to the end of what is forecast |
| quantiles | log hours, at `CHANCES` |
| below, below_floor | chances forecast of fewer hours than the truth (or its floor), and than the floor |
| level, floor | the truth in log hours, none where it fell below the floor; totals have no floor |
| chance, stayed | chance forecast to stay, and whether it did |
| basis | digest of the charts that were known |
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from cliffhanger.forecast.student import Values

EVENLY: Final = tuple(step / 20 for step in range(1, 20))
"""5% to 95%, by which the weighted interval score is the CRPS."""

CHANCES: Final = (0.01, *EVENLY, 0.99)
"""The quantiles that are kept."""

STAYS: Final = "stays"

Row = tuple[Any, ...]

SCHEMA: Final[dict[str, Any]] = {
    "model": pl.String,
    "target": pl.String,
    "origin": pl.Date,
    "week": pl.Date,
    "category": pl.String,
    "title": pl.String,
    "rank": pl.Int64,
    "age": pl.Int64,
    "number": pl.Int64,
    "dated": pl.Boolean,
    "staggered": pl.Boolean,
    "film": pl.Boolean,
    "all_time": pl.Boolean,
    "horizon": pl.Int64,
    "quantiles": pl.List(pl.Float64),
    "below": pl.Float64,
    "below_floor": pl.Float64,
    "level": pl.Float64,
    "floor": pl.Float64,
    "chance": pl.Float64,
    "stayed": pl.Boolean,
    "basis": pl.String,
    "known": pl.Boolean,
}
"""The columns of a part; `known` tells whether there is a truth, and is true of all that is left in the whole table."""

ORDER: Final = "model", "target", "week", "category", "rank"


def quantiles(cases: pl.DataFrame) -> Values:
    """Give the quantiles of cases (cases by `CHANCES`)."""
    found: Values = np.array(cases["quantiles"].to_list(), dtype=np.float64).reshape(len(cases), len(CHANCES))
    return found
