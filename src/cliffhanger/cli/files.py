"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from cliffhanger.errors import Unwritable


def write_whole(path: Path, text: str) -> None:
    """Write a text to a file, which holds what it held before until all is written.

    Raises:
        Unwritable: the file cannot be written.
    """
    target = path.resolve()
    try:
        if target.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        with NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=".", delete=False
        ) as part:
            _fill(Path(part.name), part, text, target)
    except OSError as error:
        raise Unwritable(str(path), (error.strerror or type(error).__name__).lower()) from None


def _fill(beside: Path, part: IO[str], text: str, target: Path) -> None:
    try:
        part.write(text)
        part.close()
        beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_mask())
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_new(path: Path, text: str) -> None:
    """Write a text to a file that is not there yet.

    Raises:
        Unwritable: there is such a file already, or it cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Unwritable(str(path), "there is such a file already") from None
    except OSError as error:
        raise Unwritable(str(path), (error.strerror or type(error).__name__).lower()) from None
