"""What a replay shows: the scores of each model by the weeks that a title had been on its list, and by how much one
model is better than the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from cliffhanger.forecast.bootstrap import Estimate, skill
from cliffhanger.forecast.features import AGES
from cliffhanger.forecast.replay import CHANCES
from cliffhanger.forecast.scores import censored_crps, pit_coverage, randomised_pit
from cliffhanger.forecast.student import Values

MIDDLE = CHANCES.index(0.5)


@dataclass(frozen=True)
class Scored:
    """How a model did on titles of one age (weeks in a row on the list; the last age stands for all more).

    `left` is the share of cases that left the list; `error` the mean absolute error of the median, in log hours, of
    those that stayed; `crps` the CRPS with forecast and truth censored at the floor, in log hours; `half` and `ninety`
    the shares that the 50% and 90% intervals cover, by the randomised PIT; `gain` the share of this model's CRPS that
    the first model saves (None for the first itself).
    """

    model: str
    age: int
    cases: int
    left: float
    error: float
    crps: float
    half: float
    ninety: float
    gain: Estimate | None


def scored(table: pl.DataFrame, models: Sequence[str]) -> list[Scored]:
    """Score the models of a replay, age by age; the first is compared with each of the others on the same cases."""
    found = []
    for age in AGES:
        of_age = table.filter(pl.col("age") >= age if age == AGES[-1] else pl.col("age") == age)
        own = [(name, of_age.filter(pl.col("model") == name)) for name in models]
        if own[0][1].is_empty():
            continue
        first = _crps(own[0][1])
        origins = own[0][1]["origin"].to_numpy()
        for name, cases in own:
            crps = _crps(cases)
            gain = None if name == models[0] else skill(first, crps, origins)
            found.append(_scored(name, age, cases, crps, gain))
    return found


def _scored(name: str, age: int, cases: pl.DataFrame, crps: Values, gain: Estimate | None) -> Scored:
    seen = cases["level"].is_not_null().to_numpy()
    pit = randomised_pit(cases["below"].to_numpy(), cases["below_floor"].to_numpy(), seen)
    error = np.abs(cases["level"].fill_null(0.0).to_numpy() - _quantiles(cases)[:, MIDDLE])[seen]
    return Scored(
        name,
        age,
        len(cases),
        float(1 - seen.mean()),
        float(error.mean()) if len(error) else float("nan"),
        float(crps.mean()),
        pit_coverage(pit, 0.5),
        pit_coverage(pit, 0.9),
        gain,
    )


def _crps(cases: pl.DataFrame) -> Values:
    floor = cases["floor"].to_numpy()
    return censored_crps(cases["level"].fill_null(-np.inf).to_numpy(), _quantiles(cases), CHANCES, floor)


def _quantiles(cases: pl.DataFrame) -> Values:
    found: Values = np.array(cases["quantiles"].to_list(), dtype=np.float64).reshape(len(cases), len(CHANCES))
    return found
