"""Rules of thumb: the chances that they earned, counted once more by plain loops."""

from __future__ import annotations

import math
from functools import cache

import pytest

from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.hazard import QUARTER
from cliffhanger.renewal.outcomes import Outcome, outcomes
from cliffhanger.renewal.rules import CLIMATOLOGY, FEW, FORMAT, RULES, USUAL, Look, Rules
from cliffhanger.renewal.seasons import LATER_SEASON, seasons_of
from cliffhanger.renewal.traits import Looks
from cliffhanger.vantage import Vantage
from seasons import WEEKS, charted, known, on, published, season, world


@cache
def at(number: int) -> tuple[list[Outcome], Looks, Rules]:
    """Give what had become of the seasons of the made-up world, and the rules, when a week is published."""
    with world().as_of(Vantage(published(number).date())) as view:
        seasons = seasons_of(view)
        assert seasons is not None
        found, looks = outcomes(seasons), Looks(view.rows(), seasons)
    return found, looks, Rules(found, looks)


def said(number: int, look: Look, since: float, until: float) -> dict[str, float]:
    """Give the chances by rule."""
    return dict(zip(RULES, at(number)[2].chances(look, since, until), strict=True))


def hazard(own: list[Outcome], before: float) -> float:
    """Count events and the days lived from the 120th on."""
    events, lived = 1.0, 1 / before
    for one in own:
        observed = (one.observed_through - one.season.premiere).days
        if one.days is not None and one.days <= observed:
            events += 1
        lived += max(min(observed, math.inf if one.days is None else one.days) - 120, 0)
    return events / lived


def share(own: list[Outcome], everyone: list[Outcome], since: float, until: float) -> float:
    """Count who came back among those observed for so long."""
    came = others = 0
    for one in own:
        if (one.observed_through - one.season.premiere).days < until or (one.days is not None and one.days <= since):
            continue
        if one.days is not None and one.days <= until:
            came += 1
        else:
            others += 1
    daily = hazard(own, hazard(everyone, USUAL / QUARTER))
    constant = 1 - math.exp(-daily * (until - max(since, 120)))
    return (came + FEW * constant) / (came + others + FEW)


@pytest.mark.parametrize("number", [40, 100, WEEKS - 1])
@pytest.mark.parametrize(("since", "until"), [(25, 365), (25, 730), (400, 730), (900, 1095)])
@pytest.mark.parametrize("kind", [LIMITED, LATER_SEASON])
def test_a_rule_earns_the_share_of_those_to_which_it_said_the_same(
    number: int, since: float, until: float, kind: str
) -> None:
    """Climatology, format rate and the rule on limited series, by loops over all seasons of at least four weeks."""
    found, looks, _ = at(number)
    old = [one for one in found if looks.age(one.season) >= 4]
    chances = said(number, Look(kind, "TV (English)", 1, 4), since, until)
    assert chances[CLIMATOLOGY] == pytest.approx(share(old, old, since, until))
    alike = [one for one in old if one.season.kind == kind]
    assert chances[FORMAT] == pytest.approx(share(alike, old, since, until))
    limited = [one for one in old if (one.season.kind == LIMITED) == (kind == LIMITED)]
    assert chances["limited series never return"] == pytest.approx(share(limited, old, since, until))


def test_a_season_is_looked_at_in_its_first_four_weeks() -> None:
    """Hours and weeks on the list count up to the fourth week, whatever came later."""
    lines = [line for line in on("A", "Season 1", 0, 6) if line.week != on("A", "Season 1", 2)[0].week]
    look = Look.of(season(known(charted((8, lines)), 8), "A: Season 1"))
    assert look == Look("first season", "TV (English)", 4_000_000 + 2_000_000 + 500_000, 3)


def test_more_hours_than_the_median_of_its_list_are_above_it() -> None:
    """Two seasons that differ in hours alone are in two groups of the rule on the median."""
    chances = [said(WEEKS - 1, Look(LIMITED, "TV (English)", hours, 2), 25, 730) for hours in (1, 10**9)]
    differ = {name for name in RULES if chances[0][name] != chances[1][name]}
    assert differ == {"above the median of its list", "format and above the median"}


def test_before_any_season_is_old_enough_there_is_a_chance_all_the_same() -> None:
    """A kind never met, early on, gets what a usual hazard makes."""
    chances = said(5, Look(LATER_SEASON, "TV (Non-English)", 1, 4), 25, 730)
    assert all(0.1 < chance < 0.5 for chance in chances.values())


def test_a_longer_silence_leaves_less() -> None:
    """What stayed away for two years comes back by the third less often than what was just released."""
    look = Look(LATER_SEASON, "TV (English)", 1, 4)
    late, early = said(WEEKS - 1, look, 725, 730), said(WEEKS - 1, look, 25, 730)
    assert all(late[name] < early[name] for name in RULES)
