"""Responses that are the same for every reader: what they carry so that others may keep them, and for how long.

Nothing here reads a cookie. A tag is the digest of the bytes that are sent, so that it tells nothing beyond them.
"""

from __future__ import annotations

import hashlib
from typing import Final

from fastapi import Request, Response

KEPT: Final = "public, max-age=300"
"""What is told of a day that is past may be kept for a while: only a late edition can still change it."""

ASKED_AGAIN: Final = "private, no-cache"
"""What is told of today is asked for again each time, with its tag."""


def public(request: Request, body: bytes, media_type: str, *, past: bool) -> Response:
    """Give what is the same for all, or the word that what the client has still stands; `past` tells of its day."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": KEPT if past else ASKED_AGAIN}
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _tags(told: str) -> set[str]:
    return {one.strip().removeprefix("W/") for one in told.split(",")}
