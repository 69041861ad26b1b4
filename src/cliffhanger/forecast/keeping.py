"""Keeps what was fitted in files, each named by what was known and by the code that made it.

A file that cannot be read back, or written, is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Final, Protocol, TypeVar

from cliffhanger.answer import digest
from cliffhanger.charts.view import ChartView
from cliffhanger.forecast.origins import fitted_then
from cliffhanger.vantage import Vantage

T = TypeVar("T")


class HasText(Protocol):
    """What can be written down."""

    @property
    def text(self) -> str:
        """Write it down."""


Kept = TypeVar("Kept", bound=HasText)

LEFT_S: Final = 3600.0
"""A file that is being written is no older than this."""

_HALF: Final = re.compile(r"(.+-)?\d{4}-\d\d-\d\d-[0-9a-f]{12}\.\d+")
_HOUSE: Final = Path(__file__).parent.parent


def path_of(folder: Path, then: ChartView, code: Sequence[str], prefix: str = "") -> Path:
    """Name the file of a fit made on a view by some modules, told as `room/module`, and data, as `room/file.toml`."""
    return folder / f"{prefix}{then.vantage.as_of}-{digest([then.digest, _digest(tuple(code))])}.json"


Maker = Callable[[Path, Vantage], None]
"""Makes the fits of a vantage and keeps them, so that one is in a file."""

_makers: dict[Path, Maker] = {}


def have_made(folder: Path, by: Maker) -> None:
    """Have somebody else make the fits of a folder; what they do not keep is made here."""
    _makers[folder] = by


def kept(path: Path | None, read: Callable[[str], T]) -> T | None:
    """Read back what is kept in a file; None where that cannot be done."""
    if path is not None:
        with contextlib.suppress(OSError, ValueError, TypeError, LookupError, OverflowError):
            return read(path.read_text("utf-8"))
    return None


def keep(path: Path | None, text: str) -> None:
    """Keep a text in a file, whole or not at all."""
    if path is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(text, "utf-8")
        beside.replace(path)
        _tidy(path)


def _tidy(newest: Path) -> None:
    """Remove what writers that were killed left half-way: files of theirs that are much older than the newest."""
    then = newest.stat().st_mtime - LEFT_S
    for one in newest.parent.iterdir():
        if _HALF.fullmatch(one.name):
            with contextlib.suppress(OSError):
                if one.stat().st_mtime < then:
                    one.unlink()


@contextlib.contextmanager
def alone(path: Path | None) -> Iterator[None]:
    """Wait until nobody else makes what is to be kept in a file, here or in another process, where that can be told."""
    with contextlib.ExitStack() as held:
        if path is not None:
            with contextlib.suppress(ImportError, OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                beside = path.with_suffix(".lock")
                held.enter_context(_locked(beside))
                held.callback(beside.unlink, missing_ok=True)
        yield


def _locked(path: Path) -> IO[bytes]:
    """Lock a file that whoever holds it removes in the end; one that was removed meanwhile locks nobody out."""
    from fcntl import LOCK_EX, flock

    while True:
        file = path.open("wb")
        try:
            flock(file, LOCK_EX)
            if os.path.samestat(path.stat(), os.fstat(file.fileno())):
                return file
        except FileNotFoundError:
            pass
        except BaseException:
            file.close()
            raise
        file.close()


def served(
    view: ChartView,
    folder: Path | None,
    code: Sequence[str],
    read: Callable[[str], Kept],
    make: Callable[[ChartView], Kept | None],
    prefix: str = "",
) -> Kept | None:
    """Give the fit that serves a view: kept in a folder, or else made, and kept there; None before the first.

    Of those who want the same one at once, in this process or in others, one makes it.
    """
    then = fitted_then(view)
    if then is None:
        return None
    path = path_of(folder, then, code, prefix) if folder else None
    if (there := kept(path, read)) is not None:
        return there
    if path is not None and path.parent in _makers:
        _makers[path.parent](path, then.vantage)
    with alone(path):
        found = kept(path, read)
        if found is None and (found := make(then)) is not None:
            keep(path, found.text)
    return found


@cache
def _digest(code: tuple[str, ...]) -> str:
    files = [_HOUSE / (name if "." in name else f"{name}.py") for name in code]
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()
