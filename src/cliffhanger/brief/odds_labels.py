"""Tells how the label of a season changed, what that does to its chance, and what its label now means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from cliffhanger.brief.wording import day, numbers, percent
from cliffhanger.charts.titles import LIMITED, SPECIAL, Label
from cliffhanger.renewal.asked import Change

if TYPE_CHECKING:
    from cliffhanger.brief.odds import Another

NO_LABEL: Final = "no label"


def limited_told(another: Another) -> Iterator[str]:
    """Say what the label of a limited series means, while it bears that, and while no fate is known."""
    label = another.outcome.season.now.kind if another.outcome else another.kind
    if label == LIMITED and not another.fate:
        yield "A limited series is made to tell its story to the end."


def relabels_told(another: Another) -> Iterator[str]:
    """Tell how the charts changed its label, and what such changes have meant so far."""
    for change in another.relabels:
        was = _quoted(change.was, change.was_title, change.show_title)
        now = _quoted(change.now, change.now_title, change.show_title)
        yield f"On {day(change.known_from.date())} the charts changed its label from {was} to {now}."
    relabelled = [one for one in another.came_back if one.relabelled]
    if relabelled and another.outcome and another.outcome.relabelled:
        charted = sum(one.charted is not None for one in relabelled)
        many, some = numbers(len(relabelled), charted)
        was = "was" if len(relabelled) == 1 else "were"
        itself = ", this one among them" if any(one.title == another.title for one in relabelled) else ""
        yield (
            f"Of limited series of all ages, {many} {was} relabelled as a season so far{itself}; {some} had another "
            "season on the charts since."
        )


def effect_told(another: Another) -> Iterator[str]:
    """Tell what the change of its label does to the chance; a change that the model does not read, does nothing."""
    if another.odds is None or another.fate or not another.relabels:
        return
    told = another.odds.told.chance
    without = next((one.chance for one in another.odds.what_if if one.change is Change.LABEL), None)
    if without is None:
        yield "The model reads changes between limited series and season alone; others leave the chance as it is."
        return
    if percent(without) == percent(told):
        yield f"In the model its change of label leaves the chance at {percent(told)}."
        return
    moved = "raises" if told > without else "lowers"
    yield f"In the model its change of label {moved} the chance from {percent(without)} to {percent(told)}."


def labelled(another: Another) -> str:
    """Say by whom, and when, it was labelled as what it counts."""
    if another.outcome is None or another.outcome.season.run is None:
        return "as labelled by Netflix"
    return "as the charts first labelled it" if another.relabels else "as labelled by the charts"


def _quoted(label: Label, title: str, show: str) -> str:
    own = title.removeprefix(show).lstrip(" :")
    return NO_LABEL if label.kind == SPECIAL or not own else f'"{own}"'
