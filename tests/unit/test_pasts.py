"""Pasts: what a replay sees on a day is what a view of the ledger as of that day shows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from cliffhanger.charts.ledger import Ledger
from cliffhanger.forecast.panel import title_weeks
from cliffhanger.forecast.pasts import Past, Pasts
from cliffhanger.forecast.releases import Release, Releases
from cliffhanger.vantage import Vantage
from editions import SUNDAY, Line, download, report, table, take, week_list

WEEK = timedelta(days=7)
TOLD = Releases(
    (
        Release("Show 2: Season 1", SUNDAY - timedelta(days=2), SUNDAY + 2 * WEEK),
        Release("Show 3: Season 1", SUNDAY, SUNDAY),
        Release("Never Charted", SUNDAY, SUNDAY),
    )
)
UNTIL = SUNDAY + 8 * WEEK


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Give a ledger whose rows are changed, relabelled and withdrawn, with a report that comes out on the way."""
    path = tmp_path / "ledger.sqlite"
    lines: list[Line] = []
    with Ledger.open(path, create=True) as store:
        for place in range(6):
            lines += week_list(SUNDAY + place * WEEK, weeks=place + 1, staggered=place == 2)
            if place == 4:
                lines[3] = lines[3]._replace(hours=1)
                lines[5] = lines[5]._replace(season="Show 6: Limited Series")
            told = [*lines[:9], *lines[10:]] if place == 5 else lines
            layout = "details" if place < 4 else "views"
            assert not take(store, download(table(told, layout), SUNDAY + place * WEEK + timedelta(days=3))).rejected
        told_late = report({"TV": [["Show 1: Season 1", "Yes", date(2026, 1, 1), 9_000_000, "2:30", 1]]})
        take(store, download(told_late, SUNDAY + 4 * WEEK, "report.xlsx"))
    return path


def test_a_past_is_what_a_view_of_that_day_shows(ledger: Path) -> None:
    """On each day, before the first edition and after the last, weeks, basis and courses are the same."""
    with Pasts(str(ledger), TOLD, UNTIL) as pasts, Ledger.open(ledger) as store:
        days = [SUNDAY - WEEK + timedelta(days=place) for place in range(9 * 7)]
        for day in (*days, *days[::-5]):
            with store.as_of(Vantage(day)) as view:
                shown, past = Past.of(view, TOLD), pasts.at(day)
                assert past.weeks == shown.weeks == tuple(title_weeks(view, TOLD.known_at(view)))
                assert (past.basis, past.totals) == (shown.basis, shown.totals)


def test_a_past_knows_no_more_than_its_day(ledger: Path) -> None:
    """A release told by the report is not known the day before that is out, nor one that was told later."""
    with Pasts(str(ledger), TOLD, UNTIL) as pasts:
        opened = {
            day: {one.title: one.opened_on for one in pasts.at(day).weeks}
            for day in (SUNDAY + 2 * WEEK - timedelta(days=1), SUNDAY + 4 * WEEK)
        }
    before, after = opened.values()
    assert [before[f"Show {n}: Season 1"] for n in (1, 2, 3)] == [None, None, 6]
    assert [after[f"Show {n}: Season 1"] for n in (1, 2, 3)] == [3, 4, 6]
