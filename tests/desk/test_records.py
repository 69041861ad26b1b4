"""The record on a page: kept under what was really read, made once, and told when it cannot be made."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from asking import Asker, desk
from cliffhanger.charts.ledger import Ledger
from cliffhanger.desk import records
from cliffhanger.desk.beside import Failure, tried_beside
from cliffhanger.desk.records import Lack, Records
from cliffhanger.desk.settings import Settings
from cliffhanger.forecast import keeping
from cliffhanger.renewal import record
from cliffhanger.renewal.entries import Setting
from cliffhanger.vantage import Vantage
from desks import TODAY, WEEKS, published, taken
from desks import kept as kept_whole

BEFORE = published(WEEKS - 2).date()
"""The day of the edition before the newest."""


class Clock:
    """Time that passes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_whole(tmp_path_factory.mktemp("records"))


def of(made: Records, ledger: Path, day: date = TODAY) -> str | Lack:
    """Ask for the record of a day, and wait for what that begins."""
    with Ledger.open(ledger) as opened, opened.as_of(Vantage(day)) as view:
        told = made.of(view)
    made.wait()
    return told


def settings(ledger: Path, folder: Path, *, beside: bool = False) -> Settings:
    return Settings(str(ledger), folder, today=lambda: TODAY, beside=beside)


@pytest.mark.parametrize("beside", [False, True])
def test_a_record_is_made_once_for_a_state_of_the_ledger(ledger: Path, tmp_path: Path, beside: bool) -> None:
    """Whoever asks first begins it; when it is done, all get it."""
    made = Records(settings(ledger, tmp_path, beside=beside))
    assert of(made, ledger) is Lack.MAKING
    told = of(made, ledger)
    assert isinstance(told, str)
    assert "forecast" in told


def test_an_edition_that_comes_in_meanwhile_is_in_no_record_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the record of today is made an edition arrives: that of the day before stays as it was."""
    path = tmp_path / "ledger.sqlite"
    taken(path, range(1, WEEKS - 1))
    made = Records(settings(path, tmp_path / "parts"))
    told = records.told

    def late(*given: object) -> tuple[str, str]:
        taken(path, range(WEEKS - 1, WEEKS))
        return told(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "told", late)
    of(made, path)
    monkeypatch.setattr(records, "told", told)
    of(made, path, BEFORE)
    fresh = Records(settings(path, tmp_path / "others"))
    of(fresh, path, BEFORE)
    assert of(made, path, BEFORE) == of(fresh, path, BEFORE) != of(made, path)


def test_a_record_that_cannot_be_made_is_not_tried_at_every_visit(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried again after a while; each try leaves one line, with its place, and the page says so."""
    clock = Clock()
    app = desk(ledger, today=TODAY)
    app.state.records = made = Records(settings(ledger, tmp_path), clock)

    def broken(*_: object) -> None:
        raise RuntimeError("a secret")

    told = records.told
    monkeypatch.setattr(records, "told", broken)
    with caplog.at_level(logging.INFO, "cliffhanger.desk"):
        assert [of(made, ledger) for _ in range(3)] == [Lack.MAKING, Lack.FAILED, Lack.FAILED]
    lines = [json.loads(one.message) for one in caplog.records]
    assert [(one["failed"], one["error"]) for one in lines] == [("record", "RuntimeError")]
    assert "desk/beside.py" in str(lines[0]["where"])
    assert "secret" not in str(lines)
    page = Asker(app).ask("/record").text
    assert "could not be made" in page
    assert 'http-equiv="refresh"' not in page
    monkeypatch.setattr(records, "told", told)
    clock.now += records.PATIENCE_S
    assert of(made, ledger) is Lack.MAKING
    assert isinstance(of(made, ledger), str)


def test_what_cannot_even_be_started_has_failed(ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be begun the record has failed, and is not being made for ever."""

    def refused(*_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr(records, "tried_beside", refused)
    made = Records(settings(ledger, tmp_path, beside=True))
    assert [of(made, ledger), of(made, ledger)] == [Lack.MAKING, Lack.FAILED]


def test_a_record_that_another_made_meanwhile_is_not_made_again(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever waited for another desk takes what that one made."""
    setting = Setting(str(ledger), TODAY, records.FIRST, fits=tmp_path)

    @contextmanager
    def waited(_: Path) -> Iterator[None]:
        monkeypatch.undo()
        records.told(setting, tmp_path)
        monkeypatch.setattr(record, "record", refused)
        yield

    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(keeping, "alone", waited)
    assert records.told(setting, tmp_path)


def test_what_fails_beside_is_told_in_a_word() -> None:
    """The error of a process beside comes back as its kind, and one that ends without a word as its status."""
    failed = tried_beside(json.loads, "{")
    assert failed == Failure("JSONDecodeError", failed.where if isinstance(failed, Failure) else ())
    assert tried_beside(_exit) == Failure("exit status 7", ())


def _exit() -> None:
    import os

    os._exit(7)


def test_the_record_of_today_is_made_before_those_that_wait(
    ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for days long past does not keep that of today from being made."""
    made = Records(settings(ledger, tmp_path))
    asked: list[date] = []
    days = [published(number).date() for number in range(1, 5)]

    def told(setting: Setting, _: Path) -> tuple[str, str]:
        if not asked:
            for day in (*days[1:], TODAY):
                with Ledger.open(ledger) as opened, opened.as_of(Vantage(day)) as view:
                    made.of(view)
        asked.append(setting.until)
        return str(setting.until), ""

    monkeypatch.setattr(records, "told", told)
    of(made, ledger, days[0])
    assert asked == [days[0], TODAY, *days[1:]]


def test_a_record_is_that_of_what_is_shown_and_not_of_the_day(ledger: Path, tmp_path: Path) -> None:
    """On days on which the ledger shows the same, so does the record, which is kept once for them."""
    days = [published(WEEKS - 1).date() + timedelta(days=later) for later in (0, 1, 200)]
    one, *others = (
        records.told(Setting(str(ledger), day, records.FIRST, fits=tmp_path / str(day)), tmp_path / str(day))
        for day in days
    )
    assert [one, one] == others
