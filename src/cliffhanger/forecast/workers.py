"""Work in parts, by one process or several, each of which reads what the parts share once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from multiprocessing import get_context
from typing import Any, Generic, Protocol, TypeVar

PartT = TypeVar("PartT")
PartIn = TypeVar("PartIn", contravariant=True)
DoneT = TypeVar("DoneT")
DoneOut = TypeVar("DoneOut", covariant=True)
SettingT = TypeVar("SettingT")


class Playing(Protocol, Generic[PartIn, DoneOut]):
    """What works off parts, one after the other."""

    def play(self, part: PartIn) -> DoneOut:
        """Work off a part."""


def worked(
    begin: Callable[[SettingT, ExitStack], Playing[PartT, DoneT]],
    setting: SettingT,
    parts: Sequence[PartT],
    workers: int,
) -> Iterator[DoneT]:
    """Work off parts, and give what came of each as it is done, in any order; `begin` is called once in each process.

    What it opens is closed with the stack that it is given.
    """
    if min(workers, len(parts)) <= 1:
        with ExitStack() as opened:
            if parts:
                player = begin(setting, opened)
                yield from (player.play(part) for part in parts)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (begin, setting)) as pool:
        done = [pool.submit(_play, part) for part in parts]
        try:
            yield from (one.result() for one in as_completed(done))
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_players: list[Playing[Any, Any]] = []
_opened = ExitStack()
"""The player of a worker, and what it holds open as long as the worker lives."""


def _begin(begin: Callable[[SettingT, ExitStack], Playing[Any, Any]], setting: SettingT) -> None:
    _players.append(begin(setting, _opened))


def _play(part: Any) -> Any:
    return _players[0].play(part)
