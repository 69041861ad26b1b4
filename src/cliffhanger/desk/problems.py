"""What errors look like: one page and one status for each branch of the tree; hidden and unknown are the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from cliffhanger.desk.api_problems import as_bad_parameters, as_http_problem, as_problem, is_for_programs
from cliffhanger.desk.writing import page
from cliffhanger.errors import (
    CliffhangerError,
    DamagedData,
    FitNotMade,
    LedgerUnusable,
    MissingExtra,
    NotKnown,
    RejectedInput,
    StoryRejected,
    UsageError,
)

STATUS: Final[dict[type[CliffhangerError], int]] = {
    NotKnown: 404,
    StoryRejected: 503,
    MissingExtra: 503,
    LedgerUnusable: 503,
    DamagedData: 503,
    FitNotMade: 503,
    UsageError: 400,
    RejectedInput: 422,
}
OURS: Final = {404: "", 500: "", 503: "What this desk answers from cannot be read at the moment. Try again in a while."}
"""What is said instead of the message, which names files of the host, or what may not be known."""

WORDS: Final = {
    403: "This form was sent from another site, so nothing was changed.",
    408: "It took too long to arrive.",
    413: "It is too large.",
}
AGAIN: Final = {"Retry-After": "30"}


def handle(app: FastAPI) -> None:
    """Answer errors with pages."""
    app.add_exception_handler(CliffhangerError, _told)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _parameters)


async def _told(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    headers = AGAIN if status == 503 else {}
    if status >= 500:
        request.state.failed = error
    if is_for_programs(request) and isinstance(error, CliffhangerError):
        return as_problem(error, status, headers)
    why = str(error) if isinstance(error, FitNotMade) else OURS.get(status, str(error))
    return _page(request, status, why, headers)


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = getattr(error, "headers", None) or {}
    if is_for_programs(request):
        return as_http_problem(status, headers)
    return _page(request, status, WORDS.get(status, ""), headers)


async def _parameters(request: Request, error: Exception) -> Response:
    if is_for_programs(request) and isinstance(error, RequestValidationError):
        return as_bad_parameters(error)
    return _page(request, 400, "", {})


def _page(request: Request, status: int, why: str, headers: Mapping[str, str]) -> Response:
    response = page(request, "problem.html", status_code=status, status=status, why=why)
    response.headers.update(headers)
    return response
