"""The ending explained: what seemed, what was true, why, how it was hidden, and what stays open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cliffhanger.story.claims import Answers, Key, Overturns
from cliffhanger.story.known import Known
from cliffhanger.story.naming import Naming
from cliffhanger.story.people import Cast
from cliffhanger.story.recap import Claims, Note, VisibleClaim
from cliffhanger.story.threads import Thread, Threads
from cliffhanger.story.twists import Twist
from cliffhanger.vantage import Episode

CLOSING: Final = 4
"""So many claims tell how a story ends whose last claim is an answer."""


@dataclass(frozen=True)
class Resolved:
    """An answer to a question of the story, and the claim that gives it."""

    asks: str
    answer: str
    claim: VisibleClaim


@dataclass(frozen=True)
class Ending:
    """How a story ends.

    `seemed` and `truth` answer the questions of who that have an answer, or where none has, all that have one; the
    first wrongly, each as it was last believed before the truth was told. The question that most weights bear on comes
    first. `because` are claims with a reason that overturn a wrong answer, or that tell of a culprit: a person who is a
    true answer, and whom the claim names first if it names anybody. `hidden` are claims by which a culprit deceives, or
    for which one planted something. Both stand, and are told in neither of the others. `closing` is what is told after
    the last answer; where the story ends with an answer, it is what leads up to that, `CLOSING` claims in all. An
    answer that is a `truth` leaves it empty.
    """

    seemed: tuple[Resolved, ...]
    truth: tuple[Resolved, ...]
    because: tuple[VisibleClaim, ...]
    hidden: tuple[VisibleClaim, ...]
    twists: tuple[Twist, ...]
    left_open: tuple[Thread, ...]
    adaptation: tuple[Note, ...]
    closing: tuple[VisibleClaim, ...]


def ending(
    known: Known, cast: Cast, claims: Claims, threads: Threads, twists: tuple[Twist, ...], last: Episode
) -> Ending:
    """Explain the ending of a story whose last episode is `last`."""
    shown = claims.by_key
    asked = {thread for thread in threads.true if thread in threads.who} or {*threads.true}
    answers = sorted((threads.true[thread] for thread in threads.opened if thread in asked), key=lambda one: one.claim)
    truth = sorted(answers, key=lambda one: -threads.weighed(one.thread))
    fallen = [one for one in threads.given if one.thread in asked and not known.stands(one.claim)]
    wrongly = [one for one in fallen if one.answer != threads.true[one.thread].answer]
    held = sorted(wrongly, key=lambda one: (one.claim < threads.true[one.thread].claim, one.claim))
    latest = sorted({one.thread: one for one in held}.values(), key=lambda one: one.claim)
    seemed = sorted(latest, key=lambda one: -threads.weighed(one.thread))
    wrong = {one.claim for one in wrongly}
    correcting = {link.claim for link in known.standing(Overturns) if link.earlier in wrong}
    deeds = _Deeds(cast, {one.answer for one in truth})
    rest = {key: one for key, one in shown.items() if one.stands and key not in {given.claim for given in truth}}
    hidden = {key: one for key, one in rest.items() if deeds.hides(one)}
    because = {
        key: one
        for key, one in rest.items()
        if one.because and key not in hidden and (key in correcting or deeds.tells_of(one))
    }
    told = [key for key, one in shown.items() if one.stands and key.episode == last]
    return Ending(
        seemed=tuple(Resolved(threads.wording[one.thread], one.answer, shown[one.claim]) for one in seemed),
        truth=tuple(Resolved(threads.wording[one.thread], one.answer, shown[one.claim]) for one in truth),
        because=tuple(because.values()),
        hidden=tuple(hidden.values()),
        twists=twists,
        left_open=tuple(thread for thread in threads.all if thread.is_open),
        adaptation=claims.notes,
        closing=tuple(rest[key] for key in _closing(known, told, {*rest} - {*because} - {*hidden})),
    )


def _closing(known: Known, told: list[Key], untold: set[Key]) -> list[Key]:
    """Give what follows the last answer of the last part or, where that ends it, leads up to it; only the untold."""
    decisive = {one.claim for one in known.standing(Answers)} | {one.claim for one in known.standing(Overturns)}
    turns = [place for place, key in enumerate(told) if key in decisive]
    after = told[turns[-1] + 1 :] if turns else told[-1:]
    if not after and told and told[-1] in untold:
        after = told[-CLOSING:]
    return [key for key in after if key in untold]


class _Deeds:
    """Tells what the culprits of a story did: the persons who are the answers to its questions."""

    def __init__(self, cast: Cast, answers: set[str]) -> None:
        self._naming = Naming(cast)
        self._names = {first: person.name for first, person in cast.by_first.items() if person.name in answers}

    def hides(self, claim: VisibleClaim) -> bool:
        """Tell whether a culprit deceives by what a claim tells, or has planted it; anybody, where none is a person."""
        if not self._names:
            return bool(claim.deceives or claim.planted_by)
        deceives = any(first in self._names for first in self._naming.beginning(claim.deceives or ""))
        return deceives or claim.planted_by in self._names.values()

    def tells_of(self, claim: VisibleClaim) -> bool:
        """Tell whether a claim is about a culprit, and names no other person before."""
        foremost = self._naming.foremost(claim.says)
        return bool({*claim.about} & {*self._names.values()}) and (foremost is None or foremost in self._names)
