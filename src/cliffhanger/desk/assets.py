"""Files that all pages share: their addresses change with their bytes, so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter
from fastapi.staticfiles import StaticFiles
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Scope

STATIC: Final = Path(__file__).parent / "static"
VERSION: Final = "v"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
ASK: Final = "no-cache"
KEPT: Final = "public, max-age=86400"

ICON: Final = "favicon.ico"
ROBOTS: Final = """\
User-agent: *
Disallow: /*?
Disallow: /api/v1/
Disallow: /search
Disallow: /suggest
Disallow: /watched
"""

router = APIRouter(include_in_schema=False)


@cache
def version(name: str) -> str:
    """Digest a file."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Give the address of a file."""
    return f"/static/{name}?{VERSION}={version(name)}"


@router.get("/favicon.ico")
def favicon() -> Response:
    """Give the icon to who asks for it at its old place."""
    return FileResponse(STATIC / ICON, headers={"Cache-Control": KEPT})


@router.get("/robots.txt")
def robots() -> Response:
    """Tell robots to read pages of today, and to leave alone what is a reader's own, or each day's."""
    return PlainTextResponse(ROBOTS, headers={"Cache-Control": KEPT})


class Assets(StaticFiles):
    """Serves them, for good where the address names the bytes."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, *more: Any, **named: Any
    ) -> Response:
        """Serve a file."""
        response = super().file_response(full_path, stat_result, scope, *more, **named)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get(VERSION, [])
        response.headers["Cache-Control"] = FOR_GOOD if asked == [version(Path(full_path).name)] else ASK
        return response
