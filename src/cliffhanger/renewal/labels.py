"""What a season is called after its show: its kind, its number, and how the number was written."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from cliffhanger.charts.titles import LIMITED, OTHER, SEASON, Label, plain

EVENT = "event"
"""The kind of what is called by its day or year: a weekly match, a yearly show. No season follows another in it."""


class How(StrEnum):
    """By what a season was matched to its show and its number."""

    SPELLED = "as it is spelled"
    PART = "a part of a season"
    WORDS = "a number in words"
    ROMAN = "a roman number"
    BARE = "a bare number"
    SCRIPT = "another language"
    FINAL = "called the final season"
    SUBTITLE = "a title of its own"
    DATED = "called by its day or year"
    UNLABELLED = "no label of a season"
    EXCEPTION = "a reviewed exception"


class Reading(NamedTuple):
    """A label, and by what it was read."""

    label: Label
    how: How


class Found(NamedTuple):
    """A reading within a longer text, and the words before it."""

    before: str
    reading: Reading


_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_TYPED = {"l": 1, "ll": 2, "lll": 3}
_COUNT = r"(?: ?(?P<count>\d{1,3})[a-c]?\b| (?P<spoken>[ivx]{1,4}|l{1,3}|" + "|".join(_WORDS) + r")\b)"

_SEASON = re.compile(rf"(?:(?<=: )series|^series|\bseasons?){_COUNT}|\bs(?P<short>\d{{1,2}}) \(", re.IGNORECASE)
_PART_WORD = r"(?:part|volume|vol\.|chapters?|book|collection|class)"
_PART = re.compile(rf"(?:^|(?<=[:\-–(] )){_PART_WORD}{_COUNT}", re.IGNORECASE)
_PART_WITHIN = re.compile(rf"\b{_PART_WORD} ?(?:\d|i|l)", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:staffel|saison|temporada|stagione|sezon)\s(?P<after>\d{1,3})\b|\b(?P<before>\d{1,2})a temporada"
    r"|(?:시즌|シーズン) ?(?P<script>\d{1,3})|第 ?(?P<nth>\d{1,3}|一|二|三|四|五) ?(?:季|シリーズ|期)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b(?P<count>\d{1,2})(?:st|nd|rd|th) season\b", re.IGNORECASE)
_FINAL = re.compile(r"\b(?:the )?final season\b", re.IGNORECASE)
_LIMITED = re.compile(r"\blimite[ds] series\b", re.IGNORECASE)
_BARE = re.compile(r"(?P<count>\d{1,2})(?:\.?$|\. )")
_DATED = re.compile(r"(?:[A-Z][a-z]+ \d{1,2}, )?(?:19|20)\d\d")
_HAN = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
_ANY = re.compile(
    r"season|series|part|vol|chapter|book|collection|class|staffel|saison|temporada|stagione|sezon"
    r"|시즌|シーズン|第|\bs\d\d? \(",
    re.IGNORECASE,
)
_SEPARATORS = " :-–(,"
_HIGHEST_BARE = 30


def folded(text: str) -> str:
    """Write numbers that are one character (`Ⅱ`, `②`) as others are, and spaces as spaces."""
    return (
        text.strip() if text.isascii() else " ".join(unicodedata.normalize("NFKC", text).split()).replace("\u200e", "")
    )


@lru_cache(maxsize=50_000)
def read(show_title: str, season_title: str) -> Reading:
    """Read what a list calls a season."""
    said = folded(season_title.removeprefix(show_title)).lstrip(" :")
    found = found_in(said)
    if found is not None:
        return found.reading
    if _DATED.fullmatch(said):
        return Reading(Label(EVENT), How.DATED)
    bare = _BARE.match(said)
    if bare and 0 < int(bare["count"]) <= _HIGHEST_BARE:
        return Reading(Label(SEASON, int(bare["count"])), How.BARE)
    if said.casefold() in _ROMAN:
        return Reading(Label(SEASON, _ROMAN[said.casefold()]), How.ROMAN)
    return Reading(Label(OTHER), How.SUBTITLE)


@lru_cache(maxsize=50_000)
def found_in(text: str) -> Found | None:
    """Find a label with a word for it (`Season 2`, `Book Two`, `시즌 2`, `Limited Series`) in a folded text.

    A season comes before its parts: `Season 4: Part 2` is season 4.
    """
    before, _, last = text.rpartition(": ")
    if last.startswith("Season ") and last[7:].isdecimal() and "season" not in before.casefold():
        return Found(_show(text, len(before)), Reading(Label(SEASON, int(last[7:])), How.SPELLED))
    return _searched(text) if _ANY.search(text) else None


def _searched(text: str) -> Found | None:
    limited = _LIMITED.search(text)
    if limited:
        return Found(_show(text, limited.start()), Reading(Label(LIMITED), How.SPELLED))
    final = _FINAL.search(text)
    season = _SEASON.search(text)
    if season:
        how = How.PART if _PART_WITHIN.search(text, season.end()) else None
        return _numbered(text, season, season["count"] or season["spoken"] or season["short"], how)
    for pattern in (_ORDINAL, _ELSEWHERE):
        other = pattern.search(text)
        if other:
            written = next(group for group in other.groups() if group)
            return _numbered(text, other, written, How.SCRIPT if pattern is _ELSEWHERE else How.WORDS)
    if final:
        return Found(_show(text, final.start()), Reading(Label(OTHER), How.FINAL))
    part = _PART.search(text)
    return _numbered(text, part, part["count"] or part["spoken"], None) if part else None


def _numbered(text: str, match: re.Match[str], written: str, how: How | None) -> Found:
    low = written.casefold()
    if low.isdecimal() or low in _HAN:
        number, by = _HAN.get(low) or int(low), How.SPELLED
    elif low in _WORDS:
        number, by = _WORDS[low], How.WORDS
    else:
        number, by = _ROMAN.get(low) or _TYPED.get(low) or 0, How.ROMAN
    label = Label(SEASON, number) if number else Label(OTHER)
    return Found(_show(text, match.start()), Reading(label, how or by))


def _show(text: str, end: int) -> str:
    """Take what stands before a label as the show, which some titles name twice (`Show: Show Season 3`)."""
    before = text[:end].rstrip(_SEPARATORS)
    first, colon, second = before.rpartition(": ")
    return first if colon and plain(first) == plain(second) else before


def bare_end(text: str) -> tuple[str, Reading] | None:
    """Split a whole title that ends with a number from 2 on (`Overlord II`, `Tiger King 2`) from its show."""
    base, _, last = text.rpartition(" ")
    base = base.rstrip(_SEPARATORS)
    if not base:
        return None
    if last.isdecimal() and 2 <= int(last) <= _HIGHEST_BARE:
        return base, Reading(Label(SEASON, int(last)), How.BARE)
    number = _ROMAN.get(last.casefold(), 0) if last.isupper() else 0
    return (base, Reading(Label(SEASON, number), How.ROMAN)) if number >= 2 else None
