"""Writes files whole or not at all, and to the standard output where that is asked for."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Annotated, TypeVar

import typer

from cliffhanger.cli.show import say
from cliffhanger.errors import BadChoice, Unwritable

Form = TypeVar("Form")

Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write to this file, whole or not at all; - is the standard output."
    ),
]


def write_out(output: Path | None, text: str) -> bool:
    """Write a text to a file, or to the standard output for no file or `-`; tell whether it is a file.

    Raises:
        Unwritable: the file cannot be written.
    """
    if output is None or is_standard(output):
        say(text, end="")
        return False
    write_whole(output, text)
    return True


def is_standard(output: Path) -> bool:
    """Tell whether `-` was given for the name of a file: the standard output."""
    return str(output) == "-"


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
        part.flush()
        os.fsync(part.fileno())
        part.close()
        beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_mask())
        beside.replace(target)
        _sync(target.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _sync(folder: Path) -> None:
    """Have the new name of a file outlive a failure of power, where the system can do so."""
    with contextlib.suppress(OSError):  # a folder cannot be opened everywhere, and not everywhere be synced
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


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


def form_of(output: Path | None, forms: Mapping[str, Form], usual: Form) -> Form:
    """Tell by the end of a file's name in which form to write; to the standard output in the usual one.

    Raises:
        BadChoice: the name ends otherwise.
    """
    if output is None or is_standard(output):
        return usual
    form = forms.get(output.suffix.lower())
    if form is None:
        raise BadChoice("end of the file's name", output.suffix, [name for name in forms if name])
    return form
