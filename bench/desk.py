"""The desk under load: warm pages, mixed readers, mixed dates; beside a page of the same length that does nothing."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bench.measuring import BIN, run
from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.titles import plain
from cliffhanger.desk.fitting import keep_fits
from cliffhanger.desk.watched import Progress, Signed
from cliffhanger.vantage import Episode, Vantage, Watched

SECRET = "a key of the bench, long enough"
SERIES = "/series/his-and-hers"
SCRIPT = Path(__file__).with_suffix(".lua")
AIMS = {"median": 10, "p99": 40, "newest": 200, "dates": 50, "memory": 300}
WARM, NEWEST, DATES = 2_000, 6_000, 3_000
WITH_GAP = 0.05
"""The share of readers who have skipped an episode; all others have watched up to one."""

CHARTED = "wednesday", "squid-game", "the-night-agent", "bridgerton", "stranger-things", "ginny-and-georgia"
"""Series without a story: charts, odds and forecasts alone."""

FIRST_DAY, LAST_DAY, DAYS = date(2025, 1, 20), date(2026, 1, 20), 60

Asked = tuple[str, str]
"""A path, and the cookie of who asks."""


@dataclass(frozen=True)
class Load:
    """What a load came to: requests a second, milliseconds of processor for each, those at the median and the 99th
    percentile, and how many went wrong.
    """

    rate: float
    processor: float
    median: float
    p99: float
    bad: int


def main(archive: Path) -> None:
    if not shutil.which("wrk"):
        print("the desk under load: left out, since there is no wrk; on Debian: apt-get install wrk")
        return
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        ledger = folder / "ledger.sqlite"
        run(BIN / "cliffhanger", "ingest", "--no-fit", archive, "--ledger", ledger, may_fail=True)
        days = [FIRST_DAY + (LAST_DAY - FIRST_DAY) * (place / DAYS) for place in range(DAYS)]
        keep_all_fits(ledger, days)
        print(f"the desk, full ledger; load when it began: {os.getloadavg()[0]:.1f}")
        with desks(ledger, 1) as [one]:
            length = len(fetched(one.port, SERIES))
            warm = load(folder, [(SERIES, cookie("His & Hers", "S1E3"))], WARM, [one], connections=1)
            told("a warm brief page, one worker", warm, one.memory)
            aimed("median", warm.median, "ms at most")
            aimed("p99", warm.p99, "ms at most")
        with bare(length) as other:
            peer = load(folder, [(SERIES, "")], WARM, [other], connections=1)
            told(f"  FastAPI and Jinja, a page of the same {length // 1000} KB", peer, None)
            print(f"    ratio of medians {warm.median / peer.median:.1f}")
        with desks(ledger, 2) as both:
            newest, dates = of_readers(Random(1)), of_days(days, Random(2))
            for name, asked, count in (("newest", newest, NEWEST), ("dates", dates, DATES)):
                done = load(folder, asked, count, both, connections=8)
                told(f"{WORDS[name]}, two workers, {len({*asked}):,} of {count:,} distinct", done, None)
                aimed(name, done.rate, "a second at least")
                again = load(folder, asked, count, both, connections=8)
                told("  the same once more", again, max(one.memory for one in both))
            aimed("memory", max(one.memory for one in both), "MB a worker at most")


WORDS = {"newest": "mixed readers, newest day", "dates": "mixed readers, mixed days"}
Random = random.Random


def keep_all_fits(ledger: Path, days: Sequence[date]) -> None:
    """Make what an ingest each week would have made, since the archive is taken in at once."""
    with Ledger.open(ledger) as store:
        for day in (*days, datetime.now(UTC).date()):
            with store.as_of(Vantage(day)) as view:
                keep_fits(view, ledger.with_suffix(".fits"))


def told(name: str, one: Load, memory: float | None) -> None:
    held = f", {memory:.0f} MB" if memory else ""
    wrong = f", {one.bad} BAD" if one.bad else ""
    took = f"median {one.median:.1f} ms, p99 {one.p99:.1f} ms, {one.processor:.1f} ms of processor each"
    print(f"  {name}: {one.rate:.0f} a second, {took}{held}{wrong}")


def aimed(name: str, figure: float, words: str) -> None:
    reached = figure >= AIMS[name] if "least" in words else figure <= AIMS[name]
    print(f"    aim {AIMS[name]} {words}: {figure:.0f}, {'reached' if reached else 'missed'}")


def of_readers(chance: Random) -> list[Asked]:
    """Make requests for the four stories at the newest day, each of a reader who has watched some of one."""
    titles = Almanac().titles(Vantage(datetime.now(UTC).date()))
    return [asked(chance.choice(titles), chance) for _ in range(NEWEST)]


def of_days(days: Sequence[date], chance: Random) -> list[Asked]:
    """Make requests for novels and charted series on days of a year, of such readers."""
    novels = Almanac().titles(Vantage(FIRST_DAY))
    made: list[Asked] = []
    while len(made) < DATES:
        told = f"?as-of={chance.choice(days)}"
        if chance.random() < 0.5:
            path, who = asked(chance.choice(novels), chance)
        else:
            path, who = f"/series/{chance.choice(CHARTED)}", ""
        made.append((path + told, who))
    return made


def asked(title: str, chance: Random) -> Asked:
    story = Almanac().story(title, Vantage(datetime.now(UTC).date()))
    assert story is not None
    every = [Episode(season, place + 1) for season, count in story.episodes.items() for place in range(count)]
    seen = every[: chance.randint(0, len(every))]
    if len(seen) > 2 and chance.random() < WITH_GAP:
        seen.remove(chance.choice(seen[:-1]))
    return f"/series/{story.slug}", cookie(title, Watched.only(seen))


def cookie(title: str, watched: Watched | str) -> str:
    told = Watched.parse(watched) if isinstance(watched, str) else watched
    return Signed((SECRET.replace(" ", "-"),)).write(Progress({plain(title): told}))


def load(folder: Path, requests: Sequence[Asked], count: int, servers: Sequence[Served], connections: int) -> Load:
    """Put a load on servers, ended by count."""
    ports, before = [one.port for one in servers], sum(one.processor for one in servers)
    written = folder / "asked"
    written.write_text("".join(f"{path} {who}\n" for path, who in requests), "utf-8")
    threads = len(ports)
    own = {"ASKED": str(written), "COUNT": str(count), "PORTS": ",".join(map(str, ports)), "THREADS": str(threads)}
    words = [f"-t{threads}", f"-c{connections}", "-d3600s", "--timeout", "600s", "-s", str(SCRIPT)]
    with subprocess.Popen(
        ["wrk", *words, f"http://127.0.0.1:{ports[0]}"],
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as wrk:
        assert wrk.stdout is not None
        lines, reached = iter(wrk.stdout), 0
        while reached < threads:
            reached += next(lines) == "reached\n"
        wrk.send_signal(signal.SIGINT)  # else it waits until its time is over
        *_, last = lines
    made, took, median, p99, bad = map(float, last.split())
    taken = sum(one.processor for one in servers) - before
    return Load(made / took * 1e6, taken / made * 1000, median / 1000, p99 / 1000, int(bad))


@dataclass(frozen=True)
class Served:
    """A worker that serves."""

    process: int
    port: int

    @property
    def processor(self) -> float:
        """Give the seconds of processor that it has taken."""
        told = Path(f"/proc/{self.process}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Give the megabytes that it holds, without those of processes beside."""
        told = Path(f"/proc/{self.process}/status").read_text("utf-8")
        return int(told.partition("VmRSS:")[2].split()[0]) / 1024


@contextlib.contextmanager
def desks(ledger: Path, workers: int) -> Iterator[list[Served]]:
    """Serve a ledger by some workers that share a key, each of which has answered."""
    environment = {**os.environ, "CLIFFHANGER_SECRET": SECRET.replace(" ", "-")}
    words = [BIN / "cliffhanger", "serve", "--port", "0", "--rate", "0", "--ledger", ledger]
    with contextlib.ExitStack() as stack:
        made = [stack.enter_context(process([*map(str, words)], environment)) for _ in range(workers)]
        for one in made:
            fetched(one.port, SERIES)
        yield made


@contextlib.contextmanager
def bare(length: int) -> Iterator[Served]:
    """Serve a page of so many bytes that is written from a template and depends on nothing."""
    with process([sys.executable, str(Path(__file__).with_name("desk_peer.py")), str(length)], dict(os.environ)) as one:
        yield one


@contextlib.contextmanager
def process(words: list[str], environment: dict[str, str]) -> Iterator[Served]:
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as begun:
        assert begun.stdout is not None
        try:
            port = int(begun.stdout.readline().rstrip("/\n").rpartition(":")[2])
            yield Served(begun.pid, port)
        finally:
            begun.terminate()


def fetched(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=600) as got:
        told: bytes = got.read()
        return told
