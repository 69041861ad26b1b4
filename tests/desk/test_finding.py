"""Suggestions and search: titles by their words, by how they are called at home, and by what is nearly right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from fastapi import FastAPI

from asking import Asker, desk
from cliffhanger.charts.ledger import Ledger
from desks import TODAY
from editions import SUNDAY, TV, Line, download, report, table, take

LISTED = datetime(2026, 1, 5, 12)
REPORTED = datetime(2026, 1, 7)
BEFORE = "&as-of=2026-01-06"
ROWS = [
    ["Paper House: Part 1 // La casa: Parte 1", "Yes", date(2023, 1, 5), 9_000_000, "8:00", 1_000_000],
    ["Paper House: Harbour: Season 2 // La casa: Puerto: Temporada 2", "Yes", date(2024, 1, 5), 8_000_000, "8:00", 900],
    ["Tide // 파도", "Yes", date(2023, 2, 5), 7_000_000, "8:00", 900],
    ["On No List // 아무도", "Yes", date(2023, 3, 5), 6_000_000, "8:00", 800],
]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    path = tmp_path_factory.mktemp("finding") / "ledger.sqlite"
    shows = "Paper House", "Paper House: Harbour", "Tide"
    with Ledger.open(path, create=True) as ledger:
        lines = [Line(SUNDAY, TV, place, show, None, 9_000_000 // place) for place, show in enumerate(shows, 1)]
        assert not take(ledger, download(table(lines), LISTED)).rejected
        assert not take(ledger, download(report({"TV": ROWS}), REPORTED, "report.xlsx")).rejected
    made = desk(path, today=TODAY)
    yield made
    made.state.desk.close()


def suggested(app: FastAPI, asked: str) -> list[str]:
    told: list[str] = json.loads(Asker(app).ask(f"/suggest?q={asked}").text)
    return told


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("casa", ["Paper House", "Paper House: Harbour"]),
        ("puerto", ["Paper House: Harbour"]),
        ("파", ["Tide"]),
        ("temporada", []),
        ("아무", []),
    ],
)
def test_a_title_is_suggested_by_its_name_at_home(app: FastAPI, asked: str, titles: list[str]) -> None:
    """Words of a name at home lead to the show; those of its season, and names of what is on no list, do not."""
    assert suggested(app, asked) == titles


def test_a_name_at_home_is_known_from_the_day_of_the_report(app: FastAPI) -> None:
    """Before the report was published, the name leads nowhere, in suggestions and in the search."""
    assert suggested(app, f"파{BEFORE}") == []
    assert "Tide" in Asker(app).ask("/search?q=파").text
    assert "Tide" not in Asker(app).ask(f"/search?q=파{BEFORE}").text


def test_a_word_mistyped_is_forgiven(app: FastAPI) -> None:
    """Where no title has the words, the nearest titles are suggested, on pages and to programs."""
    assert suggested(app, "tid") == suggested(app, "tiide") == ["Tide"]
    told = json.loads(Asker(app).ask("/api/v1/suggest?q=tiide").text)["titles"]
    assert told == [{"title": "Tide", "slug": "tide"}]
    assert suggested(app, "zzz") == []
