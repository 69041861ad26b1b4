"""Reading downloads: every published layout, every reason for refusal, and reading against the text before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliffhanger.charts.edition import Edition, Key, Row, digest_of
from cliffhanger.charts.layouts import LAYOUTS as KNOWN
from cliffhanger.charts.reading import Reader, read_whole
from cliffhanger.errors import EditionRejected
from editions import (
    FILMS,
    LAYOUTS,
    SUNDAY,
    TV,
    WEEKLY_LAYOUTS,
    Line,
    as_cells,
    fields,
    report,
    table,
    week_list,
    workbook,
)
from feeds import Issue, histories, law

LINE = Line(show="Suits", season="Suits: Season 1", hours=20_300_000, weeks=4, staggered=True)


def one(edition: Edition) -> Row:
    """Give the only row of an edition."""
    (row,) = edition.come.values()
    return row


def text_of(line: Line, layout: str) -> bytes:
    """Write a row as the real files do: tabs, and quotes only where a field holds them."""
    written = ['"' + f.replace('"', '""') + '"' if '"' in f else f for f in fields(line, layout)]
    return ("\t".join(LAYOUTS[layout]) + "\n" + "\t".join(written) + "\n").encode()


FORMS: Mapping[str, Callable[[str], bytes]] = {
    "tsv": lambda layout: text_of(LINE, layout),
    "csv": lambda layout: table([LINE], layout, ","),
    "xlsx": lambda layout: workbook({"Sheet1": as_cells([LINE], layout)}),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", WEEKLY_LAYOUTS)
def test_each_layout_of_the_weekly_file_is_told_by_its_header(layout: str, form: str) -> None:
    """All four layouts of the worldwide file give the weekly feed, as TSV, CSV and XLSX."""
    main, *_ = read_whole(FORMS[form](layout))
    row = one(main)
    assert (main.feed, main.table, main.first_week, main.last_week) == ("weekly", "chart", SUNDAY, SUNDAY)
    assert (row["show_title"], row["season_title"], row["hours"]) == ("Suits", "Suits: Season 1", 20_300_000)
    assert (row["runtime"], row["views"]) == ((None, None) if layout == "hours" else (2.5, 400_000))
    assert (row["country"], row["weeks_on_chart"], main.left_out) == ("", 4, ())


@pytest.mark.parametrize("layout", ["details", "override"])
def test_launches_are_a_feed_of_their_own(layout: str) -> None:
    """The quoted JSON of a staggered launch is kept, whatever its column is called."""
    _, launches = read_whole(text_of(LINE, layout))
    assert launches.feed == "launches"
    assert one(launches)["launched"] == '[{"episodesLaunched":5,"countryList":["BR","DE"]}]'


def test_a_live_title_is_a_launch() -> None:
    """In the layout with an override flag, a live title is kept among launches."""
    _, launches = read_whole(text_of(LINE._replace(staggered=False, live=True), "override"))
    assert one(launches)["override"] == "[{is_staggered_launch=0, is_live_title=1}]"


def test_an_ordinary_launch_is_not_kept() -> None:
    """A title launched at once leaves no row among launches."""
    _, launches = read_whole(text_of(LINE._replace(staggered=False), "override"))
    assert launches.come == {}


@pytest.mark.parametrize("form", FORMS)
def test_the_country_file_is_a_feed_of_its_own(form: str) -> None:
    """The country file gives rows with a country and without figures."""
    (edition,) = read_whole(FORMS[form]("countries"))
    row = one(edition)
    assert (edition.feed, row["country"], row["country_name"]) == ("weekly by country", "US", "United States")
    assert (row["hours"], row["runtime"], row["views"]) == (None, None, None)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("layout", "days", "views"), [("popular 28", 28, None), ("popular 91", 91, 400_000)])
def test_both_all_time_lists_are_one_feed(layout: str, days: int, views: int | None, form: str) -> None:
    """The all-time list is read in both layouts, with the days that it counts."""
    (edition,) = read_whole(FORMS[form](layout))
    row = one(edition)
    assert (edition.feed, edition.first_week) == ("most popular", None)
    assert (row["days"], row["hours"], row["views"]) == (days, 20_300_000, views)


def test_the_builder_writes_every_layout_that_is_known() -> None:
    """The layouts of these tests have the columns of those in the program, but for the reports."""
    published = {frozenset(layout.needs) for layout in KNOWN if layout.lists}
    assert all(any(needs <= set(header) for header in LAYOUTS.values()) for needs in published)


def test_a_mark_before_the_first_byte_does_not_matter() -> None:
    """A byte order mark is no part of the first column's name."""
    assert read_whole(b"\xef\xbb\xbf" + table([LINE])) == read_whole(table([LINE]))


@pytest.mark.parametrize("above", [b"\n", b"\r\n \t\n", b"\xef\xbb\xbf\n", b"\n\xef\xbb\xbf"])
def test_blank_lines_above_the_header_do_not_matter(above: bytes) -> None:
    """Blank lines and marks before the header are passed over; rows are counted as they stand in the file."""
    assert read_whole(above + table([LINE]))[0].come == read_whole(table([LINE]))[0].come
    with pytest.raises(EditionRejected) as refused:
        read_whole(above + table([LINE, LINE]))
    assert refused.value.row == 3 + above.count(b"\n")


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"Sr."', "Sr."),
        ('"The ""Sr."" Show"', 'The "Sr." Show'),
        ('"Sr." and Jr.', '"Sr." and Jr.'),
        ('"Sr', '"Sr'),
        ('Sr "x"', 'Sr "x"'),
        ('"a"b"', '"a"b"'),
    ],
)
def test_only_a_field_quoted_as_a_whole_loses_its_quotes(written: str, title: str) -> None:
    """Between tabs, a quotation mark in or before a title is part of it."""
    data = table([LINE]).replace(b"Suits\t", written.encode() + b"\t", 1)
    assert one(read_whole(data)[0])["show_title"] == title


def test_marks_of_direction_are_no_control_characters() -> None:
    """Hebrew titles hold them in the real reports."""
    assert one(read_whole(table([LINE._replace(show="44 \u202b44 שעות")]))[0])["show_title"] == "44 \u202b44 שעות"


@pytest.mark.parametrize(("written", "hours"), [("5.1", 5.1), ("5", 5.0), ("0", 0.0), ("5:06", 5.1), ("5:06*", 5.1)])
def test_runtimes_are_read_in_three_forms(written: str, hours: float) -> None:
    """Hours with a fraction, a clock, a clock with a footnote."""
    assert one(read_whole(table([LINE._replace(runtime=written)]))[0])["runtime"] == hours


def test_line_ends_of_other_systems_do_not_matter() -> None:
    """Lines that end with carriage return and newline give the same rows."""
    assert read_whole(table([LINE]).replace(b"\n", b"\r\n"))[0].come == read_whole(table([LINE]))[0].come


def test_a_column_that_no_layout_knows_is_left_out_and_named() -> None:
    """An edition with a new column is taken, and the column is told."""
    data = table([LINE]).replace(b"\n", b"\tx\n").replace(b"top_10\tx", b"top_10\tmood")
    assert read_whole(data)[0].left_out == ("mood",)


def test_a_report_with_one_sheet_is_read() -> None:
    """The first report, hours only and heading rows above the header, gives its half-year and its rows."""
    rows = [["The Night Agent: Season 1", "Yes", date(2023, 3, 23), 812_100_000], ["Old", "No", "", 100_000]]
    (edition,) = read_whole(report({"Engagement": rows}, "January to June 2023"))
    first, second = edition.come.values()
    assert (edition.feed, edition.count, first["half"]) == ("engagement 2023 Jan-Jun", 2, date(2023, 1, 1))
    assert (first["released"], first["hours"], first["views"]) == (date(2023, 3, 23), 812_100_000, None)
    assert second["released"] is None


def test_a_report_with_two_sheets_is_read() -> None:
    """Later reports have a sheet of series and one of films, each row with its place."""
    shows = [["Dear Child", "Yes", "2023-09-07", 252_800_000, "5:06", 52_500_000]]
    films = [["Leo", "Yes", "2023-11-21", 171_200_000, "1:47", 96_000_000]] * 2
    (edition,) = read_whole(report({"TV": shows, "Film": films}))
    half = date(2023, 7, 1)
    assert list(edition.come) == [(half, "series", 1), (half, "films", 1), (half, "films", 2)]
    assert edition.come[half, "series", 1]["runtime"] == 5.1


def test_a_star_in_a_report_is_no_figure() -> None:
    """A runtime that the report does not give is unknown, not zero."""
    (edition,) = read_whole(report({"TV": [["Suits", "Yes", "", 247_700_000, "*", 26_900_000]]}))
    assert one(edition)["runtime"] is None


def test_a_report_of_no_half_year_is_refused() -> None:
    """A report that does not say what it tells of is no edition."""
    with pytest.raises(EditionRejected, match="half-year"):
        read_whole(report({"TV": [["Suits", "Yes", "", 1, "1:00", 1]]}, "some time"))


def test_a_weekly_workbook_with_launches_equals_the_text() -> None:
    """Truth values in cells are read as the text has them."""
    cells = [[{"true": True, "false": False}.get(str(c), c) for c in row] for row in as_cells([LINE], "override")]
    assert read_whole(workbook({"Sheet1": cells})) == read_whole(text_of(LINE, "override"))


def test_sheets_of_one_layout_are_one_edition() -> None:
    """A weekly workbook with a sheet for each list is read whole; a sheet of notes is passed over."""
    sheets = {"Notes": [["Dear all"]], "TV": as_cells(week_list(SUNDAY)), "Films": as_cells(week_list(SUNDAY, FILMS))}
    assert read_whole(workbook(sheets)) == read_whole(table([*week_list(SUNDAY), *week_list(SUNDAY, FILMS)]))


SHEETS: Mapping[str, tuple[bytes, str]] = {
    "another layout": (
        workbook({"A": as_cells([LINE]), "B": as_cells([LINE], "countries")}),
        "sheet B: this sheet has another layout than the first",
    ),
    "a column lacks": (
        workbook({"A": as_cells([LINE]), "B": [["week", "category"], ["2026-01-04", "TV"]]}),
        "sheet B, column ",
    ),
    "the same list twice": (
        workbook({"A": as_cells([LINE]), "B": as_cells([LINE])}),
        "sheet B, row 2: two rows for one rank",
    ),
    "two kinds unknown": (
        report({"A": [["Suits", "Yes", "", 1, "1:00", 1]], "B": [["Leo", "Yes", "", 1, "1:00", 1]]}),
        "sheet B: this sheet and another one tell of the same kind",
    ),
    "a header alone": (workbook({"A": as_cells([LINE]), "B": as_cells([])}), "sheet B: there is a header and no rows"),
    "a row below a heading": (
        report({"TV": [["Suits", "Yes", "", 1, "1:00", 1], ["Leo", "Yes", "", "x", "1:00", 1]]}),
        "row 6, column Hours Viewed: 'x' is no whole number",
    ),
    "below empty rows": (
        workbook({"A": [[], [], *as_cells([LINE, LINE._replace(rank=0)])]}),
        "row 5, column weekly_rank",
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_a_complaint_of_a_workbook_names_sheet_and_row(name: str) -> None:
    """What cannot be read is told by its row in the sheet, and by the sheet where there are several."""
    data, said = SHEETS[name]
    with pytest.raises(EditionRejected) as refused:
        read_whole(data)
    assert str(refused.value).startswith(said)


# Refusals.

GOOD = table([*week_list(SUNDAY), *week_list(SUNDAY - timedelta(weeks=1))])


def spoilt(place: int, **changes: Any) -> bytes:
    """Give ten good rows, one of which is changed."""
    lines = week_list(SUNDAY)
    lines[place] = lines[place]._replace(**changes)
    return table(lines)


def without(column: str) -> bytes:
    """Give a good file without one of its columns."""
    place = LAYOUTS["views"].index(column)
    rows = [line.split(b"\t") for line in GOOD.splitlines()]
    return b"".join(b"\t".join(row[:place] + row[place + 1 :]) + b"\n" for row in rows)


HEADER = GOOD.partition(b"\n")[0] + b"\n"
REFUSED: Mapping[str, tuple[bytes, str, int | None, str | None]] = {
    "a web page": (b'<a href="https://example.org/x.tsv">Moved Permanently</a>.\n', "a web page", None, None),
    "a page after space": (b"\n  <!DOCTYPE html><html></html>", "a web page", None, None),
    "null": (b"null", "the word null", None, None),
    "empty": (b"", "empty", None, None),
    "only space": (b" \n\n", "empty", None, None),
    "only a header": (HEADER, "no rows", None, None),
    "cut off in a line": (GOOD[:-12], "cut off", 21, None),
    "cut off within a list": (b"".join(GOOD.splitlines(keepends=True)[:-4]), "truncated", None, None),
    "without a column": (without("weekly_rank"), "lacks it", None, "weekly_rank"),
    "no known column": (b"a\tb\n1\t2\n", "no column has a name", None, None),
    "a figure that is none": (spoilt(3, hours="many"), "'many' is no whole number", 5, "weekly_hours_viewed"),
    "a figure with a fraction": (spoilt(3, hours="1.5"), "no whole number", 5, "weekly_hours_viewed"),
    "a negative figure": (spoilt(0, hours=-1), "no whole number", 2, "weekly_hours_viewed"),
    "negative views": (spoilt(0, views=-1), "no whole number", 2, "weekly_views"),
    "a runtime that is none": (spoilt(0, runtime="long"), "no runtime", 2, "runtime"),
    "a runtime without end": (spoilt(0, runtime="inf"), "no runtime", 2, "runtime"),
    "a runtime that is no number": (spoilt(0, runtime="nan"), "no runtime", 2, "runtime"),
    "rank 0": (spoilt(0, rank=0), "no rank", 2, "weekly_rank"),
    "no rank": (spoilt(0, rank=""), "empty", 2, "weekly_rank"),
    "two rows for one rank": (spoilt(4, rank=1), "two rows for one rank", 6, None),
    "a week that ends on a Saturday": (spoilt(0, week=SUNDAY - timedelta(days=1)), "Sunday", 2, "week"),
    "a week that is no day": (spoilt(0, week="soon"), "no day", 2, "week"),
    "no title": (spoilt(2, show=""), "empty", 4, "show_title"),
    "not UTF-8": (GOOD.replace(b"Show 1\t", b"Sh\xf6w\t", 1), "UTF-8", None, None),
    "too many fields": (GOOD.replace(b"Show 1\t", b"Sh\tow\t", 1), "more fields", 2, None),
    "a quote that never ends": (table([LINE], "views", ",").replace(b"Suits,", b'"Suits,'), "no table", None, None),
    "a quote over two lines": (table([LINE._replace(show="S\nu")], "views", ","), "no table", None, None),
    "no separator": (b"hi", "no table", None, None),
    "some words": (b"hi there\nyou\n", "no table", None, None),
    "JSON": (b'{"week": "2026-01-04",\n "rank": 1}', "no table", None, None),
    "a figure beyond all": (spoilt(1, hours=2**63), "no whole number", 3, "weekly_hours_viewed"),
    "a figure with a sign": (spoilt(1, hours="+1"), "no whole number", 3, "weekly_hours_viewed"),
    "a figure with a space": (spoilt(1, hours=" 1"), "no whole number", 3, "weekly_hours_viewed"),
    "a figure with underscores": (spoilt(1, hours="1_000"), "no whole number", 3, "weekly_hours_viewed"),
    "a figure in other digits": (spoilt(1, hours="١٢"), "no whole number", 3, "weekly_hours_viewed"),
    "a rank in other digits": (spoilt(1, rank="٢"), "no rank", 3, "weekly_rank"),
    "a runtime with an exponent": (spoilt(1, runtime="1e3"), "no runtime", 3, "runtime"),
    "a negative runtime": (spoilt(1, runtime="-1:30"), "no runtime", 3, "runtime"),
    "a runtime of too many minutes": (spoilt(1, runtime="1:75"), "no runtime", 3, "runtime"),
    "a week without hyphens": (spoilt(1, week="20260104"), "no day", 3, "week"),
    "a week by its number": (spoilt(1, week="2026-W01-7"), "no day", 3, "week"),
    "an unknown list": (spoilt(1, category="Games"), "'Games' is no list that is known", 3, "category"),
    "an unknown list of a country": (table([LINE._replace(category="Serien")], "countries"), "no list", 2, "category"),
    "an unknown all-time list": (table([LINE._replace(category="Top")], "popular 91"), "no list", 2, "category"),
    "an escape sequence": (spoilt(2, show="Evil\x1b[31m"), "holds a control character", 4, "show_title"),
    "a bell": (spoilt(2, season="Evil\x07"), "holds a control character", 4, "season_title"),
    "a control character of C1": (spoilt(2, show="Evil\x9b31m"), "holds a control character", 4, "show_title"),
    "a turned direction": (spoilt(2, show="Evil\u202eShow"), "holds a control character", 4, "show_title"),
    "a corrupt workbook": (workbook({"Sheet1": as_cells(week_list(SUNDAY))})[:900], "workbook", None, None),
    "a workbook of other things": (workbook({"Sheet1": [["a", "b"], [1, 2]]}), "no column has a name", None, None),
    "a workbook without rows": (workbook({"Sheet1": []}), "no rows", None, None),
    "a workbook with a header only": (workbook({"Sheet1": [list(LAYOUTS["views"])]}), "no rows", None, None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_edition_is_refused_with_reason_and_place(name: str) -> None:
    """Each kind of broken download is refused whole, saying why and, where one is to blame, which row and column."""
    data, reason, row, column = REFUSED[name]
    with pytest.raises(EditionRejected) as refused:
        read_whole(data)
    assert reason in str(refused.value)
    assert (refused.value.row, refused.value.column) == (row, column)


@pytest.mark.parametrize("name", REFUSED)
def test_a_reader_refuses_what_is_refused_alone(name: str) -> None:
    """After a good text, a broken one is refused in the same words."""
    data, *_ = REFUSED[name]
    reader = Reader()
    reader.read(GOOD, digest_of(GOOD))
    with pytest.raises(EditionRejected) as alone:
        read_whole(data)
    with pytest.raises(EditionRejected) as after:
        reader.read(data, digest_of(data))
    assert str(after.value) == str(alone.value)


# Against the text before.


def applied(edition: Edition, before: Mapping[Key, Row]) -> Mapping[Key, Row]:
    """Give the rows of an edition told against those of the one before it."""
    assert all(before.get(key) == row for key, row in edition.gone.items())
    assert not any(edition.gone.get(key) == row for key, row in edition.come.items())
    return {key: row for key, row in before.items() if key not in edition.gone} | dict(edition.come)


@law(100)
@given(histories())
def test_reading_against_the_text_before_gives_the_same_rows(issues: list[Issue]) -> None:
    """What a reader tells against a text of the same header, applied to it, is what reading it whole gives."""
    reader = Reader()
    rows: dict[tuple[str, str], Mapping[Key, Row]] = {}
    for issue in issues:
        digest = digest_of(issue.data)
        if issue.lines is None:
            with pytest.raises(EditionRejected):
                reader.read(issue.data, digest)
            continue
        for told, whole in zip(reader.read(issue.data, digest), read_whole(issue.data), strict=True):
            if told.base is None:
                assert told == whole
            else:
                assert applied(told, rows[told.base, told.feed]) == whole.come
                assert (told.count, told.first_week, told.last_week) == (whole.count, whole.first_week, whole.last_week)
            rows[digest, told.feed] = whole.come


@law(100)
@given(st.lists(st.sampled_from(week_list(SUNDAY, size=6)), min_size=1, max_size=12), st.randoms())
def test_a_reader_accepts_just_what_reads_whole(lines: list[Line], chance: Any) -> None:
    """A reader that has seen a good text accepts or refuses any next one as reading it alone does."""
    before = table([*week_list(SUNDAY, size=6), *week_list(SUNDAY - timedelta(weeks=1), TV, 6)])
    after = table([*lines, *week_list(SUNDAY - timedelta(weeks=1), TV, chance.choice([5, 6]))])
    reader = Reader()
    reader.read(before, digest_of(before))
    assert _verdict(lambda: reader.read(after, digest_of(after))) == _verdict(lambda: read_whole(after))


def _verdict(read: Callable[[], tuple[Edition, ...]]) -> str:
    try:
        return f"{read()[0].count} rows"
    except EditionRejected as why:
        return str(why)
