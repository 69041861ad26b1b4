"""The record on a page: made once for each state of the ledger, by a process beside, and summed up here."""

from __future__ import annotations

import logging
from collections import OrderedDict
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

from cliffhanger.brief.blocks import Block, Heading
from cliffhanger.brief.html import Sections
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.drawings import bare
from cliffhanger.desk.settings import Settings
from cliffhanger.errors import CliffhangerError
from cliffhanger.vantage import parse_day

if TYPE_CHECKING:
    from cliffhanger.renewal.entries import Setting

FIRST: Final = parse_day("2022-07-01")
"""The first day from which the record looks ahead."""

KEPT: Final = 16
EVERY: Final = "All forecasts"
"""The heading from which on a record lists its forecasts one by one, which is too long for a page."""

log = logging.getLogger(__name__)


class Records:
    """Makes records, one at a time, and remembers them by what the ledger showed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = None if settings.fits else TemporaryDirectory(prefix="cliffhanger-")
        self._told: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()
        self._making: Thread | None = None

    def of(self, view: ChartView) -> str | None:
        """Give the record of a view as HTML; None while it is being made, which this begins."""
        digest = view.digest
        with self._lock:
            if digest in self._told:
                self._told.move_to_end(digest)
                return self._told[digest]
            if self._making is None:
                asked = digest, self._setting(view)
                self._making = Thread(target=self._make, args=asked, name="record", daemon=True)
                self._making.start()
        return None

    def wait(self) -> None:
        """Wait until what is being made is done."""
        making = self._making
        if making is not None:
            making.join()

    def close(self) -> None:
        """Let go of what was kept."""
        if self._folder:
            self._folder.cleanup()

    def _setting(self, view: ChartView) -> Setting:
        from cliffhanger.renewal.entries import Setting

        return Setting(self._settings.ledger, view.vantage.as_of, FIRST, fits=self._settings.fits)

    def _make(self, digest: str, setting: Setting) -> None:
        from cliffhanger.renewal.record import record

        folder = Path(self._folder.name) if self._folder else self._settings.fits
        try:
            assert folder is not None
            beside = get_context("spawn").Process(target=record, args=(setting, folder), daemon=True)
            beside.start()
            beside.join()
            told = written(setting, folder)
        except (CliffhangerError, OSError, AssertionError):
            log.exception("no record was made")
        else:
            with self._lock:
                self._told[digest] = told
                while len(self._told) > KEPT:
                    self._told.popitem(last=False)
        finally:
            with self._lock:
                self._making = None


def written(setting: Setting, folder: Path) -> str:
    """Sum up a record, whose forecasts are kept in a folder, as HTML."""
    from cliffhanger.brief.recorded import record_blocks
    from cliffhanger.renewal.record import record
    from cliffhanger.renewal.tally import tallies

    found = record(setting, folder)
    blocks: list[Block] = [*bare(record_blocks(found, tallies(found), pictures=True))]
    last = next((place for place, one in enumerate(blocks) if isinstance(one, Heading) and one.text == EVERY), None)
    return Sections().write(blocks[:last])
