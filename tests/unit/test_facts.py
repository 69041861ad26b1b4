"""Files of facts: what they may hold, since when it counts, what is refused, and what stands of it at a vantage."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.fact_kinds import KINDS
from cliffhanger.charts.facts import kind_of, read_facts
from cliffhanger.charts.ingest import Report, ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ReleaseRow
from cliffhanger.errors import EditionRejected
from cliffhanger.vantage import Vantage
from editions import LATE, SUNDAY, download, ledger_of, table, take, week_list

TOLD = datetime(2026, 1, 14, 12)
ALWAYS = Vantage(date(2030, 1, 1))
HEADER = "title,season,date,episodes,staggered,known"


def read(text: str | bytes, *, dated: bool = True) -> list[dict[str, Any]]:
    data = text.encode() if isinstance(text, str) else text
    kind = kind_of(data, KINDS)
    assert kind is not None
    return list(read_facts(data, kind, TOLD, dated=dated).rows)


def file(text: str, at: datetime | date = TOLD, *, dated: bool = True) -> Download:
    """Give a file of releases, told at an instant."""
    at = at if isinstance(at, datetime) else datetime.combine(at, datetime.min.time())
    data = text.encode()
    return Download("releases.csv", at, digest_of(data), lambda: data, dated)


def told(*files: Download) -> Ledger:
    """Give a ledger that holds these files, taken in as they come."""
    ledger = Ledger.open("sqlite://", create=True)
    for one in files:
        report = ingest(ledger, Archive("ours", [one]), LATE)
        assert report.rejected == []
    return ledger


def standing(ledger: Ledger, day: date = ALWAYS.as_of) -> list[ReleaseRow]:
    with ledger.as_of(Vantage(day)) as view:
        return view.releases()


def days(ledger: Ledger, *asked: date) -> list[list[date]]:
    """Give the days of release that stand on some days."""
    return [[row.released for row in standing(ledger, day)] for day in asked]


# Reading.


def test_a_row_tells_title_season_day_episodes_and_parts() -> None:
    """Each field is read as what it is, and an empty one of those that may be is nothing."""
    rows = read(f"{HEADER}\nHis & Hers,,2026-01-08,6,no,2025-12-12\nWednesday,2,2025-08-06,,YES,\n")
    names = "name", "title", "season", "released", "episodes", "staggered", "known_from"
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("his and hers", "His & Hers", 0, date(2026, 1, 8), 6, False, datetime(2025, 12, 12)),
        ("wednesday", "Wednesday", 2, date(2025, 8, 6), None, True, datetime(2026, 1, 14)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "title,date\nAda,2026-01-08\n",
        "title;date\nAda;2026-01-08\n",
        "title\tdate\nAda\t2026-01-08\n",
        "\ufefftitle;date\r\nAda;2026-01-08\r\n;\r\n",
        "\r\nTitle, DATE ,episodes\r\n\r\n Ada , 2026-01-08 ,\r\n,,",
        'title,date\n"Ada",2026-01-08',
    ],
)
def test_what_spreadsheets_write_is_read(text: str) -> None:
    """Delimiters, the mark at the beginning, line ends, empty rows, capitals and spaces make no difference."""
    (row,) = read(text)
    assert (row["title"], row["released"], row["season"], row["episodes"]) == ("Ada", date(2026, 1, 8), 0, None)


def test_a_quoted_title_may_hold_the_delimiter() -> None:
    """A comma within quotation marks parts nothing."""
    (row,) = read('title,date\n"Love, Ada",2026-01-08\n')
    assert row["title"] == "Love, Ada"


@pytest.mark.parametrize(
    ("row", "dated", "since"),
    [
        ("Ada,2026-01-08,2025-12-01", True, date(2025, 12, 1)),
        ("Ada,2026-01-08,2025-12-01", False, date(2025, 12, 1)),
        ("Ada,2026-01-08,", True, TOLD.date()),
        ("Ada,2026-03-08,", True, TOLD.date()),
        ("Ada,2026-01-08,", False, date(2026, 1, 8)),
        ("Ada,2026-03-08,", False, TOLD.date()),
    ],
)
def test_a_fact_counts_from_a_day_on_which_it_was_surely_known(row: str, dated: bool, since: date) -> None:
    """It counts from the day in `known`; or from that of the file; or, without one, from its own if that is past."""
    (read_row,) = read(f"title,date,known\n{row}\n", dated=dated)
    assert read_row["known_from"].date() == since


REFUSED: dict[str, tuple[str, str, int | None, str | None]] = {
    "a day in words": ("title,date\nAda,8 Jan 2026\n", "write it as 2026-01-14", 2, "date"),
    "a day that no month has": ("title,date\nAda,2026-02-30\n", "is no day", 2, "date"),
    "no day": ("title,date,season\nAda,,1\n", "empty", 2, "date"),
    "no title": ("title,date\n ,2026-01-08\n", "empty", 2, "title"),
    "a title without letters": ("title,date\n...,2026-01-08\n", "neither letters nor digits", 2, "title"),
    "a title that steers terminals": ("title,date\nA\x1b[2J,2026-01-08\n", "control character", 2, "title"),
    "a day far ahead": ("title,date\nAda,2029-01-15\n", "more than 3 years ahead", 2, "date"),
    "a season of zero": ("title,season,date\nAda,0,2026-01-08\n", "from 1", 2, "season"),
    "a season in words": ("title,season,date\nAda,two,2026-01-08\n", "whole number", 2, "season"),
    "no episode": ("title,date,episodes\nAda,2026-01-08,0\n", "from 1", 2, "episodes"),
    "less than no episode": ("title,date,episodes\nAda,2026-01-08,-3\n", "whole number", 2, "episodes"),
    "perhaps in parts": ("title,date,staggered\nAda,2026-01-08,perhaps\n", "neither yes nor no", 2, "staggered"),
    "known tomorrow": ("title,date,known\nAda,2026-01-08,2026-01-15\n", "lies after 2026-01-14", 2, "known"),
    "a doubled row": ("title,date\nAda,2026-01-08\nBo,2026-01-08\nADA!,2026-01-09\n", "row 2 tells", 4, None),
    "a doubled row, once with a day": (
        "title,date,known\nAda,2026-01-08,2026-01-01\nAda,2026-01-09,\n", "row 2 tells", 3, None,
    ),
    "a column of another name": ("title,date,network\nAda,2026-01-08,N\n", "title, season, date", None, "network"),
    "a column without a name": ("title,date,\nAda,2026-01-08,N\n", "no such column", None, "without a name"),
    "a column twice": ("title,date,date\nAda,2026-01-08,2026-01-08\n", "twice", None, "date"),
    "no column of days": ("title,season\nAda,1\n", "lacks this column", None, "date"),
    "two delimiters": ("title,season,date;known\nAda,1,2026-01-08;\n", "no such column", None, "date;known"),
    "an unquoted delimiter": ("title,date\nLove, Ada,2026-01-08\n", "quote a title", 2, None),
    "a line cut off": ("title,date,season\nAda,2026-01-08\n", "2 fields, and the header 3", 2, None),
    "an open quotation mark": ('title,date\n"Ada,2026-01-08\n', "quotation mark", 2, None),
    "no row": ("title,date\n\n,\n", "no rows", None, None),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_off_is_refused_with_its_place(case: tuple[str, str, int | None, str | None]) -> None:
    """A file with anything odd in it is refused whole; the complaint says where and what to do."""
    text, why, row, column = case
    with pytest.raises(EditionRejected, match=why) as refused:
        read(text)
    assert (refused.value.row, refused.value.column) == (row, column)


def test_a_file_in_another_encoding_is_refused_with_its_row() -> None:
    """Letters that are not UTF-8 are told by their row, with what to do."""
    with pytest.raises(EditionRejected, match="save the file as CSV in UTF-8") as refused:
        read("title,date\nAda,2026-01-08\nCafé,2026-01-08\n".encode("cp1252"))
    assert refused.value.row == 3


def test_three_years_ahead_is_near_enough() -> None:
    """The last day that may be told is that of three years on."""
    (row,) = read("title,date\nAda,2029-01-14\n")
    assert row["released"] == date(2029, 1, 14)


@pytest.mark.parametrize(
    "data",
    [b"", b"title\nAda\n", b"null", b"PK\x03\x04\xff\x00", b"date,known\n", table(week_list(SUNDAY)), b'"title,date\n'],
)
def test_other_files_are_no_facts(data: bytes) -> None:
    """Without the columns of facts, a file is none, whatever it is called."""
    assert kind_of(data, KINDS) is None


@given(st.data())
def test_garbage_is_taken_or_refused(data: st.DataObject) -> None:
    """Whatever a file holds beyond its header, it gives rows or a complaint."""
    good = f"{HEADER}\nHis & Hers,,2026-01-08,6,no,2025-12-12\nWednesday,2,2025-08-06,,YES,\n".encode()
    start, length = data.draw(st.integers(len(HEADER) + 1, len(good))), data.draw(st.integers(0, 20))
    junk = data.draw(st.binary(max_size=20) | st.text('",;\n\r\t\0-0129é', max_size=20).map(str.encode))
    rows = []
    with suppress(EditionRejected):
        rows = read(good[:start] + junk + good[start + length :])
    assert all(row["name"] and row["known_from"] <= TOLD for row in rows)


# What stands.


def test_a_release_that_moved_stands_as_it_was_known() -> None:
    """A later file revises an earlier one from its own day on, and leaves alone what it does not tell."""
    ledger = told(
        file("title,season,date\nAda,2,2026-03-01\nBo,1,2026-02-01\n", date(2026, 1, 10)),
        file("title,season,date\nADA,2,2026-04-01\n", date(2026, 1, 20)),
    )
    assert days(ledger, date(2026, 1, 9), date(2026, 1, 19), date(2026, 1, 20)) == [
        [],
        [date(2026, 3, 1), date(2026, 2, 1)],
        [date(2026, 4, 1), date(2026, 2, 1)],
    ]


def test_a_correction_wins_also_where_it_was_known_earlier() -> None:
    """A later file that tells an earlier day, known as early, leaves nothing standing of the mistake."""
    ledger = told(
        file("title,date\nAda,2026-01-12\n", datetime(2026, 1, 14), dated=False),
        file("title,date\nAda,2026-01-08\n", datetime(2026, 1, 14, 1), dated=False),
    )
    assert days(ledger, date(2026, 1, 7), date(2026, 1, 8), ALWAYS.as_of) == [
        [],
        [date(2026, 1, 8)],
        [date(2026, 1, 8)],
    ]


def test_one_file_may_tell_how_a_release_moved() -> None:
    """Rows of one season with days of their own in `known` stand one after the other."""
    ledger = told(file("title,date,known\nAda,2026-04-01,2026-01-10\nAda,2026-03-01,2026-01-01\n"))
    assert days(ledger, date(2026, 1, 9), date(2026, 1, 10)) == [[date(2026, 3, 1)], [date(2026, 4, 1)]]


def test_what_is_told_again_is_known_from_the_first_day() -> None:
    """A second file that says the same does not make it news; a third that says something else does."""
    first, second, third = date(2026, 1, 10), date(2026, 1, 20), date(2026, 1, 30)
    texts = (
        "title,date\nAda,2026-03-01\n",
        "title,date\nAda,2026-03-01\nBo,2026-03-01\n",
        "title,date\nAda,2026-03-02\n",
    )
    ledger = told(*map(file, texts, (first, second, third)))
    assert [standing(ledger, day)[0].known_from.date() for day in (first, second, third)] == [first, first, third]


def test_a_season_without_a_number_is_apart_from_the_first() -> None:
    """A film and the first season of a series may have one title."""
    ledger = told(file("title,season,date\nAda,,2026-01-08\nAda,1,2026-01-09\n"))
    assert [(row.season, row.released.day) for row in standing(ledger)] == [(None, 8), (1, 9)]


def again(ledger: Ledger, one: Download) -> Report:
    return ingest(ledger, Archive("ours", [one]), LATE)


def test_the_same_file_again_is_nothing_new() -> None:
    """A file is known by its bytes; with a day of publication, by its day as well."""
    text = "title,date\nAda,2026-03-01\n"
    ledger = told(file(text, date(2026, 1, 10), dated=False))
    assert (again(ledger, file(text, date(2026, 1, 12), dated=False)).known, len(standing(ledger))) == (1, 1)
    assert again(ledger, file(text, date(2026, 1, 10))).known == 1
    assert again(ledger, file(text, date(2026, 1, 5))).known == 0
    assert standing(ledger)[0].known_from.date() == date(2026, 1, 5)


def test_only_what_says_something_else_is_counted() -> None:
    """Of the rows of a file that was changed and is taken in again, the changed and the new ones are news."""
    ledger = told(file("title,date\nAda,2026-03-01\nBo,2026-03-02\n", date(2026, 1, 10)))
    (outcome,) = again(ledger, file("title,date\nAda,2026-03-01\nBo,2026-03-03\nCy,2026-03-04\n", TOLD)).outcomes
    assert (outcome.rows, outcome.rows_changed) == (3, 2)


def test_a_refused_file_leaves_no_trace() -> None:
    """Nothing of it is taken, and it is not noted as a download that was no edition."""
    ledger = told(file("title,date\nAda,2026-03-01\n"))
    (refused,) = again(ledger, file("title,date\nBo,2026-03-01\nCy,soon\n", date(2026, 1, 20))).rejected
    assert refused.rejected == "row 3, column date: 'soon' is no day; write it as 2026-01-14"
    assert [row.title for row in standing(ledger)] == ["Ada"]
    with ledger.as_of(ALWAYS) as view:
        assert len(view.editions) == 1


def test_titles_on_no_list_are_named_with_the_nearest() -> None:
    """A title that no list has is told once; one that a list has in another spelling is not."""
    with ledger_of((date(2026, 1, 6), table(week_list(SUNDAY)))) as ledger:
        rows = "Show 1,1\nSHOW 2: season 1,\nShwo 3,1\nShwo 3,2\nElse,1\n".replace("\n", ",2026-01-08\n")
        (outcome,) = again(ledger, file(f"title,season,date\n{rows}")).outcomes
    (first, near), second = outcome.uncharted
    assert (first, second) == ("Shwo 3", ("Else", ()))
    assert "Show 3" in near


def test_without_any_list_no_title_is_missed() -> None:
    """Where no list was taken in yet, nothing is said of titles."""
    (outcome,) = again(Ledger.open("sqlite://", create=True), file("title,date\nAda,2026-03-01\n")).outcomes
    assert outcome.uncharted == ()


def test_a_basis_tells_facts_from_none() -> None:
    """The digest of the charts changes from the day on which a fact is known, and not before."""
    edition = download(table(week_list(SUNDAY)), date(2026, 1, 6))
    with_facts, without = told(file("title,date\nAda,2026-03-01\n", date(2026, 1, 20))), told()
    for ledger in (with_facts, without):
        take(ledger, edition)

    def digests(day: date) -> list[str]:
        found = []
        for ledger in (with_facts, without):
            with ledger.as_of(Vantage(day)) as view:
                found.append(view.digest)
        return found

    before, after = digests(date(2026, 1, 19)), digests(date(2026, 1, 20))
    assert before[0] == before[1] == after[1] != after[0]
