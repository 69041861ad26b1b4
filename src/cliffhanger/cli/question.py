"""One runner for all questions to stories: the options that each takes, and how its answer is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar, get_type_hints

import typer

from cliffhanger.answer import Answer
from cliffhanger.cli.brief import write_blocks
from cliffhanger.cli.charts import Title
from cliffhanger.cli.options import AsOf, PageFormat, WatchedText, vantage_of
from cliffhanger.cli.show import print_json, say

if TYPE_CHECKING:
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.brief.blocks import Block

T = TypeVar("T")

Stories = Annotated[
    list[Path] | None, typer.Option("--story", metavar="FILE", help="A story file of your own; may be repeated.")
]
ProseFormat = Annotated[PageFormat, typer.Option("--format", help="How to write it.")]


Telling: TypeAlias = tuple[Answer[Any], Callable[[Any], Iterable[Any]]]
"""An answer, and what tells it in blocks."""


def _asked(
    title: Title,
    as_of: AsOf = None,
    watched: WatchedText = "none",
    written: ProseFormat = PageFormat.TEXT,
    story: Stories = None,
) -> None:
    """Take what every question takes: the options that `question` gives to each."""


def question(ask: Callable[..., Telling]) -> Callable[..., None]:
    """Make a command of a question: one that takes what all take besides its own, and writes the answer."""
    asked = signature(ask).parameters
    own = [asked[name] for name in asked if name not in ("title", "almanac", "vantage")]
    title, *common = signature(_asked).parameters.values()

    @wraps(ask)
    def command(
        as_of: str | None, watched: str, written: PageFormat, story: list[Path] | None, **given: object
    ) -> None:
        show(*ask(almanac=almanac_of(story), vantage=vantage_of(as_of, watched), **given), written)

    later = {"Almanac": object, "Vantage": object}  # imported only when the question is asked
    hints = get_type_hints(ask, localns=later, include_extras=True) | get_type_hints(_asked, include_extras=True)
    taken = (one.replace(kind=Parameter.KEYWORD_ONLY, annotation=hints[one.name]) for one in (title, *own, *common))
    command.__signature__ = Signature([*taken])  # type: ignore[attr-defined]
    command.__annotations__ = hints
    return command


def almanac_of(stories: list[Path] | None) -> Almanac:
    """Give the almanac, with the stories of this user."""
    from cliffhanger.brief.almanac import Almanac

    return Almanac(stories=stories or ())


def show(answer: Answer[T], tell: Callable[[T], Iterable[Block]], written: PageFormat) -> None:
    """Write an answer as told in blocks, with its basis below, or as data."""
    if written is PageFormat.JSON:
        from cliffhanger.brief.values import answer_as_data

        print_json(answer_as_data(answer))
        return
    from cliffhanger.brief.blocks import Paragraph

    say(write_blocks([*tell(answer.value), Paragraph(str(answer.basis))], written), end="")
