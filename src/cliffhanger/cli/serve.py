"""The desk, served."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cliffhanger.cli.options import LedgerPath, fits_folder, ledger_address
from cliffhanger.cli.show import say
from cliffhanger.errors import MissingExtra, NoKey

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
    ledger: LedgerPath = None,
) -> None:
    """Serve the desk: a page for every series, in a browser.

    What a reader has watched is kept in a signed cookie. The key that signs it is taken from CLIFFHANGER_SECRET:
    several with a space between, the newest first. Without one, a desk that only this machine can reach makes one up at
    each start.

    Example: cliffhanger serve

    Example: CLIFFHANGER_SECRET=long-and-random cliffhanger serve --host 0.0.0.0 --name desk.example.org --https
    """
    try:
        import uvicorn

        from cliffhanger.desk.app import create_app
        from cliffhanger.desk.settings import Settings
    except ImportError as error:
        raise MissingExtra("pages", error.name or "a library", "desk") from None
    keys = tuple(os.environ.get("CLIFFHANGER_SECRET", "").split())
    if not keys and host not in LOOPBACK:
        raise NoKey(host)
    settings = Settings(ledger_address(ledger), fits_folder(ledger), tuple(story or ()), secure=secure)
    settings = replace(settings, keys=keys or settings.keys, hosts=tuple(name or ()) or settings.hosts)
    say(f"Cliffhanger at http://{host}:{port}/")
    uvicorn.run(create_app(settings), host=host, port=port, log_config=None, proxy_headers=secure, server_header=False)
