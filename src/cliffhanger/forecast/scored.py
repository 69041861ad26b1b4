"""What a replay shows: scores, cover, where outcomes fell, tails, and who stayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cliffhanger.forecast.bootstrap import Estimate
from cliffhanger.forecast.scores import BrierParts, Reliability


@dataclass(frozen=True)
class Scored:
    """How a model did on titles of one k.

    `left` is the share that left the list; `error` the mean absolute error of the median, in log hours, of those seen;
    `percent` the median of that error as a share of the truth; `crps` the CRPS in log hours, forecast and truth
    raised to the floor where there is one; `half` and `ninety` the shares that the 50% and 90% intervals cover; `gain`
    the share of this model's CRPS that the first model of the target saves (None for the first itself).
    """

    model: str
    target: str
    age: int
    cases: int
    left: float
    error: float
    percent: float
    crps: float
    half: float
    ninety: float
    gain: Estimate | None


@dataclass(frozen=True)
class Cover:
    """The share of cases within central intervals meant to hold `share`; `of` says which titles.

    `low` and `high` are the ends of the 95% binomial band about the share meant; `outside` tells that it is left.
    """

    model: str
    target: str
    of: str
    share: float
    cases: int
    inside: float
    low: float
    high: float
    outside: bool


@dataclass(frozen=True)
class Histogram:
    """The shares of transforms (PIT) in ten bins of equal width: a tenth each, where forecasts are right."""

    model: str
    target: str
    cases: int
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Tail:
    """Of titles that entered their all-time list, the share whose total lay within the 98% interval."""

    model: str
    target: str
    age: int
    titles: int
    inside: float


@dataclass(frozen=True)
class Bin:
    """Cases of which the chance lay in one tenth: the mean chance, and the share that stayed."""

    said: float
    came: float
    cases: int


@dataclass(frozen=True)
class Stayed:
    """How a model told who stays; `gain` is the share of its Brier score that the first model saves."""

    model: str
    cases: int
    auc: Estimate
    brier: float
    parts: BrierParts
    line: Reliability | None
    log_loss: float
    bins: tuple[Bin, ...]
    gain: Estimate | None


@dataclass(frozen=True)
class Report:
    """All that a replay shows; two counts, by target, tell what is left out.

    Of cases `without_truth` it is not known what came; of those `without_forecast` some model could tell nothing, since
    it had nothing yet to learn from.
    """

    scores: tuple[Scored, ...]
    cover: tuple[Cover, ...]
    pit: tuple[Histogram, ...]
    tails: tuple[Tail, ...]
    stays: tuple[Stayed, ...]
    without_truth: Mapping[str, int]
    without_forecast: Mapping[str, int]
