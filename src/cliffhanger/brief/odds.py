"""Puts the question of another season: to the charts of a ledger, or to what the almanac knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief import sources
from cliffhanger.brief.almanac import Almanac, AlmanacView
from cliffhanger.brief.compose import PLATFORM
from cliffhanger.charts.revisions import Relabel
from cliffhanger.charts.rows import OutcomeRow
from cliffhanger.charts.runs import newest_of, runs_of
from cliffhanger.charts.titles import FILM, LIMITED, SEASON, Label, matching, nearest, plain
from cliffhanger.charts.view import ChartRow, ChartView
from cliffhanger.errors import HorizonPast, NoOdds, NotKnown, UnknownTitle
from cliffhanger.forecast.origins import EVERY
from cliffhanger.renewal.counts import FEWEST, Count, Past, Precedent, counted
from cliffhanger.renewal.fits import OddsFit, fitted_odds
from cliffhanger.renewal.odds import Asked, Odds, odds_of
from cliffhanger.renewal.outcomes import Outcome, outcome_of, outcomes
from cliffhanger.renewal.precedents import CameBack, alike, came_back
from cliffhanger.renewal.seasons import MIDDLE, Season, Seasons, kind_of, seasons_of
from cliffhanger.renewal.traits import AGES, TRAITS, Looks
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

LEVEL = [trait.name for trait in TRAITS].index("level")
NO_MODEL = "no model is fitted before the ninth edition of the weekly lists"


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
    """

    title: str
    outcome: Outcome | None = None
    odds: Odds | None = None
    refused: NotKnown | None = None
    counted: Counted | None = None
    fate: OutcomeRow | None = None
    alike: tuple[Outcome, ...] = ()
    came_back: tuple[CameBack | Precedent, ...] = ()
    edition: date | None = None
    basis: str = ""

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
    title: str, view: ChartView, almanac: Almanac, folder: Path | None, months: int | None = None
) -> Answer[Another]:
    """Tell the odds of another season of a show, or of the season of that title, from the vantage of a view.

    `months` is the horizon, counted from the premiere; fits are kept in a folder, if there is one. Where a later season
    is known, that is told, and no odds.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
        NoOdds: it is known, and no chance can be told.
        HorizonPast: so many months have gone by, as far as the lists were observed.
    """
    vantage = view.vantage
    public, facts = almanac.story(title, Vantage(vantage.as_of)), almanac.at(vantage)
    seasons = seasons_of(view)
    if public is None and not (_of_show({plain(title)}, seasons) or _of_title(plain(title), seasons)):
        shows = view.shows()
        if not matching(title, shows):
            raise UnknownTitle(title, vantage.as_of, nearest(title, [*shows, *almanac.titles(vantage)]))
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
    past: Past | None = None,
) -> Another:
    """Tell what is known of another season of a title whose public story is at hand; what is refused is told so.

    `past` are the seasons to count, where the caller has gathered them.
    """
    fit = _fit(view, facts, folder)
    told = Another(
        title,
        came_back=came_back(outcomes(seasons)) if seasons else facts.precedents,
        edition=view.newest.known_from.date() if view.newest else None,
    )
    try:
        found, among, looks = _asked(title, view, facts, public, seasons, fit)
    except NoOdds as error:
        return replace(told, refused=error, counted=_counted(view, facts, _kind(public), past))
    outcome = outcome_of(found, among)
    told = replace(told, title=found.title, outcome=outcome, fate=_fate(view, found))
    if outcome.by is not None:
        return told
    asked = Asked(outcome, looks, _lasting(view, found, among, looks))
    count = _counted(view, facts, found.kind, past)
    if fit is None:
        return replace(told, refused=NoOdds(found.title, NO_MODEL), counted=count)
    try:
        chances = odds_of(asked, fit, months)
    except (NoOdds, HorizonPast) as error:
        return replace(told, refused=error)
    return replace(
        told,
        odds=chances,
        counted=count,
        alike=alike(asked, among, fit.at(chances.age)) if chances.age else (),
        basis=fit.basis,
    )


def _fit(view: ChartView, facts: AlmanacView, folder: Path | None) -> OddsFit | None:
    """Give the fit of the ledger, or that of the almanac where the ledger has none."""
    own = fitted_odds(view, folder) if len(view.of_feed()) > EVERY else None
    return own or facts.odds_fit


def _asked(
    title: str,
    view: ChartView,
    facts: AlmanacView,
    public: StoryView | None,
    seasons: Seasons | None,
    fit: OddsFit | None,
) -> tuple[Season, Seasons, Looks]:
    """Find the season that is asked for, and those among which it stands."""
    names = {plain(one) for one in (title, *((public.title, *public.also_known_as) if public else ()))}
    if seasons is not None:
        found = _newest(_of_show(names, seasons), seasons) or _of_title(plain(title), seasons)
        if found is not None:
            return found, seasons, Looks(view.rows(), seasons)
    elif charted := _charted(names, facts, public):
        season, rows = charted
        among = Seasons((season,), max(row.week for row in rows))
        return season, among, Looks(rows, among)
    season = _coming(title, public)
    through = seasons.observed_through if seasons else _sunday_before(fit.day) if fit else None
    if through is None:
        raise NoOdds(title, NO_MODEL)
    if through >= _week_of(season.premiere):
        raise NoOdds(title, "it is out, and no list that is at hand has it")
    among = Seasons((*(seasons.all if seasons else ()), season), through)
    return season, among, Looks(view.rows() if seasons else (), among)


def _of_show(names: Collection[str], seasons: Seasons | None) -> list[Season]:
    return [one for one in (seasons.all if seasons else ()) if one.show in names or plain(one.show_title) in names]


def _of_title(name: str, seasons: Seasons | None) -> Season | None:
    """Find a season by the title that it has, or had when it was first published."""
    told = [one for one in (seasons.all if seasons else ()) if name in {plain(one.title), _title_now(one)}]
    return max(told, key=lambda one: one.premiere, default=None)


def _title_now(season: Season) -> str:
    return plain(season.run.title) if season.run else ""


def _newest(own: Sequence[Season], seasons: Seasons) -> Season | None:
    """Pick the newest season of a show: by its number, then by its premiere, and then what followed it."""
    found = max(own, key=lambda one: (one.now.number or 0, one.premiere), default=None)
    while found is not None and (later := outcome_of(found, seasons).by) is not None:
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


def _coming(title: str, public: StoryView | None) -> Season:
    """Make a season of what a story tells of it, before its first week is published."""
    if public is None:
        raise NoOdds(title, "no list has a season of it")
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


def _fate(view: ChartView, season: Season) -> OutcomeRow | None:
    """Find what users told of a season's fate; of several things, the last."""
    names, numbers = {season.show, plain(season.show_title)}, {season.label.number, season.now.number}
    told = [row for row in view.outcomes() if plain(row.title) in names and row.season in numbers]
    return max(told, key=lambda row: row.announced, default=None)


def _kind(public: StoryView | None) -> str:
    """Tell with what kind of season a story counts; what was counted are seasons on one platform."""
    if public is None or plain(public.platform) != PLATFORM or plain(public.format) == FILM:
        return ""
    label = Label(LIMITED) if plain(public.format) == LIMITED else Label(SEASON, len(public.episodes))
    return kind_of(label)


def _counted(view: ChartView, facts: AlmanacView, kind: str, past: Past | None) -> Counted | None:
    """Count the seasons of a kind on the lists, or take the count of the almanac where that holds more."""
    if not kind:
        return None
    known: Iterator[Count | None] = (count for count in (counted(view, kind, past), facts.count(kind)))
    best = max(filter(None, known), key=lambda count: (count.of, count.observed_through), default=None)
    if best is None or best.of < FEWEST:
        return None
    edition = view.newest.known_from.date() if view.newest else None
    return Counted(best, facts.known_from(best) or edition)
