"""Tells a series whole, with pictures, for a file of its own: the odds, the charts, and the story as far as watched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cliffhanger.answer import Answer
from cliffhanger.brief.about import facts, premise, where_to_watch
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.blocks import Block, Heading, Paragraph
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
from cliffhanger.brief.twists import tell_twists, twists
from cliffhanger.brief.wording import day
from cliffhanger.vantage import Vantage


def tell_whole(answer: Answer[Brief], almanac: Almanac) -> Iterator[Block]:
    """Tell a brief with all that its story shows; nothing of the story to who has watched nothing."""
    brief, vantage = answer.value, answer.basis.vantage
    yield Paragraph(f"As known on {day(vantage.as_of)}.")
    if brief.odds:
        from cliffhanger.brief.odds_blocks import first_told, page_blocks

        yield Heading("Another season?")
        yield Paragraph(first_told(brief.odds))
        yield from _below(page_blocks(brief.odds, brief.public))
    if brief.charts.runs or brief.public is None or brief.public.told_in == "episode":
        yield Heading("On the charts")
        yield from on_the_charts(brief, vantage, pictures=True)
    if brief.outlook:
        from cliffhanger.brief.outlook_blocks import forecast_blocks

        yield from forecast_blocks(brief.outlook, edition=brief.charts.edition, pictures=True)
    yield Heading("What it is")
    yield from premise(brief, vantage)
    yield from facts(brief.public.facts if brief.public else ())
    yield from where_to_watch(brief, vantage)
    if brief.story and brief.story.watched_through:
        yield from _story(brief.story.title, almanac, vantage)


def _story(title: str, almanac: Almanac, vantage: Vantage) -> Iterator[Block]:
    recap = previously(title, almanac, vantage).value
    story = recap.story
    yield Heading("Where you are")
    yield Paragraph(watched(story))
    if recap.people:
        yield Heading("Who is who")
        yield who_is_who(story)
    yield Heading("Previously on")
    yield from _below([*short(story, recap.short), *full(story, recap.full)])
    asked = threads(title, almanac, vantage).value
    if asked.threads:
        yield Heading("Questions, open and answered")
        yield from _below(tell_threads(replace(asked, closure=None) if story.finished else asked))
    suspected = suspects(title, almanac, vantage).value
    if suspected.questions:
        yield Heading("Who is suspected")
        yield suspicion_picture(story)
        yield from _below(tell_suspects(suspected))
    yield Heading("Who meets whom")
    yield draw_storyline(title, almanac, vantage).value
    yield Heading("As it happened")
    yield from _below(tell_timeline(timeline(title, almanac, vantage, "fabula").value))
    yield Heading("As it is told")
    yield from _below(tell_timeline(timeline(title, almanac, vantage, "syuzhet").value))
    if story.finished:
        yield Heading("Twists")
        yield from _below(tell_twists(twists(title, almanac, vantage).value))
        yield Heading("The ending explained")
        yield from _below(tell_explained(explain(title, almanac, vantage).value, alone=False))


def _below(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put headings lower, below that of the part, without the title of an answer and how much was watched."""
    told = [*blocks]
    if told and isinstance(told[0], Heading) and told[0].level == 1:
        told = told[2:]
    return (replace(one, level=one.level + 1) if isinstance(one, Heading) else one for one in told)
