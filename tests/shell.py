"""Asks the command line, in this process or in one of its own."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from cliffhanger.cli import main

ROOT = Path(__file__).parent.parent


class Said(NamedTuple):
    """What a command said, and its exit status."""

    code: int
    out: str
    err: str


def ask(*words: object) -> Said:
    """Run a command in this process, through `main`."""
    out, err = io.StringIO(), io.StringIO()
    code: object = None
    with (
        patch.object(sys, "argv", ["cliffhanger", *map(str, words)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    assert isinstance(code, int)
    return Said(code, out.getvalue(), err.getvalue())


def command(*words: object) -> list[str]:
    """Give the command line of a process of its own."""
    return [sys.executable, "-m", "cliffhanger", *map(str, words)]


def environment(home: Path, **more: str) -> Mapping[str, str]:
    """Give an environment in which nothing of this user's is found, and no ingest fits models."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    own = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "PYTHONUTF8": "1", "CLIFFHANGER_FIT": "0"}
    return kept | own | more


def run(home: Path, *words: object, stdin: str | None = None, **more: str) -> Said:
    """Run a command in a process of its own."""
    done = subprocess.run(
        command(*words), env=environment(home, **more), capture_output=True, encoding="utf-8", check=False, input=stdin
    )
    return Said(done.returncode, done.stdout, done.stderr)
