"""Fits that a desk has made beside: few wait for them, and one that fails is told and not made here."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from threading import Event, Thread

import pytest

from asking import Asker, desk
from cliffhanger.desk import fitting
from cliffhanger.desk.beside import Failure
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.fitting import Beside
from cliffhanger.errors import FitNotMade
from cliffhanger.vantage import Vantage, parse_day

DAY = Vantage(parse_day("2026-01-14"))


def test_so_many_may_want_fits_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes beyond is told to come again, and does not keep a thread waiting; later there is room."""
    begun, free = Event(), Event()

    def slow(*_: object) -> None:
        begun.set()
        assert free.wait(60)

    monkeypatch.setattr(fitting, "AT_ONCE", 1)
    monkeypatch.setattr(fitting, "PLACE_S", 0.1)
    monkeypatch.setattr(fitting, "tried_beside", slow)
    beside = Beside("none.sqlite", tmp_path)
    first = Thread(target=beside, args=(tmp_path / "one.json", DAY))
    first.start()
    assert begun.wait(60)
    with pytest.raises(FitNotMade, match="others"):
        beside(tmp_path / "other.json", DAY)
    free.set()
    first.join(60)
    beside(tmp_path / "other.json", DAY)


def test_a_fit_that_fails_is_told_once_and_tried_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each try leaves one line, and whoever wants it meanwhile learns that there is none; another fit is tried."""
    now = [0.0]
    monkeypatch.setattr(fitting, "tried_beside", lambda *_: Failure("MemoryError", ("renewal/fits.py:1",)))
    beside = Beside("none.sqlite", tmp_path, lambda: now[0])
    with caplog.at_level(logging.INFO, "cliffhanger.desk"):
        for at, name in ((0.0, "one"), (1.0, "one"), (2.0, "other"), (fitting.PATIENCE_S, "one")):
            now[0] = at
            with pytest.raises(FitNotMade, match="could not be made"):
                beside(tmp_path / f"{name}.json", DAY)
    lines = [json.loads(one.message) for one in caplog.records]
    assert [(one["failed"], one["error"], one["where"]) for one in lines] == [
        ("fit", "MemoryError", ["renewal/fits.py:1"])
    ] * 3


@pytest.mark.parametrize("path", ["/series/his-and-hers", "/api/v1/series/his-and-hers"])
def test_who_wants_a_fit_that_is_not_made_is_told_to_come_again(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages and the API say so alike, with the time after which to ask again."""

    def lacking(*_: object) -> None:
        raise FitNotMade(fitting.BUSY)

    monkeypatch.setattr(Desk, "view", lacking)
    given = Asker(desk(tmp_path / "none.sqlite")).ask(path)
    assert (given.status, given.header("retry-after")) == (503, "30")
    assert fitting.BUSY in given.text
