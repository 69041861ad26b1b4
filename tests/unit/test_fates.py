"""Which season is meant by what users told: by its whole title, or by its show with a number."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import pytest

from cliffhanger.brief.fates import is_of
from cliffhanger.charts.rows import OutcomeRow
from cliffhanger.renewal.seasons import Season, Seasons
from seasons import charted, known, on, season

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
