"""Whether a form was sent by a page of this desk."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

MOST_FIELDS = 600


def check(request: Request) -> None:
    """Refuse what another site has a browser send.

    A browser says whence a request comes in `Sec-Fetch-Site`, or, where it is older or the desk is not reached over
    HTTPS, in `Origin`. What says neither is no browser, and carries no reader's cookie.

    Raises:
        HTTPException: it comes from elsewhere.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site in {"same-origin", "none"}
    else:
        ours = origin is None or _host(origin) == request.headers.get("host", "").lower()
    if not ours:
        raise HTTPException(403)


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None


async def form(request: Request) -> FormData:
    """Read a form without files that a page of this desk has sent.

    Raises:
        HTTPException: it comes from elsewhere, or is too large.
    """
    check(request)
    return await request.form(max_files=0, max_fields=MOST_FIELDS)
