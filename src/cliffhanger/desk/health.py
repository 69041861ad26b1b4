"""Whether the desk can answer: for whoever watches over it, without a word about readers."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from cliffhanger.desk.desk import Desk
from cliffhanger.desk.reader import desk_of
from cliffhanger.errors import DamagedData, LedgerUnusable
from cliffhanger.vantage import Vantage

NO_LISTS: Final = "no lists yet"

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz(request: Request) -> Response:
    """Tell whether the ledger can be read, and the day of the newest edition of the lists.

    Where there are no lists yet, the desk can still answer, from its stories: the status is 200, and the word says so.
    It looks in a thread of its own, so that it answers while all others are busy.
    """
    look = asyncio.get_running_loop().run_in_executor
    try:
        day = await look(request.app.state.watch, _newest, desk_of(request))
    except (DamagedData, LedgerUnusable) as error:
        request.state.failed = error
        return JSONResponse({"status": "no ledger", "why": type(error).__name__}, 503)
    return JSONResponse({"status": "fine" if day else NO_LISTS, "newest_edition": day and day.isoformat()})


def _newest(desk: Desk) -> date | None:
    with desk.view(Vantage(desk.settings.today())) as view:
        return view.newest and view.newest.known_from.date()
