"""Connections: who says nothing, or has too many, is hung up on, and the others are answered."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn

from asking import Asker, desk
from cliffhanger.cli.serve import listening_at
from cliffhanger.desk import connections
from cliffhanger.desk.connections import Connection
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.logs import Line

ASKED = b"GET /about HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = b"GET /about HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


Serving = Callable[..., int]


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """Serve a desk whose patience is short, and give its port."""
    monkeypatch.setattr(connections, "HEAD_S", 0.3)
    with ExitStack() as ends:

        def begin(**more: Any) -> int:
            listening = listening_at("127.0.0.1", 0)
            app = desk(tmp_path / "none.sqlite")
            server = uvicorn.Server(uvicorn.Config(app, http=Connection, log_config=None, access_log=False, **more))
            thread = Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            ends.callback(thread.join)
            ends.callback(setattr, server, "should_exit", True)
            return int(listening.getsockname()[1])

        yield begin


@pytest.fixture
def port(serving: Serving) -> int:
    return serving()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def answered(client: socket.socket) -> bytes:
    """Ask, and give the beginning of the answer."""
    client.sendall(ASKED)
    return client.recv(15)


def beginning(client: socket.socket) -> bytes:
    """Give the beginning of what comes; nothing where it was hung up on."""
    with suppress(ConnectionError):
        return client.recv(15)
    return b""


@pytest.mark.parametrize("said", [b"", b"GET / HT"])
def test_who_does_not_say_what_they_want_is_hung_up_on(port: int, said: bytes) -> None:
    """A connection on which no request comes is closed, and others are answered meanwhile."""
    with connected(port) as silent, connected(port) as other:
        silent.sendall(said)
        assert answered(other) == b"HTTP/1.1 200 OK"
        assert silent.recv(100) == b""


def test_a_second_request_has_to_come_whole_too(port: int) -> None:
    """After an answer, one that has begun with the next is not waited for any longer."""
    with connected(port) as client:
        assert answered(client) == b"HTTP/1.1 200 OK"
        client.sendall(b"GET / HT")
        while client.recv(65536):
            pass


@pytest.fixture
def two_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a client have two connections, and take this machine for another."""
    monkeypatch.setattr(connections, "HEAD_S", 60)
    monkeypatch.setattr(connections, "OF_ONE", 2)
    monkeypatch.setattr(connections, "named", lambda _: "203.0.113.9")


@pytest.mark.usefixtures("two_of_one")
def test_a_client_has_so_many_connections(port: int) -> None:
    """Those beyond are closed at once, and when one of them ends there is room for another."""
    with connected(port) as one:
        with connected(port) as two:
            assert [answered(one), answered(two)] == [b"HTTP/1.1 200 OK"] * 2
            with connected(port) as beyond:
                assert beyond.recv(100) == b""
            two.sendall(LAST)
            while two.recv(65536):
                pass
        with connected(port) as another:
            assert answered(another) == b"HTTP/1.1 200 OK"


@pytest.mark.usefixtures("two_of_one")
def test_a_proxy_that_is_believed_has_as_many_as_its_clients_need(serving: Serving) -> None:
    """Connections of a proxy are those of many readers; of one that is not believed, they are its own."""
    for proxy, told in (("127.0.0.1", b"HTTP/1.1 200 OK"), ("203.0.113.1", b"")):
        port = serving(proxy_headers=True, forwarded_allow_ips=proxy)
        with connected(port) as one, connected(port) as two, connected(port) as three:
            assert [answered(one), answered(two)] == [b"HTTP/1.1 200 OK"] * 2
            with suppress(ConnectionError):
                three.sendall(ASKED)
            assert beginning(three) == told


# What is said, and how.


@pytest.fixture
def asker(tmp_path: Path) -> Asker:
    return Asker(desk(tmp_path / "none.sqlite"))


@pytest.mark.parametrize("path", ["/", "/series/his-and-hers.atom", "/series/his-and-hers.png", "/api/v1/stories"])
def test_the_headers_alone_can_be_asked_for(asker: Asker, path: str) -> None:
    """HEAD gives what GET gives, without the bytes."""
    whole, head = asker.ask(path), asker.ask(path, "HEAD")
    assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")


def test_a_form_cannot_be_sent_by_head(asker: Asker) -> None:
    """Where nothing can be had, there are no headers of it."""
    assert asker.ask("/watched/forget", "HEAD").status == 405


def test_the_picture_may_be_shown_elsewhere(asker: Asker) -> None:
    """It is there to be shared; pages are not."""
    found = [asker.ask(f"/series/his-and-hers{end}").header("cross-origin-resource-policy") for end in (".png", "")]
    assert found == ["cross-origin", "same-origin"]


@pytest.mark.parametrize("secure", [True, False])
def test_a_desk_that_is_reached_over_https_says_so(tmp_path: Path, secure: bool) -> None:
    """Browsers then ask no other way; without, nothing is promised."""
    given = Asker(desk(tmp_path / "none.sqlite", secure=secure)).ask("/about")
    assert bool(given.header("strict-transport-security")) is secure


def test_a_bug_is_told_to_programs_in_their_shape(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The API answers a bug with an error as any other, and pages in words."""

    def broken(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(Desk, "view", broken)
    told = asker.ask("/api/v1/series/his-and-hers")
    assert (told.status, json.loads(told.body)["exit"]) == (500, 5)
    assert "secret" not in told.text
    assert asker.ask("/series/his-and-hers").text == "Something went wrong here.\n"


def test_what_a_library_says_is_one_line_too() -> None:
    """It is JSON, without what the library puts into its words, and with the kind and place of an error."""
    try:
        json.loads("{")
    except ValueError as error:
        about = (type(error), error, error.__traceback__)
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, "it broke for %s\nmore", ("a reader",), about)
    told = json.loads(Line().format(record))
    assert (told["from"], told["says"], told["error"]) == ("uvicorn.error", "it broke for %s", "JSONDecodeError")
