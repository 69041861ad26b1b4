"""Next week's list: whole lists drawn from who stays, what they will have, and who comes in."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from cliffhanger.errors import TooFewWeeks
from cliffhanger.forecast.next_list import Kind, NextList, next_lists, ranks
from cliffhanger.forecast.next_week import NextWeek
from cliffhanger.forecast.panel import WEEK, TitleWeek
from cliffhanger.forecast.stay import Stay
from cliffhanger.forecast.student import Values, quantile
from panels import FIRST, FLOOR, ONE, made_up

WEEKS = made_up(100)


@dataclass
class Told:
    """Models that say what they are told: the chance to stay by rank, and one change with one scale for all."""

    stay: Sequence[float]
    change: float = 0.0
    scale: float = 1e-6

    def quantiles(self, weeks: Sequence[TitleWeek], chances: Sequence[float]) -> Values:
        """Give each title's level, changed, with Student's t about it."""
        levels = np.array([one.level for one in weeks])
        return levels[:, None] + self.change + self.scale * quantile(np.array(chances))[None, :]

    def chances(self, weeks: Sequence[TitleWeek]) -> Values:
        """Give the chances told."""
        return np.array([self.stay[one.rank - 1] for one in weeks])


@cache
def fitted() -> tuple[NextWeek, Stay]:
    return NextWeek().fit_on(WEEKS), Stay().fit_on(WEEKS)


def a_list(names: str, place: int, old: str = "", step: float = 0.5) -> list[TitleWeek]:
    """Give a list with a title for each letter, `step` between their heights; those in `old` charted long before."""
    return [
        replace(
            ONE,
            title=name,
            week=FIRST + place * WEEK,
            rank=rank,
            level=FLOOR + step * (len(names) - rank),
            gap=step * (len(names) - rank),
            weeks_on_chart=7 if name in old else 1,
        )
        for rank, name in enumerate(names, 1)
    ]


THREE = [*a_list("ABC", 0), *a_list("ADE", 1, old="AE"), *a_list("ADF", 2, old="AD")]
"""Three lists of three: one stayed and two came in (one of them for the first time), then two and one."""


def only(found: Sequence[NextList]) -> NextList:
    assert len(found) == 1
    return found[0]


def test_titles_that_surely_stay_keep_their_order() -> None:
    """Where nobody leaves and nothing moves, next week's list is this week's."""
    told = Told([1, 1, 1])
    found = only(next_lists(THREE, told, told))
    assert [(one.place, one.title, one.chance) for one in found.places] == [(1, "A", 1.0), (2, "D", 1.0), (3, "F", 1.0)]
    assert [(one.rank.expected, one.rank.best, one.rank.worst) for one in found.titles] == [
        (1, 1, 1),
        (2, 2, 2),
        (3, 3, 3),
    ]
    assert (found.week, found.category) == (FIRST + 3 * WEEK, ONE.category)


def test_a_list_that_empties_goes_to_those_who_come_in() -> None:
    """Where everybody leaves, every place is a debut's or a comeback's, each as often as counted."""
    told = Told([0, 0, 0])
    found = only(next_lists(THREE, told, told))
    assert found.stayers.expected == 0
    assert {one.kind for one in found.places} == {Kind.DEBUT, Kind.COMEBACK}
    assert all(one.title is None for one in found.places)
    assert found.debuts.expected == pytest.approx(2 / 3, abs=0.03)


def test_shares_are_those_expected_and_those_counted() -> None:
    """Expected stayers are the mean chance; the usual ones are counted on the lists known."""
    told = Told([0.9, 0.5, 0.1])
    found = only(next_lists(THREE, told, told))
    assert found.stayers.expected == pytest.approx(0.5, abs=0.02)
    assert found.stayers.expected + found.debuts.expected + found.comebacks.expected == pytest.approx(1)
    usual = [found.stayers.usual, found.debuts.usual, found.comebacks.usual]
    assert usual == pytest.approx([1 / 2, 1 / 3, 1 / 6])
    assert found.counted == 2


def test_the_rank_is_that_of_a_naive_loop() -> None:
    """Ranks agree with lists that are drawn one by one and sorted."""
    told = Told([0.9, 0.5, 0.2], change=-0.3, scale=0.6)
    found = only(next_lists(THREE, told, told))
    expected = naive([0.9, 0.5, 0.2], change=-0.3, scale=0.6)
    assert [one.rank.expected for one in found.titles] == pytest.approx(expected, abs=0.06)
    assert [one.chance for one in found.titles] == [0.9, 0.5, 0.2]


def naive(stay: Sequence[float], change: float, scale: float, draws: int = 20_000) -> list[float]:
    """Draw lists of three, and give the mean rank of each title on those on which it stays."""
    dice = random.Random(5)
    seen: list[list[int]] = [[] for _ in stay]
    # Newcomers stood at 0.5 and (a comeback) 0 above the last row, and then at 0; the last row never rose.
    for _ in range(draws):
        on = [place for place, chance in enumerate(stay) if dice.random() < chance]
        high = {place: above_zero(dice, 0.5 * (2 - place) + change, scale) for place in on}
        new = [0.0 if dice.random() < 1 / 3 else dice.choice([0.5, 0.0]) for _ in range(3 - len(on))]
        for place in on:
            seen[place].append(1 + sum(one > high[place] for one in [*high.values(), *new]))
    return [sum(some) / len(some) for some in seen]


def above_zero(dice: random.Random, location: float, scale: float) -> float:
    """Draw from Student's t with four degrees of freedom until what is drawn is above the last row."""
    while True:
        t = dice.gauss(0, 1) / math.sqrt(dice.gammavariate(2, 2) / 4)
        if location + scale * t >= 0:
            return location + scale * t


def test_the_list_holds_those_likeliest_to_be_on_it() -> None:
    """Who is left out is no likelier than anybody on it, lines follow the rank to expect, and no title has two."""
    found = only(next_lists(WEEKS, *fitted()))
    lines = found.places
    assert [one.place for one in lines] == [*range(1, 11)]
    titles = [one.title for one in lines if one.title]
    assert len(titles) == len(set(titles)) > 0
    left_out = [one.chance for one in found.titles if one.title not in titles]
    assert max(left_out) <= min(one.chance for one in lines)
    assert [one.rank.expected for one in lines] == sorted(one.rank.expected for one in lines)


def test_a_third_debut_is_less_likely_than_a_second() -> None:
    """The chances of nameless lines fall with their number."""
    told = Told([0.5, 0.5, 0.5])
    debuts = [one.chance for one in only(next_lists(THREE, told, told)).places if one.kind is Kind.DEBUT]
    assert debuts == sorted(debuts, reverse=True)


def test_ranks_are_those_of_the_lists() -> None:
    """The rank to expect of a title is the same when it is asked for alone."""
    found = only(next_lists(WEEKS, *fitted()))
    assert ranks(WEEKS, *fitted()) == {(found.category, one.title): one.rank for one in found.titles}


def test_the_same_weeks_and_seed_give_the_same_list() -> None:
    """Another call gives the same figures, in whatever order the weeks come; another seed gives others."""
    found = next_lists(WEEKS, *fitted())
    assert next_lists(WEEKS[::-1], *fitted()) == found
    assert next_lists(WEEKS, *fitted(), seed=2) != found


def test_categories_do_not_touch_each_other() -> None:
    """A list is the same whatever other lists there are."""
    both = next_lists([*made_up(100, seed=3, category="Films (English)"), *WEEKS], *fitted())
    assert [one.category for one in both] == ["Films (English)", ONE.category]
    assert both[1] == only(next_lists(WEEKS, *fitted()))


def test_what_became_of_the_newest_list_is_not_read() -> None:
    """The outcome of the newest week, where a panel has it, changes nothing."""
    last = max(one.week for one in WEEKS)
    hidden = [replace(one, next_level=None, next_floor=None) if one.week == last else one for one in WEEKS]
    assert next_lists(hidden, *fitted()) == next_lists(WEEKS, *fitted())


def test_a_category_that_is_not_on_the_newest_lists_has_no_forecast() -> None:
    """Lists that ended long ago are not carried on."""
    ended = [replace(one, category="Films (English)") for one in WEEKS[:30]]
    assert next_lists([*ended, *WEEKS], *fitted()) == next_lists(WEEKS, *fitted())


def test_short_lists_have_as_many_places_as_before() -> None:
    """A category of three rows is forecast with three lines."""
    assert len(only(next_lists(THREE, *fitted())).places) == 3


def test_a_list_without_a_list_before_says_that_nothing_was_counted() -> None:
    """A category that is new at the vantage has no usual shares, while others have."""
    new = [replace(one, category="Games") for one in a_list("XYZ", 2)]
    games = next_lists([*THREE, *new], *fitted())[0]
    assert (games.counted, games.stayers.usual, games.debuts.usual) == (0, None, None)
    assert len(games.places) == 3


def test_without_fits_ranks_are_wide() -> None:
    """Before anything could be fitted everybody stays with an even chance, at almost any rank."""
    found = only(next_lists(THREE, NextWeek().fit_on([]), Stay().fit_on([])))
    assert {one.chance for one in found.titles} == {0.5}
    assert all(one.rank.worst - one.rank.best >= 1 for one in found.titles)


@pytest.mark.parametrize("weeks", [[], a_list("ABC", 0), [*a_list("ABC", 0), *a_list("ABC", 5)]])
def test_lists_that_follow_no_other_are_too_few(weeks: list[TitleWeek]) -> None:
    """Nothing, one week, or two weeks apart tell nothing about newcomers."""
    with pytest.raises(TooFewWeeks):
        next_lists(weeks, *fitted())
    with pytest.raises(TooFewWeeks):
        ranks(weeks, *fitted())


def test_a_film_without_a_runtime_stands_where_its_rank_says() -> None:
    """Its hours, which say nothing beside views, do not lift it above titles that were viewed more."""
    second = [replace(one, runtime=None, level=one.level + 9) if one.rank == 2 else one for one in a_list("ADF", 2)]
    told = Told([1, 1, 1])
    found = only(next_lists([*THREE[:6], *second], told, told))
    assert [one.rank.expected for one in found.titles] == [1, 2, 3]
