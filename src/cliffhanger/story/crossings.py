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

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
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
    return sum(_inversions(_places(one), other) for one, other in pairwise(order))


def ordered(order: Sequence[Order]) -> list[Order]:
    """Give an order of the same scenes with few crossings; never more than that given has, and always the same."""
    best, fewest = [[[*unit] for unit in units] for units in order], crossings(order)
    effort = max(1, min(MOVES, EFFORT // max(1, sum(map(len, map(_flat, order))))))
    for cast in _casts(order)[: effort + 1]:
        found = _switched(_swept(_ranked(order, cast)))
        if (count := crossings(found)) < fewest:
            best, fewest = found, count
    for _ in range(effort):
        if not _lines_moved(best):
            break
        best = _switched(best)
    return best


def _flat(units: Order) -> list[str]:
    return [name for unit in units for name in unit]


def _places(units: Order) -> dict[str, int]:
    return {name: number for number, name in enumerate(_flat(units))}


def _inversions(place: Mapping[str, int], other: Order) -> int:
    count = passed = 0
    for name in _flat(other):
        if name in place:
            count += (passed >> place[name]).bit_count()
            passed |= 1 << place[name]
    return count


def _swept(order: Sequence[Order]) -> list[Order]:
    """Sweep to and fro, and give the best order met on the way."""
    best, fewest = [*order], crossings(order)
    now = best
    for sweep in range(SWEEPS):
        swept, count = now[:1], 0
        for units in now[1:]:
            place = _places(swept[-1])
            swept.append(_aligned(units, place))
            count += _inversions(place, swept[-1])
        now = swept[::-1]
        if count < fewest:
            best, fewest = now if sweep % 2 else swept, count
    return best


def _aligned(units: Order, place: Mapping[str, int]) -> Order:
    """Sort meetings by the mean place of their persons in a neighbouring scene; who is not in it keeps their place."""
    last, keys = -0.5, []
    for unit in units:
        if len(unit) == 1:
            last = place.get(unit[0], last)
        elif known := [place[name] for name in unit if name in place]:
            last = sum(known) / len(known)
        keys.append(last)
    return [_within(units[number], place) for number in sorted(range(len(units)), key=keys.__getitem__)]


def _within(unit: list[str], place: Mapping[str, int]) -> list[str]:
    if len(unit) == 1:
        return unit
    last, keys = -1, {}
    for name in unit:
        last = keys[name] = place.get(name, last)
    return sorted(unit, key=keys.__getitem__)


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
    places = [_places(units) for units in now]
    stale = {*range(len(now))}
    for _ in range(SWITCHES):
        for scene in range(len(now)):
            if scene not in stale:
                continue
            near = [other for other in (scene - 1, scene + 1) if 0 <= other < len(now)]
            if _settled(now[scene], [places[other] for other in near]):
                stale.discard(scene)
            else:
                places[scene] = _places(now[scene])
                stale.update(near)
        if not stale:
            break
    return now


def _settled(units: Order, beside: Sequence[dict[str, int]]) -> bool:
    """Switch neighbours once through a scene, and tell whether all stay in their places."""
    changed = _switch(units, beside)
    for unit in units:
        if len(unit) > 1:
            singles = [[name] for name in unit]
            if _switch(singles, beside):
                unit[:] = _flat(singles)
                changed = True
    return not changed


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
        lowers = [place[name] for name in other if name in place]
        for name in one:
            if name in place:
                gain += sum(1 if lower < place[name] else -1 for lower in lowers)
    return gain


def _lines_moved(order: list[Order]) -> bool:
    """Take each line out and lead it anew through all its scenes, where it crosses the others least.

    The seats that it may have in a scene, among the units or within its meeting, are told apart by who is above them,
    as bits. From seat to seat it crosses those who change sides; the best way is found by dynamic programming.
    """
    bit = {name: 1 << number for number, name in enumerate(dict.fromkeys(n for units in order for n in _flat(units)))}
    bits = [[sum(bit[name] for name in unit) for unit in units] for units in order]
    present = [sum(here) for here in bits]
    moved = False
    for name, own in bit.items():
        life = [place for place, here in enumerate(present) if here & own]
        seats = [_seats(order[place], bits[place], name, bit) for place in life]
        common = [present[one] & present[other] & ~own for one, other in pairwise(life)]
        way = _best_way([above for _, above in seats], [now for now, _ in seats], common)
        for place, seat, (now, _) in zip(life, way, seats, strict=True):
            if seat != now:
                if own in bits[place]:
                    order[place].insert(seat, order[place].pop(now))
                    bits[place].insert(seat, bits[place].pop(now))
                else:
                    unit = next(unit for unit in order[place] if name in unit)
                    unit.insert(seat, unit.pop(now))
                moved = True
    return moved


def _seats(units: Order, bits: Sequence[int], name: str, bit: Mapping[str, int]) -> tuple[int, list[int]]:
    """Give the seat that somebody has in a scene, and for each that they may have who is above it."""
    number = next(number for number, here in enumerate(bits) if here & bit[name])
    if len(units[number]) == 1:
        now, above, others = number, 0, [*bits[:number], *bits[number + 1 :]]
    else:
        now, above, others = units[number].index(name), sum(bits[:number]), [bit[n] for n in units[number] if n != name]
    return now, [*accumulate(others, initial=above)]


def _best_way(seats: Sequence[Sequence[int]], now: Sequence[int], common: Sequence[int]) -> list[int]:
    """Choose a seat in each scene so that the fewest change sides; the present ones where no others are better."""
    present = sum(
        ((above[seat] ^ below[after]) & both).bit_count()
        for (above, below), (seat, after), both in zip(pairwise(seats), pairwise(now), common, strict=True)
    )
    if not present:
        return [*now]
    costs, whence = [0] * len(seats[0]), []
    for (before, after), both in zip(pairwise(seats), common, strict=True):
        worth = _worth(costs, [above & both for above in before], present)
        if not worth:
            return [*now]
        reached, chosen = [], []
        for here in (above & both for above in after):
            found = [cost + (above ^ here).bit_count() for cost, above, _ in worth]
            reached.append(min(found))
            chosen.append(worth[found.index(reached[-1])][2])
        costs = reached
        whence.append(chosen)
    if min(costs) >= present:
        return [*now]
    way = [costs.index(min(costs))]
    for chosen in reversed(whence):
        way.append(chosen[way[-1]])
    return way[::-1]


def _worth(costs: Sequence[int], seats: Sequence[int], most: int) -> list[tuple[int, int, int]]:
    """Leave out seats that cost too much, or whence no way goes on for less than from one above; number the others."""
    worth = []
    least = most
    for number, (cost, above) in enumerate(zip(costs, seats, strict=True)):
        if cost < most and cost - above.bit_count() < least:
            least = cost - above.bit_count()
            worth.append((cost, above, number))
    return worth
