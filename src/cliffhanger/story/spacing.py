"""The rows of the lines of a storyline, once their order is fixed, so that lines run straight and meetings close up.

A meeting is stiff: its persons stand one row apart. Scene by scene, meetings and persons alone are put as near as their
order and distances allow to the rows that their persons have in the scenes beside, by the sum of absolute differences,
so that most lines stay where they are. That is solved exactly for one scene, by isotonic regression: who would overlap
are pooled, and the pool goes to the median of where its members want to be (pool adjacent violators, after Ayer and
others 1955). Sweeps forth and back carry it over all scenes. Then stretches over which lines run level move, each as
one, to where they meet the stretches before and after, as far as there is room; so bends go away, which scene by scene
stay. What is made small is the linear wiggle height of Dobler, Hegemann, Nöllenburg and Wolff (Optimizing wiggle in
storylines, GD 2025), who compute the least by linear programming, and show that the fewest bends are NP-complete.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final, TypeAlias

from cliffhanger.story.crossings import Order

Wish: TypeAlias = tuple[float, float]
"""A row, and how much it counts."""

Seats: TypeAlias = dict[str, float]
"""The rows of all who stand in a scene."""

Unit: TypeAlias = tuple[int, int]
"""A meeting, or a person alone: the scene, and the place in it from the top."""

APART: Final = 1.0
"""Between two persons."""

CLEAR: Final = 1.5
"""Between a meeting and who has no part in it."""

SWEEPS: Final = 10
CLOSE: Final = 0.15
"""How much it counts to stand where one would if all stood close together: enough to fill holes, not to bend lines."""


def rows(order: Sequence[Order]) -> list[Seats]:
    """Give each scene the rows of who stands in it, from 0 downwards."""
    found = _scene_by_scene(order)
    for _ in range(SWEEPS):
        if not _stretches_moved(order, found):
            break
    top = min((row for seats in found for row in seats.values()), default=0.0)
    return [{name: round(row - top, 3) for name, row in seats.items()} for seats in found]


def _scene_by_scene(order: Sequence[Order]) -> list[Seats]:
    offsets = [_offsets(units) for units in order]
    close = [_seated(units, tops) for units, tops in zip(order, offsets, strict=True)]
    depth = max((row for seats in close for row in seats.values()), default=0.0)
    for seats in close:
        drop = (depth - max(seats.values(), default=depth)) / 2
        seats.update({name: row + drop for name, row in seats.items()})
    found: list[Seats] = [{} for _ in order]
    stale = {*range(len(order))}
    for sweep in range(SWEEPS):
        for place in range(len(order)) if sweep % 2 == 0 else reversed(range(len(order))):
            if place not in stale:
                continue
            stale.discard(place)
            near = _beside(place, found)
            wishes = {
                name: [*((seats[name], 1.0) for seats in near if name in seats), (row, CLOSE)]
                for name, row in close[place].items()
            }
            seats = _placed(order[place], offsets[place], wishes)
            if seats != found[place]:
                found[place] = seats
                stale |= {place - 1, place + 1}
    return found


def _beside(place: int, found: Sequence[Seats]) -> tuple[Seats, ...]:
    """Give the rows in the scenes before and after."""
    return (*found[max(place - 1, 0) : place], *found[place + 1 : place + 2])


def _distance(upper: Sequence[str], lower: Sequence[str]) -> float:
    """Give the least distance from the first of a unit to the first of the unit below it."""
    return (len(upper) - 1) * APART + (APART if len(upper) == len(lower) == 1 else CLEAR)


def _offsets(units: Order) -> list[float]:
    """Give the rows of the first persons of units that stand close together."""
    offsets = [0.0]
    for upper, lower in pairwise(units):
        offsets.append(offsets[-1] + _distance(upper, lower))
    return offsets


def _seated(units: Order, tops: Iterable[float]) -> Seats:
    return {name: top + seat * APART for unit, top in zip(units, tops, strict=False) for seat, name in enumerate(unit)}


def _placed(units: Order, offsets: Sequence[float], wishes: Mapping[str, Sequence[Wish]]) -> Seats:
    """Put units as near to what their persons wish as order and distances allow."""
    pools: list[tuple[float, list[Wish], int]] = []
    for unit, offset in zip(units, offsets, strict=False):
        own = [(row - seat * APART - offset, weight) for seat, name in enumerate(unit) for row, weight in wishes[name]]
        pool = _median(own), own, 1
        while pools and pools[-1][0] > pool[0]:
            _, before, count = pools.pop()
            joined = before + pool[1]
            pool = _median(joined), joined, count + pool[2]
        pools.append(pool)
    shifts = [shift for shift, _, count in pools for _ in range(count)]
    return _seated(units, (shift + offset for shift, offset in zip(shifts, offsets, strict=False)))


def _median(wishes: Sequence[Wish]) -> float:
    """Give the row with the least sum of weighted distances, the upper one of two."""
    ranked = sorted(wishes)
    passed = [*accumulate([weight for _, weight in ranked])]
    return ranked[bisect_left(passed, passed[-1] / 2 - 1e-9)][0]


def _stretches_moved(order: Sequence[Order], found: list[Seats]) -> bool:
    """Move each stretch of level lines to the median of where the lines at its ends come from and go to."""
    depth = max((row for seats in found for row in seats.values()), default=0.0)
    moved = False
    for stretch in _stretches(order, found):
        wishes = [
            (shift, 1.0)
            for place, number in stretch
            for near in _beside(place, found)
            for name in order[place][number]
            if name in near and abs(shift := near[name] - found[place][name]) > 1e-6
        ]
        if not wishes:
            continue
        up, down = _room(order, found, stretch, depth)
        shift = max(-up, min(down, _median(wishes)))
        if abs(shift) > 1e-6:
            moved = True
            for place, number in stretch:
                for name in order[place][number]:
                    found[place][name] += shift
    return moved


def _stretches(order: Sequence[Order], found: Sequence[Seats]) -> list[set[Unit]]:
    """Gather units between which a line runs level; the smallest stretches first."""
    stretch_of: dict[Unit, set[Unit]] = {
        (place, number): {(place, number)} for place, units in enumerate(order) for number in range(len(units))
    }
    unit_of = [{name: number for number, unit in enumerate(units) for name in unit} for units in order]
    for place, (here, after) in enumerate(pairwise(unit_of)):
        for name, number in here.items():
            if name in after and abs(found[place][name] - found[place + 1][name]) < 1e-6:
                one, other = stretch_of[place, number], stretch_of[place + 1, after[name]]
                if one is not other:
                    one |= other
                    stretch_of.update(dict.fromkeys(other, one))
    stretches = {id(stretch): stretch for stretch in stretch_of.values()}
    return sorted(stretches.values(), key=lambda stretch: (len(stretch), min(stretch)))


def _room(order: Sequence[Order], found: Sequence[Seats], stretch: set[Unit], depth: float) -> tuple[float, float]:
    """Tell how far a stretch may go up and down."""
    up = down = depth
    for place, number in stretch:
        units, seats = order[place], found[place]
        top = seats[units[number][0]]
        if number == 0:
            up = min(up, top)
        elif (place, number - 1) not in stretch:
            up = min(up, top - seats[units[number - 1][0]] - _distance(units[number - 1], units[number]))
        if number == len(units) - 1:
            down = min(down, depth - seats[units[number][-1]])
        elif (place, number + 1) not in stretch:
            down = min(down, seats[units[number + 1][0]] - top - _distance(units[number], units[number + 1]))
    return max(0.0, up), max(0.0, down)
