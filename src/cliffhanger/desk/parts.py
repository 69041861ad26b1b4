"""The parts of a series page: what anybody may read, and what tells the story as far as its reader has watched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from cliffhanger.answer import Answer
from cliffhanger.brief.about import facts, premise, where_to_watch
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.blocks import Block, Heading, Paragraph
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.explain import explain, tell_explained
from cliffhanger.brief.html import Sections
from cliffhanger.brief.page import FURTHER
from cliffhanger.brief.pictures.storyline import draw_storyline
from cliffhanger.brief.pictures.suspicion import suspicion_picture
from cliffhanger.brief.previously import full, previously, short
from cliffhanger.brief.rise import on_the_charts
from cliffhanger.brief.saying import who_is_who
from cliffhanger.brief.season import closure
from cliffhanger.brief.suspects import suspects, tell_suspects
from cliffhanger.brief.threads import tell_threads, threads
from cliffhanger.brief.timeline import Order, tell_timeline, timeline
from cliffhanger.brief.twists import tell_twists, twists
from cliffhanger.desk.drawings import bare
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

LOWER: Final = 1
"""Headings of a brief stand so much lower below the heading of a part."""


@dataclass(frozen=True)
class Folded:
    """What is shown when its summary is opened."""

    name: str
    summary: str
    html: str


@dataclass(frozen=True)
class Part:
    """A part of a page: its name in addresses, its heading, its HTML, and what is folded away below that."""

    name: str
    title: str
    html: str
    folded: tuple[Folded, ...] = ()


@dataclass(frozen=True)
class Parts:
    """Parts that share their notes."""

    all: tuple[Part, ...]
    notes: str


def public_parts(answer: Answer[Brief]) -> Parts:
    """Tell what somebody may read who has watched nothing: the odds, the charts and forecast, what it is."""
    brief, vantage, written = answer.value, answer.basis.vantage, Sections()
    return Parts(tuple(one for one in _public(brief, vantage, written) if one.html), written.notes)


def _public(brief: Brief, vantage: Vantage, written: Sections) -> Iterator[Part]:
    if brief.odds:
        from cliffhanger.brief.odds_blocks import first_told, page_blocks

        yield Part("another-season", "Another season?", written.write([Paragraph(first_told(brief.odds))]))
        why = written.write(_lowered(page_blocks(brief.odds, brief.public)))
        yield Part("why", "Why, and what would change it", why)
    if brief.charts.runs or brief.public is None or brief.public.told_in == "episode":
        charts = written.write(bare(on_the_charts(brief, vantage, pictures=True)))
        yield Part("charts", "On the charts", charts)
    if brief.outlook:
        from cliffhanger.brief.outlook_blocks import forecast_blocks

        told = forecast_blocks(brief.outlook, edition=brief.charts.edition, pictures=True)
        yield Part("forecast", "The weeks to come", written.write(_untitled(told)))
    public = brief.public.facts if brief.public else ()
    about = [*premise(brief, vantage), *facts(public), *_lowered(where_to_watch(brief, vantage))]
    yield Part("about", "What it is", written.write(about))


def story_parts(title: str, almanac: Almanac, vantage: Vantage) -> Parts:
    """Tell a story as far as it has been watched; nothing at all of what has been watched of nothing."""
    story = almanac.story(title, vantage)
    if story is None or not story.watched_through:
        return Parts((), "")
    written = Sections("s", FURTHER)
    return Parts(tuple(_story(title, story, almanac, vantage, written)), written.notes)


def _story(title: str, story: StoryView, almanac: Almanac, vantage: Vantage, written: Sections) -> Iterator[Part]:
    told = previously(title, almanac, vantage).value
    if told.people:
        yield Part("people", "Who is who", written.write([who_is_who(story)]))
    in_full = Folded("in-full", "All of it, part by part", written.write(_untitled(full(story, told.full))))
    in_short = written.write(_untitled(short(story, told.short)))
    yield Part("previously", "Previously on", in_short, (in_full,))
    asked = threads(title, almanac, vantage).value
    if asked.threads:
        yield Part("questions", "Questions, open and answered", written.write(_lowered(tell_threads(asked))))
    yield from _suspicion(title, almanac, vantage, written)
    drawn = draw_storyline(title, almanac, vantage).value
    yield Part("storyline", "Who meets whom", written.write(bare([drawn])))
    orders: tuple[tuple[Order, str], ...] = ("fabula", "As it happened"), ("syuzhet", "As it is told")
    folded = tuple(
        Folded(order, name, written.write(_lowered(tell_timeline(timeline(title, almanac, vantage, order).value))))
        for order, name in orders
    )
    yield Part("timeline", "Timeline", "", folded)
    if story.finished:
        turned = twists(title, almanac, vantage).value
        yield Part("twists", "Twists", written.write(_lowered(tell_twists(turned))))
        ending = written.write(_lowered([*tell_explained(explain(title, almanac, vantage).value), *closure(story)]))
        yield Part("ending", "The ending explained", ending)


def _suspicion(title: str, almanac: Almanac, vantage: Vantage, written: Sections) -> Iterator[Part]:
    value = suspects(title, almanac, vantage).value
    if value.questions:
        moved = Folded("moved", "What moved it, in figures", written.write(_lowered(tell_suspects(value))))
        drawn = written.write(bare([suspicion_picture(value.story)]))
        yield Part("suspicion", "Who is suspected", drawn, (moved,))


def _lowered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put headings lower, below that of the part, without the title of an answer and how much was watched."""
    told = [*bare(blocks)]
    if told and isinstance(told[0], Heading) and told[0].level == 1:
        told = told[2:]
    return (replace(one, level=one.level + LOWER) if isinstance(one, Heading) else one for one in told)


def _untitled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leave out the heading of a part, since the page has its own."""
    return (one for one in bare(blocks) if not isinstance(one, Heading) or one.level > 2)
