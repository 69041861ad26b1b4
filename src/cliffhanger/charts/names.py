"""How titles are called at home, as half-yearly reports tell it: `Squid Game: Season 1 // 오징어 게임: 시즌 1`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from cliffhanger.charts.titles import AT_HOME, plain
from cliffhanger.charts.view import ChartView

PART: Final = ": "


def at_home(view: ChartView, shows: Iterable[str]) -> dict[str, str]:
    """Map names at home to shows of the lists, as far as reports tell them at the vantage of the view.

    Of a name before the sign as much is the show's as the lists know; what follows is its season, and as many parts are
    taken from the end of the name behind.
    """
    known = {plain(show): show for show in shows}
    told = (title.split(AT_HOME, 1) for title, _, _ in view.released() if AT_HOME in title)
    return dict(sorted(pair for own, home in told for pair in _pairs(own.strip(), home.strip(), known)))


def _pairs(own: str, home: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    parts, named = own.split(PART), home.split(PART)
    for left in range(len(parts), 0, -1):
        show = known.get(plain(PART.join(parts[:left])))
        if show is not None:
            yield PART.join(named[: max(1, len(named) - len(parts) + left)]), show
            return
