"""Calendars: coming charts and the days of a series, as they are known on the day of the request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from icalendar import Calendar

from asking import Asker, cookie_of, desk
from cliffhanger.story import Story
from desks import TODAY, WEEKS, kept, published
from everywhere import OneStory

TUESDAY = 1
WEEKLY = """
format_version: 1
title: The House on the Hill
announced: 2026-01-01
released:
  S1E1: 2026-01-05
  S1E2: 2026-01-12
  S1E3: 2026-01-19
episodes: {1: 3}
premise: [{says: There is a house}]
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    made = desk(kept(tmp_path_factory.mktemp("calendar")), today=TODAY)
    yield made
    made.state.desk.close()


def written(app: FastAPI, path: str) -> list[Any]:
    given = Asker(app).ask(path)
    assert (given.status, given.header("content-type")) == (200, "text/calendar; charset=utf-8")
    return [*Calendar.from_ical(given.body).walk("VEVENT")]


def events(app: FastAPI, path: str) -> dict[str, date]:
    told = written(app, path)
    assert len({str(one["UID"]) for one in told}) == len(told)
    return {str(one["SUMMARY"]): one["DTSTART"].dt for one in told}


def test_coming_charts_are_due_on_tuesdays(app: FastAPI) -> None:
    """The next charts are due on the Tuesday after each week that follows the newest one."""
    days = [*events(app, "/charts.ics").values()]
    assert days[0] == published(WEEKS - 1).date() + timedelta(weeks=1)
    assert {day.weekday() for day in days} == {TUESDAY}
    assert days == [days[0] + timedelta(weeks=place) for place in range(len(days))]


@pytest.mark.parametrize("day", ["2026-01-19", "2026-01-20", "2026-01-21"])
def test_a_chart_is_coming_until_its_day_is_over(tmp_path: Path, day: str) -> None:
    """Without any chart the next Tuesday is due, that of the day itself included."""
    asked = date.fromisoformat(day)
    first = min(events(desk(tmp_path / "none.sqlite", today=asked), "/charts.ics").values())
    assert asked <= first < asked + timedelta(weeks=1)
    assert first.weekday() == TUESDAY


def test_a_chart_keeps_its_name_and_its_time_is_when_it_was_known(app: FastAPI) -> None:
    """The same chart has one name on all days; the stamp of an event is no clock's."""
    now, then = (
        {str(one["DTSTART"].dt): one for one in written(app, path)}
        for path in ("/charts.ics", "/charts.ics?as-of=2026-01-07")
    )
    both = [day for day in now if day in then]
    assert both
    assert all(now[day]["UID"] == then[day]["UID"] for day in both)
    assert {one["DTSTAMP"].dt.replace(tzinfo=None) for one in now.values()} == {published(WEEKS - 1)}


def test_episodes_stand_on_their_days(tmp_path: Path) -> None:
    """Parts that are out stand on the day on which they came, and the last day of the season as it is planned."""
    app = desk(tmp_path / "none.sqlite", OneStory(Story.parse(WEEKLY)), TODAY)
    assert events(app, "/series/the-house-on-the-hill.ics") == {
        "The House on the Hill is announced": date(2026, 1, 1),
        "The House on the Hill: episode 1": date(2026, 1, 5),
        "The House on the Hill: episode 2": date(2026, 1, 12),
        "The House on the Hill is complete": date(2026, 1, 19),
    }


def test_parts_of_one_day_are_one_event(app: FastAPI) -> None:
    """A series that came out at once has one event for all its episodes."""
    assert events(app, "/series/his-and-hers.ics")["His & Hers: episodes 1 to 6"] == date(2026, 1, 8)


def test_a_series_to_come_has_its_release_and_its_first_figure(app: FastAPI) -> None:
    """Before its release a series has that day and the Tuesday on which its first week is due."""
    told = events(app, "/series/his-and-hers.ics?as-of=2025-12-20")
    assert told["His & Hers comes out, all of it"] == date(2026, 1, 8)
    assert told["His & Hers: the first weekly figure, for the week that ends on 11 January 2026"] == date(2026, 1, 13)


def test_a_charted_series_has_the_next_chart(app: FastAPI) -> None:
    """A calendar is never empty: what has been on a list may be on the next."""
    told = events(app, "/series/the-long-voyage.ics")
    assert [*told.values()] == [published(WEEKS - 1).date() + timedelta(weeks=1)]


def test_a_calendar_is_the_same_for_all_readers(app: FastAPI) -> None:
    """What somebody has watched changes no byte of a calendar."""
    cookie = cookie_of(app, his_and_hers="all")
    assert Asker(app).ask("/series/his-and-hers.ics", cookie=cookie) == Asker(app).ask("/series/his-and-hers.ics")
