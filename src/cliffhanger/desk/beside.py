"""Work in a process beside: requests are answered meanwhile, its memory is freed, and its bugs are told in one line."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from cliffhanger.desk.logs import where

T = TypeVar("T")


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
    apart = get_context("spawn")
    here, there = apart.Pipe(duplex=False)
    process = apart.Process(target=_sent, args=(there, make, given), daemon=True)
    process.start()
    there.close()
    try:
        told: T | Failure = here.recv()
    except EOFError:
        process.join()
        return Failure(f"exit status {process.exitcode}", ())
    finally:
        here.close()
    process.join()
    return told


def _sent(there: Connection, make: Callable[..., Any], given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    there.send(tried(make, *given))
