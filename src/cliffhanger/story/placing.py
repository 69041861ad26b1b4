"""Takes the claims of a story file in the order of telling: each with its key, what it needs, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from cliffhanger.story import frame, schema
from cliffhanger.story.claims import BEFORE, FACT, NOTE, PERSON, PREMISE, TOLD, Key, Needs, Statement
from cliffhanger.vantage import Episode

Placed: TypeAlias = tuple[schema.Statement, Key, Needs, date]


def placed(story: schema.StoryFile, schedule: dict[Episode, date]) -> Iterator[Placed]:
    """Give each claim its key, its needs, and the day from which it can be known; in the order of telling."""
    announced = frame.announced(story)
    counts: dict[tuple[int, Needs], int] = defaultdict(int)

    def place(claim: schema.Statement, section: int, day: date | None, episode: Episode | None) -> Placed:
        needs = Needs((day,) if day else (), (episode,) if episode else ())
        counts[section, needs] += 1
        key = Key(section, episode or BEFORE, str(day or ""), counts[section, needs])
        release = schedule.get(episode) if episode and section != FACT else None
        return claim, key, needs, max(filter(None, (release, day)), default=announced)

    for premise in story.premise:
        yield place(premise, PREMISE, premise.known or announced, None)
    for episode, claims in sorted(story.reveals.items()):
        for claim in claims:
            yield place(claim, TOLD, None, episode)
    for fact in story.facts:
        yield place(fact, FACT, fact.known, fact.reveals)
    for note in story.adaptation:
        yield place(note, NOTE, note.known or announced, note.reveals)


def _worded(text: str | None) -> str:
    return "" if text is None or PERSON.fullmatch(text) else text


def statement(claim: schema.Statement, key: Key, known_from: date) -> Statement:
    """Give a claim by itself, without its links."""
    if not isinstance(claim, schema.Claim):
        teller = claim.told_by if isinstance(claim, schema.Fact) else None
        return Statement(
            key,
            known_from,
            says=claim.says or "",
            hearsay=bool(teller),
            teller=_worded(teller),
            confidence=claim.confidence or "",
            disputed=tuple(claim.disputed),
            compares=claim.compares if isinstance(claim, schema.Note) else "",
        )
    return Statement(
        key,
        known_from,
        says=claim.says or "",
        because=claim.because or "",
        how=claim.how or "",
        deceives=claim.deceives or "",
        hearsay=bool(claim.told_by),
        teller=_worded(claim.told_by),
        believers=tuple(filter(_worded, claim.believed_by)) if claim.believed_by else (),
        knowers=tuple(filter(_worded, claim.known_by)) if claim.known_by else (),
        planter=_worded(claim.planted_by),
        places=tuple(claim.places),
        place_in_episode=claim.place_in_episode or "",
        confidence=claim.confidence or "",
        disputed=tuple(claim.disputed),
    )
