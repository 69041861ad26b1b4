"""Puts the question of another season: to the charts of a ledger, or to what the almanac knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief import sources
from cliffhanger.brief.almanac import Almanac, AlmanacView
from cliffhanger.brief.asked import names_of
from cliffhanger.brief.compose import PLATFORM, is_behind
from cliffhanger.brief.fates import fate_of
from cliffhanger.brief.odds_found import NO_MODEL, asked_for, is_among
from cliffhanger.charts.revisions import Relabel
from cliffhanger.charts.rows import OutcomeRow
from cliffhanger.charts.titles import FILM, LIMITED, SEASON, Label, matching, nearest, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import HorizonPast, NoOdds, NotKnown, UnknownTitle
from cliffhanger.forecast.origins import EVERY
from cliffhanger.renewal.asked import Asked
from cliffhanger.renewal.counts import FEWEST, CameBack, Count, came_back, counted
from cliffhanger.renewal.fits import OddsFit, fitted_odds
from cliffhanger.renewal.odds import OF_ITS_OWN, Odds, odds_ahead
from cliffhanger.renewal.outcomes import Outcome, outcome_of, outcomes
from cliffhanger.renewal.precedents import alike
from cliffhanger.renewal.seasons import Season, Seasons, kind_of, seasons_of
from cliffhanger.renewal.traits import AGES, TRAITS, Looks
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

LEVEL = [trait.name for trait in TRAITS].index("level")


@dataclass(frozen=True)
class Counted:
    """Seasons of a kind as they were counted, and since when that is known."""

    count: Count
    known_from: date | None


@dataclass(frozen=True)
class Another:
    """What is known of another season of a show, after its newest one.

    `fate` is what users told of that one. Where no model tells `odds`, `refused` says why, if no later season is known;
    a count may tell a chance then. `alike` are seasons that stood about there, `came_back` the limited series that went
    on or were relabelled, `edition` is the day of the newest edition that was read, `basis` what the model stands on.
    It is `behind` if lists are out by now that are not at hand.
    """

    title: str
    outcome: Outcome | None = None
    odds: Odds | None = None
    refused: NotKnown | None = None
    counted: Counted | None = None
    fate: OutcomeRow | None = None
    alike: tuple[Outcome, ...] = ()
    came_back: tuple[CameBack, ...] = ()
    edition: date | None = None
    basis: str = ""
    behind: bool = False

    @property
    def chance(self) -> float | None:
        """Give the chance that the model tells, or else the share that was counted; None where neither is."""
        if self.odds:
            return self.odds.told.chance
        return self.counted.count.share if self.counted else None

    @property
    def kind(self) -> str:
        """Name the kind with which the season counts."""
        if self.outcome:
            return self.outcome.season.kind
        return self.counted.count.kind if self.counted else ""

    @property
    def relabels(self) -> tuple[Relabel, ...]:
        """Give the changes of the season's label."""
        return self.outcome.season.relabels if self.outcome else ()


def odds(
    title: str,
    view: ChartView,
    almanac: Almanac,
    folder: Path | None,
    months: int | None = None,
) -> Answer[Another]:
    """Tell the odds of another season of a show, or of the season of that title, from the vantage of a view.

    `months` is the horizon, counted from the premiere; fits are kept in a folder, if there is one. Where a later
    season is known, that is told, and no odds.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
        NoOdds: it is known, and no chance can be told.
        HorizonPast: so many months have gone by, as far as the lists were observed.
    """
    vantage = view.vantage
    if not plain(title):
        raise UnknownTitle(title, vantage.as_of)
    public, facts = almanac.story(title, Vantage(vantage.as_of)), almanac.at(vantage)
    seasons = seasons_of(view, names_of(title, public))
    if public is None and not (is_among(title, seasons)):
        shows = view.shows()
        if not matching(title, shows):
            raise UnknownTitle(title, vantage.as_of, nearest(title, [*shows, *almanac.titles(vantage)]), not view.taken)
    found = ask(title, view, facts, folder, public, seasons, months)
    told = found.odds or found.fate or (found.outcome and found.outcome.by)
    if not told and found.refused:
        raise found.refused
    views = [("charts", view.digest)] if view.taken else []
    views += [("almanac", facts.digest)]
    views += [("fit", found.basis)] if found.odds else []
    return Answer(found, Basis(vantage, tuple(views)), tuple(sources.of_another(found)))


def ask(
    title: str,
    view: ChartView,
    facts: AlmanacView,
    folder: Path | None,
    public: StoryView | None,
    seasons: Seasons | None,
    months: int | None = None,
) -> Another:
    """Tell what is known of another season of a title whose public story is at hand; what is refused is told so."""
    fit = fit_for(view, facts, folder)
    fates = outcomes(seasons) if seasons else []
    told = Another(
        title,
        came_back=came_back(fates) if _is_long(view) else facts.came_back,
        edition=view.newest.known_from.date() if view.newest else None,
    )
    try:
        found, among, looks = asked_for(title, view, facts, public, seasons, fit)
    except NoOdds as error:
        return replace(told, refused=error, counted=_counted(view, facts, _kind(public), fates))
    outcome = outcome_of(found, among)
    behind = is_behind(view.vantage, outcome.observed_through)
    told = replace(told, title=found.title, outcome=outcome, fate=fate_of(view, found), behind=behind)
    if found.run and found not in (seasons.all if seasons else ()):
        told = replace(told, edition=None)
    asked = Asked(outcome, looks, _lasting(view, found, among, looks))
    told = with_odds(told, asked, fit, view.vantage, months)
    if told.odds or (fit is None and told.refused and not found.anthology):
        told = replace(told, counted=_counted(view, facts, found.kind, fates))
    if told.odds and fit and told.odds.age:
        stood = fates if among is seasons else outcomes(among)
        told = replace(told, alike=alike(asked, stood, fit.at(told.odds.age)))
    return told


def with_odds(told: Another, asked: Asked, fit: OddsFit | None, vantage: Vantage, months: int | None = None) -> Another:
    """Add the odds of a season, or why there are none, if no later season of it is known.

    An instalment of an anthology has none: what comes next is no other season of it.
    """
    season, outcome = asked.season, asked.outcome
    if season.anthology:
        alone = replace(outcome, by=None, happened=None, known=None)
        return replace(told, outcome=alone, refused=NoOdds(season.title, OF_ITS_OWN))
    if outcome.by is not None:
        return told
    if fit is None:
        return replace(told, refused=NoOdds(season.title, NO_MODEL))
    try:
        return replace(told, odds=odds_ahead(asked, fit, vantage, months), basis=fit.basis)
    except (NoOdds, HorizonPast) as error:
        return replace(told, refused=error)


def fit_for(view: ChartView, facts: AlmanacView, folder: Path | None) -> OddsFit | None:
    """Give the fit of the ledger, or that of the almanac where the ledger has none."""
    own = fitted_odds(view, folder) if _is_long(view) else None
    return own or facts.odds_fit


def _is_long(view: ChartView) -> bool:
    """Tell whether a ledger reaches back so far that models are fitted on it; the almanac knows more than others."""
    return len(view.of_feed()) > EVERY


def _lasting(view: ChartView, season: Season, seasons: Seasons, looks: Looks) -> Mapping[int, float] | None:
    """Give, age by age, the level of the last title on the all-time list of a season's category."""
    if season.run is None:
        return None
    rows = [row for row in view.popular() if row.category == season.run.category and row.views and row.days]
    if not rows:
        return None
    key = season.run.category, rows[-1].show_title, rows[-1].season_title
    found = next((one for one in seasons.charted if one.run and one.run.key == key), None)
    if found is None:
        return None
    return {age: float(looks.values(found, age)[LEVEL]) for age in AGES if 0 < age <= looks.age(found)}


def _kind(public: StoryView | None) -> str:
    """Tell with what kind of season a story counts; what was counted are seasons on one platform."""
    if public is None or plain(public.platform) != PLATFORM or plain(public.format) == FILM:
        return ""
    label = Label(LIMITED) if plain(public.format) == LIMITED else Label(SEASON, len(public.episodes))
    return kind_of(label)


def _counted(view: ChartView, facts: AlmanacView, kind: str, fates: Sequence[Outcome]) -> Counted | None:
    """Count the seasons of a kind on the lists, or take the count of the almanac where that holds more."""
    if not kind:
        return None
    known = [count for count in (counted(kind, fates), facts.count(kind)) if count]
    best = max(known, key=lambda count: (count.of, count.observed_through), default=None)
    if best is None or best.of < FEWEST:
        return None
    edition = view.newest.known_from.date() if view.newest else None
    return Counted(best, facts.known_from(best) or edition)
