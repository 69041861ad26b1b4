"""Odds of another season: parts that add up, horizons, what would change them, precedents, the label watch."""

from __future__ import annotations

import math
from functools import cache

import pytest

from cliffhanger.brief.label_watch import by_kind
from cliffhanger.errors import HorizonPast, NoOdds
from cliffhanger.renewal.asked import HORIZONS, Asked, Change
from cliffhanger.renewal.counts import came_back
from cliffhanger.renewal.fits import OddsFit, fit_odds
from cliffhanger.renewal.odds import odds_ahead, odds_of
from cliffhanger.renewal.outcomes import outcome_of, outcomes
from cliffhanger.renewal.precedents import alike
from cliffhanger.renewal.seasons import Seasons, seasons_of
from cliffhanger.renewal.traits import AGES, TRAITS, Looks
from cliffhanger.renewal.watch import label_watch
from cliffhanger.vantage import Vantage
from seasons import WEEKS, charted, known, lines_of_a_world, on, published, week, world

LEVEL = [trait.name for trait in TRAITS].index("level")


@cache
def at(number: int) -> tuple[OddsFit, Seasons, Looks]:
    """Give what is known of the made-up world when a week is published."""
    with world().as_of(Vantage(published(number).date())) as view:
        fit, seasons = fit_odds(view), seasons_of(view)
        assert fit is not None
        assert seasons is not None
        return fit, seasons, Looks(view.rows(), seasons)


NOW = at(WEEKS - 1)
OPEN = [one for one in outcomes(NOW[1]) if one.by is None and (week(WEEKS - 1) - one.season.premiere).days < 700]


def log_odds(chance: float) -> float:
    """Give the log odds of a chance."""
    return math.log(chance / (1 - chance))


@pytest.mark.parametrize("place", range(0, len(OPEN), 9))
def test_the_parts_add_up_from_the_average_season(place: int) -> None:
    """The log odds of a chance are those of the average season and all its parts."""
    fit, _, looks = NOW
    found = odds_of(Asked(OPEN[place], looks), fit)
    assert log_odds(found.base) + sum(part.log_odds for part in found.parts) == pytest.approx(
        log_odds(found.told.chance)
    )


def test_chances_rise_with_the_horizon_and_lie_in_their_intervals() -> None:
    """What comes by two years comes by three."""
    fit, _, looks = NOW
    for one in OPEN:
        found = odds_of(Asked(one, looks), fit).chances
        assert [chance.chance for chance in found] == sorted(chance.chance for chance in found)
        assert all(0 < chance.low <= chance.chance <= chance.high < 1 for chance in found)


def test_a_horizon_that_is_past_is_refused() -> None:
    """After two years of silence nobody is told a chance by two years, but by three."""
    fit, seasons, looks = NOW
    old = next(one for one in outcomes(seasons) if one.by is None and (week(149) - one.season.premiere).days > 730)
    with pytest.raises(HorizonPast) as refused:
        odds_of(Asked(old, looks), fit, 24)
    assert refused.value.months == 24
    assert odds_of(Asked(old, looks), fit).told.months == 36


def test_no_horizon_that_is_over_is_told_as_one_to_come() -> None:
    """Where lists ended long before the day, chances are told by horizons after it, and none once all are over."""
    fit, _, looks = NOW
    asked = Asked(OPEN[0], looks)
    by = [one.by for one in odds_of(asked, fit).chances]
    for place, day in enumerate(by[:-1], start=1):
        found = odds_ahead(asked, fit, Vantage(day))
        assert [one.by for one in found.chances] == by[place:]
        assert found.told in found.chances
    with pytest.raises(HorizonPast):
        odds_ahead(asked, fit, Vantage(by[-1]))


def test_a_season_with_a_follower_has_no_odds() -> None:
    """What is known needs no chance."""
    fit, seasons, looks = NOW
    done = next(one for one in outcomes(seasons) if one.by is not None)
    with pytest.raises(NoOdds):
        odds_of(Asked(done, looks), fit)


def test_nothing_is_told_where_nothing_came_back_yet() -> None:
    """A model that has seen no season return is asked in vain."""
    fit, _, looks = at(40)
    early = at(40)[1].charted[0]
    assert not fit.at(13)[1].events
    with pytest.raises(NoOdds):
        odds_of(Asked(outcome_of(early, at(40)[1]), looks), fit)


def test_seasons_are_looked_at_by_the_model_of_their_age() -> None:
    """The oldest age that a season has reached decides, and before its first week there is one, too."""
    fit, _, looks = NOW
    assert {odds_of(Asked(one, looks), fit).age for one in OPEN} == {1, 4, 13}
    assert fit.at(0)[0] == 0
    assert tuple(age for age, _ in fit.hazards) == AGES


def test_what_would_change_it_changes_it() -> None:
    """A limited series would do better as a season, a first season worse as limited, and both after more silence."""
    fit, _, looks = NOW
    for one in OPEN:
        found = odds_of(Asked(one, looks), fit)
        told = {what.change: what.chance for what in found.what_if}
        assert told.get(Change.SEASON, 1.0) > found.told.chance
        assert told.get(Change.LIMITED, 0.0) < found.told.chance
        assert told.get(Change.SILENCE, 0.0) < found.told.chance


def test_an_audience_is_told_only_where_it_moves_the_chance() -> None:
    """As many viewers as a lasting title had are left out where they change the chance by less than a tenth of it."""
    fit, _, looks = NOW
    one = OPEN[-1]
    plain = odds_of(Asked(one, looks), fit)
    level = looks.values(one.season, plain.age)[LEVEL]
    told = {}
    for more in (0.001, 0.5, 1.0, 2.0, 4.0, 8.0):
        lasting = Asked(one, looks, dict.fromkeys(range(400), level + more))
        told[more] = [what.chance for what in odds_of(lasting, fit).what_if if what.change is Change.AUDIENCE]
    moved = [abs(chance / plain.told.chance - 1) for found in told.values() for chance in found]
    assert not told[0.001]
    assert moved
    assert min(moved) >= 0.1


def test_a_fit_is_read_back_as_it_was() -> None:
    """Written down and read, it gives the same bytes."""
    fit = NOW[0]
    assert OddsFit.of_text(fit.text).text == fit.text


def test_the_seasons_alike_are_of_the_same_kind_and_old_enough() -> None:
    """Precedents have had a year, are of other shows, and tell what became of them."""
    fit, seasons, looks = NOW
    asked = Asked(OPEN[-1], looks)
    found = alike(asked, outcomes(seasons), fit.at(asked.age))
    assert len(found) == 5
    assert all(one.season.kind == asked.season.kind and one.season.show != asked.season.show for one in found)
    assert all((week(WEEKS - 1) - one.season.premiere).days > 365 for one in found)


def test_limited_series_that_came_back_are_listed_by_day() -> None:
    """A relabel and another season both count, with the day on which each was known."""
    told = (9, on("A", "Limited Series", 0) + on("B", "Limited Series", 1))
    then = (
        60,
        on("A", "Season 1", 0) + on("A", "Season 2", 50) + on("B", "Limited Series", 1) + on("B", "Season 2", 40),
    )
    found = came_back(outcomes(known(charted(told, then), 60)))
    assert [(one.title, one.relabelled, one.charted) for one in found] == [
        ("A: Limited Series", published(10).date(), published(50).date()),
        ("B: Limited Series", None, published(40).date()),
    ]


def test_the_label_watch_counts_what_changes_have_meant() -> None:
    """Of two old relabels, one had another season within a year; a new one is told beside."""
    shows = ("A", 0), ("B", 1), ("C", 90)
    before = [line for show, first in shows for line in on(show, "Limited Series", first)]
    middle = [line for show, first in shows for line in on(show, "Season 1" if show < "C" else "Limited Series", first)]
    after = [line for show, first in shows for line in on(show, "Season 1", first)]
    second = on("A", "Season 2", 50)
    ledger = charted((9, before), (95, middle + second), (99, after + second))
    with ledger.as_of(Vantage(published(99).date())) as view:
        found = label_watch(view, None)
    (meaning,) = found.meanings
    assert (meaning.of, meaning.within_a_year, meaning.recent, meaning.followed) == (2, 1, 1, 1)


def test_the_label_watch_says_how_many_changes_it_does_not_count() -> None:
    """Of a change and one of a season that was on the lists before they begin, the second is left out, and told."""
    before, after = (
        on("A", name, 3) + [line._replace(weeks=5) for line in on("B", name, 4)]
        for name in ("Limited Series", "Season 1")
    )
    with charted((9, before), (95, after)).as_of(Vantage(published(95).date())) as view:
        found = label_watch(view, None)
    (kind,) = by_kind(found)
    (one,) = found.meanings
    assert (one.of + one.recent, one.left_out, len(kind.changes)) == (1, 1, 2)
    assert "entered the lists in the week of its premiere" in kind.meaning
    assert "One other change is not counted" in kind.meaning


def test_a_relabel_lifts_the_chance_at_once() -> None:
    """The edition that relabels a limited series raises its odds."""
    fit, before, after = NOW[0], list(lines_of_a_world()), list(lines_of_a_world())
    last = WEEKS - 1
    odd = next(
        line for line in before if line.season == f"{line.show}: Limited Series" and line.week == week(last - 20)
    )
    after = [
        line._replace(season=f"{line.show}: Season 1") if line.season == odd.season and line.show == odd.show else line
        for line in after
    ]
    chances = []
    for lines in (before, after):
        ledger = charted((last - 1, before), (last, lines), every=20)
        with ledger.as_of(Vantage(published(last).date())) as view:
            seasons = seasons_of(view)
            assert seasons is not None
            one = next(one for one in seasons.charted if one.title == odd.season)
            asked = Asked(outcome_of(one, seasons), Looks(view.rows(), seasons))
        chances.append(odds_of(asked, fit).told.chance)
    assert chances[1] > 3 * chances[0]


def test_horizons_are_those_of_one_two_and_three_years() -> None:
    """In months from the premiere."""
    assert HORIZONS == (12, 24, 36)
