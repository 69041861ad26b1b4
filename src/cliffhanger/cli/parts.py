"""Where long work keeps its parts, and how it shows how far it is."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path


@contextlib.contextmanager
def parts_folder(keep: Path | None) -> Iterator[Path]:
    """Give the folder in which parts are to be kept, or else one that is gone afterwards.

    Raises:
        Unwritable: it cannot be made, or nothing can be written there.
    """
    if keep is not None:
        _try_out(keep)
        yield keep
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="cliffhanger-") as folder:
        yield Path(folder)


def _try_out(folder: Path) -> None:
    from tempfile import TemporaryFile

    from cliffhanger.errors import Unwritable

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Unwritable(str(folder), (error.strerror or type(error).__name__).lower()) from None


@contextlib.contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many parts are done, where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)
