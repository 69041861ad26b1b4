"""Composes the brief of a title from what charts, almanac and story show at a vantage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief import sources
from cliffhanger.brief.almanac import Almanac, AlmanacView, Figure
from cliffhanger.brief.asked import names_of, shows_of
from cliffhanger.charts.revisions import Relabel
from cliffhanger.charts.runs import Opening, Run, newest_of, opening, runs_of
from cliffhanger.charts.titles import FILM, nearest, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import NoSuchEpisode, UnknownTitle
from cliffhanger.renewal.published import published_on
from cliffhanger.renewal.seasons import watched_labels
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage, Watched

if TYPE_CHECKING:
    from cliffhanger.brief.odds import Another
    from cliffhanger.forecast.outlook import Outlook

PLATFORM = "netflix"
"""Whose lists the charts are."""

PUBLISHED_AFTER = timedelta(days=2)
"""A week that ends on a Sunday is published on the Tuesday after."""


def is_out(vantage: Vantage, week: date) -> bool:
    """Tell whether the list of a week, named by its Sunday, is out at a vantage, at hand or not."""
    return vantage.knows(week + PUBLISHED_AFTER)


def is_behind(vantage: Vantage, through: date) -> bool:
    """Tell whether the list after that of a week is out at a vantage: what is known through that week is old."""
    return is_out(vantage, through + timedelta(weeks=1))


@dataclass(frozen=True)
class Charts:
    """What the charts tell of a title, and how far they are known.

    `known_from` gives, run by run, the day from which it was known.
    """

    runs: tuple[Run, ...]
    known_from: tuple[date, ...]
    relabels: tuple[Relabel, ...]
    opening: Opening | None
    figures: tuple[Figure, ...]
    observed_through: date | None
    edition: date | None
    due_week: date | None
    due: date | None


@dataclass(frozen=True)
class Brief:
    """Everything on a title from one vantage; parts that the vantage does not show are absent.

    `public` is the story as somebody knows it who has watched nothing.
    """

    title: str
    public: StoryView | None
    story: StoryView | None
    charts: Charts
    odds: Another | None
    outlook: Outlook | None = None


def compose(title: str, charts: ChartView, almanac: Almanac, fits: Path | None = None) -> Answer[Brief]:
    """Compose the brief of a title, from the vantage of the chart view; fits of forecasts are kept in a folder.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: its story file is not sound.
    """
    vantage = charts.vantage
    public = almanac.story(title, Vantage(vantage.as_of))
    shows = charts.shows()
    charted = shows_of(title, public, shows)
    if public is None and not charted:
        raise UnknownTitle(title, vantage.as_of, nearest(title, [*shows, *almanac.titles(vantage)]), not charts.taken)
    if public and (odd := vantage.watched.beyond(public.episodes)):
        raise NoSuchEpisode(public.title, str(odd), public.episodes)
    story = almanac.story(title, vantage)
    facts = almanac.at(vantage)
    runs = tuple(runs_of(charts.of_shows(charted)))
    told = _charts(runs, charts, _figures(facts, public.title if public else title, runs), public)
    name = public.title if public else newest_of(told.runs).show_title
    views = [("charts", charts.digest)] if charts.taken else []
    views += [("almanac", facts.digest)]
    views += [("story", story.digest)] if story else []
    outlook, fit = _outlook(name, charts, facts, fits, runs, public)
    odds = _odds(name, charts, facts, fits, runs, public)
    views += [("fit", fit)] if fit else []
    views += [("odds", odds.basis)] if odds and odds.basis else []
    named = tuple(sources.of_brief(told, odds, outlook, story))
    return Answer(Brief(name, public, story, told, odds, outlook), Basis(vantage, tuple(views)), named)


def as_watched(answer: Answer[Brief], almanac: Almanac, watched: Watched) -> Answer[Brief]:
    """Give a brief, composed for who has watched nothing, to who has watched some: the same as composing it anew.

    Raises:
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: its story file is not sound.
    """
    brief, vantage = answer.value, Vantage(answer.basis.vantage.as_of, watched)
    if brief.public and (odd := watched.beyond(brief.public.episodes)):
        raise NoSuchEpisode(brief.public.title, str(odd), brief.public.episodes)
    story = almanac.story(brief.public.title, vantage) if brief.public else None
    views = tuple((name, story.digest if story and name == "story" else digest) for name, digest in answer.basis.views)
    named = tuple(sources.of_brief(brief.charts, brief.odds, brief.outlook, story))
    return Answer(replace(brief, story=story), Basis(vantage, views), named)


def _outlook(
    title: str, view: ChartView, facts: AlmanacView, folder: Path | None, runs: Sequence[Run], public: StoryView | None
) -> tuple[Outlook | None, str]:
    """Forecast a title, and digest what the models were fitted on; for what is not on Netflix's lists, nothing."""
    if (not view.taken and facts.fit_at is None) or (public and plain(public.platform) != PLATFORM and not runs):
        return None, ""
    from cliffhanger.brief.forecasts import coming_weeks

    found = coming_weeks(title, view, facts, folder, runs, public)
    return (found[0], found[1].basis) if found else (None, "")


def _charts(runs: tuple[Run, ...], view: ChartView, figures: tuple[Figure, ...], public: StoryView | None) -> Charts:
    due_week = _due_week(view.vantage, runs, figures, public)
    titles = {run.title for run in runs}
    among = published_on(view, newest_of(runs).lists) if runs else ()
    seasons = {season.run.key: season for season in among}
    compared = None
    if runs and view.observed_through is not None:
        newest = newest_of(runs)
        label = seasons[newest.key].label
        alike = [s.run for s in among if (s.run.category, s.label) == (newest.category, label)]
        compared = opening(newest, alike, view.observed_through)
    return Charts(
        runs,
        tuple((seasons[run.key].known_from if run.key in seasons else run.rows[0].known_from).date() for run in runs),
        tuple(one for one in watched_labels(view) if one.changes_format and one.now_title in titles) if runs else (),
        compared,
        figures,
        view.observed_through,
        view.newest.known_from.date() if view.newest else None,
        due_week,
        due_week + PUBLISHED_AFTER if due_week else None,
    )


def _figures(facts: AlmanacView, title: str, runs: Sequence[Run]) -> tuple[Figure, ...]:
    """List the figures on a title; what compares weeks is left to the charts where they hold them."""
    charted = {row.week for run in runs for row in run.rows}
    return tuple(one for one in facts.on(title) if one.views is not None or one.week not in charted)


def _due_week(
    vantage: Vantage, runs: Sequence[Run], figures: Sequence[Figure], public: StoryView | None
) -> date | None:
    """Give the first week of which a figure is to come, while none of the series is known."""
    if public is None or public.released is None or runs or any(figure.week for figure in figures):
        return None
    week = public.released + timedelta(days=6 - public.released.weekday())
    charted = plain(public.platform) == PLATFORM
    return week if charted and not is_out(vantage, week) else None


def _odds(
    title: str,
    view: ChartView,
    facts: AlmanacView,
    folder: Path | None,
    runs: Sequence[Run],
    public: StoryView | None,
) -> Another | None:
    """Tell what is known of another season; None of what has no seasons, and of what is on other platforms."""
    listed = bool(runs) and newest_of(runs).label.kind != FILM
    coming = not runs and public and plain(public.platform) == PLATFORM and plain(public.format) != FILM
    if not listed and not coming:
        return None
    from cliffhanger.brief.odds import ask
    from cliffhanger.renewal.seasons import seasons_of

    return ask(title, view, facts, folder, public, seasons_of(view, names_of(title, public)))
