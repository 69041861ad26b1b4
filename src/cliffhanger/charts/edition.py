"""An edition: one published state of a feed, what one download held."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

WEEKLY = "weekly"
COUNTRIES = "weekly by country"
LAUNCHES = "launches"
POPULAR = "most popular"
ENGAGEMENT = "engagement"
RELEASES = "releases"
OUTCOMES = "outcomes"
"""The feeds; each half-year's report is a feed of its own, named after its half. The last two are of facts, and their
tables are called as they are.

How a title was launched stands in the weekly file, in some layouts: a feed of its own, since a layout without those
columns says nothing about launches, and what an earlier one said stands.
"""

WORLD = ""
"""The `country` of a worldwide row."""

Key = tuple[Any, ...]
Row = dict[str, Any]


@dataclass(frozen=True)
class Edition:
    """One published state of a feed: rows of `table`, of which no two have the same key.

    Told whole in `come` where `base` is None; else by the rows that are `gone` since, and `come` since, the edition
    with the digest `base`. `count` counts all its rows; `first_week` and `last_week` are the first and last Sundays
    charted (None where the feed has no weeks), and `told_to` the last day that a report tells of; `left_out` names
    published columns that no layout knows.
    """

    feed: str
    layout: str
    table: str
    key: tuple[str, ...]
    count: int
    come: Mapping[Key, Row]
    gone: Mapping[Key, Row]
    base: str | None = None
    first_week: date | None = None
    last_week: date | None = None
    left_out: tuple[str, ...] = ()
    told_to: date | None = None


def digest_of(data: bytes) -> str:
    """Digest a download as git names a blob, so that an archive's index tells what is new without reading it."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
