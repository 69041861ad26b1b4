"""Puts a desk together: its routes, what every response carries, and what errors look like."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware

from cliffhanger import __version__
from cliffhanger.desk import pages, problems
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.settings import Settings
from cliffhanger.desk.watched import Signed

STATIC: Final = Path(__file__).parent / "static"

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OWN: Final = "private, no-store"
"""How answers may be kept by others: not at all, since each is one reader's own."""


def create_app(settings: Settings) -> FastAPI:
    """Make the application of a desk."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.desk.close()

    app = FastAPI(title="Cliffhanger", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.desk = Desk(settings)
    app.state.signed = Signed(settings.keys)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts))
    app.middleware("http")(_with_headers)
    problems.handle(app)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


async def _with_headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", OWN)
    response.headers.setdefault("Vary", "Cookie")
    return response
