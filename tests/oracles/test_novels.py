"""The novels of the almanac beside their texts: people are named before they are told of, and no sentence is copied."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from cliffhanger.story import Story, StoryView
from cliffhanger.story.people import Person
from cliffhanger.story.recap import VisibleClaim
from cliffhanger.vantage import Episode, Vantage, Watched
from shell import ROOT

TEXTS: Final = Path(os.environ.get("CLIFFHANGER_SHARED") or ROOT.parent / "shared") / "texts"
STORIES: Final = ROOT / "src" / "cliffhanger" / "almanac" / "stories"
TODAY: Final = date(2026, 1, 14)

COPIED: Final = 8
"""So many words in a row, the same as in the text, are a copy."""

TITLES: Final = frozenset(
    re.findall(
        r"\w+",
        """
        a an and at by for from her his in of on that the to who with
        aunt captain colonel doctor dr elder inspector lady lord major miss mr mrs sergeant sir uncle younger
        """,
    )
)
"""Words of a name that tell nobody from another."""


class Novel(NamedTuple):
    """A story of the almanac, the text that it tells, and the line with which each of its parts begins."""

    slug: str
    text: str
    heading: str


NOVELS: Final = (
    Novel("the-hound-of-the-baskervilles", "2852_the_hound_of_the_baskervilles.txt", r"Chapter \d+\. .*"),
    Novel("the-circular-staircase", "434_the_circular_staircase.txt", r"CHAPTER [IVXL]+"),
    Novel(
        "the-moonstone",
        "155_the_moonstone.txt",
        r"PROLOGUE|CHAPTER [IVXL]+|(?:FOURTH|SIXTH|SEVENTH|EIGHTH) NARRATIVE|EPILOGUE",
    ),
)


@pytest.fixture(params=NOVELS, ids=lambda novel: novel.slug)
def novel(request: pytest.FixtureRequest) -> Novel:
    """Give each novel whose text is present."""
    found: Novel = request.param
    if not (TEXTS / found.text).exists():
        pytest.skip(f"the text is absent: {TEXTS / found.text}")
    return found


def test_the_text_has_a_part_for_each_part_of_the_story(novel: Novel) -> None:
    """The headings in the text count as many parts as the story declares."""
    assert len(parts(novel)) == len(episodes(novel))


def test_claims_are_about_people_named_by_then(novel: Novel) -> None:
    """A chapter's claims are about people whom that chapter or an earlier one names."""
    strangers = [
        f"{claim.episode}: {name}, in {claim.says!r}"
        for view, text in told(novel)
        for claim in told_last(view)
        for name in claim.about
        if not telling_words(view, name) & text
    ]
    assert strangers == []


def test_names_hold_no_word_of_a_later_chapter(novel: Novel) -> None:
    """No word of a name by which somebody goes after a chapter stands in later chapters only."""
    ahead = frozenset(words(whole(novel)))
    early = [
        f"{view.watched_through[-1]}: {word}, in the names of {person.name}"
        for view, text in told(novel)
        for person in view.people
        if person.known_since
        for word in sorted(words_of(person) & ahead - text)
    ]
    assert early == []


def test_no_sentence_is_copied_from_the_text(novel: Novel) -> None:
    """No sentence of the story has eight words in a row that stand so in the text."""
    text = words(whole(novel))
    runs = {tuple(text[at : at + COPIED]) for at in range(len(text))}
    copied = [
        sentence
        for sentence in sentences(view_after(novel, episodes(novel)[-1]))
        if any(run in runs for run in runs_of(words(sentence)))
    ]
    assert copied == []


@cache
def whole(novel: Novel) -> str:
    """Give the text of a novel."""
    return (TEXTS / novel.text).read_text(encoding="utf-8")


@cache
def parts(novel: Novel) -> tuple[str, ...]:
    """Split a text at its headings; what stands between two headings belongs to the first."""
    text = whole(novel)
    starts = [found.start() for found in re.finditer(rf"(?m)^(?:{novel.heading})$", text)]
    return tuple(text[start:end] for start, end in pairwise([*starts, len(text)]))


@cache
def story(novel: Novel) -> Story:
    """Load the story of a novel."""
    return Story.load(STORIES / f"{novel.slug}.yaml")


@cache
def view_after(novel: Novel, episode: Episode) -> StoryView:
    """Show the story to who has read on to the end of a part."""
    view = story(novel).at(Vantage(TODAY, Watched.parse(str(episode))))
    assert view is not None
    return view


def episodes(novel: Novel) -> tuple[Episode, ...]:
    """Give the parts that a story declares, in order."""
    view = story(novel).at(Vantage(TODAY))
    assert view is not None
    return tuple(Episode(season, n) for season, count in view.episodes.items() for n in range(1, count + 1))


def told(novel: Novel) -> Iterator[tuple[StoryView, frozenset[str]]]:
    """Go on part by part: what the story shows by then, and all words that the text has used by then."""
    used: frozenset[str] = frozenset()
    for episode, text in zip(episodes(novel), parts(novel), strict=True):
        used |= frozenset(words(text))
        yield view_after(novel, episode), used


def told_last(view: StoryView) -> tuple[VisibleClaim, ...]:
    """Give the claims of the newest part that a view shows."""
    return next((part.claims for part in view.recap() if part.episode == view.watched_through[-1]), ())


def telling_words(view: StoryView, name: str) -> frozenset[str]:
    """Give the words by which to recognise somebody: those that nobody else goes by, if there are any."""
    own = frozenset[str]().union(*(words_of(person) for person in view.people if person.name == name))
    others = frozenset[str]().union(*(words_of(person) for person in view.people if person.name != name))
    return own - others or own


def words_of(person: Person) -> frozenset[str]:
    """Give the words of somebody's names, but for titles and the like."""
    return frozenset(words(" ".join((person.name, *person.aliases)))) - TITLES


def sentences(view: StoryView) -> Iterator[str]:
    """Give all that a view says in sentences or parts of them."""
    for claim in (*view.premise, *(claim for part in view.recap() for claim in part.claims)):
        yield from filter(None, (claim.says, claim.because, claim.how, claim.deceives))
    for thread in view.threads:
        yield from filter(None, (thread.asks, thread.answer))
    for person in view.people:
        yield person.role


def words(text: str) -> list[str]:
    """Give the words of a text in small letters, without marks and without a genitive's ending."""
    return re.findall(r"[^\W_]+(?:'(?!s\b)[^\W_]+)?", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))


def runs_of(said: list[str]) -> Iterator[tuple[str, ...]]:
    """Give the runs of words of a sentence that are long enough to be copied."""
    return (tuple(said[at : at + COPIED]) for at in range(len(said) - COPIED + 1))
