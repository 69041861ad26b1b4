"""The knowledge law of replays: what comes after an origin changes no byte of the forecasts made there."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cliffhanger.charts.ledger import Ledger
from cliffhanger.forecast.lineup import LINEUP, Played
from cliffhanger.forecast.releases import Releases
from cliffhanger.forecast.replay import Setting, replay
from cliffhanger.forecast.targets import Target
from cliffhanger.vantage import Vantage
from editions import SUNDAY, Line, download, report, table, take

WEEK = timedelta(days=7)
WEEKS = 22
FIRST_ORIGIN = 8
LAST = SUNDAY + WEEKS * WEEK
MODELS = {name: make for played in (Played.TRAJECTORY, Played.STAY) for name, make in LINEUP[played].items()}
SAID = ["model", "target", "origin", "category", "title", "rank", "age", "dated", "quantiles", "chance", "basis"]


def published(place: int) -> date:
    return SUNDAY + place * WEEK + timedelta(days=3)


def world(folder: Path, seed: int, origin: int, later: int) -> Path:
    """Keep a ledger of random lists; from the edition after an origin on, another seed decides everything."""
    path, draw = folder / f"{seed}-{later}.sqlite", random.Random(seed)
    lines: list[Line] = []
    with Ledger.open(path, create=True) as ledger:
        for place in range(WEEKS):
            if place == origin + 1:
                draw = random.Random(later)
                lines = [_altered(line, draw) for line in lines]
            lines += _week(place, draw, lines)
            told = [download(table(lines), published(place))]
            if place in (6, 14):
                told.append(download(_report(lines, draw), published(place) + timedelta(days=1), "report.xlsx"))
            assert not take(ledger, *told).rejected
    return path


def _week(place: int, draw: random.Random, before: Sequence[Line]) -> list[Line]:
    titles = [line.show for line in before[-10:]]
    stay = draw.sample(titles, min(len(titles), draw.randint(3, 7)))
    shows = [*stay, *(f"Show {place} {draw.randint(0, 9)}{n}" for n in range(10 - len(stay)))]
    hours = sorted((draw.randint(100_000, 9_000_000) for _ in shows), reverse=True)
    weeks = {show: 1 + sum(line.show == show for line in before) for show in shows}
    return [
        Line(SUNDAY + place * WEEK, rank=rank, show=show, season=f"{show}: Season 1", hours=h, weeks=weeks[show])
        for rank, (show, h) in enumerate(zip(shows, hours, strict=True), 1)
    ]


def _altered(line: Line, draw: random.Random) -> Line:
    season = f"{line.show}: Limited Series" if draw.random() < 0.3 else line.season
    return line._replace(season=season, hours=line.hours + draw.randint(0, 9))


def _report(lines: Sequence[Line], draw: random.Random) -> bytes:
    shows = sorted({(line.show, line.week) for line in lines if line.weeks == 1})
    return _workbook(tuple((f"{show}: Season 1", week - timedelta(days=draw.randint(0, 6))) for show, week in shows))


@cache
def _workbook(released: tuple[tuple[str, date], ...]) -> bytes:
    """Write a report, once: a workbook says when it was written, so that a second one has other bytes."""
    return report({"TV": [[title, "Yes", day, 90_000_000, "2:30", 1] for title, day in released]})


def forecasts(path: Path, until: date) -> pl.DataFrame:
    """Give all that was forecast from a day, whether or not it is known what came."""
    setting = Setting(MODELS, tuple(Target), str(path), Releases(), LAST)
    with tempfile.TemporaryDirectory() as folder:
        replay(setting, Path(folder), until, until)
        (part,) = Path(folder).glob("*.parquet")
        return pl.read_parquet(part).select(SAID)


@settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.integers(0, 999), st.integers(FIRST_ORIGIN, WEEKS - 3))
def test_what_comes_after_an_origin_changes_no_byte(seed: int, origin: int) -> None:
    """Other labels, hours, titles and reports after an origin leave the forecasts from there as they are."""
    with tempfile.TemporaryDirectory() as folder:
        one, other = (forecasts(world(Path(folder), seed, origin, later), published(origin)) for later in (1, 2))
    assert set(one["model"]) == set(MODELS)
    assert one.equals(other)


def test_a_replay_that_reads_the_newest_lists_is_caught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A deliberate leak, the newest labels and hours of past weeks, is found by the same comparison."""

    def newest(self: Vantage, versions: Sequence[Any]) -> list[Any]:
        return [one for one in versions if one.known_to is None and one.row.week < self.as_of]

    monkeypatch.setattr(Vantage, "standing", newest)
    one, other = (forecasts(world(tmp_path, 1, 12, later), published(12)) for later in (1, 2))
    assert not one.equals(other)
