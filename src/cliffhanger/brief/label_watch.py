"""The label watch in words: what became of seasons whose label changed, and what such changes have meant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief.wording import counted, day, numbers, percent
from cliffhanger.charts import answers
from cliffhanger.charts.titles import LIMITED, OTHER, SEASON, SPECIAL, Label
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


_NAMED = {SPECIAL: "no label", OTHER: "season without a number"}
"""What a label is called that has no word of its own in the lists."""

_KINDS = {
    (LIMITED, SEASON): "Limited series that became a season",
    (SEASON, LIMITED): "Seasons that became limited series",
}


@dataclass(frozen=True)
class KindOfChange:
    """Changes of labels of one kind, the newest first: what they are, what such have meant, if they tell much."""

    title: str
    meaning: str
    changes: tuple[Watched, ...]
    matters: bool


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


def called(label: Label) -> str:
    """Name a label."""
    return _NAMED.get(label.kind, str(label))


def by_kind(found: LabelWatch) -> list[KindOfChange]:
    """Part changes by kind: limited series that became a season, the way back, and all others."""
    meant = {(one.was, one.now): one for one in found.meanings if one.of}
    through, told = _through(found), []
    for pair, title in _KINDS.items():
        changes = tuple(one for one in reversed(found.changes) if _pair(one) == pair)
        said = meaning(meant[pair], through) if pair in meant and through else ""
        told.append(KindOfChange(title, said, changes, matters=pair == (LIMITED, SEASON)))
    others = tuple(one for one in reversed(found.changes) if _pair(one) not in _KINDS)
    told.append(KindOfChange("Other changes", "", others, matters=False))
    return [one for one in told if one.changes]


def _pair(one: Watched) -> tuple[str, str]:
    return one.change.was.kind, one.change.now.kind


def _through(found: LabelWatch) -> date | None:
    """Give the last week observed, from which ages are counted."""
    return max((one.outcome.observed_through for one in found.changes if one.outcome), default=None)


def meaning(one: Meaning, through: date) -> str:
    """Say what changes from one format to another have meant so far, counted from the last week observed.

    The numbers of it add up to all changes of that kind.
    """
    (single, several, _), (_, _, became) = _FORMATS[one.was], _FORMATS[one.now]
    of, some = numbers(one.of, one.within_a_year)
    named, their, were = (single, "its", "was") if one.of == 1 else (several, "their", "were")
    told = (
        f"Of {of} {named} that entered the lists in the week of {their} premiere and {were} relabelled as {became} at "
        f"least a year before {day(through)}, {some} had another season within a year."
    )
    if one.recent:
        told += f" {counted(one.recent, 'more was', 'more were').capitalize()} relabelled since."
    if one.left_out:
        left = counted(one.left_out, "other change is", "other changes are").capitalize()
        told += f" {left} not counted: of an anthology, of what did not enter the lists then, or a second of the same."
    return told


def meanings(found: LabelWatch) -> list[str]:
    """Say what changes between limited series and seasons have meant, where any is old enough to tell."""
    through = _through(found)
    told = (one for pair in _KINDS for one in found.meanings if (one.was, one.now) == pair and one.of)
    return [meaning(one, through) for one in told] if through else []
