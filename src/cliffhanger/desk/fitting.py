"""Makes fits in a process beside: requests are answered meanwhile, and the memory that it takes is free again."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Final

from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.beside import Failure, tried_beside
from cliffhanger.desk.logs import failed
from cliffhanger.errors import CliffhangerError, FitNotMade
from cliffhanger.renewal.fits import fitted_odds
from cliffhanger.vantage import Vantage

ODDS = "odds-"
"""How the files of fits of odds begin."""

AT_ONCE: Final = 4
"""So many may want fits at once, one of whom has it made: half of the threads, so that the others answer."""

PATIENCE_S: Final = 60.0
"""For how long one waits for the fits of others, and for how long none is tried again that could not be made."""

PLACE_S: Final = 15.0
"""For how long one waits to be among those: longer than a fit takes."""

BUSY: Final = "others are being made"
FAILED: Final = "it could not be made"


class Beside:
    """Makes fits on a ledger, one after the other, each in a process of its own; whoever wants one waits for it."""

    def __init__(self, ledger: str, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        """Keep them in a folder."""
        self._asked, self._clock = (ledger, folder), clock
        self._places, self._lock = BoundedSemaphore(AT_ONCE), Lock()
        self._failed: dict[Path, float] = {}

    def __call__(self, path: Path, vantage: Vantage) -> None:
        """Have a fit made that is to be kept in a file, where it is not there yet.

        What cannot be made since the ledger or a library is amiss is tried again by whoever wants it, who learns why.

        Raises:
            FitNotMade: too many wait already, or it took too long; or the process failed, now or a moment ago.
        """
        with self._alone():
            if path.is_file():
                return
            if self._clock() - self._failed.get(path, -PATIENCE_S) < PATIENCE_S:
                raise FitNotMade(FAILED)
            made = tried_beside(make, *self._asked, vantage, path.name.startswith(ODDS))
            if isinstance(made, Failure):
                now = self._clock()
                self._failed = {one: at for one, at in self._failed.items() if now - at < PATIENCE_S} | {path: now}
                failed("fit", made.error, made.where)
                raise FitNotMade(FAILED)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._places.acquire(timeout=PLACE_S):
            raise FitNotMade(BUSY)
        try:
            if not self._lock.acquire(timeout=PATIENCE_S):
                raise FitNotMade(BUSY)
            try:
                yield
            finally:
                self._lock.release()
        finally:
            self._places.release()


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
    with contextlib.suppress(CliffhangerError):
        _fitted(view, folder)


def _fitted(view: ChartView, folder: Path | None) -> None:
    from cliffhanger.forecast.fits import fitted

    fitted(view, folder)
