"""Tells a forecast in words and tables: from where to where a figure will lie, and never a single figure as if sure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cliffhanger.brief.amounts import Unit, amount, counted_then, short_beside, short_span, span, unit_of
from cliffhanger.brief.blocks import Table
from cliffhanger.brief.compose import is_out
from cliffhanger.brief.wording import counted, day, figure, listed, percent, verdict
from cliffhanger.charts.titles import FILM, LIMITED, OTHER, SPECIAL
from cliffhanger.forecast.outlook import Outlook, Range, TotalAhead, WeekAhead, WeekSeen
from cliffhanger.vantage import Vantage

ALMOST = 0.01
"""A chance that is nearer than this to nothing, or to certainty, is told as so near: models are not surer than that."""

_KINDS = {LIMITED: "limited series", FILM: "films", SPECIAL: "specials", OTHER: "titles without a season number"}


def known_to(outlook: Outlook) -> str:
    """Say how far the charts were known, and when the models were fitted."""
    fitted = f"itted on {day(outlook.fitted)}"
    return f"F{fitted}" if outlook.origin == outlook.fitted else f"Charts known to {day(outlook.origin)}; f{fitted}"


def stale(outlook: Outlook, vantage: Vantage) -> Iterator[str]:
    """Say so where lists are out by now that the forecast does not know."""
    if outlook.ahead:
        yield from past(outlook.ahead[0].week, vantage)


def past(week: date, vantage: Vantage) -> Iterator[str]:
    """Say so where the list of the week to come is out by now."""
    if is_out(vantage, week):
        yield (
            f"The list of the week to {day(week)} is out by now and not at hand: this is what was to be expected of "
            "it. Take the newest lists in for a forecast of today."
        )


def told(outlook: Outlook) -> tuple[str, ...]:
    """Tell a forecast in sentences: what is seen, the next week, the longest total, and the chances."""
    return (
        so_far(outlook),
        *(next_week(outlook, one) for one in outlook.ahead[:1]),
        *(total(outlook, one) for one in outlook.totals[-1:]),
        *chances(outlook),
    )


def so_far(outlook: Outlook) -> str:
    """Tell the weeks seen, or of what kind a title is of which none is."""
    if not outlook.seen:
        return f"No week of it is published yet, so the ranges are wide: they are those of {kind(outlook)}."
    charted = [one.hours for one in outlook.seen if one.hours is not None]
    off = len(outlook.seen) - len(charted)
    unit = unit_of(outlook)
    away = f", and {counted(off, 'week')} off it" if off else ""
    then = counted_then(outlook)
    anew = f", counted by its runtime now; by those of their weeks the lists had {amount(then)}" if then else ""
    return f"{figure(round(unit.of(sum(charted))))} {unit.name} {_in_days(outlook, len(charted))}{away}{anew}."


def kind(outlook: Outlook) -> str:
    """Say among what a title counts: limited series in TV (English), or only of what kind where no list is known."""
    label = outlook.label
    seasons = "first seasons" if label.number == 1 else "later seasons"
    said = _KINDS.get(label.kind, seasons)
    return f"{said} in {outlook.category}" if "(" in outlook.category else said


def next_week(outlook: Outlook, week: WeekAhead) -> str:
    """Tell the range of the first week to come."""
    name = "its first week" if week.number == 1 else f"week {week.number}"
    return f"In {name}, to {day(week.week)}, half of such titles have {_ranges(week.hours, unit_of(outlook))}."


def total(outlook: Outlook, one: TotalAhead) -> str:
    """Tell the range of a total, from release on, on the list or off it."""
    ranges = _ranges(one.hours, unit_of(outlook))
    return f"Half of such titles end their first {one.through} {ranges}, on the list and off it."


def chances(outlook: Outlook) -> Iterator[str]:
    """Tell the chances that go with a forecast, in words and as numbers."""
    if outlook.stays is not None:
        rank = f", at about rank {outlook.rank:.0f} if so" if outlook.rank is not None else ""
        yield f"To stay on the list next week: {chance(outlook.stays)}{rank}."
    elif outlook.seen:
        yield "It is off the list, so no chance to stay there is given."
    if outlook.all_time:
        least = f"whose last title had {figure(outlook.all_time.views)} views in {outlook.all_time.days} days"
        yield f"To enter the all-time list of its category, {least}: {chance(outlook.all_time.chance)}."


def chance(share: float) -> str:
    """Put a chance into words, with its number."""
    return f"{verdict(share)} ({nearly(share)})"


def nearly(share: float) -> str:
    """Write a chance as a number."""
    if share < ALMOST:
        return f"below {ALMOST:.0%}"
    return f"above {1 - ALMOST:.0%}" if share > 1 - ALMOST else percent(share)


def alike(outlook: Outlook) -> Iterator[str]:
    """Name the titles that stood about there."""
    if outlook.alike:
        yield f"Titles that stood about there at its age: {listed(one.title for one in outlook.alike)}."


def weeks_table(outlook: Outlook) -> Table:
    """Give the ranges of the weeks to come, a row for each."""
    unit = unit_of(outlook)
    rows = tuple((str(one.week), *_cells(one.hours, unit)) for one in outlook.ahead)
    caption = f"{outlook.title}: {unit.name} forecast by week"
    return Table(("week to", *_COLUMNS), rows, frozenset({1, 2, 3}), caption)


def totals_table(outlook: Outlook) -> Table:
    """Give the ranges of totals, a row for each."""
    unit = unit_of(outlook)
    rows = tuple((f"first {one.through}", *_cells(one.hours, unit)) for one in outlook.totals)
    caption = f"{outlook.title}: {unit.name} forecast from release on, on the list and off it"
    return Table(("in all", *_COLUMNS), rows, frozenset({1, 2, 3}), caption)


def week_told(outlook: Outlook, week: WeekAhead | WeekSeen) -> str:
    """Tell one week, seen or to come, for who points at it in a picture or does not see it."""
    unit, where = unit_of(outlook), f"week {week.number}, to {day(week.week)}"
    if isinstance(week, WeekAhead):
        return f"{where}: half {_ranges(week.hours, unit)}"
    if week.hours is None:
        return f"{where}: off the list"
    rank = f", rank {week.rank}" if week.rank is not None else ""
    return f"{where}: {figure(round(unit.of(week.hours)))}{rank}"


def picture_told(outlook: Outlook) -> str:
    """Say in words all that a picture of the forecast shows."""
    weeks: list[WeekSeen | WeekAhead] = [*outlook.seen, *outlook.ahead]
    said = f"Forecast of {unit_of(outlook).name} by week for {outlook.title}. {known_to(outlook)}."
    rows = [f"{week_told(outlook, one)}." for one in weeks]
    return " ".join([said, *(row[0].upper() + row[1:] for row in rows), *alike(outlook)])


_COLUMNS = "middle", "half", "nine in ten"


def _cells(hours: Range, unit: Unit) -> tuple[str, str, str]:
    one = unit.range(hours)
    return short_beside(one.median, one.high), short_span(one.low, one.high), short_span(one.least, one.most)


def _ranges(hours: Range, unit: Unit) -> str:
    one = unit.range(hours)
    return f"{span(one.low, one.high)} {unit.name}, nine in ten {span(one.least, one.most)}"


def _in_days(outlook: Outlook, charted: int) -> str:
    """Say how long a title has been seen: in days where it came out within its only week, else in weeks."""
    first = outlook.seen[0].week
    if outlook.released and len(outlook.seen) == 1 and timedelta() <= first - outlook.released < timedelta(days=7):
        return f"in its first {counted((first - outlook.released).days + 1, 'day')}"
    return f"in {counted(charted, 'week')} on the list"
