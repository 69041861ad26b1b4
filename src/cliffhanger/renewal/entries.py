"""What a record is made of: forecasts of another season, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from cliffhanger.renewal.truth import Event, Labels, Which
from cliffhanger.vantage import Vantage


class At(StrEnum):
    """Where forecasts stand."""

    QUARTERS = "quarters"
    """The first edition of each quarter, of all seasons on record."""
    WEEK_4 = "week-4"
    """The edition that publishes the fourth week of a season, of that season."""


@dataclass(frozen=True)
class Setting:
    """What all parts of a record share; what came of forecasts is taken from what was published up to `until`."""

    ledger: str
    until: date
    since: date
    at: At = At.QUARTERS
    event: Event = Event.PREMIERE
    labels: Labels = Labels.THEN
    fits: Path | None = None


@dataclass(frozen=True)
class Forecast:
    """What was said at an origin of a season, by one horizon: `rules` are the chances of `RULES`, in their order.

    `age` counts its weeks since it entered the lists; `low` and `high` are the ends of the 90% interval; `basis` is the
    digest of the charts that were known.
    """

    origin: date
    show: str
    title: str
    kind: str
    category: str
    entered: date
    premiere: date
    age: int
    months: int
    by: date
    chance: float
    low: float
    high: float
    rules: tuple[float, ...]
    fitted: date
    basis: str

    @property
    def which(self) -> Which:
        """Tell which season it is of."""
        return Which(self.category, self.entered, self.title)


class Came(StrEnum):
    """What came of a forecast."""

    YES = "came back"
    NO = "did not"
    OPEN = "not known yet"


@dataclass(frozen=True)
class Entry:
    """A forecast and what came of it: by which season, when that premiered, and since when that was known.

    A forecast is `over` where the lists were observed through its horizon; before, it counts in no score. `anthology`
    tells of an instalment of what proved to be one.
    """

    said: Forecast
    came: Came
    over: bool
    followed_by: str | None
    happened: date | None
    known: date | None
    anthology: bool

    @property
    def counts(self) -> bool:
        """Tell whether it counts in scores."""
        return self.over and self.came is not Came.OPEN

    @property
    def unseen(self) -> bool:
        """Tell whether the season that followed had premiered when the forecast was made, and nobody knew."""
        return self.came is Came.YES and self.happened is not None and Vantage(self.said.origin).knows(self.happened)


@dataclass(frozen=True)
class Record:
    """All entries, by origin, and the last week through which what came of them was observed."""

    entries: tuple[Entry, ...]
    observed_through: date | None
    origins: int
