"""The words of the trade: verdicts, figures, days, lists."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

VERDICTS: Sequence[tuple[float, str]] = (
    (0.05, "slim to none"),
    (0.20, "unlikely"),
    (0.45, "less likely than not"),
    (0.55, "a toss-up"),
    (0.80, "more likely than not"),
    (0.95, "likely"),
)
SURE = "all but certain"

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
MILLION = 1_000_000
FAINT = 0.001
"""A share that is so near to nothing, or to all, is written with more digits."""


def verdict(chance: float) -> str:
    """Put a chance into words of estimative probability, after Kent; each bound belongs to the words above it."""
    return next((words for bound, words in VERDICTS if chance < bound), SURE)


def rung(chance: float) -> int:
    """Give the place of the verdict on a chance, from 0 for "slim to none" to 6 for "all but certain"."""
    return sum(chance >= bound for bound, _ in VERDICTS)


def percent(share: float) -> str:
    """Write a share in percent, with as many digits as keep it on its side of every verdict, of nothing and of all."""
    for digits in (1 if share < 1 / 10 else 0, 1, 2, 3):
        text = f"{share:.{digits}%}"
        said = float(text.rstrip("%")) / 100
        if verdict(said) == verdict(share) and (said == share or 0 < said < 1):
            return text
        if digits == 2 and FAINT < share < 1 - FAINT:
            return f"{math.floor(share * 1000) / 10:.1f}%"
    return text


def number(count: int) -> str:
    """Write a small number in letters."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def numbers(*counts: int) -> tuple[str, ...]:
    """Write the numbers of a sentence in one style: in letters where all are small, else in figures; none as such."""
    small = all(count < len(_NUMBERS) for count in counts)
    return tuple("none" if not count else number(count) if small else f"{count:,}" for count in counts)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def figure(amount: int) -> str:
    """Write views or hours in millions."""
    if amount >= 1000 * MILLION:
        return f"{amount / MILLION / 1000:.2f} billion"
    return f"{amount / MILLION:.1f} million" if amount >= MILLION / 10 else f"{amount:,}"


def day(when: date) -> str:
    """Write a day as readers do."""
    return f"{when.day} {when:%B %Y}"


def weekday(when: date) -> str:
    """Write a day with its weekday."""
    return f"{when:%A} {day(when)}"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does."""
    told = list(words)
    if len(told) <= 1:
        return "".join(told)
    return f"{', '.join(told[:-1])} {last} {told[-1]}"


def sentence(text: str) -> str:
    """Make a statement a sentence: a capital first, a full stop last."""
    text = text.strip()
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?!…" else ".")


def ordinal(place: int) -> str:
    """Write a rank."""
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"
