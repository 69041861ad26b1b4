"""What readers have watched: ticked, kept in their own cookie, taken away, brought back, forgotten."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from asking import HERE, KEYS, Asker, cookie_of, desk
from cliffhanger.desk.watched import LONGEST, MOST, Progress, Signed
from cliffhanger.story import Story
from cliffhanger.vantage import Watched
from everywhere import OneStory
from stories import yaml_text

STORY = {
    "format_version": 1,
    "title": "The House on the Hill",
    "also_known_as": ["Hill House"],
    "announced": {"1": "2026-01-01", "2": "2026-08-01"},
    "released": {"S1E1": "2026-01-08", "S1E2": "2026-01-08", "S1E3": "2026-07-01", "S2E1": "2026-09-01"},
    "episodes": {"1": 3, "2": 1},
    "people": {"ada": {}},
    "premise": [{"introduces": {"ada": {"name": "Ada"}}}],
}
PATH = "/series/the-house-on-the-hill/watched"


@pytest.fixture
def asker(tmp_path: Path) -> Asker:
    return at(tmp_path)


def at(folder: Path, today: date = date(2026, 6, 1), **settings: Any) -> Asker:
    return Asker(desk(folder / "none.sqlite", OneStory(Story.parse(yaml_text(STORY))), today, **settings))


def watched(asker: Asker, cookie: str) -> str:
    return str(asker.app.state.signed.read(cookie).of("The House on the Hill"))


def test_episodes_that_are_ticked_are_kept(asker: Asker) -> None:
    """A form with episodes sets the cookie to those, and leads back to the toggles on the page of the series."""
    given = asker.send(PATH, ("episode", "S1E2"))
    assert (given.status, given.header("location")) == (303, "/series/the-house-on-the-hill#watched")
    assert watched(asker, given.cookie()) == "S1E2-S1E2"


def test_the_page_keeps_its_day(asker: Asker) -> None:
    """Who ticks on a past day is led back to that day."""
    given = asker.send(f"{PATH}?as-of=2026-02-01", ("episode", "S1E1"))
    assert given.header("location") == "/series/the-house-on-the-hill?as-of=2026-02-01#watched"


@pytest.mark.parametrize(
    ("field", "kept"),
    [
        (("upto", "S1E1"), "S1E1-S1E1"),
        (("upto", "S1E3"), "S1E1-S1E2"),
        (("all", ""), "S1E1-S1E2"),
        (("none", ""), "none"),
    ],
)
def test_one_tap_ticks_many(asker: Asker, field: tuple[str, str], kept: str) -> None:
    """Up to here, all and none mean episodes that are out; what comes out later is not watched by then."""
    given = asker.send(PATH, field, cookie=cookie_of(asker.app, the_house_on_the_hill="S1E2"))
    assert watched(asker, given.cookie()) == kept


def test_all_does_not_reach_a_season_to_come(tmp_path: Path) -> None:
    """Who has watched all that was out has not watched what came out since."""
    cookie = at(tmp_path).send(PATH, ("all", "")).cookie()
    later = at(tmp_path, date(2026, 10, 1))
    assert watched(later, cookie) == "S1E1-S1E2"


def test_ticking_on_a_past_day_forgets_nothing_later(tmp_path: Path) -> None:
    """What was not out on that day stays as it was."""
    later = at(tmp_path, date(2026, 10, 1))
    cookie = later.send(PATH, ("all", "")).cookie()
    given = later.send(f"{PATH}?as-of=2026-02-01", ("episode", "S1E2"), cookie=cookie)
    assert watched(later, given.cookie()) == "S1E2-S1E3,S2E1"


@pytest.mark.parametrize("told", ["S1E4", "S2E1", "S1", "", "all"])
def test_an_episode_that_is_none_is_refused(asker: Asker, told: str) -> None:
    """An episode that the series has not, or not on that day, is refused, and nothing is set."""
    given = asker.send(PATH, ("episode", told))
    assert (given.status, given.header("set-cookie")) == (400, "")


def test_a_series_that_is_not_known_is_not_found(asker: Asker) -> None:
    """What is kept is kept of series with stories alone."""
    assert asker.send("/series/nothing-such/watched", ("all", "")).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
@pytest.mark.parametrize(
    "path",
    [PATH, "/watched/forget", "/watched/import", "/watched/history", "/watched/history/day", "/watched/history/keep"],
)
def test_forms_of_other_sites_are_refused(asker: Asker, path: str, headers: dict[str, str]) -> None:
    """No other site can have a browser change what is kept."""
    file = {"file": ("watched.json", b"{}")} if path.endswith(("import", "history")) else None
    given = asker.ask(path, "POST", headers=headers, **({"files": file} if file else {"form": [("all", "")]}))
    assert (given.status, given.header("set-cookie")) == (403, "")


@pytest.mark.parametrize("headers", [HERE, {"Origin": "http://localhost"}, {}])
def test_forms_of_the_desk_are_taken(asker: Asker, headers: dict[str, str]) -> None:
    """A browser that says that a form is ours is believed, and so is a program that is no browser."""
    assert asker.ask(PATH, "POST", headers=headers, form=[("all", "")]).status == 303


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_the_desks_alone(tmp_path: Path, secure: bool) -> None:
    """No script reads it, no other site sends it, and over HTTPS it is sent there alone."""
    told = at(tmp_path, secure=secure).send(PATH, ("all", "")).header("set-cookie").lower()
    assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in told.split(";")}
    assert ("secure" in {part.strip() for part in told.split(";")}) == secure


def test_a_new_key_reads_what_an_older_one_signed() -> None:
    """While an older key is known what it signed counts, and is signed with the newest the next time."""
    progress = Progress({"a house": Watched.parse("S1E1-S1E2")})
    old, both, new = Signed(("old",)), Signed(("new", "old")), Signed(("new",))
    assert both.read(old.write(progress)) == progress
    assert new.read(old.write(progress)) == Progress()
    assert new.read(both.write(progress)) == progress


@pytest.mark.parametrize("told", ["", "x", "x.y", '{"a": "all"}', "ImFsbCI.abc", "\x00", "é" * 50])
def test_a_cookie_that_nobody_signed_is_none(told: str) -> None:
    """What was made up counts as nothing watched."""
    assert Signed(KEYS).read(told) == Progress()


def test_a_form_cannot_stand_for_a_cookie() -> None:
    """What is signed for one purpose is not read for another."""
    signed = Signed(KEYS)
    assert signed.read(signed.seal("history", '{"a house": "all"}')) == Progress()


def test_the_cookie_stays_small() -> None:
    """With many series, those changed longest ago are forgotten."""
    progress = Progress()
    for number in range(300):
        progress = progress.with_series(f"Series {number} ü{number * 7919 % 1000}", Watched.parse("S1E1-S1E2,S1E5"))
    kept = Signed(KEYS).read(Signed(KEYS).write(progress))
    assert len(progress.by_series) == MOST
    assert len(Signed(KEYS).write(progress)) <= LONGEST
    assert [*kept.by_series] == [*progress.by_series][-len(kept.by_series) :]


def test_all_that_is_kept_is_shown(asker: Asker) -> None:
    """The page of what is kept names each series, even one that is not known here."""
    given = asker.ask("/watched", cookie=cookie_of(asker.app, the_house_on_the_hill="S1E1-S1E2", gone="S1E1"))
    assert all(told in given.text for told in ("The House on the Hill", "episodes 1 and 2", "gone", "S1E1"))


@pytest.mark.parametrize(
    ("told_in", "watched", "says"),
    [
        ("episode", "all", "episodes 1 to 5"),
        ("episode", "S1E4", "episodes 1 to 4"),
        ("chapter", "S1E1-S1E3,S1E5", "chapters 1 to 3 and 5"),
        ("chapter", "S1E2-S1E2", "chapter 2"),
        ("chapter", "S1E9", "S1E9"),
    ],
)
def test_what_is_kept_is_told_in_the_parts_of_its_story(told_in: str, watched: str, says: str, tmp_path: Path) -> None:
    """A novel is told of by its chapters; what the story does not have on that day stands as it was kept."""
    told = {
        **STORY,
        "told_in": told_in,
        "announced": "2026-01-01",
        "released": "2026-01-08",
        "episodes": {"1": 5},
        "reveals": {},
    }
    app = desk(tmp_path / "none.sqlite", OneStory(Story.parse(yaml_text(told))))
    given = Asker(app).ask("/watched", cookie=cookie_of(app, the_house_on_the_hill=watched))
    assert f'<span class="episodes">{says}</span>' in given.text


def test_a_series_is_forgotten(asker: Asker) -> None:
    """One goes, the others stay; when the last goes, so does the cookie."""
    both = cookie_of(asker.app, a="S1E1", b="S1E1")
    given = asker.send("/watched/forget", ("series", "a"), cookie=both)
    assert [*asker.app.state.signed.read(given.cookie()).by_series] == ["b"]
    assert (
        "max-age=0"
        in asker.send("/watched/forget", ("series", "b"), cookie=given.cookie()).header("set-cookie").lower()
    )
    assert "max-age=0" in asker.send("/watched/forget", ("everything", "yes"), cookie=both).header("set-cookie").lower()


def test_what_is_taken_away_can_be_brought_back(asker: Asker) -> None:
    """A file of all that is kept, given back to a desk that forgot, makes it as before."""
    before = cookie_of(asker.app, the_house_on_the_hill="S1E2-S1E2")
    file = asker.ask("/watched/export", cookie=before)
    given = asker.ask("/watched/import", "POST", headers=HERE, files={"file": ("watched.json", file.body)})
    assert file.header("content-disposition") == 'attachment; filename="watched.json"'
    assert (given.status, watched(asker, given.cookie())) == (303, "S1E2-S1E2")


def test_what_is_brought_back_reaches_no_further_than_what_is_out(asker: Asker) -> None:
    """A file that says all means the episodes that are out; the names of series that are not known are left."""
    told = {"kind": "cliffhanger watched", "watched": {"Hill House": "all", "gone": "all"}}
    given = asker.ask("/watched/import", "POST", headers=HERE, files={"file": ("w.json", json.dumps(told).encode())})
    progress = asker.app.state.signed.read(given.cookie())
    assert {name: str(told) for name, told in progress.by_series.items()} == {"the house on the hill": "S1E1-S1E2"}


NO_FILES = (
    *(b'{"kind": "cliffhanger watched", "watched": %b}' % told for told in (b'{"a": "S1"}', b'{"a": 1}', b"null")),
    *(b"", b"null", b"[]", b"{}", b"\xff", b"[" * 50_000),
)


@pytest.mark.parametrize("data", NO_FILES)
def test_a_file_that_is_none_is_refused_whole(asker: Asker, data: bytes) -> None:
    """What is no file of progress changes nothing."""
    given = asker.ask("/watched/import", "POST", headers=HERE, files={"file": ("w.json", data)})
    assert (given.status, given.header("set-cookie")) == (422, "")
