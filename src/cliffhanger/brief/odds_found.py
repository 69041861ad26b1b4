"""Finds the season whose odds are asked for: on the charts of a ledger, in the lists of the almanac, or in a story."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta

from cliffhanger.brief.almanac import AlmanacView
from cliffhanger.brief.asked import names_of
from cliffhanger.brief.compose import PLATFORM
from cliffhanger.charts.runs import newest_of, runs_of
from cliffhanger.charts.titles import FILM, LIMITED, SEASON, Label, matching, plain
from cliffhanger.charts.view import ChartRow, ChartView
from cliffhanger.errors import NoOdds
from cliffhanger.renewal.fits import OddsFit
from cliffhanger.renewal.outcomes import outcome_of
from cliffhanger.renewal.seasons import MIDDLE, Season, Seasons
from cliffhanger.renewal.traits import Looks
from cliffhanger.story import StoryView

NO_MODEL = "no model is fitted before the ninth edition of the weekly lists"

NO_SEASON = "what the lists have of it is a film, a match, an old season that entered late, or has no label of a season"


def is_among(title: str, seasons: Seasons | None) -> bool:
    """Tell whether a title is that of a show, or of a season, among those of a view."""
    name = plain(title)
    return bool(name) and (bool(_of_show({name}, seasons)) or _of_title(name, seasons) is not None)


def newest_of_show(show: str, seasons: Seasons) -> Season | None:
    """Give the newest season of a show, by its title as the charts or reports have it."""
    return _newest(_of_show({plain(show)}, seasons), seasons)


def asked_for(
    title: str,
    view: ChartView,
    facts: AlmanacView,
    public: StoryView | None,
    seasons: Seasons | None,
    fit: OddsFit | None,
) -> tuple[Season, Seasons, Looks]:
    """Find the season that is asked for, and those among which it stands.

    Raises:
        NoOdds: it has no season that can be asked for.
    """
    names = {plain(one) for one in names_of(title, public)} - {""}
    if seasons is not None:
        found = _newest(_of_show(names, seasons), seasons) or _of_title(plain(title), seasons)
        if found is not None:
            return found, seasons, Looks.on(view, seasons)
    if charted := _charted(names, facts, public):
        season, rows = charted
        among = Seasons((season,), max(row.week for row in rows))
        return season, among, Looks(rows, among)
    if public is None:
        raise NoOdds(title, NO_SEASON if matching(title, view.shows()) else "no list has a season of it")
    season = _coming(title, public)
    through = seasons.observed_through if seasons else _sunday_before(fit.day) if fit else None
    if through is None:
        raise NoOdds(title, NO_MODEL)
    if through >= _week_of(season.premiere):
        raise NoOdds(title, "it is out, and no list that is at hand has it")
    among = replace(seasons, all=(*seasons.all, season)) if seasons else Seasons((season,), through)
    return season, among, Looks.on(view, among) if seasons else Looks((), among)


def _of_show(names: Collection[str], seasons: Seasons | None) -> list[Season]:
    return [one for one in (seasons.all if seasons else ()) if one.show in names or plain(one.show_title) in names]


def _of_title(name: str, seasons: Seasons | None) -> Season | None:
    """Find a season by the title that it has, or had when it was first published."""
    known = seasons.all if seasons and name else ()
    told = [one for one in known if name in {plain(one.title), plain(one.title_now)}]
    return max(told, key=lambda one: one.premiere, default=None)


def _newest(own: Sequence[Season], seasons: Seasons) -> Season | None:
    """Pick the newest season of a show: by its number, then by its premiere, and then what followed it.

    Of an anthology it is the instalment that is named, and of its own name the newest.
    """
    found = max(own, key=lambda one: (one.now.number or 0, one.premiere), default=None)
    while found is not None and not found.anthology and (later := outcome_of(found, seasons).by) is not None:
        found = later
    return found


def _charted(
    names: Collection[str], facts: AlmanacView, public: StoryView | None
) -> tuple[Season, list[ChartRow]] | None:
    """Make a season of the rows that the almanac has of it; None where it has none."""
    rows = [row for charted in facts.lists for row in charted.rows]
    runs = [run for run in runs_of(rows) if plain(run.show_title) in names]
    if not runs:
        return None
    run = newest_of(runs)
    day = public.released if public and (run.label.number or 1) == 1 else None
    dated = day is not None and day <= run.first_week
    known = min(row.known_from for row in run.rows).date()
    season = _season(run.show_title, run.title, run.label, day if day and dated else run.first_week - MIDDLE, known)
    of_list = [row for row in rows if row.category == run.category]
    return replace(season, dated=dated, fresh=run.entered_new, run=run), of_list


def _coming(title: str, public: StoryView) -> Season:
    """Make a season of what a story tells of it, before its first week is published."""
    if plain(public.platform) != PLATFORM:
        raise NoOdds(title, "it is not on Netflix, whose lists are the past to go by")
    if plain(public.format) == FILM:
        raise NoOdds(title, "it is a film")
    if public.released is None or (plain(public.format) != LIMITED and len(public.episodes) > 1):
        raise NoOdds(title, "it is on no list yet, and no day of release is known of its newest season")
    label = Label(LIMITED) if plain(public.format) == LIMITED else Label(SEASON, 1)
    return _season(public.title, public.title, label, public.released, public.announced)


def _season(show: str, title: str, label: Label, premiere: date, known: date) -> Season:
    return Season(plain(show), show, title, label, label, premiere, True, known, False, False, True, None)


def _sunday_before(day: date) -> date:
    return day - timedelta(days=day.weekday() + 1)


def _week_of(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())
