"""Downloads from a server that misbehaves: a file comes whole or not at all, in bounded time and memory."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Iterator
from datetime import datetime

import pytest

from cliffhanger.charts import download
from cliffhanger.charts.download import Fetched, Kept, fetch
from cliffhanger.errors import DownloadFailed
from editions import SUNDAY, table, week_list
from mirror import (
    Answer,
    Mirror,
    cut_off,
    cut_off_in_chunks,
    endless,
    good,
    minding,
    packed,
    raw,
    running,
    sent_on,
    silent,
    status,
)

httpx = pytest.importorskip("httpx", reason="downloads need httpx")

DATA = table(week_list(SUNDAY))
SMALL = 200_000
DAY = "Tue, 06 Jan 2026 15:00:00 GMT"


class Pace:
    """A clock that stands, or goes on by a step whenever it is read; it keeps what it was asked to wait."""

    def __init__(self, step: float = 0) -> None:
        """Begin at zero."""
        self.waits: list[float] = []
        self._now, self._step = 0.0, step

    def elapsed(self) -> float:
        """Tell the time, and go on."""
        self._now += self._step
        return self._now

    def wait(self, seconds: float) -> None:
        """Note it."""
        self.waits.append(seconds)


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    """Give a server that answers as it is told."""
    with running() as mirror:
        yield mirror


def fetched(mirror: Mirror, *answers: Answer, kept: Kept | None = None, pace: Pace | None = None) -> Fetched | None:
    """Fetch a file that is answered so."""
    mirror.says["file"] = [*answers]
    with httpx.Client(trust_env=False, timeout=httpx.Timeout(10, read=0.2 if silent in answers else 10)) as client:
        return fetch(client, f"{mirror.url}/file", pace or Pace(), kept)


def data_of(mirror: Mirror, *answers: Answer) -> bytes:
    """Fetch a file, and give what it holds."""
    got = fetched(mirror, *answers)
    assert got is not None
    return got.data


def failing(mirror: Mirror, *answers: Answer, pace: Pace | None = None) -> str:
    """Fetch in vain, and give what is said of it."""
    with pytest.raises(DownloadFailed) as failed:
        fetched(mirror, *answers, pace=pace)
    return failed.value.why


@pytest.mark.parametrize("answer", [good(DATA), packed(DATA), good(DATA, Content_Encoding="identity")])
def test_a_file_comes_as_it_is(answer: Answer, mirror: Mirror) -> None:
    """Plain or packed, what comes is what was published."""
    assert data_of(mirror, answer) == DATA


def test_a_file_packed_in_pieces_comes_whole(mirror: Mirror) -> None:
    """Several packs in one file, as gzip allows, are one file; so is one much larger than what is unpacked at once."""
    data = gzip.compress(b"a" * 3_000_000) + gzip.compress(b"b")
    assert data_of(mirror, good(data, Content_Encoding="gzip")) == b"a" * 3_000_000 + b"b"


def test_the_day_and_the_validators_are_told(mirror: Mirror) -> None:
    """When it was last modified, in UTC, and by what to ask next time, come with the file."""
    got = fetched(mirror, good(DATA, ETag='"1"', Last_Modified=DAY))
    assert got == Fetched(DATA, datetime(2026, 1, 6, 15), '"1"', DAY)


@pytest.mark.parametrize("told", ["yesterday", "", "Tue, 99 Jan 2026 15:00:00 GMT", "Tue, 06 Jan 0001 15:00:00 +9999"])
def test_a_day_that_is_none_is_not_told(told: str, mirror: Mirror) -> None:
    """What is no date is left out, and not asked by."""
    assert fetched(mirror, good(DATA, Last_Modified=told)) == Fetched(DATA, None, None, None)


@pytest.mark.parametrize("etag", ['"\xe9"', f'"{"x" * 2000}"'])
def test_a_validator_that_cannot_be_sent_back_is_dropped(etag: str, mirror: Mirror) -> None:
    """An ETag with odd letters, or a huge one, is not kept."""
    got = fetched(mirror, good(DATA, ETag=etag))
    assert got is not None
    assert got.etag is None


def test_what_has_not_changed_is_not_sent_again(mirror: Mirror) -> None:
    """Asked by what was kept, the server says that nothing changed."""
    assert fetched(mirror, minding(DATA, ETag='"1"'), kept=Kept("digest", '"1"', DAY)) is None
    ((_, headers),) = mirror.asked
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"1"', DAY)


def test_not_modified_is_no_answer_to_who_has_nothing(mirror: Mirror) -> None:
    """A server that says 304 though nothing was kept has not given a file."""
    assert "304" in failing(mirror, status(304))


@pytest.mark.parametrize("code", [400, 403, 404, 410, 451, 501, 204, 206, 999])
def test_a_plain_no_is_taken_for_one(code: int, mirror: Mirror) -> None:
    """What will not get better is not tried again."""
    assert str(code) in failing(mirror, status(code))
    assert len(mirror.asked) == 1


@pytest.mark.parametrize("trouble", [status(500), status(503), status(429), cut_off(DATA), raw(b""), raw(b"hello\r\n")])
def test_what_may_pass_is_tried_again(trouble: Answer, mirror: Mirror) -> None:
    """After an error, a broken answer or none at all, the next attempt has the file."""
    assert data_of(mirror, trouble, trouble, good(DATA)) == DATA
    assert len(mirror.asked) == 3


def test_it_waits_longer_each_time_and_gives_up(mirror: Mirror) -> None:
    """Four attempts, each after twice the time."""
    pace = Pace()
    assert "tried 4 times" in failing(mirror, status(500), pace=pace)
    assert pace.waits == [2, 4, 8]
    assert len(mirror.asked) == 4


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"Retry_After": "7"}, [7]),
        ({"Retry_After": DAY, "Date": "Tue, 06 Jan 2026 14:59:30 GMT"}, [30]),
        ({"Retry_After": "Tue, 06 Jan 2026 14:00:00 GMT", "Date": DAY}, [0]),
        ({"Retry_After": "Tue, 06 Jan 2026 14:00:00 GMT"}, [2]),
        ({"Retry_After": "soon"}, [2]),
    ],
)
def test_it_waits_as_long_as_the_server_asks(headers: dict[str, str], waits: list[float], mirror: Mirror) -> None:
    """Seconds are taken as they are, a time of day counts from the server's own clock, and the rest is passed over."""
    pace = Pace()
    fetched(mirror, status(503, **headers), good(DATA), pace=pace)
    assert pace.waits == waits


@pytest.mark.parametrize("asked", ["121", "9" * 400])
def test_it_does_not_wait_for_long(asked: str, mirror: Mirror) -> None:
    """A server that wants to be left alone for longer is left alone."""
    pace = Pace()
    assert "asks to come back" in failing(mirror, status(503, Retry_After=asked), pace=pace)
    assert pace.waits == []


def test_a_server_that_says_nothing_is_given_up(mirror: Mirror) -> None:
    """Silence ends each attempt."""
    assert "does not answer in time" in failing(mirror, silent)


def test_a_server_that_is_not_there_is_given_up() -> None:
    """Where nothing listens, the file cannot be had."""
    with running() as mirror:
        url = mirror.url
    with httpx.Client(trust_env=False) as client, pytest.raises(DownloadFailed, match="cannot be reached"):
        fetch(client, f"{url}/file", Pace())


@pytest.mark.parametrize("half", [cut_off(DATA), cut_off_in_chunks(DATA)])
def test_half_a_file_is_none(half: Answer, mirror: Mirror) -> None:
    """A file that ends before its length, or without a last chunk, is not taken for one."""
    assert "broke off" in failing(mirror, half)


def test_half_a_pack_is_none(mirror: Mirror) -> None:
    """A packed file that ends early is not taken for one, though its length is right."""
    data = gzip.compress(DATA)
    assert "broke off" in failing(mirror, good(data[: len(data) // 2], Content_Encoding="gzip"))


def test_what_cannot_be_unpacked_is_none(mirror: Mirror) -> None:
    """Bytes that claim to be packed and are not, are no file."""
    assert "cannot be unpacked" in failing(mirror, good(DATA, Content_Encoding="gzip"))


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "deflate"])
def test_other_packs_are_refused(coding: str, mirror: Mirror) -> None:
    """What was not asked for is not unpacked."""
    assert "not asked for" in failing(mirror, good(DATA, Content_Encoding=coding))


def test_a_length_that_is_too_short_cuts_the_file(mirror: Mirror) -> None:
    """Of a file longer than its length only so much is had, which is for the readers to see."""
    assert data_of(mirror, good(DATA, Content_Length="100")) == DATA[:100]


@pytest.mark.parametrize("headers", [{}, {"Content_Length": str(2**60)}, {"Content_Encoding": "identity"}])
def test_a_file_without_end_is_refused(
    headers: dict[str, str], mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more is read than any official file could hold, whatever length is claimed."""
    monkeypatch.setattr(download, "LARGEST", SMALL)
    assert "larger than" in failing(mirror, endless(**headers))
    assert len(mirror.asked) == 1


def test_a_file_that_trickles_is_given_up(mirror: Mirror) -> None:
    """What comes for longer than ten minutes, by the clock, is no download."""
    assert "more than 10 minutes" in failing(mirror, endless(), pace=Pace(100))


def test_a_bomb_does_not_go_off(mirror: Mirror, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to a huge one is refused before it takes more than some megabytes."""
    bomb = packed(bytes(64 * 2**20))
    monkeypatch.setattr(download, "LARGEST", SMALL)
    tracemalloc.start()
    try:
        assert "larger than" in failing(mirror, bomb)
        assert tracemalloc.get_traced_memory()[1] < 16 * 2**20
    finally:
        tracemalloc.stop()


def test_it_goes_where_it_is_sent(mirror: Mirror) -> None:
    """A redirect is followed, and its own page, which never ends, is not read."""
    mirror.says["other"] = [good(DATA)]
    assert data_of(mirror, sent_on("other")) == DATA


def test_it_does_not_go_round_in_circles(mirror: Mirror) -> None:
    """A server that sends on and on is given up."""
    assert "sends on and on" in failing(mirror, sent_on("file"))


@pytest.mark.parametrize("to", ["ftp://127.0.0.1/file", "http://[", "//"])
def test_it_does_not_go_anywhere_odd(to: str, mirror: Mirror) -> None:
    """A redirect to what is no web server ends the attempt."""
    assert failing(mirror, sent_on(to))


def test_it_is_not_sent_from_https_to_http() -> None:
    """What began encrypted does not go on in the open."""
    there = httpx.MockTransport(lambda request: httpx.Response(302, headers={"Location": "http://other.example/"}))
    with httpx.Client(transport=there) as client, pytest.raises(DownloadFailed, match="without encryption"):
        fetch(client, "https://example.org/file", Pace())
