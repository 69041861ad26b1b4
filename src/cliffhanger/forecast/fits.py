"""Fits: all models of a forecast, fitted at one edition, and where they are kept.

Fits stand at every eighth edition (see `origins`), the same in a replay and in an answer. One that is kept and one made
on demand give the same bytes: a fit is a function of what its edition's day knew and of the code, both of which name
the file in which it is kept. A file that cannot be read back, or written, is as good as none.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cliffhanger.charts.view import ChartView
from cliffhanger.errors import MissingExtra
from cliffhanger.forecast.keeping import path_of, served
from cliffhanger.forecast.later_weeks import LaterWeeks
from cliffhanger.forecast.next_week import NextWeek
from cliffhanger.forecast.opening import Opening
from cliffhanger.forecast.origins import fitted_then
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.stay import Stay
from cliffhanger.forecast.whole_run import WholeRun
from cliffhanger.forecast.written import document, of_document

if TYPE_CHECKING:
    from cliffhanger.forecast.pasts import Past

FORMAT: Final = 1

AT_ONCE: Final = 2
"""Models that are fitted at once, each in a thread of its own: none reads what another makes."""


@dataclass(frozen=True)
class Fit:
    """The fitted models, the day of the edition at which they stand, and the digest of what they were fitted on."""

    day: date
    basis: str
    next_week: NextWeek
    stay: Stay
    whole_run: WholeRun
    later_weeks: LaterWeeks
    opening: Opening

    @property
    def text(self) -> str:
        """Write it down as JSON, the same for the same fit."""
        return document("fit", FORMAT, self)

    @classmethod
    def of_text(cls, text: str) -> Fit:
        """Read what `text` gives.

        Raises:
            ValueError, TypeError, LookupError: it is no such text.
        """
        return of_document("fit", FORMAT, cls, text)


def fit(past: Past) -> Fit:
    """Fit all models on what was known on a day.

    Raises:
        MissingExtra: the libraries that fit are not installed.
    """
    try:
        import lightgbm  # noqa: F401 - two threads must not be the first to import it at once
        import sklearn.linear_model  # noqa: F401

        from cliffhanger.forecast.threads import one_thread

        with one_thread(), ThreadPoolExecutor(AT_ONCE) as pool:
            next_week, stay = pool.submit(NextWeek().fit_on, past.weeks), pool.submit(Stay().fit_on, past.weeks)
            past.totals  # noqa: B018 - the ledger is read here, meanwhile, and not by a thread of the pool
            whole_run, later_weeks = pool.submit(WholeRun().fit_on, past), pool.submit(LaterWeeks().fit_on, past)
            opening = pool.submit(Opening().fit_on, past)
            models = next_week.result(), stay.result(), whole_run.result(), later_weeks.result(), opening.result()
    except ImportError as error:
        raise MissingExtra("fits", error.name or "a library", "forecast") from None
    return Fit.of_text(Fit(past.day, past.basis, *models).text)


def fitted(view: ChartView, folder: Path | None) -> Fit | None:
    """Give the fit that serves a view: kept in a folder, or else made, and kept there; None before the first.

    Raises:
        MissingExtra: there is none yet, and the libraries that fit are not installed.
    """
    return served(view, folder, CODE, Fit.of_text, _made)


def _made(then: ChartView) -> Fit:
    from cliffhanger.forecast.pasts import Past

    return fit(Past.of(then, Releases()))


def is_kept(view: ChartView, folder: Path) -> bool:
    """Tell whether the fit that serves a view need not be made, since it is kept, or there is none."""
    then = fitted_then(view)
    return then is None or path_of(folder, then, CODE).is_file()


_MODELS: Final = (
    *("blend", "features", "fits", "later_weeks", "logit", "neighbours", "next_week", "opening", "origins", "panel"),
    *("pasts", "releases", "stay", "student", "targets", "tobit", "totals", "trees", "whole_run", "written"),
)
CODE: Final = (*(f"forecast/{name}" for name in _MODELS), "charts/runs", "charts/titles", "charts/told", "charts/view")
"""The code that makes fits, and that which reads titles and runs for it."""
