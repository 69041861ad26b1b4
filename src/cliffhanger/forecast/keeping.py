"""Keeps what was fitted in files, each named by what was known and by the code that made it.

A file that cannot be read back, or written, is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from cliffhanger.answer import digest
from cliffhanger.charts.view import ChartView

T = TypeVar("T")

_HOUSE: Final = Path(__file__).parent.parent


def path_of(folder: Path, then: ChartView, code: Sequence[str], prefix: str = "") -> Path:
    """Name the file of a fit made on a view by some modules, told as `room/module`, and data, as `room/file.toml`."""
    return folder / f"{prefix}{then.vantage.as_of}-{digest([then.digest, _digest(tuple(code))])}.json"


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


@cache
def _digest(code: tuple[str, ...]) -> str:
    files = [_HOUSE / (name if "." in name else f"{name}.py") for name in code]
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).hexdigest()
