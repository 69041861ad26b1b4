"""Questions to a story: the recap, suspects, twists, the timeline, who knows what, threads, the ending."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.cli.charts import Title
from cliffhanger.cli.options import AsOf, PageFormat, WatchedText, vantage_of
from cliffhanger.cli.question import Stories, Telling, almanac_of, question, show
from cliffhanger.cli.show import say

if TYPE_CHECKING:
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.vantage import Vantage


class SuspectsFormat(StrEnum):
    """How suspicion is written, or drawn."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    SVG = "svg"


class Order(StrEnum):
    """The order of a timeline."""

    FABULA = "fabula"
    SYUZHET = "syuzhet"


@question
def previously(title: Title, almanac: Almanac, vantage: Vantage) -> Telling:
    """Recap what you have watched.

    In short and then in full; who is who so far, with their ties; what is open.

    Example: cliffhanger previously "His & Hers" --watched S1E3
    """
    from cliffhanger.brief.previously import previously, tell_previously

    return previously(title, almanac, vantage), tell_previously


def suspects(
    title: Title,
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: Annotated[SuspectsFormat, typer.Option("--format", help="How to write it.")] = SuspectsFormat.TEXT,
    story: Stories = None,
) -> None:
    """Tell who is suspected, after each episode, and what moved it.

    The chance of each answer that has come up, and of "someone else", from the weights of what has been told.

    Example: cliffhanger suspects "His & Hers" --watched S1E4

    Example: cliffhanger suspects "His & Hers" --watched S1E4 --format svg > suspects.svg
    """
    from cliffhanger.brief.suspects import suspects, tell_suspects

    answer = suspects(title, almanac_of(story), vantage_of(as_of, watched))
    if written is SuspectsFormat.SVG:
        from cliffhanger.brief.pictures.suspicion import suspicion_picture

        say(suspicion_picture(answer.value.story).svg, end="")
    else:
        show(answer, tell_suspects, PageFormat(written))


@question
def twists(title: Title, almanac: Almanac, vantage: Vantage) -> Telling:
    """Tell what was believed and was not so.

    Since when, by whom, on what evidence; who fooled whom, and how; what is true, how surprising it was in bits, and
    which clues had pointed to it before.

    Example: cliffhanger twists "His & Hers" --watched S1E5
    """
    from cliffhanger.brief.twists import tell_twists, twists

    return twists(title, almanac, vantage), tell_twists


@question
def timeline(
    title: Title,
    almanac: Almanac,
    vantage: Vantage,
    order: Annotated[
        Order, typer.Option("--order", help="As it happens (fabula), or as it is told (syuzhet).")
    ] = Order.FABULA,
) -> Telling:
    """Put in order what you have been told.

    Example: cliffhanger timeline "His & Hers" --watched S1E3

    Example: cliffhanger timeline "His & Hers" --watched S1E3 --order syuzhet
    """
    from cliffhanger.brief.timeline import tell_timeline, timeline

    return timeline(title, almanac, vantage, order.value), tell_timeline


@question
def knows(
    title: Title,
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="Somebody in the story, by any name or a part of one.")
    ],
    almanac: Almanac,
    vantage: Vantage,
) -> Telling:
    """Tell what somebody knows or believes, and since when.

    Example: cliffhanger knows "His & Hers" Priya --watched S1E4
    """
    from cliffhanger.brief.knows import knows, tell_knows

    return knows(title, person, almanac, vantage), tell_knows


@question
def threads(title: Title, almanac: Almanac, vantage: Vantage) -> Telling:
    """Tell which questions are open, and which are answered.

    To who has seen the end, also which are left open, and whether it ends in a cliffhanger.

    Example: cliffhanger threads "His & Hers" --watched S1E4
    """
    from cliffhanger.brief.threads import tell_threads, threads

    return threads(title, almanac, vantage), tell_threads


@question
def explain(title: Title, almanac: Almanac, vantage: Vantage) -> Telling:
    """Explain the ending, or what is known so far.

    Example: cliffhanger explain "His & Hers" --watched all
    """
    from cliffhanger.brief.explain import explain, tell_explained

    return explain(title, almanac, vantage), tell_explained
