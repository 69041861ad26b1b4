"""A history of weekly editions, each of which adds a week and changes older ones; for crashes and crowds."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from editions import FILMS, TV, Line, sundays, table, week_list

EDITIONS = 60
SIZE = 10


def history() -> list[tuple[datetime, list[Line]]]:
    """Give weekly editions: each adds a week, and relabels, swaps or withdraws something in older ones."""
    chance = random.Random(7)
    lines: list[Line] = []
    editions = []
    for week in sundays(EDITIONS, date(2024, 1, 7)):
        lines = [*week_list(week, TV, SIZE), *week_list(week, FILMS, SIZE), *lines]
        place = chance.randrange(len(lines))
        for at in range(place, min(place + 5, len(lines))):
            lines[at] = lines[at]._replace(season=f"{lines[at].show}: Limited Series", hours=chance.randrange(10**6))
        editions.append((datetime.combine(week, datetime.min.time()) + timedelta(days=2, hours=15), list(lines)))
    return editions


HISTORY = history()
TEXTS = [table(lines) for _, lines in HISTORY]
