"""Takes a story file apart into cells, each with what it needs to be known.

A link needs its claim and its other ends. An end that several claims show (a person introduced twice) makes
alternatives; a link then stands in one cell for each, and a view that sees two of them keeps one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product
from typing import Final, Literal, TypeAlias

from cliffhanger.story import schema
from cliffhanger.story.claims import (
    BEFORE,
    FACT,
    NOTE,
    PERSON,
    PREMISE,
    TOLD,
    Alias,
    Answers,
    Asks,
    BasedOn,
    Cell,
    Cites,
    Content,
    Happens,
    Introduces,
    Involves,
    Key,
    Lasts,
    Link,
    Needs,
    Overturns,
    Party,
    Points,
    Related,
    SamePerson,
    Season,
    Series,
    Statement,
    Weighs,
)
from cliffhanger.story.plaintext import Fault
from cliffhanger.vantage import Episode

Ways: TypeAlias = tuple[Needs, ...]
"""What may bring an end into view, each way by itself."""

_ALWAYS: Final[Ways] = (Needs(),)

MOST_WAYS: Final = 100_000
"""How many ways into view all links together may have, beside the first of each."""

_FEWER: Final = "introduce persons and open threads in fewer episodes"


def take_apart(story: schema.StoryFile) -> Content:
    """Turn a valid story file into content.

    Raises:
        Fault: it would take too much room.
    """
    schedule = _schedule(story)
    placed = list(_placed(story, dict(schedule)))
    series = _series(story, dict(schedule))
    cells = _Cells(story, series.released or date.max, placed)
    for claim, key, needs, known_from in placed:
        cells.add(claim, key, needs, known_from)
    return Content(series, schedule, *_fabula(story), cells.sealed())


def _fabula(story: schema.StoryFile) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, str], ...]]:
    """Give the groups of moments, and the pairs of which the first is earlier."""
    if not isinstance(story.moments, dict):
        return tuple(tuple(group) for group in story.moments), ()
    pairs = ((earlier, later) for later, order in story.moments.items() for earlier in order.after)
    return ((tuple(story.moments),) if story.moments else ()), tuple(dict.fromkeys(pairs))


def _schedule(story: schema.StoryFile) -> tuple[tuple[Episode, date], ...]:
    for_all = story.released.get(BEFORE)
    days = (
        (episode, story.released.get(episode, for_all))
        for season, count in sorted(story.episodes.items())
        for episode in (Episode(season, number) for number in range(1, count + 1))
    )
    return tuple((episode, day) for episode, day in days if day is not None)


def _series(story: schema.StoryFile, schedule: dict[Episode, date]) -> Series:
    for_all = story.announced.get(0)
    seasons = tuple(
        _season(number, count, story.announced.get(number) or for_all or date.max, schedule)
        for number, count in sorted(story.episodes.items())
    )
    work = story.based_on
    return Series(
        title=story.title,
        slug=story.slug or "-".join("".join(c if c.isalnum() else " " for c in story.title.lower()).split()),
        platform=story.platform or "",
        format=story.format or "",
        announced=_announced(story),
        released=schedule.get(Episode(seasons[0].number, 1)) if seasons else None,
        seasons=seasons,
        based_on=BasedOn(work.title, work.author or "", work.form or "", work.sequel or "") if work else None,
        watch=story.watch or "",
        also_known_as=tuple(story.also_known_as),
        told_in=story.told_in,
        by=story.by or "",
    )


def _season(number: int, count: int, announced: date, schedule: dict[Episode, date]) -> Season:
    days = tuple(sorted(day for episode, day in schedule.items() if episode.season == number))
    return Season(number, count, announced, complete=days[-1] if len(days) == count else None, out=days)


def _announced(story: schema.StoryFile) -> date:
    return sorted(story.announced.values())[0]


Linked: TypeAlias = tuple[Link, *tuple[Ways, ...]]
"""A link, and the ways into view of each of its ends but the claim."""

Part: TypeAlias = Literal["about", "believes", "knows", "tells", "planted"]

Placed: TypeAlias = tuple[schema.Statement, Key, Needs, date]


def _placed(story: schema.StoryFile, schedule: dict[Episode, date]) -> Iterator[Placed]:
    """Give each claim its key, its needs, and the day from which it can be known; in the order of telling."""
    announced = _announced(story)
    counts: dict[tuple[int, Needs], int] = defaultdict(int)

    def place(claim: schema.Statement, section: int, day: date | None, episode: Episode | None) -> Placed:
        needs = Needs((day,) if day else (), (episode,) if episode else ())
        counts[section, needs] += 1
        key = Key(section, episode or BEFORE, str(day or ""), counts[section, needs])
        release = schedule.get(episode) if episode and section != FACT else None
        return claim, key, needs, release or day or announced

    for premise in story.premise:
        yield place(premise, PREMISE, premise.known or announced, None)
    for episode, claims in sorted(story.reveals.items()):
        for claim in claims:
            yield place(claim, TOLD, None, episode)
    for fact in story.facts:
        yield place(fact, FACT, fact.known, fact.reveals)
    for note in story.adaptation:
        yield place(note, NOTE, note.known or announced, note.reveals)


def _party(text: str) -> Party:
    return Party(person=text) if PERSON.fullmatch(text) else Party(words=text)


def _worded(text: str | None) -> str:
    return "" if text is None or PERSON.fullmatch(text) else text


@dataclass(slots=True)
class _Filling:
    """A cell as it fills up."""

    statements: list[Statement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


class _Cells:
    """The cells as they fill up."""

    def __init__(self, story: schema.StoryFile, released: date, placed: list[Placed]) -> None:
        self._story, self._released = story, released
        self._cells: dict[Needs, _Filling] = defaultdict(_Filling)
        self._where: dict[tuple[Needs | Ways, ...], list[_Filling]] = {}
        self._ids: dict[str, tuple[Key, Needs]] = {}
        self._room = MOST_WAYS
        people, threads, moments = (defaultdict[str, dict[Needs, None]](dict) for _ in range(3))
        for claim, key, needs, _ in placed:
            if isinstance(claim, schema.Claim):
                for person in claim.introduces:
                    people[person][needs] = None
                for thread in claim.opens:
                    threads[thread][needs] = None
                if claim.when:
                    moments[claim.when][needs] = None
                if claim.id:
                    self._ids[claim.id] = key, needs
        self._people, self._threads, self._moments = (
            {name: tuple(ways) for name, ways in entries.items()} for entries in (people, threads, moments)
        )

    def sealed(self) -> tuple[Cell, ...]:
        """Give the cells in an order that depends on nothing but what each needs."""
        return tuple(
            Cell(
                needs,
                tuple(cell.statements),
                tuple(cell.links),
                frozenset(link.moment for link in cell.links if isinstance(link, Happens)),
            )
            for needs, cell in sorted(self._cells.items())
        )

    def add(self, claim: schema.Statement, key: Key, needs: Needs, known_from: date) -> None:
        """Put a claim and its links into the cells where they belong."""
        self._cells[needs].statements.append(_statement(claim, key, known_from))
        for link, *ends in self._linked(claim, key):
            place: tuple[Needs | Ways, ...] = (needs, *ends)
            cells = self._where.get(place)
            if cells is None:  # most links have the same ends as many others
                cells = self._where[place] = [self._cells[way] for way in _ways(needs, ends)]
            self._room -= len(cells) - 1
            if self._room < 0:
                raise Fault(1, f"its claims come into view in more than {MOST_WAYS:,} ways", _FEWER)
            for cell in cells:
                cell.links.append(link)

    def _linked(self, claim: schema.Statement, key: Key) -> Iterator[Linked]:
        """Give the links of a claim, each with the ways in which its ends may be shown."""
        for text in dict.fromkeys(claim.sources):
            source = self._story.sources.get(text)
            cites = Cites(key, source.name, source.day) if source else Cites(key, text)
            yield cites, (self._public(claim, source),)
        if isinstance(claim, schema.Fact) and claim.told_by:
            yield from self._part(key, "tells", [claim.told_by])
        if isinstance(claim, schema.Claim):
            yield from self._persons(claim, key)
            if claim.opens or claim.rewords or claim.answers or claim.weighs:
                yield from self._questions(claim, key)
            if claim.overturns or claim.supports or claim.undermines:
                yield from self._claims(claim, key)
            if claim.when:
                yield (Happens(key, claim.when),)

    def _claims(self, claim: schema.Claim, key: Key) -> Iterator[Linked]:
        for earlier in dict.fromkeys(claim.overturns):
            other, needs = self._ids[earlier]
            yield Overturns(key, other), (needs,)
        for one in dict.fromkeys(claim.supports):
            other, needs = self._ids[one]
            yield Points(key, "supports", other), (needs,)
        for one in dict.fromkeys(claim.undermines):
            other, needs = self._ids[one]
            yield Points(key, "undermines", other), (needs,)

    def _persons(self, claim: schema.Claim, key: Key) -> Iterator[Linked]:
        for person, intro in claim.introduces.items():
            yield (Introduces(key, person, intro.name, intro.role or "", intro.played_by or ""),)
        for person, name in claim.alias.items():
            yield Alias(key, person, name), self._shown(person)
        if claim.same_person:
            one, other = claim.same_person
            yield SamePerson(key, one, other), self._shown(one), self._shown(other)
        if claim.relation:
            yield from self._ties(claim, key)
        yield from self._part(key, "about", claim.about)
        if claim.believed_by:
            yield from self._part(key, "believes", claim.believed_by)
        if claim.known_by:
            yield from self._part(key, "knows", claim.known_by)
        if claim.told_by:
            yield from self._part(key, "tells", [claim.told_by])
        if claim.planted_by:
            yield from self._part(key, "planted", [claim.planted_by])

    def _ties(self, claim: schema.Claim, key: Key) -> Iterator[Linked]:
        for tie in claim.relation:
            ends = self._shown(tie.of), self._shown(tie.to)
            yield Related(key, tie.of, tie.to, tie.is_), *ends
            if tie.from_:
                yield Lasts(key, tie.of, tie.to, tie.is_, "from", tie.from_), *ends, self._happens(tie.from_)
            if tie.until:
                yield Lasts(key, tie.of, tie.to, tie.is_, "until", tie.until), *ends, self._happens(tie.until)

    def _questions(self, claim: schema.Claim, key: Key) -> Iterator[Linked]:
        for thread in dict.fromkeys(claim.opens):
            yield (Asks(key, "opens", thread, self._story.threads[thread].asks),)
        for thread, asks in claim.rewords.items():
            yield Asks(key, "rewords", thread, asks), self._opened(thread)
        for thread, text in claim.answers.items():
            answer = _party(text)
            yield Answers(key, thread, answer), self._opened(thread), self._shown(answer.person)
        for thread, weights in claim.weighs.items():
            for text, decibans in weights.items():
                answer = _party(text)
                link = Weighs(key, thread, answer, decibans)
                yield link, self._opened(thread), self._shown(answer.person)

    def _part(self, key: Key, part: Part, texts: Iterable[str]) -> Iterator[Linked]:
        for text in dict.fromkeys(texts):
            if ways := self._people.get(text):
                yield Involves(key, part, text), ways

    def _public(self, claim: schema.Statement, source: schema.SourcePage | None) -> Needs:
        """Tell from when a source may be named, beside the claim that cites it."""
        if source and source.day:
            return Needs((source.day,))
        # A note on the adaptation may stand before the release; a page without a day that compares the two does not.
        return Needs((self._released,) if isinstance(claim, schema.Note) else ())

    def _shown(self, person: str) -> Ways:
        return self._people.get(person, ()) if person else _ALWAYS

    def _opened(self, thread: str) -> Ways:
        return self._threads.get(thread, ())

    def _happens(self, moment: str) -> Ways:
        return self._moments.get(moment, ())


def _ways(needs: Needs, ends: Iterable[Ways]) -> list[Needs]:
    """Give the least that shows a claim and all its ends: each way that no lesser way makes superfluous."""
    ways = [needs]
    for end in ends:
        ways = list(dict.fromkeys(way.with_(other) for way, other in product(ways, end)))
        if len(ways) > 1:
            ways = _least(ways)
    return ways


def _least(ways: list[Needs]) -> list[Needs]:
    # A way needs three or four things, so that to look for its parts takes less than to compare it with every other.
    found: dict[frozenset[date | Episode], Needs] = {frozenset((*way.days, *way.episodes)): way for way in ways}
    return [way for all_of_it, way in found.items() if not any(map(found.__contains__, _parts(all_of_it)))]


def _parts(whole: frozenset[date | Episode]) -> Iterator[frozenset[date | Episode]]:
    return (frozenset(part) for size in range(len(whole)) for part in combinations(whole, size))


def _statement(claim: schema.Statement, key: Key, known_from: date) -> Statement:
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
