"""The record on a page: made by a process beside, one at a time, and remembered by what the ledger showed it."""

from __future__ import annotations

import time
import zlib
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.beside import Failure, tried, tried_beside
from cliffhanger.desk.logs import failed
from cliffhanger.desk.settings import Settings
from cliffhanger.vantage import Vantage, parse_day

if TYPE_CHECKING:
    from cliffhanger.renewal.entries import Record, Setting

FIRST: Final = parse_day("2022-07-01")
"""The first day from which the record looks ahead."""

KEPT: Final = 400
"""So many records are kept, some kilobytes each: one for each edition, for years."""

WAITING: Final = 8
"""So many may wait to be made; who comes later asks again."""

PATIENCE_S: Final = 600.0
"""For how long no record is tried again that could not be made."""


class Lack(Enum):
    """Why there is no record to show."""

    MAKING = "it is being made"
    FAILED = "it could not be made"


class Records:
    """Makes records, one at a time, that of today first, and remembers each by the digest of the view that it read."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings, self._clock = settings, clock
        self._own = None if settings.fits else TemporaryDirectory(prefix="cliffhanger-")
        self._told: OrderedDict[str, bytes] = OrderedDict()
        self._failed: OrderedDict[str, float] = OrderedDict()
        self._wanted: OrderedDict[str, date] = OrderedDict()
        self._lock = Lock()
        self._making: Thread | None = None

    def of(self, view: ChartView) -> str | Lack:
        """Give the record of a view as HTML, or why there is none; where it is not made yet, this begins it."""
        digest = view.digest
        with self._lock:
            if digest in self._told:
                self._told.move_to_end(digest)
                return zlib.decompress(self._told[digest]).decode()
            if self._clock() - self._failed.get(digest, -PATIENCE_S) < PATIENCE_S:
                return Lack.FAILED
            self._want(digest, view.vantage)
        return Lack.MAKING

    def wait(self) -> None:
        """Wait until what is being made is done."""
        making = self._making
        if making is not None:
            making.join()

    def close(self) -> None:
        """Let go of what was kept."""
        if self._own:
            self._own.cleanup()

    def _want(self, digest: str, vantage: Vantage) -> None:
        newest = vantage.knows(self._settings.today())
        if newest or len(self._wanted) < WAITING:
            self._wanted[digest] = vantage.as_of
        if newest:
            self._wanted.move_to_end(digest, last=False)
        if self._making is None:
            making = Thread(target=self._work, name="record", daemon=True)
            making.start()
            self._making = making

    def _work(self) -> None:
        """Make what is wanted until nothing is."""
        while True:
            with self._lock:
                if not self._wanted:
                    self._making = None
                    return
                digest, day = next(iter(self._wanted.items()))
            if digest not in self._told:
                made = tried(self._made, day)
                if isinstance(made, Failure):
                    failed("record", made.error, made.where)
                self._put(digest, made)
            with self._lock:
                self._wanted.pop(digest)

    def _made(self, day: date) -> tuple[str, str] | Failure:
        from cliffhanger.renewal.entries import Setting

        folder = Path(self._own.name) if self._own else self._settings.fits
        assert folder is not None
        setting = Setting(self._settings.ledger, day, FIRST, fits=self._settings.fits)
        return (tried_beside if self._settings.beside else tried)(told, setting, folder)

    def _put(self, digest: str, made: tuple[str, str] | Failure) -> None:
        with self._lock:
            if isinstance(made, Failure):
                _put(self._failed, digest, self._clock())
            else:
                _put(self._told, made[0], zlib.compress(made[1].encode()))


def _put(among: OrderedDict[str, bytes] | OrderedDict[str, float], digest: str, what: bytes | float) -> None:
    among[digest] = what  # type: ignore[assignment]
    while len(among) > KEPT:
        among.popitem(last=False)


def told(setting: Setting, folder: Path) -> tuple[str, str]:
    """Give the digest of a view, and its record as HTML.

    Forecasts that a folder lacks are made and kept there, so that records of other days have them, too.

    Raises:
        LedgerDamaged, LedgerUnusable: the ledger cannot be read.
        Unwritable: what is made cannot be kept in the folder.
        LookupError: what was made is not found again.
    """
    from cliffhanger.desk.record_page import record_html
    from cliffhanger.forecast.keeping import alone
    from cliffhanger.renewal.record import record

    digest, found = _kept(setting, folder)
    if found is None:
        with alone(folder / "record.json"):
            digest, found = _kept(setting, folder)
            if found is None:
                record(setting, folder)
                digest, found = _kept(setting, folder)
    if found is None:
        raise LookupError(digest)
    return digest, record_html(found)


def _kept(setting: Setting, folder: Path) -> tuple[str, Record | None]:
    from cliffhanger.renewal.record import kept_record
    from cliffhanger.renewal.seasons import seasons_of

    with Ledger.open(setting.ledger) as store, store.as_of(Vantage(setting.until)) as view:
        return view.digest, kept_record(setting, view, seasons_of(view), folder)
