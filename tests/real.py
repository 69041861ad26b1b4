"""The real archive, where it is at hand: its files, its days, and views of what it holds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest

from cliffhanger.charts.archive import opened
from cliffhanger.charts.ingest import ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.vantage import Vantage
from shell import ROOT

DATA = Path(os.environ.get("CLIFFHANGER_SHARED") or ROOT.parent / "shared") / "data"
BUNDLE = DATA / "netflix-top10-archive.bundle"
FIRST, LAST = date(2026, 1, 7), date(2026, 1, 14)
REPORTS = {
    "2023Jan-Jun": "2023-12-12",
    "2023Jul-Dec": "2024-05-23",
    "2024Jan-Jun": "2024-09-19",
    "2024Jul-Dec": "2025-02-26",
    "2025Jan-Jun": "2025-07-17",
}
"""Each half-year, and the day of its announcement."""

MARKS = [
    pytest.mark.xdist_group("real archive"),
    pytest.mark.skipif(not BUNDLE.exists(), reason=f"the archive is absent: {BUNDLE}"),
]


def ingested(path: Path) -> Path:
    """Take the archive and the five reports into a ledger."""
    told: list[tuple[Path, str | None]] = [(BUNDLE, None)]
    told += [
        (DATA / "engagement" / f"What_We_Watched_A_Netflix_Engagement_Report_{half}.xlsx", day)
        for half, day in REPORTS.items()
    ]
    with Ledger.open(path, create=True) as ledger:
        for source, day in told:
            with opened(str(source), day) as archive:
                ingest(ledger, archive, datetime(2026, 2, 1))
    return path


@contextmanager
def at(ledger: Path, day: date) -> Iterator[ChartView]:
    """View a ledger from a day."""
    with Ledger.open(ledger) as store, store.as_of(Vantage(day)) as view:
        yield view
