"""Makes the fits that serve a view in a process beside: requests are answered meanwhile, and its memory is freed."""

from __future__ import annotations

import contextlib
from multiprocessing import get_context
from pathlib import Path

from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import CliffhangerError
from cliffhanger.vantage import Vantage


def make_beside(ledger: str, view: ChartView, folder: Path) -> None:
    """Have the fits that serve a view of a ledger kept in a folder, where they are not yet.

    What cannot be made, or kept, is made by whoever wants it, who learns why it cannot be made.
    """
    if not _are_kept(view, folder):
        beside = get_context("spawn").Process(target=make, args=(ledger, view.vantage, folder), daemon=True)
        beside.start()
        beside.join()


def make(ledger: str, vantage: Vantage, folder: Path) -> None:
    """Make the fits that serve a vantage of a ledger, and keep them in a folder."""
    from cliffhanger.forecast.fits import fitted
    from cliffhanger.renewal.fits import fitted_odds

    with contextlib.suppress(CliffhangerError), Ledger.open(ledger) as store, store.as_of(vantage) as view:
        fitted_odds(view, folder)
        fitted(view, folder)


def _are_kept(view: ChartView, folder: Path) -> bool:
    from cliffhanger.forecast import fits as forecasts
    from cliffhanger.forecast.keeping import path_of
    from cliffhanger.forecast.origins import fitted_then
    from cliffhanger.renewal import fits as odds

    then = fitted_then(view)
    if then is None:
        return True
    return all(path_of(folder, then, *one).is_file() for one in ((forecasts.CODE,), (odds.CODE, "odds-")))
