"""The desk, served."""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Annotated

import typer

from cliffhanger.cli.options import LedgerPath, fits_folder, ledger_address
from cliffhanger.cli.show import say
from cliffhanger.errors import MissingExtra, NoKey, NoPort
from cliffhanger.vantage import Vantage

AT_ONCE = 500
"""Requests that are answered at once; those beyond are told to come again."""

AT_ONCE_S = 10
"""So many seconds' worth of requests may come in one go."""

LAST_S = 20
"""How long requests have to finish once the desk is told to end."""

SHORTEST = 16
"""Characters of a key."""

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
    ledger: LedgerPath = None,
) -> None:
    """Serve the desk: a page for every series, in a browser.

    What a reader has watched is kept in a signed cookie. The key that signs it is taken from CLIFFHANGER_SECRET:
    several with a space between, the newest first. Without one, a desk that only this machine can reach makes one up at
    each start.

    Behind a proxy, say --https: then the proxy is believed about whence a request comes, if it is one of those that
    FORWARDED_ALLOW_IPS names (this machine, if it is not set). A line for each request goes to the standard error.

    Example: cliffhanger serve

    Example: CLIFFHANGER_SECRET=long-and-random cliffhanger serve --host 0.0.0.0 --name desk.example.org --https
    """
    try:
        import uvicorn

        from cliffhanger.desk.app import create_app
        from cliffhanger.desk.limits import Rate
        from cliffhanger.desk.logs import to_stderr
        from cliffhanger.desk.settings import Settings
    except ImportError as error:
        raise MissingExtra("pages", error.name or "a library", "desk") from None
    keys = tuple(os.environ.get("CLIFFHANGER_SECRET", "").split())
    if host not in LOOPBACK and min(map(len, keys), default=0) < SHORTEST:
        raise NoKey(host)
    settings = Settings(
        ledger_address(ledger),
        fits_folder(ledger),
        tuple(story or ()),
        secure=secure,
        beside=True,
        rate=Rate(rate, round(AT_ONCE_S * rate) or 1) if rate else None,
    )
    settings = replace(settings, keys=keys or settings.keys, hosts=(*(name or ()), *settings.hosts))
    app = create_app(settings)
    app.state.desk.almanac.titles(Vantage(settings.today()))  # a story file that is not sound is told of now
    listening = listening_at(host, port)
    to_stderr()
    say(f"Cliffhanger at http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/")
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=secure,
        server_header=False,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=LAST_S,
    )
    Thread(target=app.state.desk.prepare, name="first", daemon=True).start()
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


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
