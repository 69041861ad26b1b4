"""Days of release, each with the day from which it was known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cliffhanger.charts.titles import plain
from cliffhanger.charts.view import ChartView


@dataclass(frozen=True)
class Release:
    """The day on which a season or a film came out, by its title as the charts have it."""

    title: str
    released: date
    known: date


@dataclass(frozen=True)
class Releases:
    """Days of release from outside the charts; a view adds those that its reports tell."""

    told: tuple[Release, ...] = ()

    def known_at(self, view: ChartView) -> dict[str, date]:
        """Map plain titles to days of release, as far as the vantage of a view may know them; the earliest counts."""
        days: dict[str, date] = {}
        for one in (*(one for one in self.told if view.vantage.knows(one.known)), *of_reports(view)):
            title = plain(one.title)
            days[title] = min(days.get(title, one.released), one.released)
        return days


def of_reports(view: ChartView, *, public: bool = False) -> Iterable[Release]:
    """Give the releases that the half-yearly reports on a view tell.

    With `public`, each counts as known from the day of release itself, as it was to everybody who could watch: for a
    replay that asks what the model does for readers who know what is out.
    """
    for title, released, at in view.released():
        yield Release(title.split("//")[0].strip(), released, released if public else at.date())
