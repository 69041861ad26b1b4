"""Models of what the API answers, field by field, for its description: errors and rows.

They check nothing: answers are given as they are.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Generic, TypeVar

from pydantic import BaseModel, Field

from cliffhanger.desk.shapes import STRICT

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]
Rank = Annotated[int, Field(ge=1, le=10)]
BASIS: Final = "The vantage, and digests of what was read: equal bases, equal answers."
Line = TypeVar("Line", bound=BaseModel)


class Strict(BaseModel):
    """Has these fields and no others."""

    model_config = STRICT


class Problem(Strict):
    """What is wrong, in the one shape in which every JSON surface of Cliffhanger shows it."""

    error: str = Field(description="The class of the error, as in the list of errors.", examples=["UnknownTitle"])
    message: str = Field(description="What is wrong, and what to do.")
    exit: int = Field(description="The status with which the command line would exit.", examples=[3])


class Named(Strict):
    """Where a statement comes from, what it tells, and the day from which that was known, if it has one."""

    name: str
    known_from: date | None
    tells: str


class ChanceTold(Strict):
    """A chance, and the words for it."""

    chance: Share
    verdict: str


class Rows(Strict, Generic[Line]):
    """Rows, where they come from, and the basis on which they stand."""

    rows: list[Line]
    sources: list[Named]
    basis: str = Field(description=BASIS)


class ChartLine(Strict):
    """A rank of one week's list."""

    week: date = Field(description="The Sunday on which the week ends.")
    category: str = Field(description="The list.", examples=["TV (English)"])
    rank: Rank
    show_title: str
    season_title: str | None
    hours: Count | None = Field(description="Hours viewed.")
    views: Count | None = Field(description="Hours viewed by the runtime; published since June 2023.")
    weeks_on_chart: Count | None


class RunLine(Strict):
    """A week of a season."""

    season: str
    category: str
    week: date
    rank: Rank
    hours: Count | None
    views: Count | None
    change: str | None = Field(description="Of hours against the week before.", examples=["-34.1%"])
    weeks_on_chart: Count | None
    known_from: date = Field(description="The day from which this row was known.")


class FoundLine(Strict):
    """A title that was found."""

    title: str
    seasons: Count
    lists: str
    first_week: date | None
    last_week: date | None
    story: str = Field(description="`yes` where there is a story of it.")


class LabelLine(Strict):
    """A change of a season's format label."""

    known_from: date
    was: str
    now: str
    from_format: str
    to_format: str
    weeks: Count
    another_season: date | None = Field(description="When another season was known, if one is.")
    chance: Share | None = Field(description="The chance of another season, where none is known yet.")
    chance_by: date | None


class Labels(Rows[LabelLine]):
    """The label watch, and what such changes have meant so far, in words."""

    meanings: list[str]


class SeasonLine(Strict):
    """A season as it is matched."""

    show: str
    premiere: date
    season: str
    counts_as: str
    seen_in: str
    known_from: date
    followed: date | None
    known: date | None
    matched_by: str
    by: str | None
    why: str | None


class Suggested(Strict):
    """A title, and how it stands in addresses."""

    title: str
    slug: str


class Suggestions(Strict):
    """Titles that hold the words asked for, those that begin with them first, or else the nearest."""

    titles: list[Suggested]
