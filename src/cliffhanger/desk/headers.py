"""What every response of the desk carries, whoever made it."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN: Final = "private, no-store"
"""How answers may be kept by others: not at all, since each is one reader's own."""

ALWAYS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
UNLESS_SAID: Final = {"Cache-Control": OWN, "Vary": "Cookie", "Cross-Origin-Resource-Policy": "same-origin"}
OVER_HTTPS: Final = {"Strict-Transport-Security": "max-age=31536000"}


class Headers:
    """Puts headers on every response; how it may be kept and shown, only where it does not say so itself."""

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        """Where the desk is reached over HTTPS (`secure`), say that it always is."""
        self._app, self._always = app, ALWAYS | (OVER_HTTPS if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._always)
                for name, value in UNLESS_SAID.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
