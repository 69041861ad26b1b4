"""The layouts in which the feeds were published, told by their headers.

Netflix changed the columns of its weekly file four times and those of its all-time list once. A layout names its
columns as published; `Column.name` is the ledger's word for the same thing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cliffhanger.charts.edition import COUNTRIES, ENGAGEMENT, LAUNCHES, POPULAR, WEEKLY, WORLD, Row
from cliffhanger.charts.fields import Column, category, day, hours, rank, sunday, text, whole
from cliffhanger.errors import EditionRejected


@dataclass(frozen=True)
class Target:
    """A feed that a layout carries, and the table and columns in which the ledger keeps it."""

    feed: str
    table: str
    key: tuple[str, ...]
    values: tuple[str, ...]
    takes: Callable[[Row], bool] = lambda _: True

    @property
    def names(self) -> tuple[str, ...]:
        """Name the columns of its table, in order."""
        return self.key + self.values


@dataclass(frozen=True)
class Layout:
    """The columns that tell a layout, what they do not say but mean, and the feeds that they carry.

    `lists` names the columns of one list, in which each rank stands once; `whole` those of which each list of the
    download has as many rows as the others, but for a download that was cut off.
    """

    name: str
    columns: tuple[Column, ...]
    targets: tuple[Target, ...]
    implied: Mapping[str, Any] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    @property
    def needs(self) -> frozenset[str]:
        """Name the columns without which a download is not of this layout."""
        return frozenset(column.published for column in self.columns if column.required)

    @property
    def names(self) -> tuple[str, ...]:
        """Name all that is read or implied: first the columns of the first table, in order, then the others."""
        read = [column.name for column in self.columns]
        return tuple(dict.fromkeys([*self.targets[0].names, *read]))


def layout_of(header: list[str]) -> Layout:
    """Tell the layout of a header.

    Raises:
        EditionRejected: no published layout has these columns.
    """
    names = set(header)
    fitting = [layout for layout in LAYOUTS if layout.needs <= names]
    if fitting:
        return max(fitting, key=lambda layout: len(layout.needs))
    nearest = max(LAYOUTS, key=lambda layout: len(layout.needs & names) / len(layout.needs))
    if not nearest.needs & names:
        raise EditionRejected("no column has a name that any published layout uses")
    lacking = ", ".join(sorted(nearest.needs - names))
    raise EditionRejected(f"the {nearest.name!r} layout has this column, and this download lacks it", column=lacking)


_TITLES = (Column("show_title", "show_title", text), Column("season_title", "season_title", text, may_be_empty=True))
_WEEK = (
    Column("week", "week", sunday),
    Column("category", "category", category),
    Column("weekly_rank", "rank", rank),
    *_TITLES,
    Column("cumulative_weeks_in_top_10", "weeks_on_chart", whole),
)
_FIGURES = (
    Column("weekly_hours_viewed", "hours", whole),
    Column("runtime", "runtime", hours, required=False),
    Column("weekly_views", "views", whole, required=False),
)
_LAUNCH = (
    Column("is_staggered_launch", "staggered", text),
    Column("runtime_override_flag", "override", text, required=False),
    Column("episode_launch_details", "launched", text, required=False),
    Column("episode_launch_dtls", "launched", text, required=False),
)
_ALL_TIME = (Column("category", "category", category), Column("rank", "rank", rank), *_TITLES)


def _chart(feed: str) -> Target:
    values = ("country_name", "show_title", "season_title", "hours", "runtime", "views", "weeks_on_chart")
    return Target(feed, "chart", ("country", "category", "week", "rank"), values)


def _launched_apart(row: Row) -> bool:
    return row["staggered"] == "true" or "is_live_title=1" in (row["override"] or "")


_LAUNCHES = Target(
    LAUNCHES,
    "launches",
    ("category", "week", "rank"),
    ("show_title", "staggered", "override", "launched"),
    _launched_apart,
)
_POPULAR = Target(
    POPULAR,
    "popular",
    ("category", "rank"),
    ("days", "show_title", "season_title", "hours", "runtime", "views"),
)
_WORLD: Mapping[str, Any] = {"country": WORLD, "country_name": None}
_WEEKLY_LISTS = {"lists": ("country", "category", "week"), "whole": ("country", "week")}

LAYOUTS = (
    Layout(WEEKLY, (*_WEEK, *_FIGURES), (_chart(WEEKLY),), _WORLD, **_WEEKLY_LISTS),
    Layout("weekly with launches", (*_WEEK, *_FIGURES, *_LAUNCH), (_chart(WEEKLY), _LAUNCHES), _WORLD, **_WEEKLY_LISTS),
    Layout(
        COUNTRIES,
        (Column("country_name", "country_name", text), Column("country_iso2", "country", text), *_WEEK),
        (_chart(COUNTRIES),),
        dict.fromkeys(("hours", "runtime", "views")),
        **_WEEKLY_LISTS,
    ),
    Layout(
        "most popular in 28 days",
        (*_ALL_TIME, Column("hours_viewed_first_28_days", "hours", whole)),
        (_POPULAR,),
        {"days": 28, "runtime": None, "views": None},
        ("category",),
        ("category",),
    ),
    Layout(
        "most popular in 91 days",
        (
            *_ALL_TIME,
            Column("hours_viewed_first_91_days", "hours", whole),
            Column("runtime", "runtime", hours),
            Column("views_first_91_days", "views", whole),
        ),
        (_POPULAR,),
        {"days": 91},
        ("category",),
        ("category",),
    ),
    Layout(
        "engagement report",
        (
            Column("Title", "title", text),
            Column("Available Globally?", "everywhere", text),
            Column("Release Date", "released", day, may_be_empty=True),
            Column("Hours Viewed", "hours", whole),
            Column("Runtime", "runtime", hours, required=False, void="*"),
            Column("Views", "views", whole, required=False, void="*"),
        ),
        (
            Target(
                ENGAGEMENT,
                "engagement",
                ("half", "kind", "place"),
                ("title", "everywhere", "released", "hours", "runtime", "views"),
            ),
        ),
    ),
)
