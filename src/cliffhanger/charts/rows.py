"""The rows that a chart view gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple


class ChartRow(NamedTuple):
    """One rank of one week's list: hours viewed, runtime in hours, views (None where a layout has none)."""

    country: str
    category: str
    week: date
    rank: int
    show_title: str
    season_title: str | None
    hours: int | None
    runtime: float | None
    views: int | None
    weeks_on_chart: int | None
    known_from: datetime


class RowVersion(NamedTuple):
    """A row and, if the view knows of its end, the edition that changed or dropped it."""

    row: ChartRow
    known_to: datetime | None


class Launch(NamedTuple):
    """How the title at a rank of a week's list was launched: `staggered` if its episodes came out in parts."""

    category: str
    week: date
    rank: int
    staggered: bool


class ReleaseRow(NamedTuple):
    """When a season (None: a film, a limited series, a special) comes out, as a user knew it from `known_from`.

    `episodes` and `staggered` (whether it comes out in parts) are None where they were not told.
    """

    title: str
    season: int | None
    released: date
    episodes: int | None
    staggered: bool | None
    known_from: datetime


class OutcomeRow(NamedTuple):
    """What became of a season (None: a limited series, a special), as a user knew it from `known_from`.

    `fate` is `renewed`, `cancelled` or `ended`, `announced` the day on which that was said, `source` who says so.
    """

    title: str
    season: int | None
    fate: str
    announced: date
    source: str
    known_from: datetime


class EditionNote(NamedTuple):
    """What the ledger notes of an edition; `rejected` says why a download was refused."""

    feed: str
    known_from: datetime
    digest: str
    source: str
    layout: str
    rows: int
    first_week: date | None
    last_week: date | None
    rejected: str | None
