"""Forecasts made up: of a title with one week seen, of one with six and a gap, and of one that is not out yet."""

from __future__ import annotations

from datetime import date, timedelta

from cliffhanger.charts.titles import LIMITED, SEASON, Label
from cliffhanger.forecast.outlook import WEEKS, Alike, AllTime, Outlook, Range, TotalAhead, WeekAhead, WeekSeen

FIRST = date(2026, 1, 11)
WEEK = timedelta(days=7)
MILLION = 1_000_000
RUNTIME = 4.5


def spread(median: float, half: float, ninety: float) -> Range:
    """Give a range about a median of hours, by the factors to the ends of its 50% and 90% intervals."""
    return Range(median / ninety, median / half, median, median * half, median * ninety)


def views(*millions: float) -> Range:
    """Give a range of views, in millions, as hours."""
    return Range(*(RUNTIME * MILLION * one for one in millions))


def weeks_ahead(first: int, median: float, decay: float, wide: float, last: int = WEEKS) -> tuple[WeekAhead, ...]:
    """Give weeks to come whose medians fall by a factor, and whose ranges widen."""
    return tuple(
        WeekAhead(
            FIRST + (number - 1) * WEEK,
            number,
            spread(
                median * decay ** (number - first),
                wide ** (0.5 * (number - first + 1) ** 0.5),
                wide ** (1.3 * (number - first + 1) ** 0.5),
            ),
        )
        for number in range(first, last + 1)
    )


def opened() -> Outlook:
    """Give the forecast of a limited series after one strong week."""
    hours = 19.9 * MILLION * RUNTIME
    return Outlook(
        title="HIS & HERS: Limited Series",
        category="TV (English)",
        label=Label(LIMITED),
        origin=FIRST,
        released=date(2026, 1, 8),
        runtime=RUNTIME,
        seen=(WeekSeen(FIRST, 1, hours, 2),),
        ahead=weeks_ahead(2, 0.95 * hours, 0.62, 1.5),
        totals=(
            TotalAhead("four weeks", views(34, 42, 47, 53, 66)),
            TotalAhead("28 days", views(33, 41, 46, 52, 65)),
            TotalAhead("91 days", views(38, 51, 61, 74, 109)),
        ),
        stays=0.97,
        rank=1.4,
        all_time=AllTime(0.07, 98_400_000, 91),
        alike=(
            Alike("The Long Night", (80e6, 91e6, 40e6, 22e6, 11e6)),
            Alike("Salt: Limited Series", (95e6, 60e6, 31e6, 20e6, None, 9e6)),
            Alike("Two Doors Down", (88e6, 130e6, 85e6, 51e6, 30e6, 21e6, 14e6, 10e6, 8e6, 6e6)),
        ),
        fitted=date(2026, 1, 7),
    )


def gapped() -> Outlook:
    """Give the forecast of a second season with six weeks behind it, two of them off the list; no runtime is known."""
    hours = 30e6, 41e6, 18e6, None, None, 7e6
    seen = tuple(
        WeekSeen(FIRST + place * WEEK, place + 1, one, None if one is None else 3 + place)
        for place, one in enumerate(hours)
    )
    return Outlook(
        title="The Old House: Season 2",
        category="TV (Non-English)",
        label=Label(SEASON, 2),
        origin=seen[-1].week,
        released=None,
        runtime=None,
        seen=seen,
        ahead=weeks_ahead(7, 4.4e6, 0.8, 1.4),
        totals=(TotalAhead("91 days", Range(99e6, 108e6, 115e6, 124e6, 141e6)),),
        stays=0.31,
        rank=9.2,
        all_time=None,
        alike=(),
        fitted=date(2026, 1, 7),
    )


def unseen() -> Outlook:
    """Give the forecast of a first season of which no week is published yet."""
    return Outlook(
        title="Nobody Knows Yet",
        category="TV (English)",
        label=Label(SEASON, 1),
        origin=FIRST - WEEK,
        released=date(2026, 1, 8),
        runtime=RUNTIME,
        seen=(),
        ahead=weeks_ahead(1, 20e6, 0.7, 2.4),
        totals=(TotalAhead("four weeks", views(1.2, 5, 11, 21, 60)), TotalAhead("91 days", views(1.6, 7, 16, 33, 95))),
        stays=None,
        rank=None,
        all_time=AllTime(0.0004, 98_400_000, 91),
        alike=(),
        fitted=date(2026, 1, 7),
    )
