"""Work in a process beside: requests are answered meanwhile, its memory is freed, and its bugs are told in one line."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Lock, Thread
from typing import Any, Final, TypeVar

from cliffhanger.desk.logs import where

T = TypeVar("T")

ORPHAN: Final = 1
"""The exit status of a process beside whose desk has ended."""

_running: set[BaseProcess] = set()
_lock = Lock()


@dataclass(frozen=True)
class Failure:
    """Why something could not be made: the kind of its error, and the places in this program, the last one first."""

    error: str
    where: tuple[str, ...]


def tried(make: Callable[..., T], *given: Any) -> T | Failure:
    """Give what a function makes, or why it could not."""
    try:
        return make(*given)
    except Exception as error:
        return Failure(type(error).__name__, tuple(where(error)))


def tried_beside(make: Callable[..., T], *given: Any) -> T | Failure:
    """Give what a function makes in a process of its own, or why it could not."""
    return tried(_beside, make, given)


def end_all() -> None:
    """End the processes beside: nobody waits for them any more."""
    with _lock:
        for process in _running:
            process.terminate()


def _beside(make: Callable[..., T], given: tuple[Any, ...]) -> T | Failure:
    apart = get_context("spawn")
    here, there = apart.Pipe(duplex=False)
    process = apart.Process(target=_sent, args=(there, make, given), daemon=True)
    with here:
        with there, _lock:
            process.start()
            _running.add(process)
        try:
            told: T | Failure = here.recv()
        except EOFError:
            process.join()
            told = Failure(f"exit status {process.exitcode}", ())
        finally:
            with _lock:
                _running.discard(process)
    process.join()
    return told


def _sent(there: Connection, make: Callable[..., Any], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, name="parent", daemon=True).start()
    there.send(tried(make, *given))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(ORPHAN)
