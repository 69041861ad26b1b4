"""The desk for programs: the same answers as on the command line, as JSON, from a vantage that the address names."""

from __future__ import annotations

from functools import cache, partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from cliffhanger import __version__
from cliffhanger.brief import rows
from cliffhanger.brief.rows import rows_as_data
from cliffhanger.brief.values import as_plain
from cliffhanger.charts import answers
from cliffhanger.desk import models, models_ahead
from cliffhanger.desk.addresses import slug_of, title_of
from cliffhanger.desk.api_parameters import check
from cliffhanger.desk.api_problems import PREFIX, RESPONSES
from cliffhanger.desk.finding import suggestions
from cliffhanger.desk.once import labels_in, upcoming_in
from cliffhanger.desk.standpoint import HavingWatched, OnDay
from cliffhanger.vantage import Vantage, parse_day

ABOUT: Final = """
Will there be another season, and what really happened? Every answer is given from a vantage: a day (`as-of`) and the
episodes that have been watched (`watched`). Nothing published after that day, and nothing that an episode not watched
reveals, changes a byte of it. An answer depends on its address alone: cookies are not read. It is the one that the
command line gives with `--format json`, and names its basis and its sources.

A title stands in an address in plain words joined by hyphens, as `the-moonstone`; `suggest` finds titles and gives that
form of them. What a vantage hides and what does not exist get the same response.
"""

router = APIRouter(prefix=PREFIX, responses=RESPONSES, dependencies=[Depends(check)])

Slug = Annotated[
    str,
    Path(description="A title in plain words joined by hyphens.", examples=["the-moonstone"], min_length=1),
]
Words = Annotated[str, Query(description="Words of a title, or how they begin.", examples=["moon"])]
List = Annotated[
    str | None, Query(description="One list, or how the names of lists begin.", examples=["TV (English)", "films"])
]
Country = Annotated[str | None, Query(description="A country by code or name; without one, the world.")]
Week = Annotated[
    str | None,
    Query(
        description="A day of the week; without one, the newest.",
        examples=["2026-01-11"],
        json_schema_extra={"format": "date"},
    ),
]
Months = Annotated[
    int | None, Query(ge=6, le=36, description="Months from the premiere; without them 24, or 36 where those are past.")
]
Every = Annotated[bool, Query(description="Also changes of wording that keep the format.")]


@router.get("/openapi.json", include_in_schema=False)
def description() -> Response:
    """Describe the API."""
    return JSONResponse(described())


@cache
def described() -> dict[str, Any]:
    """Describe the API as an OpenAPI document."""
    from cliffhanger.desk.api_stories import router as stories

    routes = [*router.routes, *stories.routes]
    return get_openapi(title="Cliffhanger", version=__version__, description=ABOUT, routes=routes)


@router.get("/charts", response_model=models.Rows[models.ChartLine], tags=["charts"])
def charts(here: OnDay, week: Week = None, category: List = None, country: Country = None) -> Response:
    """Show the lists of one week."""
    with here.desk.view(here.vantage) as view:
        answer = answers.chart(view, parse_day(week) if week is not None else None, category, country)
        known = rows.known_to(view, country)
    return here.give(rows_as_data(rows.chart_rows(answer.value), rows.CHART, answer, known))


@router.get("/search", response_model=models.Rows[models.FoundLine], tags=["titles"])
def search(here: OnDay, q: Words) -> Response:
    """Find titles known at the vantage."""
    from cliffhanger.brief.search import search as find

    with here.desk.view(here.vantage) as view:
        answer, known = find(q, view, here.desk.almanac), rows.known_to(view)
    return here.give(rows_as_data(rows.search_rows(answer.value), rows.SEARCH, answer, known))


@router.get("/suggest", response_model=models.Suggestions, tags=["titles"])
def suggest(here: OnDay, q: Words = "") -> Response:
    """Suggest a few titles as one types."""
    with here.desk.view(here.vantage) as view:
        found = suggestions(q, view, here.desk)
    return here.give({"titles": [{"title": one, "slug": slug_of(one)} for one in found]})


@router.get("/next", response_model=models_ahead.NextLists, tags=["charts"])
def next_lists(here: OnDay, category: List = None) -> Response:
    """Forecast next week's lists, place by place."""
    with here.desk.view(here.vantage) as view:
        answer = upcoming_in(view, here.desk, category)
    told = {"lists": as_plain(answer.value), "sources": as_plain(answer.sources), "basis": str(answer.basis)}
    return here.give(told)


@router.get("/labels", response_model=models.Labels, tags=["charts"])
def labels(here: OnDay, every: Every = False) -> Response:
    """Show the label watch: changes of format labels, and what became of each season."""
    from cliffhanger.brief.label_watch import meanings

    with here.desk.view(here.vantage) as view:
        answer, known = labels_in(view, here.desk, every=every), rows.known_to(view)
    lines = rows.label_rows(answer.value.changes)
    return here.give(rows_as_data(lines, rows.LABELS, answer, known, meanings=meanings(answer.value)))


@router.get("/seasons", response_model=models.Rows[models.SeasonLine], tags=["charts"])
def all_seasons(here: OnDay) -> Response:
    """Show the seasons of all shows that are not matched as they are spelled."""
    return _seasons(here, None)


@router.get("/series/{slug}/seasons", response_model=models.Rows[models.SeasonLine], tags=["series"])
def seasons(here: OnDay, slug: Slug) -> Response:
    """Show the seasons of a show: when each premiered, what followed, by what it was matched."""
    return _seasons(here, title_of(slug))


def _seasons(here: OnDay, title: str | None) -> Response:
    from cliffhanger.brief.seasons import seasons_named

    with here.desk.view(here.vantage) as view:
        answer = here.desk.answer(view, ("seasons", title), partial(seasons_named, title, view))
        known = rows.known_to(view)
    return here.give(rows_as_data(rows.season_rows(answer.value), rows.SEASONS, answer, known))


@router.get("/series/{slug}/run", response_model=models.Rows[models.RunLine], tags=["series"])
def run(here: OnDay, slug: Slug, country: Country = None) -> Response:
    """Show the weeks of each season of a show."""
    with here.desk.view(here.vantage) as view:
        answer = answers.run(view, title_of(slug), country)
        known = rows.known_to(view, country)
    return here.give(rows_as_data(rows.run_rows(answer.value), rows.RUN, answer, known))


@router.get("/series/{slug}", response_model=models_ahead.Brief, tags=["series"])
def brief(here: HavingWatched, slug: Slug) -> Response:
    """Tell everything on a title from one vantage: charts, odds, forecast, and its story as far as it was watched."""
    from cliffhanger.brief.compose import as_watched
    from cliffhanger.brief.data import as_data
    from cliffhanger.desk.series import public_brief

    with here.desk.view(Vantage(here.vantage.as_of)) as view:
        answer = public_brief(title_of(slug), view, here.desk)
    return here.give(as_data(as_watched(answer, here.desk.almanac, here.vantage.watched)))


@router.get("/series/{slug}/forecast", response_model=models_ahead.Forecast, tags=["series"])
def forecast(here: OnDay, slug: Slug) -> Response:
    """Forecast the weeks to come of a title, to the thirteenth since it came out."""
    from cliffhanger.brief.forecasts import forecast as ask
    from cliffhanger.brief.outlook_data import outlook_as_data

    title, desk = title_of(slug), here.desk
    with desk.view(here.vantage) as view:
        make = partial(ask, title, view, desk.almanac, desk.settings.fits)
        answer = desk.answer(view, ("forecast", title), make)
    told = outlook_as_data(answer.value) | {"sources": as_plain(answer.sources), "basis": str(answer.basis)}
    return here.give(told)


@router.get("/series/{slug}/odds", response_model=models_ahead.Odds, tags=["series"])
def odds(here: OnDay, slug: Slug, horizon: Months = None) -> Response:
    """Tell how likely another season is, and why; or the season that followed, where one is known."""
    from cliffhanger.brief.odds import odds as ask
    from cliffhanger.brief.odds_data import another_as_data

    title, desk = title_of(slug), here.desk
    with desk.view(here.vantage) as view:
        make = partial(ask, title, view, desk.almanac, desk.settings.fits, horizon)
        answer = desk.answer(view, ("odds", title, horizon), make)
    told = another_as_data(answer.value) | {"sources": as_plain(answer.sources), "basis": str(answer.basis)}
    return here.give(told)
