"""How a replay reads: its tables as text, data, or a page with pictures."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any, Final

from cliffhanger.brief.blocks import Block, Heading, Paragraph, Table
from cliffhanger.brief.html import write_blocks
from cliffhanger.brief.pictures.calibration import pit_picture, reliability_picture
from cliffhanger.forecast.bootstrap import Estimate
from cliffhanger.forecast.report import LAST
from cliffhanger.forecast.scored import Cover, Report, Scored, Stayed, Tail

SCORES: Final = "model", "k", "cases", "left", "error", "percent", "crps", "half", "ninety", "gain"
COVERS: Final = "model", "titles", "meant", "cases", "inside", "band", ""
TAILS: Final = "model", "target", "k", "titles", "inside"
STAYS: Final = "model", "cases", "AUC", "Brier", "reliability", "resolution", "slope", "log loss", "gain"

FIGURES: Final = (
    "Each outcome is put where the forecast had it, between 0 (less than all that was thought possible) and 1. Where "
    "forecasts are right, each tenth holds as many."
)


def replay_blocks(told: Report, *, pictures: bool = False) -> list[Block]:
    """Tell a replay in tables, with pictures where they are asked for; cover is told of the first model of a target."""
    blocks: list[Block] = []
    for target in dict.fromkeys(one.target for one in told.scores):
        scores = [one for one in told.scores if one.target == target]
        first = scores[0].model
        cover = [one for one in told.cover if (one.target, one.model) == (target, first)]
        blocks += [Heading(_heading(target)), _table(SCORES, [_score(one) for one in scores])]
        fell = [one for one in told.pit if (one.target, one.model) == (target, first)] if pictures else []
        if fell:
            blocks += [Heading("Where outcomes fell", 3), Paragraph(FIGURES), *map(pit_picture, fell)]
        blocks += [Heading(f"Cover: {target}", 3), _table(COVERS, [_cover(one) for one in cover], left=(0, 1, 5, 6))]
    if told.tails:
        blocks += [Heading("Titles that entered the all-time lists, within 98% intervals")]
        blocks.append(_table(TAILS, [_tail(one) for one in told.tails], left=(0, 1)))
    if told.stays:
        blocks += [Heading("Who stays"), _table(STAYS, [_stay(one) for one in told.stays])]
        if pictures:
            blocks += [Heading("Chances given, and what came", 3), *map(reliability_picture, told.stays)]
    for counts, why in (
        (told.without_truth, "what became of them is not known"),
        (told.without_forecast, "some model had nothing to learn from yet"),
    ):
        if left_out := ", ".join(f"{count:,} of {target}" for target, count in counts.items()):
            blocks.append(Paragraph(f"Left out, since {why}: {left_out}."))
    return blocks


def replay_page(told: Report, what: str, basis: str) -> str:
    """Write a replay as one HTML file, with its pictures within."""
    return write_blocks(f"Replay: {what}", replay_blocks(told, pictures=True), basis)


def as_data(told: Report) -> dict[str, Any]:
    """Give a replay as data for JSON, where what is not a number is none."""
    found: dict[str, Any] = finite(asdict(told))
    return found


def _heading(target: str) -> str:
    return target[0].upper() + target[1:]


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]], left: tuple[int, ...] = (0,)) -> Table:
    return Table(header, tuple(rows), frozenset(range(len(header))) - {*left})


def _score(one: Scored) -> tuple[str, ...]:
    shares = f"{one.half:.0%}", f"{one.ninety:.0%}", _gain(one.gain)
    errors = _figure(one.error), _share(one.percent), _figure(one.crps)
    return one.model, _k(one.age), f"{one.cases:,}", f"{one.left:.0%}", *errors, *shares


def _cover(one: Cover) -> tuple[str, ...]:
    band, mark = f"{one.low:.0%} to {one.high:.0%}", "outside" if one.outside else ""
    return one.model, one.of, f"{one.share:.0%}", f"{one.cases:,}", f"{one.inside:.0%}", band, mark


def _tail(one: Tail) -> tuple[str, ...]:
    return one.model, one.target, _k(one.age), f"{one.titles:,}", f"{one.inside:.0%}"


def _stay(one: Stayed) -> tuple[str, ...]:
    area = f"{one.auc.value:.3f} ({one.auc.low:.3f} to {one.auc.high:.3f})"
    parts = _figure(one.parts.reliability), _figure(one.parts.resolution)
    slope = "" if one.line is None else f"{one.line.slope:.2f}"
    return one.model, f"{one.cases:,}", area, _figure(one.brier), *parts, slope, _figure(one.log_loss), _gain(one.gain)


def _k(age: int) -> str:
    return f"{age} or more" if age == LAST else str(age)


def _gain(gain: Estimate | None) -> str:
    return "" if gain is None else f"{gain.value:.0%} ({gain.low:.0%} to {gain.high:.0%})"


def _figure(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else ""


def _share(value: float) -> str:
    return f"{value:.0%}" if math.isfinite(value) else ""


def finite(value: Any) -> Any:
    """Put none in the place of what is not a number, anywhere in data."""
    if isinstance(value, dict):
        return {name: finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
