"""Viewing histories: what is understood of them is never more than was surely watched."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asking import HERE, Asker, Given, cookie_of, desk
from cliffhanger.charts import titles
from cliffhanger.charts.titles import spelled
from cliffhanger.desk import history as desk_history
from cliffhanger.desk.history import History, Understood
from cliffhanger.desk.viewings import LONGEST_LINE, Viewings
from cliffhanger.errors import UploadRejected
from cliffhanger.story import Story
from everywhere import OneStory
from pages import Read
from stories import yaml_text

TODAY = date(2026, 6, 1)
ALL_AT_ONCE: dict[str, Any] = {
    "format_version": 1,
    "title": "Salt & Smoke",
    "also_known_as": ["Sal y humo"],
    "platform": "Netflix",
    "announced": "2026-01-01",
    "released": "2026-01-08",
    "episodes": {"1": 3},
    "people": {"ada": {}},
    "premise": [{"introduces": {"ada": {"name": "Ada"}}}],
}
WEEKLY = ALL_AT_ONCE | {
    "released": {"S1E1": "2026-01-08", "S1E2": "2026-01-15", "S1E3": "2026-01-22", "S2E1": "2026-05-01"},
    "episodes": {"1": 3, "2": 2},
}


def history(*rows: str, header: str = "Title,Date") -> bytes:
    """Write a history, its rows the newest first."""
    return "\n".join([header, *rows, ""]).encode()


def understood(data: bytes, story: dict[str, Any] = ALL_AT_ONCE, size: int = 7, order: str = "") -> Understood | None:
    """Read a history in pieces, and understand it in the first order that is possible."""
    known = History(OneStory(Story.parse(yaml_text(story))), TODAY)
    viewings = Viewings(known.asks, TODAY + timedelta(days=1))
    for start in range(0, len(data), size):
        viewings.take(data[start : start + size])
    viewings.end()
    return next(iter(known.understood(viewings.kept, order or next(iter(viewings.orders)))), None)


def sure(*rows: str, story: dict[str, Any] = ALL_AT_ONCE) -> str:
    """Tell what is surely watched of a history whose dates are written as 2026-01-31."""
    told = understood(history(*rows), story)
    return " ".join(map(str, told.sure)) if told else "none"


def row(name: str, day: str = "2026-02-01", season: str = "Limited Series", show: str = "Salt & Smoke") -> str:
    return f'"{show}: {season}: {name}","{day}"'


def test_episodes_that_later_ones_followed_are_sure() -> None:
    """The last one begun may have been left half-way, so it is only begun."""
    told = understood(history(row("Episode 3"), row("Episode 2"), row("Episode 1")))
    assert told is not None
    assert (list(map(str, told.sure)), list(map(str, told.begun))) == (["S1E1", "S1E2"], ["S1E3"])


@pytest.mark.parametrize(
    ("rows", "watched"),
    [
        ([row("Episode 3"), row("Episode 1")], ""),
        ([row("Episode 3"), row("Episode 2")], ""),
        ([row("Episode 2"), row("Episode 3"), row("Episode 1")], "S1E1"),
        ([row("Episode 1"), row("Episode 2")], ""),
        ([row("Episode 2"), row("Episode 1"), row("Episode 1"), row("Episode 2")], "S1E1"),
        ([row("Episode 2"), row("Folge 1")], "S1E1"),
        ([row(f"Capítulo {one}", show="Sal y humo", season="Miniserie") for one in (2, 1)], "S1E1"),
        ([row("Episode 2", season="Season 1"), row("Episode 1", season="Season 1")], "S1E1"),
        ([row("Episode 2", season="Temporada 1"), row("Episode 1", season="Temporada 1")], "S1E1"),
        ([row("Episode 2", season="Season 2"), row("Episode 1", season="Season 2")], "none"),
        ([row("Episode 2", season="Part 1"), row("Episode 1", season="Part 1")], ""),
        ([row("Episode 2", season="リミテッドシリーズ"), row("Episode 1", season="リミテッドシリーズ")], ""),
        ([row("Episode 12"), row("Episode 11"), row("Episode 1")], ""),
        ([row("Episode 2", "2026-01-02"), row("Episode 1", "2026-01-01")], "none"),
        ([row("Episode 2 (Trailer)"), row("Episode 1")], ""),
        ([row("Teaser: Episode 2"), row("Trailer"), row("Episode 1")], ""),
        ([row("salt_and_smoke_hook_primary_16x9"), row("Episode 1")], ""),
        ([row("Episode 2", show="Salt & Smoke & Ash"), row("Episode 1", show="Salt & Smoke & Ash")], "none"),
        (['"Salt & Smoke","2026-02-01"', '"Salt & Smoke: Episode 1","2026-02-01"'], "none"),
    ],
)  # fmt: skip
def test_numbers_are_read_with_care(rows: list[str], watched: str) -> None:
    """Gaps, order, repeats, languages, seasons, trailers, days before the release, titles that are alike."""
    assert sure(*rows) == watched


@pytest.mark.parametrize(
    ("names", "begun"),
    [
        (["Ash", "Embers", "Sparks"], "S1E1 S1E2 S1E3"),
        (["Ash", "Embers", "Sparks", "Sparks", "Ash"], "S1E1 S1E2 S1E3"),
        (["Embers", "Sparks"], ""),
        (["Ash"], ""),
        (["Ash", "Embers", "Sparks", "Something else"], ""),
    ],
)
def test_names_alone_tell_what_was_begun_and_never_what_is_sure(names: list[str], begun: str) -> None:
    """Three of three were all begun, in whichever order; two may be any two, and a fourth is no episode."""
    told = understood(history(*map(row, names)))
    assert told is not None
    assert (told.sure, " ".join(map(str, told.begun))) == ((), begun)


def test_a_title_more_than_is_out_makes_all_places_unsure() -> None:
    """Where two titles were begun with one episode out, one of them is none, and nobody knows which."""
    rows = [row("Embers", "2026-01-16", "Season 1"), row("A talk", "2026-01-09", "Season 1")]
    assert sure(*rows, row("Sparks", "2026-01-08", "Season 1"), story=WEEKLY) == ""


def test_week_by_week_names_count_as_far_as_all_were_out() -> None:
    """Who had begun as many as were out had begun them all."""
    rows = [row("Embers", "2026-01-16", "Season 1"), row("Sparks", "2026-01-09", "Season 1")]
    assert sure(*rows, story=WEEKLY) == "S1E1"
    late = [row("Embers", "2026-01-30", "Season 1"), row("Sparks", "2026-01-29", "Season 1")]
    assert sure(*late, story=WEEKLY) == ""


def test_two_languages_are_not_added_up() -> None:
    """Titles of one season in two languages may be the same episodes."""
    rows = [row("Ash"), row("Glut", season="Miniserie"), row("Funken", season="Miniserie")]
    assert sure(*rows) == ""


def test_a_story_that_is_told_elsewhere_is_none_of_this_history() -> None:
    """The history is of one platform: a series of another by the same name is another one."""
    rows = [row("Episode 2"), row("Episode 1")]
    assert sure(*rows, story=ALL_AT_ONCE | {"platform": "Elsewhere"}) == "none"


class Viewer:
    """Watches a season of three as viewers do, and leaves a row for whatever was begun.

    Who goes on to the next has ended the one before; whatever is further ahead is only peeked at.
    """

    def __init__(self, weekly: bool, *, numbered: bool) -> None:
        self.weekly, self.numbered = weekly, numbered
        self.at, self.is_over = 0, True
        self.rows: list[str] = []

    @property
    def ended(self) -> set[int]:
        return {*range(1, self.at + self.is_over)}

    def begin(self, one: int, day: int, *, to_the_end: bool) -> None:
        """Begin an episode that is out; one further ahead than the next is a peek, one from before is seen again."""
        if self.weekly and day < 1 + 7 * one:
            return
        if one == self.at + 1:
            self.at, self.is_over = one, to_the_end
        elif one == self.at:
            self.is_over = self.is_over or to_the_end
        name = f"Episode {one}" if self.numbered else {1: "Sparks", 2: "Embers", 3: "Ash"}[one]
        self.rows.insert(0, row(name, f"2026-01-{day:02}", "Season 1"))


@settings(max_examples=500, deadline=None)
@given(
    st.booleans(),
    st.booleans(),
    st.lists(st.tuples(st.integers(8, 31), st.integers(1, 3), st.booleans()), max_size=7),
)
def test_no_episode_is_ticked_that_was_not_watched_to_its_end(
    weekly: bool, numbered: bool, begun: list[tuple[int, int, bool]]
) -> None:
    """Of a random viewer, who peeks ahead, repeats and leaves half-way, nothing is sure that was not ended."""
    viewer = Viewer(weekly, numbered=numbered)
    for day, one, to_the_end in sorted(begun, key=lambda each: each[0]):
        viewer.begin(one, day, to_the_end=to_the_end)
    told = understood(history(*viewer.rows), WEEKLY if weekly else ALL_AT_ONCE)
    if told:
        assert {episode.number for episode in told.sure} <= viewer.ended


def test_a_finale_that_was_peeked_at_unlocks_nothing() -> None:
    """Four episodes watched, the finale peeked at, the fifth begun: six titles of six tell that all were begun."""
    names = ["Five", "Six", "Four", "Three", "Two", "One"]
    told = understood(history(*map(row, names)), ALL_AT_ONCE | {"episodes": {"1": 6}})
    assert told is not None
    assert (told.sure, len(told.begun), told.unclear) == ((), 6, {})


# Dates.


@pytest.mark.parametrize(
    ("dates", "orders"),
    [
        (["1/31/26", "1/2/26"], ["month first"]),
        (["31/1/26", "1/2/26"], ["day first"]),
        (["31.01.2026"], ["day first"]),
        (["2026-01-31"], ["year first"]),
        (["2026. 1. 31."], ["year first"]),
        (["1/2/26", "3/4/26"], ["month first", "day first"]),
        (["5/7/26"], ["month first"]),
        (["11/12/13"], ["month first", "day first", "year first"]),
    ],
)
def test_the_order_of_dates_follows_from_all_of_them(dates: list[str], orders: list[str]) -> None:
    """An order is possible if it makes a day of every date, none of them to come."""
    viewings = Viewings(lambda _: False, TODAY)
    viewings.take(history(*(f'"Some Show","{told}"' for told in dates)))
    viewings.end()
    assert [*viewings.orders] == orders


def test_a_row_whose_date_is_none_is_left_out_and_named() -> None:
    """One bad row, or one of a day to come, costs no more than itself."""
    viewings = Viewings(lambda _: True, TODAY)
    viewings.take(history('"a","31/1/26"', '"a","13/13/13"', '"a","1/2/27"', '"a","1/2/26"'))
    viewings.end()
    assert (viewings.rows, viewings.odd, [*viewings.orders]) == (2, 2, ["day first"])
    assert viewings.named == ["row 3 (13/13/13)", "row 4 (1/2/27)"]


def test_a_date_that_goes_with_no_other_is_named() -> None:
    """A file whose dates are written in two orders is refused with the row that tells."""
    with pytest.raises(UploadRejected, match="row 3"):
        understood(history('"a","31/1/26"', '"a","1/31/26"'))


def test_words_for_a_season_that_are_not_known_unlock_nothing_and_hide_nothing() -> None:
    """The series is found by its title whatever its season is called, and what was begun is shown without a tick."""
    told = understood(history(row("Episode 2", season="シーズン"), row("Episode 1", season="シーズン")))
    assert told
    assert [str(one) for one in told.begun] == ["S1E1", "S1E2"]
    assert not told.sure


BAD = {
    "nothing": b"",
    "a page": b"<!DOCTYPE html><html></html>",
    "other columns": history('"a","b"', header="Name,When"),
    "two orders": history('"a","31/1/26"', '"a","1/31/26"'),
    "days to come": history('"a","2027-01-01"'),
    "no text": b"Title,Date\n\xff\xfe\n",
    "a cut character": b"Title,Date\n\xc3",
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_history_is_refused(name: str) -> None:
    """A file of another kind is refused whole."""
    with pytest.raises(UploadRejected):
        understood(BAD[name])


def test_odd_rows_are_left_out() -> None:
    """Rows that are none are passed over, and never kept in memory: long ones, broken ones, empty ones."""
    odd = ["x" * (LONGEST_LINE * 3), '"a', "", ",", '"a","no day"', '"a","1","2"']
    assert sure(row("Episode 2"), *odd, row("Episode 1")) == "S1E1"
    viewings = Viewings(lambda _: True, TODAY)
    for _ in range(500):
        viewings.take(b"x" * 10_000)
    assert len(viewings._rest) <= LONGEST_LINE


# Over HTTP.


@pytest.fixture
def asker(tmp_path: Path) -> Asker:
    return Asker(desk(tmp_path / "none.sqlite", OneStory(Story.parse(yaml_text(ALL_AT_ONCE)))))


def send(asker: Asker, data: bytes, cookie: str = "") -> Given:
    return asker.ask("/watched/history", "POST", headers=HERE, cookie=cookie, files={"file": ("h.csv", data)})


def fields(given: Given) -> dict[str, list[str]]:
    """Read what a form would send: what is hidden, and what is ticked."""
    found: dict[str, list[str]] = {}
    for one in Read(given.text).all("input"):
        if one.get("type") == "hidden" or "checked" in one:
            found.setdefault(one["name"], []).append(one["value"])
    return found


def test_nothing_is_unlocked_before_it_is_confirmed(asker: Asker) -> None:
    """What was understood is shown with ticks to correct; what the reader then sends is kept."""
    shown = send(asker, history(row("Episode 2"), row("Episode 1")))
    told = fields(shown)
    assert (shown.status, shown.header("set-cookie"), told["episode"]) == (200, "", ["salt and smoke/S1E1"])
    ticked = [("sealed", told["sealed"][0]), ("episode", "salt and smoke/S1E3")]
    given = asker.send("/watched/history/keep", *ticked)
    assert str(asker.app.state.signed.read(given.cookie()).of("Salt & Smoke")) == "S1E3-S1E3"


def test_what_was_watched_before_stays_ticked(asker: Asker) -> None:
    """A history does not take away what its reader had ticked."""
    shown = send(asker, history(row("Episode 2"), row("Episode 1")), cookie_of(asker.app, salt_and_smoke="S1E3-S1E3"))
    assert fields(shown)["episode"] == ["salt and smoke/S1E1", "salt and smoke/S1E3"]


def test_where_two_orders_are_possible_the_reader_is_asked(tmp_path: Path) -> None:
    """A history that says one thing or another by the order of its dates is asked about, and the answer counts."""
    asker = Asker(desk(tmp_path / "none.sqlite", OneStory(Story.parse(yaml_text(ALL_AT_ONCE)))))
    data = history(row("Episode 2", "2/1/26"), row("Episode 1", "2/1/26"))
    asked = send(asker, data)
    sealed = fields(asked)["sealed"][0]
    ticks = {
        order: fields(asker.send("/watched/history/day", ("sealed", sealed), ("order", order))).get("episode", [])
        for order in ("month first", "day first")
    }
    assert ticks == {"month first": ["salt and smoke/S1E1"], "day first": []}


@pytest.mark.parametrize("path", ["/watched/history/day", "/watched/history/keep"])
def test_a_form_that_the_desk_did_not_write_is_refused(asker: Asker, path: str) -> None:
    """What carries no signature for this form changes nothing."""
    other = asker.app.state.signed.seal("another form", ["Salt & Smoke"])
    for sealed in ("", "x", other, cookie_of(asker.app, salt_and_smoke="all")):
        given = asker.send(path, ("sealed", sealed), ("episode", "salt and smoke/S1E1"), ("order", "day first"))
        assert (given.status, given.header("set-cookie")) == (400, "")


PARTS = "multipart/form-data; boundary=b"
NO_UPLOADS = (
    (b"", "multipart/form-data"),
    (b"a=b", "application/x-www-form-urlencoded"),
    (b"garbage", PARTS),
    (b'--b\r\nContent-Disposition: form-data; name="other"\r\n\r\nx\r\n--b--\r\n', PARTS),
    (b"--b--\r\n", PARTS),
    (b"", f"{PARTS}{'b' * 900}"),
)


@pytest.mark.parametrize(("content", "kind"), NO_UPLOADS)
def test_a_form_without_a_file_is_refused(asker: Asker, content: bytes, kind: str) -> None:
    """What is no upload is told as such."""
    given = asker.ask("/watched/history", "POST", headers={**HERE, "Content-Type": kind}, content=content)
    assert given.status == 422


def _bomb(begins: str, rest: str) -> bytes:
    """Write a history as large as one may be, whose every row takes long to spell out."""
    rows = [f'"{number}{begins}: b: c: d: e: f: {rest}","2026-02-01"' for number in range(400)]
    return history(*rows)


@pytest.mark.parametrize("begins", ["x" * 1_900, "\ufdfa" * 1_900])
def test_no_title_is_spelled_out_that_is_longer_than_any_known(begins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot name a series is given up before any work, however far its letters unfold."""
    told: list[str] = []
    monkeypatch.setattr(desk_history, "spelled", lambda text: told.append(text) or spelled(text))  # type: ignore[func-returns-value]
    assert understood(_bomb(begins, "g")) is None
    assert understood(history(row("\ufdfa" * 300))) is None
    assert max(map(len, told)) < 100


def test_nothing_of_a_history_is_remembered() -> None:
    """What a reader has viewed stays in no memory that outlives the request."""
    before = titles._kept.cache_info().currsize
    understood(history(row("Episode 2"), *(row(f"Chapter {number}", show=f"Show {number}") for number in range(50))))
    rows = titles._kept.cache_info().currsize
    understood(history(row("Chapter 7"), *(row(f"Part {number}", show=f"Other {number}") for number in range(50))))
    assert titles._kept.cache_info().currsize == rows <= before + 4


def test_the_page_counts_rows_and_names_those_left_out(asker: Asker) -> None:
    """What was read, what of it is of series told of here, and what was not understood."""
    page = send(asker, history(row("Episode 1"), '"Else","2026-02-01"', '"Else","13/13/13"')).text
    assert "2 rows read; 1 is of series with a story here" in page
    assert "row 4 (13/13/13)" in page


def test_a_file_that_is_refused_leads_back(asker: Asker) -> None:
    """The page that refuses a file has a link to where it was given."""
    assert 'href="/watched">Back to what you have watched' in send(asker, b"Titel,Datum\n").text
