"""Which claims stand: the grounded semantics of Dung's argumentation frameworks (1995)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

C = TypeVar("C", bound=Hashable)


def not_standing(overturns: Iterable[tuple[C, C]]) -> frozenset[C]:
    """Give the claims that do not stand, from pairs of an overturning claim and the claim that it overturns.

    A claim stands when all that overturn it are themselves overturned by claims that stand; what no such chain
    decides, a cycle and all that hangs on it, does not stand.
    """
    targets: dict[C, set[C]] = defaultdict(set)
    attackers: dict[C, set[C]] = defaultdict(set)
    for truth, believed in overturns:
        targets[truth].add(believed)
        attackers[believed].add(truth)
    unmet = {claim: len(by) for claim, by in attackers.items()}
    stands = [claim for claim in targets if claim not in attackers]
    settled = set(stands)
    fallen: set[C] = set()
    while stands:
        for believed in targets[stands.pop()] - fallen:
            fallen.add(believed)
            for freed in targets.get(believed, ()):
                unmet[freed] -= 1
                if not unmet[freed] and freed not in settled and freed not in fallen:
                    settled.add(freed)
                    stands.append(freed)
    return frozenset(attackers.keys() - settled)
