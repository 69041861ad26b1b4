"""Composes the brief of a title from what charts, almanac and story show at a vantage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cliffhanger.answer import Answer, Basis, Source
from cliffhanger.brief.almanac import Almanac, AlmanacView, Figure
from cliffhanger.charts.revisions import Relabel, relabels, revisions
from cliffhanger.charts.runs import Opening, Run, newest_of, opening, runs_of
from cliffhanger.charts.titles import FILM, LIMITED, SERIES, Label, matching, nearest, plain
from cliffhanger.charts.view import ChartRow, ChartView
from cliffhanger.errors import UnknownTitle
from cliffhanger.renewal.counts import FIRST_SEASON, LATER_SEASON, Count, counted, kind_of
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

PUBLISHED_AFTER = timedelta(days=2)
"""A week that ends on a Sunday is published on the Tuesday after."""


@dataclass(frozen=True)
class Charts:
    """What the charts tell of a title, and how far they are known."""

    runs: tuple[Run, ...]
    relabels: tuple[Relabel, ...]
    opening: Opening | None
    figures: tuple[Figure, ...]
    observed_through: date | None
    edition: date | None
    due_week: date | None
    due: date | None


@dataclass(frozen=True)
class Odds:
    """The chance of another season: what was counted, for seasons of which kind, labelled by whom."""

    kind: str
    labelled_by: str
    count: Count
    chance: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Brief:
    """Everything on a title from one vantage; parts that the vantage does not show are absent."""

    title: str
    story: StoryView | None
    charts: Charts
    odds: Odds | None


def compose(title: str, charts: ChartView, almanac: Almanac) -> Answer[Brief]:
    """Compose the brief of a title, from the vantage of the chart view.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
        StoryRejected: its story file is not sound.
    """
    vantage = charts.vantage
    story = almanac.story(title, vantage)
    names = {title, *((story.title, *story.also_known_as) if story else ())}
    shows = charts.shows()
    charted = [show for name in sorted(names) for show in matching(name, shows)]
    if story is None and not charted:
        raise UnknownTitle(title, vantage.as_of, nearest(title, {*shows, *almanac.titles(vantage)}))
    facts = almanac.at(vantage)
    watch = relabels(revisions(charts.history(lists=SERIES)))
    told = _charts(charted, charts, facts, story, title, watch)
    odds = _odds(charts, facts, told.runs, story, watch)
    name = story.title if story else newest_of(told.runs).show_title
    views = [("charts", charts.digest)] if charts.taken else []
    views += [("almanac", facts.digest)]
    views += [("story", story.digest)] if story else []
    return Answer(
        Brief(name, story, told, odds), Basis(vantage, tuple(views)), tuple(_sources(charts, told, odds, story))
    )


def _charts(
    charted: Sequence[str],
    view: ChartView,
    facts: AlmanacView,
    story: StoryView | None,
    title: str,
    watch: Sequence[Relabel],
) -> Charts:
    runs = tuple(runs_of(view.of_shows(dict.fromkeys(charted))))
    figures = facts.on(story.title if story else title)
    due_week = _due_week(view.vantage, runs, figures, story)
    compared = None
    if runs and view.observed_through is not None:
        newest = newest_of(runs)
        standing = [version.row for version in view.history(lists=newest.lists) if version.known_to is None]
        compared = opening(newest, runs_of(standing), view.observed_through)
    return Charts(
        runs,
        tuple(one for one in watch if one.changes_format and one.now_title in {run.title for run in runs}),
        compared,
        figures,
        view.observed_through,
        view.newest.known_from.date() if view.newest else None,
        due_week,
        due_week + PUBLISHED_AFTER if due_week else None,
    )


def _due_week(vantage: Vantage, runs: Sequence[Run], figures: Sequence[Figure], story: StoryView | None) -> date | None:
    """Give the first week of which a figure is to come, while none of the series is known."""
    if story is None or story.released is None or runs or any(figure.week for figure in figures):
        return None
    week = story.released + timedelta(days=6 - story.released.weekday())
    return None if vantage.knows(week + PUBLISHED_AFTER) else week


def _odds(
    charts: ChartView, facts: AlmanacView, runs: Sequence[Run], story: StoryView | None, watch: Sequence[Relabel]
) -> Odds | None:
    kind, by = _kind(runs, story)
    if kind is None:
        return None
    known = [count for count in (counted(charts, kind, watch), facts.count(kind)) if count is not None]
    if not known:
        return None
    count = max(known, key=lambda count: count.known_from)
    return Odds(kind, by, count, count.share, count.interval)


def _kind(runs: Sequence[Run], story: StoryView | None) -> tuple[str | None, str]:
    """Tell with what kind of season the newest one counts: as the chart labels it, else as its story does."""
    if runs:
        newest = newest_of(runs).label
        return (None if newest.kind == FILM else kind_of(newest)), "the charts"
    if story is None or plain(story.format) == FILM:
        return None, ""
    if plain(story.format) == LIMITED:
        return kind_of(Label(LIMITED)), story.platform
    return (LATER_SEASON if len(story.episodes) > 1 else FIRST_SEASON), story.platform


def _same_run(row: ChartRow, run: Run) -> bool:
    first = run.rows[0]
    return (row.category, row.week, plain(row.show_title)) == (first.category, first.week, plain(first.show_title))


def _sources(view: ChartView, charts: Charts, odds: Odds | None, story: StoryView | None) -> list[Source]:
    found = [Source(figure.source, figure.known, figure.says) for figure in charts.figures]
    for run in charts.runs:
        known = min(version.row.known_from for version in view.history(lists=run.lists) if _same_run(version.row, run))
        found.append(Source("Netflix Top 10, weekly lists", known.date(), f"{run.title} in {run.category}"))
    if odds:
        found.append(Source("counts on the weekly lists", odds.count.known_from, odds.kind))
    if story:
        cited = {name for claim in story.premise for name in claim.sources}
        cited |= {name for part in story.recap() for claim in part.claims for name in claim.sources}
        cited |= {name for fact in story.facts for name in fact.sources}
        found.append(Source(f"the story file of {story.title}", tells=", ".join(sorted(cited))))
    return found
