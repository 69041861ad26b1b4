"""What is forecast of a title."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Target(StrEnum):
    """A figure that a model forecasts, in log hours."""

    NEXT_WEEK = "next week"
    FOUR_WEEKS = "four weeks"
    NINETY_ONE_DAYS = "91 days"


@dataclass(frozen=True)
class Span:
    """The days over which a total runs: some weeks of the lists, or days from the release on; `weeks` at most."""

    weeks: int
    days: int | None = None

    def end(self, monday: date, released: date) -> date:
        """Give its last day, for a title that first charted in the week of a Monday."""
        first, days = (monday, 7 * self.weeks) if self.days is None else (released, self.days)
        return first + timedelta(days=days - 1)


SPANS: Final[Mapping[Target, Span]] = {Target.FOUR_WEEKS: Span(4), Target.NINETY_ONE_DAYS: Span(14, 91)}
"""The totals. Ninety-one days end in the fourteenth week, unless the first day is a Monday."""
