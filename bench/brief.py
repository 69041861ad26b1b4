"""The brief, cold: a whole process, with the full ledger."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench.measuring import BIN, median, run

TIMES = 15


def main(archive: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.sqlite"
        run(BIN / "cliffhanger", "ingest", "--no-fit", archive, "--ledger", ledger, may_fail=True)
        words = "brief", "His & Hers", "--as-of", "2026-01-14", "--ledger", ledger
        brief = median(TIMES, BIN / "cliffhanger", *words)
        bare = median(TIMES, sys.executable, "-c", "import sqlalchemy, typer, pydantic")
        print(f"brief, cold, full ledger: {brief.seconds:.2f} s (median of {TIMES}), peak {brief.peak:.0f} MB")
        print(f"Python that only imports SQLAlchemy, Typer and pydantic: {bare.seconds:.2f} s")
        print(f"  ratio {brief.seconds / bare.seconds:.2f}")
