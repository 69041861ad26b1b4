"""How the record begins on a page: in sentences that want no statistics, with one picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph
from cliffhanger.brief.pictures.calibration import chances_picture
from cliffhanger.brief.wording import day, percent
from cliffhanger.renewal.entries import Came, Entry
from cliffhanger.renewal.odds import USUAL
from cliffhanger.renewal.tally import OWN, Decile, Scored, Tally

PICKED: Final = 4
"""So many tenths are told in words."""

NAMED: Final = 3
"""So many surprises, and so many good calls, are named."""


def record_opening(tallies: Sequence[Tally]) -> Iterator[Block]:
    """Say how chances by the usual horizon, or else by the first, have fared; nothing where none is over."""
    one = next((one for one in tallies if one.months == USUAL), tallies[0] if tallies else None)
    if one is None or not one.deciles:
        return
    yield Paragraph(
        f"{one.over:,} times a chance of another season within {one.months} months of the premiere was told, and it is "
        f"known by now what came of it: {one.came:,} came back. Honest chances come true as often as they say: of "
        "seasons given 30%, three in ten should come back."
    )
    yield Items(
        tuple(f"Of {each.cases:,} given about {each.said:.0%}, {each.came:.0%} came back." for each in _picked(one))
    )
    yield chances_picture("Told, and what came of it", one.deciles, "came back")
    yield from map(Paragraph, _apart(one))
    yield from _named("The greatest surprises", one.misses)
    yield from _named("The best calls", one.calls)


def _picked(one: Tally) -> list[Decile]:
    """Pick tenths from the lowest to the highest."""
    last = len(one.deciles) - 1
    places = dict.fromkeys(round(place * last / (PICKED - 1)) for place in range(PICKED))
    return [one.deciles[place] for place in places]


def _apart(one: Tally) -> Iterator[str]:
    """Say how well chances tell those apart that came back, beside the best rule of thumb."""
    own = next((each for each in one.scores if each.name == OWN), None)
    if own is None or own.area is None:
        return
    said = (
        f"Take one that came back and one that did not: {own.area * 100:.0f} times in 100 the first had been given the "
        "higher chance. Guessing would be right 50 times"
    )
    best = max((each for each in one.scores if each.name != OWN and each.area is not None), key=_area, default=None)
    if best is not None:
        ours, its = round(own.area * 100), round(_area(best) * 100)
        how = "as well" if its == ours else "better" if its > ours else "less well"
        said += f'; the best rule of thumb ("{best.name}") does {how}, with {its}'
    yield f"{said}."


def _area(one: Scored) -> float:
    return one.area or 0.0


def _named(title: str, entries: Sequence[Entry]) -> Iterator[Block]:
    seen = (one for one in entries if one.happened is None or one.happened > one.said.origin)
    told = [_entry(one) for one, _ in zip(seen, range(NAMED), strict=False)]
    if told:
        yield Heading(title, 3)
        yield Items(tuple(told))


def _entry(one: Entry) -> str:
    happened = (
        f"came back on {day(one.happened)}" if one.came is Came.YES and one.happened else "did not come back in time"
    )
    return f"{one.said.title} was given {percent(one.said.chance)} on {day(one.said.origin)}, and {happened}."
