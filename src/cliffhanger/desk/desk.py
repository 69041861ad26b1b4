"""What all pages of a desk share: the ledger, the almanac, and the answers that were made already."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final, TypeVar

from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.settings import Settings
from cliffhanger.vantage import Vantage

T = TypeVar("T")

KEPT: Final = 512
"""How many answers are kept."""


class Desk:
    """Gives views of the ledger, and remembers answers as long as the ledger stays as it is."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.almanac = Almanac(stories=settings.stories)
        self._ledger: Ledger | None = None
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def view(self, vantage: Vantage) -> Iterator[ChartView]:
        """View the charts from a vantage.

        Raises:
            LedgerDamaged, LedgerUnusable: the ledger cannot be read; the next view tries again.
        """
        try:
            with self._opened().as_of(vantage) as view:
                yield view
        except Exception:
            self.close()
            raise

    def answer(self, view: ChartView, question: Hashable, make: Callable[[], T]) -> T:
        """Give the answer to a question from a view, made anew only if the view has come to show something else."""
        key = question, view.vantage, view.digest
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                kept: T = self._answers[key]
                return kept
        made = make()
        with self._lock:
            self._answers[key] = made
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return made

    def close(self) -> None:
        """Let go of the ledger; the next view opens it again."""
        with self._lock:
            ledger, self._ledger = self._ledger, None
        if ledger is not None:
            ledger.close()

    def _opened(self) -> Ledger:
        with self._lock:
            if self._ledger is None:
                self._ledger = Ledger.open(self.settings.ledger)
            return self._ledger
