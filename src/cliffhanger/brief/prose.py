"""Tells a brief in plain prose, from its headline to the line that names its basis."""

from __future__ import annotations

from collections.abc import Iterator

from cliffhanger.answer import Answer
from cliffhanger.brief.about import facts, premise, where_to_watch
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.rise import on_the_charts
from cliffhanger.brief.season import another_season, closure
from cliffhanger.brief.telling import tell_story
from cliffhanger.brief.wording import day
from cliffhanger.vantage import Vantage


def tell(answer: Answer[Brief]) -> list[Block]:
    """Tell a brief, from its headline to the line that names its basis."""
    brief, vantage = answer.value, answer.basis.vantage
    return [
        *_headline(brief, vantage),
        Heading("What it is"),
        *premise(brief, vantage),
        *facts(brief.public.facts if brief.public else ()),
        *_charts(brief, vantage),
        *another_season(brief),
        *(closure(brief.story) if brief.story and brief.odds and brief.odds.chance is not None else ()),
        *where_to_watch(brief, vantage),
        *(tell_story(brief.story) if brief.story else ()),
        Heading("Sources"),
        Items(tuple(str(source) for source in answer.sources)),
        Paragraph(str(answer.basis)),
    ]


def _headline(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    yield Heading(brief.title, 1)
    said = f"As of {day(vantage.as_of)}."
    if brief.odds:
        from cliffhanger.brief.odds_words import headline

        least = headline(brief.odds)
        said += f" Another season: {least}." if least else ""
    yield Paragraph(said)


def _charts(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    """Tell the charts of what may stand on them: a book does not."""
    if brief.charts.runs or brief.public is None or brief.public.told_in == "episode":
        yield Heading("On the charts")
        yield from on_the_charts(brief, vantage)
    if brief.outlook:
        from cliffhanger.brief.outlook_blocks import forecast_blocks

        yield from forecast_blocks(brief.outlook, edition=brief.charts.edition)
