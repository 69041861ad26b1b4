"""Addresses of series: the title in plain words, joined by hyphens, and spelled in no other way."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from cliffhanger.charts.titles import spelled

LONGEST: Final = 600
"""Bytes of a title in an address; what is longer has none."""


class Misspelled(Exception):
    """An address spells a title as no link does; `path` is the one that does."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def slug_of(title: str) -> str:
    """Write a title as a part of an address; empty where it has no letter and no figure, or is too long."""
    slug = spelled(title).replace(" ", "-")
    return slug if len(quote(slug, safe="")) <= LONGEST else ""


def title_of(slug: str) -> str:
    """Read words of a title from a part of an address."""
    return slug.replace("-", " ")


def series_path(title: str) -> str:
    """Give the path of a series; empty where its title has none."""
    slug = slug_of(title)
    return f"/series/{quote(slug, safe='')}" if slug else ""


async def check(request: Request) -> None:
    """Refuse other spellings of a title, whether there is one or not.

    Raises:
        Misspelled: links spell it otherwise.
        HTTPException: it can be that of no title.
    """
    slug = request.path_params.get("slug")
    if slug is None:
        return
    named = slug_of(title_of(slug))
    if not named:
        raise HTTPException(404)
    if named != slug:
        raise Misspelled(request.scope["route"].path.replace("{slug}", quote(named, safe="")))


def lead_on(app: FastAPI) -> None:
    """Lead from other spellings to the address that links have."""
    app.add_exception_handler(Misspelled, _led_on)


async def _led_on(request: Request, error: Exception) -> Response:
    query = request.url.query
    return RedirectResponse(f"{error}?{query}" if query else str(error), status_code=308)
