"""Next week's lists, drawn: who stays, how high each title stands, and which newcomers have the places left.

The last row rises as much as it did in some week known. Each title stays with the chance that `Stay` gives it, and its
views, if it stays, are what `NextWeek` forecasts, above that row. The places left go to debuts and to titles that come
back, as often and as high above the last row as on the lists known (see `newcomers`). All draws are of heights: log
views (log hours where lists are ranked by hours) above the last row of the newest list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cliffhanger.errors import TooFewWeeks
from cliffhanger.forecast.features import USUAL_CHANGE
from cliffhanger.forecast.newcomers import Newcomers, heights, lists_by_category, newcomers
from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.student import Values, quantile

DRAWS = 4000
STEPS = (np.arange(1000) + 0.5) / 1000
"""The chances at whose quantiles changes are drawn."""

SPREAD = 1.0
"""The scale of the change of a title for which no model was fitted: wide."""

Ranks = NDArray[np.int64]


class Views(Protocol):
    """What forecasts the hours of the next week, such as `NextWeek`."""

    def quantiles(self, weeks: Sequence[TitleWeek], chances: Sequence[float]) -> Values:
        """Give quantiles of next week's log hours (titles by chances), NaN where nothing was fitted."""


class Stays(Protocol):
    """What tells who stays, such as `Stay`."""

    def chances(self, weeks: Sequence[TitleWeek]) -> Values:
        """Give the chance of each title to be on its list a week later."""


@dataclass(frozen=True)
class Race:
    """Lists drawn: titles of the list now, by rank, and as many newcomers, of whom the first ones have the places left.

    `high` and `new_high` are heights (draws by titles, draws by newcomers), `back` tells who comes back.
    """

    now: Sequence[TitleWeek]
    past: Newcomers
    chances: Values
    stays: NDArray[np.bool_]
    high: Values
    new_high: Values
    back: NDArray[np.bool_]

    def ranks(self, place: int) -> Ranks:
        """Give the ranks of a title if it stays: its stay is independent of that of others, so all draws serve."""
        others = np.arange(len(self.now)) != place
        own = self.high[:, [place]]
        left = (~self.stays & others).sum(axis=1, keepdims=True)
        above = (self.stays & others & (self.high > own)).sum(axis=1)
        new = (np.arange(len(self.now)) < left) & (self.new_high > own)
        return np.asarray(1 + above + new.sum(axis=1))

    def order(self) -> Ranks:
        """Give who holds each place (draws by places): a title by its place now, then a debut, then who comes back."""
        count = len(self.now)
        left = np.arange(count) < (~self.stays).sum(axis=1, keepdims=True)
        height = np.hstack([np.where(self.stays, self.high, -np.inf), np.where(left, self.new_high, -np.inf)])
        holder = np.hstack([np.broadcast_to(np.arange(count), self.stays.shape), count + self.back])
        first = np.argsort(-height, axis=1, kind="stable")[:, :count]
        return np.asarray(np.take_along_axis(holder, first, axis=1))


def require_lists(weeks: Sequence[TitleWeek]) -> dict[str, Newcomers]:
    """Count the newcomers of each category on the newest lists, as far as there is something to count.

    Raises:
        TooFewWeeks: no list is known that follows another.
    """
    newest = max((one.week for one in weeks), default=None)
    lists = lists_by_category(weeks)
    counted = {category: newcomers(own) for category, own in lists.items() if newest in own}
    if not any(past.weeks for past in counted.values()):
        raise TooFewWeeks(len({one.week for one in weeks}))
    return counted


def races(weeks: Sequence[TitleWeek], next_week: Views, stay: Stays, seed: int) -> Iterator[Race]:
    """Draw the lists of the week after the newest one, by category in alphabetical order.

    Raises:
        TooFewWeeks: no list is known that follows another.
    """
    counted, newest = require_lists(weeks), max(one.week for one in weeks)
    for category, past in counted.items():
        now = sorted((one for one in weeks if (one.category, one.week) == (category, newest)), key=lambda one: one.rank)
        yield _race(now, past, stay.chances(now), _changes(now, next_week), np.random.default_rng(seed))


def _changes(now: Sequence[TitleWeek], next_week: Views) -> Values:
    """Give quantiles of the log change of each title (titles by `STEPS`), wide ones where no model was fitted."""
    told = next_week.quantiles(now, STEPS.tolist()) - np.array([one.level for one in now])[:, None]
    return np.where(np.isnan(told), USUAL_CHANGE + SPREAD * quantile(STEPS), told)


def _race(
    now: Sequence[TitleWeek], past: Newcomers, chances: Values, changes: Values, random: np.random.Generator
) -> Race:
    shape = DRAWS, len(now)
    stays = random.random(shape) < chances
    floor = _drawn(past.rises, (DRAWS, 1), random)
    high = _above(floor, heights(now)[:, None] + changes, random)
    back = random.random(shape) < past.comeback_share
    new_high = np.where(back, _drawn(past.comeback_heights, shape, random), _drawn(past.debut_heights, shape, random))
    return Race(now, past, chances, stays, high, floor + new_high, back)


def _above(floor: Values, able: Values, random: np.random.Generator) -> Values:
    """Draw a height of each title from those able (titles by `STEPS`, rising), at or above the floor of each draw."""
    below = np.stack([np.searchsorted(own, floor[:, 0]) for own in able], axis=1)
    first = np.minimum(below, len(STEPS) - 1)
    step = first + (random.random(first.shape) * (len(STEPS) - first)).astype(np.int64)
    return np.asarray(np.maximum(able[np.arange(len(able)), step], floor))


def _drawn(pool: Values, shape: tuple[int, int], random: np.random.Generator) -> Values:
    """Draw from what was seen; where nothing was, nothing rose, and newcomers stand at the last row."""
    return random.choice(pool, shape) if len(pool) else np.zeros(shape)
