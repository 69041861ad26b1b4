"""Asks a desk for everything: each of its routes, found by walking through the application, so that none is forgotten.

What a route takes must be told here: a route with a part, a parameter or a form that is not known fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.routing import Mount

from asking import HERE, Asker, Given
from cliffhanger.desk.watched import COOKIE, Progress
from cliffhanger.vantage import Vantage

STORY: Final = "the-house-on-the-hill"
SLUGS: Final = (STORY, "hill-house", "beau", "nothing-such")
QUERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "q": ("house", "hi", "zzz", ""),
    "person": ("Somebody 1", "Ghost", "Ada Hill"),
    "order": ("fabula", "telling"),
    "week": ("2026-01-11",),
    "category": ("TV (English)",),
    "country": ("CI",),
    "every": ("true",),
    "horizon": ("18",),
    "open": ("in-full", "moved", "clues", "fabula", "syuzhet"),
}
"""Values of parameters, beside none at all; day and episodes are those of the vantage."""

FROM_TODAY: Final = frozenset({"/healthz"})
"""Routes that take no day: they look from today."""

SEEN: Final = {"rows": 2, "of_series": 1, "odd": 0, "named": []}
"""What a form carries of the file that it was read from."""

STANDPOINT: Final = frozenset({"watched", "as-of"})
ASKS: Final = {"/search": "q", "/suggest": "q", "/series/{slug}": "open"}
"""Parameters of routes that read them by themselves."""

HISTORY: Final = "Title,Date\n" + "".join(
    f'"The House on the Hill: Season {season}: Episode {number}","2026-01-{number + 9:02}"\n'
    for season in (2, 1)
    for number in (4, 3, 2, 1)
)
FORMS: Final[Mapping[str, tuple[dict[str, Any], ...]]] = {
    "/series/{slug}/watched": (
        {"data": {"all": ""}},
        {"data": {"upto": "S1E2"}},
        {"data": {"episode": ["S1E1", "S1E3"]}},
        {"data": {"episode": ["S2E1"]}},
        {"data": {"none": ""}},
    ),
    "/watched/forget": ({"data": {"series": "the house on the hill"}}, {"data": {"everything": "yes"}}),
    "/watched/import": (
        {"files": {"file": ("w", b'{"kind": "cliffhanger watched", "watched": {"the house on the hill": "all"}}')}},
    ),
    "/watched/history": ({"files": {"file": ("h.csv", HISTORY.encode())}},),
    "/watched/history/day": ({"data": {"sealed": "none", "order": "day first"}},),
    "/watched/history/keep": ({"data": {"sealed": "none", "episode": "the house on the hill/S1E1"}},),
}

PART: Final = "{slug}"


class Route(NamedTuple):
    """A route: method, the shape of its path, and the parameters that it declares."""

    method: str
    path: str
    declares: tuple[str, ...]


def routes(app: FastAPI) -> list[Route]:
    """List all routes of an application.

    Raises:
        AssertionError: one of them cannot be asked, since nobody has told here what it takes.
    """
    found = [*_walk(app.routes)]
    for route in found:
        parts = route.path.replace(PART, "")
        assert "{" not in parts, f"tell in sweep.py what the parts of {route.path} are"
        assert {*route.declares} <= {*QUERIES, *STANDPOINT}, f"tell in sweep.py what {route} takes"
        assert route.method == "GET" or route.path in FORMS, f"tell in sweep.py what is sent to {route.path}"
    return found


def _walk(given: Iterable[Any]) -> Iterator[Route]:
    for route in given:
        if isinstance(route, Mount):
            assert route.path == "/static", f"{route.path} is mounted, and no test asks it"
        elif hasattr(route, "original_router"):
            yield from _walk(route.effective_candidates())
        else:
            assert hasattr(route, "dependant"), f"{route.path} does not tell what it takes"
            declared = (*_declared(route.dependant), ASKS.get(route.path, ""))
            for method in sorted(route.methods):
                yield Route(method, route.path, tuple(filter(None, declared)))


def _declared(dependant: Any) -> Iterator[str]:
    yield from (one.alias for one in dependant.query_params)
    for below in dependant.dependencies:
        yield from _declared(below)


def everything(
    app: FastAPI, vantage: Vantage, slugs: Iterable[str] = SLUGS, title: str = "the house on the hill"
) -> dict[str, Given]:
    """Ask for everything from a vantage: what was asked, with what came."""
    cookie = app.state.signed.write(Progress().with_series(title, vantage.watched))
    asked = [*_asked(app, vantage, cookie, [*slugs])]
    given = Asker(app).ask_all((method, path, more) for _, method, path, more in asked)
    return {name: one for (name, *_), one in zip(asked, given, strict=True)}


def _asked(
    app: FastAPI, vantage: Vantage, cookie: str, slugs: list[str]
) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    headers = {"Cookie": f"{COOKIE}={cookie}", **HERE}
    day, watched = vantage.as_of.isoformat(), str(vantage.watched)
    for route in routes(app):
        where = {"as-of": day} | ({"watched": watched} if "watched" in route.declares else {})
        queries: list[dict[str, str]] = [where]
        queries += [where | {name: one} for name in route.declares for one in QUERIES.get(name, ())]
        for slug in slugs if PART in route.path else [""]:
            path = route.path.replace(PART, slug)
            if route.method == "GET":
                for query in queries:
                    told = f"{path}?{urlencode(query)}"
                    yield f"GET {told}", "GET", told, {"headers": headers}
            else:
                for place, form in enumerate(FORMS[route.path]):
                    told = f"{path}?{urlencode(where)}"
                    yield f"POST {told} #{place}", "POST", told, {"headers": headers, **_filled(app, route.path, form)}


def _filled(app: FastAPI, path: str, form: dict[str, Any]) -> dict[str, Any]:
    """Fill in what a page of the desk would have written into a form."""
    if "sealed" not in form.get("data", {}):
        return form
    signed = app.state.signed
    told = {"title": "The House on the Hill", "sure": ["S1E1"], "begun": ["S1E2"], "unclear": {}}
    orders = {"day first": [told], "month first": []}
    sealed = {
        "/watched/history/day": lambda: signed.seal("which order", {"orders": orders, "seen": SEEN}),
        "/watched/history/keep": lambda: signed.seal("ticks", ["The House on the Hill", "Another House"]),
    }[path]()
    return {"data": {**form["data"], "sealed": sealed}}
