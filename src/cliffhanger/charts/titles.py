"""Titles: how they are matched, and what the label of a season says.

The charts write `HIS & HERS: Limited Series`. Searching forgives case, accents, ampersands and punctuation; what a
season is called after its show is its label, the format as the chart has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

LIMITED = "limited series"
SEASON = "season"
FILM = "film"
SPECIAL = "special"
OTHER = "other"

SERIES = "TV"
FILMS = "Films"
"""How the names of the lists begin."""

NOT_A_SEASON = "N/A"
NEAREST = 5
BEGINNING, ALIKE = 24, 8
"""So many characters of a title are looked at before it is spelled out, and so many letters of those must agree."""

AT_HOME = "//"
"""Behind this sign, reports add how a title is called at home."""

KEPT = 160
"""Titles of so many characters at most are remembered with their plain words."""

_NUMBERED = re.compile(r"(?:season|part|volume|chapter|book|collection|class|series) (\d{1,3})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """What a season title says of the format: its kind, and its number where it has one."""

    kind: str
    number: int | None = None

    def __str__(self) -> str:
        return f"season {self.number}" if self.kind == SEASON else self.kind


def plain(title: str) -> str:
    """Reduce a title to what two spellings of it share: words without case, accents and punctuation."""
    told = _kept(title) if len(title) <= KEPT else None
    return spelled(title) if told is None else told


@lru_cache(maxsize=100_000)
def _kept(title: str) -> str | None:
    told = spelled(title)
    return told if len(told) <= KEPT else None


def spelled(title: str) -> str:
    """Do as `plain` does, and remember nothing: for words that readers tell of themselves."""
    bare = title
    if not title.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.casefold().replace("&", " and ").replace("'", "").replace("’", "")))


def own_title(title: str) -> str:
    """Give the title that a report has, without how it is called at home."""
    return title.split(AT_HOME, 1)[0].strip()


def beginning(title: str) -> str:
    """Give what titles have in common that `plain` spells alike, and what is sooner told: how they begin.

    How a title is called at home counts for nothing.
    """
    begins = own_title(title)[:BEGINNING]
    words = begins.casefold() if begins.isascii() and "&" not in begins else plain(begins)
    return "".join(filter(str.isalnum, words))[:ALIKE]


@lru_cache(maxsize=20_000)
def label(show_title: str, season_title: str | None, category: str) -> Label:
    """Read the label of a season, as the chart has it."""
    if not season_title or season_title == NOT_A_SEASON:
        return Label(FILM if category.startswith(FILMS) else SPECIAL)
    said = season_title.removeprefix(show_title).lstrip(" :")
    if "limited series" in said.lower():
        return Label(LIMITED)
    numbered = _NUMBERED.search(said) or re.fullmatch(r"(\d{1,3})\.?", said)
    return Label(SEASON, int(numbered[1])) if numbered else Label(OTHER)


def matching(asked: str, titles: Iterable[str]) -> list[str]:
    """Pick the titles that are spelled alike."""
    wanted = plain(asked)
    return [title for title in titles if plain(title) == wanted]


def containing(asked: str, titles: Iterable[str]) -> list[str]:
    """Pick the titles that have words beginning with all those asked for, those that begin with them first."""
    wanted = plain(asked).split()
    if not wanted:
        return []
    found = [
        title for title in titles if all(any(word.startswith(one) for word in plain(title).split()) for one in wanted)
    ]
    return sorted(found, key=lambda title: (not plain(title).startswith(" ".join(wanted)), plain(title), title))


def nearest(asked: str, titles: Iterable[str]) -> tuple[str, ...]:
    """Pick the few titles that look most like the one asked for: those that hold its words, else the most alike."""
    from rapidfuzz import fuzz, process

    known = {plain(title): title for title in sorted(titles)}
    held = containing(asked, known.values())[:NEAREST]
    if held or not plain(asked):
        return tuple(held)
    best = process.extract(plain(asked), sorted(known), scorer=fuzz.token_sort_ratio, limit=NEAREST, score_cutoff=65)
    return tuple(known[name] for name, _, _ in best)
