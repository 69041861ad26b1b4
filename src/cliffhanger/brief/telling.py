"""Tells a story as far as the view shows it: what has happened, what is open, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph
from cliffhanger.brief.wording import listed, number, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.explain import Ending, Twist
from cliffhanger.story.people import Person
from cliffhanger.story.recap import VisibleClaim
from cliffhanger.vantage import Episode

SENTENCES = 6


def tell_story(story: StoryView) -> Iterator[Block]:
    """Tell what a reader has seen; nothing at all to one who has seen nothing."""
    seen = story.watched_through
    if not seen:
        return
    yield Heading("Where you are")
    yield Paragraph(f"You have watched {_episodes(seen, story)}.")
    yield Heading("The story so far")
    for part in story.recap():
        yield Heading(f"Season {part.episode.season}, episode {part.episode.number}", 3)
        yield from _paragraphs(part.claims)
    yield Heading("Who is who")
    yield Items(tuple(_person(person) for person in story.people))
    if story.threads:
        yield Heading("Questions")
        yield Items(tuple(_question(t.asks, t.answer) for t in story.threads))
    if story.ending:
        yield from _ending(story.ending, seen[-1])


def _paragraphs(claims: Sequence[VisibleClaim]) -> Iterator[Block]:
    """Break an episode where it moves on (early, middle, late), and a long part after a few sentences."""
    for _, part in groupby(claims, key=lambda claim: claim.place_in_episode):
        said = [_said(claim) for claim in part]
        for start in range(0, len(said), SENTENCES):
            yield Paragraph(" ".join(said[start : start + SENTENCES]))


def _episodes(seen: tuple[Episode, ...], story: StoryView) -> str:
    of = sum(story.episodes.values())
    if len(seen) == of:
        return f"all {number(of)} episodes" if of > 1 else "the one episode"
    return f"{listed([str(episode) for episode in seen])}, {number(len(seen))} of {number(of)} episodes"


def _said(claim: VisibleClaim) -> str:
    text = claim.says
    if claim.told_by:
        text = f"{text} (so {claim.told_by} tells it)"
    if claim.confidence == "disputed" and claim.disputed:
        text = f"{text} (sources disagree: {listed(claim.disputed, 'or')})"
    elif claim.confidence in ("single", "inferred"):
        text = f"{text} ({'one source' if claim.confidence == 'single' else 'inferred'})"
    return sentence(text)


def _person(person: Person) -> str:
    told = person.name
    if person.aliases:
        told += f", also known as {listed(person.aliases)}"
    if person.role:
        told += f": {person.role}"
    if person.played_by:
        told += f" ({person.played_by})"
    return told


def _question(asks: str, answer: str | None) -> str:
    return f"{asks} {sentence(answer)}" if answer else f"{asks} Open."


def _ending(ending: Ending, last: Episode) -> Iterator[Block]:
    yield Heading("The ending explained")
    seemed = list(dict.fromkeys(resolved.claim for resolved in ending.seemed))
    if seemed:
        yield Heading("What it seemed", 3)
        yield Paragraph(" ".join(_believed(claim) for claim in seemed))
    doubted = {resolved.asks for resolved in ending.seemed}
    truth = [r.claim for r in ending.truth if r.asks in doubted]
    yield Heading("What it was", 3)
    yield Paragraph(" ".join(_with_reasons(claim) for claim in dict.fromkeys(truth)))
    hidden = [c for c in (*ending.how, *ending.evidence) if c.episode == last and c not in truth]
    if hidden:
        yield Heading("How it was hidden", 3)
        yield Paragraph(" ".join(_with_reasons(claim) for claim in dict.fromkeys(hidden)))
    if ending.closing:
        yield Heading("How it ends", 3)
        yield Paragraph(" ".join(_said(claim) for claim in ending.closing))
    if ending.twists:
        yield Heading("What was believed, and what was so", 3)
        yield Items(tuple(_twist(twist) for twist in ending.twists))
    if ending.left_open:
        yield Heading("What is left open", 3)
        yield Items(tuple(thread.asks for thread in ending.left_open))
    if ending.adaptation:
        yield Heading("How it compares with its source", 3)
        yield Items(tuple(sentence(note.says) for note in ending.adaptation))


def _believed(claim: VisibleClaim) -> str:
    text = claim.says
    if claim.because:
        text += f", since {claim.because}"
    if claim.believed_by:
        text = f"{sentence(text)} So believed {_few(claim.believed_by)}"
    elif claim.told_by:
        text += f" (so {claim.told_by} tells it)"
    return sentence(text)


def _few(names: Iterable[str]) -> str:
    return listed(list(names))


def _with_reasons(claim: VisibleClaim) -> str:
    text = claim.says
    if claim.because:
        text += f", because {claim.because}"
    told = sentence(text)
    if claim.deceives and claim.how:
        told += f" {sentence(f'{claim.deceives}, {claim.how}')}"
    elif claim.how:
        told += f" It was done {sentence(claim.how)[0].lower() + sentence(claim.how)[1:]}"
    return told


def _twist(twist: Twist) -> str:
    where = f" (from {twist.believed.episode})" if twist.believed.episode else ""
    then = f" ({twist.truth.episode})" if twist.truth.episode else ""
    return f"{twist.believed.says}{where}. In truth{then}: {sentence(twist.truth.says)}"
