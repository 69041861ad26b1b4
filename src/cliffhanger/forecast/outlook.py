"""What a forecast says of one title: each week to come, totals, and the chances that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cliffhanger.charts.titles import Label

SHOWN = 0.05, 0.25, 0.5, 0.75, 0.95
"""The quantiles of a `Range`: the ends of its 90% and 50% intervals about the median."""

WEEKS = 13
"""How far a forecast looks: weeks since a title first charted, that one included."""


@dataclass(frozen=True)
class Range:
    """A figure to come, as quantiles: half of such figures lie between `low` and `high`, 90% from `least` to `most`."""

    least: float
    low: float
    median: float
    high: float
    most: float

    def times(self, factor: float) -> Range:
        """Give the same in another unit."""
        return Range(*(factor * one for one in (self.least, self.low, self.median, self.high, self.most)))


@dataclass(frozen=True)
class WeekSeen:
    """A week published: its Sunday, its number since the title first charted, and the hours (None off the chart).

    `runtime` is the one that its list gave, in hours: it grows while a season comes out in parts.
    """

    week: date
    number: int
    hours: float | None
    rank: int | None
    runtime: float | None = None

    @property
    def views(self) -> float | None:
        """Give the views as the list of the week counted them; None where it did not."""
        return self.hours / self.runtime if self.hours is not None and self.runtime else None


@dataclass(frozen=True)
class WeekAhead:
    """A week to come: its Sunday, its number, and the hours forecast, whether or not they suffice for the list."""

    week: date
    number: int
    hours: Range


@dataclass(frozen=True)
class TotalAhead:
    """The hours from release through some day: `through` says which ("four weeks", "28 days", "91 days")."""

    through: str
    hours: Range


@dataclass(frozen=True)
class AllTime:
    """The chance to enter the all-time list of a category: `views` of its last row, counted over `days`."""

    chance: float
    views: int
    days: int


@dataclass(frozen=True)
class Alike:
    """A title that stood about where this one stands: its hours by week since it first charted, None off the chart."""

    title: str
    hours: tuple[float | None, ...]


@dataclass(frozen=True)
class Outlook:
    """A forecast of one title from one vantage, in hours viewed.

    `origin` is the last week published; `runtime` in hours turns hours into views (None where it is not known);
    `released` the day of release where it is known. `seen` and `ahead` are by week, one after the other. `stays` is the
    chance to be on the list next week and `rank` the rank to expect if so, None for a title that is not on it.
    `fitted` is the day of the edition at which the models were fitted.
    """

    title: str
    category: str
    label: Label
    origin: date
    released: date | None
    runtime: float | None
    seen: tuple[WeekSeen, ...]
    ahead: tuple[WeekAhead, ...]
    totals: tuple[TotalAhead, ...]
    stays: float | None
    rank: float | None
    all_time: AllTime | None
    alike: tuple[Alike, ...]
    fitted: date
