"""The balance on which suspicion is weighed: what bears on one question, and the mass that each answer has by then."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from cliffhanger.story.claims import Involves, Key, Party
from cliffhanger.story.known import Known
from cliffhanger.story.standing import not_standing

ENTERS_WITH: Final = 1 / 5
"""The share of what someone else has that an answer takes when it enters."""

CLOSES_WITH: Final = 40
"""The weight of a claim that answers the question, in decibans."""

HEARSAY: Final = 10
"""The weight of one that answers it on somebody's word or belief alone: enough to lead, and not to settle anything."""

REST: Final = Party()
"""Stands for someone else."""

_NEPER: Final = math.log(10) / 10
"""What a deciban adds to a natural logarithm."""

Logs: TypeAlias = dict[Party, float]
"""The natural logarithm of the mass of each answer that has entered, in order of entry, before division."""


class Event(NamedTuple):
    """An answer enters, or enters again, with a weight; `at` is the claim by which all of that has been told.

    If it `closes`, its claim answers the question; if it `is_word`, that claim is hearsay.
    """

    at: Key
    answer: Party
    decibans: int
    claim: Key
    closes: bool = False
    is_word: bool = False


class Balance:
    """What bears on one question: the events in the order in which they come to be known, and what overturns them."""

    def __init__(self, events: Iterable[Event], overturns: Mapping[Key, list[Key]]) -> None:
        self.events = sorted(events, key=lambda event: event.at)
        pairs: dict[tuple[Key, Key], None] = {}
        waiting = [event.claim for event in self.events]
        reached = set(waiting)
        while waiting:
            earlier = waiting.pop()
            for claim in overturns.get(earlier, ()):
                pairs[claim, earlier] = None
                if claim not in reached:
                    reached.add(claim)
                    waiting.append(claim)
        self._overturns = sorted(pairs, key=max)
        self._told: dict[tuple[int, int], list[int]] = {}

    def weights(self, point: Key) -> list[int]:
        """Give the weights of the events before a point as they count there, in decibans."""
        events = bisect_left(self.events, point, key=lambda event: event.at)
        told = events, bisect_left(self._overturns, point, key=max)
        if told not in self._told:
            self._told[told] = self._counting(*told)
        return self._told[told]

    def _counting(self, events: int, overturns: int) -> list[int]:
        told, fallen = self.events[:events], not_standing(self._overturns[:overturns])
        closing = [event for event in told if event.closes and event.claim not in fallen]
        newest = max((event.claim for event in closing), default=None)
        newest_told = max((event.claim for event in closing if not event.is_word), default=None)
        return [
            0
            if event.claim in fallen or (event.closes and event.claim != (newest if event.is_word else newest_told))
            else event.decibans
            for event in told
        ]

    def logs(self, point: Key) -> Logs:
        """Give the mass of each answer that has entered before a point."""
        logs = {REST: 0.0}
        weighed = zip(self.events, self.weights(point), strict=False)
        for _, some in groupby(weighed, key=lambda one: one[0].at):
            together = [*some]
            _enter(logs, dict.fromkeys(event.answer for event, _ in together if event.answer not in logs))
            for event, decibans in together:
                logs[event.answer] += decibans * _NEPER
        return logs


def hearsay(known: Known, enters: Mapping[str, Key]) -> frozenset[Key]:
    """Give the claims that are somebody's word or belief, and that nobody is said to know.

    Whoever enters after a claim does not count, since history must not change later.
    """
    parts: dict[str, set[Key]] = defaultdict(set)
    for link in known.all(Involves):
        if enters.get(link.person, link.claim) <= link.claim:
            parts[link.part].add(link.claim)
    said = {one.key for one in known.statements if one.hearsay or one.believers}
    sure = {one.key for one in known.statements if one.knowers}
    return frozenset((said | parts["believes"]) - sure - parts["knows"])


def entering(logs: Logs) -> float:
    """Give the logarithm of the mass with which one more answer would enter."""
    return logs[REST] + math.log(ENTERS_WITH)


def total(logs: Logs) -> float:
    """Give the logarithm of the sum of all masses."""
    most = max(logs.values())
    return most + math.log(math.fsum(math.exp(log - most) for log in logs.values()))


def _enter(logs: Logs, new: Iterable[Party]) -> None:
    """Let answers enter together: they share equally what they would take one after another."""
    answers = [*new]
    if not answers:
        return
    left = len(answers) * math.log1p(-ENTERS_WITH)
    share = logs[REST] + math.log(-math.expm1(left) / len(answers))
    logs.update(dict.fromkeys(answers, share))
    logs[REST] += left
