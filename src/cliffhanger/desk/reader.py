"""Who asks: the day from which a request looks, and what its reader has watched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from fastapi import Request

from cliffhanger.desk.desk import Desk
from cliffhanger.desk.watched import COOKIE, Progress, Signed
from cliffhanger.errors import BadDay
from cliffhanger.vantage import Vantage, parse_day

DAY: Final = "as-of"
"""The parameter of addresses that names a day; without it, it is today."""

DAY_TOO: Final = "as_of"
"""The same, as answers spell it."""


def desk_of(request: Request) -> Desk:
    """Give the desk that a request was made to."""
    desk: Desk = request.app.state.desk
    return desk


def day_asked(request: Request) -> str | None:
    """Give the day that an address names, in whichever spelling.

    Raises:
        BadDay: it names several.
    """
    told = {value for name, value in request.query_params.multi_items() if name in {DAY, DAY_TOO}}
    if len(told) > 1:
        raise BadDay(" and ".join(sorted(told)))
    return next(iter(told), None)


@dataclass(frozen=True)
class Reader:
    """The day of a request, whether it was asked for (and so is past), the progress of its reader, and today."""

    day: date
    asked: bool
    progress: Progress
    today: date

    @classmethod
    def of(cls, request: Request) -> Reader:
        """Read a request, once: at midnight, too, all of its response is told of one day.

        Raises:
            BadDay: the day asked for is none, or there are several.
        """
        known: Reader | None = getattr(request.state, "reader", None)
        if known is None:
            signed: Signed = request.app.state.signed
            today, told = desk_of(request).settings.today(), day_asked(request)
            asked = min(parse_day(told), today) if told else today
            known = cls(asked, asked != today, signed.read(request.cookies.get(COOKIE)), today)
            request.state.reader = known
        return known

    @classmethod
    def of_today(cls, request: Request) -> Reader:
        """Give somebody of whom nothing is known, and who looks from today."""
        today = desk_of(request).settings.today()
        return cls(today, asked=False, progress=Progress(), today=today)

    def vantage(self, title: str | None = None) -> Vantage:
        """Give the vantage on a series; without one, nothing is watched."""
        return Vantage(self.day, self.progress.of(title)) if title is not None else Vantage(self.day)

    def url(self, path: str, **parameters: str) -> str:
        """Give an address of the same day."""
        told = parameters | ({DAY: self.day.isoformat()} if self.asked else {})
        return f"{path}?{urlencode(told)}" if told else path
