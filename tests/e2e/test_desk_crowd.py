"""Two desks on one ledger, one of two processes, under readers while editions are taken in: nothing is torn."""

from __future__ import annotations

import contextlib
import http.client
import itertools
import random
import shutil
import subprocess
import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from asking import KEYS, Asker, cookie_of, desk
from cliffhanger.desk.settings import utc_today
from cliffhanger.desk.watched import COOKIE
from editions import git_archive
from feeds import SOAKING
from relabelled import HISTORY, TEXTS
from shell import ask, command, environment, run

WORKERS, READERS = (2, 1), 4
"""Of how many processes each desk is."""

TAKEN = (8, 14, 20, 30, 45, 60) if SOAKING else (3, 8)
"""How many editions there are after each ingest. The ninth is the first that wants fits."""

ROUNDS = 8 if SOAKING else 2
"""How often each reader asks for everything, at least, after the last ingest."""

SECRET = KEYS[0].replace(" ", "-")
DAYS = [HISTORY[place - 1][0].date() + timedelta(days=1) for place in (1, *TAKEN)]
PATHS = (
    *("/", "/labels", "/series/his-and-hers", "/series/show-1", "/series/show-1/page", "/search?q=show"),
    *("/labels.atom", "/series/show-2.atom", "/api/v1/charts", "/api/v1/series/show-1"),
)

Asked = tuple[str, str]
"""An address, and what was watched of a story."""

Given = tuple[int, bytes]


def questions() -> list[Asked]:
    """List all addresses, on each of the days, for readers who have watched nothing and something."""
    told = []
    for path, day in itertools.product(PATHS, DAYS):
        name = "as_of" if path.startswith("/api") else "as-of"
        told.append(f"{path}{'&' if '?' in path else '?'}{name}={day}")
    return [*itertools.product(told, ["none"]), *((path, "S1E4") for path in told if "his-and-hers" in path)]


class Crowd:
    """Readers, and what they were given."""

    def __init__(self, ports: list[int], cookies: dict[str, str]) -> None:
        """Ask at some ports."""
        self.given: dict[Asked, set[Given]] = defaultdict(set)
        self.wrong: list[str] = []
        self.over = threading.Event()
        self._ports, self._cookies = ports, cookies

    def read(self, seed: int) -> None:
        """Ask for everything again and again, in an order of chance, and some rounds more once all is over."""
        chance, left = random.Random(seed), ROUNDS
        try:
            while left:
                left -= self.over.is_set()
                every = questions()
                chance.shuffle(every)
                for place, port in enumerate(self._ports):
                    self._ask(port, every[place :: len(self._ports)])
        except BaseException as error:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def _ask(self, port: int, asked: list[Asked]) -> None:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as client:
            for path, watched in asked:
                headers = {"Host": "localhost", "Cookie": f"{COOKIE}={self._cookies[watched]}"}
                client.request("GET", path, headers=headers)
                answer = client.getresponse()
                self.given[path, watched].add((answer.status, answer.read()))


@contextlib.contextmanager
def serving(address: str, home: Path, workers: int) -> Iterator[int]:
    """Serve a ledger by so many processes, and give the port."""
    words = command("serve", "--port", 0, "--rate", 0, "--workers", workers, "--ledger", address)
    settings = environment(home, CLIFFHANGER_SECRET=SECRET, XDG_CACHE_HOME=str(home / "cache"))
    with subprocess.Popen(
        words, env=settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    ) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])
        finally:
            process.terminate()


def archive(folder: Path, taken: int) -> Path:
    """Make an archive of the first editions, in the place of any that is there."""
    path = folder / "weekly.git"
    shutil.rmtree(path, ignore_errors=True)
    commits = [(at, {"all-weeks-global.tsv": text}) for (at, _), text in zip(HISTORY, TEXTS, strict=True)]
    return git_archive(path, commits[:taken])


def allowed(folder: Path) -> dict[Asked, set[Given]]:
    """Answer all questions in this process, from each state in which the ledger may be seen."""
    told: dict[Asked, set[Given]] = defaultdict(set)
    path = folder / "alone.sqlite"
    app = desk(path, today=utc_today(), keys=(SECRET,))
    asker, cookies = Asker(app), cookies_of(app)
    for taken in range(TAKEN[-1] + 1):
        if taken:
            assert ask("ingest", archive(folder, taken), "--ledger", path).code == 0
        for asked, watched in questions():
            answer = asker.ask(asked, cookie=cookies[watched])
            told[asked, watched].add((answer.status, answer.body))
    app.state.desk.close()
    return told


def cookies_of(app: object) -> dict[str, str]:
    """Give the cookies of those who ask."""
    return {watched: cookie_of(app, his_and_hers=watched) for watched in ("none", "S1E4")}  # type: ignore[arg-type]


def test_desks_show_whole_editions_while_others_come_in(address: str, tmp_path: Path) -> None:
    """Every response is one that a single reader would have got before or after some edition, to the byte."""
    cookies = cookies_of(desk(tmp_path / "none.sqlite", keys=(SECRET,)))
    with contextlib.ExitStack() as stack:
        ports = [stack.enter_context(serving(address, tmp_path, workers)) for workers in WORKERS]
        crowd = Crowd(ports, cookies)
        readers = [threading.Thread(target=crowd.read, args=(seed,)) for seed in range(READERS)]
        for reader in readers:
            reader.start()
        for taken in TAKEN:
            assert run(tmp_path, "ingest", archive(tmp_path, taken), "--ledger", address).code == 0
        crowd.over.set()
        for reader in readers:
            reader.join()
    assert crowd.wrong == []
    told = allowed(tmp_path)
    assert {status for given in crowd.given.values() for status, _ in given} <= {200, 404}
    assert [asked for asked, given in crowd.given.items() if not given <= told[asked]] == []
    assert any(len(given) > 1 for given in crowd.given.values())
