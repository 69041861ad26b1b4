"""Models of forecasts, odds and briefs, for the description of the API."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from pydantic import Field, create_model

from cliffhanger.brief.compose import Charts
from cliffhanger.desk.models import BASIS, ChanceTold, Count, Named, Share, Strict
from cliffhanger.desk.shapes import model_of, shape, story_of
from cliffhanger.forecast.next_list import NextList


class Ends(Strict):
    """Half of such figures lie between `low` and `high`, 90% between `least` and `most`."""

    least: Count
    low: Count
    median: Count
    high: Count
    most: Count


class Seen(Strict):
    """A week published: `views` by the newest runtime, in hours, and the `runtime` that its own list gave."""

    week: date
    number: int
    rank: int | None
    hours: Count | None
    views: Count | None
    runtime: float | None


class Ahead(Strict):
    """A week to come."""

    week: date
    number: int
    hours: Ends
    views: Ends | None


class Total(Strict):
    """A total from the release through some day."""

    through: str
    hours: Ends
    views: Ends | None


class Alike(Strict):
    """A title that stood about there, and its hours week by week."""

    title: str
    hours: list[Count | None]


class AllTime(ChanceTold):
    """The chance to enter the all-time list: `views` of its last row, counted over `days`."""

    views: Count
    days: Count


class Outlook(Strict):
    """What a title will do: each week to come, totals, and the chances that go with them."""

    title: str
    category: str
    label: str
    observed_through: date
    fitted: date
    released: date | None
    runtime: float | None
    quantiles: dict[str, float]
    seen: list[Seen]
    ahead: list[Ahead]
    totals: list[Total]
    stays: ChanceTold | None
    rank: float | None
    all_time: AllTime | None
    alike: list[Alike]
    told: list[str] = Field(description="The same in sentences.")


class Forecast(Outlook):
    """A forecast, with its sources and its basis."""

    sources: list[Named]
    basis: str = Field(description=BASIS)


class Horizon(Strict):
    """The chance by so many months from the premiere, with the ends of its 90% interval."""

    months: int
    by: date
    chance: Share
    low: Share
    high: Share
    verdict: str = Field(description="The chance in words of estimative probability.", examples=["unlikely"])


class SeasonTold(Strict):
    """The newest season, of whose next one the chance is told."""

    show: str
    title: str
    label: str = Field(description="Its label when it came out.")
    label_now: str
    kind: str
    premiere: date
    dated: bool = Field(description="Whether the day of the premiere is known; else it is the middle of its week.")
    known_from: date


class Fate(Strict):
    """What was announced of a season."""

    fate: str = Field(examples=["renewed"])
    announced: date
    source: str


class Followed(Strict):
    """The season that followed."""

    by: str | None
    happened: date | None
    known_from: date | None


class AlikeSeason(Followed):
    """A season that stood about there, and what is known of it."""

    title: str
    premiere: date
    relabelled: date | None


class Part(Strict):
    """What a reason adds to the chance, in natural log odds."""

    reason: str
    log_odds: float


class WhatIf(Strict):
    """The chance if something were otherwise."""

    change: str
    chance: Share


class Counted(Strict):
    """Seasons of a kind as they were counted, with a 95% interval of the share."""

    kind: str
    of: Count
    followed: Count
    relabelled: Count
    interval: tuple[Share, Share]
    observed_through: date
    known_from: date | None


class Relabelled(Strict):
    """A change of the season's label."""

    known_from: date
    was: str
    now: str


class CameBack(Strict):
    """A limited series that came back, or was relabelled as a season."""

    title: str
    relabelled: date | None
    charted: date | None


class Another(Strict):
    """What is known of another season, or how likely it is."""

    title: str
    season: SeasonTold | None
    observed_through: date | None
    reported_through: date | None = None
    fate: Fate | None
    followed: Followed | None
    verdict: str | None
    chance: Share | None
    horizon: Horizon | None
    horizons: list[Horizon]
    refused: str | None = Field(description="Why no model tells a chance.")
    age: int | None = Field(description="Of the season, in weeks.")
    fitted: date | None
    base: Share | None = Field(description="The chance of an average season.")
    parts: list[Part]
    what_if: list[WhatIf]
    count: Counted | None
    relabels: list[Relabelled]
    alike: list[AlikeSeason]
    came_back: list[CameBack]
    told: list[str] = Field(description="The same in sentences.")


class Odds(Another):
    """The odds of another season, with their sources and basis."""

    sources: list[Named]
    basis: str = Field(description=BASIS)


class _NextLists(Strict):
    """Next week's lists, forecast."""

    sources: list[Named]
    basis: str = Field(description=BASIS)


_STORY: Final[Any] = story_of(
    *("title", "platform", "format", "announced", "released", "based_on", "watch", "also_known_as", "recap"),
    *("premise", "people", "relations", "facts", "threads", "twists", "ending", "finished", "complete", "out"),
)


class _Brief(Strict):
    """Everything on a title from one vantage; parts that the vantage does not show are null."""

    title: str
    as_of: date
    watched: str = Field(description="As it was asked for, in its one spelling.", examples=["S1E3"])
    odds: Another | None
    forecast: Outlook | None
    sources: list[Named]
    basis: str = Field(description=BASIS)


_BRIEF: Final[dict[str, Any]] = {"charts": (shape(Charts), ...), "story": (_STORY | None, ...)}
_LISTS: Final[dict[str, Any]] = {"lists": (list[model_of(NextList)], ...)}  # type: ignore[misc]
Brief: Final = create_model("Brief", __base__=_Brief, __doc__=_Brief.__doc__, **_BRIEF)
NextLists: Final = create_model("NextLists", __base__=_NextLists, __doc__=_NextLists.__doc__, **_LISTS)
