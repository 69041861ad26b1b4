"""Runs git on repositories that are only read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

from cliffhanger.errors import BadSource, EditionRejected

CAREFUL = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.showRoot=true"),
)
"""A repository that is only read must not have a say in how, nor name programs to be run."""


def run(source: str, *words: str, folder: str | None = None) -> str:
    """Run git, in a folder with a repository or without one, and give what it says.

    Raises:
        BadSource: it is not installed, or fails; named by `source`.
    """
    where = ["-C", folder] if folder else []
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *CAREFUL, *where, *words],
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env=_environment(local=folder is not None),
            cwd=os.sep,
        )
    except FileNotFoundError:
        raise BadSource(source, "git is not installed") from None
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith(("fatal: ", "error: "))]
        raise BadSource(source, f"git says: {printable(said[-1]) if said else 'nothing'}")
    return done.stdout


class Blobs:
    """The blobs of a repository, through one `git cat-file --batch`."""

    def __init__(self, folder: str) -> None:
        self._command = ["git", *CAREFUL, "-C", folder, "cat-file", "--batch"]

    def __enter__(self) -> Blobs:
        self._process = self._started()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def reader(self, blob: str) -> Callable[[], bytes]:
        """Give what reads a blob; then it raises `EditionRejected` where git has it no longer."""
        return lambda: self._read(blob)

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(local=True),
        )

    def _read(self, blob: str) -> bytes:
        asked, answer = self._process.stdin, self._process.stdout
        if asked is None or answer is None:
            raise EditionRejected("git does not answer")
        asked.write(blob.encode() + b"\n")
        asked.flush()
        told = answer.readline().split()
        size = int(told[2]) if len(told) == 3 else None
        data = b"" if size is None else answer.read(size + 1)
        if size is not None and len(data) == size + 1:
            return data[:-1]
        if not told or size is not None:  # git ends where a blob is damaged, and goes on where it is missing
            self._process.communicate()
            self._process = self._started()
        raise EditionRejected("git no longer has this file: the archive is incomplete or damaged")


def printable(name: str) -> str:
    """Write a file name that is not UTF-8 so that it can be stored and shown."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _environment(*, local: bool) -> dict[str, str]:
    """Leave out what an outer git has set, which would point at another repository; a local one fetches nothing."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own |= {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    return own | {"GIT_ALLOW_PROTOCOL": "none"} if local else own
