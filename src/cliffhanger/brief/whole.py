"""Tells a series whole, with pictures, for a file of its own: what it is, the story as far as watched, odds, charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cliffhanger.answer import Answer
from cliffhanger.brief.about import facts, premise, where_to_watch
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.blocks import Block, Folded, Heading, Items, Paragraph, Picture, Table, words
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.explain import explain, tell_explained
from cliffhanger.brief.pictures.storyline import draw_storyline
from cliffhanger.brief.pictures.suspicion import suspicion_picture
from cliffhanger.brief.previously import full, previously, short
from cliffhanger.brief.rise import on_the_charts
from cliffhanger.brief.saying import watched, who_is_who
from cliffhanger.brief.suspects import suspects, tell_suspects
from cliffhanger.brief.threads import tell_threads, threads
from cliffhanger.brief.timeline import tell_timeline, timeline
from cliffhanger.brief.twists import in_brief, tell_twists, twists
from cliffhanger.brief.wording import day
from cliffhanger.vantage import Vantage

Parts = Iterator[Block | Folded]


def tell_whole(answer: Answer[Brief], almanac: Almanac) -> Parts:
    """Tell a brief with all that its story shows; nothing of the story to who has watched nothing."""
    brief, vantage = answer.value, answer.basis.vantage
    yield Paragraph(f"As known on {day(vantage.as_of)}.")
    yield Heading("What it is")
    yield from premise(brief, vantage)
    yield from facts(brief.public.facts if brief.public else ())
    yield from _below(where_to_watch(brief, vantage))
    if brief.story and brief.story.watched_through:
        yield from _story(brief.story.title, almanac, vantage)
    yield from _another(brief)
    if brief.charts.runs or brief.public is None or brief.public.told_in == "episode":
        yield Heading("On the charts")
        yield from _with_tables_folded(on_the_charts(brief, vantage, pictures=True))
    if brief.outlook:
        from cliffhanger.brief.outlook_blocks import forecast_blocks

        ahead = forecast_blocks(brief.outlook, edition=brief.charts.edition, pictures=True)
        yield from _with_tables_folded(ahead)


def _another(brief: Brief) -> Parts:
    another = brief.odds
    if another is None:
        return
    from cliffhanger.brief.odds_blocks import drawn, first_told, folds, reasons, unaware

    yield Heading("Another season?")
    yield Paragraph(first_told(another))
    if another.outcome and another.outcome.by:
        return
    said = tuple(reasons(another, brief.public, sized=False))
    yield from drawn(replace(another, odds=None) if another.fate else another)
    yield from [Items(said)] if said else []
    yield from folds(another)
    yield from unaware(another)


def _story(title: str, almanac: Almanac, vantage: Vantage) -> Parts:
    recap = previously(title, almanac, vantage).value
    story = recap.story
    yield Heading("Where you are")
    yield Paragraph(watched(story))
    if recap.people:
        yield Heading("Who is who")
        yield who_is_who(story)
    yield Heading("Previously on")
    yield from _untitled(short(story, recap.short))
    yield Folded("All of it, part by part", tuple(_untitled(full(story, recap.full))))
    asked = threads(title, almanac, vantage).value
    if asked.threads:
        yield Heading("Questions, open and answered")
        yield from _below(tell_threads(replace(asked, closure=None) if story.finished else asked))
    suspected = suspects(title, almanac, vantage).value
    if suspected.questions:
        yield Heading("Who is suspected")
        yield suspicion_picture(story)
        yield Folded("What moved it, in figures", tuple(_below(tell_suspects(suspected))))
    yield Heading("Who meets whom")
    yield draw_storyline(title, almanac, vantage).value
    yield Heading("Timeline")
    yield Folded("As it happened", tuple(_below(tell_timeline(timeline(title, almanac, vantage, "fabula").value))))
    yield Folded("As it is told", tuple(_below(tell_timeline(timeline(title, almanac, vantage, "syuzhet").value))))
    if story.finished:
        yield from _end(title, almanac, vantage)


def _end(title: str, almanac: Almanac, vantage: Vantage) -> Parts:
    found = twists(title, almanac, vantage).value
    if found.twists:
        yield Heading("Twists")
        yield Items(tuple(in_brief(found.story, one) for one in found.twists))
        yield Folded("What each rested on, and its clues", tuple(_below(tell_twists(found))))
    yield Heading("The ending explained")
    yield from _below(tell_explained(explain(title, almanac, vantage).value, alone=False))


def _below(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put headings lower, below that of the part, without the title of an answer and how much was watched."""
    told = [*blocks]
    if told and isinstance(told[0], Heading) and told[0].level == 1:
        told = told[2:]
    return (replace(one, level=one.level + 1) if isinstance(one, Heading) else one for one in told)


def _untitled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leave out the heading of a part, which it has already."""
    return (one for one in blocks if not isinstance(one, Heading) or one.level > 2)


def _with_tables_folded(blocks: Iterable[Block]) -> Parts:
    """Fold tables away below their captions, where pictures tell the same."""
    told = [*blocks]
    drawn = any(isinstance(one, Picture) for one in told)
    for one in told:
        yield Folded(words(one.caption), (one,)) if drawn and isinstance(one, Table) else one
