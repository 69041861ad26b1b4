"""The ending explained in prose; to who has not seen the end, what is known so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cliffhanger.answer import Answer
from cliffhanger.brief import sources
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Told
from cliffhanger.brief.parts import part
from cliffhanger.brief.saying import (
    asked,
    belief,
    cited,
    fact,
    items,
    passage,
    question,
    reasoned,
    said,
    watched,
    within,
)
from cliffhanger.brief.suspects import chance
from cliffhanger.brief.threads import closure_told
from cliffhanger.brief.twists import in_brief, surprise_told
from cliffhanger.brief.wording import listed, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.explain import Ending, Resolved
from cliffhanger.story.recap import Note, VisibleClaim
from cliffhanger.story.suspicion import Suspicion
from cliffhanger.story.threads import Closure, Thread
from cliffhanger.story.twists import Twist
from cliffhanger.vantage import Vantage


@dataclass(frozen=True)
class Explained:
    """What a story comes to by now: its ending, for who has seen it, its twists, its questions and who is suspected."""

    story: StoryView
    ending: Ending | None
    closure: Closure | None
    twists: tuple[Twist, ...]
    threads: tuple[Thread, ...]
    suspicion: tuple[Suspicion, ...]
    adaptation: tuple[Note, ...]


def explain(title: str, almanac: Almanac, vantage: Vantage) -> Answer[Explained]:
    """Explain the ending of a story, or what is known of it so far.

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = story_of(title, almanac, vantage)
    value = Explained(
        story, story.ending, story.closure, story.twists, story.threads, story.suspicion, story.adaptation
    )
    return answered(value, story, story.claims)


def tell_explained(value: Explained, *, alone: bool = True) -> Iterator[Block]:
    """Tell the ending, or what is known so far; where it is not `alone`, twists and questions have been told above."""
    story = value.story
    if value.ending:
        yield Heading(f"{story.title}: the ending explained", 1)
        yield Paragraph(watched(story))
        yield from ending_told(story, value.ending, 2, alone=alone)
        return
    yield Heading(f"{story.title}: what is known so far" if story.watched_through else story.title, 1)
    yield Paragraph(watched(story))
    yield from _so_far(value)


def ending_told(story: StoryView, ending: Ending, level: int, *, alone: bool = True) -> Iterator[Block]:
    """Tell an ending: what it seemed, what it was, why, how it was hidden, what else, what stays open, its source.

    Where it is not `alone`, all twists and all questions have been told above.
    """
    somebody = any(_is_somebody(story, one.answer) for one in ending.truth)
    whose = "Who" if somebody or not ending.truth else "What"
    truth = {one.claim for one in ending.truth}
    others = [one for one in ending.twists if one.truth not in truth] if alone else []
    yield from _listed(f"{whose} it seemed to be", [*_seemed(story, ending)], level)
    yield from _listed(f"{whose} it was", [*_truths(story, ending)], level)
    yield from passage("Why", [cited(story, reasoned(one), one) for one in ending.because], level)
    yield from passage("How it was hidden", [cited(story, reasoned(one), one) for one in ending.hidden], level)
    yield from passage("How it ends", [cited(story, said(one), one) for one in ending.closing], level)
    yield from items("What else was not as it seemed", [in_brief(story, one) for one in others], level)
    yield from _open(story, ending, level, alone=alone)
    yield from compared(ending.adaptation, level)


def _listed(title: str, told: Sequence[tuple[Told, ...]], level: int) -> Iterable[Block]:
    """Give one answer as a passage, and several as a list."""
    return passage(title, told[0], level) if len(told) == 1 else items(title, told, level)


def compared(notes: tuple[Note, ...], level: int) -> Iterator[Block]:
    """List how the telling compares with its source."""
    yield from items("How it compares with its source", [fact(note) for note in notes], level)


def _seemed(story: StoryView, ending: Ending) -> Iterator[tuple[Told, ...]]:
    for claim, given in _by_claim(ending.seemed):
        asked = [cited(story, f"{one.asks} {sentence(_was(story, one.answer))}", claim) for one in given]
        yield *asked, cited(story, belief(story, claim), claim)


def _was(story: StoryView, answer: str) -> str:
    somebody = _is_somebody(story, answer)
    return f"It seemed to be {within(answer)}" if somebody else f"The answer seemed to be: {answer}"


def _truths(story: StoryView, ending: Ending) -> Iterator[tuple[Told, ...]]:
    for claim, given in _by_claim(ending.truth):
        asked = [cited(story, f"{one.asks} {sentence(one.answer)}", claim) for one in given]
        questions = {one.asks for one in given}
        found = (twist.surprise for twist in ending.twists if twist.truth == claim and twist.surprise)
        surprise = next((one for one in found if one.asks in questions), None)
        surprised = [cited(story, surprise_told(surprise), claim)] if surprise else []
        yield *asked, cited(story, reasoned(claim), claim), *surprised


def _by_claim(resolved: Iterable[Resolved]) -> Iterable[tuple[VisibleClaim, list[Resolved]]]:
    """Put together the questions that one claim answers."""
    found: dict[VisibleClaim, list[Resolved]] = {}
    for one in resolved:
        found.setdefault(one.claim, []).append(one)
    return found.items()


def _is_somebody(story: StoryView, answer: str) -> bool:
    return answer in {person.name for person in story.people}


def _open(story: StoryView, ending: Ending, level: int, *, alone: bool) -> Iterator[Block]:
    if story.closure is None:
        return
    yield Heading("What is left open" if ending.left_open else "Is anything left open?", level)
    yield Paragraph((Told(closure_told(story, story.closure), sources.of_whole(story)),))
    if ending.left_open and alone:
        yield Items(tuple(asked(story, thread) for thread in ending.left_open))


def _so_far(value: Explained) -> Iterator[Block]:
    story = value.story
    if not story.watched_through:
        told = [cited(story, sentence(claim.says), claim) for claim in story.premise]
        yield from passage("What it is about", told, 2)
    yield from passage("Who it seems to be", [_suspected(story, one) for one in value.suspicion], 2)
    for state, title in (("answered", "What is answered"), ("told", "What is answered, on somebody's word")):
        closed = [question(story, thread) for thread in value.threads if thread.state == state]
        yield from items(title, closed, 2)
    yield from items("What was believed, and is not so", [in_brief(story, one) for one in value.twists], 2)
    yield from items("What is open", [asked(story, thread) for thread in value.threads if thread.is_open], 2)
    yield from compared(value.adaptation, 2)


def _suspected(story: StoryView, question: Suspicion) -> str:
    step = question.steps[-1]
    told = listed([f"{within(one.answer)} ({chance(one.chance)})" for one in step.chances], "or")
    return f"{question.asks} After {part(story, step.episode)}, the likeliest first: {told}."
