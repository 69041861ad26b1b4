"""Finds what users told of a season: that it was renewed, cancelled or ended."""

from __future__ import annotations

from collections.abc import Iterator

from cliffhanger.charts.rows import OutcomeRow
from cliffhanger.charts.titles import plain
from cliffhanger.charts.view import ChartView
from cliffhanger.renewal.reported import number_of
from cliffhanger.renewal.seasons import Season


def fate_of(view: ChartView, season: Season) -> OutcomeRow | None:
    """Find what users told of a season's fate; of several things, that which was known last."""
    told = (row for row in view.outcomes() if is_of(row, season))
    return max(told, key=lambda row: (row.known_from, row.announced), default=None)


def is_of(row: OutcomeRow, season: Season) -> bool:
    """Tell whether a row is of a season: it has the whole title, or the name of the show with the season's number.

    A number beside the whole title has to be its own. A limited series and a first season are number 1, which is also
    what a show's name without a number means; an instalment under a name of its own needs none, or that of the lists.
    """
    name, own, numbers = plain(row.title), plain(season.show_title), {number_of(season.label), number_of(season.now)}
    if season.run is not None and name == own:
        numbers.add(number_of(season.run.label))
    if name in _whole(season):
        return row.season is None or row.season in numbers
    if name not in (season.show, own):
        return False
    return row.season in numbers or (row.season is None and 1 in numbers)


def _whole(season: Season) -> Iterator[str]:
    yield plain(season.title)
    if season.run is not None:
        yield plain(season.run.title)
    if season.anthology and plain(season.show_title) != season.show:
        yield plain(season.show_title)
