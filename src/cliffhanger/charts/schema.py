"""The tables of the ledger.

Every row of a feed has two times beside its domain columns: `known_from` and `known_to`, closed-open, the instants
(UTC) between which the published state held it. `recorded_at` on its edition is when we ingested it and decides
nothing.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

VERSION = 1

METADATA = MetaData()

TEXT = String().with_variant(String(collation="C"), "postgresql")
"""Text, ordered by code points in every database: an answer does not depend on the ways of a server."""
FIGURE = Integer().with_variant(BigInteger(), "postgresql")
"""A whole number as large as SQLite's."""

ledger = Table("ledger", METADATA, Column("version", Integer, nullable=False))

archives = Table(
    "archives",
    METADATA,
    Column("head", TEXT, primary_key=True),
    Column("recorded_at", DateTime, nullable=False),
)

addresses = Table(
    "addresses",
    METADATA,
    Column("address", TEXT, primary_key=True),
    Column("digest", TEXT, nullable=False),
    Column("etag", TEXT),
    Column("modified", TEXT),
    Column("recorded_at", DateTime, nullable=False),
)
"""The last good download of each address, with what its server wants to be asked by."""

editions = Table(
    "editions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("feed", TEXT, nullable=False),
    Column("known_from", DateTime, nullable=False),
    Column("digest", TEXT, nullable=False),
    Column("source", TEXT, nullable=False),
    Column("layout", TEXT, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("first_week", Date),
    Column("last_week", Date),
    Column("rejected", TEXT),
    Column("recorded_at", DateTime, nullable=False),
    UniqueConstraint("feed", "known_from", "digest"),
)


def _versioned(name: str, key: list[Column[object]], values: list[Column[object]]) -> Table:
    """Define a table whose rows have knowledge time; a key has at most one row at any instant."""
    for column in key:
        column.primary_key = True
    return Table(
        name,
        METADATA,
        Column("feed", TEXT, primary_key=True),
        *key,
        Column("known_from", DateTime, primary_key=True),
        Column("known_to", DateTime, nullable=False),
        *values,
        sqlite_with_rowid=False,
    )


def _title_and_figures() -> list[Column[object]]:
    return [
        Column("show_title", TEXT, nullable=False),
        Column("season_title", TEXT),
        Column("hours", FIGURE),
        Column("runtime", Float),
        Column("views", FIGURE),
    ]


chart = _versioned(
    "chart",
    [Column("country", TEXT), Column("category", TEXT), Column("week", Date), Column("rank", Integer)],
    [Column("country_name", TEXT), *_title_and_figures(), Column("weeks_on_chart", FIGURE)],
)

launches = _versioned(
    "launches",
    [Column("category", TEXT), Column("week", Date), Column("rank", Integer)],
    [
        Column("show_title", TEXT, nullable=False),
        Column("staggered", TEXT),
        Column("override", TEXT),
        Column("launched", TEXT),
    ],
)

popular = _versioned(
    "popular",
    [Column("category", TEXT), Column("rank", Integer)],
    [Column("days", Integer, nullable=False), *_title_and_figures()],
)

engagement = _versioned(
    "engagement",
    [Column("half", Date), Column("kind", TEXT), Column("place", Integer)],
    [
        Column("title", TEXT, nullable=False),
        Column("everywhere", TEXT),
        Column("released", Date),
        Column("hours", FIGURE),
        Column("runtime", Float),
        Column("views", FIGURE),
    ],
)

releases = _versioned(
    "releases",
    [Column("name", TEXT), Column("season", Integer)],
    [
        Column("title", TEXT, nullable=False),
        Column("released", Date, nullable=False),
        Column("episodes", Integer),
        Column("staggered", Boolean),
        Column("told_at", DateTime, nullable=False),
        Column("digest", TEXT, nullable=False),
    ],
)

outcomes = _versioned(
    "outcomes",
    [Column("name", TEXT), Column("season", Integer)],
    [
        Column("title", TEXT, nullable=False),
        Column("fate", TEXT, nullable=False),
        Column("announced", Date, nullable=False),
        Column("source", TEXT, nullable=False),
        Column("told_at", DateTime, nullable=False),
        Column("digest", TEXT, nullable=False),
    ],
)

VERSIONED = {table.name: table for table in (chart, launches, popular, engagement)}
"""The tables of editions, by name."""

FACTS = {table.name: table for table in (releases, outcomes)}
"""The tables of facts; each row has beside its two times the instant at which its file told it, and its digest."""
