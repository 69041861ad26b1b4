"""Tells the odds of another season in words: verdict and number together, each reason with its direction and size."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from cliffhanger.brief.wording import counted, day, listed, number, percent, verdict
from cliffhanger.charts.titles import LIMITED, SEASON
from cliffhanger.renewal.odds import SILENCE, Chance, Change, Odds, Part, WhatIf
from cliffhanger.renewal.seasons import FIRST_SEASON, LATER_SEASON, Season
from cliffhanger.renewal.traits import Reason

if TYPE_CHECKING:
    from cliffhanger.brief.odds import Another
    from cliffhanger.charts.rows import OutcomeRow
    from cliffhanger.renewal.outcomes import Outcome

TOLD: Final = 0.1
"""A reason that adds or takes less, in log odds, has no sentence of its own."""

LEAST: Final = 0.05
"""In a table, reasons that add or take less are told as one."""

STRONG: Final = 1.0
PLAIN: Final = 0.3
"""From so much on, in log odds, a reason counts strongly, or plainly and not only a little."""

ELSE: Final = "all else"
NO_LONGER: Final = "That is what the model gives that knows nothing of it."

_FATES: Final = {"renewed": "Renewed", "cancelled": "Cancelled", "ended": "Ended"}

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


def verdict_told(another: Another) -> str:
    """Tell the chance in words and as a number, with its horizon and interval, or why there is none."""
    if another.odds:
        told = another.odds.told
        return (
            f"{verdict(told.chance).capitalize()}: {percent(told.chance)} {horizon(told)} "
            f"(90% interval {rounded(told.low)} to {rounded(told.high)})."
        )
    if another.counted:
        count, (low, high) = another.counted.count, another.counted.count.interval
        return (
            f"{verdict(count.share).capitalize()}: {percent(count.share)}, as counted alone "
            f"({count.followed} of {count.of}; 95% interval {low:.1%} to {high:.1%})."
        )
    return f"No chance is told: {another.refused}." if another.refused else "No chance is told."


def horizon(chance: Chance) -> str:
    """Say by when, from the premiere: by January 2028, 24 months after the premiere."""
    return f"by {month(chance.by)}, {chance.months} months after the premiere"


def month(when: date) -> str:
    """Write a month as readers do."""
    return f"{when:%B %Y}"


def headline(another: Another) -> str:
    """Tell the least that must be told: what is known, or the chance in words and as a number."""
    if another.fate:
        return f"{another.fate.fate} (announced on {day(another.fate.announced)})"
    if another.outcome and another.outcome.by and another.outcome.known:
        return f"known ({another.outcome.by.title}, since {day(another.outcome.known)})"
    if another.odds:
        told = another.odds.told
        return f"{verdict(told.chance)} ({percent(told.chance)} by {month(told.by)})"
    if another.counted:
        return f"{verdict(another.counted.count.share)} ({percent(another.counted.count.share)})"
    return "no chance is told"


def fate_told(fate: OutcomeRow) -> str:
    """Tell what users know of a season, with its day and source."""
    return f"{_FATES.get(fate.fate, fate.fate.capitalize())}, announced on {day(fate.announced)} ({fate.source})."


def follower_told(outcome: Outcome) -> str:
    """Tell which season followed, and since when that is known."""
    by, known = outcome.by, outcome.known
    if by is None or known is None:
        return ""
    where = "in a half-yearly report" if by.run is None else "on the charts"
    when = f"on {day(by.premiere)}" if by.dated else f"about {day(by.premiere)}"
    return f"Another season is known: {by.title}, which premiered {when}, seen {where} and known since {day(known)}."


def others_told(odds: Odds) -> Iterator[str]:
    """Tell the chances by the other horizons."""
    others = [one for one in odds.chances if one.months != odds.told.months]
    if others:
        yield f"It is {listed(f'{percent(o.chance)} by {month(o.by)} ({o.months} months)' for o in others)}."


def exposure_told(another: Another) -> Iterator[str]:
    """Say how far the lists were observed, at what age the season was looked at, and what would not be seen."""
    if another.outcome is None:
        return
    through = day(another.outcome.observed_through)
    yield (
        f"Another season is one that is seen on the charts or in a report, 120 days or more after this one. The lists "
        f"are observed through {through}; what came later is not known here, and does not count as silence."
    )
    if another.odds:
        age = another.odds.age
        looked = f"as it was after {counted(age, 'week')}" if age else "as before its first week, by its kind alone"
        yield f"The season is looked at {looked}; the model was fitted on {day(another.odds.fitted)}."


def count_told(another: Another) -> Iterator[str]:
    """Tell what was counted: of so many seasons of its kind, so many were followed by another."""
    if another.counted is None:
        return
    from cliffhanger.brief.season import KINDS

    count = another.counted.count
    kind = KINDS[count.kind]
    again = " or were relabelled as a season" if count.relabelled else ""
    alone = f" ({number(count.relabelled)} are so far only relabelled)" if count.relabelled else ""
    yield (
        f"It counts among {kind}, {_labelled(another)}. Of {count.of} {kind} that entered the weekly lists at least a "
        f"year before {day(count.observed_through)}, {count.followed} were followed by another season{again}{alone}. A "
        "season that never charted is not seen."
    )
    if count.kind == LIMITED:
        yield "A limited series is made to tell its story to the end."


def relabels_told(another: Another) -> Iterator[str]:
    """Tell how the charts changed its label, and what such changes have meant so far."""
    for change in another.relabels:
        yield (
            f"On {day(change.known_from.date())} the charts changed its label from {change.was_title} to "
            f"{change.now_title}."
        )
    relabelled = [one for one in another.came_back if one.relabelled]
    if relabelled and any((one.was.kind, one.now.kind) == (LIMITED, SEASON) for one in another.relabels):
        charted = sum(one.charted is not None for one in relabelled)
        many = counted(len(relabelled), "limited series was", "limited series were").capitalize()
        yield f"{many} relabelled as a season so far; {number(charted)} had another season on the charts since."


def reasons_told(odds: Odds) -> Iterator[str]:
    """Tell each reason in a sentence, with its direction and its size; those of little weight are left out."""
    for part in odds.parts:
        if abs(part.log_odds) >= TOLD:
            yield f"{_reason(odds, part)} {_direction(part.log_odds)} ({signed(part.log_odds)} in log odds)."


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
    level, found = math.log(odds.base) - math.log1p(-odds.base), []
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
    if odds.what_if:
        yield f"In the model it would be {listed(f'{percent(one.chance)} if {_change(one)}' for one in odds.what_if)}."


def alike_told(outcome: Outcome) -> str:
    """Tell what became of a season, and since when that is known."""
    title = f"{outcome.season.title} (premiered in {month(outcome.season.premiere)})"
    told = []
    if outcome.relabelled:
        told.append(f"relabelled as a season on {day(outcome.relabelled)}")
    if outcome.by and outcome.happened and outcome.known:
        told.append(
            f"another season, {outcome.by.title}, in {month(outcome.happened)}, known since {day(outcome.known)}"
        )
    else:
        told.append(f"no other season seen through {day(outcome.observed_through)}")
    return f"{title}: {'; '.join(told)}"


def chance_told(chance: Chance) -> str:
    """Tell one chance for who points at it in a picture, or does not see it."""
    return (
        f"{horizon(chance)}: {verdict(chance.chance)}, {percent(chance.chance)} "
        f"({rounded(chance.low)} to {rounded(chance.high)})"
    )


def shown(odds: Odds) -> list[Chance]:
    """Give the chances to draw, by their horizons, that asked for among them."""
    return sorted({one.months: one for one in (*odds.chances, odds.told)}.values(), key=lambda one: one.months)


def told(another: Another) -> list[str]:
    """Tell all in sentences: fate or follower, the chance, how far it is known, reasons, and what would change it."""
    said = [fate_told(another.fate)] if another.fate else []
    if another.outcome and another.outcome.by:
        return [*said, follower_told(another.outcome)]
    said.append(verdict_told(another))
    if another.odds:
        said += [NO_LONGER] if another.fate else []
        said += others_told(another.odds)
    said += [*exposure_told(another), *count_told(another), *relabels_told(another)]
    if another.odds:
        said += [*reasons_told(another.odds), *what_if_told(another.odds)]
    return said


def _labelled(another: Another) -> str:
    """Say by whom, and when, it was labelled as what it counts."""
    if another.outcome is None or another.outcome.season.run is None:
        return "as labelled by Netflix"
    return "as the charts first labelled it" if another.relabels else "as labelled by the charts"


def _reason(odds: Odds, part: Part) -> str:
    season, name = odds.season, _LABELS[part.reason]
    more = ""
    if part.reason == Reason.FORMAT:
        more = f", {_format(season)},"
    elif part.reason == Reason.NUMBER and season.label.number:
        more = f", {season.label.number},"
    elif part.reason == SILENCE:
        months = max(1, round((odds.outcome.observed_through - season.premiere).days / 30.44))
        return f"That nothing of another season was seen in the {counted(months, 'month')} since its premiere"
    return f"{name[0].upper()}{name[1:]}{more}"


def _format(season: Season) -> str:
    names = {LIMITED: "a limited series", FIRST_SEASON: "a first season"}
    if season.kind == LATER_SEASON and season.label.number:
        return f"season {season.label.number}"
    return names.get(season.kind, f"a {season.kind}")


def _direction(log_odds: float) -> str:
    size = abs(log_odds)
    how = " strongly" if size >= STRONG else "" if size >= PLAIN else " a little"
    return f"counts{how} {'for' if log_odds > 0 else 'against'} another"


def _change(one: WhatIf) -> str:
    match one.change:
        case Change.SEASON:
            return "it had come out as a first season and all else were the same"
        case Change.LIMITED:
            return "it had come out as a limited series and all else were the same"
        case Change.AUDIENCE:
            return "it were seen as much as the last title of its all-time list was at that age"
        case _:
            return "half a year more went by in which nothing is seen"
