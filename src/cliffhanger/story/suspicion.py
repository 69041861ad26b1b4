"""Suspicion: how likely each answer to a question is, by the claims told so far, and how surprising the truth comes.

Evidence is counted as I. J. Good counts it (*Probability and the Weighing of Evidence*, 1950; "Weight of evidence: a
brief survey", in *Bayesian Statistics 2*, 1985). A claim E speaks for an answer A with a weight of

    W(A : E) = 10 log10 (P(E | A) / P(E | not A))   decibans,

ten times the common logarithm of the Bayes factor in favour of A against all other answers taken together. Weights of
claims that do not depend on each other add up. That is naive Bayes: a writer who weighs two claims that say the same
counts the same thing twice.

**Prior.** At first "someone else" has all the mass. An answer enters with the first visible claim that weighs it or
gives it, and takes a fifth (`ENTERS_WITH`) of what someone else has at that time: a stick broken at a fixed share. With
a fifth, and before anything is weighed, somebody unnamed stays as likely as not until a fourth suspect is named, and
still has a quarter when there are six, about as many as a mystery keeps in play. A hidden answer takes nothing, so that
nothing tells how many are to come.

**Posterior.** The mass of an answer is multiplied by 10^(w/10) for each weight w that stands, and all are divided by
their sum. A question is never settled but by its claims: the newest standing claim that answers it weighs `CLOSES_WITH`
more, 40 decibans, which makes its answer ten thousand times as likely against the rest.

**Surprise.** A truth surprises by minus log2 of the chance that its answer had just before it was told (Shannon 1948),
in bits. Somebody whom nobody had named would have entered with a fifth of what someone else had, so that the surprise
is finite for everybody. Where no answer had been weighed or given before, there is no surprise to tell.

History is told from the view at hand: each step counts what the claims that are visible now told by then, under the
names that are known now. Two persons who are known to be one are one at every step. A weight counts from the step at
which its claim, its question and its person have all been told.

`Suspicion` holds a `Step` for each episode watched since the question was opened, and a `Step` holds a `Chance` for
each answer that has entered. An answer is told from others by its `place` in `Suspicion.answers`, where "someone else"
is always at place 0: names may be shared.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from cliffhanger.story.claims import BEFORE, TOLD, Answers, Introduces, Key, Overturns, Party, Weighs
from cliffhanger.story.known import Known
from cliffhanger.story.people import Cast
from cliffhanger.story.recap import Claims, VisibleClaim
from cliffhanger.story.standing import not_standing
from cliffhanger.story.threads import Threads
from cliffhanger.vantage import Episode

ENTERS_WITH: Final = 1 / 5
"""The share of what someone else has that an answer takes when it enters."""

CLOSES_WITH: Final = 40
"""The weight of a claim that answers the question, in decibans."""

SOMEONE_ELSE: Final = "someone else"

_REST: Final = Party()
_NEPER: Final = math.log(10) / 10
"""What a deciban adds to a natural logarithm."""


@dataclass(frozen=True)
class Chance:
    """How likely an answer is after a step; `place` is its place in the answers, 0 for someone else."""

    place: int
    answer: str
    chance: float


@dataclass(frozen=True)
class Moved:
    """A weight, in decibans, that came to count in a step, or that `ceased` to, as its claim was overturned."""

    answer: str
    decibans: int
    claim: VisibleClaim | None
    ceased: bool = False


@dataclass(frozen=True)
class Step:
    """How things stand after an episode (None: after the premise), the likeliest answer first, and what moved them."""

    episode: Episode | None
    chances: tuple[Chance, ...]
    moved: tuple[Moved, ...] = ()

    @property
    def by_place(self) -> dict[int, float]:
        """The chance of each answer that has entered, by its place."""
        return {one.place: one.chance for one in sorted(self.chances, key=lambda one: one.place)}


@dataclass(frozen=True)
class Suspicion:
    """A question of who, its answers in order of entry after someone else, and how likely each was step by step."""

    asks: str
    answered: bool
    answers: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Surprise:
    """How likely an answer to a question was just before it was told, and its surprise in bits, -log2 of that."""

    asks: str
    answer: str
    chance: float
    bits: float


class _Event(NamedTuple):
    """An answer enters, or enters again, with a weight; `at` is the claim by which all of that has been told."""

    at: Key
    answer: Party
    decibans: int
    claim: Key
    closes: bool


Logs: TypeAlias = dict[Party, float]
"""The natural logarithm of the mass of each answer that has entered, in order of entry, before division."""


class Suspicions:
    """The questions of a view with all that bears on their answers."""

    def __init__(self, known: Known, cast: Cast, claims: Claims, threads: Threads, episodes: Iterable[Episode]) -> None:
        self._known, self._cast, self._claims, self._threads = known, cast, claims, threads
        self._episodes = tuple(episodes)
        self._enters: dict[str, Key] = {}
        for link in known.all(Introduces):
            self._enters.setdefault(link.person, link.claim)
        self._opened = {thread: link.claim for thread, link in threads.opened.items()}
        self._boards: dict[str, _Board] = {}

    @cached_property
    def all(self) -> tuple[Suspicion, ...]:
        """The questions for which some claim weighs a person, in order of opening."""
        who = {link.thread for link in self._known.all(Weighs) if link.answer.person}
        return tuple(self.of(thread) for thread in self._opened if thread in who)

    def surprise(self, truth: Key) -> Surprise | None:
        """Tell how surprising a claim is that answers a question; None where there was nothing to expect.

        Of several questions that it answers, the one that it answers most surprisingly counts.
        """
        found = (self._surprise(link) for link in self._known.all(Answers) if link.claim == truth)
        return max(filter(None, found), key=lambda one: one.bits, default=None)

    def _surprise(self, link: Answers) -> Surprise | None:
        board = self._board(link.thread)
        logs = board.logs(link.claim)
        if len(logs) == 1:
            return None
        answer = self.answer(link.answer)
        log = logs.get(answer, logs[_REST] + math.log(ENTERS_WITH)) - _total(logs)
        return Surprise(
            self._threads.wording[link.thread], self._name(answer), math.exp(log), max(0.0, -log / math.log(2))
        )

    def of(self, thread: str) -> Suspicion:
        """Tell of a thread how likely each answer was, step by step."""
        board, opened = self._board(thread), self._opened[thread]
        whence = [None] if opened.episode == BEFORE else []
        steps = []
        before: list[int] = []
        for episode in [*whence, *(one for one in self._episodes if opened < _end(one))]:
            end = _end(episode or BEFORE)
            weights = board.weights(end)
            steps.append(self._step(board, episode, board.logs(end), before, weights))
            before = weights
        entered = board.logs(_end(self._episodes[-1] if self._episodes else BEFORE))
        names = tuple(self._name(answer) for answer in entered)
        return Suspicion(self._threads.wording[thread], thread in self._threads.true, names, tuple(steps))

    def _step(self, board: _Board, episode: Episode | None, logs: Logs, before: list[int], weights: list[int]) -> Step:
        total = _total(logs)
        chances = [
            Chance(place, self._name(answer), math.exp(log - total)) for place, (answer, log) in enumerate(logs.items())
        ]
        chances.sort(key=lambda one: (-one.chance, one.place == 0, one.place))
        padded = before + [0] * (len(weights) - len(before))
        moved = [
            Moved(self._name(event.answer), now or was, self._claims.by_key.get(event.claim), ceased=not now)
            for event, was, now in zip(board.events, padded, weights, strict=False)
            if was != now
        ]
        return Step(episode, tuple(chances), tuple(moved))

    def _board(self, thread: str) -> _Board:
        if thread not in self._boards:
            self._boards[thread] = _Board(self._events(thread), self._overturns)
        return self._boards[thread]

    def _events(self, thread: str) -> list[_Event]:
        return [
            _Event(
                max(link.claim, self._opened[thread], self._enters.get(link.answer.person, link.claim)),
                self.answer(link.answer),
                link.decibans if isinstance(link, Weighs) else CLOSES_WITH,
                link.claim,
                closes=isinstance(link, Answers),
            )
            for link in self._links.get(thread, ())
        ]

    @cached_property
    def _links(self) -> Mapping[str, list[Weighs | Answers]]:
        links: dict[str, list[Weighs | Answers]] = defaultdict(list)
        for weighs in self._known.all(Weighs):
            links[weighs.thread].append(weighs)
        for answers in self._known.all(Answers):
            links[answers.thread].append(answers)
        return links

    @cached_property
    def _overturns(self) -> Mapping[Key, list[Key]]:
        overturns: dict[Key, list[Key]] = defaultdict(list)
        for link in self._known.all(Overturns):
            overturns[link.earlier].append(link.claim)
        return overturns

    def answer(self, party: Party) -> Party:
        """Give what stands for an answer: one person for all who are one, one value for someone else."""
        if party.person:
            return Party(person=self._cast.first(party.person))
        return _REST if party.words.casefold() == SOMEONE_ELSE else party

    def _name(self, answer: Party) -> str:
        return SOMEONE_ELSE if answer == _REST else self._cast.named(answer)


class _Board:
    """What bears on one question: the events in the order in which they come to be known, and what overturns them."""

    def __init__(self, events: Iterable[_Event], overturns: Mapping[Key, list[Key]]) -> None:
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
        newest = max((event.claim for event in told if event.closes and event.claim not in fallen), default=None)
        return [
            0 if event.claim in fallen or (event.closes and event.claim != newest) else event.decibans for event in told
        ]

    def logs(self, point: Key) -> Logs:
        """Give the mass of each answer that has entered before a point."""
        logs = {_REST: 0.0}
        for event, decibans in zip(self.events, self.weights(point), strict=False):
            if event.answer not in logs:
                logs[event.answer] = logs[_REST] + math.log(ENTERS_WITH)
                logs[_REST] += math.log1p(-ENTERS_WITH)
            logs[event.answer] += decibans * _NEPER
        return logs


def _total(logs: Logs) -> float:
    most = max(logs.values())
    return most + math.log(math.fsum(math.exp(log - most) for log in logs.values()))


def _end(episode: Episode) -> Key:
    """Give the point behind all that an episode tells, or the premise."""
    return Key(TOLD, Episode(episode.season, episode.number + 1), "", 0)
