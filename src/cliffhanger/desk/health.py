"""Whether the desk can answer: for whoever watches over it, without a word about readers."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from cliffhanger.desk.reader import desk_of
from cliffhanger.errors import DamagedData, LedgerUnusable
from cliffhanger.vantage import Vantage

NO_LISTS: Final = "no lists yet"

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """Tell whether the ledger can be read, and the day of the newest edition of the lists.

    Where there are no lists yet, the desk can still answer, from its stories: the status is 200, and the word says so.
    """
    desk = desk_of(request)
    try:
        with desk.view(Vantage(desk.settings.today())) as view:
            newest = view.newest
    except (DamagedData, LedgerUnusable) as error:
        request.state.failed = error
        return JSONResponse({"status": "no ledger", "why": type(error).__name__}, 503)
    day = newest and newest.known_from.date().isoformat()
    return JSONResponse({"status": "fine" if day else NO_LISTS, "newest_edition": day})
