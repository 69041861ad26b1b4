"""From where an answer for programs is given: all of it stands in the address, and no cookie is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from cliffhanger.desk.desk import Desk
from cliffhanger.desk.public import public
from cliffhanger.desk.reader import DAY, day_asked
from cliffhanger.vantage import Vantage, Watched, parse_day

AsOf = Annotated[
    str | None,
    Query(
        alias=DAY,
        description="Answer as on this UTC day, to its end. Without it, and for days to come, it is today.",
        examples=["2026-01-14"],
        json_schema_extra={"format": "date"},
    ),
]
WatchedText = Annotated[
    str,
    Query(
        description="What has been watched: `none`, `all`, `S1E3` (all up to it), or a list such as `S1E1-S1E3,S1E5`.",
        examples=["none", "S1E3"],
    ),
]


@dataclass(frozen=True)
class Standpoint:
    """A vantage, the desk that answers from it, and whether its day was asked for and is past."""

    request: Request
    desk: Desk
    vantage: Vantage
    past: bool

    def give(self, told: Mapping[str, Any]) -> Response:
        """Give data as JSON; only what is told of a day that is past, with nothing watched, may others keep."""
        body = json.dumps(told, ensure_ascii=False, allow_nan=False, default=str).encode()
        if self.past and self.vantage.watched == Watched():
            return public(self.request, body, "application/json", past=True)
        return Response(body, media_type="application/json")


async def _on_day(request: Request, _: AsOf = None) -> Standpoint:
    return standpoint(request, day_asked(request), Watched())


async def _having_watched(request: Request, _: AsOf = None, watched: WatchedText = "none") -> Standpoint:
    return standpoint(request, day_asked(request), Watched.parse(watched))


def standpoint(request: Request, as_of: str | None, watched: Watched) -> Standpoint:
    """Give the standpoint of a day, but of none to come.

    Raises:
        BadDay: it is no day.
    """
    desk: Desk = request.app.state.desk
    today = desk.settings.today()
    day = min(parse_day(as_of), today) if as_of is not None else today
    return Standpoint(request, desk, Vantage(day, watched), past=not Vantage(day).knows(today))


OnDay = Annotated[Standpoint, Depends(_on_day)]
HavingWatched = Annotated[Standpoint, Depends(_having_watched)]
