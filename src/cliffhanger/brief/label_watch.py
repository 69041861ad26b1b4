"""The label watch in words: what became of seasons whose label changed, and what such changes have meant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief.wording import counted, numbers, percent
from cliffhanger.charts import answers
from cliffhanger.charts.titles import LIMITED, OTHER, SEASON, SPECIAL
from cliffhanger.charts.view import ChartView
from cliffhanger.renewal.fits import fitted_odds
from cliffhanger.renewal.watch import LabelWatch, Meaning, Watched, label_watch

_FORMATS = {
    LIMITED: ("limited series", "limited series", "limited series"),
    SEASON: ("season", "seasons", "a season"),
    SPECIAL: ("title without a label", "titles without a label", "a title without a label"),
    OTHER: ("season without a number", "seasons without a number", "a season without a number"),
}
"""What a format is called: one of it, many of it, and what something is relabelled as."""


def watch(view: ChartView, folder: Path | None, *, every: bool = False) -> Answer[LabelWatch]:
    """Watch the labels of series; with `every`, changes that only reword them, too."""
    answer = answers.labels(view, every=every)
    fit = fitted_odds(view, folder)
    found = label_watch(view, fit)
    shown = set(answer.value)
    kept = tuple(one for one in found.changes if one.change in shown)
    views = (*answer.basis.views, *((("odds", fit.basis),) if fit else ()))
    return Answer(replace(found, changes=kept), Basis(view.vantage, views), answer.sources)


def since(one: Watched) -> str:
    """Tell in a few words what is known of a season since its label changed, or its chance."""
    if one.outcome is not None and one.outcome.known is not None:
        return f"another season seen, {one.outcome.known}"
    return f"{percent(one.chance.chance)} by {one.chance.by:%B %Y}" if one.chance else ""


def meaning(one: Meaning) -> str:
    """Say what changes from one format to another have meant so far."""
    (single, several, _), (_, _, became) = _FORMATS[one.was], _FORMATS[one.now]
    of, some = numbers(one.of, one.within_a_year)
    told = f"Of {of} {single if one.of == 1 else several} relabelled as {became} at least a year ago, "
    told += f"{some} had another season within a year."
    if one.recent:
        told += f" {counted(one.recent, 'more was', 'more were').capitalize()} relabelled since."
    return told


def meanings(found: LabelWatch) -> list[str]:
    """Say what changes between limited series and seasons have meant, where any is old enough to tell."""
    pairs = (LIMITED, SEASON), (SEASON, LIMITED)
    return [meaning(one) for pair in pairs for one in found.meanings if (one.was, one.now) == pair and one.of]
