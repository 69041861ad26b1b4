"""What all pages of a desk share: the ledger, the almanac, and the answers that were made already."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, local
from typing import Final, TypeVar

from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.kept import Answers, Shared
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.fitting import Beside, keep_fits
from cliffhanger.desk.settings import Settings
from cliffhanger.errors import LedgerDamaged, LedgerUnusable
from cliffhanger.forecast.keeping import have_made
from cliffhanger.vantage import Vantage

T = TypeVar("T")

MOST: Final = {
    "at home": 8,
    "brief": 32,
    "described": 512,
    "editions": 4096,
    "public": 768,
    "settled": 8192,
    "told": 512,
    "watched": 16,
}
"""So many answers of a kind are kept where it matters: a brief takes much more memory than parts of pages."""


VINTAGES: Final = 64
"""What is made of the whole ledger is kept for so many vintages: a year of weeks, and some."""


class Desk:
    """Gives views of the ledger, and remembers answers as long as the ledger stays as it is."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.almanac = Almanac(stories=settings.stories, evenly=True)
        self._ledger: Ledger | None = None
        self._stands: Hashable = None
        self._was_there = False
        self._empty = local()
        self.answers, self._shared = Answers(MOST), Shared(VINTAGES)
        self._lock = Lock()
        if settings.fits and settings.beside:
            have_made(settings.fits, Beside(settings.ledger, settings.fits))

    @contextmanager
    def view(self, vantage: Vantage) -> Iterator[ChartView]:
        """View the charts from a vantage.

        Raises:
            LedgerDamaged, LedgerUnusable: the ledger cannot be read; the next view tries again.
        """
        try:
            with self._opened().as_of(vantage) as view:
                yield view
        except (LedgerDamaged, LedgerUnusable):
            self.close()
            raise

    def answer(self, view: ChartView, question: str | tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """Give the answer to a question from a view, made anew only if the view has come to show something else.

        The kind of a question is its first word.
        """
        asked = (question,) if isinstance(question, str) else question
        return self.answers.give(str(asked[0]), (*asked[1:], view.vantage, view.digest), make)

    def prepare(self) -> None:
        """Have the fits at hand that serve today, as far as the ledger can be read, before somebody asks."""
        with suppress(LedgerDamaged, LedgerUnusable), self.view(Vantage(self.settings.today())) as view:
            keep_fits(view, self.settings.fits)

    def close(self) -> None:
        """Let go of the ledger; the next view opens it again."""
        self._put(None, None)

    def _opened(self) -> Ledger:
        """Give the ledger as it stands now: a file that was put in the place of another is opened anew.

        While there is none, a view is one of an empty ledger, which its thread has for itself, and the next view looks
        again.

        Raises:
            LedgerUnusable: what was there is gone, or empty.
        """
        was_there = self._was_there  # asked first: meanwhile a file may be filled, and another thread may see it so
        there = self._there()
        if there is None and was_there:
            raise LedgerUnusable(self.settings.ledger, "it is gone")
        with self._lock:
            if self._ledger is not None and self._stands == there:
                return self._ledger
        if there is None and hasattr(self._empty, "ledger"):
            empty: Ledger = self._empty.ledger
            return empty
        ledger = Ledger.open(self.settings.ledger, shared=self._shared)
        if ledger.is_there:
            self._put(ledger, there)
            return ledger
        if was_there:
            ledger.close()
            raise LedgerUnusable(self.settings.ledger, "it is empty")
        before = getattr(self._empty, "ledger", None)
        if before is not None:
            before.close()
        self._empty.ledger = ledger
        return ledger

    def _put(self, ledger: Ledger | None, stands: Hashable) -> None:
        with self._lock:
            before, self._ledger, self._stands = self._ledger, ledger, stands
            self._was_there = self._was_there or ledger is not None
        if before is not None:
            before.close()

    def _there(self) -> Hashable:
        """Tell which file the ledger is; None where there is none, and a word where it is no file."""
        if "://" in self.settings.ledger:
            return "database"
        try:
            stat = Path(self.settings.ledger).stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise LedgerUnusable(self.settings.ledger, str(error.strerror)) from None
        return stat.st_dev, stat.st_ino
