"""What a replay asks of a model, and what turns models that read weeks alone into such models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, runtime_checkable

from cliffhanger.forecast.panel import TitleWeek
from cliffhanger.forecast.pasts import Past
from cliffhanger.forecast.student import Values
from cliffhanger.forecast.targets import Target


class Model(Protocol):
    """A model of figures, in log hours; it is asked for its targets only, of weeks that hold whole lists."""

    @property
    def targets(self) -> tuple[Target, ...]:
        """Name what it forecasts."""

    def fit_on(self, past: Past) -> Self:
        """Fit on what was known on a day."""

    def quantiles(self, weeks: Sequence[TitleWeek], target: Target, chances: Sequence[float]) -> Values:
        """Give quantiles of a target's log hours (titles by chances); NaN of totals that are over or cannot be told."""

    def chance_below(self, weeks: Sequence[TitleWeek], target: Target, levels: Sequence[float]) -> Values:
        """Give the chance that each title has fewer hours than its level (natural log, NaN where none is asked)."""


@runtime_checkable
class Stayers(Protocol):
    """A model of who is on a list again a week later."""

    def fit_on(self, past: Past) -> Self:
        """Fit on what was known on a day."""

    def chances(self, weeks: Sequence[TitleWeek]) -> Values:
        """Give the chance of each title; the weeks hold whole lists."""


Makers = Mapping[str, Callable[[], Model | Stayers]]
"""What makes models, by their names."""


@dataclass
class OfWeeks:
    """A model of the next week that is fitted on weeks alone."""

    make: Callable[[], Any]
    targets: tuple[Target, ...] = (Target.NEXT_WEEK,)
    fitted_: Any = None

    def fit_on(self, past: Past) -> Self:
        """Fit on the weeks known."""
        self.fitted_ = self.make().fit_on(past.weeks)
        return self

    def quantiles(self, weeks: Sequence[TitleWeek], target: Target, chances: Sequence[float]) -> Values:  # noqa: ARG002
        """Give quantiles of next week's log hours (titles by chances)."""
        found: Values = self.fitted_.quantiles(weeks, chances)
        return found

    def chance_below(self, weeks: Sequence[TitleWeek], target: Target, levels: Sequence[float]) -> Values:  # noqa: ARG002
        """Give the chance that each title has fewer hours than its level next week."""
        found: Values = self.fitted_.chance_below(weeks, levels)
        return found


@dataclass
class StayersOfWeeks:
    """A model of who stays that is fitted on weeks alone."""

    make: Callable[[], Any]
    fitted_: Any = None

    def fit_on(self, past: Past) -> Self:
        """Fit on the weeks known."""
        self.fitted_ = self.make().fit_on(past.weeks)
        return self

    def chances(self, weeks: Sequence[TitleWeek]) -> Values:
        """Give the chance of each title."""
        found: Values = self.fitted_.chances(weeks)
        return found
