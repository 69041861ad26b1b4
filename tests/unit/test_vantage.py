"""The vantage: what it accepts, and that one rule decides for values, SQL and frames."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, DateTime, Integer, MetaData, Table, create_engine, insert, select

from cliffhanger.errors import BadDay, BadWatched
from cliffhanger.vantage import FOREVER, Episode, Vantage, Watched, instant, parse_day

EPISODES = [Episode(season, number) for season in (1, 2, 3) for number in (1, 2, 3, 4, 10)]
DAY = date(2026, 1, 14)


def seen(text: str) -> list[str]:
    """List which of a few episodes are in a set."""
    watched = Watched.parse(text)
    return [str(episode) for episode in EPISODES if episode in watched]


def test_none_is_no_episode() -> None:
    """`none` is the empty set, and what a vantage has if nothing is said."""
    assert seen("none") == []
    assert Vantage(DAY).watched == Watched.parse("none")


def test_all_is_every_episode() -> None:
    """`all` holds whatever will ever air."""
    assert seen("all") == [str(episode) for episode in EPISODES]
    assert Episode(9999, 9999) in Watched.parse("all")


def test_one_episode_means_all_up_to_it() -> None:
    """`S2E2` holds the earlier season and the season up to it, and nothing after."""
    assert seen("S2E2") == ["S1E1", "S1E2", "S1E3", "S1E4", "S1E10", "S2E1", "S2E2"]


def test_a_list_means_just_what_it_names() -> None:
    """`S2E1,S1E3` holds two episodes and none before them."""
    assert seen("S2E1,S1E3") == ["S1E3", "S2E1"]


def test_a_span_means_just_what_it_spans() -> None:
    """`S1E2-S1E4` leaves out the first episode."""
    assert seen("S1E2-S1E4") == ["S1E2", "S1E3", "S1E4"]


def test_a_span_may_cross_seasons() -> None:
    """`S1E10-S2E1` holds the end of one season and the start of the next."""
    assert seen("S1E10-S2E1") == ["S1E10", "S2E1"]


def test_spans_and_episodes_mix() -> None:
    """The form of the design, `S1E1-S1E3,S1E10`, skips what it does not name."""
    assert seen("S1E1-S1E3,S1E10") == ["S1E1", "S1E2", "S1E3", "S1E10"]


def test_case_and_spaces_do_not_matter() -> None:
    """Small letters, capitals and spaces around the parts are forgiven."""
    assert Watched.parse(" s1e1 - s1e2 , S1e4 ") == Watched.parse("S1E1-S1E2,S1E4")
    assert Watched.parse("ALL") == Watched.parse("all")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("S1E1,S1E2,S1E3", "S1E1-S1E3"),
        ("S1E3,S1E1", "S1E1,S1E3"),
        ("S1E2,S1E2", "S1E2-S1E2"),
        ("S1E1-S1E3,S1E2-S1E5", "S1E1-S1E5"),
        ("S1E2-S1E2", "S1E2-S1E2"),
        ("s2e3", "S2E3"),
        ("NONE", "none"),
    ],
)
def test_one_set_has_one_spelling(written: str, canonical: str) -> None:
    """However a set is written, it is named in one way."""
    assert str(Watched.parse(written)) == canonical


@given(st.lists(st.tuples(st.sampled_from(EPISODES), st.sampled_from(EPISODES)), max_size=4))
def test_what_a_set_is_named_reads_back_as_the_set(pairs: list[tuple[Episode, Episode]]) -> None:
    """Naming and reading are inverse, for sets of any shape."""
    watched = Watched.of((min(pair), max(pair)) for pair in pairs)
    assert Watched.parse(str(watched)) == watched


@given(st.lists(st.tuples(st.sampled_from(EPISODES), st.sampled_from(EPISODES)), max_size=4))
def test_uniting_spans_keeps_just_their_episodes(pairs: list[tuple[Episode, Episode]]) -> None:
    """A set holds an episode just where one of its spans does."""
    spans = [(min(pair), max(pair)) for pair in pairs]
    watched = Watched.of(spans)
    assert [e in watched for e in EPISODES] == [any(a <= e <= b for a, b in spans) for e in EPISODES]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "some", "S1", "E1", "1", "1x3", "S0E1", "S1E0", "S01E01", "S1E1-", "-S1E1", "S1E3-S1E1", "S1E1,",
        ",", "S1E1;S1E2", "S1E1 S1E2", "S1E1-S1E2-S1E3",
        "none,S1E1", "all,S1E1", "S-1E1", "S1E1.5", "S99999E1", "S1E1١",
    ],
)  # fmt: skip
def test_any_other_form_is_refused_with_the_accepted_ones(text: str) -> None:
    """What is no set of episodes is refused, and the message shows each accepted form."""
    with pytest.raises(BadWatched) as refused:
        Watched.parse(text)
    assert refused.value.text == text
    assert all(form in str(refused.value) for form in ("none", "all", "S1E3 (all up to it)", "S1E1-S1E3,S1E5"))


def test_an_episode_not_yet_released_is_not_seen() -> None:
    """Watching counts from the day of release on, and never without one."""
    vantage = Vantage(DAY, Watched.parse("all"))
    first = Episode(1, 1)
    assert vantage.has_seen(first, DAY)
    assert not vantage.has_seen(first, DAY + timedelta(days=1))
    assert not vantage.has_seen(first, None)
    assert not Vantage(DAY).has_seen(first, DAY)


def test_a_day_is_known_to_its_end() -> None:
    """A fact of the vantage's own day is known, one of the next day is not."""
    assert Vantage(DAY).knows(DAY)
    assert not Vantage(DAY).knows(DAY + timedelta(days=1))


def test_days_are_read() -> None:
    """A day is written year-month-day, with spaces around it forgiven."""
    assert parse_day(" 2026-01-14 ") == DAY


def test_days_of_old_novels_are_read() -> None:
    """A story may have come out centuries ago."""
    assert parse_day("1868-01-04") == date(1868, 1, 4)


@pytest.mark.parametrize(
    "text", ["", "today", "2026-1-14", "20260114", "2026-02-30", "14.01.2026", "2026-W03-3", "2026-01"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """The message repeats the text and shows how a day is written."""
    with pytest.raises(BadDay, match="2026-01-14") as refused:
        parse_day(text)
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-01-14", datetime(2026, 1, 14)),
        ("2026-01-14T13:50:17+00:00", datetime(2026, 1, 14, 13, 50, 17)),
        ("2026-01-14T23:30:00-05:00", datetime(2026, 1, 15, 4, 30)),
        ("2026-01-14T00:30:00+09:00", datetime(2026, 1, 13, 15, 30)),
        ("2026-01-14T12:00:00Z", datetime(2026, 1, 14, 12)),
    ],
)
def test_instants_are_kept_in_utc(text: str, at: datetime) -> None:
    """A time in any zone is the same instant in UTC; a day is its first moment."""
    assert instant(text) == at
    assert instant(text).tzinfo is None


def test_what_is_no_instant_is_refused() -> None:
    """Text that is neither day nor time is refused as a day is."""
    with pytest.raises(BadDay):
        instant("yesterday")


def test_knowledge_is_closed_open() -> None:
    """A row stands from the instant it was published up to, not including, the instant it was replaced."""
    last, next_day = datetime(2026, 1, 14, 23, 59, 59, 999999), datetime(2026, 1, 15)
    vantage = Vantage(DAY)
    assert vantage.covers(last, FOREVER)
    assert not vantage.covers(next_day, FOREVER)
    assert not vantage.covers(datetime(2026, 1, 1), last)
    assert vantage.covers(datetime(2026, 1, 1), next_day)


def test_what_is_replaced_later_the_same_day_does_not_stand() -> None:
    """Of two editions of one day, only the second stands at its end."""
    morning, evening = datetime(2026, 1, 14, 8), datetime(2026, 1, 14, 20)
    assert not Vantage(DAY).covers(morning, evening)
    assert Vantage(DAY).covers(evening, FOREVER)


def test_what_ended_has_still_begun() -> None:
    """`began` asks for the publication alone."""
    assert Vantage(DAY).began(datetime(2026, 1, 14, 23))
    assert not Vantage(DAY).began(datetime(2026, 1, 15))


_rows = Table("rows", MetaData(), Column("id", Integer), Column("a", DateTime), Column("b", DateTime))
_engine = create_engine("sqlite://")
_rows.create(_engine)
_instants = st.integers(-3, 3).flatmap(
    lambda days: st.sampled_from([datetime(2026, 1, 14) + timedelta(days=days, microseconds=us) for us in (-1, 0, 1)])
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(_instants, st.one_of(_instants, st.just(FOREVER))), min_size=1, max_size=8), st.integers(-2, 2)
)
def test_one_rule_for_values_sql_and_frames(intervals: list[tuple[datetime, datetime]], days: int) -> None:
    """`covers` picks the same rows in Python, in SQLite and in Polars."""
    vantage = Vantage(DAY + timedelta(days=days))
    values = [number for number, interval in enumerate(intervals) if vantage.covers(*interval)]
    with _engine.connect() as connection:
        connection.execute(insert(_rows), [{"id": n, "a": a, "b": b} for n, (a, b) in enumerate(intervals)])
        stands = vantage.covers(_rows.c.a, _rows.c.b)
        in_sql = list(connection.execute(select(_rows.c.id).where(stands).order_by(_rows.c.id)).scalars())
    frame = pl.DataFrame({"a": [a for a, _ in intervals], "b": [b for _, b in intervals]}).with_row_index("id")
    in_frame = frame.filter(vantage.covers(pl.col("a"), pl.col("b")))["id"].to_list()
    assert in_sql == values
    assert in_frame == values
