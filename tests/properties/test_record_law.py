"""The knowledge law of the record: what comes after an origin changes no byte of what was said there.

Two worlds agree up to an edition. Then one is relabelled, its seasons return at other times or not at all, and a report
and outcomes that users tell are published there alone.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.forecast.written import plain
from cliffhanger.renewal.entries import At, Setting
from cliffhanger.renewal.record import record
from cliffhanger.vantage import Vantage
from editions import Line, download, report, take
from feeds import SOAKING
from seasons import WEEKS, kept, lines_of_a_world, published, week

LAST = WEEKS - 1
FORMATS = "Limited Series", "Season 1", "Season 2"


def altered(lines: Sequence[Line], seed: int, after: int) -> list[Line]:
    """Call seasons of the past otherwise, and let later ones have other hours, or stay away."""
    draw = Random(seed)
    labels = {line.show: draw.choice(FORMATS) for line in lines if line.week > week(0) and draw.random() < 0.3}
    found = []
    for line in lines:
        if line.week > week(after) and draw.random() < 0.3:
            line = line._replace(show=f"New {draw.randint(1, 40)}", season=None, hours=line.hours + draw.randint(1, 9))
            line = line._replace(season=f"{line.show}: {draw.choice(FORMATS)}")
        elif line.show in labels and line.week > week(0):
            line = line._replace(season=f"{line.show}: {labels[line.show]}")
        found.append(line)
    return found


def world(folder: Path, after: int, seed: int) -> Path:
    """Keep a world that is the same up to an edition, and another from there on, by a seed; 0 goes on as it was."""
    lines = list(lines_of_a_world())
    told = (after, lines), (LAST, altered(lines, seed, after) if seed else lines)
    path = kept(folder / f"{after}-{seed}.sqlite", *told)
    if seed:
        with Ledger.open(path, create=True) as store:
            assert not take(store, *later_facts(lines, after, seed)).rejected
    return path


def later_facts(lines: Sequence[Line], after: int, seed: int) -> list[Any]:
    """Give a report with seasons that no list has, and outcomes, both from after an edition."""
    draw, day = Random(seed), published(after) + timedelta(days=3)
    shows = sorted({line.show for line in lines if line.week <= week(after) and line.show.startswith("Show")})
    seasons = [
        [f"{show}: Season 7", "Yes", week(after) - timedelta(days=draw.randint(1, 200)), 1_000_000, "2:30", 400_000]
        for show in draw.sample(shows, 12)
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("title", "season", "fate", "date", "source"))
    writer.writerows((show, 1, draw.choice(("renewed", "cancelled")), day.date(), "told") for show in shows[-9:-4])
    told = report({"Shows": seasons}, "July to December 2023")
    return [
        download(told, day, "What_We_Watched_Jul-Dec23.xlsx"),
        download(text.getvalue().encode(), day + timedelta(days=1), "outcomes.csv"),
    ]


def said(path: Path, until: date, at: At, *, newest: bool = True) -> str:
    """Give, as bytes, all that a record says at origins up to a day; fits are made anew."""
    setting = Setting(str(path), published(LAST).date() if newest else until, until - timedelta(days=120), at)
    with tempfile.TemporaryDirectory() as folder:
        entries = record(setting, Path(folder)).entries
    own = [plain(one.said) for one in entries if Vantage(until).knows(one.said.origin)]
    assert own
    return json.dumps(own)


@pytest.mark.parametrize("at", At)
@settings(max_examples=20 if SOAKING else 1, deadline=None, derandomize=True, phases=[Phase.generate])
@given(after=st.integers(80, 130), seed=st.integers(1, 999))
def test_what_comes_after_an_origin_changes_no_byte(at: At, after: int, seed: int) -> None:
    """Other labels, returns, reports and outcomes leave what was said before them as it is."""
    until = published(after).date()
    with tempfile.TemporaryDirectory() as folder:
        one, other = (world(Path(folder), after, later) for later in (0, seed))
        told = said(one, until, at)
        assert said(other, until, at) == told
        assert said(one, until, at, newest=False) == told


def _newest(self: ChartView, **asked: Any) -> list[Any]:
    """Leak: versions of rows with the labels that they have in the end."""
    asking, self.vantage = self.vantage, Vantage(date(2040, 1, 1))
    self._histories.clear()
    try:
        rows = [one for one in HISTORY(self, **asked) if one.known_to is None]
    finally:
        self.vantage = asking
    ended = datetime.combine(asking.as_of, datetime.min.time())
    return [one._replace(row=one.row._replace(known_from=ended)) for one in rows if one.row.week < asking.as_of]


HISTORY = ChartView.history


def test_a_record_that_reads_newest_labels_is_caught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A deliberate leak, the newest labels of past weeks, is found by the same comparison."""
    until = published(100).date()
    one, other = (world(tmp_path, 100, seed) for seed in (0, 5))
    monkeypatch.setattr(ChartView, "history", _newest)
    assert said(one, until, At.QUARTERS) != said(other, until, At.QUARTERS)
