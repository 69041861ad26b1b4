"""What errors look like to programs: one shape, the right status, and the same for what is hidden and unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from cliffhanger.desk.models import Problem
from cliffhanger.errors import (
    CliffhangerError,
    FitNotMade,
    MissingExtra,
    UnknownPerson,
    UnknownTitle,
    UsageError,
    as_json,
)

PREFIX: Final = "/api/v1"
NO_TITLE: Final = f"no such title is known here on that day; {PREFIX}/suggest finds those that are"
NO_PERSON: Final = "nobody of that name is known here; `previously` lists who has come up, with the same `watched`"
AWAY: Final = "what this desk answers from cannot be read at the moment; try again in a while"
UNFORESEEN: Final = 500

RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Problem, "description": "The question itself is off."},
    404: {"model": Problem, "description": "Not known at this vantage, whether hidden or never heard of."},
    422: {"model": Problem, "description": "A parameter is missing, not known, or none of its kind."},
    429: {
        "description": "Asked too often: `Retry-After` tells how long to wait.",
        "content": {"text/plain": {}},
    },
    503: {"model": Problem, "description": "The ledger, a story or a fit cannot be had at the moment."},
}


def is_for_programs(request: Request) -> bool:
    """Tell whether a request is one to the API."""
    return request.url.path.startswith("/api/")


def as_problem(error: CliffhangerError, status: int, headers: Mapping[str, str]) -> Response:
    """Give an error of the house; names that were asked for and files of the host are not repeated."""
    told = as_json(error)
    if isinstance(error, UnknownTitle):
        told["message"] = NO_TITLE
    elif isinstance(error, UnknownPerson) and not error.several:
        told["message"] = NO_PERSON
    elif isinstance(error, MissingExtra) or (status >= UNFORESEEN and not isinstance(error, FitNotMade)):
        told["message"] = AWAY
    return JSONResponse(told, status, dict(headers))


def as_http_problem(status: int, headers: Mapping[str, str]) -> Response:
    """Give an error of the protocol, such as an address that is none."""
    message = f"there is nothing to be had here in that way; {PREFIX}/openapi.json tells what is"
    told = {"error": "BadRequest", "message": message, "exit": UsageError.exit_code}
    return JSONResponse(told, status, dict(headers))


def as_bad_parameters(error: RequestValidationError) -> Response:
    """Say which parameters are missing, not known, or none of their kind."""
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
    return JSONResponse({"error": "BadParameter", "message": said, "exit": UsageError.exit_code}, 422)
