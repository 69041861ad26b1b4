"""The picture that is shown where the page of a series is shared: of nothing watched, and so the same for all."""

from __future__ import annotations

import unicodedata
from functools import cache
from io import BytesIO
from typing import Final

from fastapi import APIRouter, Request, Response
from PIL import Image, ImageDraw, ImageFont

from cliffhanger.brief.compose import Brief
from cliffhanger.brief.odds_words import glance
from cliffhanger.brief.text import harmless
from cliffhanger.brief.wording import day
from cliffhanger.desk.addresses import title_of
from cliffhanger.desk.public import public
from cliffhanger.desk.reader import Reader, desk_of
from cliffhanger.desk.series import public_brief

SIZE: Final = 1200, 630
MARGIN: Final = 80
WIDTH: Final = SIZE[0] - 2 * MARGIN
GROUND, INK, QUIET, ACCENT, RULE = "#fbf7ee", "#211c17", "#655c50", "#8f1d33", "#ddd3c1"
TITLE_SIZES: Final = 96, 84, 72, 62
TITLE_LINES: Final = 3
VERDICT_SIZES: Final = 66, 54, 44, 36
BELOW_SIZES: Final = 32, 28, 24
LEADING: Final = 1.16
COLOURS: Final = 32
ASKS: Final = "Another season?"
LONGEST: Final = 300
"""Characters of a title that are looked at: no more find room."""

_SIGNS: Final = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "ß": "ss", "ø": "o", "æ": "ae"}
)

router = APIRouter(include_in_schema=False)


@router.get("/series/{slug}.png")
def share(request: Request, slug: str) -> Response:
    """Draw the picture of a series."""
    reader, desk = Reader.of(request), desk_of(request)
    with desk.view(reader.vantage()) as view:
        answer = public_brief(title_of(slug), view, desk)
        drawn = desk.answer(view, ("share", answer.value.title), lambda: draw(answer.value, day(reader.day)))
    response = public(request, drawn, "image/png", past=reader.asked)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def words(brief: Brief, when: str) -> tuple[str, str, str]:
    """Give the words of the picture: the title, the verdict if there is one, and what stands below."""
    told = glance(brief.odds) if brief.odds else None
    known = f"as known on {when}"
    if brief.odds and brief.odds.behind and brief.odds.outcome:
        known = f"by the lists to {day(brief.odds.outcome.observed_through)}"
    below = f"{told.more}, {known}" if told else f"As known on {when}"
    return harmless(brief.title), f"{told.words[:1].upper()}{told.words[1:]}" if told else "", below


def alternative(brief: Brief, when: str) -> str:
    """Say what the picture shows."""
    title, verdict, below = words(brief, when)
    return f"{title}. {ASKS} {verdict}: {below}." if verdict else f"{title}. {below}."


def draw(brief: Brief, when: str) -> bytes:
    """Draw the picture: a programme's title page, 1200 by 630, as PNG."""
    title, verdict, below = map(_lettered, words(brief, when))
    picture = Image.new("RGB", SIZE, GROUND)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 24, SIZE[1]), fill=ACCENT)
    pen.text((MARGIN, 62), "CLIFFHANGER", font=_font(30), fill=ACCENT, anchor="la")
    _write(pen, title, TITLE_SIZES, TITLE_LINES, 118, INK)
    if verdict:
        pen.line((MARGIN, 392, SIZE[0] - MARGIN, 392), fill=RULE, width=3)
        pen.text((MARGIN, 414), ASKS, font=_font(30), fill=QUIET, anchor="la")
        _write(pen, verdict, VERDICT_SIZES, 1, 452, ACCENT)
    _write(pen, below, BELOW_SIZES, 1, SIZE[1] - 92, QUIET)
    written = BytesIO()
    picture.quantize(COLOURS).save(written, "PNG", optimize=True)
    return written.getvalue()


def _lettered(text: str) -> str:
    """Write a text in the letters that the font has: accents fall away, and so does what is no Latin letter."""
    return unicodedata.normalize("NFKD", text.translate(_SIGNS)).encode("ascii", "ignore").decode()


def _write(pen: ImageDraw.ImageDraw, text: str, sizes: tuple[int, ...], most: int, top: int, colour: str) -> None:
    font, lines = _fitted(text, sizes, most)
    for line in lines:
        pen.text(
            (MARGIN, top), line, font=font, fill=colour, anchor="la", stroke_width=font.size // 48, stroke_fill=colour
        )
        top += round(font.size * LEADING)


def _fitted(text: str, sizes: tuple[int, ...], most: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Break a text into lines at the largest size at which so many suffice; at the smallest the rest is cut off."""
    for size in sizes:
        font = _font(size)
        lines = _broken(text[:LONGEST].split(), font)
        if len(lines) <= most and all(font.getlength(line) <= WIDTH for line in lines):
            return font, lines
    kept = lines[:most]
    kept[-1] += "..." if len(lines) > most else ""
    return font, [_cut(line, font) for line in kept]


def _broken(told: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in told:
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _cut(line: str, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(line) <= WIDTH:
        return line
    while line and font.getlength(f"{line}...") > WIDTH:
        line = line[:-1]
    return f"{line}..."


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Load the font that comes with Pillow in a size, so that it looks the same whatever else is installed."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font
