"""Takes in one uploaded file as it arrives, without keeping it."""

from __future__ import annotations

from collections.abc import Callable
from email.message import Message
from typing import Final

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser
from starlette.concurrency import run_in_threadpool

from cliffhanger.errors import UploadRejected

LONGEST_HEADER: Final = 1_000


class _File:
    """Reads a form of several parts, and passes on what the one of a name holds."""

    def __init__(self, boundary: bytes, name: str, take: Callable[[bytes], None]) -> None:
        self._name, self._take = name, take
        self._field, self._value = b"", b""
        self._wanted, self.found = False, False
        self.parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._on_field,
                "on_header_value": self._on_value,
                "on_header_end": self._on_header,
                "on_part_data": self._on_data,
            },
        )

    def _begin(self) -> None:
        self._wanted = False

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._field = (self._field + data[start:end])[:LONGEST_HEADER]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value = (self._value + data[start:end])[:LONGEST_HEADER]

    def _on_header(self) -> None:
        if self._field.lower() == b"content-disposition" and not self.found:
            self._wanted = self.found = _parameter(self._value, "name") == self._name
        self._field, self._value = b"", b""

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        if self._wanted:
            self._take(data[start:end])


async def stream(request: Request, name: str, take: Callable[[bytes], None]) -> None:
    """Pass on the file that a form holds under a name, piece by piece, in a thread.

    Raises:
        UploadRejected: there is none.
        HTTPException: it is too large, or too slow.
    """
    told = request.headers.get("content-type", "")
    boundary = _parameter(told.encode("latin-1"), "boundary") if told.startswith("multipart/form-data") else ""
    if not boundary:
        raise UploadRejected("no file was sent")
    try:
        file = _File(boundary.encode("latin-1"), name, take)
        async for data in request.stream():
            await run_in_threadpool(file.parser.write, data)
        file.parser.finalize()
    except (FormParserError, UnicodeEncodeError):
        raise UploadRejected("it did not arrive whole") from None
    if not file.found:
        raise UploadRejected("no file was sent")


def _parameter(header: bytes, name: str) -> str:
    """Read a parameter of a header."""
    message = Message()
    message["told"] = header.decode("latin-1").replace("\r", " ").replace("\n", " ")
    value = message.get_param(name, header="told")
    return value if isinstance(value, str) else ""
