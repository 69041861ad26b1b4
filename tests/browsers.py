"""A real desk on a port of its own, and a real browser, where there is one."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn

from cliffhanger.desk.app import create_app
from cliffhanger.desk.settings import Settings


@dataclass(frozen=True)
class Served:
    """A desk that is served."""

    port: int

    def url(self, path: str = "/") -> str:
        """Give the address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def served(settings: Settings) -> Iterator[Served]:
    """Serve a desk in a thread, on a free port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_config=None, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.02)
    try:
        yield Served(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


def path_of_chromium() -> str | None:
    """Find the browser of the system."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the browser; None where there is none."""
    path = path_of_chromium()
    if path is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # As root, as in a container, Chromium runs without its sandbox or not at all.
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
