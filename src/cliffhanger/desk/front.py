"""The front page: the newest week's lists, row by row, with what each row was, is, and may become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cliffhanger.brief.odds_listed import odds_of_shows
from cliffhanger.brief.odds_words import Glance, glance
from cliffhanger.brief.wording import ordinal
from cliffhanger.charts.answers import basis
from cliffhanger.charts.rows import ChartRow
from cliffhanger.charts.runs import Run, runs_of
from cliffhanger.charts.titles import plain
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.coming import order_of
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.drawings import WEEK, spark, spark_told
from cliffhanger.desk.once import upcoming_in
from cliffhanger.errors import NotKnown

if TYPE_CHECKING:
    from cliffhanger.brief.odds import Another
    from cliffhanger.forecast.next_list import TitleNext


@dataclass(frozen=True)
class Ahead:
    """The chance to stay on the list next week, and where, if so."""

    chance: float
    where: str


@dataclass(frozen=True)
class Line:
    """A row of a list: how it moved (`up`, `down`, `same`, `new`, `back`) and in words, its weeks, what is to come.

    Of several seasons of a show on a list, the first alone has the odds of another.
    """

    rank: int
    show: str
    season: str
    move: str
    moved: str
    weeks: int
    spark: str
    ahead: Ahead | None
    odds: Glance | None


@dataclass(frozen=True)
class Listed:
    """The list of one category."""

    category: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Front:
    """The lists of the newest week known, the day of their edition, and the basis of all."""

    week: date | None
    edition: date | None
    lists: tuple[Listed, ...]
    basis: str


def front_of(view: ChartView, desk: Desk) -> Front:
    """Make the front page of a view."""
    newest = view.observed_through
    edition = view.newest.known_from.date() if view.newest else None
    if newest is None:
        return Front(None, edition, (), str(basis(view)))
    rows = view.week(newest)
    runs = {run.key: run for run in runs_of(view.of_shows({row.show_title for row in rows}))}
    odds = odds_of_shows(rows, view, desk.almanac.at(view.vantage), desk.settings.fits)
    told = {show: glance(one) for show, one in odds.items() if one.odds or one.fate or _is_followed(one)}
    ahead = _ahead(view, desk)
    lines: dict[str, list[Line]] = {}
    for row in sorted(rows, key=lambda one: (*order_of(one.category), one.category, one.rank)):
        run, own = runs[row.category, row.show_title, row.season_title], lines.setdefault(row.category, [])
        another = None if any(line.show == row.show_title for line in own) else told.get(row.show_title)
        own.append(_line(row, run, another, ahead))
    lists = tuple(Listed(category, tuple(own)) for category, own in lines.items())
    return Front(newest, edition, lists, str(basis(view)))


def _is_followed(one: Another) -> bool:
    return one.outcome is not None and one.outcome.by is not None


def _ahead(view: ChartView, desk: Desk) -> Mapping[tuple[str, int], TitleNext]:
    """Give the forecast of each title now on a list, by list and rank; none where too little is known."""
    try:
        lists = upcoming_in(view, desk).value
    except (NotKnown, ImportError):
        return {}
    return {(one.category, title.now): title for one in lists for title in one.titles}


def _line(row: ChartRow, run: Run, another: Glance | None, ahead: Mapping[tuple[str, int], TitleNext]) -> Line:
    return Line(
        row.rank,
        row.show_title,
        _season(run),
        *_move(row, run),
        row.weeks_on_chart or len(run.rows),
        spark(run.rows, spark_told(len(run.rows))) if len(run.rows) > 1 else "",
        _next(ahead.get((row.category, row.rank))),
        another,
    )


def _season(run: Run) -> str:
    """Give what a season is called after its show."""
    told, show = run.title.split(), plain(run.show_title).split()
    rest = told[len(show) :] if plain(" ".join(told[: len(show)])).split() == show else told
    return run.title.removeprefix(run.show_title).lstrip(" :") if rest is told else " ".join(rest).lstrip(" :")


def _move(row: ChartRow, run: Run) -> tuple[str, str]:
    before = next((one.rank for one in run.rows if one.week == row.week - WEEK), None)
    if before is None:
        return ("new", "new") if len(run.rows) == 1 and (row.weeks_on_chart or 1) == 1 else ("back", "back on the list")
    if before == row.rank:
        return "same", "same rank"
    way = "up" if row.rank < before else "down"
    return way, f"{way} {abs(before - row.rank)} from {ordinal(before)}"


def _next(one: TitleNext | None) -> Ahead | None:
    """Say where a title may be next week."""
    if one is None:
        return None
    best, worst = one.rank.best, one.rank.worst
    where = ordinal(best) if best == worst else f"{ordinal(best)}–{ordinal(worst)}"
    return Ahead(one.chance, where)
