"""Primitives of SVG pictures: plain shapes and text, written by the standard library's ElementTree, which escapes.

A picture is one text of XML that needs nothing else: no script, no foreign host, no font of its own. Its bytes depend
on what is drawn alone. Colours come by classes, one set for light grounds and one for dark ones; print takes the light
set. Shapes are placed in units of the view box, from its left upper corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from cliffhanger.brief.text import harmless

COLOURS: Final[Sequence[tuple[str, str]]] = (
    ("#0072b2", "#56b4e9"),
    ("#c85200", "#f5954f"),
    ("#00805c", "#35c79b"),
    ("#aa4499", "#dd8fcd"),
    ("#8a6500", "#e2b53c"),
    ("#882255", "#ee7fa0"),
    ("#44379c", "#a99bf0"),
    ("#4a6a72", "#9dbcc4"),
)
"""Hues on light and on dark ground, told apart by the colour-blind too: after Okabe and Ito (2008) and Tol (2021)."""

GROUND: Final = ("#ffffff", "#15171a")
INK: Final = ("#1d1f22", "#e9eaec")
QUIET: Final = ("#5d6167", "#a2a8b0")
GAIN: Final = ("#00705a", "#35c79b")
LOSS: Final = ("#b8400a", "#ff9a6c")
"""What speaks for something, and what against it."""

FAINT: Final = ("#d9dce0", "#3a3f46")
WASH: Final = ("#eceef1", "#2a2e34")

_CLEAN: Final = re.compile("[\t\n\ud800-\udfff\ufffe\uffff]")
"""What XML would refuse, or reflow, of what `harmless` lets through."""

_WIDE: Final = frozenset("mwMW@%—…") | frozenset(map(chr, range(0x2E80, 0xFFE0)))
_NARROW: Final = frozenset("fijlrtI.,:;'|!()[] -")


def picture(width: float, height: float, says: str, tells: str) -> Element:
    """Begin a picture; `says` names it and `tells` says in words what it shows, for who cannot see it."""
    size = {"width": number(width), "height": number(height), "viewBox": f"0 0 {number(width)} {number(height)}"}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": "ch-picture", "role": "img"} | size)
    SubElement(root, "title").text = clean(says)
    SubElement(root, "desc").text = clean(tells)
    SubElement(root, "style").text = STYLE
    shape(root, "rect", "ch-ground", width=width, height=height)
    return root


def shape(parent: Element, kind: str, look: str, says: str = "", **places: float) -> Element:
    """Draw a `rect`, `line` or `circle` with the classes `look`; `says` is shown to who points at it."""
    drawn = SubElement(parent, kind, {"class": look} | {name: number(value) for name, value in places.items()})
    if says:
        SubElement(drawn, "title").text = clean(says)
    return drawn


def path(parent: Element, look: str, steps: Iterable[str | float], says: str = "") -> Element:
    """Draw a path of commands and places, such as `"M", 0, 10, "H", 20`."""
    drawn = SubElement(parent, "path", {"class": look})
    drawn.set("d", " ".join(step if isinstance(step, str) else number(step) for step in steps))
    if says:
        SubElement(drawn, "title").text = clean(says)
    return drawn


def text(parent: Element, look: str, x: float, y: float, words: str, slant: float = 0) -> Element:
    """Write words on a base line that begins at a place (ends, or has its middle there, by the class of `look`)."""
    drawn = SubElement(parent, "text", {"class": look, "x": number(x), "y": number(y)})
    if slant:
        drawn.set("transform", f"rotate({number(slant)} {number(x)} {number(y)})")
    drawn.text = clean(words)
    return drawn


def written(root: Element) -> str:
    """Write a picture as text: one line, and a newline at its end."""
    return tostring(root, encoding="unicode", short_empty_elements=True) + "\n"


def number(value: float) -> str:
    """Write a number with at most one decimal, in one way."""
    told = f"{value:.1f}".removesuffix(".0")
    return "0" if told == "-0" else told


def clean(words: str) -> str:
    """Replace what XML or a reader's screen would not bear."""
    return _CLEAN.sub("\N{REPLACEMENT CHARACTER}", harmless(words))


def width_of(words: str, size: float) -> float:
    """Reckon how wide words are in a plain sans-serif of a size; a little more than most fonts need."""
    return size * sum(1.0 if c in _WIDE else 0.36 if c in _NARROW else 0.7 if c.isupper() else 0.6 for c in words)


def shortened(words: str, size: float, room: float) -> str:
    """Cut words that are wider than the room for them, with a sign that they are cut."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def wrapped(words: str, size: float, room: float) -> list[str]:
    """Break words into lines that fit the room; a word that is wider than that is cut."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [shortened(line, size, room) for line in lines]


def _rules(which: int) -> str:
    """Give the colours of the set for light grounds (0) or dark ones (1)."""
    ground, ink, quiet, faint, wash, gain, loss = (
        pair[which] for pair in (GROUND, INK, QUIET, FAINT, WASH, GAIN, LOSS)
    )
    hues = "".join(f".ch-l{n}{{stroke:{pair[which]}}}.ch-a{n}{{fill:{pair[which]}}}" for n, pair in enumerate(COLOURS))
    return (
        f".ch-ground{{fill:{ground}}}.ch-ink{{fill:{ink}}}.ch-quiet{{fill:{quiet}}}.ch-wash{{fill:{wash}}}"
        f".ch-gain{{fill:{gain}}}.ch-loss{{fill:{loss}}}"
        f".ch-rule{{stroke:{faint}}}.ch-edge{{stroke:{quiet}}}.ch-lquiet{{stroke:{quiet}}}"
        f".ch-halo{{stroke:{ground}}}.ch-paper{{fill:{ground}}}.ch-ring{{fill:{ground};stroke:{ink}}}{hues}"
    )


STYLE: Final = (
    ".ch-picture{max-width:100%;height:auto;font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif}"
    ".ch-picture text{font-variant-numeric:tabular-nums}"
    ".ch-line{fill:none;stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}.ch-thin{stroke-width:1.3;opacity:.75}"
    ".ch-picture:has(.ch-who:hover) .ch-who:not(:hover){opacity:.2}"
    ".ch-d1{stroke-dasharray:9 3}.ch-d2{stroke-dasharray:3 3}.ch-d3{stroke-dasharray:9 4 0 4}"
    ".ch-rule{fill:none;stroke-width:1}.ch-edge{fill:none;stroke-width:1.2}.ch-ring{stroke-width:1.4}"
    ".ch-halo{stroke-width:4;stroke-linejoin:round;paint-order:stroke}"
    ".ch-s{font-size:13px}.ch-m{font-size:15px}.ch-l{font-size:17px;font-weight:600}"
    ".ch-middle{text-anchor:middle}.ch-end{text-anchor:end}"
    + _rules(0)
    + "@media screen and (prefers-color-scheme:dark){"
    + _rules(1)
    + "}"
)
