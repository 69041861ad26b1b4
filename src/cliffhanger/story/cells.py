"""Takes a story file apart into cells, each with what it needs to be known.

A link needs its claim and its other ends. An end that several claims show (a person introduced twice) makes
alternatives; a link then stands in one cell for each, and a view that sees two of them keeps one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, TypeAlias

from cliffhanger.story import frame, schema
from cliffhanger.story.claims import (
    PERSON,
    Alias,
    Answers,
    Asks,
    Cell,
    Cites,
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
    Statement,
    Weighs,
)
from cliffhanger.story.content import Content, Series
from cliffhanger.story.placing import Placed, placed, statement
from cliffhanger.story.plaintext import Fault
from cliffhanger.story.ways import ALWAYS, Ways, ways_of

MOST_WAYS: Final = 100_000
"""How many ways into view all links together may have, beside the first of each."""

_FEWER: Final = "introduce persons and open threads in fewer episodes"


def take_apart(story: schema.StoryFile) -> Content:
    """Turn a valid story file into content.

    Raises:
        Fault: it would take too much room.
    """
    schedule = frame.schedule(story)
    told = list(placed(story, dict(schedule)))
    series = frame.series(story, dict(schedule))
    cells = _Cells(story, _first_out(series), told)
    for claim, key, needs, known_from in told:
        cells.add(claim, key, needs, known_from)
    return Content(series, schedule, *frame.fabula(story), cells.sealed())


def _first_out(series: Series) -> Ways:
    """Give the days that must have come before any episode of an announced season is out, in each way that counts."""
    days = sorted((season.announced, season.out[0]) for season in series.seasons if season.out)
    sooner = (pair for place, pair in enumerate(days) if all(pair[1] < out for _, out in days[:place]))
    return tuple(Needs().with_(Needs(pair)) for pair in sooner)


Linked: TypeAlias = tuple[Link, *tuple[Ways, ...]]
"""A link, and the ways into view of each of its ends but the claim."""

Part: TypeAlias = Literal["about", "believes", "knows", "tells", "planted"]


def _party(text: str) -> Party:
    return Party(person=text) if PERSON.fullmatch(text) else Party(words=text)


@dataclass(slots=True)
class _Filling:
    """A cell as it fills up."""

    statements: list[Statement] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


class _Cells:
    """The cells as they fill up."""

    def __init__(self, story: schema.StoryFile, out: Ways, placed: list[Placed]) -> None:
        self._story, self._out = story, out
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
        self._cells[needs].statements.append(statement(claim, key, known_from))
        for link, *ends in self._linked(claim, key):
            place: tuple[Needs | Ways, ...] = (needs, *ends)
            cells = self._where.get(place)
            if cells is None:  # most links have the same ends as many others
                cells = self._where[place] = [self._cells[way] for way in ways_of(needs, ends)]
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
            yield cites, self._public(claim, source)
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

    def _public(self, claim: schema.Statement, source: schema.SourcePage | None) -> Ways:
        """Tell from when a source may be named, beside the claim that cites it."""
        if source and source.day:
            return (Needs((source.day,)),)
        # A note on the adaptation may stand before the release; a page without a day that compares the two does not.
        return self._out if isinstance(claim, schema.Note) else ALWAYS

    def _shown(self, person: str) -> Ways:
        return self._people.get(person, ()) if person else ALWAYS

    def _opened(self, thread: str) -> Ways:
        return self._threads.get(thread, ())

    def _happens(self, moment: str) -> Ways:
        return self._moments.get(moment, ())
