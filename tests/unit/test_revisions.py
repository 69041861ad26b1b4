"""Revisions: what later editions changed, paired by title, show and rank; and the label watch."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from cliffhanger.charts.revisions import Relabel, Revision, relabels, revisions
from cliffhanger.vantage import Vantage
from editions import SUNDAY, TV, Line, ledger_of, table

FIRST = datetime(2026, 1, 6, 15)
SECOND = FIRST + timedelta(weeks=1)
A = Line(rank=1, show="A", season="A: Limited Series", hours=9_000_000)
B = Line(rank=2, show="B", season="B: Season 1", hours=5_000_000)


def found(*editions: list[Line], as_of: date = date(2026, 6, 1)) -> list[Revision]:
    """List the revisions of editions, a week apart."""
    dated = [(FIRST + timedelta(weeks=number), table(lines)) for number, lines in enumerate(editions)]
    with ledger_of(*dated).as_of(Vantage(as_of)) as view:
        return revisions(view.history())


def told(*editions: list[Line]) -> list[tuple[str, str, object, object]]:
    """List show, field, before and after of each revision."""
    return [(one.show_title, one.field, one.was, one.now) for one in found(*editions)]


def watched(*editions: list[Line]) -> list[Relabel]:
    """List what the label watch sees."""
    return relabels(found(*editions))


def test_a_first_publication_is_no_revision() -> None:
    """New weeks are news, not revisions."""
    newer = A._replace(week=SUNDAY + timedelta(weeks=1))
    assert told([A, B], [newer, newer._replace(rank=2, show="B"), A, B]) == []


def test_a_changed_figure_is_a_revision() -> None:
    """One field of one row, from what to what, and when."""
    (one,) = found([A, B], [A._replace(hours=8_000_000), B])
    assert (one.field, one.was, one.now) == ("hours", 9_000_000, 8_000_000)
    assert (one.known_from, one.category, one.week, one.rank) == (SECOND, TV, SUNDAY, 1)


def test_a_swap_of_ranks_revises_ranks_alone() -> None:
    """Two titles that change places are paired by title, not by rank."""
    assert told([A, B], [B._replace(rank=1), A._replace(rank=2)]) == [("B", "rank", 2, 1), ("A", "rank", 1, 2)]


def test_a_relabel_keeps_the_row() -> None:
    """A new season title is one revision of the same row."""
    assert told([A, B], [A._replace(season="A: Season 1"), B]) == [
        ("A", "season_title", "A: Limited Series", "A: Season 1")
    ]


def test_a_relabel_with_a_swap_is_paired_by_show() -> None:
    """Where title and rank change together, the show tells the row."""
    after = [B._replace(rank=1), A._replace(rank=2, season="A: Season 1")]
    assert set(told([A, B], after)) == {
        ("B", "rank", 2, 1),
        ("A", "rank", 1, 2),
        ("A", "season_title", "A: Limited Series", "A: Season 1"),
    }


def test_two_seasons_of_a_show_are_told_apart() -> None:
    """Where two seasons of one show are charted, each is paired with itself."""
    one, two = (Line(rank=n, show="A", season=f"A: Season {n}", hours=n * 10**6) for n in (1, 2))
    assert told([one, two], [two._replace(rank=1), one._replace(rank=2)]) == [("A", "rank", 2, 1), ("A", "rank", 1, 2)]


def test_a_renamed_show_is_paired_by_its_rank_and_hours() -> None:
    """A show's new name is one revision, where rank and hours stay."""
    assert told([A, B], [A._replace(show="Alpha"), B]) == [("Alpha", "show_title", "A", "Alpha")]


def test_a_withdrawn_row_is_a_revision() -> None:
    """A row that goes leaves a trace."""
    older, gone = (line._replace(week=SUNDAY - timedelta(weeks=1)) for line in (A, B))
    assert told([A, older, gone], [A, older]) == [("B", "row", "B: Season 1", None)]


def test_a_row_added_later_is_a_revision() -> None:
    """A row that comes into a week published before is told."""
    assert told([A], [A, B]) == [("B", "row", None, "B: Season 1")]


def test_a_change_and_its_taking_back_are_two_revisions() -> None:
    """What is changed and restored was changed twice."""
    changed = A._replace(hours=1)
    assert [(was, now) for _, _, was, now in told([A, B], [changed, B], [A, B])] == [(9_000_000, 1), (1, 9_000_000)]


def test_what_is_not_published_yet_is_no_revision() -> None:
    """At a vantage before the second edition, nothing was revised."""
    assert found([A, B], [A._replace(hours=1), B], as_of=date(2026, 1, 12)) == []
    assert len(found([A, B], [A._replace(hours=1), B], as_of=date(2026, 1, 13))) == 1


def test_the_label_watch_counts_the_weeks_of_a_relabel() -> None:
    """Several weeks relabelled by one edition are one entry."""
    older = A._replace(week=SUNDAY - timedelta(weeks=1))
    new = [line._replace(season="A: Season 1") for line in (A, older)]
    (one,) = watched([A, older], new)
    assert (one.was_title, one.now_title, str(one.was), str(one.now)) == (
        "A: Limited Series",
        "A: Season 1",
        "limited series",
        "season 1",
    )
    assert (one.weeks, one.known_from, one.changes_format) == (2, SECOND, True)


def test_the_label_watch_tells_words_from_formats() -> None:
    """A season under another number changes its words, not its format."""
    (one,) = watched([A, B], [A, B._replace(season="B: Part 1")])
    assert not one.changes_format


def test_the_label_watch_does_not_mind_figures() -> None:
    """Changes of hours or ranks are no relabels."""
    assert watched([A, B], [A._replace(hours=1), B]) == []
    assert watched([A, B], [B._replace(rank=1), A._replace(rank=2)]) == []
