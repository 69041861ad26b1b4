"""By which names the desk may be called: a browser that is lured to it under another name gets nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from cliffhanger.desk.limits import named

OF_THIS_MACHINE: Final = "localhost", "127.0.0.1", "[::1]"
NOT_OURS: Final = "This desk is not called by that name. Whoever runs it can add one: `cliffhanger serve --name`.\n"


class Hosts:
    """Refuses what is asked for under another name; who asks from this machine may use the machine's own names."""

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app, self._names = app, {name.lower() for name in names}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "http" and not self._may_be_called(_name(scope), scope):
            await PlainTextResponse(NOT_OURS, 400)(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _may_be_called(self, name: str, scope: Scope) -> bool:
        return name in self._names or (name in OF_THIS_MACHINE and not named(scope))


def _name(scope: Scope) -> str:
    """Give the name that a request calls, without its port."""
    told = Headers(scope=scope).get("host", "").lower()
    name, colon, port = told.rpartition(":")
    return name if colon and (port.isdigit() or not port) else told
