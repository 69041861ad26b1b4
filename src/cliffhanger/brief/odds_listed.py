"""The odds of all shows on a list at once, from looks that are taken once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cliffhanger.brief.almanac import AlmanacView
from cliffhanger.brief.fates import fate_of
from cliffhanger.brief.odds import Another, fit_for, with_odds
from cliffhanger.brief.odds_found import newest_of_show
from cliffhanger.charts.titles import SERIES
from cliffhanger.charts.view import ChartRow, ChartView
from cliffhanger.renewal.asked import Asked
from cliffhanger.renewal.fits import OddsFit
from cliffhanger.renewal.outcomes import outcome_of
from cliffhanger.renewal.seasons import Season, Seasons, seasons_of
from cliffhanger.renewal.traits import Looks


def odds_of_shows(
    rows: Iterable[ChartRow], view: ChartView, facts: AlmanacView, folder: Path | None
) -> Mapping[str, Another]:
    """Tell what is known of another season of each show among some rows, by its title; of films, nothing.

    It is what `odds` tells of each, without what was counted and who came back.
    """
    shows = dict.fromkeys(row.show_title for row in rows if row.category.startswith(SERIES))
    seasons = seasons_of(view) if shows else None
    if seasons is None:
        return {}
    fit, looks = fit_for(view, facts, folder), Looks.on(view, seasons)
    newest = {show: newest_of_show(show, seasons) for show in shows}
    return {show: _told(season, view, seasons, looks, fit) for show, season in newest.items() if season is not None}


def _told(season: Season, view: ChartView, seasons: Seasons, looks: Looks, fit: OddsFit | None) -> Another:
    outcome = outcome_of(season, seasons)
    told = Another(season.title, outcome=outcome, fate=fate_of(view, season))
    return with_odds(told, Asked(outcome, looks), fit, view.vantage)
