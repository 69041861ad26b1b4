"""Files that all pages share: their addresses change with their bytes, so that browsers may keep them for good."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from starlette.types import Scope

STATIC: Final = Path(__file__).parent / "static"
VERSION: Final = "v"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
ASK: Final = "no-cache"


@cache
def version(name: str) -> str:
    """Digest a file."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """Give the address of a file."""
    return f"/static/{name}?{VERSION}={version(name)}"


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
