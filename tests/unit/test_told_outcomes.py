"""Files of outcomes: what they tell, since when it counts, and what of it the ledger knows to be wrong."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.fact_kinds import KINDS
from cliffhanger.charts.facts import kind_of, read_facts
from cliffhanger.charts.ingest import Report, ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.rows import OutcomeRow
from cliffhanger.errors import EditionRejected
from cliffhanger.vantage import Vantage
from editions import FILMS, LATE, SUNDAY, Line, download, ledger_of, report, table, week_list

TOLD = datetime(2026, 1, 14, 12)
LISTED = date(2026, 1, 6)
MONDAY = date(2025, 12, 29)
ALWAYS = Vantage(date(2030, 1, 1))
HEADER = "title,season,fate,date,source"


def read(text: str, *, dated: bool = True) -> list[dict[str, Any]]:
    kind = kind_of(text.encode(), KINDS)
    assert kind is not None
    return list(read_facts(text.encode(), kind, TOLD, dated=dated).rows)


def file(text: str, at: date | datetime = TOLD, *, dated: bool = True) -> Download:
    """Give a file of facts, told at an instant."""
    at = at if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())
    data = text.encode()
    return Download("facts.csv", at, digest_of(data), lambda: data, dated)


def ours(*files: Download, ledger: Ledger | None = None) -> Ledger:
    """Give a ledger with a list of `Show 1: Season 1` and nine others like it, and with these files."""
    ledger = ledger or ledger_of((LISTED, table(week_list(SUNDAY))))
    for one in files:
        assert told(ledger, one).rejected == []
    return ledger


def told(ledger: Ledger, *files: Download) -> Report:
    return ingest(ledger, Archive("ours", files), LATE)


def refusal(ledger: Ledger, rows: str) -> str | None:
    """Tell why outcomes are refused, None where they are taken."""
    (outcome,) = told(ledger, file(f"title,season,fate,date,source\n{rows}\n")).outcomes
    return outcome.rejected


def standing(ledger: Ledger, day: date = ALWAYS.as_of) -> list[OutcomeRow]:
    with ledger.as_of(Vantage(day)) as view:
        return view.outcomes()


# Reading.


def test_a_row_tells_title_season_fate_day_and_source() -> None:
    """Each field is read as what it is; a fate may be written in capitals, and a source may hold commas."""
    rows = read(f'{HEADER}\nHis & Hers,,CANCELLED,2026-01-08,"A paper, page 2"\nWednesday,2,renewed,2026-01-09,N\n')
    names = "name", "title", "season", "fate", "announced", "source"
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("his and hers", "His & Hers", 0, "cancelled", date(2026, 1, 8), "A paper, page 2"),
        ("wednesday", "Wednesday", 2, "renewed", date(2026, 1, 9), "N"),
    ]


@pytest.mark.parametrize(
    ("header", "feed"),
    [
        ("title,date", "releases"),
        ("title,season,date,known", "releases"),
        ("title,season,date,episodes", "releases"),
        ("title,fate", "outcomes"),
        ("known,source,date,title", "outcomes"),
        (HEADER, "outcomes"),
    ],
)
def test_a_file_is_of_the_kind_whose_columns_it_has(header: str, feed: str) -> None:
    """The columns that only one kind has tell it; with none of them, a file is one of releases."""
    kind = kind_of(header.encode(), KINDS)
    assert kind is not None
    assert kind.feed == feed


REFUSED: dict[str, tuple[str, str, int | None, str | None]] = {
    "another fate": (f"{HEADER}\nAda,1,paused,2026-01-08,N\n", "renewed, cancelled, ended", 2, "fate"),
    "no fate": (f"{HEADER}\nAda,1,,2026-01-08,N\n", "empty", 2, "fate"),
    "no source": (f"{HEADER}\nAda,1,ended,2026-01-08,\n", "empty", 2, "source"),
    "no column of sources": ("title,fate,date\nAda,ended,2026-01-08\n", "lacks this column", None, "source"),
    "a source that steers terminals": (f"{HEADER}\nAda,1,ended,2026-01-08,\x1b[2J\n", "control", 2, "source"),
    "announced tomorrow": (f"{HEADER}\nAda,1,ended,2026-01-15,N\n", "lies after 2026-01-14", 2, "date"),
    "known before it was announced": (
        f"{HEADER},known\nAda,1,ended,2026-01-08,N,2026-01-07\n", "lies before 2026-01-08", 2, "known",
    ),
    "known tomorrow": (f"{HEADER},known\nAda,1,ended,2026-01-08,N,2026-01-15\n", "lies after", 2, "known"),
    "a season twice": (
        f"{HEADER}\nAda,1,ended,2026-01-08,N\nADA,1,renewed,2026-01-09,N\n", "row 2 tells", 3, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_off_is_refused_with_its_place(case: tuple[str, str, int | None, str | None]) -> None:
    """A file with a mistake is refused whole; the complaint says where and what to do."""
    text, why, row, column = case
    with pytest.raises(EditionRejected, match=why) as refused:
        read(text)
    assert (refused.value.row, refused.value.column) == (row, column)


@pytest.mark.parametrize(
    ("known", "dated", "since"),
    [
        ("2026-01-10", True, date(2026, 1, 10)),
        ("2026-01-10", False, date(2026, 1, 10)),
        ("", True, TOLD.date()),
        ("", False, date(2026, 1, 8)),
    ],
)
def test_an_outcome_counts_from_a_day_on_which_it_was_surely_known(known: str, dated: bool, since: date) -> None:
    """It counts from the day in `known`; or from that of the file; or, without one, from its announcement."""
    (row,) = read(f"{HEADER},known\nAda,1,ended,2026-01-08,N,{known}\n", dated=dated)
    assert row["known_from"].date() == since


# What stands.


def test_an_outcome_stands_from_the_day_on_which_it_was_known() -> None:
    """A vantage before that day has none; a season without a number is told as such."""
    ledger = ours(file(f"{HEADER}\nShow 1,1,renewed,2026-01-08,N\nShow 2,,ended,2026-01-09,M\n", dated=False))
    assert standing(ledger, date(2026, 1, 7)) == []
    assert standing(ledger) == [
        OutcomeRow("Show 1", 1, "renewed", date(2026, 1, 8), "N", datetime(2026, 1, 8)),
        OutcomeRow("Show 2", None, "ended", date(2026, 1, 9), "M", datetime(2026, 1, 9)),
    ]


def test_a_later_file_revises_an_earlier_one_from_its_day_on() -> None:
    """A renewal that is taken back stands until the day on which that was known."""
    ledger = ours(
        file(f"{HEADER}\nShow 1,1,renewed,2026-01-08,N\n", date(2026, 1, 10)),
        file(f"{HEADER}\nSHOW 1,1,cancelled,2026-01-18,N\n", date(2026, 1, 20)),
    )
    assert [[row.fate for row in standing(ledger, date(2026, 1, day))] for day in (9, 10, 19, 20)] == [
        [], ["renewed"], ["renewed"], ["cancelled"],
    ]  # fmt: skip


def test_another_source_for_the_same_is_told_and_no_news_of_the_fate() -> None:
    """The source told last is named, and the outcome known from the first day; another fate is known from its own."""
    rows = ("renewed,2026-01-08,N", 10), ("renewed,2026-01-08,M", 12), ("cancelled,2026-01-12,M", 14)
    ledger = ours(*(file(f"{HEADER}\nShow 1,1,{row}\n", date(2026, 1, day)) for row, day in rows))
    seen = [standing(ledger, date(2026, 1, day))[0] for _, day in rows]
    assert [(row.source, row.known_from.day) for row in seen] == [("N", 10), ("M", 10), ("M", 14)]


def test_outcomes_and_releases_of_a_season_are_apart() -> None:
    """Neither kind of facts takes the place of the other."""
    ledger = ours(file("title,season,date\nShow 1,1,2026-01-01\n"), file(f"{HEADER}\nShow 1,1,ended,2026-01-08,N\n"))
    with ledger.as_of(ALWAYS) as view:
        assert (len(view.releases()), len(view.outcomes())) == (1, 1)


def test_a_basis_tells_outcomes_from_none() -> None:
    """The digest of the charts changes from the day on which an outcome is known, and not before."""
    with_outcome, without = ours(file(f"{HEADER}\nShow 1,1,ended,2026-01-08,N\n", date(2026, 1, 20))), ours()

    def digests(day: date) -> list[str]:
        found = []
        for ledger in (with_outcome, without):
            with ledger.as_of(Vantage(day)) as view:
                found.append(view.digest)
        return found

    before, after = digests(date(2026, 1, 19)), digests(date(2026, 1, 20))
    assert before[0] == before[1] == after[1] != after[0]


# What the ledger knows better.


def test_a_title_of_which_nobody_has_heard_is_refused_with_the_nearest() -> None:
    """The complaint names row, column and titles like it; nothing of the file is taken."""
    ledger = ours()
    why = refusal(ledger, "Show 1,1,ended,2026-01-08,N\nShwo 3,1,ended,2026-01-08,N")
    assert why is not None
    assert why.startswith("row 3, column title: no list, report or release has 'Shwo 3'; ")
    assert "Show 3" in why.partition("the nearest: ")[2]
    assert standing(ledger) == []


def test_an_empty_ledger_has_heard_of_no_title() -> None:
    """Where nothing was taken in yet, that is said."""
    why = refusal(Ledger.open("sqlite://", create=True), "Ada,1,ended,2026-01-08,N")
    assert why is not None
    assert "the ledger is empty; take in the lists first" in why


def test_a_title_may_be_known_from_lists_reports_or_releases() -> None:
    """In whatever spelling, by its show or with its season; a number of which nobody has heard is fine."""
    sheets = {"TV": [["Bo: Season 1 // Boo", "Yes", date(2023, 9, 7), 1, "1:00", 1]]}
    ledger = ledger_of((date(2025, 12, 1), report(sheets)))
    ours(download(table(week_list(SUNDAY)), LISTED), file("title,date\nCy,2026-01-02\n"), ledger=ledger)
    for title in ("SHOW 1!", "Show 2: Season 1", "bo", "Bo: season 1", "Cy"):
        for season in ("", 9):
            assert refusal(ledger, f"{title},{season},ended,2026-01-08,N") is None


@pytest.mark.parametrize(
    ("season", "first"),
    [(1, MONDAY), ("", MONDAY), (2, date(2025, 11, 3)), (3, date(2023, 9, 7)), (4, date(2026, 1, 5)), (5, None)],
)
def test_an_outcome_before_the_premiere_is_refused(season: int | str, first: date | None) -> None:
    """The earliest counts of the first week on a list, and the days that reports and users tell; else any day goes."""
    sheets = {"TV": [["Ada: Season 3", "Yes", date(2023, 9, 7), 1, "1:00", 1]]}
    lines = [Line(SUNDAY, rank=rank, show="Ada", season=f"Ada: Season {rank}") for rank in (1, 2, 3)]
    ledger = ledger_of((date(2024, 1, 9), report(sheets)), (LISTED, table(lines)))
    ours(file("title,season,date\nAda,2,2025-11-03\nAda,4,2026-01-05\n"), ledger=ledger)
    before = date.fromordinal(first.toordinal() - 1) if first else date(1999, 1, 1)
    why = refusal(ledger, f"Ada,{season},cancelled,{before},N")
    if first is None:
        assert why is None
    else:
        assert why is not None
        assert why.startswith(f"row 2, column date: {before} lies before {first}, ")
        assert refusal(ledger, f"Ada,{season},cancelled,{first},N") is None


@pytest.mark.parametrize(("season", "label"), [("", "Ada: Season 1"), (1, "Ada: Limited Series")])
def test_a_limited_series_and_a_first_season_are_one(season: int | str, label: str) -> None:
    """Since labels change with the outcome, the premiere is found under either."""
    ledger = ledger_of((LISTED, table([Line(SUNDAY, show="Ada", season=label)])))
    assert "lies before" in (refusal(ledger, f"Ada,{season},renewed,2025-12-28,N") or "")
    assert refusal(ledger, f"Ada,{season},renewed,2025-12-29,N") is None


def test_a_show_of_the_same_title_on_another_list_gives_the_earlier_day() -> None:
    """Where a film and a series share a title, what is after the earlier premiere may be right."""
    lines = Line(SUNDAY, show="Ada", season="Ada: Limited Series"), Line(date(2025, 12, 7), FILMS, 1, "Ada", None)
    ledger = ledger_of((LISTED, table(sorted(lines))))
    assert refusal(ledger, "Ada,,ended,2025-12-02,N") is None


def test_outcomes_wait_for_the_lists_of_their_archive() -> None:
    """Of one archive, the lists and releases that know the titles come first, though they are dated later."""
    ledger = Ledger.open("sqlite://", create=True)
    files = (
        file(f"{HEADER}\nShow 1,1,ended,2026-01-01,N\nBo,,ended,2026-01-01,N\n", date(2026, 1, 2)),
        file("title,date\nBo,2026-01-01\n", date(2026, 1, 3)),
        download(table(week_list(SUNDAY)), LISTED),
    )
    assert [outcome.rejected for outcome in told(ledger, *files).outcomes] == [None, None, None]
