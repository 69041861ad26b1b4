"""Answers that were made already: so many of each kind are kept, and of those who ask for one at once, one makes it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from concurrent.futures import Future
from threading import Lock
from typing import Any, Final, TypeVar, cast

T = TypeVar("T")

KEPT: Final = 64
"""So many answers of a kind are kept, unless told otherwise."""


class Answers:
    """Keeps answers by kind and key; of each kind, those asked for longest ago are forgotten first.

    Whoever asks for what another is making waits for it, and gets the same answer, or the same error. An answer may
    ask for others while it is made, but no two for each other.
    """

    def __init__(self, most: Mapping[str, int] | None = None, evenly: int = KEPT) -> None:
        """Keep `most` answers of some kinds, and of others as many of each."""
        self._most, self._evenly = most or {}, evenly
        self._kept: dict[str, OrderedDict[Hashable, Any]] = {}
        self._making: dict[tuple[str, Hashable], Future[Any]] = {}
        self._lock = Lock()

    def give(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Give an answer of a kind, made only if it is not kept; the key has to hold all that it depends on."""
        with self._lock:
            kept = self._kept.setdefault(kind, OrderedDict())
            if key in kept:
                kept.move_to_end(key)
                there: T = kept[key]
                return there
            other = self._making.get((kind, key))
            if other is None:
                mine = self._making[kind, key] = Future()
        if other is not None:
            waited_for: T = other.result()
            return waited_for
        return self._made(kind, key, make, mine)

    def _made(self, kind: str, key: Hashable, make: Callable[[], T], mine: Future[Any]) -> T:
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                del self._making[kind, key]
            mine.set_exception(error)
            raise
        with self._lock:
            del self._making[kind, key]
            kept = self._kept[kind]
            kept[key] = made
            while len(kept) > self._most.get(kind, self._evenly):
                kept.popitem(last=False)
        mine.set_result(made)
        return made


class Same:
    """Gives one object for all that are equal, so that what is kept of many states shares the memory of its parts."""

    def __init__(self, most: int = 100_000) -> None:
        """Forget them all where there are more than so many."""
        self._most = most
        self._known: dict[Any, Any] = {}

    def of(self, parts: Iterable[T]) -> tuple[T, ...]:
        """Give parts as they are known already."""
        if len(self._known) > self._most:
            self._known = {}
        known = self._known
        return tuple(known.setdefault(one, one) for one in parts)


class Shared:
    """Keeps what is made of all that a view shows, for so many vintages; what is equal in lists is one."""

    def __init__(self, vintages: int) -> None:
        """Keep what is made of the last ones that were asked about."""
        self._answers, self._same = Answers(evenly=vintages), Same()

    def give(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        """Give what is made, made only if it is not kept; the key has to hold all that it depends on."""
        return self._answers.give(kind, key, lambda: self._shared(make()))

    def _shared(self, made: T) -> T:
        found: Any = self._same.of(made) if isinstance(made, tuple) else made
        return cast("T", found)
