"""Releases that users told, matched with the titles that the lists have."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ingest import ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.titles import beginning, plain
from cliffhanger.forecast.panel import title_weeks
from cliffhanger.forecast.releases import Release, Releases
from cliffhanger.vantage import Vantage
from editions import FILMS, LATE, SUNDAY, TV, Line, download, ledger_of, report, table, take

PUBLISHED = date(2026, 1, 6)
TOLD = date(2026, 1, 10)
DAY = date(2026, 1, 1)


def known(rows: str, *charted: tuple[str, str, str | None], told: Releases | None = None) -> dict[str, Release]:
    """Give what is known where lists have these (list, show, season), and users told rows of title, season, parts."""
    lines = [Line(SUNDAY, *listed(place, *one)) for place, one in enumerate(charted, 1)]
    with ledger_of((PUBLISHED, table(lines))) as ledger:
        tell(ledger, "".join(f"{row},{DAY}\n" for row in rows.split("|")))
        with ledger.as_of(Vantage(TOLD)) as view:
            return (told or Releases()).known_at(view)


def listed(place: int, category: str, show: str, season: str | None) -> tuple[str, int, str, str | None]:
    return category, place, show, season


def tell(ledger: Ledger, rows: str) -> None:
    data = f"title,season,staggered,date\n{rows}".encode()
    at = datetime.combine(TOLD, datetime.min.time())
    told = ingest(ledger, Archive("ours", [Download("r.csv", at, digest_of(data), lambda: data)]), LATE)
    assert told.rejected == []


ADA = (TV, "Ada", "Ada: Season 1"), (TV, "Ada", "Ada: Season 2")
LIMITED = (TV, "Bo", "Bo: Limited Series")
FILM = (FILMS, "Cy", None)


@pytest.mark.parametrize(
    ("row", "charted", "titles"),
    [
        ("ADA,2,", ADA, {"ada season 2"}),
        ("Ada,,", ADA, {"ada season 1"}),
        ("Ada: Season 2,,", ADA, {"ada season 2"}),
        ("Ada: Season 2,2,", ADA, {"ada season 2"}),
        ("Ada,3,", ADA, {"ada season 3"}),
        ("Bo,,", (LIMITED, *ADA), {"bo limited series"}),
        ("Bo,1,", (LIMITED, *ADA), {"bo limited series"}),
        ("Bo,2,", (LIMITED, *ADA), {"bo season 2"}),
        ("Cy,,", (FILM, LIMITED), {"cy"}),
        ("Di,,", (LIMITED,), {"di"}),
        ("Ed,,", ((TV, "Ed", "Ed: The Last Hour"),), {"ed the last hour"}),
        ("Ed,,", ((TV, "Ed", "Ed: The Last Hour"), (TV, "Ed", "Ed: The First Hour")), {"ed"}),
        ("Flo,2,", ((TV, "Flo", "Flo: Part 2"),), {"flo part 2"}),
    ],
)
def test_a_release_is_of_the_title_that_the_lists_have(
    row: str, charted: tuple[tuple[str, str, str | None], ...], titles: set[str]
) -> None:
    """A season is found by its number, a film by its title; what is on no list stands under the title it would have."""
    assert set(known(row, *charted)) == titles


def test_who_names_the_season_wins() -> None:
    """Where a row without a season and one with it mean the same, the one with it counts."""
    found = known("Ada,,no|Ada,1,yes", *ADA)
    assert found["ada season 1"].staggered is True


def test_users_win_over_reports_and_are_known_from_their_day() -> None:
    """Where a report tells an earlier day, what a user told counts from when it was known, and the report before."""
    with ledger_of((PUBLISHED, table([Line(SUNDAY, show="Ada", season="Ada: Season 2")]))) as ledger:
        sheets = {"TV": [["Ada: Season 2", "Yes", date(2025, 9, 7), 1, "1:00", 1]]}
        take(ledger, download(report(sheets, "July to December 2025"), date(2026, 1, 7), "report.xlsx"))
        tell(ledger, f"Ada,2,yes,{DAY}\n")
        with ledger.as_of(Vantage(date(2026, 1, 9))) as view:
            reported = Release("Ada: Season 2", date(2025, 9, 7), date(2026, 1, 7))
            assert Releases().known_at(view) == {"ada season 2": reported}
        with ledger.as_of(Vantage(TOLD)) as view:
            user = Release("Ada: Season 2", DAY, TOLD, None, staggered=True)
            assert Releases().known_at(view) == {"ada season 2": user}


@pytest.mark.parametrize(("said", "expected"), [("yes", True), ("no", False), ("", True)])
def test_users_know_better_whether_all_came_out_at_once(said: str, expected: bool) -> None:
    """What a user says of parts wins over the lists; where nothing is said, the lists tell."""
    lines = [Line(SUNDAY, show="Ada", season="Ada: Season 2", staggered=True)]
    with ledger_of((PUBLISHED, table(lines, "details"))) as ledger:
        tell(ledger, f"Ada,2,{said},{DAY}\n")
        with ledger.as_of(Vantage(TOLD)) as view:
            (week,) = title_weeks(view, Releases().known_at(view))
    assert (week.staggered, week.opened_on, week.out_for) == (expected, 3, 3)


@pytest.mark.parametrize("told", ["Okja // 옥자", "Okja//Okja", "OKJA", "O.k.j.a", "Okjá // Adda"])
def test_titles_spelled_alike_begin_alike(told: str) -> None:
    """Whatever a report adds to a short title, it is read for the title on the lists."""
    assert plain(told.split("//")[0]).replace(" ", "") == "okja"
    assert beginning(told) == beginning("Okja")
