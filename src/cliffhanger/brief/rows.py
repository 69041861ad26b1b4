"""Rows in which answers on the charts are shown: in tables, as CSV and as JSON, here and by the desk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cliffhanger.answer import Answer
from cliffhanger.charts.answers import country_code
from cliffhanger.charts.revisions import Relabel
from cliffhanger.charts.runs import Run
from cliffhanger.charts.titles import NOT_A_SEASON
from cliffhanger.charts.view import ChartRow, ChartView

if TYPE_CHECKING:
    from cliffhanger.brief.search import Found
    from cliffhanger.renewal.outcomes import Outcome
    from cliffhanger.renewal.watch import Watched

Row: TypeAlias = dict[str, Any]
Columns: TypeAlias = Sequence[str]

CHART: Final = ("week", "category", "rank", "show_title", "season_title", "hours", "views", "weeks_on_chart")
RUN: Final = ("season", "category", "week", "rank", "hours", "views", "change", "weeks_on_chart", "known_from")
SEARCH: Final = ("title", "seasons", "lists", "first_week", "last_week", "story")
LABELS: Final = (
    *("known_from", "was", "now", "from_format", "to_format", "weeks"),
    *("another_season", "chance", "chance_by"),
)
SEASONS: Final = (
    *("show", "premiere", "season", "counts_as", "seen_in", "known_from", "followed", "known", "matched_by"),
    *("by", "why"),
)


def rows_as_data(
    rows: Iterable[Mapping[str, Any]], columns: Columns, answer: Answer[Any], known_to: str, **beside: Any
) -> Row:
    """Give the rows of an answer as data, for JSON, with its sources and basis, and what is told `beside` them."""
    told = [{name: row[name] for name in columns} for row in rows]
    named = [asdict(source) for source in answer.sources]
    return {**beside, "rows": told, "sources": named, "basis": f"{answer.basis}{known_to}"}


def known_to(view: ChartView, country: str | None = None) -> str:
    """Say how far the charts are known, as the line of the basis goes on."""
    weeks = view.weeks(country_code(view, country))
    return f", charts known to {weeks[1]}" if weeks else ", no chart known"


def chart_rows(found: Iterable[ChartRow]) -> Iterator[Row]:
    """Give the rows of lists."""
    return (row._asdict() for row in found)


def run_rows(found: Iterable[Run]) -> Iterator[Row]:
    """Give each week of runs, with the change of hours against the week before."""
    for run in found:
        for place, row in enumerate(run.rows):
            change = run.decay(place)
            told = row._asdict() | {"season": run.title, "known_from": row.known_from.date()}
            yield told | {"change": None if change is None else f"{change:+.1%}"}


def search_rows(found: Iterable[Found]) -> Iterator[Row]:
    """Give the titles that were found."""
    for one in found:
        told = {"title": one.title, "seasons": one.seasons, "lists": ", ".join(one.lists)}
        weeks = {"first_week": one.first_week, "last_week": one.last_week}
        yield told | weeks | {"story": "yes" if one.has_story else ""}


def label_rows(found: Iterable[Watched]) -> Iterator[Row]:
    """Give changes of labels, with what is known of the season since, or its chance."""
    for one in found:
        change, chance = one.change, one.chance
        yield {
            "known_from": change.known_from.date(),
            "was": _named(change.was_title, change),
            "now": _named(change.now_title, change),
            "from_format": str(change.was),
            "to_format": str(change.now),
            "weeks": change.weeks,
            "another_season": one.outcome.known if one.outcome else None,
            "chance": round(chance.chance, 4) if chance else None,
            "chance_by": chance.by if chance else None,
        }


def _named(title: str, change: Relabel) -> str:
    return f"{change.show_title}: {title}" if title == NOT_A_SEASON else title


def season_rows(found: Iterable[Outcome]) -> Iterator[Row]:
    """Give seasons as they are matched."""
    from cliffhanger.brief.seasons import seen

    for one in found:
        season = one.season
        yield {
            "show": season.show,
            "premiere": season.premiere,
            "season": season.title,
            "counts_as": season.kind,
            "seen_in": seen(season),
            "known_from": season.known_from,
            "followed": one.happened,
            "known": one.known,
            "matched_by": str(season.how),
            "by": one.by.title if one.by else None,
            "why": season.why,
        }
