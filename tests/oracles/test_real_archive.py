"""The real archive, where it lies beside the repository: figures that were counted by other means."""

from __future__ import annotations

import csv
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cliffhanger.charts.archive import opened
from cliffhanger.charts.ingest import Report, ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.revisions import relabels, revisions
from cliffhanger.charts.view import ChartView
from cliffhanger.forecast.lineup import LINEUP, Played
from cliffhanger.forecast.model import Stayers
from cliffhanger.forecast.origins import origins
from cliffhanger.forecast.pasts import Past, Pasts
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.table import CHANCES
from cliffhanger.forecast.targets import Target
from cliffhanger.forecast.threads import one_thread
from cliffhanger.vantage import Vantage
from shell import ROOT, ask

DATA = Path(os.environ.get("CLIFFHANGER_SHARED") or ROOT.parent / "shared") / "data"
BUNDLE = DATA / "netflix-top10-archive.bundle"
LAST = date(2026, 1, 14)

pytestmark = [
    pytest.mark.xdist_group("real archive"),
    pytest.mark.skipif(not BUNDLE.exists(), reason=f"the archive is absent: {BUNDLE}"),
]

REPORTS = [
    ("2023Jan-Jun", "2023-12-12", 18214),
    ("2023Jul-Dec", "2024-05-23", 15994),
    ("2024Jan-Jun", "2024-09-19", 16161),
    ("2024Jul-Dec", "2025-02-26", 15563),
    ("2025Jan-Jun", "2025-07-17", 16182),
]
"""Each half-year, the day of its announcement, and the rows below the headers of its sheets."""


class Real(NamedTuple):
    """The real ledger."""

    path: Path
    ledger: Ledger
    report: Report
    clone: Path


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Real:
    """Ingest the archive, once; clone it beside for the naive reading."""
    folder = tmp_path_factory.mktemp("real")
    ledger = Ledger.open(folder / "ledger.sqlite", create=True)
    with opened(str(BUNDLE), None) as archive:
        report = ingest(ledger, archive, datetime(2026, 2, 1))
    subprocess.run(["git", "clone", "--quiet", "--bare", BUNDLE, folder / "clone.git"], check=True, capture_output=True)
    return Real(folder / "ledger.sqlite", ledger, report, folder / "clone.git")


@contextmanager
def at(real: Real, day: date) -> Iterator[ChartView]:
    """View the real ledger as on a day."""
    with real.ledger.as_of(Vantage(day)) as view:
        yield view


def test_all_editions_are_taken_and_the_broken_ones_refused(real: Real) -> None:
    """Of 392 downloads, 389 are editions, two are web pages, one is the word null."""
    assert len(real.report.taken) == 389
    assert sorted(outcome.rejected or "" for outcome in real.report.rejected) == [
        "the download holds only the word null",
        "the download is a web page, not a table",
        "the download is a web page, not a table",
    ]


def test_the_newest_edition_stands_whole(real: Real) -> None:
    """At the end, 9,480 rows stand, up to the week that ends on 11 January 2026."""
    with at(real, LAST) as view:
        assert len(view.rows()) == 9480
        assert view.weeks() == (date(2021, 7, 4), date(2026, 1, 11))


def test_versions_are_as_many_as_were_counted(real: Real) -> None:
    """The chart has 9,988 versions of rows in all."""
    with at(real, LAST) as view:
        assert len(view.history()) == 9988


def test_the_archive_again_is_nothing_new(real: Real) -> None:
    """A second ingest takes nothing and refuses nothing."""
    with opened(str(BUNDLE), None, real.ledger.holds_archive) as archive:
        assert ingest(real.ledger, archive, datetime(2026, 3, 1)).outcomes == []
    with opened(str(BUNDLE), None) as archive:
        again = ingest(real.ledger, archive, datetime(2026, 3, 1))
    assert (again.outcomes, again.known, again.known_rejected) == ([], 392, 3)


def _editions(clone: Path) -> list[tuple[str, datetime]]:
    log = subprocess.run(
        ["git", "-C", clone, "log", "--reverse", "--format=%H %ct", "--", "all-weeks-global.tsv"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    pairs = (line.split() for line in log.stdout.splitlines())
    return [(commit, datetime.fromtimestamp(int(stamp), UTC)) for commit, stamp in pairs]


def _naive(clone: Path, commit: str) -> set[tuple[Any, ...]] | None:
    text = subprocess.run(
        ["git", "-C", clone, "show", f"{commit}:all-weeks-global.tsv"],
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    if not text.startswith("week\t"):
        return None
    return {
        (
            row["category"],
            row["week"],
            int(row["weekly_rank"]),
            row["show_title"],
            row["season_title"],
            int(row["weekly_hours_viewed"]),
            float(row["runtime"]) if row.get("runtime") else None,
            int(row["weekly_views"]) if row.get("weekly_views") else None,
            int(row["cumulative_weeks_in_top_10"]),
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    }


def test_a_view_holds_just_the_rows_of_its_edition(real: Real) -> None:
    """At the day of every tenth edition, the rows are those of the raw file, read naively."""
    compared = 0
    for commit, published in _editions(real.clone)[::10]:
        expected = _naive(real.clone, commit)
        if expected is None:
            continue
        with at(real, published.date()) as view:
            rows = {(r.category, str(r.week), *r[3:5], r.season_title, *r[6:10]) for r in view.rows()}
        assert rows == expected
        compared += 1
    assert compared >= 20


def test_the_perfect_couple_is_relabelled_on_its_day(real: Real) -> None:
    """`revisions` shows the new label on 2025-02-12 and does not know it on 2025-02-11."""
    question = "revisions", "--title", "The Perfect Couple", "--ledger", real.path
    assert "The Perfect Couple: Season 1" in ask(*question, "--as-of", "2025-02-12").out
    before = ask(*question, "--as-of", "2025-02-11")
    assert (before.code, "Season 1" in before.out) == (0, False)


@pytest.mark.parametrize(("title", "day"), [("The Perfect Couple", date(2025, 2, 12)), ("UNTAMED", date(2025, 8, 6))])
def test_the_label_watch_sees_what_foretold_a_renewal(real: Real, title: str, day: date) -> None:
    """Limited series that were renewed were relabelled as first seasons on just these days."""
    with at(real, LAST) as view:
        seen = [one for one in relabels(revisions(view.history())) if one.show_title == title and one.changes_format]
    assert [(str(one.was), str(one.now), one.known_from.date()) for one in seen] == [
        ("limited series", "season 1", day)
    ]


def test_his_and_hers_opened_first(real: Real) -> None:
    """In its first week it had 19.9 million views and rank 1 of English television."""
    with at(real, LAST) as view:
        (row,) = view.of_shows(["HIS & HERS"])
    assert (row.category, row.rank, row.views, row.week) == ("TV (English)", 1, 19_900_000, date(2026, 1, 11))


def test_his_and_hers_is_not_charted_the_day_before(real: Real) -> None:
    """On 2026-01-13 the archive had no edition with it."""
    with at(real, date(2026, 1, 13)) as view:
        assert view.of_shows(["HIS & HERS"]) == []


@pytest.mark.parametrize(("half", "day", "rows"), REPORTS)
def test_engagement_reports_are_ingested_whole(half: str, day: str, rows: int, tmp_path: Path) -> None:
    """Each half-year's report gives as many rows as its sheets hold."""
    path = DATA / "engagement" / f"What_We_Watched_A_Netflix_Engagement_Report_{half}.xlsx"
    ledger = Ledger.open(tmp_path / "ledger.sqlite", create=True)
    with opened(str(path), day) as archive:
        report = ingest(ledger, archive, datetime(2026, 2, 1))
    assert [(outcome.rejected, outcome.rows) for outcome in report.outcomes] == [(None, rows)]
    with ledger.as_of(Vantage(date.fromisoformat(day))) as view:
        assert len(view.engagement()) == rows


def test_a_replay_sees_what_a_view_shows(real: Real) -> None:
    """At every fifteenth origin up to June 2025, what a replay reads is what the ledger shows on that day."""
    with at(real, date(2025, 6, 30)) as view:
        days = [one.day for one in origins(view)][::15]
    with Pasts(str(real.path), Releases(), date(2025, 6, 30)) as pasts:
        for day in days:
            with at(real, day) as view:
                shown, past = Past.of(view, Releases()), pasts.at(day)
                assert (past.weeks, past.basis) == (shown.weeks, shown.basis)
    assert len(days) >= 10


def test_what_came_after_an_origin_changes_no_byte_of_its_forecasts(real: Real, tmp_path: Path) -> None:
    """With all later labels and hours altered, and all later editions gone, the forecasts of a day are the same."""
    day, altered = date(2024, 5, 15), tmp_path / "altered.sqlite"
    with sqlite3.connect(real.path) as whole, sqlite3.connect(altered) as copy:
        whole.backup(copy)
        later = str(datetime.combine(day + timedelta(days=1), time()))
        copy.execute("update chart set hours = hours * 3, season_title = 'X' where known_from >= ?", (later,))
        copy.execute("update engagement set hours = hours * 3 where known_from >= ?", (later,))
        copy.execute("delete from editions where known_from >= ?", (later,))
    makers = {name: make for own in (Played.NEXT_WEEK, Played.STAY) for name, make in LINEUP[own].items()}
    told = []
    for path in (real.path, altered):
        with Pasts(str(path), Releases(), LAST) as pasts, one_thread():
            past = pasts.at(day)
            newest = [one for one in past.weeks if one.week == max(week.week for week in past.weeks)]
            for make in makers.values():
                model = make().fit_on(past)
                if isinstance(model, Stayers):
                    told.append(model.chances(newest).tobytes())
                else:
                    told.append(model.quantiles(newest, Target.NEXT_WEEK, CHANCES).tobytes())
    assert told[: len(makers)] == told[len(makers) :]
