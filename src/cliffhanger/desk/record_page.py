"""The record as a page: first in sentences, then all scores, horizon by horizon, folded away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cliffhanger.brief.blocks import Block, Folded, Heading, Picture
from cliffhanger.brief.html_blocks import Sections
from cliffhanger.brief.record_opening import record_opening
from cliffhanger.brief.recorded import EVERY_TITLE, record_blocks
from cliffhanger.desk.drawings import bare
from cliffhanger.desk.odds_part import folded
from cliffhanger.renewal.entries import Record
from cliffhanger.renewal.tally import tallies


def record_html(found: Record) -> str:
    """Sum up a record; its forecasts one by one are too many for a page."""
    written, told = Sections(), tallies(found)
    opening = [*bare(record_opening(told))]
    drawn = [one for one in opening if isinstance(one, Picture)]
    words = [one for one in opening if not isinstance(one, Picture)]
    html = f'<div class="beside">\n<div>\n{written.write(words)}</div>\n{written.write(drawn)}</div>\n' if drawn else ""
    for title, blocks in _parts(bare(record_blocks(found, told, pictures=True))):
        if title is None:
            html += f'<h2 id="all-scores">All scores</h2>\n{written.write(blocks)}'
        elif title != EVERY_TITLE:
            html += folded(Folded(title, tuple(blocks)), written)
    return html


def _parts(blocks: Iterable[Block]) -> Iterator[tuple[str | None, list[Block]]]:
    """Part blocks at their headings: a title, and what stands below it; what stands before the first has none."""
    title: str | None = None
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            yield title, found
            title, found = block.text, []
        else:
            found.append(replace(block, level=3) if isinstance(block, Heading) else block)
    yield title, found
