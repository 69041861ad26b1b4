"""Suspects: how likely each answer to a question of who is, after each episode, and what moved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cliffhanger.answer import Answer
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Table, Told
from cliffhanger.brief.parts import PREMISE, heading, part, parts
from cliffhanger.brief.saying import cited, watched
from cliffhanger.brief.wording import sentence
from cliffhanger.story import StoryView
from cliffhanger.story.suspicion import Moved, Step, Suspicion
from cliffhanger.vantage import Vantage

NOTHING: Final = "No question of who is weighed so far."
BARS: Final = " ▁▂▃▄▅▆▇█"
MOST_COLUMNS: Final = 8
"""So many episodes stand beside each other with their figures; of more, bars alone are shown in one row."""

SCALE: Final = "dB are decibans: ten of them make an answer ten times as likely against the rest."


@dataclass(frozen=True)
class Suspects:
    """The questions of who, step by step."""

    story: StoryView
    questions: tuple[Suspicion, ...]


def suspects(title: str, almanac: Almanac, vantage: Vantage) -> Answer[Suspects]:
    """Tell how likely each answer to each question of who was after each episode.

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = story_of(title, almanac, vantage)
    moved = (one.claim for question in story.suspicion for step in question.steps for one in step.moved)
    return answered(Suspects(story, story.suspicion), story, filter(None, moved))


def tell_suspects(value: Suspects) -> Iterator[Block]:
    """Draw bars in text for each question, and tell what moved them."""
    story = value.story
    yield Heading(f"{story.title}: suspects", 1)
    yield Paragraph(watched(story))
    if not value.questions:
        yield Paragraph(NOTHING)
    for question in value.questions:
        yield Heading(question.asks)
        yield bars(story, question)
        yield from _moves(story, question)
    if value.questions:
        yield Paragraph(SCALE)


def bars(story: StoryView, question: Suspicion) -> Table:
    """Draw how likely each answer was, a row for each, the likeliest now first."""
    order = [one.place for one in question.steps[-1].chances]
    shares = [step.by_place for step in question.steps]
    if len(question.steps) <= MOST_COLUMNS:
        rows = tuple((question.answers[place], *(_field(share.get(place)) for share in shares)) for place in order)
        return Table(("", *(_name(story, step) for step in question.steps)), rows)
    told = parts(story, filter(None, (step.episode for step in question.steps)))
    whence = told if question.steps[0].episode else f"{PREMISE}, {told}"
    drawn = {place: "".join(_bar(share.get(place)) for share in shares) for place in order}
    rows = tuple((question.answers[place], drawn[place], chance(shares[-1][place])) for place in order)
    return Table(("", whence, "now"), rows, frozenset({2}))


def chance(share: float) -> str:
    """Write a chance in percent, so that nothing uncertain reads as certain."""
    if share <= 0 or share >= 1:
        return f"{share:.0%}"
    if share < 1 / 200:
        return "<1%"
    return ">99%" if share > 199 / 200 else f"{share:.0%}"


def _field(share: float | None) -> str:
    return "" if share is None else f"{_bar(share)} {chance(share):>4}"


def _bar(share: float | None) -> str:
    """Draw a share as a block of eight heights; an answer that is in play is never quite empty."""
    return " " if share is None else BARS[max(1, round(share * 8))]


def _name(story: StoryView, step: Step) -> str:
    if step.episode is None:
        return "premise"
    season = f"{step.episode.season}." if len(story.episodes) > 1 else ""
    return f"{story.told_in[:2]}. {season}{step.episode.number}"


def _moves(story: StoryView, question: Suspicion) -> Iterator[Block]:
    for step in question.steps:
        told = [_move(story, one) for one in _by_claim(step.moved)]
        if told:
            yield Heading(heading(story, step.episode), 3)
            yield Items(tuple(told))


def _by_claim(moved: Sequence[Moved]) -> list[list[Moved]]:
    """Put together what one claim moves at once."""
    found: dict[object, list[Moved]] = {}
    for number, one in enumerate(moved):
        found.setdefault((one.claim.place, one.ceased) if one.claim else number, []).append(one)
    return [*found.values()]


def _move(story: StoryView, moved: Sequence[Moved]) -> Told:
    weights = ", ".join(f"{one.answer} {one.decibans:+d} dB" for one in moved)
    claim = moved[0].claim
    if claim is None:
        return Told(f"{'No longer counted: ' if moved[0].ceased else ''}{weights}.")
    before = f"No longer counted, from {part(story, claim.episode)}: " if moved[0].ceased else ""
    return cited(story, f"{before}{sentence(f'{claim.says} ({weights})')}", claim)
