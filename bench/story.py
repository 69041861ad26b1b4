"""A story of 100,000 claims over 200 episodes: to load and check it, and to look at it from another vantage.

The peer, in the same run, is what a script would do: PyYAML's loader in C, and a filter over a list of claims.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import yaml

from cliffhanger.story import Story, lint
from cliffhanger.vantage import Vantage, Watched

CLAIMS, EPISODES, PEOPLE, THREADS = 100_000, 200, 300, 120
VANTAGES = 40
DAY = date(2026, 6, 1)


def generated(claims: int = CLAIMS, seed: int = 7) -> str:
    """Write a story as long as a soap opera: people enter, questions open, are weighed, answered and overturned."""
    dice = random.Random(seed)
    lines = ["format_version: 1", "title: The Long Story", "announced: 2026-01-01", "released: 2026-01-08"]
    lines += [f"episodes: {{1: {EPISODES}}}", "people:", *(f"  p{n}: {{}}" for n in range(PEOPLE))]
    lines += ["moments:", *(f"  - m{n}" for n in range(500))]
    lines += ["threads:", *(f"  t{n}: {{asks: Who did deed {n}?}}" for n in range(THREADS))]
    lines += ["reveals:"]
    number = 0
    for episode in range(EPISODES):
        lines.append(f"  S1E{episode + 1}:")
        people = PEOPLE * (episode + 1) // EPISODES
        threads = THREADS * (episode + 1) // EPISODES
        for n in range(PEOPLE * episode // EPISODES, people):
            lines.append(f"    - introduces: {{p{n}: {{name: Person {n}, role: worker {n}}}}}")
        for n in range(THREADS * episode // EPISODES, threads):
            lines.append(f"    - {{says: Deed {n} is done, opens: t{n}}}")
        for _ in range(claims // EPISODES):
            lines.append(_claim(dice, number, people, threads))
            number += 1
    return "\n".join(lines) + "\n"


def _claim(dice: random.Random, number: int, people: int, threads: int) -> str:
    one, other = dice.randrange(people), dice.randrange(people)
    told = [f"says: Person {one} meets {other} in {number}", f"about: [p{one}, p{other}]"]
    chance = dice.random()
    if number % 20 == 0:
        told.append(f"id: c{number}")
    if chance < 0.03 and number > 40:
        told.append(f"overturns: c{dice.randrange(number // 20) * 20}")
    elif threads and chance < 0.13:
        told.append(f"weighs: {{t{dice.randrange(threads)}: {{p{one}: {dice.randrange(-9, 10)}}}}}")
    elif threads and chance < 0.14:
        told.append(f"answers: {{t{dice.randrange(threads)}: p{other}}}")
    elif chance < 0.2:
        told.append(f"when: m{dice.randrange(500)}")
    elif chance < 0.3:
        told.append(f"told_by: p{other}")
    elif chance < 0.33 and number > 40:
        told.append(f"supports: c{dice.randrange(number // 20) * 20}")
    return "    - {" + ", ".join(told) + "}"


def peer(path: Path) -> None:
    """Load the file as a script would, and filter its claims by episode."""
    started = perf_counter()
    told = _naive(yaml.load(path.read_bytes(), yaml.CSafeLoader))
    print(f"loaded {perf_counter() - started:.3f}")
    print(f"filtered {median(_timed(lambda n=n: [one for one in told if one[0] <= n]) for n in _episodes()):.6f}")


def _naive(read: Any) -> list[tuple[int, Any]]:
    return [(int(name[3:]), claim) for name, claims in read["reveals"].items() for claim in claims]


def ours(path: Path) -> None:
    """Load the file without a cache, look at it from many vantages, and review it."""
    started = perf_counter()
    story = Story.load(path)
    print(f"loaded {perf_counter() - started:.3f}")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
    vantages = [Vantage(DAY, Watched.parse(f"S1E{n}")) for n in _episodes()]
    print(f"filtered {median(_timed(lambda v=v: story.at(v)) for v in vantages):.6f}")
    print(f"recapped {median(_timed(lambda v=v: _recap(story, v)) for v in vantages[::8]):.6f}")
    started = perf_counter()
    found = lint.check(path)
    print(f"reviewed {perf_counter() - started:.3f}")
    print(f"findings {len(found)}")


def _recap(story: Story, vantage: Vantage) -> int:
    view = story.at(vantage)
    return 0 if view is None else len(view.recap())


def _episodes() -> list[int]:
    dice = random.Random(3)
    return [dice.randrange(1, EPISODES + 1) for _ in range(VANTAGES)]


def _timed(work: Any) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.yaml"
        path.write_text(generated(), "utf-8")
        size = path.stat().st_size / 1e6
        here, there = (_told(who, path) for who in ("ours", "peer"))
    loads, views = here["loaded"] / there["loaded"], here["filtered"] / there["filtered"]
    what = f"a story of {CLAIMS:,} claims over {EPISODES} episodes, {size:.1f} MB"
    print(f"{what}, loaded and checked: {here['loaded']:.2f} s, peak {here['peak']:.0f} MB")
    print(f"yaml.load with CSafeLoader, which checks nothing: {there['loaded']:.2f} s")
    print(f"  ratio {loads:.2f}")
    print(f"a view of it at a new vantage: {1000 * here['filtered']:.1f} ms (median of {VANTAGES})")
    print(f"a filter over its claims by episode: {1000 * there['filtered']:.1f} ms")
    print(f"  ratio {views:.2f}")
    print(f"its whole recap at a new vantage: {here['recapped']:.2f} s")
    print(f"its review: {here['reviewed']:.2f} s, {here['findings']:.0f} findings")


def _told(who: str, path: Path) -> dict[str, float]:
    """Run one of the two in a process of its own, and read what it measured."""
    code = f"import sys; from pathlib import Path; from bench import story; story.{who}(Path(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "CLIFFHANGER_CACHE": "none"},
    )
    return {name: float(figure) for name, figure in (line.split() for line in done.stdout.splitlines())}


if __name__ == "__main__":
    main()
