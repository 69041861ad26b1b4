"""Runs every bench and prints its figures: `make bench`."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from bench import brief, ingest
from bench.measuring import archive


def main() -> None:
    found = archive()
    if found is None:
        print("the bench wants the archive: CLIFFHANGER_ARCHIVE=/path/to/netflix-top10-archive.bundle make bench")
        sys.exit(2)
    print(f"machine: {platform.machine()}, {cores()} cores, Python {platform.python_version()}, {platform.system()}")
    ingest.main(found)
    brief.main(found)


def cores() -> int:
    text = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    return text.count("processor\t:") or 1


main()
