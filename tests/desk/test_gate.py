"""The gate: the knowledge law and the spoiler law over HTTP, on every route there is.

Two desks are asked for everything from one vantage: their stories differ in what it has not watched, their ledgers in
what was published later. Status, headers and bytes must be the same, also after somebody was answered who has watched
all. Leaks put in on purpose must be caught by the same comparison.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from starlette.datastructures import MutableHeaders, QueryParams

from asking import TODAY, Asker, Given, Made, cookie_of, desk
from channels import HIDDEN, written
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.titles import plain
from cliffhanger.desk import finding, headers, once, problems, progress, recall, series
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.progress import Series
from cliffhanger.desk.reader import Reader
from cliffhanger.desk.settings import Settings
from cliffhanger.desk.toggles import toggles as toggles_of
from cliffhanger.story import Story
from cliffhanger.vantage import Vantage, Watched
from editions import SUNDAY, download, table, take, week_list
from erasing import erasures
from everywhere import OneStory
from feeds import Issue, law
from futures import Worlds, ledger_of, worlds
from seasons import kept, lines_of_a_world, on, published
from sweep import FROM_TODAY, SLUGS, STANDPOINT, STORY, everything, routes
from twins import Twin, twins

ALL = Watched.parse("all")

few = settings(law(6), phases=[Phase.explicit, Phase.generate])
"""An example asks for hundreds of addresses: it is not made smaller, but says which were answered otherwise."""


@cache
def _app() -> FastAPI:
    folder = tempfile.TemporaryDirectory(prefix="cliffhanger-gate-")
    app = desk(Path(folder.name) / "none.sqlite")
    app.state.folder = folder
    return app


@pytest.fixture(scope="module", autouse=True)
def _tidy() -> Iterator[None]:
    yield
    _app().state.folder.cleanup()


@contextmanager
def answering(story: str, ledger: Path, today: date = TODAY, *, recorded: bool = False) -> Iterator[FastAPI]:
    """Let the desk answer from a story and a ledger alone, and remember nothing of before; its records may be made."""
    app = _app()
    settings: Settings = app.state.desk.settings
    settings = Settings(str(ledger), keys=settings.keys, today=lambda: today, fits=ledger.with_suffix(".fits"))
    app.state.desk, unmade = Desk(settings), app.state.records
    app.state.records = Made(settings) if recorded else unmade
    named = story if "platform:" in story else f'platform: "Netflix"\n{story}'
    app.state.desk.almanac = OneStory(Story.parse(named))
    try:
        yield app
    finally:
        app.state.desk.close()
        app.state.records = unmade


def shown(
    story: str,
    ledger: Path,
    vantage: Vantage,
    today: date = TODAY,
    *,
    after_all: bool = True,
    recorded: bool = False,
) -> dict[str, Given]:
    """Ask for everything from a vantage, after somebody has asked who has watched all."""
    with answering(story, ledger, today, recorded=recorded) as app:
        if after_all:
            everything(app, Vantage(vantage.as_of, ALL), SLUGS[:1])
            everything(app, Vantage(today, ALL), SLUGS[:1])
        told = everything(app, vantage)
    return {asked: one for asked, one in told.items() if asked.split()[1].partition("?")[0] not in FROM_TODAY}


def told_apart(one: dict[str, Given], other: dict[str, Given]) -> list[str]:
    """List what was answered otherwise, and how."""
    assert [*one] == [*other]
    differ = [asked for asked in one if one[asked] != other[asked]]
    return [f"{asked}: {_first(one[asked], other[asked])}" for asked in differ]


def _first(one: Given, other: Given) -> str:
    if one.status != other.status:
        return f"{one.status} and {other.status}"
    if one.headers != other.headers and one.body == other.body:
        return f"{sorted({*one.headers} ^ {*other.headers})}"
    pairs = enumerate(zip(one.body, other.body, strict=False))
    place = next((place for place, (a, b) in pairs if a != b), min(len(one.body), len(other.body)))
    start = max(0, place - 60)
    return f"{one.body[start : place + 60]!r} and {other.body[start : place + 60]!r}"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    Ledger.open(path, create=True).close()
    return path


@few
@given(st.one_of(twins(), erasures()), st.booleans())
def test_what_is_not_watched_changes_no_byte_of_any_response(empty: Path, twin: Twin, now: bool) -> None:
    """Stories that differ in what a reader has not watched give the same responses, on all routes."""
    today = twin.vantage.as_of if now else TODAY
    one, other = (shown(story, empty, twin.vantage, today) for story in (twin.one, twin.other))
    assert told_apart(one, other) == []


@few
@given(twins(), st.data())
def test_what_is_published_later_changes_no_byte_of_any_response(twin: Twin, data: st.DataObject) -> None:
    """Ledgers that differ in what was published after the day of a request give the same responses, on all routes."""
    world: Worlds = data.draw(worlds(twin.vantage))
    with tempfile.TemporaryDirectory(prefix="cliffhanger-gate-") as folder:
        one, other = (
            shown(story, _kept(issues, Path(folder, name)), twin.vantage, after_all=False)
            for name, story, issues in (("1.sqlite", twin.one, world.one), ("2.sqlite", twin.other, world.other))
        )
    assert told_apart(one, other) == []


def _kept(issues: Sequence[Issue], path: Path) -> Path:
    ledger_of(issues, Ledger.open(path, create=True)).close()
    return path


@pytest.fixture(scope="module")
def futures_of_a_record(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Keep two worlds with years of lists, which are the same up to an edition: one ends there, one goes on."""
    folder = tmp_path_factory.mktemp("recorded")
    lines = [*lines_of_a_world(), *on("A", "Limited Series", 40, 2)]
    after = [*lines_of_a_world(), *on("A", "Season 1", 40, 2), *on("A", "Season 2", KNOWN + 4, 2)]
    return kept(folder / "1.sqlite", (KNOWN, lines)), kept(folder / "2.sqlite", (KNOWN, lines), (KNOWN + 12, after))


KNOWN = 92
"""The week with whose edition the worlds of records part."""


def test_no_record_knows_what_is_published_later(futures_of_a_record: tuple[Path, Path]) -> None:
    """With records that are really made, first that of today, what came after a day changes no byte of any response."""
    one, other = (
        shown(written([]), path, Vantage(published(KNOWN).date()), after_all=True, recorded=True)
        for path in futures_of_a_record
    )
    assert told_apart(one, other) == []
    assert "forecasts from" in next(given.text for asked, given in one.items() if asked.startswith("GET /record"))


def test_a_record_that_is_kept_for_another_day_is_caught(
    futures_of_a_record: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record of today that is shown on the day of a request makes the response differ."""
    of, day = Made.of, published(KNOWN).date()

    def today(self: Made, view: Any) -> Any:
        with Ledger.open(self._settings.ledger) as opened, opened.as_of(Vantage(TODAY)) as newest:
            return of(self, newest)

    def asked(path: Path) -> Given:
        with answering(written([]), path, recorded=True) as app:
            return Asker(app).ask(f"/record?as-of={day}")

    assert asked(futures_of_a_record[0]) == asked(futures_of_a_record[1])
    monkeypatch.setattr(Made, "of", today)
    assert asked(futures_of_a_record[0]) != asked(futures_of_a_record[1])


# What is hidden, and what is not there.


def test_a_series_to_come_and_one_that_is_none_get_the_same_response(empty: Path) -> None:
    """Before it is announced, a story gives on every route what a desk without it gives."""
    vantage = Vantage(date(2025, 12, 31), ALL)
    story = written(HIDDEN["an answer"])
    none = story.replace("The House on the Hill", "Another")
    assert told_apart(shown(story, empty, vantage), shown(none, empty, vantage)) == []
    assert told_apart(*(shown(one, empty, Vantage(TODAY)) for one in (story, none))) != []


def test_what_is_not_known_is_told_alike_whatever_was_asked(empty: Path) -> None:
    """Of two titles, one hidden and one that is none, all responses on pages are the same bytes."""
    with answering(written([]), empty) as app:
        got = [everything(app, Vantage(date(2025, 12, 31), ALL), [slug]) for slug in (STORY, "nothing-such")]
    asked = [{name.replace(slug, "*"): one for name, one in told.items() if "/api/" not in name}
             for told, slug in zip(got, (STORY, "nothing-such"), strict=True)]  # fmt: skip
    assert told_apart(*asked) == []


# What every response carries.


def _headers(given: Given) -> dict[str, str]:
    return dict(given.headers)


@pytest.fixture(scope="module")
def swept(empty: Path) -> dict[str, Given]:
    return shown(written(HIDDEN["an answer"]), empty, Vantage(date(2026, 2, 1), Watched.parse("S1E1")), after_all=False)


def test_the_sweep_reaches_pages_and_errors(swept: dict[str, Given]) -> None:
    """What is compared is no row of refusals: every route answers well for something."""
    assert {one.status for one in swept.values()} <= {200, 303, 400, 404, 422}
    fine = {
        asked.split()[1].partition("?")[0].replace(STORY, "{slug}") for asked, one in swept.items() if one.status < 400
    }
    assert {route.path for route in routes(_app())} - fine - FROM_TODAY <= _NEEDS_CHARTS


_NEEDS_CHARTS = {
    "/api/v1/charts",
    "/api/v1/seasons",
    "/api/v1/next",
    "/api/v1/series/{slug}/run",
    "/api/v1/series/{slug}/forecast",
    "/api/v1/series/{slug}/odds",
    "/api/v1/series/{slug}/seasons",
}


def test_every_response_says_how_it_may_be_kept(swept: dict[str, Given]) -> None:
    """No shared cache gives one reader what was made for another: all vary by cookie, and are private unless alike."""
    for asked, one in swept.items():
        assert "Cookie" in one.header("vary"), asked
        kept = one.header("cache-control")
        assert kept.startswith("private") or (kept.startswith("public") and one.status in (200, 304)), asked


def test_what_may_be_kept_by_all_is_the_same_for_all(empty: Path) -> None:
    """A response that a shared cache may keep depends on no cookie."""
    told = []
    with answering(written(HIDDEN["an answer"]), empty) as app:
        for watched in ("none", "S1E1", "all"):
            cookie = cookie_of(app, the_house_on_the_hill=watched)
            paths = [route.path.replace("{slug}", STORY) for route in routes(app) if route.method == "GET"]
            asked = [("GET", f"{path}?as-of=2026-02-01", {"headers": {"Cookie": f"watched={cookie}"}})
                     for path in (*paths, "/static/desk.css", "/nothing-such")]  # fmt: skip
            told.append(dict(zip((path for _, path, _ in asked), Asker(app).ask_all(asked), strict=True)))
    public = {path for path, one in told[0].items() if one.header("cache-control").startswith("public")}
    assert public
    assert all(one[path] == told[0][path] for one in told for path in public)
    assert all(
        one[path].header("cache-control") == told[0][path].header("cache-control") for one in told for path in one
    )


def test_every_response_is_guarded(swept: dict[str, Given]) -> None:
    """All carry the headers that keep a browser from running, guessing or showing what it should not."""
    for asked, one in swept.items():
        assert set(headers.ALWAYS) <= {name.title().replace("Nosniff", "nosniff") for name, _ in one.headers} | {
            name for name in headers.ALWAYS if one.header(name)
        }, asked
        policy = one.header("content-security-policy")
        assert "unsafe" not in policy, asked
        assert "default-src 'none'" in policy, asked


def test_every_parameter_that_a_route_reads_is_asked(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a route reads of its address by itself is told to the sweep, too."""
    read: set[tuple[str, str]] = set()

    def get(self: QueryParams, key: str, default: Any = None) -> Any:
        read.add((_route(), key))
        return dict(self.multi_items()).get(key, default)

    def _route() -> str:
        frame: Any = sys._getframe()
        while frame and "request" not in frame.f_locals:
            frame = frame.f_back
        return str(frame.f_locals["request"].scope["route"].path) if frame else ""

    monkeypatch.setattr(QueryParams, "get", get)
    shown(written([]), empty, Vantage(date(2026, 2, 1)), after_all=False)
    told = {(route.path, name) for route in routes(_app()) for name in (*route.declares, *STANDPOINT)}
    assert ("/series/{slug}", "open") in read
    assert {one for one in read if one[0]} - told == set()


def test_looking_sets_no_cookie(swept: dict[str, Given]) -> None:
    """Only a form changes what is kept."""
    assert [asked for asked, one in swept.items() if asked.startswith("GET") and one.header("set-cookie")] == []


# Leaks put in on purpose.


def _all_watched(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Reader, "vantage", lambda self, title=None: Vantage(self.day, ALL))


def _forgetful_of_vantage(patch: pytest.MonkeyPatch) -> None:
    made: dict[Any, Any] = {}

    def answer(self: Desk, view: Any, question: Any, make: Callable[[], Any]) -> Any:
        key = id(self), question[:2] if isinstance(question, tuple) else question, view.digest
        if key not in made:
            made[key] = make()
        return made[key]

    patch.setattr(Desk, "answer", answer)


def _whole(self: Any) -> str:
    app = _app()
    view = app.state.desk.almanac.story("The House on the Hill", Vantage(TODAY, ALL))
    return str(view.digest if view else "none")


def _header(patch: pytest.MonkeyPatch) -> None:
    set_ = MutableHeaders.setdefault

    def setdefault(self: MutableHeaders, name: str, value: str) -> str:
        if name == "Vary":
            self["X-Version"] = _whole(None)
        return set_(self, name, value)

    patch.setattr(MutableHeaders, "setdefault", setdefault)


def _says_why(patch: pytest.MonkeyPatch) -> None:
    page = problems._page

    def told(request: Any, status: int, *rest: Any) -> Any:
        return page(request, 403 if status == 404 and _whole(None) != "none" else status, *rest)

    patch.setattr(problems, "_page", told)


def _longer(patch: pytest.MonkeyPatch) -> None:
    page = problems._page

    def told(request: Any, status: int, why: str, *rest: Any) -> Any:
        return page(request, status, why + " " * (_whole(None) != "none"), *rest)

    patch.setattr(problems, "_page", told)


def _suggests(patch: pytest.MonkeyPatch) -> None:
    titles = once.titles_in
    known = Vantage(TODAY)
    patch.setattr(
        finding,
        "titles_in",
        lambda view, desk: {**titles(view, desk), **{plain(one): one for one in desk.almanac.titles(known)}},
    )


def _redirects(patch: pytest.MonkeyPatch) -> None:
    url = Reader.url
    patch.setattr(Reader, "url", lambda self, path, **more: url(self, path, v=_whole(None), **more))


def _ticks_what_is_to_come(patch: pytest.MonkeyPatch) -> None:
    known = progress.series_of

    def told(title: str, almanac: Any, day: date) -> Series:
        return known(title, almanac, TODAY)

    patch.setattr(recall, "series_of", told)
    patch.setattr(recall, "_series", lambda titles, desk, reader: [told(t, desk.almanac, reader.day) for t in titles])


def _later_day(patch: pytest.MonkeyPatch) -> None:
    vantage = Reader.vantage
    patch.setattr(Reader, "vantage", lambda self, title=None: Vantage(TODAY, vantage(self, title).watched))


def _counts_twists(patch: pytest.MonkeyPatch) -> None:
    of = toggles_of

    def toggles(story: Any, *more: Any) -> Any:
        view = _app().state.desk.almanac.story(story.title, Vantage(TODAY, ALL))
        told = of(story, *more)
        return told.__class__(**{**vars(told), "says": f"{told.says} {len(view.claims)}"})

    patch.setattr(series, "toggles", toggles)


SPOILERS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "pages read the story with all watched": _all_watched,
    "answers are remembered whatever was watched": _forgetful_of_vantage,
    "a header digests the file": _header,
    "a link carries the digest of the file": _redirects,
    "the page of a series counts all claims": _counts_twists,
}
HIDING: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "an error tells hidden from unknown": _says_why,
    "an error is a blank longer": _longer,
    "suggestions know titles to come": _suggests,
    "pages look from today": _later_day,
    "a form of a history knows series to come": _ticks_what_is_to_come,
}


@pytest.mark.parametrize("leak", SPOILERS)
def test_a_leak_of_what_is_not_watched_is_caught(empty: Path, leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each deliberate leak makes some response differ."""
    stories, vantage = (written(HIDDEN["an answer"]), written([])), Vantage(date(2026, 2, 1), Watched.parse("S1E1"))
    assert told_apart(*(shown(story, empty, vantage) for story in stories)) == []
    SPOILERS[leak](monkeypatch)
    assert told_apart(*(shown(story, empty, vantage) for story in stories)) != []


@pytest.mark.parametrize("leak", HIDING)
def test_a_leak_of_what_is_not_announced_is_caught(empty: Path, leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each deliberate leak makes some response differ."""
    story, vantage = written([]), Vantage(date(2025, 12, 31))
    stories = story, story.replace("The House on the Hill", "Another")
    HIDING[leak](monkeypatch)
    assert told_apart(*(shown(one, empty, vantage) for one in stories)) != []


def test_a_page_that_looks_from_today_is_caught_by_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list published after the day of a request shows in some response, where the day is not kept."""
    day = datetime(2026, 1, 6, 12)
    later = week_list(SUNDAY + timedelta(weeks=1))
    ledgers = []
    for name, lines in (("one", None), ("other", later)):
        ledgers.append(tmp_path / f"{name}.sqlite")
        with Ledger.open(ledgers[-1], create=True) as ledger:
            take(ledger, download(table(week_list(SUNDAY)), day))
            if lines:
                take(ledger, download(table([*lines, *week_list(SUNDAY)]), day + timedelta(days=7)))
    vantage = Vantage(date(2026, 1, 8))
    assert told_apart(*(shown(written([]), ledger, vantage) for ledger in ledgers)) == []
    _later_day(monkeypatch)
    assert told_apart(*(shown(written([]), ledger, vantage) for ledger in ledgers)) != []


def test_a_route_that_nobody_told_of_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new route with a part or a form that the sweep does not know is found."""
    app = FastAPI(openapi_url=None)
    app.get("/known/{slug}")(lambda slug: slug)
    assert [route.path for route in routes(app) if "known" in route.path] == ["/known/{slug}"]
    app.get("/people/{person}")(lambda person: person)
    with pytest.raises(AssertionError):
        routes(app)
    other = FastAPI(openapi_url=None)
    other.post("/send")(lambda: None)
    with pytest.raises(AssertionError):
        routes(other)
