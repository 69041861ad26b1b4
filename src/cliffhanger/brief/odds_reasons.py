"""Tells what a chance is made of, and what would change it: reasons with their size in log odds, and their sum."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cliffhanger.brief.wording import counted, listed, percent
from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.asked import SILENCE, Change, Part, WhatIf, log_odds
from cliffhanger.renewal.odds import Odds
from cliffhanger.renewal.seasons import FIRST_SEASON, LATER_SEASON, Season, kind_of
from cliffhanger.renewal.traits import Reason, unscripted

TOLD: Final = 0.1
"""A reason that adds or takes less, in log odds, has no sentence of its own."""

LEAST: Final = 0.05
"""In a table, reasons that add or take less are told as one."""

STRONG: Final = 1.0
PLAIN: Final = 0.3
"""From so much on, in log odds, a reason counts strongly, or plainly and not only a little."""

NEAR: Final = 1 / 8
"""Years that are so near to whole ones are told as such, others in months."""

COUNTS: Final = "counts"
ELSE: Final = "all else"
_LABELS: Final = {
    Reason.FORMAT: "its format",
    Reason.NUMBER: "its season number",
    Reason.PACE: "the time since the season before",
    Reason.LANGUAGE: "its language",
    Reason.WORDS: "the words of its title",
    Reason.LEVEL: "how much it is seen",
    Reason.FALL: "how fast it falls",
    Reason.LENGTH: "its length",
    Reason.CHANGE: "its opening beside the season before",
    Reason.RELABELLED: "its change of label",
    SILENCE: "the time gone by since its premiere",
}
"""What each reason is called; those of `Reason`, and the silence since the premiere."""


@dataclass(frozen=True)
class Step:
    """A reason by its name, what it adds in log odds, and the chance from the average season to it."""

    name: str
    log_odds: float
    chance: float


def reasons_told(odds: Odds, *, sized: bool = True) -> Iterator[str]:
    """Tell each reason in a sentence, with its direction and its size; those of little weight are left out.

    Without sizes nothing is told of a change of label: what that does to the chance has a sentence of its own.
    """
    for part in odds.parts:
        if abs(part.log_odds) >= TOLD and (sized or part.reason != Reason.RELABELLED):
            said, counts = _reason(odds, part)
            size = f" ({signed(part.log_odds)} in log odds)" if sized else ""
            yield f"{said} {counts}{_direction(part.log_odds)}{size}."


def average_told(odds: Odds) -> str:
    """Say where the sum of the reasons starts."""
    return (
        f"In the model an average season has, on the day of its premiere, a chance of {rounded(odds.base)} of another "
        f"within {odds.told.months} months. What is known of this one adds to the log odds of that, or takes from them:"
    )


def rounded(chance: float) -> str:
    """Write a chance on the way to another, with no verdict to keep: in percent, below ten with a decimal."""
    return f"{chance:.1%}" if chance < 1 / 10 else f"{chance:.0%}"


def steps(odds: Odds) -> list[Step]:
    """Add the reasons up from the average season, the greatest first; those of next to no weight are one step."""
    kept = [part for part in odds.parts if abs(part.log_odds) >= LEAST]
    rest = math.fsum(float(part.log_odds) for part in odds.parts if part not in kept)
    named = [(_LABELS[part.reason], float(part.log_odds)) for part in kept]
    named += [(ELSE, rest)] if any(part.log_odds for part in odds.parts if part not in kept) else []
    level, found = log_odds(odds.base), []
    for name, added in named:
        level += added
        found.append(Step(name, added, 1 / (1 + math.exp(-level))))
    return found


def signed(log_odds: float) -> str:
    """Write log odds with a sign, to two decimals."""
    told = f"{abs(log_odds):.2f}"
    if float(told) == 0:
        return told
    return f"{'−' if log_odds < 0 else '+'}{told}"


def what_if_told(odds: Odds) -> Iterator[str]:
    """Tell what the model would give if one thing were otherwise."""
    others = [one for one in odds.what_if if one.change is not Change.LABEL]
    if others:
        changes = "; ".join(f"{percent(one.chance)} if {_change(one)}" for one in others)
        yield f"In the model it would be {changes}."


def _reason(odds: Odds, part: Part) -> tuple[str, str]:
    """Name a reason with what the season has of it, and give the verb that agrees with it."""
    season = odds.season
    match part.reason:
        case Reason.FORMAT:
            value = _format(season) + (" when it came out" if kind_of(season.now) != kind_of(season.label) else "")
        case Reason.NUMBER:
            value = f"{season.label.number}"
        case Reason.PACE:
            value = _gap(odds.gap) if odds.gap is not None else ""
        case Reason.LANGUAGE:
            value = f"that of the {_language(season)} list" if season.run else ""
        case Reason.WORDS:
            return _words(season)
        case other if other == SILENCE:
            months = max(1, round((odds.outcome.observed_through - season.premiere).days / 30.44))
            return (
                f"That nothing of another season was seen in the {counted(months, 'month')} since its premiere",
                COUNTS,
            )
        case _:
            value = ""
    name = _LABELS[part.reason]
    return f"{name[0].upper()}{name[1:]}{f', {value},' if value else ''}", COUNTS


def _words(season: Season) -> tuple[str, str]:
    found = [f'"{word}"' for word in unscripted(season.show_title)]
    if not found:
        return 'That no word of its title is like "love" or "race"', COUNTS
    if len(found) == 1:
        return f"The word {found[0]} in its title", COUNTS
    return f"The words of its title, {listed(found)},", "count"


def _language(season: Season) -> str:
    return "non-English" if season.run and "Non-English" in season.run.category else "English"


def _gap(years: float) -> str:
    whole = round(years)
    return counted(whole, "year") if whole and abs(years - whole) < NEAR else counted(round(years * 12), "month")


def _format(season: Season) -> str:
    names = {LIMITED: "a limited series", FIRST_SEASON: "a first season"}
    if season.kind == LATER_SEASON and season.label.number:
        return f"season {season.label.number}"
    return names.get(season.kind, f"a {season.kind}")


def _direction(log_odds: float) -> str:
    size = abs(log_odds)
    how = " strongly" if size >= STRONG else "" if size >= PLAIN else " a little"
    return f"{how} {'for' if log_odds > 0 else 'against'} another"


def _change(one: WhatIf) -> str:
    match one.change:
        case Change.SEASON:
            return "it had come out as a first season and all else were the same"
        case Change.LIMITED:
            return "it had come out as a limited series and all else were the same"
        case Change.AUDIENCE:
            return "it were seen as much as the last title of its all-time list was at that age"
        case Change.LABEL:
            return "its label had stayed as it was"
        case Change.SILENCE:
            return "half a year more went by in which nothing is seen"
