"""The page on the API, for people: each address, what it gives and takes, made from the description for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup, escape

from cliffhanger.desk.api import described
from cliffhanger.desk.api_problems import PREFIX
from cliffhanger.desk.reader import Reader
from cliffhanger.desk.writing import page

GROUPS: Final = {"charts": "The lists", "titles": "Finding titles", "series": "A series", "stories": "Its story"}
MET: Final = frozenset({"as-of", "watched", "slug"})
"""Parameters that are told of once, at the top."""

OF_LISTS: Final = ("/forecast", "/odds", "/run", "/seasons")
"""How addresses end whose answer no novel has."""

CODE: Final = Markup("<code>{}</code>")

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Parameter:
    """What an address takes: its name, what it means, and whether it has to be there."""

    name: str
    says: Markup
    is_required: bool


@dataclass(frozen=True)
class Address:
    """An address of the API: its path, what it gives, what it takes, and one to try, if it needs nothing more."""

    path: str
    says: str
    takes: tuple[Parameter, ...]
    trial: str


@router.get("/api")
def api(request: Request) -> Response:
    """Lead to the page on the API."""
    return RedirectResponse(Reader.of(request).url(PREFIX), status_code=303)


@router.get(PREFIX)
def about_api(request: Request) -> Response:
    """Show what the API gives."""
    told = [(GROUPS[tag], [*some]) for tag, some in groupby(_addresses(), key=lambda one: one[0])]
    groups = [(name, [address for _, address in some]) for name, some in told]
    common = {one.name: one.says for _, some in groups for address in some for one in address.takes if one.name in MET}
    errors = [(status, _marked(one["description"])) for status, one in _errors().items()]
    return page(request, "api.html", here=PREFIX, groups=groups, common=common, errors=errors)


def _addresses() -> Iterator[tuple[str, Address]]:
    found = [(one["get"]["tags"][0], path, one["get"]) for path, one in described()["paths"].items()]
    for tag, path, told in sorted(found, key=lambda one: [*GROUPS].index(one[0])):
        takes = tuple(
            Parameter(one["name"], _marked(one["description"]), one["required"]) for one in told["parameters"]
        )
        yield tag, Address(path, told["description"], takes, _trial(path, told["parameters"]))


def _trial(path: str, parameters: list[dict[str, Any]]) -> str:
    """Give an address with the examples of what it must be given.

    None where one of these has no example, and of what lists alone tell: the series of the examples is a novel.
    """
    if path.endswith(OF_LISTS):
        return ""
    wanted = {one["name"]: one["schema"].get("examples", [""])[0] for one in parameters if one["required"]}
    if not all(wanted.values()):
        return ""
    slug = wanted.pop("slug", "")
    return "?".join(filter(None, (path.replace("{slug}", slug), urlencode(wanted))))


def _marked(says: str) -> Markup:
    """Mark what stands between backticks as code."""
    pieces = (CODE.format(one) if place % 2 else escape(one) for place, one in enumerate(says.split("`")))
    return Markup("").join(pieces)


def _errors() -> dict[str, Any]:
    (first, *_) = described()["paths"].values()
    return {status: one for status, one in first["get"]["responses"].items() if status != "200"}
