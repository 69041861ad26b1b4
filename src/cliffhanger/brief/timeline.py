"""The timeline: all that is told so far, as it happens or as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from cliffhanger.answer import Answer
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Told
from cliffhanger.brief.parts import heading, part
from cliffhanger.brief.saying import cited, moment, said, watched
from cliffhanger.brief.wording import listed, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.recap import VisibleClaim
from cliffhanger.story.timeline import Point, Stretch
from cliffhanger.vantage import Vantage

Order: TypeAlias = Literal["fabula", "syuzhet"]


@dataclass(frozen=True)
class Timeline:
    """The stretches of a story in one of its two orders."""

    story: StoryView
    order: Order
    stretches: tuple[Stretch, ...]


def timeline(title: str, almanac: Almanac, vantage: Vantage, order: Order = "fabula") -> Answer[Timeline]:
    """Put in order what is told: as it happens (fabula), or as it is told (syuzhet).

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = story_of(title, almanac, vantage)
    stretches = story.fabula if order == "fabula" else story.syuzhet
    claims = (claim for stretch in stretches for point in stretch.points for claim in point.claims)
    return answered(Timeline(story, order, stretches), story, claims)


def tell_timeline(value: Timeline) -> Iterator[Block]:
    """Tell each stretch; where the order within one is not known, say so."""
    story = value.story
    as_told = value.order == "syuzhet"
    yield Heading(f"{story.title}: as it {'is told' if as_told else 'happens'}", 1)
    yield Paragraph(watched(story))
    for stretch in value.stretches:
        if len(stretch.points) == 1:
            yield from _point(story, stretch.points[0], 2, as_told=as_told)
            continue
        yield Heading(_sentence([moment(one.moment or "") for one in stretch.points]))
        yield Paragraph(f"In what order is not known{_but(stretch)}.")
        for point in stretch.points:
            yield from _point(story, point, 3, as_told=as_told)


def _but(stretch: Stretch) -> str:
    known = [f"{moment(earlier)} is before {moment(later)}" for earlier, later in stretch.before]
    return f", except that {listed(known)}" if known else ""


def _point(story: StoryView, point: Point, level: int, *, as_told: bool) -> Iterator[Block]:
    if point.moment is not None:
        yield Heading(_sentence([moment(point.moment)]), level)
    elif as_told:
        yield Heading(heading(story, point.episode), level)
    else:
        yield Heading(f"At the time of {part(story, point.episode)}" if point.episode else "To begin with", level)
    yield Items(tuple(_told(story, claim, as_told=as_told) for claim in point.claims))


def _told(story: StoryView, claim: VisibleClaim, *, as_told: bool) -> Told:
    happens = moment(claim.when) if claim.when else ""
    beside = happens if as_told else part(story, claim.episode)
    told = sentence(said(claim))
    return cited(story, f"{told} [{beside}]" if beside else told, claim)


def _sentence(names: list[str]) -> str:
    told = listed(names)
    return told[:1].upper() + told[1:]
