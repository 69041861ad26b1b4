"""The seasons of a show as they are matched: where each was seen, what followed it, and by what it was matched."""

from __future__ import annotations

from cliffhanger.answer import Answer, Source
from cliffhanger.charts import answers
from cliffhanger.charts.titles import nearest, plain
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import UnknownTitle
from cliffhanger.renewal.outcomes import Outcome, outcomes
from cliffhanger.renewal.seasons import Season, Seasons, seasons_of
from cliffhanger.renewal.shows import How


def seasons_named(title: str | None, view: ChartView) -> Answer[tuple[Outcome, ...]]:
    """Give the seasons of a show; without a title, those of all shows that were not matched as they are spelled.

    Each has what became of it; they are in the order of shows and premieres.

    Raises:
        UnknownTitle: no season of such a show is known at the vantage.
    """
    seasons = seasons_of(view)
    if seasons is None or (title is not None and not _of_show(title, seasons)):
        known = sorted({one.show_title for one in seasons.all}) if seasons else []
        raise UnknownTitle(title or "", view.vantage.as_of, nearest(title or "", known), not view.taken)
    shown = _unusual(seasons) if title is None else _of_show(title, seasons)
    ordered = sorted(outcomes(seasons, shown), key=lambda one: (one.season.show, one.season.premiere))
    return Answer(tuple(ordered), answers.basis(view), tuple(_source(one.season) for one in ordered))


def _of_show(title: str, seasons: Seasons) -> list[Season]:
    names = {one.show for one in seasons.all if plain(title) in (one.show, plain(one.show_title), plain(one.title))}
    return [one for one in seasons.all if one.show in names]


def _unusual(seasons: Seasons) -> list[Season]:
    return [one for one in seasons.all if one.how is not How.SPELLED or one.anthology]


def seen(season: Season) -> str:
    """Tell where a season was seen."""
    return "a report" if season.run is None else "the lists" if season.fresh else "the lists, out before"


def _source(season: Season) -> Source:
    return Source(f"Netflix, {'half-yearly report' if season.run is None else 'weekly lists'}", season.known_from)
