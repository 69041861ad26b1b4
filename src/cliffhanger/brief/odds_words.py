"""Tells what is known of another season in words: verdict and number together, how far it is known, who came back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from cliffhanger.brief.odds_labels import effect_told, labelled, limited_told, relabels_told
from cliffhanger.brief.odds_reasons import reasons_told, rounded, what_if_told
from cliffhanger.brief.wording import counted, day, listed, percent, verdict
from cliffhanger.errors import HorizonPast, NoOdds
from cliffhanger.renewal.asked import Chance
from cliffhanger.renewal.odds import Odds

if TYPE_CHECKING:
    from cliffhanger.brief.odds import Another
    from cliffhanger.charts.rows import OutcomeRow
    from cliffhanger.renewal.outcomes import Outcome

_FATES: Final = {"renewed": "Renewed", "cancelled": "Cancelled", "ended": "Ended"}


def verdict_told(another: Another) -> str:
    """Tell the chance in words and as a number, with its horizon and interval, or why there is none."""
    if another.odds:
        return f"{verdict(another.odds.told.chance).capitalize()}: {_chance(another.odds)}."
    if another.counted:
        count, (low, high) = another.counted.count, another.counted.count.interval
        return (
            f"{verdict(count.share).capitalize()}: {percent(count.share)}, as counted alone "
            f"({count.followed} of {count.of}; 95% interval {low:.1%} to {high:.1%})."
        )
    if isinstance(another.refused, HorizonPast):
        return _over(another.refused)
    why = another.refused.why if isinstance(another.refused, NoOdds) else another.refused
    return f"No chance is told: {why}." if why else "No chance is told."


def _over(past: HorizonPast) -> str:
    return (
        f"No chance is told: {past.months} months from the premiere, the longest that is asked about, ended on "
        f"{day(past.ended)}. Through {day(past.observed_through)} no other season was seen."
    )


def unread_told(another: Another) -> Iterator[str]:
    """Say that announcements are not read, where one would tell more than what is told."""
    ended = isinstance(another.refused, HorizonPast)
    if not another.fate and not (another.outcome and another.outcome.by) and (another.chance is not None or ended):
        yield "No announcement goes into this: one that Netflix has renewed, ended or cancelled it would settle it."


def how_to_tell(another: Another) -> Iterator[str]:
    """Say how users tell a fate that they know, where the odds ask for one."""
    if any(unread_told(another)):
        yield "If you know, tell it with `cliffhanger ingest outcomes.csv`."


def unaware_told(odds: Odds) -> str:
    """Tell the chance beside what users know, which the model does not."""
    return f"A model that knows nothing of that announcement gives {_chance(odds)}."


def _chance(odds: Odds) -> str:
    one = odds.told
    return f"{percent(one.chance)} {horizon(one)} (90% interval {rounded(one.low)} to {rounded(one.high)})"


def horizon(chance: Chance) -> str:
    """Say by when, from the premiere: by January 2028, 24 months after the premiere."""
    return f"by {month(chance.by)}, {chance.months} months after the premiere"


def month(when: date) -> str:
    """Write a month as readers do."""
    return f"{when:%B %Y}"


def headline(another: Another) -> str:
    """Tell the least that must be told: what is known, or the chance in words and as a number; else nothing."""
    told = glance(another)
    return f"{told.words} ({told.more})" if told else ""


class Glance(NamedTuple):
    """The least that must be told: in a word or two, with what goes with them, and the chance if they are of one."""

    words: str
    more: str
    chance: float | None = None


def glance(another: Another) -> Glance | None:
    """Tell what is known, or the chance; nothing where neither is."""
    if another.fate:
        return Glance(another.fate.fate, f"announced on {day(another.fate.announced)}")
    if another.outcome and another.outcome.by and another.outcome.known:
        return Glance("known", f"{another.outcome.by.title}, since {day(another.outcome.known)}")
    if another.odds:
        told = another.odds.told
        return Glance(verdict(told.chance), f"{percent(told.chance)} by {month(told.by)}", told.chance)
    if another.counted:
        share = another.counted.count.share
        return Glance(verdict(share), percent(share), share)
    return None


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
        yield f"It is {listed(f'{rounded(o.chance)} by {month(o.by)} ({o.months} months)' for o in others)}."


def behind_told(another: Another) -> Iterator[str]:
    """Say so where lists are out by now that the chance does not know."""
    if another.behind and another.odds and another.outcome:
        yield (
            f"The lists at hand end with {day(another.outcome.observed_through)}; this is the chance as it was then. "
            "Newer lists are out."
        )


def exposure_told(another: Another) -> Iterator[str]:
    """Say how far the lists were observed, at what age the season was looked at, and what would not be seen."""
    if another.outcome is None:
        return
    through, reported = day(another.outcome.observed_through), another.outcome.reported_through
    through += f", and reports through {day(reported)}" if reported else ""
    yield (
        f"Another season is one that is seen on the charts or in a report, 120 days or more after this one. The lists "
        f"are observed through {through}; what came later is not known here, and does not count as silence."
    )
    if another.odds:
        age = another.odds.age
        looked = f"as it was after {counted(age, 'week')}" if age else "by what is known before its first week"
        yield f"The season is looked at {looked}; the model was fitted on {day(another.odds.fitted)}."


def count_told(another: Another) -> Iterator[str]:
    """Tell what was counted: of so many seasons of its kind, so many were followed by another."""
    if another.counted is None:
        return
    from cliffhanger.brief.season import KINDS

    count = another.counted.count
    kind = KINDS[count.kind]
    followed = f"{count.followed or 'none'} {'was' if count.followed == 1 else 'were'}"
    more = f"{count.relabelled} more {'was' if count.relabelled == 1 else 'were'}"
    again = f"; {more} relabelled as a season, and not followed so far" if count.relabelled else ""
    yield (
        f"It counts among {kind}, {labelled(another)}. Of {count.of} {kind} that entered the weekly lists at least a "
        f"year before {day(count.observed_through)} and whose first label is on record, {followed} followed by another "
        f"season{again}. A season that neither charted nor stood in a report is not seen."
    )


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
    """Tell all in sentences: fate or follower, the chance, how far it is known, reasons, and what would change it.

    Where users know the fate, what the model gives comes last, and without its reasons.
    """
    said = [fate_told(another.fate)] if another.fate else []
    if another.outcome and another.outcome.by:
        return [*said, follower_told(another.outcome)]
    if another.fate:
        said += [*count_told(another), *relabels_told(another)]
        return [*said, unaware_told(another.odds)] if another.odds else said
    said.append(verdict_told(another))
    if another.odds:
        said += [*others_told(another.odds), *behind_told(another)]
    said += unread_told(another)
    said += [*exposure_told(another), *count_told(another), *relabels_told(another), *effect_told(another)]
    said += limited_told(another)
    if another.odds:
        said += [*reasons_told(another.odds), *what_if_told(another.odds)]
    return said
