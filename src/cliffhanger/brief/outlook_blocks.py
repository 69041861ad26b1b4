"""The part of a brief, and of a page, that tells a forecast."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cliffhanger.brief.blocks import Block, Heading, Paragraph, Told
from cliffhanger.brief.outlook_words import alike, told, totals_table, weeks_table
from cliffhanger.brief.sources import Sources, of_outlook
from cliffhanger.forecast.outlook import Outlook

HEADING = "Forecast"


def forecast_blocks(outlook: Outlook, *, edition: date | None = None, pictures: bool = False) -> Iterator[Block]:
    """Tell a forecast in a paragraph below its heading; with pictures, also draw it and give its tables.

    `edition` is the day of the newest edition that was read.
    """
    cited: Sources = (of_outlook(outlook, edition),)
    yield Heading(HEADING)
    yield Paragraph(tuple(Told(one, cited) for one in told(outlook)))
    if not pictures:
        return
    from cliffhanger.brief.pictures.fan import fan_picture

    words = " ".join([f"{outlook.title}: weeks seen, and ranges of those to come.", *alike(outlook)])
    yield replace(fan_picture(outlook), caption=(Told(words, cited),))
    for table in (weeks_table(outlook), totals_table(outlook)):
        if table.rows:
            yield replace(table, caption=(Told(str(table.caption), cited),))
