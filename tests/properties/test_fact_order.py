"""Files of facts: the ledger ends the same in whatever order they arrive, and no vantage sees what was known later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ingest import ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.schema import editions, releases
from cliffhanger.forecast.releases import Releases
from cliffhanger.vantage import Vantage
from editions import LATE
from feeds import empty_ledger, law

FIRST = datetime(2026, 1, 1)
DAYS = 6
TITLES = "Ada", "ADA!", "Bo"
Key = tuple[str, int]


class Told(NamedTuple):
    """A row of a file; `known` is the number of a day, or None where the field is empty."""

    title: str
    season: int
    released: int
    staggered: str
    known: int | None

    @property
    def key(self) -> Key:
        return self.title.strip("!").casefold(), self.season


class File(NamedTuple):
    """A file, told on a day."""

    told: int
    rows: tuple[Told, ...]

    @property
    def download(self) -> Download:
        lines = [f"{r.title},{r.season or ''},{day(r.released)},{r.staggered},{since(r.known)}" for r in self.rows]
        data = "\n".join(["title,season,date,staggered,known", *lines]).encode()
        return Download("releases.csv", FIRST + timedelta(self.told), digest_of(data), lambda: data)


def day(number: int) -> date:
    return (FIRST + timedelta(number)).date()


def since(known: int | None) -> str:
    return "" if known is None else str(day(known))


@st.composite
def files(draw: st.DrawFn) -> File:
    """Give a file in which no season is told twice without days that tell the rows apart."""
    told = draw(st.integers(0, DAYS))
    kept: dict[tuple[Key, int | None], Told] = {}
    known = st.none() | st.integers(0, told)
    row = st.builds(
        Told, st.sampled_from(TITLES), st.integers(0, 2), st.integers(0, 9), st.sampled_from(["", "no"]), known
    )
    for one in draw(st.lists(row, min_size=1, max_size=5)):
        others = [other for key, other in kept if key == one.key]
        if not others or None not in {one.known, *others}:
            kept[one.key, one.known] = one
    return File(told, tuple(kept.values()))


Arrivals = tuple[list[File], list[File]]


@st.composite
def arrivals(draw: st.DrawFn) -> Arrivals:
    """Give files, and the order in which they arrive, with repeats."""
    some = draw(st.lists(files(), min_size=1, max_size=6))
    return some, draw(st.permutations([*some, *draw(st.lists(st.sampled_from(some), max_size=2))]))


def ledger_of(some: Sequence[File]) -> Ledger:
    ledger = empty_ledger()
    for one in some:
        assert ingest(ledger, Archive("ours", [one.download]), LATE).rejected == []
    return ledger


def stored(ledger: Ledger) -> list[list[tuple[object, ...]]]:
    noted = [column for column in editions.columns if column.name not in {"id", "recorded_at"}]
    with ledger._engine.connect() as connection:
        tables = [select(releases), select(*noted)]
        return [sorted((tuple(row) for row in connection.execute(asked)), key=repr) for asked in tables]


def standing(some: Sequence[File], at: int) -> dict[Key, tuple[date, bool | None]]:
    """Find what stands of each season on a day, by looking at all that was told: of the last file the last known."""
    best: dict[Key, tuple[tuple[int, str, int], Told]] = {}
    for one in some:
        for row in one.rows:
            known = one.told if row.known is None else row.known
            rank = one.told, one.download.digest, known
            if known <= at and (row.key not in best or rank > best[row.key][0]):
                best[row.key] = rank, row
    return {key: (day(row.released), {"no": False}.get(row.staggered)) for key, (_, row) in best.items()}


@law(60)
@given(arrivals())
def test_the_ledger_ends_the_same_in_whatever_order_files_arrive(case: Arrivals) -> None:
    """Shuffled, with repeats: facts and notes end as from the files in the order in which they were drawn."""
    some, shuffled = case
    assert stored(ledger_of(shuffled)) == stored(ledger_of(some))


@law(60)
@given(arrivals(), st.integers(-1, DAYS + 1))
def test_a_view_shows_what_the_last_file_told_of_what_was_known(case: Arrivals, at: int) -> None:
    """On each day there stands of each season what looking through all the files finds, known from no later day."""
    some, shuffled = case
    with ledger_of(shuffled).as_of(Vantage(day(at))) as view:
        rows = view.releases()
    shown = {(row.title.strip("!").casefold(), row.season or 0): (row.released, row.staggered) for row in rows}
    assert shown == standing(some, at)
    assert len(shown) == len(rows)
    assert all(row.known_from.date() <= day(at) for row in rows)


@law(50)
@given(st.lists(files(), max_size=4), st.lists(files(), max_size=4), st.integers(0, DAYS))
def test_what_is_known_later_changes_nothing(past: list[File], future: list[File], at: int) -> None:
    """Facts known after a vantage leave the view, its digest, and the releases of forecasts as they were."""
    later = [File(3 * DAYS, tuple(r._replace(known=DAYS + 1 + n) for n, r in enumerate(one.rows))) for one in future]
    seen = []
    for world in (past, [*later, *past]):
        with ledger_of(world).as_of(Vantage(day(at))) as view:
            seen.append((view.releases(), view.digest, view.editions, Releases().known_at(view)))
    assert seen[0] == seen[1]


@law(50)
@given(st.lists(files(), min_size=1, max_size=4))
def test_a_season_has_one_fact_at_any_instant(some: list[File]) -> None:
    """The versions of a season follow one another without a gap, and the last has no end."""
    with ledger_of(some)._engine.connect() as connection:
        key = releases.c.name, releases.c.season
        rows = connection.execute(select(*key, releases.c.known_from, releases.c.known_to).order_by(*key, "known_from"))
        told = rows.all()
    for one, following in zip(told, [*told[1:], None], strict=True):
        same = following is not None and following[:2] == one[:2]
        assert one.known_to == (following[2] if following and same else datetime(9999, 12, 31))
