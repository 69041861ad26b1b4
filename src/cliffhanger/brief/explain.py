"""The ending explained in prose; to who has not seen the end, what is known so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cliffhanger.answer import Answer
from cliffhanger.brief import sources
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Told
from cliffhanger.brief.parts import part
from cliffhanger.brief.saying import asked, belief, cited, fact, items, passage, question, reasoned, said, watched
from cliffhanger.brief.suspects import chance
from cliffhanger.brief.threads import closure_told
from cliffhanger.brief.twists import in_brief, surprise_told
from cliffhanger.brief.wording import listed, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.explain import Ending
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


def tell_explained(value: Explained) -> Iterator[Block]:
    """Tell the ending, or what is known so far."""
    story = value.story
    if value.ending:
        yield Heading(f"{story.title}: the ending explained", 1)
        yield Paragraph(watched(story))
        yield from ending_told(story, value.ending, 2)
        return
    yield Heading(f"{story.title}: what is known so far" if story.watched_through else story.title, 1)
    yield Paragraph(watched(story))
    yield from _so_far(value)


def ending_told(story: StoryView, ending: Ending, level: int) -> Iterator[Block]:
    """Tell an ending: what it seemed, what it was, why, how it was hidden, what else, what stays open, its source."""
    who = {one.asks for one in story.suspicion}
    doubted = {one.asks for one in ending.seemed}
    asked = doubted & who or doubted or who
    truth = dict.fromkeys(one.claim for one in ending.truth if one.asks in asked)
    culprits = {one.answer for one in ending.truth if one.asks in asked}
    whose = "Who" if culprits and all(_is_somebody(story, answer) for answer in culprits) else "What"
    hidden = [one for one in dict.fromkeys((*ending.how, *ending.evidence)) if _concerns(one, culprits, truth)]
    why = [one for one in ending.because if one not in truth and one not in hidden and _concerns(one, culprits, truth)]
    others = [one for one in ending.twists if one.truth not in truth]
    yield from passage(f"{whose} it seemed to be", [*_seemed(story, ending, asked)], level)
    yield from passage(f"{whose} it was", [*_truths(story, ending, asked)], level)
    yield from passage("Why", [cited(story, reasoned(one), one) for one in why], level)
    yield from passage("How it was hidden", [cited(story, reasoned(one), one) for one in hidden], level)
    yield from passage("How it ends", [cited(story, said(one), one) for one in ending.closing], level)
    yield from items("What else was not as it seemed", [in_brief(story, one) for one in others], level)
    yield from _open(story, ending, level)
    yield from compared(ending.adaptation, level)


def compared(notes: tuple[Note, ...], level: int) -> Iterator[Block]:
    """List how the telling compares with its source."""
    yield from items("How it compares with its source", [fact(note) for note in notes], level)


def _concerns(claim: VisibleClaim, culprits: set[str], truth: dict[VisibleClaim, None]) -> bool:
    """Tell whether a claim says more of those who are the answer; of all, where that is nobody in person."""
    return claim not in truth and (not culprits or bool(culprits & {*claim.about}))


def _seemed(story: StoryView, ending: Ending, asked: set[str]) -> Iterator[Told]:
    told: set[VisibleClaim] = set()
    for one in ending.seemed:
        if one.asks in asked and one.claim not in told:
            told.add(one.claim)
            seemed = "It seems to be" if _is_somebody(story, one.answer) else "The answer seems to be:"
            yield cited(story, f"{one.asks} {seemed} {sentence(one.answer)}", one.claim)
            yield cited(story, belief(story, one.claim), one.claim)


def _truths(story: StoryView, ending: Ending, asked: set[str]) -> Iterator[Told]:
    for one in ending.truth:
        if one.asks in asked:
            yield cited(
                story,
                f"{'It is' if _is_somebody(story, one.answer) else ''} {sentence(one.answer)}".lstrip(),
                one.claim,
            )
            yield cited(story, reasoned(one.claim), one.claim)
            surprise = next((twist.surprise for twist in ending.twists if twist.truth == one.claim), None)
            if surprise:
                yield cited(story, surprise_told(surprise), one.claim)


def _is_somebody(story: StoryView, answer: str) -> bool:
    return answer in {person.name for person in story.people}


def _open(story: StoryView, ending: Ending, level: int) -> Iterator[Block]:
    if story.closure is None:
        return
    yield Heading("What is left open" if ending.left_open else "Is anything left open?", level)
    yield Paragraph((Told(closure_told(story, story.closure), sources.of_whole(story)),))
    if ending.left_open:
        yield Items(tuple(asked(story, thread) for thread in ending.left_open))


def _so_far(value: Explained) -> Iterator[Block]:
    story = value.story
    if not story.watched_through:
        told = [cited(story, sentence(claim.says), claim) for claim in story.premise]
        yield from passage("What it is about", told, 2)
    yield from passage("Who it seems to be", [_suspected(story, one) for one in value.suspicion], 2)
    closed = [question(story, thread) for thread in value.threads if not thread.is_open]
    yield from items("What is answered", closed, 2)
    yield from items("What was believed, and is not so", [in_brief(story, one) for one in value.twists], 2)
    yield from items("What is open", [asked(story, thread) for thread in value.threads if thread.is_open], 2)
    yield from compared(value.adaptation, 2)


def _suspected(story: StoryView, question: Suspicion) -> str:
    step = question.steps[-1]
    told = listed([f"{one.answer} ({chance(one.chance)})" for one in step.chances], "or")
    return f"{question.asks} After {part(story, step.episode)}, the likeliest first: {told}."
