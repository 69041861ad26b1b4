"""Processes beside a desk: they end with it, and what keeps them from starting is told."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from threading import Thread

import pytest

from asking import desk
from cliffhanger.desk.beside import Failure, tried_beside

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")

DESK = """
import sys
from cliffhanger.desk.beside import tried_beside
from test_beside import held
if __name__ == "__main__":
    tried_beside(held, sys.argv[1])
"""


def held(pipe: str) -> None:
    """Say that it runs, and go on for ever."""
    with Path(pipe).open("wb", buffering=0) as there:
        there.write(b"in")
        signal.pause()


@contextmanager
def running(pipe: Path) -> Iterator[int]:
    """Wait until a process beside runs, and give what ends when it does."""
    with pipe.open("rb", buffering=0) as file:
        assert file.read(2) == b"in"
        yield file.fileno()


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


@posix
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_process_beside_ends_when_its_desk_is_killed(pipe: Path, tmp_path: Path, how: signal.Signals) -> None:
    """However a desk ends, no process goes on without it."""
    (tmp_path / "a_desk.py").write_text(DESK)
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parent.parent)])
    words = [sys.executable, str(tmp_path / "a_desk.py"), str(pipe)]
    with subprocess.Popen(words, env={**os.environ, "PYTHONPATH": path}) as process, running(pipe) as child:
        process.send_signal(how)
        process.wait(60)
        assert select([child], [], [], 60)[0], "it runs on"
        assert os.read(child, 1) == b""


@posix
def test_a_desk_that_ends_ends_the_processes_beside(pipe: Path, tmp_path: Path) -> None:
    """Whoever waits for one learns that it was ended."""
    told = list[object]()
    app = desk(tmp_path / "none.sqlite")
    waiting = Thread(target=lambda: told.append(tried_beside(held, str(pipe))))
    waiting.start()
    with running(pipe):
        asyncio.run(_served(app))
        waiting.join(60)
    assert told == [Failure(f"exit status {-signal.SIGTERM}", ())]


async def _served(app: object) -> None:
    async with app.router.lifespan_context(app):  # type: ignore[attr-defined]
        pass


def test_a_process_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no process, there is a failure like any other."""

    def refused(*_: object) -> None:
        raise BlockingIOError

    monkeypatch.setattr("multiprocessing.context.SpawnProcess._Popen", staticmethod(refused))
    told = tried_beside(print)
    assert isinstance(told, Failure)
    assert told.error == "BlockingIOError"
