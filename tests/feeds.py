"""Random histories of the feeds, and what a plain reading of the laws makes of them.

A history is a list of issues: downloads with their instants, revised, relabelled, swapped, withdrawn, in changing
layouts, some of them refused. The model below knows nothing of differences or places: it walks through the editions.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from cliffhanger.charts.archive import Download
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ledger import Ledger
from cliffhanger.vantage import FOREVER, Vantage
from editions import FILMS, LIVE, NOT_LIVE, STAGGERED, TV, WEEKLY_LAYOUTS, Line, as_cells, download, table, workbook

START = date(2025, 7, 6)
FIRST_DAY = datetime(2026, 1, 1)
DAYS = 45
SHOWS = ("HIS & HERS", "Café Noir", "Raw: March 3, 2025", "Beau")
SEASONS = ("Limited Series", "Season 1", "Season 2", "Part 2")

State = tuple[Line, ...]
Key = tuple[Any, ...]

SOAKING = bool(os.environ.get("CLIFFHANGER_SOAK"))


def law(examples: int) -> settings:
    """Set how many examples a law is tried on: twenty times as many in `make soak`."""
    many = examples * 20 if SOAKING else examples
    return settings(max_examples=many, deadline=None, suppress_health_check=list(HealthCheck))


class Issue(NamedTuple):
    """A download: when, what, and the rows that it means (None: it must be refused)."""

    at: datetime
    feed: str
    layout: str
    lines: State | None
    data: bytes

    def __repr__(self) -> str:
        held = "refused" if self.lines is None else f"{len(self.lines)} rows"
        return f"<{self.feed} of {self.at:%Y-%m-%d %Hh}, layout {self.layout}, {held}, {digest_of(self.data)[:8]}>"

    @property
    def download(self) -> Download:
        """Give it as an archive would."""
        return download(self.data, self.at, f"{self.feed}.tsv")


@st.composite
def histories(draw: st.DrawFn, most: int = 8) -> list[Issue]:
    """Give a history, oldest first, with no two issues of one instant."""
    hours = sorted(draw(st.sets(st.integers(0, DAYS * 24), min_size=1, max_size=most)))
    states: dict[str, State] = {}
    issues = []
    for hour in hours:
        feed = draw(st.sampled_from(["weekly"] * 4 + ["countries", "popular"]))
        at = FIRST_DAY + timedelta(hours=hour)
        state = states[feed] if feed in states else draw(_rows(START))
        for change in draw(st.lists(st.sampled_from(CHANGES), max_size=3)):
            state = change(draw, state)
        states[feed] = state
        issues.append(draw(_issues(at, feed, state)))
    return issues


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[Issue], list[list[Issue]]]:
    """Give a history, and the runs in which it arrives: shuffled, split, with repeats."""
    issues = draw(histories())
    repeats = draw(st.lists(st.sampled_from(issues), max_size=3))
    shuffled = draw(st.permutations([*issues, *repeats]))
    cuts = sorted(draw(st.sets(st.integers(0, len(shuffled)), max_size=3)))
    return issues, [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]


@st.composite
def rivals(draw: st.DrawFn) -> tuple[list[Issue], list[Issue]]:
    """Give histories of which some issues share an instant, and the order in which they arrive."""
    issues, others = draw(histories()), draw(histories())
    moved = [one._replace(at=draw(st.sampled_from(issues)).at) for one in others]
    told = {(one.at, one.data): one for one in [*issues, *moved] if one.lines is not None}
    return list(told.values()), draw(st.permutations(list(told.values())))


@st.composite
def _issues(draw: st.DrawFn, at: datetime, feed: str, state: State) -> Issue:
    layouts = {"weekly": WEEKLY_LAYOUTS, "countries": ("countries",), "popular": ("popular 28", "popular 91")}
    layout = draw(st.sampled_from(layouts[feed]))
    lines = _shown(feed, state)
    if draw(st.integers(0, 5)) == 0:
        return Issue(at, feed, layout, None, draw(st.sampled_from(_spoilt(table(lines, layout)))))
    form = draw(st.sampled_from(["tsv"] * 8 + ["csv", "xlsx"]))
    if form == "xlsx":
        return Issue(at, feed, layout, lines, workbook({"Sheet1": as_cells(lines, layout)}))
    return Issue(at, feed, layout, lines, table(lines, layout, "," if form == "csv" else "\t"))


def _spoilt(data: bytes) -> list[bytes]:
    header, _, _ = data.partition(b"\n")
    cut = data.rstrip(b"\n").rpartition(b"\t")[0]
    twice = data + data.rstrip(b"\n").rpartition(b"\n")[2] + b"\n"
    return [b"<a href='x'>Moved Permanently</a>.", b"null", b"", header + b"\n", cut, twice, b"\xff" + data]


def _shown(feed: str, state: State) -> State:
    """Arrange rows as published, with a list last that is no shorter than the others (else it would seem cut off)."""
    if feed == "popular":
        newest = max(line.week for line in state)
        lists = [[n for n in state if (n.week, n.category) == (newest, category)] for category in (FILMS, TV)]
        size = min(map(len, lists))
        ranked = (sorted(lines, key=lambda line: line.rank)[:size] for lines in lists)
        return tuple(line._replace(rank=rank) for lines in ranked for rank, line in enumerate(lines, 1))
    if feed == "countries":
        state = tuple(line._replace(country="CI" if line.show == SHOWS[0] else "US") for line in state)
    sizes = Counter((line.country, line.week) for line in state)
    last = max(sizes, key=lambda group: (sizes[group], -group[1].toordinal(), group[0]))
    return tuple(
        sorted(state, key=lambda n: ((n.country, n.week) == last, n.country, -n.week.toordinal(), n.category, n.rank))
    )


def _rows(week: date) -> st.SearchStrategy[State]:
    return st.integers(0, 2**16).map(lambda seed: _random_rows(week, Random(seed)))


def _random_rows(week: date, chance: Random) -> State:
    lines = [_random_line(week, TV, rank, chance) for rank in (1, 2, 3)]
    return (*lines, *(_random_line(week, FILMS, rank, chance)._replace(season=None) for rank in (1, 2)))


def _random_line(week: date, category: str, rank: int, chance: Random) -> Line:
    show, season = chance.choice(SHOWS), chance.choice([None, *SEASONS])
    line = Line(week, category, rank, show, season and f"{show}: {season}", chance.randint(1, 9) * 1_000_000)
    return line._replace(weeks=chance.randint(1, 3), staggered=chance.random() < 0.5, live=chance.random() < 0.2)


Change = Callable[[st.DrawFn, State], State]


def _next_week(draw: st.DrawFn, state: State) -> State:
    week = max(line.week for line in state) + timedelta(weeks=1)
    return (*state, *draw(_rows(week)))


def _relabel(draw: st.DrawFn, state: State) -> State:
    show, season = draw(st.sampled_from(SHOWS)), draw(st.sampled_from(SEASONS))
    relabelled = f"{show}: {season}"
    return tuple(n._replace(season=relabelled) if n.show == show and n.category == TV else n for n in state)


def _rename(draw: st.DrawFn, state: State) -> State:
    show, name = draw(st.sampled_from(SHOWS)), draw(st.sampled_from([*SHOWS, "Beau Renamed"]))
    return tuple(n._replace(show=name) if n.show == show else n for n in state)


def _swap(draw: st.DrawFn, state: State) -> State:
    one = draw(st.sampled_from(state))
    other = draw(st.sampled_from([n for n in state if (n.week, n.category) == (one.week, one.category)]))
    ranks = {one: other.rank, other: one.rank}
    return tuple(n._replace(rank=ranks[n]) if n in ranks else n for n in state)


def _figure(draw: st.DrawFn, state: State) -> State:
    one, hours = draw(st.sampled_from(state)), draw(st.integers(0, 9)) * 1_000_000
    return tuple(n._replace(hours=hours, runtime="0") if n == one else n for n in state)


def _launch(draw: st.DrawFn, state: State) -> State:
    one = draw(st.sampled_from(state))
    return tuple(n._replace(staggered=not n.staggered) if n == one else n for n in state)


def _drop_row(draw: st.DrawFn, state: State) -> State:
    one = draw(st.sampled_from(state))
    rest = tuple(n for n in state if n != one)
    whole = {(TV, max(n.week for n in state)), (FILMS, max(n.week for n in state))}
    return rest if whole <= {(n.category, n.week) for n in rest} else state


def _drop_week(draw: st.DrawFn, state: State) -> State:
    newest = max(n.week for n in state)
    week = draw(st.sampled_from(sorted({n.week for n in state})))
    return state if week == newest else tuple(n for n in state if n.week != week)


CHANGES: tuple[Change, ...] = (
    _next_week, _next_week, _relabel, _relabel, _rename, _swap, _figure, _launch, _drop_row, _drop_week,
)  # fmt: skip


# What the laws make of a history, by walking through it.


def chart_rows(issue: Issue) -> dict[Key, tuple[Any, ...]]:
    """Give the rows that a weekly issue means, by country, category, week and rank."""
    assert issue.lines is not None
    by_country, viewed = issue.feed == "countries", issue.layout not in ("hours", "countries")
    return {
        (n.country if by_country else "", n.category, n.week, n.rank): (
            n.show,
            n.season or "N/A",
            None if by_country else n.hours,
            float(n.runtime) if viewed else None,
            n.views if viewed else None,
            n.weeks,
        )
        for n in issue.lines
    }


def launch_rows(issue: Issue) -> dict[Key, tuple[Any, ...]]:
    """Give the launches that stand apart in a weekly issue with columns for them."""
    assert issue.lines is not None
    told = issue.layout == "override"
    return {
        (n.category, n.week, n.rank): (
            n.show,
            str(n.staggered).lower(),
            (LIVE if n.live else NOT_LIVE) if told else None,
            STAGGERED if n.staggered else None,
        )
        for n in issue.lines
        if n.staggered or (told and n.live)
    }


def popular_rows(issue: Issue) -> dict[Key, tuple[Any, ...]]:
    """Give the rows of an all-time issue."""
    assert issue.lines is not None
    late = issue.layout == "popular 91"
    return {
        (n.category, n.rank): (
            91 if late else 28,
            n.show,
            n.season or "N/A",
            n.hours,
            float(n.runtime) if late else None,
            n.views if late else None,
        )
        for n in issue.lines
    }


def versions(issues: Iterable[Issue], rows: Callable[[Issue], dict[Key, tuple[Any, ...]]]) -> set[tuple[Any, ...]]:
    """List every row that ever stood with the instants between which it did."""
    standing: dict[Key, tuple[tuple[Any, ...], datetime]] = {}
    found = set()
    for issue in sorted((one for one in issues if one.lines is not None), key=lambda one: one.at):
        now = rows(issue)
        for key, (row, since) in list(standing.items()):
            if now.get(key) != row:
                found.add((*key, *row, since, issue.at))
                del standing[key]
        for key, row in now.items():
            standing.setdefault(key, (row, issue.at))
    return found | {(*key, *row, since, FOREVER) for key, (row, since) in standing.items()}


def of_feed(issues: Sequence[Issue], feed: str, layouts: Sequence[str] = ()) -> list[Issue]:
    """Pick the issues of a feed, of some layouts if they are named."""
    return [one for one in issues if one.feed == feed and (not layouts or one.layout in layouts)]


def by_then(issues: Iterable[Issue], vantage: Vantage) -> list[Issue]:
    """Pick the issues published by the end of the vantage's day."""
    return [one for one in issues if one.at.date() <= vantage.as_of]


def vantages() -> st.SearchStrategy[Vantage]:
    """Give vantages around the days of the histories."""
    return st.integers(-2, DAYS + 2).map(lambda days: Vantage((FIRST_DAY + timedelta(days=days)).date()))


def empty_ledger() -> Ledger:
    """Give a ledger in memory."""
    return Ledger.open("sqlite://", create=True)
