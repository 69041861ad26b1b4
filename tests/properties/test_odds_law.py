"""The knowledge law of odds: what comes after a vantage changes no byte of what is told of another season from there.

Two worlds agree up to a week, and differ in all that comes after it: labels and hours of past weeks, which seasons
return, a report that knows more seasons, an all-time list, what users tell of fates.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cliffhanger.charts.view import ChartView
from cliffhanger.vantage import Vantage
from seasons import published
from shell import Said, ask
from turned import EVERY, UNTIL, asked, filled


def said(path: Path, day: date, turn: int, shift: int) -> list[Said]:
    """Ask all commands that tell of another season; give status and bytes of each answer."""
    where = "--as-of", day, "--ledger", path
    forms = "text", "json", "svg"
    told = [ask("odds", show, "--format", forms[(place + shift) % 3], *where) for place, show in enumerate(asked(turn))]
    told.append(ask("odds", asked(turn)[0], "--format", "json", "--horizon", 36, *where))
    told.append(ask("brief", asked(turn)[1], "--format", ("json", "text")[shift % 2], *where))
    told.append(ask("page", asked(turn)[0], "--format", "html", *where))
    return told


@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.integers(UNTIL // EVERY - 6, UNTIL // EVERY - 1), st.integers(2, 999), st.integers(0, 8))
def test_what_comes_after_a_vantage_changes_no_byte_of_odds(place: int, seed: int, days: int) -> None:
    """Odds, briefs and pages are the same in two worlds that part after the vantage, fits included."""
    turn = place * EVERY
    day = (published(turn) + timedelta(days=days)).date()
    with tempfile.TemporaryDirectory() as folder:
        one = filled(Path(folder) / "one.sqlite", turn)
        other = filled(Path(folder) / "other.sqlite", UNTIL + EVERY, turn, seed)
        told = said(one, day, turn, seed)
        assert told == said(other, day, turn, seed)
        kept = [sorted(at.with_suffix(".fits").glob("odds-*")) for at in (one, other)]
        assert [path.name for path in kept[0]] == [path.name for path in kept[1]]
        assert [path.read_bytes() for path in kept[0]] == [path.read_bytes() for path in kept[1]]
    assert [answer.code for answer in told[:2]] == [0, 0]
    assert [answer.code for answer in told[3:]] == [0, 0, 0]


HISTORY = ChartView.history


def _newest(self: ChartView, *asked: Any, **more: Any) -> list[Any]:
    """Leak: rows as they stand in the end, of the weeks that are known."""
    last, asking, self.vantage = self.observed_through, self.vantage, Vantage(date(2040, 1, 1))
    try:
        self._histories.clear()
        return [version for version in HISTORY(self, *asked, **more) if last and version.row.week <= last]
    finally:
        self.vantage = asking


def test_odds_that_read_later_labels_are_caught(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A deliberate leak, the newest labels and hours of past weeks, is found by the same comparison."""
    turn = UNTIL - 2 * EVERY
    paths = [filled(tmp_path / f"{seed}.sqlite", UNTIL, turn, seed) for seed in (2, 3)]

    def told() -> list[Said]:
        where = "--format", "json", "--as-of", published(turn).date()
        return [ask("odds", asked(turn)[1], *where, "--ledger", path) for path in paths]

    honest = told()
    assert honest[0] == honest[1]
    assert honest[0].code == 0
    monkeypatch.setattr(ChartView, "history", _newest)
    leaky = told()
    assert leaky[0] != leaky[1]
