"""The part of a series page that tells the odds: the chance, a picture and the reasons; the rest is folded away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from cliffhanger.brief.blocks import Block, Items, Paragraph
from cliffhanger.brief.html import Sections
from cliffhanger.brief.odds import Another
from cliffhanger.brief.odds_blocks import (
    drawn,
    exposure,
    first_told,
    made_of,
    precedents,
    reasons,
    unaware,
    what_would_change_it,
)
from cliffhanger.desk.drawings import bare
from cliffhanger.story import StoryView


def odds_part(another: Another, public: StoryView | None, written: Sections) -> str:
    """Write it; where another season is known, that alone."""
    told = written.write([Paragraph(first_told(another))])
    if another.outcome and another.outcome.by:
        return told
    open_ = replace(another, odds=None) if another.fate else another
    said = tuple(reasons(another, public, sized=False))
    told += written.write([*bare(drawn(open_)), *([Items(said)] if said else [])])
    folds = "".join(
        folded(name, summary, blocks, written) for name, summary, blocks in _folds(another, open_, public) if blocks
    )
    return told + folds + written.write(unaware(another))


def _folds(another: Another, open_: Another, public: StoryView | None) -> Iterator[tuple[str, str, list[Block]]]:
    """Give what is folded away: a name, a heading, and the blocks."""
    change = [Paragraph(tuple(what_would_change_it(another, public)))] if open_.odds else []
    yield "what-would-change-it", "What would change it", [*change]
    yield "who-came-back", "Who came back", [*precedents(another)]
    yield "how-it-is-reckoned", "How it is reckoned", [*made_of(open_), *exposure(open_)]


def folded(name: str, summary: str, blocks: Iterable[Block], written: Sections) -> str:
    """Write blocks so that they show when somebody opens them."""
    inner = written.write(blocks)
    return f'<details id="{name}">\n<summary>{escape(summary)}</summary>\n{inner}</details>\n'
