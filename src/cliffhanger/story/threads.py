"""The questions that a story raises: what each asks by now, how it was worded and answered, what is left open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cliffhanger.story.claims import BEFORE, Answers, Asks, Key, Weighs
from cliffhanger.story.known import Known
from cliffhanger.story.people import Cast
from cliffhanger.story.recap import Claims, Place
from cliffhanger.vantage import Episode


@dataclass(frozen=True)
class Weight:
    """How far a claim moves a thread towards an answer, in decibans; `episode` is None for the premise."""

    answer: str
    decibans: int
    episode: Episode | None
    stands: bool


@dataclass(frozen=True)
class Wording:
    """How a thread was worded from an episode on (None: from the premise on), and by which claim, if that says more."""

    asks: str
    episode: Episode | None
    place: Place | None = None


@dataclass(frozen=True)
class GivenAnswer:
    """An answer that an episode gave to a thread, whether the claim that gave it stands, and where that is told."""

    answer: str
    episode: Episode | None
    stands: bool
    place: Place | None = None


@dataclass(frozen=True)
class Thread:
    """A question of the story; `opened` is None where the premise opens it.

    `wordings` and `answers` are all that it has had, in the order of telling; `asks` and `answer` are the last of them
    that stand. Its `state` is "answered" where the story answers it, "told" where only somebody's word or belief does
    (`told_by`, `believed_by`), and else "open"; what the story answers itself, no word answers anew.
    """

    asks: str
    opened: Episode | None
    state: str
    answer: str | None = None
    answered_in: Episode | None = None
    weights: tuple[Weight, ...] = ()
    wordings: tuple[Wording, ...] = ()
    answers: tuple[GivenAnswer, ...] = ()
    told_by: str | None = None
    believed_by: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether no standing claim answers it."""
        return self.state == "open"

    @property
    def is_unsettled(self) -> bool:
        """Tell whether the story has not answered it, whatever somebody says or believes."""
        return self.state != "answered"


@dataclass(frozen=True)
class Closure:
    """How far a story is told out, for who has seen its end: of its questions, the share (0 to 1) that it answers.

    `on_word` are those that only somebody's word or belief answers; they count neither as answered nor as open.
    `last_raised` are those open ones that the last part raised itself. A story ends in a cliffhanger when a question
    of who is still open at its end, or when its last part leaves more new questions open than it answers.
    """

    answered: int
    of: int
    share: float
    left_open: tuple[Thread, ...]
    last_raised: tuple[Thread, ...]
    is_cliffhanger: bool
    on_word: tuple[Thread, ...] = ()


@dataclass(frozen=True)
class Given:
    """An answer that some claim gives to a thread."""

    claim: Key
    thread: str
    answer: str


class Threads:
    """All threads that visible claims open, in the order of opening, with the answers given to them."""

    def __init__(self, known: Known, cast: Cast, claims: Claims) -> None:
        self._known, self._cast, self._claims = known, cast, claims
        self.opened: dict[str, Asks] = {}
        for link in known.all(Asks):
            if link.part == "opens":
                self.opened.setdefault(link.thread, link)
        self._wordings = {thread: [self._wording(link)] for thread, link in self.opened.items()}
        for link in known.standing(Asks):
            if link.part == "rewords":
                self._wordings[link.thread].append(self._wording(link))
        self.wording = {thread: wordings[-1].asks for thread, wordings in self._wordings.items()}
        self.given = [Given(link.claim, link.thread, cast.named(link.answer)) for link in known.all(Answers)]
        standing = [one for one in self.given if known.stands(one.claim)]
        self.true = {one.thread: one for one in sorted(standing, key=lambda one: not self._is_hearsay(one))}
        self._answers: dict[str, list[GivenAnswer]] = defaultdict(list)
        for one in self.given:
            answer = GivenAnswer(one.answer, _shown(one.claim), known.stands(one.claim), self._place(one.claim))
            self._answers[one.thread].append(answer)
        self._weights: dict[str, list[Weighs]] = defaultdict(list)
        for weighs in known.all(Weighs):
            self._weights[weighs.thread].append(weighs)
        self.who = {link.thread for link in known.all(Weighs) if link.answer.person}
        self.all = tuple(self._thread(thread) for thread in self.opened)

    def closure(self, last: Episode) -> Closure | None:
        """Tell how far a story is told out that ends with the part `last`; None where it raises no question."""
        if not self.all:
            return None
        left = [thread for thread in self.opened if thread not in self.true]
        told = tuple(thread for thread in self.all if thread.state == "told")
        raised = [thread for thread in left if self.opened[thread].claim.episode == last]
        closed = [one for one in self.true.values() if one.claim.episode == last]
        answered = len(self.all) - len(left) - len(told)
        return Closure(
            answered=answered,
            of=len(self.all),
            share=answered / len(self.all),
            left_open=tuple(self._thread(thread) for thread in left),
            last_raised=tuple(self._thread(thread) for thread in raised),
            is_cliffhanger=bool(self.who.intersection(left)) or len(raised) > len(closed),
            on_word=told,
        )

    def weighed(self, thread: str) -> int:
        """Count the weights that a thread has had."""
        return len(self._weights.get(thread, ()))

    def _is_hearsay(self, given: Given) -> bool:
        claim = self._claims.by_key.get(given.claim)
        return claim is not None and claim.is_hearsay

    def _thread(self, thread: str) -> Thread:
        true = self.true.get(thread)
        word = self._claims.by_key[true.claim] if true and self._is_hearsay(true) else None
        return Thread(
            asks=self.wording[thread],
            opened=_shown(self.opened[thread].claim),
            state=("told" if word else "answered") if true else "open",
            answer=true.answer if true else None,
            answered_in=_shown(true.claim) if true else None,
            weights=tuple(map(self._weight, self._weights.get(thread, ()))),
            wordings=tuple(self._wordings[thread]),
            answers=tuple(self._answers.get(thread, ())),
            told_by=word.told_by if word else None,
            believed_by=word.believed_by if word else (),
        )

    def _wording(self, link: Asks) -> Wording:
        return Wording(link.asks, _shown(link.claim), self._place(link.claim))

    def _place(self, claim: Key) -> Place | None:
        return self._claims.by_key[claim].place if claim in self._claims.by_key else None

    def _weight(self, link: Weighs) -> Weight:
        answer, stands = self._cast.named(link.answer), self._known.stands(link.claim)
        return Weight(answer, link.decibans, _shown(link.claim), stands)


def _shown(claim: Key) -> Episode | None:
    return None if claim.episode == BEFORE else claim.episode
