"""Ingest of the archive against git-history 0.8 on the same editions, and ingest of it again."""

from __future__ import annotations

import csv
import io
import sqlite3
import subprocess
import tempfile
import time
from datetime import datetime
from itertools import groupby
from pathlib import Path

from bench.measuring import BIN, Taken, best, run
from cliffhanger.charts.archive import opened
from cliffhanger.charts.ingest import ingest
from cliffhanger.charts.ledger import Ledger

WEEKLY = "all-weeks-global.tsv"
TOLD = ("show_title", "season_title", "weekly_hours_viewed", "cumulative_weeks_in_top_10")
"""The columns that every layout has."""

Versions = dict[tuple[str, str, str], list[tuple[str, ...]]]


def main(archive: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work, theirs, ours = Path(folder) / "archive", Path(folder) / "theirs.db", Path(folder) / "ours.sqlite"
        subprocess.run(["git", "clone", "--quiet", archive, work], check=True)
        first = min((_ingest(archive, ours) for _ in range(5)), key=lambda taken: taken.seconds)
        again = best(5, BIN / "cliffhanger", "ingest", archive, "--ledger", ours)
        skipped = [word for commit in _broken(work) for word in ("--skip", commit)]
        ids = [word for name in ("week", "category", "weekly_rank") for word in ("--id", name)]
        peer = run(
            BIN / "git-history", "file", theirs, WEEKLY, "--repo", work, *ids, "--csv", "--dialect", "excel-tab",
            "--silent", *skipped,
        )  # fmt: skip
        print(f"ingest, all 210 editions, both files: {first.seconds:.2f} s, peak {first.peak:.0f} MB")
        print(f"git-history 0.8, the weekly file alone: {peer.seconds:.1f} s, peak {peer.peak:.0f} MB")
        print(f"  ratio {peer.seconds / first.seconds:.0f}, of processor time {peer.processor / first.processor:.0f}")
        print(f"ingest again, nothing new: {again.seconds:.2f} s, a share of {again.seconds / first.seconds:.2f}")
        once, twice = _within(archive, Path(folder) / "within.sqlite")
        print(f"  without the start of Python: {once:.2f} s, then {twice:.3f} s, a share of {twice / once:.3f}")
        _compare(_theirs(theirs), _ours(ours), work)


def _ingest(archive: Path, ledger: Path) -> Taken:
    for path in ledger.parent.glob(f"{ledger.name}*"):
        path.unlink()
    return run(BIN / "cliffhanger", "ingest", "--no-fit", archive, "--ledger", ledger, may_fail=True)


def _within(archive: Path, ledger: Path) -> tuple[float, float]:
    """Time the ingest itself, twice, within one process."""
    taken = []
    for _ in range(2):
        began = time.perf_counter()
        store = Ledger.open(ledger, create=True)
        with opened(str(archive), None, store.holds_archive) as downloads:
            ingest(store, downloads, datetime(2026, 1, 20))  # noqa: DTZ001
        taken.append(time.perf_counter() - began)
    return taken[0], taken[1]


def _broken(work: Path) -> list[str]:
    """Name the commits that hold no edition, on which git-history stops."""
    commits = _git(work, "log", "--format=%h", "--", WEEKLY).split()
    return [commit for commit in commits if "\t" not in _git(work, "show", f"{commit}:{WEEKLY}")[:500]]


def _git(work: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", work, *words], check=True, capture_output=True, encoding="utf-8").stdout


def _theirs(path: Path) -> Versions:
    """Read the versions of each row; git-history leaves out what a version has in common with the one before."""
    told = ", ".join(f"v.{name}" for name in TOLD)
    rows = sqlite3.connect(path).execute(
        f"select i.week, i.category, i.weekly_rank, {told} from item_version v join item i on i._id = v._item "
        "order by 1, 2, 3, v._version"
    )
    full: list[tuple[str, ...]] = []
    for row in rows:
        before = full[-1] if full and full[-1][:3] == tuple(map(str, row[:3])) else ("",) * len(row)
        full.append(tuple(old if new is None else str(new) for old, new in zip(before, row, strict=True)))
    return _sequences(full)


def _ours(path: Path) -> Versions:
    rows = sqlite3.connect(path).execute(
        "select week, category, rank, show_title, season_title, hours, weeks_on_chart from chart "
        "where feed = 'weekly' order by 1, 2, 3, known_from"
    )
    return _sequences([tuple(map(str, row)) for row in rows])


def _sequences(rows: list[tuple[str, ...]]) -> Versions:
    """Gather the versions of each row, without repeats: git-history tells of a new layout as of a change."""
    gathered = groupby(rows, key=lambda row: row[:3])
    return {key: [told for told, _ in groupby(row[3:] for row in own)] for key, own in gathered}


def _compare(theirs: Versions, ours: Versions, work: Path) -> None:
    differing = [key for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key)]
    print(f"rows: {len(ours):,} here, {len(theirs):,} there; with other versions: {len(differing)}")
    last = csv.DictReader(io.StringIO(_git(work, "show", f"HEAD:{WEEKLY}")), delimiter="\t")
    print(f"rows in the newest edition: {sum(1 for _ in last):,}")
    for key in differing[:5]:
        print("  ", key, theirs.get(key), ours.get(key))
