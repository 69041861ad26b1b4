"""What a request may ask of the desk: how long it is, how many headers it has, how often, and for how long.

Whatever is refused here is refused before the desk looks at it, so that no answer depends on what is hidden.
"""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_PATH: Final = 1_000
LONGEST_QUERY: Final = 2_000
MOST_HEADERS: Final = 100
BODY: Final = 64_000
"""Bytes of a form."""

UPLOAD: Final = 10_000_000
"""Bytes of an upload."""

UPLOADS: Final = frozenset({"/watched/history"})
"""Where files may be uploaded."""

PATIENCE_S: Final = 20.0
"""For how long the next piece of a body is waited for."""

WHOLE_S: Final = 120.0
"""For how long a whole body may take."""

CLIENTS: Final = 10_000
"""How many clients are remembered: those that asked longest ago are forgotten first, and start afresh."""


@dataclass(frozen=True)
class Rate:
    """How often a client may ask: so many at once, and then so many a second."""

    a_second: float
    at_once: int


class Buckets:
    """Counts what clients ask (a token bucket for each), in bounded memory."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic, most: int = CLIENTS) -> None:
        self._rate, self._clock, self._most = rate, clock, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def wait(self, client: str) -> float:
        """Count one more request of a client: 0 where it may be answered, else the seconds until one may be."""
        now = self._clock()
        left, since = self._left.pop(client, (float(self._rate.at_once), now))
        left = min(float(self._rate.at_once), left + (now - since) * self._rate.a_second)
        answered = left >= 1
        self._left[client] = (left - 1 if answered else left), now
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return 0.0 if answered else (1 - left) / self._rate.a_second


class Limits:
    """Refuses what is too long, too much, too often or too slow."""

    def __init__(
        self,
        app: ASGIApp,
        rate: Rate | None = None,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE_S,
        whole: float = WHOLE_S,
    ) -> None:
        self._app = app
        self._buckets = Buckets(rate, clock) if rate else None
        self._patience, self._whole, self._clock = patience, whole, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._often(scope) or _too_long(scope)
        if refused:
            await refused(scope, receive, send)
        else:
            await self._app(scope, self._counted(scope, receive), send)

    def _often(self, scope: Scope) -> PlainTextResponse | None:
        client = named(scope)
        wait = self._buckets.wait(client) if self._buckets is not None and client else 0.0
        if not wait:
            return None
        seconds = int(wait) + 1
        told = f"Too many requests. Try again in {seconds} second{'' if seconds == 1 else 's'}.\n"
        return PlainTextResponse(told, 429, {"Retry-After": str(seconds)})

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        """Receive a body, as long as it is no longer and no slower than it may be.

        Raises:
            HTTPException: it is; where the body is read, this becomes the response.
        """
        most, had, began = _most(scope), 0, self._clock()
        reading = True

        async def counted() -> Message:
            nonlocal had, reading
            if not reading:
                return await receive()
            try:
                async with asyncio.timeout(min(self._patience, max(0.0, began + self._whole - self._clock()))):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408) from None
            had += len(message.get("body", b""))
            reading = message["type"] == "http.request" and bool(message.get("more_body"))
            if had > most:
                raise HTTPException(413)
            return message

        return counted


def named(scope: Scope) -> str:
    """Name the client that asks: an address, of IPv6 the first half, since a client has the whole rest.

    Nobody where it is this machine, or is not known.
    """
    try:
        address = ipaddress.ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if address.is_loopback:
        return ""
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def _too_long(scope: Scope) -> PlainTextResponse | None:
    if (
        len(scope.get("raw_path") or scope["path"].encode()) > LONGEST_PATH
        or len(scope["query_string"]) > LONGEST_QUERY
    ):
        return PlainTextResponse("This address is too long.\n", 414)
    if len(scope["headers"]) > MOST_HEADERS:
        return PlainTextResponse("There are too many headers.\n", 431)
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not told.isdigit():
        return PlainTextResponse("This length is none.\n", 400)
    if int(told) > _most(scope):
        return PlainTextResponse("This is too large.\n", 413, {"Connection": "close"})
    return None


def _most(scope: Scope) -> int:
    return UPLOAD if scope["path"] in UPLOADS else BODY
