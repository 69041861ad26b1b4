"""The part of a series page that tells the odds: the chance, a picture and the reasons; the rest is folded away."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from cliffhanger.brief.blocks import Folded, Items, Paragraph
from cliffhanger.brief.html_blocks import Sections
from cliffhanger.brief.odds import Another
from cliffhanger.brief.odds_blocks import drawn, first_told, folds, reasons, unaware
from cliffhanger.charts.titles import plain
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
    told += "".join(folded(one, written) for one in folds(another))
    return told + written.write(unaware(another))


def folded(one: Folded, written: Sections) -> str:
    """Write what is folded away, under a name of its own, so that it stays open when the page is renewed."""
    name = plain(one.summary).replace(" ", "-")
    inner = written.write(one.blocks)
    return f'<details id="{name}">\n<summary>{escape(one.summary)}</summary>\n{inner}</details>\n'
