"""Tells what a series is: its format, its premise, its cast, what else is public, and where to watch it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cliffhanger.brief import sources
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Told
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.saying import fact
from cliffhanger.brief.wording import counted, day, number, sentence
from cliffhanger.charts.runs import newest_of
from cliffhanger.charts.titles import NOT_A_SEASON
from cliffhanger.story import StoryView
from cliffhanger.story.people import Person
from cliffhanger.story.recap import DatedFact
from cliffhanger.vantage import Vantage


def premise(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    """Tell format, premise and cast."""
    public = brief.public
    if public is None:
        run = newest_of(brief.charts.runs)
        alone = run.season_title in (None, NOT_A_SEASON)
        kind = f"charted in the list {run.category}" if alone else f"charted as {run.season_title} in {run.category}"
        yield Paragraph((Told(f"{brief.title} is {kind}.", sources.of_run(run)), "The almanac has no story of it."))
        return
    told = (Told(sentence(claim.says), sources.of_claims(public, [claim])) for claim in public.premise)
    yield Paragraph((Told(_format(public, vantage), sources.of_series(public)), *told))
    if public.people:
        yield Items(tuple(Told(_cast(person), sources.of_person(public, person)) for person in public.people))


def facts(told: Sequence[DatedFact]) -> Iterator[Block]:
    """Tell facts from outside the episodes."""
    if told:
        yield Paragraph(tuple(fact(one) for one in told))


def where_to_watch(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    """Tell where the episodes that are out can be watched."""
    public = brief.public
    if public is None or not public.watch or not public.released or not vantage.knows(public.released):
        return
    yield Heading("Where to watch" if public.told_in == "episode" else "Where to read")
    episodes = sum(public.episodes.values())
    if public.complete and vantage.knows(public.complete) and episodes > 1:
        said = f"All {counted(episodes, public.told_in)} are on {public.watch}."
    elif public.out < episodes:
        said = f"On {public.watch}: {number(public.out)} of {counted(episodes, public.told_in)} so far."
    else:
        said = f"On {public.watch}."
    yield Paragraph((Told(said, sources.of_series(public)),))


def _format(story: StoryView, vantage: Vantage) -> str:
    episodes = sum(story.episodes.values())
    kind = story.format or "series"
    article = "an" if kind[0].lower() in "aeiou" else "a"
    said = f"{story.title} is {article} {kind}"
    if story.by:
        said += f" by {story.by}"
    if episodes:
        said += f" {'in' if story.by else 'of'} {counted(episodes, story.told_in)}"
    if story.platform:
        said += f" on {story.platform}"
    if story.released:
        out = "released" if story.told_in == "episode" else "published"
        said += f", {out if vantage.knows(story.released) else f'to be {out}'} on {day(story.released)}"
    if story.based_on:
        book = story.based_on
        said += f", after the {book.form or 'work'} {book.title}" + (f" by {book.author}" if book.author else "")
    return said + "."


def _cast(person: Person) -> str:
    told = f"{person.name}{', ' if person.role else ''}{person.role}"
    return f"{told} ({person.played_by})" if person.played_by else told
