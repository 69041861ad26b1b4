"""Twists: what was believed, by whom and for what, what is so instead, how surprising it was, and whether fair."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cliffhanger.answer import Answer
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Told
from cliffhanger.brief.parts import heading, part
from cliffhanger.brief.saying import attested, belief, cited, reasoned, that, watched
from cliffhanger.brief.wording import counted, listed, number, ordinal, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.recap import VisibleClaim
from cliffhanger.story.suspicion import Surprise
from cliffhanger.story.twists import FAIR_FROM, Evidence, Twist
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
    for place, (truth, some) in enumerate(groupby(value.twists, key=lambda one: one.truth), start=1):
        yield Heading(f"{place}. {heading(story, truth.episode)}")
        yield from _told(story, truth, [*some])


def in_brief(story: StoryView, twist: Twist) -> Told:
    """Tell a twist in a line or two."""
    believed, truth = twist.believed, twist.truth
    if believed.episode and believed.episode == truth.episode:
        seems = f"in {part(story, truth.episode)} it seems{that(story, believed.says)}"
        return cited(story, sentence(f"{seems}, but the truth is{that(story, truth.says)}"), believed, truth)
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
    is_brief = believed.episode == twist.truth.episode
    since = "at first" if is_brief else f"from {part(story, believed.episode)} on"
    return cited(story, belief(story, believed, since), believed)


def _told(story: StoryView, truth: VisibleClaim, twists: Sequence[Twist]) -> Iterator[Block]:
    """Tell what one truth overturned, each belief with its evidence, and the truth and its clues once."""
    beliefs = [_belief(story, one) for one in twists]
    told = (*_truth(story, truth, twists),)
    if len(beliefs) == 1:
        yield Paragraph((*beliefs, *told))
    else:
        yield Items(tuple(beliefs))
        yield Paragraph(told)
    for place, twist in enumerate(twists, start=1):
        if twist.evidence:
            which = f"The {ordinal(place)} of these beliefs rested" if len(twists) > 1 else "It was believed"
            yield Paragraph(f"{which} on this evidence:")
            yield Items(tuple(_evidence(story, one) for one in twist.evidence))
    yield from _fairness(story, twists)


def _truth(story: StoryView, truth: VisibleClaim, twists: Sequence[Twist]) -> Iterator[Told]:
    yield cited(story, f"In truth: {reasoned(truth)}", truth)
    for surprise in dict.fromkeys(one.surprise for one in twists):
        if surprise:
            yield cited(story, surprise_told(surprise), truth)
    for claim in dict.fromkeys(claim for one in twists for claim in one.restores):
        yield cited(story, f"So this stands again: {sentence(claim.says)}", claim)


def _evidence(story: StoryView, one: Evidence) -> Told:
    marks = [part(story, one.claim.episode), *attested(one.claim)]
    if one.planted_by:
        marks.append(f"planted by {one.planted_by}")
    return cited(story, f"{one.claim.says} ({'; '.join(marks)})", one.claim)


def _fairness(story: StoryView, twists: Sequence[Twist]) -> Iterator[Block]:
    """Tell the clues to a truth, each once, and whether they were enough; of a truth told first, nothing."""
    led = [(place, one) for place, one in enumerate(twists, start=1) if not one.foretold]
    if not led:
        return
    clues: dict[VisibleClaim, dict[str, list[int]]] = {}
    for place, twist in led:
        for clue in twist.clues:
            clues.setdefault(clue.claim, {}).setdefault(clue.points, []).append(place)
    if not clues:
        yield Paragraph("Nothing that was told before had pointed to the truth.")
        return
    many = counted(len(clues), "clue")
    fair = f"It was fair: {many} had pointed to the truth."
    slight = f"It was hardly fair: {many} had pointed to the truth, with less than {number(FAIR_FROM)} decibans."
    yield Paragraph(fair if any(one.is_fair for _, one in led) else slight)
    told = [(claim, clues[claim]) for claim in story.claims if claim in clues]
    yield Items(tuple(_clue(story, claim, points, several=len(twists) > 1) for claim, points in told))


def _clue(story: StoryView, claim: VisibleClaim, points: Mapping[str, Sequence[int]], *, several: bool) -> Told:
    """Tell a clue, of several ways the plainest; where several things were believed, also which it speaks against."""
    way = next(way for way in _POINTS if way in points)
    said = _POINTS[way]
    if several and way == "undermines":
        said = f"speaks against the {listed(map(ordinal, points[way]))} of these beliefs"
    marks = [part(story, claim.episode), *attested(claim), said]
    return cited(story, f"{claim.says} ({'; '.join(marks)})", claim)


def _odds(chance: float) -> str:
    """Write a chance in percent, or as one in so many, with two digits."""
    if chance >= 1 / 100:
        return f"{chance:.0%}"
    if chance <= 1e-6:
        return "less than one in a million"
    many = 1 / chance
    return f"one in {round(many, 1 - math.floor(math.log10(many))):,.0f}"
