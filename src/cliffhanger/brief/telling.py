"""Tells a story as far as the view shows it: what has happened, what is open, and how it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph
from cliffhanger.brief.wording import listed, number, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.explain import Ending
from cliffhanger.story.twists import Twist
from cliffhanger.story.people import Person
from cliffhanger.story.recap import VisibleClaim
from cliffhanger.vantage import Episode

SENTENCES = 6

_MARKS = {"single": "one source", "inferred": "inferred"}


def tell_story(story: StoryView) -> Iterator[Block]:
    """Tell what a reader has seen; nothing at all to one who has seen nothing."""
    seen = story.watched_through
    if not seen:
        return
    yield Heading("Where you are")
    yield Paragraph(f"You have watched {_episodes(seen, story)}.")
    if story.recap():
        yield Heading("The story so far")
    for part in story.recap():
        yield Heading(f"Season {part.episode.season}, episode {part.episode.number}", 3)
        yield from _paragraphs(part.claims)
    if story.people:
        yield Heading("Who is who")
        yield Items(tuple(_person(person) for person in story.people))
    if story.threads:
        yield Heading("Questions")
        yield Items(tuple(_question(t.asks, t.answer) for t in story.threads))
    if story.ending:
        yield from _ending(story.ending, seen[-1])


def _paragraphs(claims: Sequence[VisibleClaim]) -> Iterator[Block]:
    """Break an episode where it moves on (early, middle, late), and a long part into pieces of a few sentences."""
    for _, part in groupby(claims, key=lambda claim: claim.place_in_episode):
        said = [_said(claim) for claim in part]
        pieces = -(-len(said) // SENTENCES)
        for piece in range(pieces):
            first, last = (len(said) * n // pieces for n in (piece, piece + 1))
            yield Paragraph(" ".join(said[first:last]))


def _episodes(seen: tuple[Episode, ...], story: StoryView) -> str:
    of = sum(story.episodes.values())
    if len(seen) == of:
        return f"all {number(of)} episodes" if of > 1 else "the one episode"
    return f"{listed([str(episode) for episode in seen])}, {number(len(seen))} of {number(of)} episodes"


def _said(claim: VisibleClaim) -> str:
    """Say a claim, with whose word or belief it is, and whether it still stands."""
    marks = []
    if claim.told_by:
        marks.append(f"so {claim.told_by} tells it")
    if claim.believed_by:
        marks.append(f"so {_believers(claim.believed_by)}")
    if not claim.stands:
        marks.append("which proves wrong")
    if claim.confidence == "disputed" and claim.disputed:
        marks.append(f"one reads: {listed(claim.disputed, 'or')}")
    elif claim.confidence in _MARKS and claim.stands and (claim.sources or claim.confidence == "inferred"):
        marks.append(_MARKS[claim.confidence])
    return sentence(f"{claim.says} ({'; '.join(marks)})" if marks else claim.says)


def _believers(names: Sequence[str]) -> str:
    return f"{listed(names)} believe{'s' if len(names) == 1 and not names[0].startswith('the ') else ''}"


def _person(person: Person) -> str:
    told = person.name
    if person.aliases:
        told += f", also known as {listed(person.aliases)}"
    own = [tie for tie in person.relations if tie.of == person.name and tie.tie not in person.role]
    ties = [f"{tie.tie} of {tie.to}" for tie in own]
    about = [part for part in (person.role, *ties) if part]
    if about:
        told += f": {'; '.join(about)}"
    if person.played_by:
        told += f" ({person.played_by})"
    return told


def _question(asks: str, answer: str | None) -> str:
    return f"{asks} {sentence(answer)}" if answer else f"{asks} Open."


def _ending(ending: Ending, last: Episode) -> Iterator[Block]:
    doubted = {resolved.asks for resolved in ending.seemed}
    seemed = dict.fromkeys(resolved.claim for resolved in ending.seemed)
    truth = dict.fromkeys(resolved.claim for resolved in ending.truth if resolved.asks in doubted)
    behind = dict.fromkeys((*ending.how, *ending.evidence))
    hidden = [claim for claim in behind if claim.episode == last and claim not in truth]
    yield Heading("The ending explained")
    yield from _passage("What it seemed", [_seeming(claim) for claim in seemed])
    yield from _passage("What it was", [_with_reasons(claim) for claim in truth])
    yield from _passage("How it was hidden", [_with_reasons(claim) for claim in hidden])
    yield from _passage("How it ends", [_said(claim) for claim in ending.closing])
    yield from _list("What was believed, and what was so", [_twist(twist) for twist in ending.twists])
    yield from _list("What is left open", [thread.asks for thread in ending.left_open])
    yield from _list("How it compares with its source", [sentence(note.says) for note in ending.adaptation])


def _passage(heading: str, sentences: Sequence[str]) -> Iterator[Block]:
    if sentences:
        yield Heading(heading, 3)
        yield Paragraph(" ".join(sentences))


def _list(heading: str, items: Sequence[str]) -> Iterator[Block]:
    if items:
        yield Heading(heading, 3)
        yield Items(tuple(items))


def _seeming(claim: VisibleClaim) -> str:
    marks = [f"since {claim.because}"] if claim.because else []
    if claim.believed_by:
        marks.append(f"so {_believers(claim.believed_by)}")
    elif claim.told_by:
        marks.append(f"so {claim.told_by} tells it")
    return sentence(f"{claim.says} ({'; '.join(marks)})" if marks else claim.says)


def _with_reasons(claim: VisibleClaim) -> str:
    told = sentence(f"{claim.says}, because {claim.because}" if claim.because else claim.says)
    if claim.deceives:
        told += f" {sentence(claim.deceives)}"
    if claim.how:
        told += " " + sentence(f"How: {claim.how}")
    return told


def _twist(twist: Twist) -> str:
    where = f" (from {twist.believed.episode})" if twist.believed.episode else ""
    then = f" ({twist.truth.episode})" if twist.truth.episode else ""
    return f"{twist.believed.says}{where}. In truth{then}: {sentence(twist.truth.says)}"
