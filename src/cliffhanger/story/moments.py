"""The order of the moments of a fabula, where it is only partly known.

A story keeps groups of moments, earliest first, and pairs of moments of which the first is before the second. Pairs
matter within a group; what lies in an earlier group is before all that lies in a later one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

Pairs: TypeAlias = Sequence[tuple[str, str]]
Groups: TypeAlias = tuple[tuple[str, ...], ...]


def circle(pairs: Pairs) -> tuple[str, ...]:
    """Give moments each of which is before the next, and the last before the first; none where there is no circle."""
    before: dict[str, list[str]] = {}
    for earlier, later in pairs:
        before.setdefault(later, []).append(earlier)
    settled: set[str] = set()
    for start in before:
        path: dict[str, Iterator[str]] = {start: iter(before[start])} if start not in settled else {}
        while path:
            here = next(reversed(path))
            found = next((one for one in path[here] if one not in settled), None)
            if found is None:
                settled.add(here)
                del path[here]
            elif found in path:
                names = [*path]
                return tuple(reversed(names[names.index(found) :]))
            else:
                path[found] = iter(before.get(found, ()))
    return ()


def in_groups(groups: Groups, pairs: Pairs) -> Groups:
    """Split groups as far as pairs tell, so that all of one group is before all of the next.

    Within a group the moments keep their places. Pairs that run in a circle split nothing.
    """
    if not pairs:
        return groups
    return tuple(part for group in groups for part in _split(group, pairs))


def _split(group: Sequence[str], pairs: Pairs) -> Iterable[tuple[str, ...]]:
    """Cut a group where all that is on one side is before all that is on the other.

    Sets of moments are the bits of integers: one step takes a machine word for 64 moments.
    """
    bit = {moment: 1 << place for place, moment in enumerate(group)}
    below = earlier_than(bit, pairs)
    ranked = sorted(group, key=lambda moment: below[moment].bit_count())
    first = sum(bit.values())
    cuts: set[int] = set()
    for place in range(len(ranked) - 1, 0, -1):
        first &= below[ranked[place]]
        if first.bit_count() == place:
            cuts.add(place)
    parts: dict[str, int] = {}
    number = 0
    for place, moment in enumerate(ranked):
        number += place in cuts
        parts[moment] = number
    in_place = sorted(group, key=parts.__getitem__)
    return (tuple(moments) for _, moments in groupby(in_place, key=parts.__getitem__))


def earlier_than(bit: Mapping[str, int], pairs: Pairs) -> dict[str, int]:
    """Give for each moment those that are before it, each by the bit that it is given here."""
    below = dict.fromkeys(bit, 0)
    for earlier, later in _forwards([*bit], [pair for pair in pairs if pair[0] in bit and pair[1] in bit]):
        below[later] |= below[earlier] | bit[earlier]
    return below


def _forwards(group: Sequence[str], pairs: Pairs) -> Iterable[tuple[str, str]]:
    """Give pairs so that all that lead to a moment come before those that lead on from it."""
    onward: dict[str, list[str]] = {}
    waits = dict.fromkeys(group, 0)
    for earlier, later in pairs:
        onward.setdefault(earlier, []).append(later)
        waits[later] += 1
    ready = [moment for moment in group if not waits[moment]]
    while ready:
        earlier = ready.pop()
        for later in onward.get(earlier, ()):
            yield earlier, later
            waits[later] -= 1
            if not waits[later]:
                ready.append(later)
