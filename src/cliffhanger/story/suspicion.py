"""Suspicion: how likely each answer to a question is, by the claims told so far, and how surprising the truth comes.

Evidence is counted as I. J. Good counts it (*Probability and the Weighing of Evidence*, 1950; "Weight of evidence: a
brief survey", in *Bayesian Statistics 2*, 1985). A claim E speaks for an answer A with a weight of

    W(A : E) = 10 log10 (P(E | A) / P(E | not A))   decibans,

ten times the common logarithm of the Bayes factor in favour of A against all other answers taken together. So it is
where a claim weighs one answer. Where a claim weighs several at once, each weight is relative to the answers that the
claim leaves unweighed: W = 10 log10 (P(E | A) / P(E | U)), U any of those. Weights of claims that do not depend on each
other add up. That is naive Bayes: a writer who weighs two claims that say the same counts the same thing twice.

**Prior.** At first "someone else" has all the mass. An answer enters with the first visible claim that weighs it or
gives it, and takes a fifth (`ENTERS_WITH`) of what someone else has at that time: a stick broken at a fixed share.
Answers that enter by one claim share equally what they would take one after another, so that the order in which they
are written tells nothing. With a fifth, and before anything is weighed, somebody unnamed stays as likely as not until a
fourth suspect is named, and still has a quarter when there are six, about as many as a mystery keeps in play. A hidden
answer takes nothing, so that nothing tells how many are to come.

**Posterior.** The mass of an answer is multiplied by 10^(w/10) for each weight w that stands, and all are divided by
their sum. A question is never settled but by its claims: the newest standing claim that answers it weighs `CLOSES_WITH`
more, 40 decibans, which makes its answer ten thousand times as likely against the rest. An answer that only somebody
believes or tells, and nobody is said to know, weighs `HEARSAY` instead, ten decibans. This weight ceases when the claim
is overturned, and also when a newer answer stands; but mere word ends nothing that the story tells itself.

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
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cliffhanger.story.claims import BEFORE, TOLD, Answers, Introduces, Key, Overturns, Party, Weighs
from cliffhanger.story.known import Known
from cliffhanger.story.people import Cast
from cliffhanger.story.recap import Claims, VisibleClaim
from cliffhanger.story.threads import Threads
from cliffhanger.story.weighing import CLOSES_WITH, HEARSAY, REST, Balance, Event, Logs, entering, hearsay, total
from cliffhanger.vantage import Episode

SOMEONE_ELSE: Final = "someone else"


@dataclass(frozen=True)
class Chance:
    """How likely an answer is after a step; `place` is its place in the answers, 0 for someone else."""

    place: int
    answer: str
    chance: float


@dataclass(frozen=True)
class Moved:
    """What one claim came to weigh for an answer in a step, in decibans, or `ceased` to: overturned, or outdone."""

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
    """A question of who, its answers in order of entry after someone else, and how likely each was step by step.

    It is `answered` where the story itself answers it, and not on somebody's word alone.
    """

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


class Suspicions:
    """The questions of a view with all that bears on their answers."""

    def __init__(self, known: Known, cast: Cast, claims: Claims, threads: Threads, episodes: Iterable[Episode]) -> None:
        self._known, self._cast, self._claims, self._threads = known, cast, claims, threads
        self._episodes = tuple(episodes)
        self._enters: dict[str, Key] = {}
        for link in known.all(Introduces):
            self._enters.setdefault(link.person, link.claim)
        self._opened = {thread: link.claim for thread, link in threads.opened.items()}
        self._balances: dict[str, Balance] = {}

    @cached_property
    def all(self) -> tuple[Suspicion, ...]:
        """The questions for which some claim weighs a person, the one most weighed first, else in order of opening."""
        who = {link.thread for link in self._known.all(Weighs) if link.answer.person}
        asked = [thread for thread in self._opened if thread in who]
        return tuple(map(self.of, sorted(asked, key=self._threads.weighed, reverse=True)))

    def surprise(self, truth: Key, believed: Key) -> Surprise | None:
        """Tell how surprising a claim is that answers a question; None where there was nothing to expect.

        Of several questions that it answers, those count on which the claim that it overturned bears, by weighing them
        or by answering them otherwise; if there is none, those whose answer is a person; if there is none, all. Of
        these, the one that it answers most surprisingly counts.
        """
        answers = [link for link in self._known.all(Answers) if link.claim == truth]
        bears = [link for link in answers if self._bears(believed, link)]
        asked = bears or [link for link in answers if link.answer.person] or answers
        return max(filter(None, map(self._surprise, asked)), key=lambda one: one.bits, default=None)

    def _bears(self, believed: Key, truth: Answers) -> bool:
        """Tell whether a claim weighs a question, or gives it another answer than the truth does."""
        links = [link for link in self._links.get(truth.thread, ()) if link.claim == believed]
        answer = self.answer(truth.answer)
        return any(isinstance(link, Weighs) or self.answer(link.answer) != answer for link in links)

    def _surprise(self, link: Answers) -> Surprise | None:
        balance = self._balance(link.thread)
        logs = balance.logs(link.claim)
        if len(logs) == 1:
            return None
        answer = self.answer(link.answer)
        log = logs.get(answer, entering(logs)) - total(logs)
        return Surprise(
            self._threads.wording[link.thread], self._name(answer), math.exp(log), max(0.0, -log / math.log(2))
        )

    def of(self, thread: str) -> Suspicion:
        """Tell of a thread how likely each answer was, step by step."""
        balance, opened = self._balance(thread), self._opened[thread]
        whence = [None] if opened.episode == BEFORE else []
        steps = []
        before: list[int] = []
        for episode in [*whence, *(one for one in self._episodes if opened < _end(one))]:
            end = _end(episode or BEFORE)
            weights = balance.weights(end)
            steps.append(self._step(balance, episode, balance.logs(end), before, weights))
            before = weights
        entered = balance.logs(_end(self._episodes[-1] if self._episodes else BEFORE))
        names = tuple(self._name(answer) for answer in entered)
        return Suspicion(self._threads.wording[thread], self._is_answered(thread), names, tuple(steps))

    def _is_answered(self, thread: str) -> bool:
        true = self._threads.true.get(thread)
        return true is not None and true.claim not in self._hearsay

    def _step(
        self, balance: Balance, episode: Episode | None, logs: Logs, before: list[int], weights: list[int]
    ) -> Step:
        whole = total(logs)
        chances = [
            Chance(place, self._name(answer), math.exp(log - whole)) for place, (answer, log) in enumerate(logs.items())
        ]
        chances.sort(key=lambda one: (-one.chance, one.place == 0, one.place))
        padded = before + [0] * (len(weights) - len(before))
        sums: dict[tuple[Party, Key, bool], int] = defaultdict(int)
        for event, was, now in zip(balance.events, padded, weights, strict=False):
            if was != now:
                sums[event.answer, event.claim, not now] += now or was
        moved = [
            Moved(self._name(answer), decibans, self._claims.by_key.get(claim), ceased)
            for (answer, claim, ceased), decibans in sums.items()
        ]
        return Step(episode, tuple(chances), tuple(moved))

    def _balance(self, thread: str) -> Balance:
        if thread not in self._balances:
            self._balances[thread] = Balance(self._events(thread), self._overturns)
        return self._balances[thread]

    def _events(self, thread: str) -> list[Event]:
        """List what bears on a thread; who was introduced first comes first, so that places do not change later."""
        links = sorted(self._links.get(thread, ()), key=lambda link: self._places.get(link.answer.person, math.inf))
        return [self._event(thread, link) for link in links]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {person: place for place, person in enumerate(self._enters)}

    def _event(self, thread: str, link: Weighs | Answers) -> Event:
        at = max(link.claim, self._opened[thread], self._enters.get(link.answer.person, link.claim))
        if isinstance(link, Weighs):
            return Event(at, self.answer(link.answer), link.decibans, link.claim)
        is_word = link.claim in self._hearsay
        weight = HEARSAY if is_word else CLOSES_WITH
        return Event(at, self.answer(link.answer), weight, link.claim, closes=True, is_word=is_word)

    @cached_property
    def _hearsay(self) -> frozenset[Key]:
        return hearsay(self._known, self._enters)

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
        return REST if party.words.casefold() == SOMEONE_ELSE else party

    def _name(self, answer: Party) -> str:
        return SOMEONE_ELSE if answer == REST else self._cast.named(answer)


def _end(episode: Episode) -> Key:
    """Give the point behind all that an episode tells, or the premise."""
    return Key(TOLD, Episode(episode.season, episode.number + 1), "", 0)
