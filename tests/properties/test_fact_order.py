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
from cliffhanger.charts.schema import FACTS, editions
from cliffhanger.charts.view import ChartView, OutcomeRow, ReleaseRow
from cliffhanger.forecast.releases import Releases
from cliffhanger.vantage import Vantage
from editions import LATE, Line, download, table, take
from feeds import empty_ledger, law

FIRST = datetime(2026, 1, 1)
DAYS = 6
TITLES = "Ada", "ADA!", "Bo"
SEASONS = ("Ada", 1), ("Ada", 2), ("Bo", 1), ("Bo", 2)
LISTED = table(
    Line(date(2025, 12, 21), rank=rank, show=title, season=f"{title}: Season {number}")
    for rank, (title, number) in enumerate(SEASONS, 1)
)
"""A list on which all seasons had premiered, so that no outcome is refused."""

RELEASES, OUTCOMES = "releases", "outcomes"
Key = tuple[str, str, int]


class Told(NamedTuple):
    """A row of a file; `known` is the number of a day, or None where the field is empty.

    It says a day, and whether all came out at once or what the fate is; outcomes have a source, always the same.
    """

    title: str
    season: int
    day: int
    says: str
    known: int | None

    def key(self, kind: str) -> Key:
        return kind, self.title.strip("!").casefold(), self.season


class File(NamedTuple):
    """A file of a kind of facts, told on a day."""

    told: int
    kind: str
    rows: tuple[Told, ...]

    @property
    def download(self) -> Download:
        header, source = ("staggered", "") if self.kind == RELEASES else ("fate,source", ",N")
        lines = [f"{r.title},{r.season or ''},{day(r.day)},{r.says}{source},{since(r.known)}" for r in self.rows]
        data = "\n".join([f"title,season,date,{header},known", *lines]).encode()
        return Download(f"{self.kind}.csv", FIRST + timedelta(self.told), digest_of(data), lambda: data)


def day(number: int) -> date:
    return (FIRST + timedelta(number)).date()


def since(known: int | None) -> str:
    return "" if known is None else str(day(known))


@st.composite
def rows(draw: st.DrawFn, kind: str, told: int) -> Told:
    """Give a row that a file told on a day may have; an outcome was announced by then, and not known before."""
    title, season = draw(st.sampled_from(TITLES)), draw(st.integers(0, 2))
    if kind == RELEASES:
        says = draw(st.sampled_from(["", "no"]))
        return Told(title, season, draw(st.integers(0, 9)), says, draw(st.none() | st.integers(0, told)))
    announced, fate = draw(st.integers(0, told)), draw(st.sampled_from(["renewed", "ended"]))
    return Told(title, season, announced, fate, draw(st.none() | st.integers(announced, told)))


@st.composite
def files(draw: st.DrawFn) -> File:
    """Give a file in which no season is told twice without days that tell the rows apart."""
    told, kind = draw(st.integers(0, DAYS)), draw(st.sampled_from([RELEASES, OUTCOMES]))
    kept: dict[tuple[Key, int | None], Told] = {}
    for one in draw(st.lists(rows(kind, told), min_size=1, max_size=5)):
        others = [other for key, other in kept if key == one.key(kind)]
        if not others or None not in {one.known, *others}:
            kept[one.key(kind), one.known] = one
    return File(told, kind, tuple(kept.values()))


Arrivals = tuple[list[File], list[File]]


@st.composite
def arrivals(draw: st.DrawFn) -> Arrivals:
    """Give files, and the order in which they arrive, with repeats."""
    some = draw(st.lists(files(), min_size=1, max_size=6))
    return some, draw(st.permutations([*some, *draw(st.lists(st.sampled_from(some), max_size=2))]))


def ledger_of(some: Sequence[File]) -> Ledger:
    ledger = empty_ledger()
    take(ledger, download(LISTED, FIRST - timedelta(7)))
    for one in some:
        assert ingest(ledger, Archive("ours", [one.download]), LATE).rejected == []
    return ledger


def stored(ledger: Ledger) -> list[list[tuple[object, ...]]]:
    noted = [column for column in editions.columns if column.name not in {"id", "recorded_at"}]
    with ledger._engine.connect() as connection:
        tables = [*map(select, FACTS.values()), select(*noted)]
        return [sorted((tuple(row) for row in connection.execute(asked)), key=repr) for asked in tables]


def standing(some: Sequence[File], at: int) -> dict[Key, tuple[date, str]]:
    """Find what stands of each season on a day, by looking at all that was told: of the last file the last known."""
    best: dict[Key, tuple[tuple[int, str, int], Told]] = {}
    for one in some:
        for row in one.rows:
            known, key = one.told if row.known is None else row.known, row.key(one.kind)
            rank = one.told, one.download.digest, known
            if known <= at and (key not in best or rank > best[key][0]):
                best[key] = rank, row
    return {key: (day(row.day), row.says) for key, (_, row) in best.items()}


def shown(view: ChartView) -> list[tuple[Key, tuple[date, str]]]:
    """List what a view shows of each season."""
    said = {False: "no", None: ""}
    released = [((RELEASES, *_of(row)), (row.released, said[row.staggered])) for row in view.releases()]
    return released + [((OUTCOMES, *_of(row)), (row.announced, row.fate)) for row in view.outcomes()]


def _of(row: ReleaseRow | OutcomeRow) -> tuple[str, int]:
    return row.title.strip("!").casefold(), row.season or 0


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
        found, known = shown(view), [row.known_from for row in view.releases()]
        known += [row.known_from for row in view.outcomes()]
    assert dict(found) == standing(some, at)
    assert len(dict(found)) == len(found)
    assert all(instant.date() <= day(at) for instant in known)


@law(50)
@given(st.lists(files(), max_size=4), st.lists(files(), max_size=4), st.integers(0, DAYS))
def test_what_is_known_later_changes_nothing(past: list[File], future: list[File], at: int) -> None:
    """Facts known after a vantage leave the view, its digest, and the releases of forecasts as they were."""
    later = [
        File(3 * DAYS, one.kind, tuple(row._replace(known=DAYS + 1 + n) for n, row in enumerate(one.rows)))
        for one in future
    ]
    seen = []
    for world in (past, [*later, *past]):
        with ledger_of(world).as_of(Vantage(day(at))) as view:
            seen.append((shown(view), view.digest, view.editions, Releases().known_at(view)))
    assert seen[0] == seen[1]


@law(50)
@given(st.lists(files(), min_size=1, max_size=4))
def test_a_season_has_one_fact_at_any_instant(some: list[File]) -> None:
    """The versions of a season follow one another without a gap, and the last has no end."""
    with ledger_of(some)._engine.connect() as connection:
        for kept in FACTS.values():
            key = kept.c.name, kept.c.season
            asked = select(*key, kept.c.known_from, kept.c.known_to).order_by(*key, kept.c.known_from)
            told = connection.execute(asked).all()
            for one, following in zip(told, [*told[1:], None], strict=False):
                same = following is not None and following[:2] == one[:2]
                assert one.known_to == (following[2] if following and same else datetime(9999, 12, 31))
