"""The storyline: who meets whom, as a picture."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cliffhanger.cli.charts import Title
from cliffhanger.cli.files import Output, write_out
from cliffhanger.cli.options import AsOf, WatchedText, vantage_of
from cliffhanger.cli.question import Stories
from cliffhanger.cli.show import say


class By(StrEnum):
    """Through what the lines run."""

    TELLING = "telling"
    FABULA = "fabula"


def storyline(
    title: Title,
    output: Output = None,
    by: Annotated[By, typer.Option("--by", help="As it is told (telling), or as it happens (fabula).")] = By.TELLING,
    as_of: AsOf = None,
    watched: WatchedText = "none",
    story: Stories = None,
) -> None:
    """Draw who meets whom, as far as you have seen, as SVG.

    A line for each person; lines meet where the story brings persons together.

    Example: cliffhanger storyline "His & Hers" --watched S1E4 -o storyline.svg

    Example: cliffhanger storyline "His & Hers" --watched S1E4 --by fabula > storyline.svg
    """
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.pictures.storyline import draw_storyline

    answer = draw_storyline(title, Almanac(stories=story or ()), vantage_of(as_of, watched), by.value)
    if write_out(output, answer.value.svg):
        say(str(answer.basis))
