"""Runs every bench and prints its figures: `make bench`."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from bench import brief, desk, forecast, ingest, odds, story
from bench.measuring import archive


def main() -> None:
    print(f"machine: {platform.machine()}, {cores()} cores, Python {platform.python_version()}, {platform.system()}")
    story.main()
    found = archive()
    if found is None:
        print("the rest wants the archive: CLIFFHANGER_ARCHIVE=/path/to/netflix-top10-archive.bundle make bench")
        sys.exit(2)
    ingest.main(found)
    brief.main(found)
    desk.main(found)
    forecast.main(found)
    odds.main(found)


def cores() -> int:
    text = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    return text.count("processor\t:") or 1


main()
