"""Puts the question what a title will do: to the charts of a ledger, or to what the almanac knows of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief.almanac import Almanac, AlmanacView
from cliffhanger.brief.asked import shows_of
from cliffhanger.brief.compose import PLATFORM
from cliffhanger.brief.sources import of_outlook
from cliffhanger.charts.runs import Run, newest_of, runs_of
from cliffhanger.charts.titles import FILM, LIMITED, SEASON, Label, nearest, plain
from cliffhanger.charts.view import ChartView, ReleaseRow
from cliffhanger.errors import MissingExtra, NoForecast, UnknownTitle
from cliffhanger.forecast.ask import Asked, Coming, Threshold, coming_of, outlook_of
from cliffhanger.forecast.fits import Fit, fitted
from cliffhanger.forecast.opening import Kind
from cliffhanger.forecast.origins import EVERY
from cliffhanger.forecast.outlook import WEEKS, Outlook
from cliffhanger.forecast.panel import WEEK, TitleWeek, weeks_of
from cliffhanger.forecast.releases import Release, Releases
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

DAYS = 91
"""The days that all-time lists count."""


def forecast(title: str, view: ChartView, almanac: Almanac, folder: Path | None) -> Answer[Outlook]:
    """Forecast a title from the vantage of a view; fits are kept in a folder, if there is one.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
        NoForecast: it is known, and nothing can be forecast of it.
        MissingExtra: a fit has to be made, and the libraries that fit are not installed.
    """
    vantage = view.vantage
    public = almanac.story(title, Vantage(vantage.as_of))
    shows = view.shows()
    runs = _runs(title, shows_of(title, public, shows), view)
    if public is None and not runs and _release(title, view, runs) is None:
        raise UnknownTitle(title, vantage.as_of, nearest(title, [*shows, *almanac.titles(vantage)]), not view.taken)
    facts = almanac.at(vantage)
    found, fit = ask(public.title if public else title, view, facts, folder, runs, public)
    edition = view.newest.known_from.date() if view.newest else None
    views = [("charts", view.digest)] if view.taken else [("almanac", facts.digest)]
    return Answer(found, Basis(vantage, (*views, ("fit", fit.basis))), (of_outlook(found, edition),))


def _runs(title: str, charted: Sequence[str], view: ChartView) -> list[Run]:
    """Give the runs of shows; or of a season, where what was asked for is the title of one."""
    if charted:
        return runs_of(view.of_shows(charted))
    of_season = [show for show, season, _ in view.seasons() if season and plain(season) == plain(title)]
    runs = runs_of(view.of_shows(dict.fromkeys(of_season))) if of_season else []
    return [run for run in runs if plain(run.title) == plain(title)]


def ask(
    title: str, view: ChartView, facts: AlmanacView, folder: Path | None, runs: Sequence[Run], public: StoryView | None
) -> tuple[Outlook, Fit]:
    """Forecast a title whose runs and public story are at hand, and tell with which fit.

    Raises:
        NoForecast, MissingExtra: as for `forecast`.
    """
    fit = _fit(view, facts, folder)
    if fit is None:
        raise NoForecast(title, view.vantage.as_of, "no model is fitted before the ninth edition of the weekly lists")
    return _outlook(title, view, facts, fit, runs, public), fit


def coming_weeks(
    title: str, view: ChartView, facts: AlmanacView, folder: Path | None, runs: Sequence[Run], public: StoryView | None
) -> tuple[Outlook, Fit] | None:
    """Forecast a title whose first thirteen weeks are not over; None of others, and where nothing can be said."""
    newest = newest_of(runs).first_week if runs else public.released if public else None
    if newest is None or view.vantage.knows(newest + WEEKS * WEEK):
        return None
    try:
        return ask(title, view, facts, folder, runs, public)
    except (NoForecast, MissingExtra):
        return None


def _fit(view: ChartView, facts: AlmanacView, folder: Path | None) -> Fit | None:
    """Give the fit of the ledger, or that of the almanac where the ledger has none."""
    if len(view.of_feed()) <= EVERY:
        return facts.fit
    try:
        return fitted(view, folder) or facts.fit
    except MissingExtra:
        if facts.fit is None:
            raise
        return facts.fit


def _outlook(
    title: str, view: ChartView, facts: AlmanacView, fit: Fit, runs: Sequence[Run], public: StoryView | None
) -> Outlook:
    release = _release(title, view, runs)
    if release is not None:
        return coming_of(_told(release, view, runs), fit)
    if runs and view.observed_through:
        run = newest_of(runs)
        rows = [row for row in view.rows() if row.category == run.category]
        titles = {one.title for one in runs_of(rows)}
        told = Releases(tuple(_of_story(run, public))).known_at(view, titles)
        panel = weeks_of(rows, view.launches(), told, {})
        asked = _asked(run, panel, view.observed_through, told.get(plain(run.title)), _last(view, run))
        if not asked.own:
            raise NoForecast(title, view.vantage.as_of, "the lists do not tell its hours")
        if asked.away >= WEEKS:
            raise NoForecast(title, view.vantage.as_of, f"it left its list {asked.away} weeks ago")
        return outlook_of(asked, fit)
    for charted in facts.lists:
        rows = [*charted.rows]
        for run in (run for run in runs_of(rows) if plain(run.show_title) == plain(title)):
            told = {plain(one.title): one for one in _of_story(run, public)}
            last = facts.last.get(run.category)
            panel, known = weeks_of(rows, (), told, {}), told.get(plain(run.title))
            return outlook_of(_asked(run, panel, charted.week, known, Threshold(last, DAYS) if last else None), fit)
    return coming_of(_coming(title, view, public, fit), fit)


def _asked(
    run: Run, panel: Sequence[TitleWeek], origin: date, release: Release | None, threshold: Threshold | None
) -> Asked:
    own = [one for one in panel if (one.category, one.title) == (run.category, run.title)]
    return Asked(own, panel, origin, release.released if release else None, threshold)


def _of_story(run: Run, public: StoryView | None) -> Iterator[Release]:
    """Give the release that a story tells, if the run is its first season."""
    first = run.label.kind in (LIMITED, FILM) or (run.label.kind == SEASON and run.label.number == 1)
    if public and public.released and first:
        yield Release(run.title, public.released, public.announced)


def _last(view: ChartView, run: Run) -> Threshold | None:
    """Give the last row of the all-time list of a run's list."""
    rows = [row for row in view.popular() if row.category == run.category and row.views and row.days]
    return Threshold(rows[-1].views, rows[-1].days) if rows else None


def _release(title: str, view: ChartView, runs: Sequence[Run]) -> ReleaseRow | None:
    """Give the release of a season or film that users told, and whose first week is not published yet; the next one."""
    through = view.observed_through
    seen = {run.label.number for run in runs}
    told = [
        row
        for row in view.releases()
        if plain(row.title) == plain(title)
        and (through is None or row.released > through)
        and (row.season is None or row.season not in seen)
    ]
    return min(told, key=lambda row: row.released, default=None)


def _told(release: ReleaseRow, view: ChartView, runs: Sequence[Run]) -> Coming:
    """Tell what a release tells of a title, with the list of its show and how the season before opened."""
    before = next((run for run in runs if run.label.number == (release.season or 0) - 1 and run.rows[0].hours), None)
    film = release.season is None and (release.episodes or 1) == 1
    label = Label(SEASON, release.season) if release.season else Label(FILM if film else LIMITED)
    level = math.log(before.rows[0].hours or 1) if before else None
    category = newest_of(runs).category if runs else None
    kind = Kind(film, category, label, release.released.weekday(), None, level)
    name = release.title if release.season is None else f"{release.title}: Season {release.season}"
    return Coming(name, kind, view.observed_through or release.known_from.date(), release.released)


def _coming(title: str, view: ChartView, public: StoryView | None, fit: Fit) -> Coming:
    """Tell what is known of a title that is on no list yet."""
    as_of = view.vantage.as_of
    if public is None or public.released is None or plain(public.platform) != PLATFORM:
        raise NoForecast(title, as_of, "it is on no list yet, and no day of release is known")
    week = public.released
    if view.observed_through and view.observed_through >= week:
        raise NoForecast(title, as_of, "it is out, and has not been on a list")
    film = plain(public.format) == FILM
    label = Label(FILM) if film else Label(LIMITED) if plain(public.format) == LIMITED else Label(SEASON, 1)
    kind = Kind(film, None, label, week.weekday())
    return Coming(title, kind, view.observed_through or fit.day, week)
