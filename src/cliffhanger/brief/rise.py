"""Tells how a title does on the charts: its weeks, how it opened, and how far the charts are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from cliffhanger.brief import sources
from cliffhanger.brief.blocks import Block, Items, Paragraph, Picture, Table, Told
from cliffhanger.brief.compose import Brief, Charts, is_behind
from cliffhanger.brief.season import KINDS
from cliffhanger.brief.wording import counted, day, figure, ordinal, sentence, weekday
from cliffhanger.charts.runs import Opening, Run, newest_of
from cliffhanger.charts.titles import LIMITED
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

UNOBSERVED = "what came later was not observed, and nothing is read into that."

WEEKS_SHOWN = 8
YOUNG = 13
"""Up to so many weeks of age a run is drawn beside others."""

RUNS_SHOWN = 3
"""So many seasons are told of, and those beside that are on the newest list."""


def on_the_charts(brief: Brief, vantage: Vantage, *, pictures: bool = False) -> Iterator[Block]:
    """Tell the figures on a title and its newest seasons, and how far the charts are known.

    With pictures, the newest season alone is shown week by week, drawn as well as in a table.
    """
    charts = brief.charts
    said = [
        Told(sentence(one.says), sources.of_figure(one))
        for one in charts.figures
        if one.week is None or not _charted(charts, one.week)
    ]
    if charts.due and charts.due_week:
        due = (
            f"The first weekly figure, for the week that ends on {day(charts.due_week)}, "
            f"is due on {weekday(charts.due)}."
        )
        said.append(Told(due, sources.of_series(brief.public) if brief.public else ()))
    if said:
        yield Items(tuple(said))
    for run in _shown(charts):
        yield Paragraph((Told(_run(run), sources.of_run(run)),))
        if not pictures:
            yield weeks(run)
    if pictures and charts.runs:
        yield from _drawn(newest_of(charts.runs))
    if charts.opening:
        newest_run = newest_of(charts.runs)
        told = _opening(charts.opening, newest_run, brief.public)
        yield Paragraph((Told(told, _edition(charts)),))
        if pictures and charts.opening.weeks <= YOUNG:
            yield _picture_of_opening(charts.opening, newest_run)
    newest = max((one.known for one in charts.figures), default=None)
    yield Paragraph((Told(_how_far(charts, newest, vantage), _edition(charts)),))


def _shown(charts: Charts) -> list[Run]:
    """Give the newest runs, and older ones that are on the newest list."""
    newest = charts.runs[-RUNS_SHOWN:]
    return [run for run in charts.runs if run in newest or run.rows[-1].week == charts.observed_through]


def weeks(run: Run) -> Table:
    """Give the last weeks of a run as a table, without the columns that have nothing in them."""
    header = ("week to", "rank", "views", "hours", "change")
    rows = [
        (
            str(row.week),
            str(row.rank),
            figure(row.views) if row.views is not None else "",
            figure(row.hours) if row.hours is not None else "",
            f"{change:+.0%}".replace("-0%", "+0%") if (change := run.decay(place)) is not None else "",
        )
        for place, row in list(enumerate(run.rows))[-WEEKS_SHOWN:]
    ]
    which = "week by week" if len(rows) == len(run.rows) else f"the last {counted(len(rows), 'week')} in the list"
    filled = [place for place in range(len(header)) if any(row[place] for row in rows)]
    return Table(
        tuple(header[place] for place in filled),
        tuple(tuple(row[place] for place in filled) for row in rows),
        frozenset(range(1, len(filled))),
        (Told(f"{run.title} in {run.category}, {which}", sources.of_run(run)),),
    )


def _drawn(run: Run) -> Iterator[Block]:
    if len(run.rows) > 1:
        yield _picture(run)
    yield weeks(run)


def _picture(run: Run) -> Picture:
    from cliffhanger.brief.pictures.run import Mark, run_picture

    unit = "hours viewed" if run.views is None else "views"
    marks = [Mark(row.week, row.rank, row.hours if run.views is None else row.views) for row in run.rows]
    drawn = run_picture(run.title, marks, unit)
    caption = Told(f"{run.title} in {run.category}: {unit} and rank by week.", sources.of_run(run))
    return replace(drawn, caption=(caption,))


def _picture_of_opening(told: Opening, run: Run) -> Picture:
    from cliffhanger.brief.pictures.opening import opening_picture

    drawn = opening_picture(run.title, told, _kind(run))
    caption = Told(f"How {run.title} opened, beside {_kind(run)} at the same age.", sources.of_run(run))
    return replace(drawn, caption=(caption,))


def _kind(run: Run) -> str:
    return KINDS[LIMITED] if run.label.kind == LIMITED else "titles of its format"


def _edition(charts: Charts) -> sources.Sources:
    return sources.of_lists(charts.edition) if charts.edition else ()


def _charted(charts: Charts, week: object) -> bool:
    return any(row.week == week for run in charts.runs for row in run.rows)


def _run(run: Run) -> str:
    many = counted(len(run.rows), "week")
    said = f"{run.title} has been in the list {run.category} for {many}, at best {ordinal(run.peak_rank)}"
    if run.views:
        said += f", with {figure(run.views)} views"
    elif run.hours:
        said += f", with {figure(run.hours)} hours viewed"
    return said + "."


def _opening(told: Opening, run: Run, story: StoryView | None) -> str:
    what = "views" if told.unit == "views" else "hours viewed"
    days = ""
    if story and story.released and told.weeks == 1 and run.first_week - story.released < timedelta(days=7):
        days = f" in its first {counted((run.first_week - story.released).days + 1, 'day')}"
    age = f"at the same age ({counted(told.weeks, 'week')})"
    return (
        f"With {figure(told.total)} {what}{days} it stands {ordinal(told.rank)} of {told.of} {_kind(run)} in its list "
        f"since {told.since:%B %Y}, {age}; the middle of the others had {figure(told.median)}."
    )


def _how_far(charts: Charts, newest: date | None, vantage: Vantage) -> str:
    """Tell how far the charts are known; `newest` is the day of the newest figure that is told without them."""
    if charts.observed_through is None or charts.edition is None:
        if newest is None:
            return "No weekly lists are at hand here, so nothing is said of them."
        if not is_behind(vantage, newest):
            return "The weekly lists themselves are not at hand here, so nothing is said of weeks beyond these figures."
        return f"The weekly lists themselves are not at hand here. The newest figure is of {day(newest)}; {UNOBSERVED}"
    said = (
        f"Charts are known to the week that ends on {day(charts.observed_through)} (edition of {day(charts.edition)})"
    )
    return f"{said}; {UNOBSERVED}" if is_behind(vantage, charts.observed_through) else said + "."
