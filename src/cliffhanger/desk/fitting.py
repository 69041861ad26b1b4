"""Makes fits in a process beside: requests are answered meanwhile, and the memory that it takes is free again."""

from __future__ import annotations

import contextlib
from pathlib import Path
from threading import Lock

from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.beside import tried_beside
from cliffhanger.errors import CliffhangerError
from cliffhanger.renewal.fits import fitted_odds
from cliffhanger.vantage import Vantage

ODDS = "odds-"
"""How the files of fits of odds begin."""


class Beside:
    """Makes fits on a ledger, one after the other, each in a process of its own; whoever wants one waits for it."""

    def __init__(self, ledger: str, folder: Path) -> None:
        """Keep them in a folder."""
        self._asked = ledger, folder
        self._lock = Lock()

    def __call__(self, path: Path, vantage: Vantage) -> None:
        """Have a fit made that is to be kept in a file, where it is not there yet.

        What cannot be made is tried again by whoever wants it, who learns why it cannot.
        """
        with self._lock:
            if not path.is_file():
                tried_beside(make, *self._asked, vantage, path.name.startswith(ODDS))


def make(ledger: str, folder: Path, vantage: Vantage, odds: bool) -> None:
    """Make the fit of odds, or that of forecasts, which stands at a vantage of a ledger, and keep it in a folder."""
    with contextlib.suppress(CliffhangerError), Ledger.open(ledger) as store, store.as_of(vantage) as view:
        if odds:
            fitted_odds(view, folder)
        else:
            _fitted(view, folder)


def keep_fits(view: ChartView, folder: Path | None) -> None:
    """Have the fits at hand that serve a view; those of forecasts where their libraries are installed."""
    with contextlib.suppress(CliffhangerError):
        fitted_odds(view, folder)
        _fitted(view, folder)


def _fitted(view: ChartView, folder: Path | None) -> None:
    from cliffhanger.forecast.fits import fitted

    fitted(view, folder)
