"""The table of what a chance is made of: log odds that add up from the average season."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cliffhanger.brief import sources
from cliffhanger.brief.blocks import Block, Paragraph, Table, Told
from cliffhanger.brief.odds_reasons import average_told, rounded, signed, steps

if TYPE_CHECKING:
    from cliffhanger.brief.odds import Another
    from cliffhanger.renewal.odds import Odds

BAR: Final = 4
"""Cells of an arrow for one of log odds."""

LONGEST: Final = 12
ARROW: Final = 2
"""The column of arrows."""


def made_of(another: Another, *, arrows: bool = False) -> Iterator[Block]:
    """Tell what the chance is made of: log odds that add up from the average season."""
    if another.odds:
        cited = sources.of_odds(another)
        yield Paragraph((Told(average_told(another.odds), cited),))
        yield parts_table(another.odds, cited, arrows=arrows)


def parts_table(odds: Odds, cited: sources.Sources = (), *, arrows: bool = True) -> Table:
    """Give a row for each reason: log odds, the chance so far, and where no picture does, an arrow between the two."""
    rows = [("an average season", "", "", rounded(odds.base))]
    rows += [(one.name, signed(one.log_odds), _arrow(one.log_odds), rounded(one.chance)) for one in steps(odds)]
    caption = Told(f"{odds.season.title_now}: what the chance is made of, in log odds", cited)
    header = "reason", "log odds", "", "so far"
    kept = [place for place in range(len(header)) if arrows or place != ARROW]
    shown = tuple(tuple(row[place] for place in kept) for row in (header, *rows))
    right = frozenset(place for place, name in enumerate(shown[0]) if name in {"log odds", "so far"})
    return Table(shown[0], shown[1:], right, (caption,))


def _arrow(log_odds: float) -> str:
    cells = min(LONGEST, round(abs(log_odds) * BAR))
    if not cells:
        return ""
    return f"<{'-' * (cells - 1)}" if log_odds < 0 else f"{'-' * (cells - 1)}>"
