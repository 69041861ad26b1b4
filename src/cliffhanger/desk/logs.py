"""One line for each request, as JSON, without anything of its reader: no query, cookie, title or address.

Where the desk cannot answer, the line says why, for its host: which file, and what is wrong with it.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cliffhanger.brief.text import harmless

LOGGER: Final = logging.getLogger("cliffhanger.desk")
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
SORRY: Final = "Something went wrong here."
OUR_BUG: Final = 5
SOURCE: Final = Path(__file__).parent.parent

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Read the clock."""
    return datetime.now(UTC)


class Logs:
    """Writes a line for each request, and answers where one fails for a reason that nobody foresaw."""

    def __init__(self, app: ASGIApp, now: Clock = utc_now) -> None:
        self._app, self._now = app, now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 0, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        failed: dict[str, Any] = {}
        try:
            await self._app(scope, receive, noted)
        except Exception as error:  # the last to know of it
            failed = {"error": type(error).__name__, "where": where(error)}
            if not status:
                await _sorry(scope)(scope, receive, noted)
        if known := scope.get("state", {}).get("failed"):
            failed = {"error": type(known).__name__, "why": harmless(str(known))}
        told = {
            "time": self._now().isoformat(timespec="milliseconds"),
            "method": scope["method"] if scope["method"] in METHODS else "other",
            "route": template(scope),
            "status": status,
            "ms": round((time.perf_counter() - began) * 1000, 1),
        }
        LOGGER.log(logging.ERROR if failed else logging.INFO, json.dumps(told | failed))


def _sorry(scope: Scope) -> Response:
    """Give what is said of a bug, to programs in the shape of their errors."""
    if scope["path"].startswith("/api/"):
        told = {"error": "Unforeseen", "message": SORRY, "exit": OUR_BUG}
        return JSONResponse(told, 500)
    return PlainTextResponse(f"{SORRY}\n", 500)


def template(scope: Scope) -> str:
    """Give the shape of the address that was asked for, with the names of its parts for the parts."""
    route = scope.get("route")
    if route is not None:
        return str(getattr(route, "path", "none"))
    return "/static/{path}" if scope["path"].startswith("/static/") else "none"


def where(error: BaseException) -> list[str]:
    """List the places in this program that an error came through, the last one first."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(SOURCE)]
    return [f"{Path(frame.filename).relative_to(SOURCE)}:{frame.lineno}" for frame in reversed(ours)]


def failed(what: str, error: str, places: Sequence[str], now: Clock = utc_now) -> None:
    """Write a line on what no request waits for, and failed: its kind of error and its places in this program."""
    told = {"time": now().isoformat(timespec="milliseconds"), "failed": what, "error": error, "where": [*places]}
    LOGGER.error(json.dumps(told))


class Line(logging.Formatter):
    """Writes what a library has to say as a line of JSON, too: its first line, without what stood in its places."""

    def format(self, record: logging.LogRecord) -> str:
        """Write it."""
        if record.name == LOGGER.name:
            return record.getMessage()
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        says = str(record.msg).partition("\n")[0]
        told = {"time": at, "from": record.name, "says": says}
        error = record.exc_info[1] if record.exc_info else None
        return json.dumps(told | ({"error": type(error).__name__, "where": where(error)} if error else {}))


def to_stderr() -> None:
    """Write the lines to the standard error, and those of libraries that warn."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    LOGGER.handlers, LOGGER.propagate = [handler], False
    LOGGER.setLevel(logging.INFO)
    logging.getLogger().handlers = [handler]
