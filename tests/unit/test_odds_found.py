"""For which season odds are asked, and why there is none."""

from __future__ import annotations

import pytest

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.odds import odds
from cliffhanger.brief.odds_found import NO_SEASON
from cliffhanger.errors import NoOdds
from cliffhanger.vantage import Vantage
from seasons import charted, on, published


def test_of_a_title_on_the_lists_it_is_not_said_that_no_list_has_it() -> None:
    """A season that was on the lists before they begin has no odds, and the reason says that the lists have it."""
    ledger = charted((4, on("A", "Season 1", 1)))
    with ledger.as_of(Vantage(published(4).date())) as view, pytest.raises(NoOdds) as refused:
        odds("Filler", view, Almanac(), None)
    assert refused.value.why == NO_SEASON
