"""Says claims, persons and questions in words: each in one way, wherever it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from cliffhanger.brief import sources
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Prose, Told
from cliffhanger.brief.parts import parts
from cliffhanger.brief.wording import counted, listed, number, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.people import Person, Relation
from cliffhanger.story.recap import DatedFact, Note, VisibleClaim
from cliffhanger.story.threads import Thread

SENTENCES = 6
"""A paragraph of a recap has about so many."""

_MARKS = {"single": "one source", "inferred": "inferred"}

_SMALL = """
a about above according across after against all along although among an and another any anybody anyone around as at
because before behind below beneath beside besides between beyond both by despite down during each either every
everybody everyone everything few for from he her his how if in inside instead into it its many more most near neither
nobody none nothing of off on once one only or our out outside over past several she since some somebody someone
something such that the their them then there these they this those though through throughout to toward towards two
three four under unless unlike until up upon we what when whenever where whether while who whoever whose why with within
without years you your
"""
_FUNCTION_WORDS = frozenset(_SMALL.split())
"""Words that are small within a sentence though they begin one."""

_COUNTS = "all both few many most several some two three four five six seven eight nine ten"
_MANY = frozenset(_COUNTS.split())


def that(story: StoryView, says: str) -> str:
    """Give a sentence the form in which it follows "it seems": behind "that", or else behind a colon.

    Behind "that", its first word must be written as in the middle of a sentence, so it has to be known as a small word
    or as a name.
    """
    first, space, rest = says.rstrip(".").partition(" ")
    if first.lower() in _FUNCTION_WORDS:
        return f" that {within(says.rstrip('.'))}"
    names = {word for one in story.people for name in (one.name, *one.aliases) for word in name.split()}
    is_name = first.strip(",;:").removesuffix("'s").removesuffix("’s") in names
    return f" that {first}{space}{rest}" if is_name else f": {first}{space}{rest}"


def within(words: str) -> str:
    """Write words, or a name, as within a sentence: a leading article or other small word is small."""
    first, space, rest = words.partition(" ")
    return f"{first.lower()}{space}{rest}" if first.lower().strip(",;:") in _FUNCTION_WORDS else words


def whose(one: VisibleClaim | Thread) -> list[str]:
    """Give the marks of what somebody tells or believes."""
    marks = [f"so {within(one.told_by)} tells it"] if one.told_by else []
    return [*marks, f"so {believers(one.believed_by)}"] if one.believed_by else marks


def said(claim: VisibleClaim) -> str:
    """Say a claim, with whose word or belief it is, and whether it still stands."""
    marks = whose(claim)
    if not claim.stands:
        marks.append("which proves wrong")
    return sentence(f"{claim.says}{_marked([*marks, *attested(claim)])}")


def belief(story: StoryView, claim: VisibleClaim, since: str = "") -> str:
    """Say who believes a claim, `since` when, and why; or that it seems so, where nobody is named."""
    if claim.believed_by:
        told = f"{believers(claim.believed_by)}{that(story, claim.says)}"
    elif claim.told_by:
        told = f"it seems, on the word of {within(claim.told_by)},{that(story, claim.says)}".replace(",:", ":")
    else:
        told = f"it seems{that(story, claim.says)}"
    told = f"{since} {told}" if since else told
    return sentence(f"{told}, because {claim.because}" if claim.because else told)


def reasoned(claim: VisibleClaim) -> str:
    """Say a claim with its reason, who was fooled by it, and by what means; and whose word it is, if only that."""
    marks = [*(whose(claim) if claim.is_hearsay else ()), *attested(claim)]
    told = sentence(f"{claim.says}{_marked(marks)}{f', because {claim.because}' if claim.because else ''}")
    if claim.deceives:
        told += f" {sentence(claim.deceives)}"
    if claim.how:
        told += " " + sentence(f"How: {claim.how}")
    return told


def attested(claim: VisibleClaim) -> list[str]:
    """Give the marks of a claim that not all sources tell alike, or that only one tells."""
    if claim.confidence == "disputed" and claim.disputed:
        return [f"accounts differ: {', or '.join(claim.disputed)}"]
    if claim.confidence in _MARKS and claim.stands and (claim.sources or claim.confidence == "inferred"):
        return [_MARKS[claim.confidence]]
    return []


def fact(one: DatedFact | Note) -> Told:
    """Say a fact or a note, with whose word it is and what others state."""
    marks = [f"so {one.told_by} tells it"] if isinstance(one, DatedFact) and one.told_by else []
    if one.disputed:
        marks.append(f"others state: {listed(one.disputed, 'or')}")
    elif one.confidence in _MARKS:
        marks.append(_MARKS[one.confidence])
    return Told(sentence(f"{one.says}{_marked(marks)}"), sources.of_fact(one))


def asked(story: StoryView, thread: Thread) -> Told:
    """Say a question, with its answer if it has one, and on whose word that is if it is only that."""
    told = f"{thread.asks} {sentence(thread.answer + _marked(whose(thread)))}" if thread.answer else thread.asks
    return Told(told, sources.of_thread(story, thread))


def believers(names: Sequence[str]) -> str:
    """Say that some believe; "the town", "most people" and their like believe as several do."""
    return f"{listed(map(within, names))} believe{'' if len(names) > 1 or _are_many(names[0]) else 's'}"


def _are_many(name: str) -> bool:
    words = name.casefold().split()
    return name.startswith("the ") or bool(_MANY & {*words[:2]}) or "people" in words


def cited(story: StoryView, text: str, *claims: VisibleClaim) -> Told:
    """Make a statement of words that stand on claims."""
    return Told(text, sources.of_claims(story, claims))


def paragraphs(story: StoryView, claims: Sequence[VisibleClaim]) -> Iterable[Block]:
    """Tell claims, with a break where an episode moves on (early, middle, late), or a part of it grows long."""
    for _, some in groupby(claims, key=lambda claim: claim.place_in_episode):
        told = [cited(story, said(claim), claim) for claim in some]
        pieces = -(-len(told) // SENTENCES)
        for piece in range(pieces):
            first, last = (len(told) * n // pieces for n in (piece, piece + 1))
            yield Paragraph(tuple(told[first:last]))


def watched(story: StoryView) -> str:
    """Say how much has been watched, or read where a story is told in chapters."""
    seen, of = story.watched_through, sum(story.episodes.values())
    verb = "watched" if story.told_in == "episode" else "read"
    if not seen:
        return f"You have {verb} nothing yet."
    if len(seen) == of:
        whole = {1: f"the one {story.told_in}", 2: f"both {story.told_in}s"}
        return f"You have {verb} {whole.get(of, f'all {number(of)} {story.told_in}s')}."
    much = f" of {number(of)}" if len(story.episodes) == 1 else f": {counted(len(seen), story.told_in)} of {number(of)}"
    return f"You have {verb} {parts(story, seen)}{much}."


def person(one: Person) -> str:
    """Say who somebody is: names, roles, ties, and who plays them."""
    told = one.name
    if one.aliases:
        told += f", also known as {listed(map(within, one.aliases))}"
    own = [tie for tie in one.relations if tie.of == one.name and not _tells(one.role, tie)]
    about = [part for part in (one.role, *map(_tie, own)) if part]
    if about:
        told += f": {'; '.join(about)}"
    if one.played_by:
        told += f"; played by {one.played_by}" if "(" in one.played_by else f" ({one.played_by})"
    return told


def _tells(role: str, tie: Relation) -> bool:
    """Tell whether a role has a tie in its words, or names both the other person and what the tie is about."""
    if tie.tie in role:
        return True
    words = _plain(role)
    return bool(words & _plain(tie.to)) and bool(words & _plain(tie.tie) - _FUNCTION_WORDS)


def _plain(text: str) -> set[str]:
    return {word.removesuffix("'s").removesuffix("’s") for word in re.split(r"[\s,.;:]+", text.casefold()) if word}


def who_is_who(story: StoryView) -> Items:
    """List who has been introduced."""
    return Items(tuple(Told(person(one), sources.of_person(story, one)) for one in story.people))


def moment(name: str) -> str:
    """Write the name of a moment, which is its id, as words."""
    return name.replace("-", " ").replace("_", " ")


def question(story: StoryView, thread: Thread) -> Told:
    """Say a question as `asked` does, or that it is open."""
    return asked(story, thread) if thread.answer else Told(f"{thread.asks} Open.", sources.of_thread(story, thread))


def passage(title: str, sentences: Sequence[str | Told], level: int = 3) -> Iterable[Block]:
    """Give a heading and a paragraph below it, or nothing at all where there is nothing to tell."""
    if sentences:
        yield Heading(title, level)
        yield Paragraph(tuple(sentences))


def items(title: str, told: Sequence[Prose], level: int = 3) -> Iterable[Block]:
    """Give a heading and a list below it, or nothing at all where there is nothing to list."""
    if told:
        yield Heading(title, level)
        yield Items(tuple(told))


def _tie(tie: Relation) -> str:
    marks = [f"from: {moment(tie.from_)}"] if tie.from_ else []
    marks += [f"until: {moment(tie.until)}"] if tie.until else []
    return f"{tie.tie} of {within(tie.to)}{_marked(marks)}"


def _marked(marks: Sequence[str]) -> str:
    return f" ({'; '.join(marks)})" if marks else ""
