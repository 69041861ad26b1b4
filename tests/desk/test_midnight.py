"""A response is told of one day, whenever the clock strikes while it is made."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from asking import Asker, desk
from desks import TODAY, kept


class Striking:
    """A calendar that goes on by a day after it was read so often."""

    def __init__(self) -> None:
        self.left = 0

    def __call__(self) -> date:
        """Read it."""
        self.left -= 1
        return TODAY if self.left >= 0 else TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("midnight"))


@pytest.mark.parametrize("path", ["/", "/series/the-long-voyage", "/next", "/labels", "/watched", "/nothing-such"])
@pytest.mark.parametrize("reads", [1, 2])
def test_a_page_that_is_made_over_midnight_is_of_one_day(ledger: Path, path: str, reads: int) -> None:
    """Its date control stands at the day from which it is told, which is not in the past."""
    calendar = Striking()
    asker = Asker(desk(ledger, today=TODAY))
    asker.app.state.desk.settings = _settings(asker, calendar)
    calendar.left = reads
    given = asker.ask(path)
    assert re.findall(r'name="as-of" value="([^"]*)" max="([^"]*)"', given.text) == [(str(TODAY), str(TODAY))]
    assert "You are looking from" not in given.text


@pytest.mark.parametrize("path", ["/labels.atom", "/charts.ics", "/series/his-and-hers.png", "/api/v1/labels"])
def test_what_is_told_of_today_is_kept_by_nobody_at_midnight(ledger: Path, path: str) -> None:
    """Without a day in its address, it is asked for again."""
    calendar = Striking()
    asker = Asker(desk(ledger, today=TODAY))
    asker.app.state.desk.settings = _settings(asker, calendar)
    calendar.left = 1
    assert asker.ask(path).header("cache-control").startswith("private")


def _settings(asker: Asker, calendar: Striking) -> object:
    from dataclasses import replace

    return replace(asker.app.state.desk.settings, today=calendar)
