"""The layout of storylines: scenes, the order of lines, their rows."""

from __future__ import annotations

from itertools import pairwise, permutations, product
from random import Random
from typing import Any

import pytest

from cliffhanger.story import Story, StoryView
from cliffhanger.story.crossings import Order, crossings, ordered
from cliffhanger.story.spacing import APART, CLEAR, rows
from cliffhanger.story.storyline import MOST_SCENES, Line, parts_of, storyline
from cliffhanger.vantage import Vantage, Watched, parse_day
from stories import yaml_text

NAMES = ("ada", "ben", "cleo", "dora", "emil")


def view(reveals: dict[str, list[dict[str, Any]]], watched: str = "all", **frame: Any) -> StoryView:
    """Give a view of a small story in which five persons are known from the start."""
    story = {
        "format_version": 1,
        "title": "The Old House",
        "announced": "2026-01-01",
        "released": "2026-01-08",
        "episodes": {"1": 3},
        "people": {name: {} for name in NAMES},
        "premise": [{"introduces": {name: {"name": name.title()}}} for name in NAMES],
        "reveals": reveals,
    }
    found = Story.parse(yaml_text(story | frame)).at(Vantage(parse_day("2026-02-01"), Watched.parse(watched)))
    assert found is not None
    return found


def claim(*about: str, **more: Any) -> dict[str, Any]:
    """Give a claim about some persons."""
    return {"says": f"Something happens to {len(about)}", "about": list(about), **more}


def random_order(random: Random, names: str, scenes: int) -> list[Order]:
    """Give scenes in which everybody stands in a random meeting, or alone."""
    order = []
    for _ in range(scenes):
        left, units = random.sample(names, len(names)), []
        while left:
            size = random.choice([1, 1, 2, 3])
            units.append(sorted(left[:size]))
            left = left[size:]
        order.append(sorted(units))
    return order


def random_circles(random: Random, circles: list[str], scenes: int) -> list[Order]:
    """Give scenes in which people meet only within their circle, each in alphabetical order."""
    return [sorted(unit for circle in circles for unit in random_order(random, circle, 1)[0]) for _ in range(scenes)]


def least_crossings(order: list[Order]) -> int:
    """Find the least number of crossings by trying all orders of every scene."""
    layers = [
        [
            "".join(way)
            for units in permutations(scene)
            for way in product(*([*map("".join, permutations(u))] for u in units))
        ]
        for scene in order
    ]
    costs = [0] * len(layers[0])
    for before, after in pairwise(layers):
        costs = [min(cost + crossed(one, two) for cost, one in zip(costs, before, strict=True)) for two in after]
    return min(costs)


def crossed(one: str, other: str) -> int:
    """Count the pairs that stand the other way round."""
    both = [name for name in one if name in other]
    return sum(other.index(a) > other.index(b) for place, a in enumerate(both) for b in both[place + 1 :])


# Scenes.


def test_a_claim_brings_together_whom_it_is_about() -> None:
    """Persons of one claim meet, and those of another in the same scene stand apart from them."""
    *_, part = parts_of(view({"S1E1": [claim("ada", "ben"), claim("cleo", "dora"), claim("emil")]}, "S1E1"))
    assert part.scenes == ((("Ada", "Ben"), ("Cleo", "Dora"), ("Emil",)),)


def test_a_scene_ends_when_somebody_meets_others() -> None:
    """Who has met one person and then meets another does so in the next scene."""
    *_, part = parts_of(view({"S1E1": [claim("ada", "ben"), claim("ben", "cleo")]}, "S1E1"))
    assert part.scenes == ((("Ada", "Ben"),), (("Ben", "Cleo"),))


def test_a_scene_goes_on_while_the_same_persons_meet() -> None:
    """A claim about some of those who have met, or about them and others, begins no scene."""
    *_, part = parts_of(view({"S1E1": [claim("ada", "ben"), claim("ada"), claim("ada", "ben", "cleo")]}, "S1E1"))
    assert part.scenes == ((("Ada", "Ben", "Cleo"),),)


def test_a_watched_episode_of_which_nothing_is_told_has_an_empty_scene() -> None:
    """The parts of the telling are all watched episodes."""
    parts = parts_of(view({"S1E1": [claim("ada", "ben")], "S1E3": [claim("ada", "ben")]}))
    assert [(str(part.episode), len(part.scenes)) for part in parts[1:]] == [("S1E1", 1), ("S1E2", 1), ("S1E3", 1)]
    assert parts[2].scenes == ((),)


def test_somebody_who_is_only_introduced_stands_alone() -> None:
    """Who has entered and has met nobody is in the picture all the same."""
    (part,) = parts_of(view({}, "none"))
    assert part.scenes == (tuple((name.title(),) for name in NAMES),)


def test_scenes_are_put_together_where_there_are_too_many() -> None:
    """Neighbouring scenes of one part are joined, those first that join the fewest who have not met."""
    told = [claim("ada", "ben"), claim("ben", "cleo"), claim("dora", "emil"), claim("dora", "ada")]
    one = view({"S1E1": told}, "S1E1")
    assert len(parts_of(one)[-1].scenes) == 3
    assert parts_of(one, most=3)[-1].scenes == ((("Ada", "Ben", "Cleo"), ("Dora", "Emil")), (("Ada", "Dora"),))


def test_parts_are_never_put_together() -> None:
    """A story of more parts than a picture bears keeps one scene for each."""
    count = MOST_SCENES + 5
    told = {f"S1E{number}": [claim("ada", NAMES[number % 4 + 1])] for number in range(1, count + 1)}
    assert len(storyline(view(told, episodes={"1": count})).scenes) == count + 1


def test_by_fabula_only_what_stands_brings_together() -> None:
    """A claim that was overturned has not happened, and moments come in their order, not in that of the telling."""
    told = [
        claim("ada", "ben", id="lie", when="feast"),
        claim("cleo", "dora", when="boat"),
        claim("cleo", "emil", overturns="lie", when="feast"),
    ]
    parts = parts_of(view({"S1E1": told}, moments=["boat", "feast"]), "fabula")
    assert [(part.moment, part.scenes) for part in parts] == [
        ("boat", ((("Cleo", "Dora"),),)),
        ("feast", ((("Cleo", "Emil"),),)),
    ]


def test_moments_of_no_known_order_share_a_group_and_go_against_no_known_order() -> None:
    """A moment that is known to be earlier than another stands before it, wherever the file has it."""
    told = [claim("ada", "ben", when=moment) for moment in ("fire", "boat", "dawn")]
    moments = {"fire": {"after": "boat"}, "boat": {}, "dawn": {}}
    parts = parts_of(view({"S1E1": told}, moments=moments), "fabula")
    names = [part.moment for part in parts]
    assert sorted(names) == ["boat", "dawn", "fire"]
    assert names.index("boat") < names.index("fire")
    assert len({part.group for part in parts}) == 1


def test_two_persons_are_one_line_from_the_reveal_on_and_two_before() -> None:
    """Who turns out to be somebody else has two lines until that is seen, and one afterwards."""
    told = {"S1E1": [claim("ada", "ben")], "S1E2": [claim("ada", same_person=["ada", "ben"])]}
    before, after = (storyline(view(told, watched)) for watched in ("S1E1", "S1E2"))
    assert [line.name for line in before.lines] == ["Ada", "Ben", "Cleo", "Dora", "Emil"]
    assert [line.name for line in after.lines] == ["Ben", "Cleo", "Dora", "Emil"]


def test_a_line_ends_with_the_last_that_is_told_of_somebody() -> None:
    """A line goes from the first scene to the last in which somebody is told of, without a gap."""
    told = {"S1E1": [claim("ada", "ben")], "S1E2": [claim("cleo", "dora")], "S1E3": [claim("ada", "cleo")]}
    spans = {line.name: (line.first, line.last) for line in storyline(view(told)).lines}
    assert spans == {"Ada": (0, 3), "Ben": (0, 1), "Cleo": (0, 3), "Dora": (0, 2), "Emil": (0, 0)}


# The order of lines.


@pytest.mark.parametrize("seed", range(40))
def test_lines_cross_hardly_more_often_than_they_must(seed: int) -> None:
    """On small storylines the order found has at most two crossings more than the best of all orders."""
    order = random_order(Random(seed), "abcde"[: 3 + seed % 3], 3 + seed % 2)
    assert least_crossings(order) <= crossings(ordered(order)) <= least_crossings(order) + 2


def test_small_storylines_are_mostly_drawn_with_the_fewest_crossings() -> None:
    """Over many small storylines the best order is found nine times in ten."""
    orders = [random_order(Random(seed), "abcd", 4) for seed in range(100)]
    found = [crossings(ordered(order)) == least_crossings(order) for order in orders]
    assert sum(found) >= 90


@pytest.mark.parametrize("seed", range(5))
def test_large_storylines_cross_less_than_half_as_often_as_in_order_of_introduction(seed: int) -> None:
    """Where three circles of friends are introduced by turns, most crossings of the order of introduction go away."""
    circles = ["adgjmps", "behknqt", "cfilor"]
    order = random_circles(Random(seed), circles, 30)
    assert crossings(ordered(order)) * 2 <= crossings(order)


@pytest.mark.parametrize("seed", range(5))
def test_no_order_gets_worse(seed: int) -> None:
    """Where the order of introduction keeps circles of friends together already, nothing found crosses more often."""
    order = random_circles(Random(seed), ["abcdefg", "hijklmn", "opqrst"], 30)
    assert crossings(ordered(order)) <= crossings(order)


def test_an_order_keeps_who_meets_whom() -> None:
    """Only places change: each scene holds the same meetings."""
    order = random_order(Random(3), "abcdefghijklmnopqrst", 12)
    kept = [{frozenset(unit) for unit in units} for units in order]
    assert [{frozenset(unit) for unit in units} for units in ordered(order)] == kept


def test_counting_crossings_leaves_out_who_is_in_one_scene_alone() -> None:
    """Lines that begin or end between two scenes cross nobody there."""
    assert crossings([[["a"], ["b"], ["x"]], [["y"], ["b"], ["a"]]]) == 1


# Rows.


@pytest.mark.parametrize("seed", range(10))
def test_lines_never_overlap_and_meetings_stay_closed(seed: int) -> None:
    """Persons who meet stand one row apart, others at their distance at least, all in their order."""
    order = ordered(random_order(Random(seed), "abcdefghijkl", 15))
    for units, seats in zip(order, rows(order), strict=True):
        for unit in units:
            assert all(seats[lower] - seats[upper] == pytest.approx(APART) for upper, lower in pairwise(unit))
        for one, other in pairwise(units):
            least = APART if len(one) == len(other) == 1 else CLEAR
            assert seats[other[0]] - seats[one[-1]] >= least - 0.01


def test_lines_without_cause_to_bend_run_straight() -> None:
    """Where the same persons meet all the time, no line leaves its row."""
    found = rows([[["a", "b"], ["c"]]] * 5)
    assert found == [{"a": 0.0, "b": 1.0, "c": 2.5}] * 5


def test_a_line_that_only_passes_by_stays_where_it_is() -> None:
    """Meetings come to the line of who stays alone beside them, and not the other way round."""
    found = rows([[["a"], ["b"], ["x"]], [["a", "b"], ["x"]], [["a"], ["b"], ["x"]]])
    assert len({seats["x"] for seats in found}) == 1


def test_a_storyline_is_the_same_each_time() -> None:
    """The same view gives the same storyline."""
    told = {
        "S1E1": [claim(*NAMES[n : n + 2]) for n in (0, 2, 1, 3, 0)],
        "S1E2": [claim("ada", "emil"), claim("ben", "emil")],
    }
    assert storyline(view(told)) == storyline(view(told))


def test_a_storyline_of_nothing_has_no_line() -> None:
    """A story of which nothing is told is an empty picture, not an error."""
    empty = storyline(view({}, "none", people={}, premise=[]))
    assert (empty.lines, empty.scenes, empty.depth, empty.crossings) == ((), (), 0.0, 0)


def test_what_is_told_of_a_line_is_where_it_runs() -> None:
    """The last scene of a line follows from its first and its rows."""
    assert Line("Ada", 3, (0.0, 0.0, 1.0)).last == 5
