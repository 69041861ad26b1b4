"""A web server of the tests' own, on this machine, that answers as it is told: well, or badly."""

from __future__ import annotations

import contextlib
import gzip
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PIECE = b"x" * 65536


class Mirror:
    """`says` holds what each path is answered with, in turn (the last for ever); `asked` what was asked for."""

    def __init__(self, url: str) -> None:
        """Use `running`."""
        self.url = url
        self.says: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.over = threading.Event()

    def answer(self, asked: Asked) -> None:
        """Answer one request."""
        name = asked.path.rpartition("/")[2]
        self.asked.append((name, {key.lower(): value for key, value in asked.headers.items()}))
        answers = self.says.get(name, [status(404)])
        (answers.pop(0) if len(answers) > 1 else answers[0])(asked)


class Asked(BaseHTTPRequestHandler):
    """One request."""

    mirror: Mirror

    def do_GET(self) -> None:
        """Leave the answer to the mirror."""
        self.mirror.answer(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def head(self, code: int, headers: Mapping[str, str]) -> None:
        """Send the status and the headers."""
        self.send_response_only(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


Answer = Callable[[Asked], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Pass over clients that hang up."""


@contextlib.contextmanager
def running() -> Iterator[Mirror]:
    """Start a mirror."""
    handler = type("Handler", (Asked,), {})
    server = _Server(("127.0.0.1", 0), handler)
    mirror = Mirror(f"http://127.0.0.1:{server.server_port}")
    handler.mirror = mirror  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield mirror
    finally:
        mirror.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def good(data: bytes, **headers: str) -> Answer:
    """Answer with a file; an underscore in the name of a header is a hyphen."""

    def answer(asked: Asked) -> None:
        asked.head(200, {"Content-Length": str(len(data)), **_named(headers)})
        asked.wfile.write(data)

    return answer


def minding(data: bytes, **headers: str) -> Answer:
    """Answer with a file, or with 304 to who has it by its ETag."""

    def answer(asked: Asked) -> None:
        if headers["ETag"] in asked.headers.get("If-None-Match", ""):
            asked.head(304, _named(headers))
        else:
            good(data, **headers)(asked)

    return answer


def packed(data: bytes, **headers: str) -> Answer:
    """Answer with a file in gzip."""
    return good(gzip.compress(data, 1), Content_Encoding="gzip", **headers)


def status(code: int, **headers: str) -> Answer:
    """Answer with a status and a page that says no more."""

    def answer(asked: Asked) -> None:
        page = b"<html>sorry</html>"
        asked.head(code, {"Content-Length": str(len(page)), **_named(headers)})
        asked.wfile.write(page)

    return answer


def sent_on(to: str) -> Answer:
    """Answer with a redirect, whose own page never ends."""

    def answer(asked: Asked) -> None:
        asked.head(302, {"Location": to})
        _for_ever(asked)

    return answer


def cut_off(data: bytes, **headers: str) -> Answer:
    """Promise a whole file and send half of it."""

    def answer(asked: Asked) -> None:
        asked.head(200, {"Content-Length": str(len(data)), **_named(headers)})
        asked.wfile.write(data[: len(data) // 2])

    return answer


def cut_off_in_chunks(data: bytes) -> Answer:
    """Send half of a file in a chunk, and no last chunk."""

    def answer(asked: Asked) -> None:
        half = data[: len(data) // 2]
        asked.protocol_version = "HTTP/1.1"
        asked.head(200, {"Transfer-Encoding": "chunked", "Connection": "close"})
        asked.wfile.write(b"%x\r\n%b\r\n" % (len(half), half))

    return answer


def endless(**headers: str) -> Answer:
    """Send on and on."""

    def answer(asked: Asked) -> None:
        asked.head(200, _named(headers))
        _for_ever(asked)

    return answer


def silent(asked: Asked) -> None:
    """Say nothing until the test is over."""
    asked.mirror.over.wait()


def raw(data: bytes) -> Answer:
    """Send bytes that need not be HTTP."""

    def answer(asked: Asked) -> None:
        asked.wfile.write(data)

    return answer


def _for_ever(asked: Asked) -> None:
    with contextlib.suppress(OSError):
        while not asked.mirror.over.is_set():
            asked.wfile.write(PIECE)


def _named(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
