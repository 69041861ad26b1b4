"""Makes the page of a title: one article, in a part that spoils nothing and one that tells what happens.

The head and the first part are made from what somebody knows who has watched nothing, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cliffhanger.answer import Answer
from cliffhanger.brief.about import facts, premise, where_to_watch
from cliffhanger.brief.blocks import Block, Heading, Paragraph, Told
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.explain import ending_told
from cliffhanger.brief.parts import heading, parts
from cliffhanger.brief.rise import on_the_charts
from cliffhanger.brief.saying import SENTENCES, asked, cited, fact, items, paragraphs, said
from cliffhanger.brief.wording import day
from cliffhanger.charts.runs import newest_of
from cliffhanger.charts.titles import FILM, plain
from cliffhanger.story import StoryView
from cliffhanger.story.recap import DatedFact, VisibleClaim
from cliffhanger.vantage import Episode, Vantage

SPOILERS: Final = "Spoilers from here"
NOTES: Final = "Sources"
FURTHER: Final = "Further sources"
"""The headings of the line, of the notes before it and of those after it."""

DAYS: Final = "In brackets stands the day from which a source was public, where it is known."

_PLACES: Final = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SAID: Final = frozenset({"season", "seasons", "renewed", "renews", "cancelled", "cancels"})
"""A fact with one of these words is told where the page speaks of another season."""


@dataclass(frozen=True)
class Page:
    """An article: what anybody may read, and, `after` the line, what happens.

    `spoils` says how much is told after the line; where nothing is, it is empty, and there is no line.
    """

    question: str
    as_of: date
    lead: tuple[Told, ...]
    before: tuple[Block, ...]
    spoils: str
    after: tuple[Block, ...]
    basis: str

    @property
    def day(self) -> str:
        """The day of the page, as readers write it."""
        return day(self.as_of)

    @property
    def title(self) -> str:
        """The question and the day."""
        known = f"is known on {self.day}"
        return f"{self.question} What {known}" if self.question.endswith("?") else f"{self.question}: what {known}"

    @property
    def description(self) -> str:
        """The answer in a sentence, for who looks for the page."""
        return self.lead[0].text


def make_page(answer: Answer[Brief]) -> Page:
    """Make the page of a brief."""
    brief, vantage = answer.value, answer.basis.vantage
    public = replace(brief, story=None)
    told = tuple(what_happens(brief))
    return Page(
        question=_question(public),
        as_of=vantage.as_of,
        lead=_lead(public),
        before=tuple(_before(public, vantage)),
        spoils=how_far(brief.story) if brief.story and told else "",
        after=told,
        basis=str(answer.basis),
    )


def _question(brief: Brief) -> str:
    """Ask for another season; of what has no seasons, give the title."""
    run = newest_of(brief.charts.runs) if brief.charts.runs else None
    if not _has_seasons(brief):
        return brief.title
    last = max([*(brief.public.episodes if brief.public else ()), (run.label.number or 1) if run else 1])
    following = _PLACES[last + 1] if last + 1 < len(_PLACES) else f"{last + 1}th"
    return f"Will there be a {following} season of {brief.title}?"


def _has_seasons(brief: Brief) -> bool:
    if brief.charts.runs:
        return newest_of(brief.charts.runs).label.kind != FILM
    return brief.public is not None and brief.public.told_in == "episode" and plain(brief.public.format) != FILM


def _lead(brief: Brief) -> tuple[Told, ...]:
    news = tuple(fact(one) for one in reversed(_facts(brief, on_seasons=True)))
    if brief.odds:
        from cliffhanger.brief.odds_blocks import page_lead

        return *page_lead(brief.odds), *news
    if _has_seasons(brief):
        return Told("No chance is given here: too few seasons of its kind were counted, if any."), *news
    return (Told("What it is, who is in it, and what happens." if brief.public else "How it does on the charts."),)


def _facts(brief: Brief, *, on_seasons: bool) -> list[DatedFact]:
    """List the public facts that speak of seasons, or all others; what has no seasons has only others."""
    told = brief.public.facts if brief.public else ()
    seasonal = _SAID if _has_seasons(brief) else frozenset()
    return [fact for fact in told if on_seasons == bool(seasonal & {*plain(fact.says).split()})]


def _before(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    if brief.charts.runs or brief.charts.figures or brief.charts.due:
        yield Heading("On the charts")
        yield from on_the_charts(brief, vantage, pictures=True)
    if brief.outlook:
        from cliffhanger.brief.outlook_blocks import forecast_blocks

        yield from forecast_blocks(brief.outlook, edition=brief.charts.edition, pictures=True)
    if brief.public:
        yield Heading("What it is about")
        yield from premise(brief, vantage)
    yield from facts(_facts(brief, on_seasons=False))
    if brief.odds:
        from cliffhanger.brief.odds_blocks import page_blocks

        yield from page_blocks(brief.odds, brief.public)
    yield from where_to_watch(brief, vantage)


def what_happens(brief: Brief) -> Iterator[Block]:
    """Tell the ending to who has seen it, and else what has happened so far; nothing to who has seen nothing."""
    story = brief.story
    if story is None or not story.watched_through:
        return
    if story.ending:
        yield Heading("The ending explained")
        yield from ending_told(story, story.ending, 3)
        yield Heading("How it comes about, step by step")
        yield from paragraphs(story, _last_steps(story))
        return
    yield Heading("What has happened so far")
    for one in story.highlights:
        yield Heading(heading(story, one.episode), 3)
        yield Paragraph(tuple(cited(story, said(claim), claim) for claim in one.claims))
    yield from items("What is open", [asked(story, thread) for thread in story.threads if thread.is_unsettled])


def _last_steps(story: StoryView) -> list[VisibleClaim]:
    """Give how the part before the last ends, and all that the last one tells."""
    told = story.recap()[-2:]
    earlier = told[0].claims if len(told) > 1 else ()
    before = [claim for claim in earlier if claim.place_in_episode == earlier[-1].place_in_episode]
    return [*before[-SENTENCES:], *(claim for part in told[-1:] for claim in part.claims)]


def how_far(story: StoryView) -> str:
    """Say how much is told after the line."""
    seen = story.watched_through
    every = [Episode(season, number + 1) for season, count in story.episodes.items() for number in range(count)]
    if len(seen) == len(every):
        return "What follows tells what happens, to the end."
    rest = "what comes later" if [*seen] == every[: len(seen)] else "the others"
    return f"What follows tells what happens in {parts(story, seen)}, and nothing of {rest}."
