"""Puts a desk together: its routes, what every response carries, and what errors look like."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI

from cliffhanger import __version__
from cliffhanger.desk import (
    addresses,
    api,
    api_page,
    api_stories,
    assets,
    calendar,
    feeds,
    finding,
    health,
    pages,
    problems,
    progress,
    recall,
    share,
)
from cliffhanger.desk.assets import STATIC, Assets
from cliffhanger.desk.beside import end_all
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.headers import Headers
from cliffhanger.desk.heads import Heads
from cliffhanger.desk.hosts import Hosts
from cliffhanger.desk.limits import Limits
from cliffhanger.desk.logs import Logs
from cliffhanger.desk.records import Records
from cliffhanger.desk.settings import Settings
from cliffhanger.desk.watched import Signed

THREADS: Final = 8
"""Requests that are worked on at once: fewer than an engine has connections, since each may look into the ledger."""


def create_app(settings: Settings) -> FastAPI:
    """Make the application of a desk."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        yield
        end_all()
        app.state.watch.shutdown(wait=False)
        app.state.records.close()
        app.state.desk.close()

    app = FastAPI(
        title="Cliffhanger",
        version=__version__,
        openapi_url=None,
        lifespan=lifespan,
        dependencies=[Depends(addresses.check)],
    )
    app.state.desk = Desk(settings)
    app.state.records = Records(settings)
    app.state.watch = ThreadPoolExecutor(1, "health")
    app.state.signed = Signed(settings.keys)
    app.add_middleware(Heads)
    app.add_middleware(Hosts, names=settings.hosts)
    app.add_middleware(Limits, rate=settings.rate)
    app.add_middleware(Logs)
    app.add_middleware(Headers, secure=settings.secure)
    problems.handle(app)
    addresses.lead_on(app)
    # These come before pages, whose addresses are wider.
    for beside in (feeds, calendar, share, api, api_page, api_stories, assets):
        app.include_router(beside.router)
    app.include_router(pages.router)
    app.include_router(finding.router)
    app.include_router(progress.router)
    app.include_router(recall.router)
    app.include_router(health.router)
    app.mount("/static", Assets(directory=STATIC), name="static")
    return app
