"""Fetching a published file over HTTPS, from a server that may be slow, broken or not the one that was meant.

A file comes whole or not at all: what ends early, does not end, or was packed in a way that nobody asked for is no
download. What it holds is for the readers to judge.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from cliffhanger.errors import DownloadFailed

if TYPE_CHECKING:
    import httpx

NETFLIX = "https://www.netflix.com/tudum/top10/data/"
"""Where the official files are."""

LARGEST = 256 * 2**20
"""Bytes of a file, unpacked; the largest official one has some 30 million."""

ATTEMPTS = 4
FIRST_WAIT_S, LONGEST_WAIT_S = 2.0, 120.0
SLOWEST_S = 600.0
"""The longest that one attempt may take, however steadily it trickles."""

MOST_REDIRECTS = 5
PIECE = 2**20
LONGEST_ETAG = 1000
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
GZIP = "gzip", "x-gzip"
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class Clock(Protocol):
    """What a download needs of time."""

    def elapsed(self) -> float:
        """Tell the seconds since some fixed moment."""

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass."""


@dataclass(frozen=True)
class Kept:
    """What is kept of the last download of an address, to ask next time whether it changed."""

    digest: str
    etag: str | None = None
    modified: str | None = None

    def headers(self) -> dict[str, str]:
        """Give the conditions of a request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True)
class Fetched:
    """What an address gave: its bytes, when the server says that they were last changed (UTC), its validators."""

    data: bytes
    published: datetime | None
    etag: str | None
    modified: str | None


class _Passing(Exception):
    """What may be better at the next attempt, after `wait` seconds if the server named them."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


def fetch(
    client: httpx.Client,
    address: str,
    clock: Clock,
    kept: Kept | None = None,
    on_bytes: Callable[[int, int | None], None] = lambda _, __: None,
) -> Fetched | None:
    """Fetch a file; None where it has not changed since what is `kept`.

    What may pass is tried again, `ATTEMPTS` times in all, after 2, 4 and 8 seconds or as long as the server asks for,
    if that is no longer than two minutes. `on_bytes` is told how many bytes came, packed, and of how many.

    Raises:
        DownloadFailed: the file could not be had.
    """
    wait = FIRST_WAIT_S
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _attempt(client, address, clock, kept, on_bytes)
        except _Passing as trouble:
            asked = wait if trouble.wait is None else trouble.wait
            if asked > LONGEST_WAIT_S:
                raise DownloadFailed(address, f"{trouble}; it asks to come back in {asked:,.0f} seconds") from None
            if attempt == ATTEMPTS:
                raise DownloadFailed(address, f"{trouble}; tried {ATTEMPTS} times") from None
            clock.wait(asked)
            wait *= 2
    raise AssertionError(address)


def _attempt(
    client: httpx.Client,
    address: str,
    clock: Clock,
    kept: Kept | None,
    on_bytes: Callable[[int, int | None], None],
) -> Fetched | None:
    import httpx

    conditions = kept.headers() if kept else {}
    began = clock.elapsed()
    try:
        with _answer(client, address, {"Accept-Encoding": "gzip", **conditions}) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED and conditions:
                return None
            _check(address, response)
            data = bytearray()
            for piece in _unpacked(address, response, _timely(address, response, clock, began, on_bytes)):
                data += piece
                _check_size(address, len(data))
            return _fetched(bytes(data), response.headers)
    except httpx.TimeoutException:
        raise _Passing("the server does not answer in time") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise DownloadFailed(address, "it is no address of a web server") from None
    except httpx.RemoteProtocolError:
        raise _Passing("the server broke off, or does not speak HTTP") from None
    except httpx.RequestError as error:
        raise _Passing(f"the server cannot be reached ({error or type(error).__name__})") from None


@contextlib.contextmanager
def _answer(client: httpx.Client, address: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
    """Ask, and go where the server sends on to, without reading what it says of that."""
    request = client.build_request("GET", address, headers=headers)
    for _ in range(MOST_REDIRECTS + 1):
        with contextlib.closing(client.send(request, stream=True, follow_redirects=False)) as response:
            if response.next_request is None:
                yield response
                return
            request = response.next_request
            if address.startswith("https:") and request.url.scheme != "https":
                raise DownloadFailed(address, f"the server sends on to {request.url.host} without encryption")
    raise DownloadFailed(address, "the server sends on and on")


def _check(address: str, response: httpx.Response) -> None:
    """Refuse an answer that does not hold the file."""
    status = response.status_code
    if status in TRY_AGAIN:
        raise _Passing(f"the server says {_named(status)}", _retry_after(response.headers))
    if status != HTTPStatus.OK:
        raise DownloadFailed(address, f"the server says {_named(status)}")


def _check_size(address: str, size: int) -> None:
    if size > LARGEST:
        raise DownloadFailed(address, f"it is larger than {LARGEST:,} bytes, which no official file is")


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read for how many seconds the server wants to be left alone; a time of day counts from its own clock."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return float(asked[:9])
    until, now = _instant(asked), _instant(headers.get("Date", ""))
    return max(0.0, (until - now).total_seconds()) if until and now else None


def _timely(
    address: str, response: httpx.Response, clock: Clock, began: float, on_bytes: Callable[[int, int | None], None]
) -> Iterator[bytes]:
    """Give what comes, while it comes in time and is not too much."""
    told = response.headers.get("Content-Length", "")
    size, came = int(told) if told.isascii() and told.isdigit() else None, 0
    _check_size(address, size or 0)
    for piece in response.iter_raw():
        if clock.elapsed() - began > SLOWEST_S:
            raise _Passing(f"the server took more than {SLOWEST_S / 60:.0f} minutes")
        came += len(piece)
        _check_size(address, came)
        on_bytes(came, size)
        yield piece


def _unpacked(address: str, response: httpx.Response, packed: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack what comes, a megabyte at most at once, whatever it claims to hold."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding == "identity":
        yield from packed
        return
    if coding not in GZIP:
        raise DownloadFailed(address, f"the server packs it by {coding[:40]!r}, which was not asked for")
    unpacking = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for piece in packed:
            rest, full = piece, False
            while rest or full:
                if unpacking.eof:
                    unpacking = zlib.decompressobj(_GZIP_OR_ZLIB)
                some = unpacking.decompress(rest, PIECE)
                yield some
                rest = unpacking.unused_data if unpacking.eof else unpacking.unconsumed_tail
                full = len(some) == PIECE and not unpacking.eof
    except zlib.error:
        raise _Passing("what the server sends cannot be unpacked") from None
    if not unpacking.eof:
        raise _Passing("the server broke off")


def _fetched(data: bytes, headers: Mapping[str, str]) -> Fetched:
    etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
    sendable = etag.isascii() and etag.isprintable() and 0 < len(etag) <= LONGEST_ETAG
    published = _instant(modified)
    return Fetched(data, published, etag if sendable else None, modified if published else None)


def _instant(text: str) -> datetime | None:
    """Read a date of HTTP as an instant in UTC without a zone."""
    from email.utils import parsedate_to_datetime

    try:
        told = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    try:
        return told.replace(tzinfo=None) - (told.utcoffset() or timedelta())
    except OverflowError:
        return None
