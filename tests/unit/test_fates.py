"""Which season is meant by what users told: by its whole title, or by its show with a number."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache, partial

import pytest

from cliffhanger.brief.fates import fate_of, is_of
from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ingest import ingest
from cliffhanger.charts.rows import OutcomeRow
from cliffhanger.renewal.seasons import Season, Seasons, seasons_of
from cliffhanger.vantage import Vantage
from seasons import charted, known, on, published, season

TWO = "Monsters: The Lyle and Erik Menendez Story"
"""With *DAHMER* an anthology, as the reviewed exceptions have it."""


@cache
def world() -> Seasons:
    """Give a limited series, a show of two seasons, one without a number, and an anthology of two instalments."""
    lines = [
        *on("Ada", "Limited Series", 0, rank=1),
        *on("Bo", "Season 1", 0, rank=2),
        *on("Bo", "Season 2", 60, rank=2),
        *on("Cy", "The Beginning", 0, rank=3),
        *on("DAHMER", "Limited Series", 0, rank=4),
        *on(TWO, "Season 1", 60, rank=4),
    ]
    return known(charted((61, lines), every=61), 61)


def one(title: str) -> Season:
    return season(world(), title)


def row(title: str, number: int | None) -> OutcomeRow:
    return OutcomeRow(title, number, "renewed", date(2025, 3, 3), "A paper", datetime(2025, 3, 3))


TOLD: dict[str, list[tuple[str, int | None]]] = {
    "Ada: Limited Series": [("Ada", None), ("ADA", 1), ("Ada: Limited Series", None), ("ada: limited series", 1)],
    "Bo: Season 1": [("Bo", 1), ("Bo", None), ("Bo: Season 1", None), ("Bo: Season 1", 1)],
    "Bo: Season 2": [("Bo", 2), ("Bo: Season 2", None), ("Bo: Season 2", 2)],
    "Cy: The Beginning": [("Cy", None), ("Cy: The Beginning", None)],
    "DAHMER: Limited Series": [("DAHMER", None), ("DAHMER", 1), ("Monster (anthology)", 1)],
    f"{TWO}: Season 1": [(TWO, None), (TWO, 1), (TWO, 2), (f"{TWO}: Season 1", None), ("Monster (anthology)", 2)],
}


@pytest.mark.parametrize("title", TOLD)
def test_a_row_is_of_one_season_and_of_no_other(title: str) -> None:
    """Each way to tell a season is taken for it, and for none of the others."""
    for told in TOLD[title]:
        assert [other for other in TOLD if is_of(row(*told), one(other))] == [title], told


@pytest.mark.parametrize(
    "told", [("Ada", 2), ("Ada: Limited Series", 2), ("Bo", 3), ("Bo: Season 2", 1), ("Bo: Season 3", None), ("Di", 1)]
)
def test_a_number_that_does_not_agree_is_of_no_season(told: tuple[str, int | None]) -> None:
    """Beside a whole title, too, a number has to be the season's own."""
    assert not [other for other in TOLD if is_of(row(*told), one(other))]


@pytest.mark.parametrize("first", ["Ada", "Ada: Limited Series"])
def test_of_two_spellings_of_one_season_that_which_was_known_last_tells_its_fate(first: str) -> None:
    """A renewal that is taken back later is none, though it was announced on a later day."""
    other = {"Ada": "Ada: Limited Series"}.get(first, "Ada")
    ledger = charted((9, on("Ada", "Limited Series", 0)))
    days = published(9).date(), published(9).date() + timedelta(days=1)
    for name, fate, announced, at in ((first, "renewed", 6, days[0]), (other, "cancelled", 5, days[1])):
        told = f"title,season,fate,date,source\n{name},,{fate},{published(announced).date()},N\n".encode()
        file = Download("outcomes.csv", datetime.combine(at, time()), digest_of(told), partial(bytes, told))
        assert not ingest(ledger, Archive("ours", [file]), datetime.combine(days[1], time())).rejected
    fates = []
    for day in days:
        with ledger.as_of(Vantage(day)) as view:
            seasons = seasons_of(view)
            assert seasons is not None
            fates.append(fate_of(view, season(seasons, "Ada: Limited Series")))
    assert [one.fate for one in fates if one] == ["renewed", "cancelled"]
