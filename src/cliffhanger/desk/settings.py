"""What a desk is started with."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from cliffhanger.desk.hosts import OF_THIS_MACHINE
from cliffhanger.desk.limits import Rate


def utc_today() -> date:
    """Read the calendar, as only the command line and the desk may."""
    return datetime.now(UTC).date()


@dataclass(frozen=True)
class Settings:
    """The ledger's address, where fits are kept, story files of the host's own, and how the desk is reached.

    `keys` sign what readers have watched: the newest first; those after it are read, and no longer used to sign.
    `hosts` are the names by which it may be called; without any, only those of this machine.
    """

    ledger: str
    fits: Path | None = None
    stories: tuple[Path, ...] = ()
    keys: tuple[str, ...] = field(default_factory=lambda: (secrets.token_urlsafe(32),))
    hosts: tuple[str, ...] = OF_THIS_MACHINE
    secure: bool = False
    """Whether it is reached over HTTPS, so that the cookie is sent there alone."""
    today: Callable[[], date] = utc_today
    beside: bool = False
    """Whether processes beside may make what takes long."""
    rate: Rate | None = None
    """How often a client may ask; as often as it likes where there is none."""
