"""Connections to the desk: a client has so many at once, and so long to say what it wants."""

from __future__ import annotations

import asyncio
from typing import Final

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from cliffhanger.desk.limits import named

HEAD_S: Final = 10.0
"""So long a client has for the line and headers of a request, once it is connected or has begun with them."""

OF_ONE: Final = 60
"""So many connections a client of another machine may have at once."""


class Connection(H11Protocol):
    """A connection on which a request has to come soon, and whole; h11 bounds how long its headers are."""

    _awaited: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait, unless its client has too many already."""
        super().connection_made(transport)
        client = self.of
        if client and sum(one.of == client for one in self.connections if isinstance(one, Connection)) > OF_ONE:
            transport.close()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Take in what comes: a request, or a piece of one."""
        super().data_received(data)
        if self._is_answering():
            self._rest()
        else:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._rest()
        super().connection_lost(exc)

    @property
    def of(self) -> str:
        """Name the client; nobody where it is this machine, or a proxy that is believed: that speaks for many."""
        if isinstance(self.app, ProxyHeadersMiddleware) and self.client and self.client[0] in self.app.trusted_hosts:
            return ""
        return named({"client": self.client})

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        if self._awaited is None:
            self._awaited = self.loop.call_later(HEAD_S, self._end)

    def _rest(self) -> None:
        if self._awaited is not None:
            self._awaited.cancel()
            self._awaited = None

    def _end(self) -> None:
        self._awaited = None
        if not self._is_answering():
            self.transport.close()
