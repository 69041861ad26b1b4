"""The date control of a page: the day from which it looks, and the editions before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cliffhanger.charts.view import ChartView
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.reader import Reader

BETWEEN: Final = timedelta(days=7)
"""From one edition to the next: what comes after the day of a page is reckoned, and not looked up."""


@dataclass(frozen=True)
class Days:
    """The day of the newest edition that is known, of the one before it, and the day on which the next is due.

    `after` is None where the page is of today, and today itself where the next edition is due later than that.
    """

    newest: date | None = None
    before: date | None = None
    after: date | None = None


def days_of(view: ChartView, reader: Reader, desk: Desk) -> Days:
    """Give the days to which a page may step; none depends on what its day does not know."""
    newest, before = desk.answer(view, "editions", lambda: _newest(view))
    after = min((newest or reader.day) + BETWEEN, desk.settings.today()) if reader.asked else None
    return Days(newest, before, after)


def _newest(view: ChartView) -> tuple[date | None, date | None]:
    """Give the days of the newest edition known and of the one before."""
    known = sorted({note.known_from.date() for note in view.of_feed()}, reverse=True)
    return known[0] if known else None, known[1] if len(known) > 1 else None
