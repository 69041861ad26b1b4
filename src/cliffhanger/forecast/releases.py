"""Days of release, each with the day from which it was known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cliffhanger.charts.titles import plain
from cliffhanger.charts.view import ChartView


@dataclass(frozen=True)
class Release:
    """The day on which a season or a film came out, by its title as the charts have it, and since when that is known.

    `episodes` counts its episodes, and `staggered` tells whether they came out in parts, where that is told.
    """

    title: str
    released: date
    known: date
    episodes: int | None = None
    staggered: bool | None = None


@dataclass(frozen=True)
class Releases:
    """Days of release from outside the charts; a view adds those that its reports tell."""

    told: tuple[Release, ...] = ()

    def known_at(self, view: ChartView) -> dict[str, Release]:
        """Map plain titles to releases, as far as the vantage of a view may know them; the earliest day counts."""
        found: dict[str, Release] = {}
        for one in (*(one for one in self.told if view.vantage.knows(one.known)), *of_reports(view)):
            found[plain(one.title)] = min(found.get(plain(one.title), one), one, key=_earliest)
        return found


def of_reports(view: ChartView, *, public: bool = False) -> Iterable[Release]:
    """Give the releases that the half-yearly reports on a view tell.

    With `public`, each counts as known from the day of release itself, as it was to everybody who could watch: for a
    replay that asks what the model does for readers who know what is out.
    """
    for title, released, at in view.released():
        yield Release(title.split("//")[0].strip(), released, released if public else at.date())


def _earliest(release: Release) -> tuple[date, date]:
    return release.released, release.known
