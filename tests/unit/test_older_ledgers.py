"""Ledgers of earlier programs, which had no table for some kind of facts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ingest import ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.vantage import Vantage
from editions import LATE, SUNDAY, download, table, take, week_list

ALWAYS = Vantage(date(2030, 1, 1))
FACTS = {
    "releases": b"title,season,date\nShow 1,1,2026-01-01\n",
    "outcomes": b"title,season,fate,date,source\nShow 1,1,ended,2026-01-08,N\n",
}


def told(ledger: Ledger, kind: str) -> None:
    file = Download(f"{kind}.csv", datetime(2026, 1, 14), digest_of(FACTS[kind]), partial(bytes, FACTS[kind]))
    assert ingest(ledger, Archive("ours", [file]), LATE).rejected == []


def held(view: ChartView) -> dict[str, int]:
    return {"rows": len(view.rows()), "releases": len(view.releases()), "outcomes": len(view.outcomes())}


@pytest.fixture(params=FACTS)
def lacking(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """Give a ledger with a list and facts of the other kind, as a program without one kind left it."""
    kind, path = str(request.param), tmp_path / "ledger.sqlite"
    with Ledger.open(path, create=True) as ledger:
        take(ledger, download(table(week_list(SUNDAY)), date(2026, 1, 6)))
        for other in FACTS.keys() - {kind}:
            told(ledger, other)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {kind}")
    return kind, path


def test_it_is_read_as_one_without_such_facts(lacking: tuple[str, Path]) -> None:
    """It answers, has what it has, and is left as it is."""
    kind, path = lacking
    before = path.read_bytes()
    with Ledger.open(path) as ledger, ledger.as_of(ALWAYS) as view:
        assert held(view) == {"rows": 10, "releases": 1, "outcomes": 1} | {kind: 0}
        assert view.digest
    assert path.read_bytes() == before


def test_it_takes_such_facts(lacking: tuple[str, Path]) -> None:
    """Opened to be written it gets what it lacks, and keeps what it has."""
    kind, path = lacking
    with Ledger.open(path, create=True) as ledger:
        told(ledger, kind)
        with ledger.as_of(ALWAYS) as view:
            assert held(view) == {"rows": 10, "releases": 1, "outcomes": 1}
