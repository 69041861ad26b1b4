"""The knowledge law of forecasts: what comes after a vantage changes no byte of what is forecast from there.

Two worlds agree up to an edition, and differ in all that comes after it: labels, hours, titles, reports, lists. The fit
that serves both stands before; that it depends on nothing later is tested where fits are.
"""

from __future__ import annotations

import tempfile
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import worlds
from cliffhanger.charts.view import ChartView
from cliffhanger.vantage import Vantage
from editions import FILMS, TV
from shell import Said, ask
from worlds import FIT, last_week, published

LATEST = FIT + 5
"""The last edition from which is asked: another fit would be due later."""


def world(folder: Path, editions: int, turns: int, later: int, reported: int | None = None) -> Path:
    """Keep a world that turns at an edition, and the fit beside it."""
    path = worlds.filled(folder / f"{editions}-{later}.sqlite", editions, 0, turns, later, reported)
    worlds.keep(path)
    return path


def shows() -> list[str]:
    """Name titles to ask for: the first series and the last film of a week, one that left, and one to come."""
    weeks = worlds.past().weeks
    newest = [one for one in weeks if one.week == last_week(FIT)]
    ends = [next(one for one in newest if (one.category, one.rank) == end).title for end in ((TV, 1), (FILMS, 10))]
    left = next(one.title for one in reversed(weeks) if one.title not in {now.title for now in newest})
    return [*(title.split(":")[0] for title in (*ends, left)), f"Show {worlds.BEFORE + FIT} 0a"]


def said(path: Path, day: date, shift: int) -> list[Said]:
    """Ask all commands that forecast, forms taking turns from `shift` on; give status and bytes of each answer."""
    where = "--as-of", day, "--ledger", path
    forms = islice(cycle(("text", "json", "svg")), shift, None)
    told = [ask("forecast", show, "--format", form, *where) for show, form in zip(shows(), forms, strict=False)]
    told.append(ask("brief", shows()[0], "--format", "json", *where))
    told.append(ask("next", "--format", ("text", "json", "csv")[shift], *where))
    told.append(ask("page", shows()[1], "--format", "html", *where))
    return told


@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.integers(FIT, LATEST), st.integers(1, 999), st.integers(0, 6), st.integers(0, 2))
def test_what_comes_after_a_vantage_changes_no_byte_of_a_forecast(
    place: int, later: int, days: int, shift: int
) -> None:
    """Forecasts, briefs, pages and next week's lists are the same in two worlds that part after the vantage."""
    after = min(days, (published(place + 1) - published(place)).days - 1)
    day = date.fromordinal(published(place).toordinal() + after)
    with tempfile.TemporaryDirectory() as folder:
        one = world(Path(folder), place + 1, place + 1, 0)
        other = world(Path(folder), LATEST + 2, place + 1, later, LATEST + 1)
        told = said(one, day, shift)
        assert told == said(other, day, shift)
    assert [answer.code for answer in told] == [0, 0, 0, told[3].code, 0, 0, 0]


def _newest(self: ChartView, **asked: Any) -> list[Any]:
    """Leak: rows as they stand in the end."""
    asking, self.vantage = self.vantage, Vantage(date(2030, 1, 1))
    try:
        return [row for row in ROWS(self, **asked) if row.week <= last_week(FIT)]
    finally:
        self.vantage = asking


ROWS = ChartView.rows


def test_a_forecast_that_reads_later_hours_is_caught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A deliberate leak, the newest hours and labels of past weeks, is found by the same comparison."""
    paths = [world(tmp_path, FIT + 3, FIT + 1, later) for later in (1, 2)]

    def forecasts() -> list[Said]:
        where = "--format", "json", "--as-of", published(FIT)
        return [ask("forecast", shows()[0], *where, "--ledger", path) for path in paths]

    honest = forecasts()
    assert honest[0] == honest[1]
    monkeypatch.setattr(ChartView, "rows", _newest)
    leaky = forecasts()
    assert (leaky[0].code, leaky[1].code) == (0, 0)
    assert leaky[0] != leaky[1]
