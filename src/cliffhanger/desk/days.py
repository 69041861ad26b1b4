"""The date control of a page: the day from which it looks, and the editions before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cliffhanger.brief.compose import is_behind
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.reader import Reader

BETWEEN: Final = timedelta(days=7)
"""From one edition to the next: what comes after the day of a page is reckoned, and not looked up."""


@dataclass(frozen=True)
class Days:
    """The day of the newest edition that is known, of the one before it, and the first on which one is due after.

    `after` is None where the page is of today, and today itself where the next edition is due later than that.
    """

    newest: date | None = None
    before: date | None = None
    after: date | None = None
    ended: date | None = None
    """The Sunday of the newest list, where newer ones are long out on the day of the page and not at hand."""
    late: bool = False
    """Whether the list after the newest one is out, or due, on the day of the page."""

    @property
    def next_week(self) -> str:
        """What the week after the newest list is called, at the beginning of a sentence."""
        return "The week after" if self.late else "Next week"

    @property
    def following(self) -> str:
        """What it is called within a sentence."""
        return self.next_week[0].lower() + self.next_week[1:]


def days_of(view: ChartView, reader: Reader, desk: Desk) -> Days:
    """Give the days to which a page may step; none depends on what its day does not know."""
    newest, before = desk.answer(view, "editions", lambda: _newest(view))
    after = min(_due(newest or reader.day, reader.day), reader.today) if reader.asked else None
    through = view.observed_through
    ended = through if through and is_behind(view.vantage, through + BETWEEN) else None
    late = through is not None and is_behind(view.vantage, through)
    return Days(newest, before, after, ended, late)


def _due(newest: date, day: date) -> date:
    """Give the first day after another on which an edition is due, counted in weeks from the newest."""
    return newest + BETWEEN * ((day - newest) // BETWEEN + 1)


def _newest(view: ChartView) -> tuple[date | None, date | None]:
    """Give the days of the newest edition known and of the one before."""
    known = sorted({note.known_from.date() for note in view.of_feed()}, reverse=True)
    return known[0] if known else None, known[1] if len(known) > 1 else None
