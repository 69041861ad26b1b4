"""Questions to a story: the recap, suspects, twists, the timeline, who knows what, threads, the ending."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from cliffhanger.cli.brief import write_blocks
from cliffhanger.cli.charts import Title
from cliffhanger.cli.options import AsOf, PageFormat, WatchedText, vantage_of
from cliffhanger.cli.show import print_json, say

if TYPE_CHECKING:
    from cliffhanger.answer import Answer
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.blocks import Block

T = TypeVar("T")

Stories = Annotated[
    list[Path] | None, typer.Option("--story", metavar="FILE", help="A story file of your own; may be repeated.")
]
ProseFormat = Annotated[PageFormat, typer.Option("--format", help="How to write it.")]


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


def previously(
    title: Title,
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: ProseFormat = PageFormat.TEXT,
    story: Stories = None,
) -> None:
    """Recap what you have watched.

    In short and then in full; who is who so far, with their ties; what is open.

    Example: cliffhanger previously "His & Hers" --watched S1E3
    """
    from cliffhanger.brief.previously import previously, tell_previously

    _show(previously(title, _almanac(story), vantage_of(as_of, watched)), tell_previously, written)


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

    answer = suspects(title, _almanac(story), vantage_of(as_of, watched))
    if written is SuspectsFormat.SVG:
        from cliffhanger.brief.pictures.suspicion import suspicion_picture

        say(suspicion_picture(answer.value.story).svg, end="")
    else:
        _show(answer, tell_suspects, PageFormat(written))


def twists(
    title: Title,
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: ProseFormat = PageFormat.TEXT,
    story: Stories = None,
) -> None:
    """Tell what was believed and was not so.

    Since when, by whom, on what evidence; who fooled whom, and how; what is true, how surprising it was in bits, and
    which clues had pointed to it before.

    Example: cliffhanger twists "His & Hers" --watched S1E5
    """
    from cliffhanger.brief.twists import tell_twists, twists

    _show(twists(title, _almanac(story), vantage_of(as_of, watched)), tell_twists, written)


def timeline(
    title: Title,
    order: Annotated[
        Order, typer.Option("--order", help="As it happens (fabula), or as it is told (syuzhet).")
    ] = Order.FABULA,
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: ProseFormat = PageFormat.TEXT,
    story: Stories = None,
) -> None:
    """Put in order what you have been told.

    Example: cliffhanger timeline "His & Hers" --watched S1E3

    Example: cliffhanger timeline "His & Hers" --watched S1E3 --order syuzhet
    """
    from cliffhanger.brief.timeline import tell_timeline, timeline

    _show(timeline(title, _almanac(story), vantage_of(as_of, watched), order.value), tell_timeline, written)


def knows(
    title: Title,
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="Somebody in the story, by any name or a part of one.")
    ],
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: ProseFormat = PageFormat.TEXT,
    story: Stories = None,
) -> None:
    """Tell what somebody knows or believes, and since when.

    Example: cliffhanger knows "His & Hers" Priya --watched S1E4
    """
    from cliffhanger.brief.knows import knows, tell_knows

    _show(knows(title, person, _almanac(story), vantage_of(as_of, watched)), tell_knows, written)


def threads(
    title: Title,
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: ProseFormat = PageFormat.TEXT,
    story: Stories = None,
) -> None:
    """Tell which questions are open, and which are answered.

    To who has seen the end, also which are left open, and whether it ends in a cliffhanger.

    Example: cliffhanger threads "His & Hers" --watched S1E4
    """
    from cliffhanger.brief.threads import tell_threads, threads

    _show(threads(title, _almanac(story), vantage_of(as_of, watched)), tell_threads, written)


def explain(
    title: Title,
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: ProseFormat = PageFormat.TEXT,
    story: Stories = None,
) -> None:
    """Explain the ending, or what is known so far.

    Example: cliffhanger explain "His & Hers" --watched all
    """
    from cliffhanger.brief.explain import explain, tell_explained

    _show(explain(title, _almanac(story), vantage_of(as_of, watched)), tell_explained, written)


def _almanac(stories: list[Path] | None) -> Almanac:
    from cliffhanger.brief.almanac import Almanac

    return Almanac(stories=stories or ())


def _show(answer: Answer[T], tell: Callable[[T], Iterable[Block]], written: PageFormat) -> None:
    """Write an answer as told in blocks, with its basis below, or as data."""
    if written is PageFormat.JSON:
        from cliffhanger.brief.values import answer_as_data

        print_json(answer_as_data(answer))
        return
    from cliffhanger.brief.blocks import Paragraph

    say(write_blocks([*tell(answer.value), Paragraph(str(answer.basis))], written), end="")
