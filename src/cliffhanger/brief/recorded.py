"""How the record of odds reads: its tables as text, data, or a page with pictures and every forecast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from cliffhanger.brief.blocks import Block, Heading, Paragraph, Table
from cliffhanger.brief.html import write_blocks
from cliffhanger.brief.pictures.calibration import chances_picture
from cliffhanger.brief.replayed import finite
from cliffhanger.forecast.bootstrap import Estimate
from cliffhanger.renewal.entries import Came, Entry, Record
from cliffhanger.renewal.record_table import row_of
from cliffhanger.renewal.rules import CLIMATOLOGY, FORMAT, RULES
from cliffhanger.renewal.tally import NO_RULES_OF_THUMB, OWN, Decile, Group, Mean, Scored, Tally

SCORES: Final = "", "AUC", "Brier", "log loss", "slope", "difference (90%)"
GROUPS: Final = "cases", "mean chance", "came back", "Brier less climatology's (90%)"
BY_SCORE: Final[Mapping[str, Callable[[Mean], float]]] = {
    "Brier score": lambda one: one.brier,
    "log loss": lambda one: one.log_loss,
}
BEST: Final = "best", "rule of thumb"
DECILES: Final = "chance", "came back", "cases", "", "0%         25%          50%         75%        100%"
ENTRIES: Final = "origin", "season", "chance", "what came of it"
EVERY: Final = "origin", "season", "kind", "weeks", "by", "chance", "90%", "climatology", "what came of it"
EVERY_TITLE: Final = "All forecasts"
"""The heading from which on a record lists its forecasts one by one."""

WIDE: Final = 51
"""Characters of the diagram, each two points of percent wide."""

WHAT: Final = (
    "Each forecast was made from what had been published by its origin, and by a model fitted on that. Another season "
    "counts when it premieres, as seen on the charts or in a report; one that was never seen there is taken for none. "
    "Forecasts whose horizon is not over count in no score. A difference is the Brier score of the odds less that of "
    "the rule, below 0 where the odds do better, with its 90% interval from drawing shows again."
)
DIAGRAM: Final = (
    "Tenths of all forecasts, from the lowest: o is the mean chance, x the share that came back (* both), and dashes "
    "the 95% band about the chance. Seasons that are asked about again and again hang together, so that more tenths "
    "leave their bands than one in twenty."
)


def record_blocks(told: Record, tallies: Sequence[Tally], *, pictures: bool = False) -> list[Block]:
    """Tell a record in tables; with pictures, and a table of all forecasts, where they are asked for."""
    blocks: list[Block] = [Paragraph(f"{counts(told)} {WHAT}")]
    for one in tallies:
        blocks += _horizon(one, pictures=pictures)
    if pictures:
        blocks += [Heading(EVERY_TITLE), _table(EVERY, [_line(one) for one in told.entries], left=(0, 1, 2, 4, 8))]
    return blocks


def record_page(told: Record, tallies: Sequence[Tally], basis: str) -> str:
    """Write a record as one HTML file, with its pictures within, and all forecasts."""
    return write_blocks("The record: another season?", record_blocks(told, tallies, pictures=True), basis)


def record_data(told: Record, tallies: Sequence[Tally], basis: str) -> dict[str, Any]:
    """Give a record as data for JSON, with all forecasts."""
    scored = [
        finite(asdict(one)) | {"misses": [*map(row_of, one.misses)], "calls": [*map(row_of, one.calls)]}
        for one in tallies
    ]
    return {
        "observed_through": told.observed_through,
        "origins": told.origins,
        "tallies": scored,
        "forecasts": [row_of(one) for one in told.entries],
        "basis": basis,
    }


def counts(told: Record) -> str:
    """Say how many forecasts there are, of how many seasons, and how many are over."""
    seasons = len({one.said.which for one in told.entries})
    over = sum(one.counts for one in told.entries)
    return (
        f"{len(told.entries):,} forecasts from {told.origins:,} origins, of {seasons:,} seasons; {over:,} are over, as "
        f"observed through {told.observed_through}."
        if told.entries
        else f"No forecast from {told.origins:,} origins."
    )


def _horizon(one: Tally, *, pictures: bool) -> Iterator[Block]:
    yield Heading(f"Another season by {one.months} months from the premiere")
    yield Paragraph(_counted(one))
    yield _table(SCORES, [_score(score) for score in one.scores])
    yield Paragraph(_parted(one))
    if pictures:
        yield chances_picture(f"By {one.months} months", one.deciles, "came back")
    else:
        yield Paragraph(DIAGRAM)
        yield _table(DECILES, [_decile(decile) for decile in one.deciles], left=(3, 4))
    yield from _grouped("kind", one.kinds, every=pictures)
    yield from _grouped("year", one.years, every=pictures)
    yield Paragraph(f"Toss-ups, of 45% to 55%: {one.toss_ups.cases:,}, of which {one.toss_ups.came:,} came back.")
    yield Heading(f"By {one.months} months: the worst misses", 3)
    yield _table(ENTRIES, [_short(entry) for entry in one.misses], left=(0, 1, 3))
    if one.calls:
        yield Heading(f"By {one.months} months: the best calls, against climatology", 3)
        yield _table(ENTRIES, [_short(entry) for entry in one.calls], left=(0, 1, 3))


def _counted(one: Tally) -> str:
    told = (
        f"{one.over:,} forecasts are over, of {one.seasons:,} seasons of {one.shows:,} shows; {one.came:,} came back."
    )
    told += f" Open: {one.open:,}."
    if one.unseen:
        told += f" Of those that came back, {one.unseen:,} had when the forecast was made, unseen until a later report."
    if one.gone:
        told += f" Left without an outcome, since the lists tell the season apart no longer: {one.gone:,}."
    if one.anthologies:
        told += f" Of those over, {one.anthologies:,} are of instalments of what proved to be an anthology."
    return told


def _parted(one: Tally) -> str:
    area = f"AUC {_within(one.area, 3)}, " if one.area else ""
    parts = one.parts
    return (
        f"With 90% intervals: {area}Brier score {_within(one.mean, 4)}. That is reliability {parts.reliability:.4f} - "
        f"resolution {parts.resolution:.4f} + uncertainty {parts.uncertainty:.4f} + within bins {parts.within:.4f}."
    )


def _within(found: Estimate, digits: int) -> str:
    return f"{found.value:.{digits}f} ({found.low:.{digits}f} to {found.high:.{digits}f})"


def _score(one: Scored) -> tuple[str, ...]:
    area = "" if one.area is None else f"{one.area:.3f}"
    slope = "" if one.slope is None else f"{one.slope:.2f}"
    better = "" if one.better is None else _difference(one.better)
    return "the odds" if one.name == OWN else one.name, area, f"{one.brier:.4f}", f"{one.log_loss:.4f}", slope, better


def _difference(found: Estimate) -> str:
    return f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})"


def _grouped(by: str, groups: Sequence[Group], *, every: bool) -> Iterator[Table]:
    """Tell groups with their scores: beside the odds climatology, the format rate, and the best or every other rule."""
    yield _table((by, *GROUPS), [_group(group) for group in groups])
    for name, score in BY_SCORE.items():
        head = f"{name} by {by}"
        if every:
            yield _table((head, OWN, *RULES), [(one.name, *_scored(one.scores, score)) for one in groups])
        else:
            rows = [_beside_best(one, score) for one in groups]
            yield _table((head, OWN, CLIMATOLOGY, FORMAT, *BEST), rows, left=(0, 5))


def _group(one: Group) -> tuple[str, ...]:
    return one.name, f"{one.cases:,}", f"{one.said:.1%}", f"{one.came:.1%}", _difference(one.better)


def _beside_best(one: Group, score: Callable[[Mean], float]) -> tuple[str, ...]:
    best = one.best(score)
    shown = [*(mean for mean in one.scores if mean.name in NO_RULES_OF_THUMB), best]
    return one.name, *_scored(shown, score), best.name


def _scored(means: Iterable[Mean], score: Callable[[Mean], float]) -> tuple[str, ...]:
    return tuple(f"{score(one):.4f}" for one in means)


def _decile(one: Decile) -> tuple[str, ...]:
    return f"{one.said:.0%}", f"{one.came:.0%}", f"{one.cases:,}", "outside" if one.outside else "", diagram(one)


def diagram(one: Decile) -> str:
    """Draw a tenth on a line from 0 to 100%."""
    drawn = ["·"] * WIDE
    low, high, said, came = (round(share * (WIDE - 1)) for share in (one.low, one.high, one.said, one.came))
    drawn[low : high + 1] = "-" * (high + 1 - low)
    drawn[came] = "x"
    drawn[said] = "*" if said == came else "o"
    return "".join(drawn)


def _short(one: Entry) -> tuple[str, ...]:
    return str(one.said.origin), one.said.title, f"{one.said.chance:.1%}", _came(one)


def _line(one: Entry) -> tuple[str, ...]:
    said = one.said
    chances = f"{said.chance:.1%}", f"{said.low:.0%} to {said.high:.0%}", f"{said.rules[0]:.1%}"
    return str(said.origin), said.title, said.kind, f"{said.age}", str(said.by), *chances, _came(one)


def _came(one: Entry) -> str:
    if one.came is Came.YES:
        return f"came back on {one.happened}, known from {one.known}"
    late = f", but on {one.happened}" if one.came is Came.NO and one.happened else ""
    return f"{one.came.value}{late}"


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]], left: tuple[int, ...] = (0,)) -> Table:
    return Table(header, tuple(rows), frozenset(range(len(header))) - {*left})
