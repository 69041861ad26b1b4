"""How often seasons were followed: counted by the first label, at what was known."""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliffhanger.charts.titles import Label
from cliffhanger.renewal.counts import CameBack, Count, counted
from cliffhanger.renewal.outcomes import outcomes
from cliffhanger.renewal.seasons import kind_of, seasons_of
from cliffhanger.vantage import Vantage
from editions import TV, Line, ledger_of, table

START = date(2024, 1, 7)
FILLER = Line(rank=10, show="Filler", season="Filler: Season 1", weeks=99)
"""Entered before we look: counts for nothing, and keeps the weeks going."""


def season(show: str, name: str, week: int, rank: int = 1) -> Line:
    """Give a season's first week on the chart."""
    return Line(START + timedelta(weeks=week), TV, rank, show, f"{show}: {name}")


def weeks_on(lines: list[Line], last: int) -> list[Line]:
    """Add to rows a filler in every week up to the last, newest first."""
    filler = [FILLER._replace(week=START + timedelta(weeks=n)) for n in range(last + 1)]
    return sorted([*lines, *filler], key=lambda line: line.week, reverse=True)


def edition(last: int, lines: list[Line]) -> tuple[datetime, bytes]:
    """Give what is published on the Tuesday after a week: the rows up to it."""
    end = START + timedelta(weeks=last)
    return datetime.combine(end, time(15)) + timedelta(days=2), table(
        weeks_on([x for x in lines if x.week <= end], last)
    )


def count(kind: str, *told: tuple[int, list[Line]]) -> Count | None:
    """Count on weekly editions: up to a week from the first lines, then up to another from the next."""
    dated, week = [], 0
    for last, lines in told:
        dated += [edition(n, lines) for n in range(week, last + 1)]
        week = last + 1
    return counted_on(kind, *dated)


def counted_on(kind: str, *dated: tuple[datetime, bytes]) -> Count | None:
    """Count on editions, from the day of the last."""
    with ledger_of(*dated).as_of(Vantage(dated[-1][0].date() if dated else START)) as view:
        seasons = seasons_of(view)
    return counted(kind, outcomes(seasons)) if seasons else None


def told(found: Count | None) -> tuple[int, int, int]:
    """Give how many there were, were followed, were relabelled."""
    assert found is not None
    return found.of, found.followed, found.relabelled


def test_seasons_that_were_followed_are_counted() -> None:
    """Of two first seasons, the one with a second counts as followed."""
    lines = [season("A", "Season 1", 0), season("A", "Season 2", 52), season("B", "Season 1", 1)]
    assert told(count("first season", (60, lines))) == (2, 1, 0)


def test_a_relabelled_limited_series_counts_as_limited() -> None:
    """By its first label it was limited; the relabel is told beside, and is no other season."""
    before, after = [season("A", "Limited Series", 0)], [season("A", "Season 1", 0)]
    found = count("limited series", (1, before), (60, after))
    assert told(found) == (1, 0, 1)


def test_a_relabelled_limited_series_is_no_first_season() -> None:
    """The label that knows the outcome does not count."""
    before, after = [season("A", "Limited Series", 0)], [season("A", "Season 1", 0)]
    assert count("first season", (1, before), (60, after)) is None


def test_a_season_relabelled_as_limited_counts_as_a_season() -> None:
    """The other way round, too: a first season that will not return stays among first seasons."""
    before, after = [season("A", "Season 1", 0)], [season("A", "Limited Series", 0)]
    assert told(count("first season", (1, before), (60, after))) == (1, 0, 0)
    assert count("limited series", (1, before), (60, after)) is None


def test_half_of_a_split_season_is_no_new_one() -> None:
    """What follows in less than 120 days is the second half of a season."""
    lines = [season("A", "Part 1", 0), season("A", "Part 2", 17)]
    assert told(count("first season", (60, lines))) == (1, 0, 0)


def test_a_season_after_120_days_is_a_new_one() -> None:
    """Eighteen weeks are 126 days."""
    lines = [season("A", "Part 1", 0), season("A", "Part 2", 18)]
    assert told(count("first season", (60, lines))) == (1, 1, 0)


def test_an_old_season_that_comes_back_is_no_new_one() -> None:
    """A row that counts a later week of an older season follows nothing."""
    back = season("A", "Season 1", 40)._replace(weeks=3)
    lines = [season("A", "Season 2", 0), back]
    assert told(count("later season", (60, lines))) == (1, 0, 0)


def test_recent_seasons_are_not_counted() -> None:
    """A season that entered less than a year ago had too little time."""
    lines = [season("A", "Season 1", 0), season("B", "Season 1", 9)]
    assert told(count("first season", (60, lines))) == (1, 0, 0)


def test_a_season_whose_beginning_was_not_seen_is_not_counted() -> None:
    """The filler of these tests entered before the first week, and is in no count."""
    assert count("first season", (60, [])) is None


def test_labels_told_long_after_are_not_counted() -> None:
    """In one late edition every label may know the outcome, so its old weeks count for nothing."""
    late = edition(60, [season("A", "Limited Series", 0), season("B", "Season 1", 0)])
    assert counted_on("limited series", late) is None


def test_of_seasons_that_enter_together_the_last_is_new() -> None:
    """When an old season enters beside a new one, the first is followed by the new one alone."""
    lines = [season("A", "Season 1", 0), season("A", "Season 2", 30, rank=1), season("A", "Season 3", 30, rank=2)]
    assert told(count("first season", (90, lines))) == (1, 1, 0)
    assert told(count("later season", (90, lines))) == (1, 0, 0)


def test_without_editions_there_is_no_count() -> None:
    """An empty ledger counts nothing."""
    assert counted_on("first season") is None


def test_a_count_knows_the_edition_it_was_made_on() -> None:
    """It carries the last week that it could see."""
    found = count("first season", (60, [season("A", "Season 1", 0)]))
    assert found is not None
    assert found.observed_through == START + timedelta(weeks=60)


def test_kinds_go_by_format_and_number() -> None:
    """Seasons are counted apart by whether they are the first."""
    labels = [Label("season", 1), Label("season", 2), Label("season", 7), Label("limited series"), Label("special")]
    assert [kind_of(one) for one in labels] == [
        "first season",
        "later season",
        "later season",
        "limited series",
        "special",
    ]


def test_what_came_back_is_known_from_its_first_sign() -> None:
    """Relabelled first and charted again later, or the other way round: the earlier day counts."""
    early, late = date(2025, 1, 7), date(2025, 6, 3)
    assert [CameBack("A", *days).known_from for days in ((early, late), (late, early), (late, None))] == [
        early,
        early,
        late,
    ]


def test_the_interval_is_that_of_the_literature() -> None:
    """R gives .0196 to .0689: `prop.test(9, 243, correct = FALSE)$conf.int`."""
    assert Count("limited series", 243, 9, 0, START).interval == pytest.approx((0.0196, 0.0689), abs=1e-4)


@given(st.integers(1, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_what_a_score_test_does_not_reject(counts: tuple[int, int]) -> None:
    """Each bound lies as many standard errors (of the bound) from the share as 95% asks for, or at 0 or 1."""
    followed, of = counts
    found = Count("limited series", of, followed, 0, START)
    for bound in found.interval:
        if 1e-9 < bound < 1 - 1e-9:
            score = abs(found.share - bound) / math.sqrt(bound * (1 - bound) / of)
            assert score == pytest.approx(1.959964, rel=1e-6)
        else:
            assert found.share == pytest.approx(bound)
