"""Runs commands and tells what they took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
BESIDE = Path(__file__).parents[2] / "shared" / "data" / "netflix-top10-archive.bundle"


@dataclass(frozen=True)
class Taken:
    """Seconds on the clock, seconds of processor, and megabytes at the peak, of one process and its children."""

    seconds: float
    processor: float
    peak: float


def archive() -> Path | None:
    """Find the archive: where CLIFFHANGER_ARCHIVE says, or beside the project."""
    named = os.environ.get("CLIFFHANGER_ARCHIVE")
    path = Path(named) if named else BESIDE
    return path if path.exists() else None


def run(*command: str | Path, cwd: Path | None = None, may_fail: bool = False) -> Taken:
    """Run a command to its end; its output is thrown away."""
    began = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode and not may_fail:
        raise SystemExit(f"{' '.join(map(str, command))} failed with {process.returncode}")
    return Taken(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def best(times: int, *command: str | Path, may_fail: bool = False) -> Taken:
    """Run a command some times and give the quickest run."""
    return min((run(*command, may_fail=may_fail) for _ in range(times)), key=lambda taken: taken.seconds)


def median(times: int, *command: str | Path) -> Taken:
    """Run a command some times and give the run in the middle."""
    return sorted((run(*command) for _ in range(times)), key=lambda taken: taken.seconds)[times // 2]
