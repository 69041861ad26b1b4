"""A world of lists that turns into another one after some week: labels and hours of past weeks, which seasons return,
a report that knows more seasons, an all-time list, what users tell of fates.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from cliffhanger.charts.ledger import Ledger
from editions import Line, download, report, table, take
from seasons import FILLER, edition, lines_of_a_world, published, week

EVERY = 4
"""Weeks between editions."""

UNTIL = 120
PADDING = tuple(
    FILLER._replace(week=week(0), rank=rank, show=f"Filler {rank}", season=f"Filler {rank}: Season 1")
    for rank in range(5, 10)
)
"""Fills the first list up: one that is shorter than all others looks cut off."""

LIMITED = ": Limited Series"


def turned(lines: tuple[Line, ...], after: int, seed: int) -> list[Line]:
    """Keep what was on the lists up to a week, relabelled and recounted, with other titles from then on."""
    draw = Random(seed)
    labels = {line.show: draw.choice((": Limited Series", ": Season 1", ": Season 5")) for line in lines}
    altered = draw.sample(sorted(labels), len(labels) // 3)
    past = [
        line._replace(
            season=line.show + labels[line.show] if line.show in altered else line.season,
            hours=round(line.hours * draw.uniform(0.9, 1.1)),
        )
        for line in lines
        if line.week <= week(after)
    ]
    later = [
        line._replace(show=line.show if draw.random() < 0.3 else f"Other {line.show}")
        for line in lines_of_a_world(seed)
        if line.week > week(after)
    ]
    unlike = {(line.week, line.show, line.season): line for line in [*past, *later]}
    return [*unlike.values()]


def filled(path: Path, until: int, turn: int | None = None, seed: int = 0) -> Path:
    """Keep a world in a ledger; after the week of its turn, it is another one, and more is told of it."""
    lines, downloads = (*lines_of_a_world(), *PADDING), []
    for last in range(0, until + 1, EVERY):
        here = lines if turn is None or last <= turn else tuple(turned(lines, turn, seed))
        at, data = edition(last, here)
        downloads.append(download(data, at))
        if last and last % (4 * EVERY) == 0:
            downloads.append(download(all_time(here, last), at + timedelta(days=1), "most-popular.tsv"))
        if turn is not None and last == turn + EVERY:
            report_at = at + timedelta(days=2)
            downloads.append(download(half_year(seed, turn), report_at, "What_We_Watched_Jan-Jun25.xlsx"))
            downloads.append(download(fates(turn), report_at, "outcomes.csv"))
    with Ledger.open(path, create=True) as ledger:
        assert not take(ledger, *downloads).rejected
    return path


def all_time(lines: tuple[Line, ...], last: int) -> bytes:
    """Write an all-time list: the season of the first week, alone."""
    first = min((line for line in lines if line.week <= week(last)), key=lambda line: (line.week, line.rank))
    return table([first._replace(rank=1, hours=90_000_000)], "popular 91")


def half_year(seed: int, turn: int) -> bytes:
    """Write a report that knows of a second season of every show."""
    draw = Random(seed)
    shows = sorted({line.show for line in lines_of_a_world() if line.week <= week(turn)})
    days = [week(turn) - timedelta(days=draw.randrange(1, 30)) for _ in shows]
    rows = [
        [f"{show}: Season 9", "Yes", day, 1_000_000, "2:30", 400_000] for show, day in zip(shows, days, strict=True)
    ]
    return report({"Shows": rows}, "January to June 2025")


def fates(turn: int) -> bytes:
    """Write what somebody knows of the newest show, announced after all editions up to the turn."""
    newest = asked(turn)[0]
    day = (published(turn) + timedelta(days=8)).date()
    return f"title,season,fate,date,source\n{newest},1,renewed,{day},A paper\n".encode()


def asked(turn: int) -> list[str]:
    """Name shows to ask for: a first season of the newest weeks, a limited series, and one of a year before."""
    lines = [line for line in lines_of_a_world() if line.week <= week(turn) and line.weeks == 1]
    first = [line.show for line in lines if str(line.season).endswith("Season 1")]
    limited = [line.show for line in lines if str(line.season).endswith(LIMITED)]
    return [first[-1], limited[-1], first[len(first) // 2]]
