"""Twists: what was believed, by whom and for what, what is so instead, how surprising it was, and whether fair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cliffhanger.answer import Answer
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Told
from cliffhanger.brief.parts import heading, part
from cliffhanger.brief.saying import attested, belief, cited, reasoned, watched
from cliffhanger.brief.wording import counted, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.recap import VisibleClaim
from cliffhanger.story.suspicion import Surprise
from cliffhanger.story.twists import Clue, Evidence, Twist
from cliffhanger.vantage import Vantage

_POINTS = {"supports": "speaks for it", "undermines": "speaks against the belief", "weighs": "weighs towards it"}


@dataclass(frozen=True)
class Twists:
    """The overturned beliefs of a story, in the order of reveal."""

    story: StoryView
    twists: tuple[Twist, ...]


def twists(title: str, almanac: Almanac, vantage: Vantage) -> Answer[Twists]:
    """Tell each overturned belief.

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = story_of(title, almanac, vantage)
    return answered(Twists(story, story.twists), story, (claim for one in story.twists for claim in _claims(one)))


def _claims(twist: Twist) -> Iterator[VisibleClaim]:
    yield from (twist.believed, twist.truth, *twist.restores)
    yield from (one.claim for one in twist.evidence)
    yield from (one.claim for one in twist.clues)


def tell_twists(value: Twists) -> Iterator[Block]:
    """Tell each twist under the part that reveals it."""
    story = value.story
    yield Heading(f"{story.title}: twists", 1)
    yield Paragraph(watched(story))
    if not value.twists:
        yield Paragraph("Nothing that was believed has been overturned so far.")
    for number, twist in enumerate(value.twists, start=1):
        yield Heading(f"{number}. {heading(story, twist.truth.episode)}")
        yield Paragraph((_belief(story, twist), *_truth(story, twist)))
        if twist.evidence:
            yield Paragraph("It was believed on this evidence:")
            yield Items(tuple(_evidence(story, one) for one in twist.evidence))
        yield from _fairness(story, twist)


def in_brief(story: StoryView, twist: Twist) -> Told:
    """Tell a twist in a line or two."""
    believed, truth = twist.believed, twist.truth
    where = f" (from {part(story, believed.episode)})" if believed.episode else ""
    then = f" ({part(story, truth.episode)})" if truth.episode else ""
    return cited(story, f"{believed.says}{where}. In truth{then}: {sentence(truth.says)}", believed, truth)


def surprise_told(surprise: Surprise) -> str:
    """Say how surprising a truth was, in bits and as a chance."""
    return (
        f'Just before it was told, this answer to "{surprise.asks}" had a chance of {_odds(surprise.chance)}: '
        f"a surprise of {surprise.bits:.1f} bits."
    )


def _belief(story: StoryView, twist: Twist) -> Told:
    believed = twist.believed
    if twist.foretold:
        where = part(story, believed.episode)
        return cited(
            story, f"{sentence(believed.says)} So {where} has it, though that was overturned before.", believed
        )
    since = f"from {part(story, believed.episode)} on"
    return cited(story, belief(story, believed, since), believed)


def _truth(story: StoryView, twist: Twist) -> Iterator[Told]:
    yield cited(story, f"In truth: {reasoned(twist.truth)}", twist.truth)
    if twist.surprise:
        yield cited(story, surprise_told(twist.surprise), twist.truth)
    for claim in twist.restores:
        yield cited(story, f"So this stands again: {sentence(claim.says)}", claim)


def _evidence(story: StoryView, one: Evidence) -> Told:
    marks = [part(story, one.claim.episode), *attested(one.claim)]
    if one.planted_by:
        marks.append(f"planted by {one.planted_by}")
    return cited(story, f"{one.claim.says} ({'; '.join(marks)})", one.claim)


def _fairness(story: StoryView, twist: Twist) -> Iterator[Block]:
    if twist.foretold:
        return
    if not twist.clues:
        yield Paragraph("Nothing that was told before had pointed to the truth.")
        return
    yield Paragraph(f"It was fair: {counted(len(twist.clues), 'clue')} had pointed to the truth.")
    yield Items(tuple(_clue(story, one) for one in twist.clues))


def _clue(story: StoryView, one: Clue) -> Told:
    marks = [part(story, one.claim.episode), *attested(one.claim), _POINTS[one.points]]
    return cited(story, f"{one.claim.says} ({'; '.join(marks)})", one.claim)


def _odds(chance: float) -> str:
    if chance >= 1 / 100:
        return f"{chance:.0%}"
    return f"one in {round(1 / chance, -1):,.0f}" if chance > 1e-6 else "less than one in a million"
