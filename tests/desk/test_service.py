"""The desk in service: its ledger gone, damaged, locked and back; its lines; its end."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.to_thread import current_default_thread_limiter

from asking import Asker, cookie_of, desk
from cliffhanger.charts import engines
from cliffhanger.charts.kept import Shared
from cliffhanger.charts.ledger import Ledger
from cliffhanger.cli.serve import listening_at
from cliffhanger.desk import pages
from cliffhanger.vantage import Vantage
from editions import SUNDAY, download, table, take, week_list
from postgresql import Server
from shell import command, environment, run

PUBLISHED = datetime(2026, 1, 6, 12)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    with Ledger.open(path, create=True) as ledger:
        take(ledger, download(table(week_list(SUNDAY)), PUBLISHED))
    return path


def test_a_ledger_that_is_filled_while_it_is_looked_for_is_not_taken_for_an_emptied_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread may find it there sooner: whoever looked before sees none, and is not told that it is gone."""
    path = tmp_path / "ledger.sqlite"
    one = desk(path).state.desk
    found = Ledger.open

    def filled_meanwhile(address: str, shared: Shared) -> Ledger:
        empty = found(address, shared=shared)
        monkeypatch.undo()
        with Ledger.open(path, create=True) as ledger:
            take(ledger, download(table(week_list(SUNDAY)), PUBLISHED))
        with one.view(Vantage(PUBLISHED.date())) as view:
            assert len(view.taken) == 1
        return empty

    monkeypatch.setattr(Ledger, "open", filled_meanwhile)
    with one.view(Vantage(PUBLISHED.date())) as view:
        assert view.taken == ()


def away(path: Path) -> Path:
    """Move a ledger away, with its helping files."""
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    return path.rename(path.with_suffix(".away"))


def test_health_tells_the_newest_edition(kept: Path) -> None:
    """Whoever watches over the desk learns how far it knows the lists."""
    given = Asker(desk(kept)).ask("/healthz")
    assert (given.status, json.loads(given.body)) == (200, {"status": "fine", "newest_edition": "2026-01-06"})


def test_health_is_told_while_all_threads_are_busy(kept: Path) -> None:
    """Whoever watches over the desk gets an answer though no other request does."""

    async def asked() -> int:
        everything = current_default_thread_limiter()
        everything.total_tokens = 1
        everything.acquire_on_behalf_of_nowait("another")
        async with asyncio.timeout(30), httpx.AsyncClient(transport=httpx.ASGITransport(desk(kept))) as client:
            return (await client.get("http://localhost/healthz")).status_code

    assert asyncio.run(asked()) == 200


def test_a_desk_without_a_ledger_answers_from_its_stories(tmp_path: Path) -> None:
    """Where no ledger ever was, pages are told from the almanac, by every thread."""
    asker = Asker(desk(tmp_path / "none.sqlite"))
    assert {asker.ask("/series/his-and-hers").status for _ in range(3)} == {200}
    health = asker.ask("/healthz")
    assert (health.status, json.loads(health.body)) == (200, {"status": "no lists yet", "newest_edition": None})


def test_a_ledger_that_is_made_later_is_found(tmp_path: Path, kept: Path) -> None:
    """A desk that was started before the first ingest shows what came in since."""
    path = tmp_path / "later.sqlite"
    asker = Asker(desk(path))
    before = json.loads(asker.ask("/healthz").body)["newest_edition"]
    shutil.copy(kept, path)
    assert (before, json.loads(asker.ask("/healthz").body)["newest_edition"]) == (None, "2026-01-06")


@pytest.mark.parametrize("empty", [True, False])
def test_a_ledger_that_is_filled_later_is_found(address: str, tmp_path: Path, empty: bool) -> None:
    """What was an empty file or database, or a ledger without editions, when the desk began is looked at again."""
    if not empty:
        Ledger.open(address, create=True).close()
    elif "://" not in address:
        Path(address).touch()
    app = desk(address, fits=tmp_path / "fits")
    asker = Asker(app)
    before = [json.loads(asker.ask("/healthz").body)["newest_edition"] for _ in range(2)]
    with Ledger.open(address, create=True) as ledger:
        take(ledger, download(table(week_list(SUNDAY)), PUBLISHED))
    assert (before, json.loads(asker.ask("/healthz").body)["newest_edition"]) == ([None] * 2, "2026-01-06")
    assert asker.ask("/series/show-1").status == 200
    app.state.desk.close()


@pytest.mark.xdist_group("postgresql")
def test_a_database_that_is_away_is_told_and_found_again(server: Server, tmp_path: Path) -> None:
    """While its server is away a clear page says so, whatever was read before; when it is back, so is the desk."""
    address = server.address()
    with Ledger.open(address, create=True) as ledger:
        take(ledger, download(table(week_list(SUNDAY)), PUBLISHED))
    app = desk(address, fits=tmp_path / "fits")
    asker = Asker(app)
    fine = asker.ask("/series/show-1")
    server.stop()
    try:
        away = [asker.ask("/series/show-1") for _ in range(2)]
        health = asker.ask("/healthz")
    finally:
        server.start()
    back = asker.ask("/series/show-1")
    app.state.desk.close()
    assert [fine.status, *(one.status for one in away), health.status, back.status] == [200, 503, 503, 503, 200]
    assert "cannot be read at the moment" in away[0].text
    assert "postgres" not in (away[0].text + health.text).lower()
    assert fine.body == back.body


def test_a_ledger_that_is_gone_is_told_and_found_again(kept: Path) -> None:
    """While the file is gone a clear page says so, without naming it; when it is back, so is the desk."""
    asker = Asker(desk(kept))
    fine = asker.ask("/series/show-1")
    other = away(kept)
    gone = asker.ask("/series/show-1")
    health = asker.ask("/healthz")
    other.rename(kept)
    assert [fine.status, gone.status, health.status, asker.ask("/series/show-1").status] == [200, 503, 503, 200]
    assert "cannot be read at the moment" in gone.text
    assert kept.name not in gone.text + health.text
    assert gone.header("retry-after")


@pytest.mark.parametrize("data", [b"", b"not a database, and long enough to be looked at" * 50])
def test_a_damaged_ledger_is_told_and_found_again(kept: Path, data: bytes) -> None:
    """What is put in the place of the ledger and is none is not served; the ledger put back is."""
    asker = Asker(desk(kept))
    assert asker.ask("/series/show-1").status == 200
    other = away(kept)
    kept.write_bytes(data)
    broken = asker.ask("/series/show-1").status
    kept.unlink()
    other.rename(kept)
    assert broken == 503
    assert asker.ask("/series/show-1").status == 200


def test_pages_that_are_damaged_while_it_is_open_are_told(kept: Path) -> None:
    """Damage within the file, which stays where it is, gives the same clear page."""
    asker = Asker(desk(kept))
    size = kept.stat().st_size
    whole = kept.read_bytes()
    with kept.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    assert asker.ask("/series/show-1").status == 503
    kept.write_bytes(whole)
    assert asker.ask("/series/show-1").status == 200


def test_a_locked_ledger_is_told_and_found_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program keeps the whole file to itself a clear page says so."""
    monkeypatch.setattr(engines, "READ_BUSY_MS", 10)
    asker = Asker(desk(kept))
    holder = sqlite3.connect(kept, isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    held = asker.ask("/series/show-1").status
    holder.execute("COMMIT")
    holder.close()
    assert (held, asker.ask("/series/show-1").status) == (503, 200)


# Lines.


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [json.loads(record.message) for record in caplog.records if record.name == "cliffhanger.desk"]


def test_a_line_tells_nothing_of_its_reader(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Time, method, shape of the address, status and milliseconds: no query, cookie, title or address."""
    app = desk(kept)
    cookie = cookie_of(app, his_and_hers="S1E3")
    with caplog.at_level(logging.INFO, "cliffhanger.desk"):
        asker = Asker(app, "203.0.113.9")
        for path in ("/series/his-and-hers?as-of=2026-01-20", "/search?q=secret", "/no-such-place", "/static/desk.css"):
            asker.ask(path, cookie=cookie, headers={"User-Agent": "somebody"})
        asker.ask("/about", "BREW")
    told = lines(caplog)
    assert [(one["method"], one["route"], one["status"]) for one in told] == [
        ("GET", "/series/{slug}", 200),
        ("GET", "/search", 200),
        ("GET", "none", 404),
        ("GET", "/static/{path}", 200),
        ("other", "/about", 405),
    ]
    assert all(set(one) == {"time", "method", "route", "status", "ms"} for one in told)
    words = ("his-and-hers", "2026-01-20", "secret", "no-such", "203.0.113", "somebody", cookie[:20])
    assert not [word for word in words if word in json.dumps(told)]


def test_what_nobody_foresaw_is_told_by_its_place(
    kept: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug gives a plain response, guarded like any, and a line with its kind and place, without its words."""

    def broken(*_: object) -> None:
        raise RuntimeError("His & Hers, episode 3")

    monkeypatch.setattr(pages, "shown", broken)
    with caplog.at_level(logging.INFO, "cliffhanger.desk"):
        given = Asker(desk(kept)).ask("/series/his-and-hers")
    [told] = lines(caplog)
    assert (given.status, told["status"], told["error"]) == (500, 500, "RuntimeError")
    assert any(place.startswith("desk/pages.py:") for place in told["where"])
    assert "Hers" not in json.dumps(told) + given.text
    assert given.header("cache-control").startswith("private")


def test_why_it_cannot_answer_is_told_to_its_host_alone(kept: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The line of a request that fails for the ledger names the file and what is wrong, and the response does not."""
    kept.write_bytes(b"not a database, and long enough to be looked at" * 50)
    with caplog.at_level(logging.INFO, "cliffhanger.desk"):
        given = [Asker(desk(kept)).ask(path) for path in ("/series/his-and-hers", "/api/v1/charts", "/healthz")]
    told = lines(caplog)
    assert [one["error"] for one in told] == ["LedgerDamaged"] * 3
    assert all(str(kept) in one["why"] for one in told)
    assert not [one for one in given if kept.name in one.text]


# A process of its own.


def served(home: Path, *more: object) -> tuple[subprocess.Popen[str], int]:
    """Serve a desk in a process of its own, and give its port."""
    process = subprocess.Popen(
        command("serve", "--port", 0, *more),
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline().rstrip("/\n").rpartition(":")[2])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM")
def test_who_is_told_to_end_finishes_requests(tmp_path: Path, kept: Path) -> None:
    """A request that has begun when SIGTERM comes is answered whole, and then the process ends."""
    process, port = served(tmp_path, "--ledger", kept)
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
            form = b"all=all"
            head = f"Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}"
            client.sendall(f"POST /series/his-and-hers/watched HTTP/1.1\r\n{head}\r\n\r\n".encode() + form[:3])
            _wait_until_asked(port)
            process.send_signal(signal.SIGTERM)
            client.sendall(form[3:])
            answer = b"".join(iter(lambda: client.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 303")
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode in {0, -signal.SIGTERM}
    assert [json.loads(line)["status"] for line in err.splitlines()] == [200, 303]


def _wait_until_asked(port: int, status: str = "200") -> None:
    """Ask for something that is answered after what came before it was begun."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert b"".join(iter(lambda: client.recv(65536), b"")).startswith(f"HTTP/1.1 {status}".encode())


def test_a_desk_that_others_reach_wants_a_key(tmp_path: Path) -> None:
    """Without a long key of its own, it is served to this machine alone, and with a short one not at all."""
    reached = ("--host", "0.0.0.0"), ("--name", "desk.example.org"), ("--https",)
    for secret, told in (("", "wants a secret key"), ("short", "has 5 characters")):
        for how in (*reached, *([()] if secret else [])):
            done = run(tmp_path, "serve", *how, "--port", 0, CLIFFHANGER_SECRET=secret)
            assert (done.code, "CLIFFHANGER_SECRET" in done.err, told in done.err) == (2, True, True)


def ended(process: subprocess.Popen[str]) -> list[str]:
    """Tell a process to end, and give what it has said on its standard error."""
    process.send_signal(signal.SIGTERM)
    try:
        return process.communicate(timeout=60)[1].splitlines()
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM")
def test_what_is_amiss_is_told_at_the_start(tmp_path: Path, kept: Path) -> None:
    """A ledger that is not there, and one that is none, are named when the desk starts, which it does."""
    kept.write_bytes(b"not a database, and long enough to be looked at" * 50)
    for path, said in ((tmp_path / "mistyped.sqlite", "no lists"), (kept, "cannot be read")):
        process, port = served(tmp_path, "--ledger", path)
        _wait_until_asked(port, "200" if path != kept else "503")
        first, *_ = ended(process)
        assert str(path) in first
        assert said in first


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM")
def test_several_processes_read_each_others_cookies(tmp_path: Path, kept: Path) -> None:
    """With several processes and no key of the host's own, all sign and read with the same one made up at the start."""
    process, port = served(tmp_path, "--ledger", kept, "--workers", 2)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            client.post("/series/his-and-hers/watched", data={"all": "all"})
            cookies = dict(client.cookies)
        told = []
        for _ in range(12):
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, cookies=cookies) as client:
                told.append(client.get("/series/his-and-hers").text.count("The ending explained"))
    finally:
        lines = ended(process)
    assert cookies
    assert min(told) > 0
    assert [json.loads(line)["status"] for line in lines] == [303, *[200] * 12]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_a_process_that_dies_is_told_and_another_is_started(tmp_path: Path, kept: Path) -> None:
    """Of several processes, one that is killed leaves a line of JSON, and there are as many as before."""
    process, _ = served(tmp_path, "--ledger", kept, "--workers", 2)
    try:
        killed, _ = before = _until_two(process, without=())
        os.kill(killed, signal.SIGKILL)
        after = _until_two(process, without=(killed,))
    finally:
        lines = [json.loads(line) for line in ended(process)]
    assert set(before) & set(after) == set(before) - {killed}
    assert [(one["failed"], one["error"]) for one in lines] == [("worker", f"exit status {-signal.SIGKILL}")]


def _until_two(process: subprocess.Popen[str], without: tuple[int, ...]) -> tuple[int, int]:
    """Wait until a desk has two processes that answer, other than some; give their numbers."""
    while True:
        assert process.poll() is None
        told = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        found = [int(one) for one in told if _answers(int(one)) and int(one) not in without]
        if len(found) == 2:
            return found[0], found[1]
        time.sleep(0.05)


def _answers(number: int) -> bool:
    try:
        return b"spawn_main" in Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """Where another program listens, the desk says so and ends."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = run(tmp_path, "serve", "--port", other.getsockname()[1])
    assert (done.code, "choose another --port" in done.err) == (2, True)


def test_pieces_of_a_response_leave_at_once() -> None:
    """A connection does not wait with the body until the client has acknowledged the headers."""

    async def waits() -> int:
        told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            told.set_result(
                writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY),
            )
            writer.close()

        with listening_at("127.0.0.1", 0) as listening:
            port = listening.getsockname()[1]
            async with await asyncio.start_server(connected, sock=listening):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return await told

    assert asyncio.run(waits())
