"""What a request may ask: how long, how much, how often, how slowly, under which name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from asking import HERE, Asker, desk
from cliffhanger.desk import limits
from cliffhanger.desk.limits import BODY, UPLOAD, Buckets, Limits, Rate, named

ELSEWHERE = "203.0.113.9"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def asker(tmp_path: Path) -> Asker:
    return Asker(desk(tmp_path / "none.sqlite"))


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/" + "a" * 1001, {}, 414),
        ("/?q=" + "a" * 2001, {}, 414),
        ("/about", {f"X-{n}": "1" for n in range(120)}, 431),
        ("/about", {"Host": "elsewhere.example"}, 400),
        ("/about", {"Content-Length": "99999999999"}, 413),
        ("/about", {"Content-Length": "-1"}, 400),
        ("/about", {}, 200),
    ],
)
def test_a_request_has_bounds(asker: Asker, path: str, headers: dict[str, str], status: int) -> None:
    """Addresses, headers and bodies that are too long, and other names, are refused; guarded as any response."""
    given = asker.ask(path, headers=headers)
    assert given.status == status
    assert given.header("cache-control").startswith("private")
    assert given.header("content-security-policy")


@pytest.mark.parametrize(
    ("path", "most"), [("/watched/forget", BODY), ("/watched/import", BODY), ("/watched/history", UPLOAD)]
)
def test_a_body_is_counted_as_it_comes(asker: Asker, path: str, most: int) -> None:
    """A body that does not say how long it is ends where it becomes too long."""
    file = b"" if path.endswith("forget") else b'; filename="f"'
    head = b'--b\r\nContent-Disposition: form-data; name="file"%b\r\n\r\n' % file
    came = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal came
        yield head
        while came < 3 * most:
            came += 10_000
            yield b"Title,Date\n" + b"x" * 9_988 + b"\n"

    told = {**HERE, "Content-Type": "multipart/form-data; boundary=b"}
    given = asker.ask(path, "POST", headers=told, content=endless())
    assert (given.status, given.header("set-cookie")) == (413, "")
    assert came <= most + 20_000


def test_who_asks_too_often_is_told_to_wait(tmp_path: Path) -> None:
    """After so many at once, a client is told when to come again; another one is not."""
    app = desk(tmp_path / "none.sqlite", rate=Rate(0.01, 3))
    statuses = [Asker(app, ELSEWHERE).ask("/about").status for _ in range(5)]
    refused = Asker(app, ELSEWHERE).ask("/about")
    assert statuses[:3] == [200, 200, 200]
    assert refused.status == 429
    assert int(refused.header("retry-after")) >= 1
    assert Asker(app, "203.0.113.10").ask("/about").status == 200


def test_this_machine_may_ask_as_often_as_it_likes(tmp_path: Path) -> None:
    """A client of the machine itself, such as its owner or a test of load, is not counted."""
    app = desk(tmp_path / "none.sqlite", rate=Rate(1, 1))
    assert {Asker(app).ask("/about").status for _ in range(4)} == {200}


def test_a_bucket_fills_with_time() -> None:
    """A client may ask again after the time that it was told."""
    clock = Clock()
    buckets = Buckets(Rate(2, 2), clock)
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 0.5]
    clock.now = 0.5
    assert [buckets.wait("a") for _ in range(2)] == [0, 0.5]
    clock.now = 100
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 0.5]


def test_so_many_clients_are_remembered() -> None:
    """The table of clients does not grow without end."""
    buckets = Buckets(Rate(1, 1), Clock(), most=100)
    for number in range(1000):
        buckets.wait(str(number))
    assert len(buckets) == 100


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("127.0.0.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("", ""),
        ("testclient", ""),
        (ELSEWHERE, ELSEWHERE),
        (f"::ffff:{ELSEWHERE}", ELSEWHERE),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ],
)
def test_a_client_is_named_by_what_it_cannot_change(address: str, name: str) -> None:
    """Of an address of IPv6 the first half counts, since the rest is the client's to choose."""
    assert named({"client": (address, 1)}) == name
    assert named({}) == ""


async def _body(scope: Scope, receive: Receive, send: Send) -> None:
    try:
        while (await receive()).get("more_body"):
            pass
        status = 200
    except HTTPException as error:
        status = error.status_code
    await PlainTextResponse("", status)(scope, receive, send)


@pytest.mark.parametrize(("patience", "whole"), [(0.01, 10), (10, 0.01)])
def test_who_sends_too_slowly_is_not_waited_for(patience: float, whole: float) -> None:
    """A body whose next piece, or whose end, does not come is given up."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.005 if patience > 1 else 60)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": "/", "query_string": b"", "headers": [], "raw_path": b"/"}
    asyncio.run(Limits(_body, patience=patience, whole=whole)(scope, receive, send))
    assert sent[0]["status"] == 408


def test_uploads_are_where_a_route_is(asker: Asker) -> None:
    """What may be large is an address that the desk has."""
    from sweep import routes

    assert {route.path for route in routes(asker.app)} >= limits.UPLOADS
