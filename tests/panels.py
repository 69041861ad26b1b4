"""Made-up weeks of titles, for models that learn from them: lists of ten, of which those at the end tend to leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from cliffhanger.charts.titles import Label
from cliffhanger.forecast.panel import TitleWeek

FIRST = date(2024, 1, 7)
FLOOR = 15.0

ONE = TitleWeek(
    title="Ada: Season 1",
    category="TV (English)",
    week=FIRST,
    rank=1,
    label=Label("season", 1),
    level=FLOOR + 1,
    gap=1.0,
    age=1,
    earlier=0,
    weeks_on_chart=1,
    number=1,
    so_far=17.0,
    fresh=True,
    runtime=6.0,
    grown=0.0,
    change=None,
    change_before=None,
    opened_on=3,
    out_for=4,
    staggered=False,
    next_level=FLOOR + 0.5,
    next_floor=FLOOR,
)
"""A first season in its first week, a long way above the last rank, that stays."""


def made_up(weeks: int, seed: int = 0, category: str = "TV (English)") -> list[TitleWeek]:
    """Give lists of ten, of which gaps fall with the rank and hours by about 40% a week.

    Who falls below the last rank of the week after leaves.
    """
    random = np.random.default_rng(seed)
    found = []
    for place in range(weeks):
        gaps = np.sort(random.exponential(0.8, size=10))[::-1]
        gaps -= gaps[-1]
        floor = FLOOR + random.normal(0, 0.2)
        for rank, gap in enumerate(gaps, 1):
            end = FLOOR + gap + random.normal(-0.5, 0.4)
            age = 1 + int(random.integers(4))
            week = replace(
                ONE, title=f"{place}-{rank}", category=category, week=FIRST + timedelta(weeks=place), rank=rank
            )
            week = replace(week, level=FLOOR + gap, gap=float(gap), age=age, weeks_on_chart=age)
            week = replace(week, opened_on=int(random.integers(7)), out_for=7 * age - 3)
            found.append(replace(week, next_level=end if end >= floor else None, next_floor=floor))
    return found
