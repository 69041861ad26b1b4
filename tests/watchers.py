"""A worker that looks at a ledger again and again while others write: `watchers.py ADDRESS THREADS`.

It says `ready` when it begins and looks until its input ends; then it tells how often it looked, the editions that it
saw, and what was wrong, as JSON.
"""

from __future__ import annotations

import json
import random
import sys
import threading
from datetime import timedelta
from typing import Any

from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ledger import Ledger
from cliffhanger.vantage import Vantage
from relabelled import HISTORY, TEXTS

OPENED = 0.1
"""The part of the looks for which the ledger is opened anew."""

CONTENTS = {
    digest_of(text): [(n.week, n.category, n.rank, n.season, n.hours) for n in sorted(lines)]
    for text, (_, lines) in zip(TEXTS, HISTORY, strict=True)
}
FIRST, LAST = HISTORY[0][0].date(), HISTORY[-1][0].date()


class Watch:
    """What the threads of a worker saw."""

    def __init__(self, address: str) -> None:
        """Begin with nothing."""
        self.address = address
        self.over = threading.Event()
        self.looks = 0
        self.seen: set[str] = set()
        self.wrong: list[str] = []

    def look(self, seed: int) -> None:
        """Look from days chosen by chance, through one ledger that stays open and through new ones."""
        chance = random.Random(seed)
        try:
            with Ledger.open(self.address, create=True) as kept:
                while not self.over.is_set():
                    vantage = Vantage(FIRST + timedelta(days=chance.randrange((LAST - FIRST).days + 2)))
                    if chance.random() < OPENED:
                        with Ledger.open(self.address) as opened:
                            self._look(opened, vantage)
                    else:
                        self._look(kept, vantage)
        except BaseException as error:
            self.wrong.append(f"{type(error).__name__}: {error}")

    def _look(self, store: Ledger, vantage: Vantage) -> None:
        with store.as_of(vantage) as view:
            newest, rows, again = view.newest, view.rows(), view.rows()
        self.looks += 1
        told = [(row.week, row.category, row.rank, row.season_title, row.hours) for row in rows]
        if told != (CONTENTS[newest.digest] if newest else []) or rows != again:
            self.wrong.append(f"torn at {vantage.as_of}: {newest}")
        if newest:
            self.seen.add(newest.digest)


def main() -> None:
    """Look until the input ends."""
    watch = Watch(sys.argv[1])
    threads = [threading.Thread(target=watch.look, args=(seed,)) for seed in range(int(sys.argv[2]))]
    for thread in threads:
        thread.start()
    _say("ready")
    sys.stdin.read()
    watch.over.set()
    for thread in threads:
        thread.join()
    _say({"looks": watch.looks, "seen": sorted(watch.seen), "wrong": watch.wrong})


def _say(what: Any) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
