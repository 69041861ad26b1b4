"""Whether the desk can answer: for whoever watches over it, without a word about readers."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from cliffhanger.desk.reader import desk_of
from cliffhanger.errors import DamagedData, LedgerUnusable
from cliffhanger.vantage import Vantage

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """Tell whether the ledger can be read, and the day of the newest edition of the lists."""
    desk = desk_of(request)
    try:
        with desk.view(Vantage(desk.settings.today())) as view:
            newest = view.newest
    except (DamagedData, LedgerUnusable) as error:
        return JSONResponse({"status": "no ledger", "why": type(error).__name__}, 503)
    return JSONResponse({"status": "fine", "newest_edition": newest and newest.known_from.date().isoformat()})
