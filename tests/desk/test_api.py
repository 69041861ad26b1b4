"""The API: the answers of the command line over HTTP, from a vantage that the address names, in one shape of errors."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI
from jsonschema_rs import Draft202012Validator

from asking import Asker, Given, cookie_of, desk
from cliffhanger.desk.api import described
from desks import RELABELLED, STAYS, TODAY, kept
from shell import ask as say

API = "/api/v1"
DAY = TODAY.isoformat()
HERS = "/series/his-and-hers"
SAME = {
    "/charts": ("chart",),
    "/charts?week=2025-12-28&category=films": ("chart", "2025-12-28", "--category", "films"),
    "/search?q=his": ("search", "his"),
    "/next": ("next",),
    "/next?category=films": ("next", "films"),
    "/labels": ("labels",),
    "/labels?every=true": ("labels", "--all"),
    "/seasons": ("seasons",),
    "/series/the-long-voyage/seasons": ("seasons", STAYS),
    "/series/the-long-voyage/run": ("run", STAYS),
    "/series/glass-harbour": ("brief", RELABELLED),
    "/series/glass-harbour/odds": ("odds", RELABELLED),
    "/series/first-light/forecast": ("forecast", "First Light"),
    f"{HERS}?watched=S1E3": ("brief", "His & Hers", "--watched", "S1E3"),
    f"{HERS}?watched=S1E1,S1E4": ("brief", "His & Hers", "--watched", "S1E1,S1E4"),
    f"{HERS}/odds?horizon=36": ("odds", "His & Hers", "--horizon", "36"),
    f"{HERS}/previously?watched=S1E3": ("previously", "His & Hers", "--watched", "S1E3"),
    f"{HERS}/suspects?watched=S1E5": ("suspects", "His & Hers", "--watched", "S1E5"),
    f"{HERS}/twists?watched=all": ("twists", "His & Hers", "--watched", "all"),
    f"{HERS}/threads?watched=all": ("threads", "His & Hers", "--watched", "all"),
    f"{HERS}/timeline?watched=S1E4": ("timeline", "His & Hers", "--watched", "S1E4"),
    f"{HERS}/timeline?watched=S1E4&order=syuzhet": (
        *("timeline", "His & Hers", "--watched", "S1E4"),
        *("--order", "syuzhet"),
    ),
    f"{HERS}/knows?watched=S1E4&person=Priya": ("knows", "His & Hers", "Priya", "--watched", "S1E4"),
    f"{HERS}/explain?watched=all": ("explain", "His & Hers", "--watched", "all"),
}
"""Addresses, and the command that asks the same."""

OF_STORIES = {"previously", "suspects", "twists", "threads", "timeline", "knows", "explain"}
"""Commands that look at no ledger."""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("api"))


@pytest.fixture(scope="module")
def app(ledger: Path) -> Iterator[FastAPI]:
    made = desk(ledger, today=TODAY)
    yield made
    made.state.desk.close()


def got(app: FastAPI, path: str, **more: Any) -> Given:
    return Asker(app).ask(API + path, **more)


@pytest.mark.parametrize("path", SAME)
def test_an_answer_is_that_of_the_command_line(app: FastAPI, ledger: Path, path: str) -> None:
    """What an address gives is what the command gives as JSON, sources and basis included, or its refusal."""
    given = got(app, path)
    where = () if SAME[path][0] in OF_STORIES else ("--ledger", ledger)
    said = say(*SAME[path], "--as-of", DAY, "--format", "json", *where)
    assert (given.status, said.code) in {(200, 0), (404, 3)}
    assert json.loads(given.text) == json.loads(said.out)


@pytest.mark.parametrize("path", SAME)
def test_an_answer_is_as_described(app: FastAPI, path: str) -> None:
    """Each answer, refusals included, has the fields and types that the description tells, and no others."""
    given = got(app, path)
    shape = path.partition("?")[0]
    for name in ("his-and-hers", "glass-harbour", "the-long-voyage", "first-light"):
        shape = shape.replace(name, "{slug}")
    answers = described()["paths"][API + shape]["get"]["responses"]
    schema = answers[str(given.status)]["content"]["application/json"]["schema"]
    whole = {**schema, "components": described()["components"]}
    assert [str(one) for one in Draft202012Validator(whole).iter_errors(json.loads(given.text))] == []


def test_most_of_these_questions_have_answers(app: FastAPI) -> None:
    """What is compared above is no row of refusals."""
    assert [path for path in SAME if got(app, path).status != 200] == []


def test_everything_is_described(app: FastAPI) -> None:
    """Each address has words that say what it gives, each parameter and field of an answer a type."""
    told = json.loads(got(app, "/openapi.json").text)
    assert {path.removeprefix(API) for path in told["paths"]} >= {
        "/charts",
        "/series/{slug}",
        "/series/{slug}/knows",
    }
    for path in told["paths"].values():
        asked = path["get"]
        assert asked["description"]
        assert asked["tags"]
        assert {"200", "400", "404", "422", "503"} <= set(asked["responses"])
        assert asked["responses"]["200"]["content"]["application/json"]["schema"] != {}
        assert all(one.get("description") for one in asked["parameters"])


ROUTES = [path.removeprefix(f"{API}/series/{{slug}}") for path in described()["paths"] if "{slug}" in path]


@pytest.mark.parametrize("route", ROUTES)
def test_what_is_hidden_is_answered_like_what_is_not_there(app: FastAPI, route: str) -> None:
    """A series that is not announced gets the bytes and headers of one that does not exist."""
    taken = {one["name"] for one in described()["paths"][f"{API}/series/{{slug}}{route}"]["get"]["parameters"]}
    wanted = {"as-of": "2025-01-01", "watched": "all", "person": "anna"}
    query = urlencode({name: value for name, value in wanted.items() if name in taken})
    hidden, unknown = (got(app, f"/series/{slug}{route}?{query}") for slug in ("his-and-hers", "no-x"))
    assert hidden == unknown
    assert hidden.status == 404


def test_a_person_hidden_is_answered_like_one_who_is_not_there(app: FastAPI) -> None:
    """A name that only a later episode tells gets the bytes of one that nobody bears."""
    hidden, unknown = (got(app, f"{HERS}/knows?watched=S1E1&person={name}") for name in ("Catherine", "Nobody"))
    assert hidden == unknown
    assert hidden.status == 404
    assert got(app, f"{HERS}/knows?watched=all&person=Catherine").status == 200


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/charts?as-of=yesterday", 400, "BadDay"),
        ("/charts?as_of=", 400, "BadDay"),
        ("/charts?week=2026-02-31", 400, "BadDay"),
        ("/charts?week=2026-02-01", 404, "UnknownWeek"),
        ("/charts?category=theatre", 400, "BadChoice"),
        (f"{HERS}?watched=most", 400, "BadWatched"),
        (f"{HERS}?watched=S1E9", 400, "NoSuchEpisode"),
        (f"{HERS}/odds?horizon=99", 422, "BadParameter"),
        (f"{HERS}/timeline?order=random", 422, "BadParameter"),
        (f"{HERS}/knows", 422, "BadParameter"),
        ("/series/a-film-of-ours/odds", 404, "NoOdds"),
        (f"{HERS}?watchd=S1E3", 422, "BadParameter"),
        (f"{HERS}/odds?watched=S1E3", 422, "BadParameter"),
        (f"{HERS}?watched=S1E1&watched=S1E3", 422, "BadParameter"),
        ("/charts?as-of=2026-01-13&as_of=2026-01-14", 422, "BadParameter"),
        ("/search?q=zzz", 404, "UnknownTitle"),
        ("/nothing", 404, "BadRequest"),
    ],
)
def test_errors_have_one_shape(app: FastAPI, path: str, status: int, error: str) -> None:
    """What is wrong is told with its class, in words, and with the status of the command line."""
    given = got(app, path)
    told = json.loads(given.text)
    assert (given.status, told["error"], set(told)) == (status, error, {"error", "message", "exit"})
    assert given.header("cache-control") == "private, no-store"


def test_the_day_of_an_address_is_read_in_both_spellings(app: FastAPI) -> None:
    """A day is never left out because it is spelled as answers, or as the command line, spell it."""
    early, same = (got(app, f"{HERS}?{name}=2026-01-09") for name in ("as-of", "as_of"))
    assert early == same
    assert json.loads(early.text)["as_of"] == "2026-01-09"


def test_a_parameter_misspelled_is_refused_with_what_was_meant(app: FastAPI) -> None:
    """Whoever mistypes a name learns which one is near, whether the title is known or not."""
    here, nowhere = (got(app, f"/series/{slug}?watchd=S1E3") for slug in ("his-and-hers", "no-x"))
    assert here == nowhere
    assert "did you mean 'watched'?" in json.loads(here.text)["message"]


def test_no_address_but_one_that_is_given_can_be_written_to(app: FastAPI) -> None:
    """Nothing can be sent to the API."""
    given = got(app, "/charts", method="POST")
    assert (given.status, json.loads(given.text)["error"]) == (405, "BadRequest")


def test_a_ledger_that_cannot_be_read_is_told_without_its_name(tmp_path: Path) -> None:
    """A damaged ledger gives 503, and no path of the host."""
    path = tmp_path / "secret.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    given = got(desk(path, today=TODAY), "/charts")
    assert (given.status, given.header("retry-after")) == (503, "30")
    assert "secret" not in given.text


def test_a_day_to_come_is_today(app: FastAPI) -> None:
    """Nobody can look ahead of the desk's own day, and the basis says so."""
    assert got(app, f"{HERS}?as-of=2031-01-01").body == got(app, HERS).body
    assert json.loads(got(app, f"{HERS}?as-of=2031-01-01").text)["as_of"] == DAY


def test_only_what_is_told_of_a_day_past_may_be_kept(app: FastAPI) -> None:
    """A past day with nothing watched may be kept for a while; today, and what somebody watched, may not."""
    past = got(app, f"{HERS}?as-of=2026-01-13")
    assert past.header("cache-control") == "public, max-age=300"
    for path in (HERS, f"{HERS}?as-of={DAY}", f"{HERS}?as-of=2031-01-01", f"{HERS}?as-of=2026-01-13&watched=S1E1"):
        assert got(app, path).header("cache-control") == "private, no-store"
        assert not got(app, path).header("etag")


def test_a_tag_is_answered_with_nothing_while_it_stands(app: FastAPI) -> None:
    """Who has the bytes of a tag is told so; another tag gets the bytes."""
    path = "/charts?as-of=2026-01-13"
    whole = got(app, path)
    again = got(app, path, headers={"If-None-Match": f'"other", W/{whole.header("etag")}'})
    assert (again.status, again.body, again.header("etag")) == (304, b"", whole.header("etag"))
    assert got(app, path, headers={"If-None-Match": '"other"'}).status == 200


def test_no_cookie_is_read(app: FastAPI) -> None:
    """An answer depends on its address alone."""
    cookie = cookie_of(app, his_and_hers="all")
    assert got(app, HERS, cookie=cookie) == got(app, HERS)


def test_suggestions_lead_to_series(app: FastAPI) -> None:
    """What is suggested stands in addresses as it is given."""
    told = json.loads(got(app, "/suggest?q=salt").text)["titles"]
    assert told == [{"title": "Salt & Smoke", "slug": "salt-and-smoke"}]
    assert got(app, f"/series/{told[0]['slug']}").status == 200
    assert json.loads(got(app, "/suggest?q=").text) == {"titles": []}


def test_a_suggestion_knows_nothing_to_come(app: FastAPI) -> None:
    """Titles of later lists and of series not announced are not suggested."""
    early = json.loads(got(app, "/suggest?q=f&as-of=2025-12-01").text)["titles"]
    assert "First Light" not in {one["title"] for one in early}


def test_a_page_tells_people_of_every_address(app: FastAPI) -> None:
    """Each address of the description stands on the page, and those that can be tried have an answer."""
    asker = Asker(app)
    html = got(app, "").text
    assert [path for path in described()["paths"] if f"<code>{path}</code>" not in html] == []
    trials = [path for path in re.findall(r'href="([^"]+)"', html) if path.startswith(f"{API}/")]
    assert len(trials) > len(described()["paths"]) // 2
    missed = [path for path in trials if asker.ask(path.replace("&amp;", "&")).status != 200]
    assert missed == []
    assert asker.ask("/api").header("location") == API


def test_icon_and_rules_for_robots_stand_where_they_are_looked_for(app: FastAPI) -> None:
    """The old addresses of both are answered, and may be kept."""
    icon, robots = (Asker(app).ask(path) for path in ("/favicon.ico", "/robots.txt"))
    assert icon.body.startswith(b"\x00\x00\x01\x00")
    assert robots.text.startswith("User-agent: *\n")
    assert all(one.header("cache-control").startswith("public") for one in (icon, robots))
