"""The models that a replay can run, by name, those that it is about before the plain ones."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import Final

from cliffhanger.forecast.baselines.ratios import CategoryRatio, GlobalRatio, LastValue
from cliffhanger.forecast.baselines.staying import RankLogit, RateByRank, SameTen
from cliffhanger.forecast.baselines.totals import KeepsFalling, TotalRatio
from cliffhanger.forecast.model import Makers, OfWeeks, StayersOfWeeks
from cliffhanger.forecast.next_week import NextWeek
from cliffhanger.forecast.stay import Stay
from cliffhanger.forecast.targets import Target
from cliffhanger.forecast.whole_run import WholeRun


class Played(StrEnum):
    """What a replay is about."""

    TRAJECTORY = "trajectory"
    NEXT_WEEK = "next-week"
    STAY = "stay"


_WEEKLY: Final[Makers] = {
    "next week": partial(OfWeeks, NextWeek),
    "category ratio": partial(OfWeeks, CategoryRatio),
    "global ratio": partial(OfWeeks, GlobalRatio),
    "last value": partial(OfWeeks, LastValue),
}
_TOTALS: Final[Makers] = {"whole run": WholeRun, "total ratio": TotalRatio, "keeps falling": KeepsFalling}
_STAYERS: Final[Makers] = {
    "stay": partial(StayersOfWeeks, Stay),
    "rank and list": partial(StayersOfWeeks, RankLogit),
    "rate by rank": partial(StayersOfWeeks, RateByRank),
    "same ten": partial(StayersOfWeeks, SameTen),
}

LINEUP: Final[Mapping[Played, Makers]] = {
    Played.TRAJECTORY: {**_WEEKLY, **_TOTALS},
    Played.NEXT_WEEK: _WEEKLY,
    Played.STAY: _STAYERS,
}

TARGETS: Final[Mapping[Played, tuple[Target, ...]]] = {
    Played.TRAJECTORY: tuple(Target),
    Played.NEXT_WEEK: (Target.NEXT_WEEK,),
    Played.STAY: (),
}
"""What is forecast, apart from who stays."""
