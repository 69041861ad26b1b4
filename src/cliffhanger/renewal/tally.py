"""What a record shows: how well chances were kept, beside those of the rules of thumb.

Seasons of a show hang together, and most are asked about from several origins, so intervals come from drawing shows
again. Only forecasts whose horizon is over count; all others are told as open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from cliffhanger.charts.titles import plain
from cliffhanger.forecast.bootstrap import Estimate, difference
from cliffhanger.forecast.report import band
from cliffhanger.forecast.scores import BrierParts, Reliability, auc, brier, brier_parts, log_loss, reliability
from cliffhanger.renewal.asked import HORIZONS
from cliffhanger.renewal.entries import Came, Entry, Record
from cliffhanger.renewal.rules import CLIMATOLOGY, FORMAT, RULES
from cliffhanger.renewal.seasons import KINDS
from cliffhanger.renewal.traits import Values

OWN: Final = "odds"
"""What the chances of the record are called beside those of rules."""

NO_RULES_OF_THUMB: Final = OWN, CLIMATOLOGY, FORMAT

EVEN: Final = 0.5
TOSS_UP: Final = 0.45, 0.55
DECILES: Final = 10
SHOWN: Final = 5
"""How many of the best and of the worst forecasts are told."""


@dataclass(frozen=True)
class Scored:
    """How the odds, or a rule, did: `better` is the Brier score of the odds less its own, below 0 if the odds win.

    `slope` and `area` are None where all came back, or none, or all chances are the same.
    """

    name: str
    area: float | None
    brier: float
    log_loss: float
    slope: float | None
    better: Estimate | None


@dataclass(frozen=True)
class Mean:
    """The mean Brier score and log loss of the odds, or of a rule."""

    name: str
    brier: float
    log_loss: float


@dataclass(frozen=True)
class Group:
    """Forecasts of one year of origins, or one kind of season: their mean chance, the share that came back, scores.

    `scores` are of the odds and then of every rule; `better` is the Brier score of the odds less that of climatology.
    """

    name: str
    cases: int
    said: float
    came: float
    scores: tuple[Mean, ...]
    better: Estimate

    def best(self, score: Callable[[Mean], float]) -> Mean:
        """Give the rule of thumb that did best by a score; climatology and the format rate are none."""
        return min((one for one in self.scores if one.name not in NO_RULES_OF_THUMB), key=score)


@dataclass(frozen=True)
class Decile:
    """A tenth of the forecasts, by their chance: the mean chance, and the share that came back.

    `low` and `high` are the ends of the 95% binomial band about the mean chance; `outside` tells that it is left.
    """

    said: float
    came: float
    cases: int
    low: float
    high: float
    outside: bool


@dataclass(frozen=True)
class TossUps:
    """Forecasts of 45% to 55%, and how many of those came back."""

    cases: int
    came: int


@dataclass(frozen=True)
class Tally:
    """How the forecasts by one horizon did, of all `forecasts`: `over` of them count, the others are `open`.

    `gone` are those of seasons that are told apart no longer, `anthologies` those of instalments of what proved to be
    an anthology; `unseen` of those that came back had premiered before the origin, where nobody knew. `area` and `mean`
    are the AUC and the Brier score of the odds, with 90% intervals. `misses` surprised most; `calls` gained most on
    climatology, of those that were right: over half of what came back, under half of what did not.
    """

    months: int
    forecasts: int
    over: int
    open: int
    gone: int
    anthologies: int
    seasons: int
    shows: int
    came: int
    unseen: int
    area: Estimate | None
    mean: Estimate
    parts: BrierParts
    line: Reliability | None
    scores: tuple[Scored, ...]
    deciles: tuple[Decile, ...]
    years: tuple[Group, ...]
    kinds: tuple[Group, ...]
    toss_ups: TossUps
    misses: tuple[Entry, ...]
    calls: tuple[Entry, ...]


def tallies(told: Record) -> list[Tally]:
    """Score the forecasts of a record by each horizon of which any is over."""
    by_horizon = [(months, [one for one in told.entries if one.said.months == months]) for months in HORIZONS]
    return [tally(months, own) for months, own in by_horizon if any(one.counts for one in own)]


def tally(months: int, entries: Sequence[Entry]) -> Tally:
    """Score forecasts by one horizon, of which one at least is over."""
    own = [one for one in entries if one.counts]
    cases = Cases.of(own)
    gone = sum(one.over and not one.counts for one in entries)
    surprise = log_loss(cases.came, cases.said)
    better = brier(cases.came, cases.rules[:, 0]) - brier(cases.came, cases.said)
    right = np.flatnonzero(np.where(cases.came > 0, cases.said > EVEN, cases.said < EVEN))
    return Tally(
        months,
        len(entries),
        len(own),
        len(entries) - len(own) - gone,
        gone,
        sum(one.anthology for one in own),
        len({one.said.which for one in own}),
        len(set(cases.shows)),
        int(cases.came.sum()),
        sum(one.unseen for one in own),
        auc(cases.came, cases.said, cases.shows) if cases.differ else None,
        difference(brier(cases.came, cases.said), np.zeros(len(own)), cases.shows),
        brier_parts(cases.came, cases.said),
        cases.line(cases.said),
        tuple(_scores(cases)),
        tuple(deciles(cases.came, cases.said)),
        tuple(_groups(own, lambda one: str(one.said.origin.year))),
        tuple(sorted(_groups(own, lambda one: one.said.kind), key=lambda group: KINDS.index(group.name))),
        _toss_ups(own),
        _first_of_each(own, -surprise),
        _first_of_each([own[place] for place in right], -better[right]),
    )


@dataclass(frozen=True)
class Cases:
    """Forecasts as arrays: whether each came back, its chance, those of rules (cases by rules), and its show."""

    came: Values
    said: Values
    rules: Values
    shows: tuple[str, ...]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Cases:
        """Gather forecasts that are over."""
        return cls(
            np.array([one.came is Came.YES for one in entries], dtype=np.float64),
            np.array([one.said.chance for one in entries], dtype=np.float64),
            np.array([one.said.rules for one in entries], dtype=np.float64).reshape(len(entries), len(RULES)),
            tuple(plain(one.said.show) for one in entries),
        )

    @property
    def by_name(self) -> tuple[tuple[str, Values], ...]:
        """Give the chances of the odds, and of every rule, each with its name."""
        return (OWN, self.said), *zip(RULES, self.rules.T, strict=True)

    @property
    def differ(self) -> bool:
        """Tell whether some came back, and some did not."""
        return 0.0 < float(self.came.mean()) < 1.0

    def line(self, chances: Values) -> Reliability | None:
        """Fit the line of true on given log odds; None where there is none."""
        return reliability(self.came, chances) if self.differ and len(np.unique(chances)) > 1 else None

    def area(self, chances: Values) -> float | None:
        """Give the AUC of chances alone; None where there is none."""
        return auc(self.came, chances, resamples=1).value if self.differ else None


def _scores(cases: Cases) -> Iterator[Scored]:
    own = brier(cases.came, cases.said)
    for name, chances in cases.by_name:
        theirs, line = brier(cases.came, chances), cases.line(chances)
        better = None if name == OWN else difference(own, theirs, cases.shows)
        loss = float(log_loss(cases.came, chances).mean())
        yield Scored(
            name, cases.area(chances), float(theirs.mean()), loss, line.slope if line is not None else None, better
        )


def deciles(came: Values, said: Values) -> Iterator[Decile]:
    """Part cases into tenths, by their chance, from the lowest."""
    for own in np.array_split(np.argsort(said, kind="stable"), min(DECILES, len(said))):
        mean, share = float(said[own].mean()), float(came[own].mean())
        low, high = band(mean, len(own))
        yield Decile(mean, share, len(own), low, high, not low <= share <= high)


def _groups(entries: Sequence[Entry], named: Callable[[Entry], str]) -> Iterator[Group]:
    for name in sorted({named(one) for one in entries}):
        cases = Cases.of([one for one in entries if named(one) == name])
        own, usual = brier(cases.came, cases.said), brier(cases.came, cases.rules[:, 0])
        said, came = float(cases.said.mean()), float(cases.came.mean())
        scores = tuple(_mean(name, chances, cases.came) for name, chances in cases.by_name)
        yield Group(name, len(own), said, came, scores, difference(own, usual, cases.shows))


def _mean(name: str, chances: Values, came: Values) -> Mean:
    return Mean(name, float(brier(came, chances).mean()), float(log_loss(came, chances).mean()))


def _toss_ups(entries: Iterable[Entry]) -> TossUps:
    low, high = TOSS_UP
    came = [one.came is Came.YES for one in entries if low <= one.said.chance < high]
    return TossUps(len(came), sum(came))


def _first_of_each(entries: Sequence[Entry], order: Values) -> tuple[Entry, ...]:
    """Pick the first forecasts by an order, one of a season."""
    found: dict[object, Entry] = {}
    for place in np.argsort(order, kind="stable"):
        found.setdefault(entries[place].said.which, entries[place])
        if len(found) == SHOWN:
            break
    return tuple(found.values())
