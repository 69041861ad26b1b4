"""Fits of the hazard, one for each age at which a season is looked at, made at the editions at which forecasts are.

One that is kept and one made on demand give the same bytes: a fit is a function of what its edition's day knew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from cliffhanger.charts.view import ChartView
from cliffhanger.forecast.keeping import served
from cliffhanger.forecast.written import document, of_document
from cliffhanger.renewal.hazard import Case, Hazard, fit
from cliffhanger.renewal.outcomes import Outcome, outcomes, seen_share
from cliffhanger.renewal.seasons import ANTHOLOGY, Seasons, seasons_of
from cliffhanger.renewal.traits import AGES, Looks

FORMAT: Final = 2


@dataclass(frozen=True)
class OddsFit:
    """Hazards by age, the day of the edition at which they stand, and the digest of what they were fitted on.

    `seen` is the share of seasons that followed which charted, and did not stand in reports alone.
    """

    day: date
    basis: str
    seen: float
    hazards: tuple[tuple[int, Hazard], ...]

    def at(self, age: int) -> tuple[int, Hazard]:
        """Give the hazard of the oldest age that a season has reached, and that age."""
        return max((one for one in self.hazards if one[0] <= age), key=lambda one: one[0])

    @property
    def text(self) -> str:
        """Write it down as JSON, the same for the same fit."""
        return document("odds", FORMAT, self)

    @classmethod
    def of_text(cls, text: str) -> OddsFit:
        """Read what `text` gives.

        Raises:
            ValueError, TypeError, LookupError: it is no such text.
        """
        return of_document("odds", FORMAT, cls, text)


def fit_odds(view: ChartView) -> OddsFit | None:
    """Fit the hazards on what a view shows; None where no quarter of any season is over."""
    seasons = seasons_of(view)
    if seasons is None:
        return None
    return fit_on(outcomes(seasons), Looks.on(view, seasons), seasons, view)


def fit_on(found: list[Outcome], looks: Looks, seasons: Seasons, view: ChartView) -> OddsFit | None:
    """Fit the hazards on outcomes as they are known on a view."""
    among = [one for one in found if one.season.kind != ANTHOLOGY]
    seen, hazards = seen_share(among), []
    for age in AGES:
        old_enough = [one for one in among if looks.age(one.season) >= age]
        cases = [Case.of(one, looks.values(one.season, age)) for one in old_enough]
        hazard = fit(cases, seasons.observed_through, seasons.reported_through, seen)
        if hazard is not None:
            hazards.append((age, hazard))
    if not hazards:
        return None
    return OddsFit.of_text(OddsFit(view.vantage.as_of, view.digest, seen, tuple(hazards)).text)


def fitted_odds(view: ChartView, folder: Path | None) -> OddsFit | None:
    """Give the fit that serves a view: kept in a folder, or else made, and kept there; None before the first."""
    return served(view, folder, CODE, OddsFit.of_text, fit_odds, "odds-")


_RENEWAL: Final = (
    "exceptions",
    "fits",
    "hazard",
    "labels",
    "outcomes",
    "published",
    "reported",
    "seasons",
    "shows",
    "traits",
)
_CHARTS: Final = "revisions", "runs", "titles", "told", "view"
CODE: Final = (
    *(f"renewal/{name}" for name in _RENEWAL),
    "renewal/exceptions.toml",
    *("forecast/origins", "forecast/written"),
    *(f"charts/{name}" for name in _CHARTS),
)
"""The code that makes fits, that which reads seasons for it, and the exceptions."""
