"""The order of lines in each scene of a storyline, so that few of them cross.

Scenes are layers, as in the drawing of hierarchies by Sugiyama, Tagawa and Toda (Methods for visual understanding of
hierarchical system structures, IEEE Trans. SMC 11, 1981): sweeps over the layers, forth and back, put each meeting at
the mean place (barycentre) of its persons in the layer before, and each person within it likewise; then neighbours
change places as long as that takes crossings away (greedy switching, after Eades and Kelly 1986). At last each line is
taken out and led anew, the best way through all its scenes at once, which gets over what no step between two
neighbours can. To find the least number is NP-hard; Gronemann, Jünger, Liers and Mambelli (Crossing minimization in
storyline visualization, GD 2016) compute it by integer programming. A person has one place in a layer, so the crossings
between two layers are the inversions between two orders.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

Order: TypeAlias = list[list[str]]
"""Who stands in a scene, from the top: meetings, and persons alone; each a list of names from the top."""

SWEEPS: Final = 8
SWITCHES: Final = 12
MOVES: Final = 4
"""Rounds after which a search ends that has not come to rest before."""

EFFORT: Final = 1200
"""Places of persons in scenes, all rounds together: large stories are searched less, to be drawn at once."""


def crossings(order: Sequence[Order]) -> int:
    """Count how often lines cross from scene to scene."""
    return sum(_inversions(_flat(one), _flat(other)) for one, other in pairwise(order))


def ordered(order: Sequence[Order]) -> list[Order]:
    """Give an order of the same scenes with few crossings; never more than that given has, and always the same."""
    best = [[[*unit] for unit in units] for units in order]
    effort = max(1, min(MOVES, EFFORT // max(1, sum(map(len, map(_flat, order))))))
    for cast in _casts(order)[: effort + 1]:
        found = _switched(_swept(_ranked(order, cast)))
        if crossings(found) < crossings(best):
            best = found
    for _ in range(effort):
        if not _lines_moved(best):
            break
        best = _switched(best)
    return best


def _flat(units: Order) -> list[str]:
    return [name for unit in units for name in unit]


def _inversions(one: Iterable[str], other: Iterable[str]) -> int:
    place = {name: number for number, name in enumerate(one)}
    passed: list[int] = []
    count = 0
    for number in (place[name] for name in other if name in place):
        count += len(passed) - bisect_left(passed, number)
        insort(passed, number)
    return count


def _swept(order: Sequence[Order]) -> list[Order]:
    """Sweep to and fro, and give the best order met on the way."""
    best, fewest = [*order], crossings(order)
    now = [*order]
    for sweep in range(SWEEPS):
        there = range(1, len(now)) if sweep % 2 == 0 else range(len(now) - 2, -1, -1)
        step = -1 if sweep % 2 == 0 else 1
        for place in there:
            now[place] = _aligned(now[place], _flat(now[place + step]))
        if (count := crossings(now)) < fewest:
            best, fewest = [*now], count
    return best


def _aligned(units: Order, to: Sequence[str]) -> Order:
    """Sort meetings by the mean place of their persons in a neighbouring scene; who is not in it keeps their place."""
    place = {name: float(number) for number, name in enumerate(to)}
    keys = [(sum(known) / len(known) if (known := [place[n] for n in unit if n in place]) else None) for unit in units]
    last = -0.5
    for number, key in enumerate(keys):
        last = keys[number] = last if key is None else key
    found = sorted(zip(keys, range(len(units)), strict=True), key=lambda one: (one[0] or 0.0, one[1]))
    return [_within(units[number], place) for _, number in found]


def _within(unit: list[str], place: dict[str, float]) -> list[str]:
    last, keys = -1.0, {}
    for name in unit:
        last = keys[name] = place.get(name, last)
    return sorted(unit, key=lambda name: keys[name])


def _casts(order: Sequence[Order]) -> list[list[str]]:
    """Give orders of all persons to begin with: as they come, by the company they keep, and some that mix them up."""
    cast = list(dict.fromkeys(name for units in order for name in _flat(units)))
    met: dict[str, list[str]] = {name: [name] for name in cast}
    for unit in (unit for units in order for unit in units):
        for name in unit:
            met[name] += unit
    rank = {name: float(number) for number, name in enumerate(cast)}
    for _ in range(SWEEPS):
        mean = {name: sum(rank[other] for other in met[name]) / len(met[name]) for name in cast}
        rank = {name: float(number) for number, name in enumerate(sorted(cast, key=lambda name: mean[name]))}
    company = sorted(cast, key=rank.__getitem__)
    return [cast, company, cast[::2] + cast[1::2], company[1::2] + company[::2], cast[::3] + cast[1::3] + cast[2::3]]


def _ranked(order: Sequence[Order], cast: Sequence[str]) -> list[Order]:
    """Put each scene into one order of all persons, as nearly as meetings allow."""
    rank = {name: number for number, name in enumerate(cast)}
    return [
        sorted(
            (sorted(unit, key=rank.__getitem__) for unit in units),
            key=lambda unit: sum(rank[name] for name in unit) / len(unit),
        )
        for units in order
    ]


def _switched(order: Sequence[Order]) -> list[Order]:
    """Let neighbours change places, meetings and persons within them, wherever that takes a crossing away."""
    now = [[[*unit] for unit in units] for units in order]
    for _ in range(SWITCHES):
        changed = False
        for place, units in enumerate(now):
            beside = [_places(now[near]) for near in (place - 1, place + 1) if 0 <= near < len(now)]
            changed |= _switch(units, beside)
            for unit in units:
                if len(unit) > 1:
                    singles = [[name] for name in unit]
                    if _switch(singles, beside):
                        unit[:] = _flat(singles)
                        changed = True
        if not changed:
            break
    return now


def _places(units: Order) -> dict[str, int]:
    return {name: number for number, name in enumerate(_flat(units))}


def _switch(units: Order, beside: Sequence[dict[str, int]]) -> bool:
    changed = False
    for upper in range(len(units) - 1):
        one, other = units[upper], units[upper + 1]
        if _gain(one, other, beside) > 0:
            units[upper], units[upper + 1] = other, one
            changed = True
    return changed


def _gain(one: Sequence[str], other: Sequence[str], beside: Sequence[dict[str, int]]) -> int:
    """Count the crossings that go away if `other` stands above `one`."""
    gain = 0
    for place in beside:
        uppers = [place[name] for name in one if name in place]
        lowers = [place[name] for name in other if name in place]
        gain += sum((upper > lower) - (upper < lower) for upper in uppers for lower in lowers)
    return gain


def _lines_moved(order: list[Order]) -> bool:
    """Take each line out and lead it anew through all its scenes, where it crosses the others least.

    The seats that it may have in a scene, among the units or within its meeting, are told apart by who is above them,
    as bits. From seat to seat it crosses those who change sides; the best way is found by dynamic programming.
    """
    bit = {name: 1 << number for number, name in enumerate(dict.fromkeys(n for units in order for n in _flat(units)))}
    present = [sum(bit[name] for name in _flat(units)) for units in order]
    moved = False
    for name, own in bit.items():
        life = [place for place, here in enumerate(present) if here & own]
        seats = [_seats(order[place], name, bit) for place in life]
        common = [present[one] & present[other] & ~own for one, other in pairwise(life)]
        way = _best_way([above for _, above in seats], [now for now, _ in seats], common)
        for place, seat, (now, _) in zip(life, way, seats, strict=True):
            if seat != now:
                _move(order[place], name, seat)
                moved = True
    return moved


def _seats(units: Order, name: str, bit: dict[str, int]) -> tuple[int, list[int]]:
    """Give the seat that somebody has in a scene, and for each that they may have who is above it."""
    number = next(number for number, unit in enumerate(units) if name in unit)
    if len(units[number]) == 1:
        now, above, others = number, 0, [unit for unit in units if name not in unit]
    else:
        now = units[number].index(name)
        above = sum(bit[other] for unit in units[:number] for other in unit)
        others = [[other] for other in units[number] if other != name]
    uppers = [above]
    for unit in others:
        uppers.append(uppers[-1] | sum(bit[other] for other in unit))
    return now, uppers


def _move(units: Order, name: str, seat: int) -> None:
    unit = next(unit for unit in units if name in unit)
    if len(unit) == 1:
        units.remove(unit)
        units.insert(seat, unit)
    else:
        unit.remove(name)
        unit.insert(seat, name)


def _best_way(seats: Sequence[Sequence[int]], now: Sequence[int], common: Sequence[int]) -> list[int]:
    """Choose a seat in each scene so that the fewest change sides; the present ones where no others are better."""
    costs, whence = [0] * len(seats[0]), []
    present = 0
    for place, both in enumerate(common):
        before, after = seats[place], seats[place + 1]
        present += ((before[now[place]] ^ after[now[place + 1]]) & both).bit_count()
        reached, chosen = [], []
        for one in after:
            found = [cost + ((above ^ one) & both).bit_count() for cost, above in zip(costs, before, strict=True)]
            least = min(found)
            reached.append(least)
            chosen.append(found.index(least))
        costs = reached
        whence.append(chosen)
    if min(costs) >= present:
        return [*now]
    way = [costs.index(min(costs))]
    for chosen in reversed(whence):
        way.append(chosen[way[-1]])
    return way[::-1]
