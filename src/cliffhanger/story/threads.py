"""The questions that a story raises: what each asks by now, and whether it is answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from cliffhanger.story.claims import BEFORE, Answers, Asks, Key, Weighs
from cliffhanger.story.known import Known
from cliffhanger.story.people import Cast
from cliffhanger.vantage import Episode


@dataclass(frozen=True)
class Weight:
    """How far a claim moves a thread towards an answer, in decibans; `episode` is None for the premise."""

    answer: str
    decibans: int
    episode: Episode | None
    stands: bool


@dataclass(frozen=True)
class Thread:
    """A question of the story; `opened` is None where the premise opens it."""

    asks: str
    opened: Episode | None
    state: str
    answer: str | None = None
    answered_in: Episode | None = None
    weights: tuple[Weight, ...] = ()


@dataclass(frozen=True)
class Given:
    """An answer that some claim gives to a thread."""

    claim: Key
    thread: str
    answer: str


class Threads:
    """All threads that visible claims open, in the order of opening, with the answers given to them."""

    def __init__(self, known: Known, cast: Cast) -> None:
        self._known, self._cast = known, cast
        self._opened: dict[str, Asks] = {}
        for link in known.all(Asks):
            if link.part == "opens":
                self._opened.setdefault(link.thread, link)
        self.wording = {thread: link.asks for thread, link in self._opened.items()}
        self.wording |= {link.thread: link.asks for link in known.standing(Asks) if link.part == "rewords"}
        self.given = [Given(link.claim, link.thread, cast.named(link.answer)) for link in known.all(Answers)]
        self.true = {one.thread: one for one in self.given if known.stands(one.claim)}
        self._weights: dict[str, list[Weighs]] = defaultdict(list)
        for weighs in known.all(Weighs):
            self._weights[weighs.thread].append(weighs)
        self.all = tuple(self._thread(thread) for thread in self._opened)

    def _thread(self, thread: str) -> Thread:
        true = self.true.get(thread)
        return Thread(
            asks=self.wording[thread],
            opened=_shown(self._opened[thread].claim),
            state="answered" if true else "open",
            answer=true.answer if true else None,
            answered_in=_shown(true.claim) if true else None,
            weights=tuple(map(self._weight, self._weights.get(thread, ()))),
        )

    def _weight(self, link: Weighs) -> Weight:
        answer, stands = self._cast.named(link.answer), self._known.stands(link.claim)
        return Weight(answer, link.decibans, _shown(link.claim), stands)


def _shown(claim: Key) -> Episode | None:
    return None if claim.episode == BEFORE else claim.episode
