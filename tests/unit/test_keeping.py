"""Fits are kept in files: of those who want the same one at once, one makes it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from typing import IO

import pytest

from cliffhanger.forecast.keeping import alone, keep

fcntl = pytest.importorskip("fcntl", reason="there is no flock")

OTHER = """\
import sys
from pathlib import Path
from cliffhanger.forecast.keeping import alone
with alone(Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.readline()
    Path(sys.argv[1]).write_text("made by another")
"""


class Asked:
    """Tells of the locks that are asked for, and which of them somebody else held then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.held = list[bool]()
        self.once = Event()
        self._real = fcntl.flock
        monkeypatch.setattr(fcntl, "flock", self)

    def __call__(self, file: IO[bytes], how: int) -> None:
        self.held.append(not self.is_free(file))
        self.once.set()
        self._real(file, how)

    def is_free(self, file: IO[bytes]) -> bool:
        """Tell whether a lock could be had; then it is."""
        try:
            self._real(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(monkeypatch)


def test_who_wants_what_another_process_makes_waits_for_it(tmp_path: Path, asked: Asked) -> None:
    """While another process makes a fit nobody else does, and then it is there."""
    path, told = tmp_path / "fits" / "fit.json", list[str]()

    def wait() -> None:
        with alone(path):
            told.append(path.read_text())

    words = [sys.executable, "-c", OTHER, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as other:
        assert other.stdout
        assert other.stdout.readline() == "in\n"
        waiting = Thread(target=wait)
        waiting.start()
        assert asked.once.wait(60)
        other.communicate("\n")
        waiting.join(60)
    assert asked.held[0]
    assert told == ["made by another"]
    assert [*path.parent.iterdir()] == [path]


def test_who_has_waited_is_alone_too(tmp_path: Path, asked: Asked) -> None:
    """Whoever comes after the first has ended waits for the second, who waited for the first."""
    path, inside, free = tmp_path / "fit.json", Event(), Event()

    def second() -> None:
        with alone(path):
            inside.set()
            assert free.wait(60)

    waiting = Thread(target=second)
    with alone(path):
        asked.once.clear()
        waiting.start()
        assert asked.once.wait(60)
    assert inside.wait(60)
    with path.with_suffix(".lock").open("wb") as third:
        alone_too = not asked.is_free(third)
    free.set()
    waiting.join(60)
    assert alone_too


def test_what_a_killed_writer_left_is_removed(tmp_path: Path) -> None:
    """Files left half-written are removed once they are old, and no others."""
    of = "odds-2026-01-14-0123456789ab"
    old, new, mine = tmp_path / f"{of}.11", tmp_path / f"{of}.12", tmp_path / "notes.2025"
    for one in (old, new, mine):
        one.touch()
    for one in (old, mine):
        os.utime(one, (0, 0))
    keep(tmp_path / "fit.json", "a fit")
    assert {one.name for one in tmp_path.iterdir()} == {"fit.json", new.name, mine.name}


def test_others_need_not_wait(tmp_path: Path) -> None:
    """One fit may be made while another is."""
    with alone(tmp_path / "one.json"), alone(tmp_path / "other.json"):
        assert {one.name for one in tmp_path.iterdir()} == {"one.lock", "other.lock"}


@pytest.mark.parametrize("folder", [None, "file/below"])
def test_where_nothing_can_be_kept_nobody_waits(tmp_path: Path, folder: str | None) -> None:
    """Without a folder, or in one that cannot be made, a fit is made all the same."""
    (tmp_path / "file").touch()
    path = tmp_path / folder / "fit.json" if folder else None
    with alone(path), alone(path):
        assert path is None or not path.exists()
