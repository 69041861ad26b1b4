"""The ledger ends the same however editions arrive, and shows at each vantage the last good edition by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hypothesis import given
from sqlalchemy import select

from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.schema import VERSIONED, editions
from cliffhanger.vantage import FOREVER, Vantage
from editions import take
from feeds import (
    Issue,
    arrivals,
    by_then,
    chart_rows,
    empty_ledger,
    histories,
    launch_rows,
    law,
    of_feed,
    popular_rows,
    rivals,
    vantages,
    versions,
)

CHART = "country", "category", "week", "rank", "show_title", "season_title", "hours", "runtime", "views"
TIMES = "known_from", "known_to"


def in_order(issues: Sequence[Issue]) -> Ledger:
    """Ingest a history, oldest first, in one run."""
    ledger = empty_ledger()
    take(ledger, *(issue.download for issue in issues))
    return ledger


def stored(ledger: Ledger, table: str, *names: str) -> list[tuple[Any, ...]]:
    """Read columns of a table (all, if none is named), in a fixed order."""
    source = VERSIONED[table]
    columns = [source.c[name] for name in names] or list(source.columns)
    with ledger._engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)


def noted(ledger: Ledger) -> list[tuple[Any, ...]]:
    """Read all that is noted of editions, but for their ids and when they were ingested."""
    columns = [column for column in editions.columns if column.name not in {"id", "recorded_at"}]
    with ledger._engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)


@law(120)
@given(arrivals())
def test_the_ledger_ends_the_same_in_whatever_order_editions_arrive(
    case: tuple[list[Issue], list[list[Issue]]],
) -> None:
    """Shuffled, in several runs, with repeats: every table ends as from one run in order."""
    issues, runs = case
    ledger = empty_ledger()
    for run in runs:
        take(ledger, *{issue.download.digest + str(issue.at): issue.download for issue in run}.values())
    straight = in_order(issues)
    for table in VERSIONED:
        assert stored(ledger, table) == stored(straight, table)
    assert noted(ledger) == noted(straight)


@law(60)
@given(histories())
def test_the_chart_keeps_each_version_of_each_row(issues: list[Issue]) -> None:
    """Versions of chart rows, with both times, are those that walking through the editions gives."""
    names = *CHART, "weeks_on_chart", *TIMES
    expected = versions(of_feed(issues, "weekly"), chart_rows) | versions(of_feed(issues, "countries"), chart_rows)
    assert stored(in_order(issues), "chart", *names) == sorted(expected, key=repr)


@law(60)
@given(histories())
def test_a_layout_without_launch_columns_says_nothing_of_launches(issues: list[Issue]) -> None:
    """Launches stand from one edition that has the columns to the next one that has them."""
    names = "category", "week", "rank", "show_title", "staggered", "override", "launched", *TIMES
    expected = versions(of_feed(issues, "weekly", ("details", "override")), launch_rows)
    assert stored(in_order(issues), "launches", *names) == sorted(expected, key=repr)


@law(60)
@given(histories())
def test_the_all_time_lists_keep_each_version_of_each_row(issues: list[Issue]) -> None:
    """Versions of the all-time lists are those that walking through the editions gives, over both layouts."""
    names = "category", "rank", "days", "show_title", "season_title", "hours", "runtime", "views", *TIMES
    expected = versions(of_feed(issues, "popular"), popular_rows)
    assert stored(in_order(issues), "popular", *names) == sorted(expected, key=repr)


@law(60)
@given(arrivals(), vantages())
def test_a_view_shows_the_last_good_edition(case: tuple[list[Issue], list[list[Issue]]], vantage: Vantage) -> None:
    """Whatever order they came in, the rows at a vantage are those of the newest edition published by then."""
    issues, runs = case
    ledger = empty_ledger()
    for issue in (issue for run in runs for issue in run):
        take(ledger, issue.download)
    known = [one for one in by_then(of_feed(issues, "weekly"), vantage) if one.lines is not None]
    expected = chart_rows(known[-1]) if known else {}
    with ledger.as_of(vantage) as view:
        assert {tuple(row[:4]): tuple(row[4:10]) for row in view.rows()} == expected


@law(60)
@given(arrivals())
def test_a_rank_has_one_row_at_any_instant(case: tuple[list[Issue], list[list[Issue]]]) -> None:
    """Intervals of one key are never empty and never overlap."""
    _, runs = case
    ledger = empty_ledger()
    for issue in (issue for run in runs for issue in run):
        take(ledger, issue.download)
    for table, source in VERSIONED.items():
        key = [column.name for column in source.primary_key.columns if column.name != "known_from"]
        spans: dict[tuple[Any, ...], list[tuple[datetime, datetime]]] = defaultdict(list)
        for row in stored(ledger, table, *key, *TIMES):
            spans[row[:-2]].append(row[-2:])
        for intervals in spans.values():
            ends = [instant for interval in sorted(intervals) for instant in interval]
            assert all(start < end <= FOREVER for start, end in intervals)
            assert ends == sorted(ends)


@law(60)
@given(histories())
def test_an_edition_notes_the_rows_and_weeks_that_it_holds(issues: list[Issue]) -> None:
    """Each download is noted with its rows and weeks, or with the reason of its refusal."""
    with in_order(issues).as_of(Vantage(max(issue.at for issue in issues).date())) as view:
        notes = {note.known_from: note for note in view.editions if note.feed != "launches"}
    assert notes.keys() == {issue.at for issue in issues}
    for issue in issues:
        note = notes[issue.at]
        assert (note.rejected is None) == (issue.lines is not None)
        assert note.rows == len(issue.lines or ())
        if issue.lines and issue.feed != "popular":
            weeks = [line.week for line in issue.lines]
            assert (note.first_week, note.last_week) == (min(weeks), max(weeks))


@law(200)
@given(rivals())
def test_of_two_downloads_of_one_instant_the_same_one_stands(case: tuple[list[Issue], list[Issue]]) -> None:
    """Whichever comes first, the one with the greater digest stands, as if the other had only been refused."""
    issues, arriving = case
    ledger = empty_ledger()
    for issue in arriving:
        take(ledger, issue.download)
    greatest: dict[tuple[str, datetime], Issue] = {}
    for issue in sorted(issues, key=lambda one: one.download.digest):
        greatest[issue.feed, issue.at] = issue
    straight = in_order(sorted(greatest.values(), key=lambda one: one.at))
    for table in VERSIONED:
        assert stored(ledger, table) == stored(straight, table)
    known = ledger.known()
    assert len(known) == len(issues)
    assert {met for met, why in known.items() if why is None} == {
        (one.at, one.download.digest) for one in greatest.values()
    }
    again = empty_ledger()
    take(again, *(issue.download for issue in issues))
    assert noted(again) == noted(ledger)
