"""The ending explained: what seemed, what was true, why, how it was hidden, and what stays open."""

from __future__ import annotations

from dataclasses import dataclass

from cliffhanger.story.claims import Answers, Overturns
from cliffhanger.story.known import Known
from cliffhanger.story.recap import Claims, Note, VisibleClaim
from cliffhanger.story.threads import Given, Thread, Threads
from cliffhanger.story.twists import Twist
from cliffhanger.vantage import Episode


@dataclass(frozen=True)
class Resolved:
    """An answer to a question of the story, and the claim that gives it."""

    asks: str
    answer: str
    claim: VisibleClaim


@dataclass(frozen=True)
class Ending:
    """How a story ends.

    `seemed` and `truth` answer questions, the first wrongly; `because` and `how` are standing claims with a motive or
    a means that decide something or are about a true answer; `evidence` are those with something planted; `closing`
    is what is told after the last answer.
    """

    seemed: tuple[Resolved, ...]
    truth: tuple[Resolved, ...]
    because: tuple[VisibleClaim, ...]
    how: tuple[VisibleClaim, ...]
    evidence: tuple[VisibleClaim, ...]
    twists: tuple[Twist, ...]
    left_open: tuple[Thread, ...]
    adaptation: tuple[Note, ...]
    closing: tuple[VisibleClaim, ...]


def ending(known: Known, claims: Claims, threads: Threads, twists: tuple[Twist, ...], last: Episode) -> Ending:
    """Explain the ending of a story whose last episode is `last`."""
    shown = claims.by_key
    seemed = [one for one in threads.given if _seemed(known, threads, one)]
    truth = [one for one in threads.given if threads.true.get(one.thread) == one]
    decisive = {one.claim for one in known.standing(Answers)} | {one.claim for one in known.standing(Overturns)}
    standing = {key: claim for key, claim in shown.items() if claim.stands}
    culprits = {one.answer for one in truth}
    telling = [claim for key, claim in standing.items() if key in decisive or culprits & {*claim.about}]
    return Ending(
        seemed=tuple(Resolved(threads.wording[one.thread], one.answer, shown[one.claim]) for one in seemed),
        truth=tuple(Resolved(threads.wording[one.thread], one.answer, shown[one.claim]) for one in truth),
        because=tuple(claim for claim in telling if claim.because),
        how=tuple(claim for claim in telling if claim.how),
        evidence=tuple(claim for claim in standing.values() if claim.planted_by),
        twists=twists,
        left_open=tuple(thread for thread in threads.all if thread.state == "open"),
        adaptation=claims.notes,
        closing=_closing([(key in decisive, claim) for key, claim in standing.items() if key.episode == last]),
    )


def _seemed(known: Known, threads: Threads, given: Given) -> bool:
    """Tell whether an answer fell to another that stands."""
    true = threads.true.get(given.thread)
    return true is not None and true.answer != given.answer and not known.stands(given.claim)


def _closing(told: list[tuple[bool, VisibleClaim]]) -> tuple[VisibleClaim, ...]:
    """Give what an episode tells after its last decisive claim, or at least its last claim."""
    turns = [place for place, (decisive, _) in enumerate(told) if decisive]
    after = told[turns[-1] + 1 :] if turns else []
    return tuple(claim for _, claim in after or told[-1:])
