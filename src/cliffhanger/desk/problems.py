"""What errors look like: one page and one status for each branch of the tree; hidden and unknown are the same."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from cliffhanger.desk.writing import page
from cliffhanger.errors import CliffhangerError, DamagedData, LedgerUnusable, NotKnown, RejectedInput, UsageError

STATUS: Final[dict[type[CliffhangerError], int]] = {
    NotKnown: 404,
    LedgerUnusable: 503,
    DamagedData: 503,
    UsageError: 400,
    RejectedInput: 422,
}


def handle(app: FastAPI) -> None:
    """Answer errors with pages."""
    app.add_exception_handler(CliffhangerError, _told)
    app.add_exception_handler(HTTPException, _http)


async def _told(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    return _page(request, status, "" if status == 404 else str(error))


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _page(request, status, "")


def _page(request: Request, status: int, why: str) -> Response:
    return page(request, "problem.html", status_code=status, status=status, why=why)
