"""Several workers on one ledger, each with several threads, while editions are taken in: no error, nothing torn."""

from __future__ import annotations

import contextlib
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.schema import METADATA, ledger
from editions import download, git_archive, take
from feeds import SOAKING
from relabelled import HISTORY, TEXTS
from shell import command, environment

WORKERS, THREADS, ROUNDS, SHUFFLED = (4, 3, 8, len(HISTORY)) if SOAKING else (2, 2, 1, 8)


@contextlib.contextmanager
def watching(address: str) -> Iterator[subprocess.Popen[str]]:
    """Start a worker, and wait until it looks."""
    script = Path(__file__).parent.parent / "watchers.py"
    with subprocess.Popen(
        [sys.executable, script, address, str(THREADS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) == "ready"
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str]) -> Any:
    """Have a worker end, and give what it tells."""
    return json.loads(process.communicate()[0])


def write(address: str, archive: Path, home: Path, chance: random.Random) -> None:
    """Take editions in twice at once: all by a command, oldest first, and some here, in an order of chance."""
    words = "ingest", archive, "--ledger", address
    with (
        subprocess.Popen(command(*words), env=environment(home), stdout=subprocess.DEVNULL) as ingest,
        Ledger.open(address, create=True) as store,
    ):
        editions = [download(text, at) for (at, _), text in zip(HISTORY, TEXTS, strict=True)]
        for edition in chance.sample(editions, SHUFFLED):
            take(store, edition)
        assert ingest.wait() == 0


def empty(address: str) -> None:
    """Take all out of a ledger at once, so that it can be filled again."""
    with Ledger.open(address, create=True) as store, store._writing() as connection:
        for table in METADATA.sorted_tables:
            if table is not ledger:
                connection.execute(delete(table))


def test_a_crowd_of_readers_and_writers_sees_whole_editions(address: str, tmp_path: Path) -> None:
    """At every look each worker sees just the rows of one edition, the one that was newest from that day."""
    commits = [(at, {"all-weeks-global.tsv": text}) for (at, _), text in zip(HISTORY, TEXTS, strict=True)]
    archive = git_archive(tmp_path / "weekly.git", commits)
    chance = random.Random(5)
    with contextlib.ExitStack() as stack:
        workers = [stack.enter_context(watching(address)) for _ in range(WORKERS)]
        for number in range(ROUNDS):
            if number:
                empty(address)
            write(address, archive, tmp_path, chance)
        reports = [told(worker) for worker in workers]
    assert [report["wrong"] for report in reports] == [[]] * WORKERS
    assert all(report["looks"] > 1 for report in reports)
    assert len({digest for report in reports for digest in report["seen"]}) > 1
