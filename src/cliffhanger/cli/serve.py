"""The desk, served."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.brief.text import harmless
from cliffhanger.cli.options import LedgerPath, fits_folder, ledger_address
from cliffhanger.cli.show import say
from cliffhanger.errors import DamagedData, LedgerUnusable, MissingExtra, NoKey, NoPort
from cliffhanger.vantage import Vantage

if TYPE_CHECKING:
    from fastapi import FastAPI

    from cliffhanger.desk.desk import Desk
    from cliffhanger.desk.settings import Settings

AT_ONCE = 500
"""Requests that are answered at once; those beyond are told to come again."""

AT_ONCE_S = 10
"""So many seconds' worth of requests may come in one go."""

LAST_S = 20
"""How long requests have to finish once the desk is told to end."""

SHORTEST = 16
"""Characters of a key."""

SILENT_S = 60
"""For how long one of several processes may be silent before another is started in its place."""

COLLECT_AFTER = 2_000, 20, 10
"""Garbage among what is new is looked for often, in a few milliseconds; what was there at the start, and takes a tenth
of a second to look through, is left out.
"""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen at; 0 takes a free one.")] = 8000,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A name by which it is called; may be repeated.")
    ] = None,
    secure: Annotated[bool, typer.Option("--https", help="It is reached over HTTPS, as behind a proxy.")] = False,
    story: Annotated[
        list[Path] | None, typer.Option("--story", metavar="FILE", help="A story file of your own; may be repeated.")
    ] = None,
    rate: Annotated[
        float, typer.Option(min=0, help="Requests a second that one client may make, on the whole; 0 for no limit.")
    ] = 20,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer side by side.")] = 1,
    ledger: LedgerPath = None,
) -> None:
    """Serve the desk: pages in a browser, and data for programs.

    What a reader has watched is kept in a signed cookie. The key that signs it is taken from CLIFFHANGER_SECRET:
    several with a space between, the newest first. Without one, a desk that only this machine can reach makes one up at
    each start; one with another --host, a --name or --https wants one.

    Behind a proxy, say --https: then the proxy is believed about whence a request comes, if it is one of those that
    FORWARDED_ALLOW_IPS names (this machine, if it is not set). A line for each request goes to the standard error.

    Example: cliffhanger serve

    Example: CLIFFHANGER_SECRET=long-and-random cliffhanger serve --host 0.0.0.0 --name desk.example.org --https
    """
    try:
        import uvicorn

        import cliffhanger.desk.app  # noqa: F401 - each process makes its own, and what that lacks is told of now
        from cliffhanger.desk.connections import Connection
        from cliffhanger.desk.desk import Desk
        from cliffhanger.desk.limits import Rate
        from cliffhanger.desk.logs import to_stderr
        from cliffhanger.desk.settings import Settings
        from cliffhanger.desk.workers import Workers
    except ImportError as error:
        raise MissingExtra("pages", error.name or "a library", "desk") from None
    keys = tuple(os.environ.get("CLIFFHANGER_SECRET", "").split())
    if not math.isfinite(rate):
        raise typer.BadParameter("it has to be a number", param_hint="--rate")
    shortest = min(map(len, keys), default=0)
    if shortest < SHORTEST and (keys or name or secure or host not in LOOPBACK):
        raise NoKey(SHORTEST, shortest)
    settings = Settings(
        ledger_address(ledger),
        fits_folder(ledger),
        tuple(story or ()),
        secure=secure,
        beside=True,
        rate=Rate(rate, round(AT_ONCE_S * rate) or 1) if rate else None,
    )
    settings = replace(settings, keys=keys or settings.keys, hosts=tuple(name or settings.hosts))
    desk = Desk(settings)
    desk.almanac.titles(Vantage(settings.today()))  # a story file that is not sound is told of now
    listening = listening_at(host, port)
    say(f"Cliffhanger at {_address(host, listening.getsockname()[1], name, secure=secure)}")
    for said in _amiss(desk, host, name):
        typer.echo(harmless(f"cliffhanger: {said}"), err=True)
    desk.close()
    config = uvicorn.Config(
        partial(served, settings),
        factory=True,
        workers=workers,
        http=Connection,
        log_config=None,
        access_log=False,
        proxy_headers=secure,
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=LAST_S,
        timeout_worker_healthcheck=SILENT_S,
    )
    to_stderr()
    with contextlib.suppress(KeyboardInterrupt):
        if workers > 1:
            Workers(config, [listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])


def served(settings: Settings) -> FastAPI:
    """Make the desk of a process, which says what it does on the standard error, and get it ready."""
    from cliffhanger.desk.app import create_app
    from cliffhanger.desk.logs import to_stderr

    to_stderr()
    app = create_app(settings)
    gc.set_threshold(*COLLECT_AFTER)
    Thread(target=_first, args=(app.state.desk,), name="first", daemon=True).start()
    return app


def _first(desk: Desk) -> None:
    desk.prepare()
    gc.collect()
    gc.freeze()


def _address(host: str, port: int, names: Sequence[str] | None, *, secure: bool) -> str:
    """Give the address for a browser, and beside it where the desk listens, if that is another."""
    here = f"{f'[{host}]' if ':' in host else host}:{port}"
    if not names:
        return f"http://{here}/"
    return f"{f'https://{names[0]}' if secure else f'http://{names[0]}:{port}'}/ (listening at {here})"


def _amiss(desk: Desk, host: str, names: Sequence[str] | None) -> Iterator[str]:
    """Say what whoever starts a desk wants to know of it at once, though it can start."""
    from cliffhanger.charts.engines import name_of, parsed

    if host not in LOOPBACK and not names:
        yield f"requests to this machine's own names are answered, as at http://{LOOPBACK[1]}; others want a --name"
    try:
        with desk.view(Vantage(desk.settings.today())) as view:
            if view.newest is None:
                ledger = name_of(parsed(desk.settings.ledger))
                yield f"there are no lists in {ledger} yet, so only stories are told; see `cliffhanger ingest --help`"
    except (DamagedData, LedgerUnusable) as error:
        yield f"{error}; until it can be read, pages say so"


def listening_at(host: str, port: int) -> socket.socket:
    """Listen, and say that it is TCP: only then does asyncio send the pieces of a response without waiting.

    Raises:
        NoPort: another program listens there, or there is no such address.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        made = socket.create_server((host, port), family=family, backlog=2048)
        return socket.socket(family, made.type, socket.IPPROTO_TCP, made.detach())
    except (OSError, OverflowError) as error:
        raise NoPort(host, port, getattr(error, "strerror", None) or str(error)) from None
