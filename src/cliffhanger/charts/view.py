"""The charts as they were known at a vantage: all that forecasts, odds and briefs ever see of the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import Connection, Date, DateTime, Float, Integer, Select, case, func, select

from cliffhanger.answer import digest
from cliffhanger.charts.edition import COUNTRIES, WEEKLY, WORLD
from cliffhanger.charts.rows import ChartRow, EditionNote, Launch, OutcomeRow, ReleaseRow, RowVersion
from cliffhanger.charts.schema import FACTS, VERSIONED, chart, editions, launches, popular
from cliffhanger.charts.told import ToldView, shown
from cliffhanger.errors import MissingExtra
from cliffhanger.vantage import FOREVER, Vantage

if TYPE_CHECKING:
    import polars as pl

    from cliffhanger.charts.kept import Shared


__all__ = ["ChartRow", "ChartView", "EditionNote", "Launch", "OutcomeRow", "ReleaseRow", "RowVersion"]

Digests: TypeAlias = dict[tuple[Any, ...], tuple[str, date | None]]
"""Digests that were made already, and since when the same was known: by the day of the vantage and what was held."""

DAYS: Final = 4096
"""So many of them are remembered."""

_ROW = tuple(chart.c[name] for name in ChartRow._fields)
_HELD = func.count(), func.count(editions.c.rejected), func.max(editions.c.id), func.max(editions.c.recorded_at)
"""Tells that something was added to the ledger; numbers alone may come again, after a refusal is taken back."""

_IN_TIME = editions.c.known_from, editions.c.feed, editions.c.digest


class ChartView(ToldView):
    """What the ledger held, as known at a vantage, read in one transaction: later editions do not show in it."""

    def __init__(
        self,
        connection: Connection,
        vantage: Vantage,
        digests: Digests | None = None,
        shared: Shared | None = None,
    ) -> None:
        """Use `Ledger.as_of`."""
        super().__init__(connection, vantage, shared)
        self._digests: Digests = {} if digests is None else digests
        self._histories: dict[tuple[str, str], list[RowVersion]] = {}
        self._newest_of: dict[str, EditionNote | None] = {}

    def __enter__(self) -> ChartView:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the ledger."""
        self._connection.close()

    def back_to(self, day: date) -> ChartView:
        """View the same charts from an earlier day; it need not be closed.

        Raises:
            ValueError: the vantage of this view does not know that day.
        """
        if not self.vantage.knows(day):
            raise ValueError(f"{day} is later than {self.vantage.as_of}")
        return ChartView(self._connection, Vantage(day), self._digests, self._shared)

    @cached_property
    def editions(self) -> tuple[EditionNote, ...]:
        """List the downloads met, refused ones among them, oldest first."""
        return tuple(EditionNote(*row) for row in self._connection.execute(self._met.order_by(*_IN_TIME)).all())

    @property
    def _met(self) -> Select[Any]:
        return select(*(editions.c[name] for name in EditionNote._fields)).where(
            self.vantage.began(editions.c.known_from)
        )

    @cached_property
    def taken(self) -> tuple[EditionNote, ...]:
        """List the editions taken in, oldest first."""
        return tuple(note for note in self.editions if note.rejected is None)

    def of_feed(self, feed: str = WEEKLY) -> list[EditionNote]:
        """List the editions of a feed taken in, oldest first."""
        return [note for note in self.taken if note.feed == feed]

    def weeks(self, country: str = WORLD) -> tuple[date, date] | None:
        """Give the first and the last week of the newest edition, by their Sundays."""
        newest = self._newest(_feed(country))
        if newest is None or newest.first_week is None or newest.last_week is None:
            return None
        return newest.first_week, newest.last_week

    @property
    def observed_through(self) -> date | None:
        """Tell the last week published, by its Sunday."""
        weeks = self.weeks()
        return weeks[1] if weeks else None

    @property
    def newest(self) -> EditionNote | None:
        """Give the newest edition of the weekly lists."""
        return self._newest(WEEKLY)

    def _newest(self, feed: str) -> EditionNote | None:
        if feed not in self._newest_of:
            taken = self._met.where(editions.c.feed == feed, editions.c.rejected.is_(None))
            last = taken.order_by(*(column.desc() for column in _IN_TIME)).limit(1)
            row = self._connection.execute(last).one_or_none()
            self._newest_of[feed] = EditionNote(*row) if row else None
        return self._newest_of[feed]

    @property
    def digest(self) -> str:
        """Digest the editions and facts that can be known here: equal digests, equal charts.

        It is made once for a day, until something is added to the ledger, were it of no matter here.
        """
        return self._digested[0]

    @cached_property
    def _first(self) -> ChartView:
        """View the same from the first day that shows as much; one view for all that is made once."""
        day = self._digested[1]
        return self if day is None or Vantage(day) == self.vantage else self.back_to(day)

    @cached_property
    def _digested(self) -> tuple[str, date | None]:
        held = select(*_HELD).select_from(editions)
        state = self.vantage.as_of, *self._connection.execute(held).one()
        if state not in self._digests:
            if len(self._digests) >= DAYS:
                self._digests.clear()
            self._digests[state] = self._digest()
        return self._digests[state]

    def _digest(self) -> tuple[str, date | None]:
        told: list[ReleaseRow | OutcomeRow] = [*self.releases(), *self.outcomes()]
        notes = [note for note in self.taken if note.feed not in FACTS]
        since = [*(note.known_from for note in notes), *(row.known_from for row in told)]
        first = max(since).date() if since else None
        return digest([*((note.feed, note.known_from, note.digest) for note in notes), *told]), first

    def rows(
        self, *, weeks: Iterable[date] | None = None, titles: Iterable[str] | None = None, country: str = WORLD
    ) -> list[ChartRow]:
        """List the rows that stand, of all weeks and titles or of some, by week, category and rank."""
        asked = select(*_ROW).where(self._stands(chart), *_of(country))
        if weeks is not None:
            asked = asked.where(chart.c.week.in_(list(weeks)))
        if titles is not None:
            asked = asked.where(chart.c.show_title.in_(list(titles)))
        ordered = asked.order_by(chart.c.week, chart.c.category, chart.c.rank)
        return [ChartRow(*row) for row in self._connection.execute(ordered).all()]

    def week(self, week: date, country: str = WORLD) -> list[ChartRow]:
        """List the rows of one week."""
        return self.rows(weeks=[week], country=country)

    def shows(self, country: str = WORLD) -> list[str]:
        """List the titles on the lists, each once, in alphabetical order."""
        return [*self.once(ChartView._shows, country)]

    def _shows(self, country: str) -> tuple[str, ...]:
        asked = select(chart.c.show_title).where(self._stands(chart), *_of(country)).distinct()
        return tuple(sorted(self._connection.execute(asked).scalars()))

    def of_shows(self, titles: Iterable[str], country: str = WORLD) -> list[ChartRow]:
        """List the rows of some shows, by their titles as charted."""
        return self.rows(titles=titles, country=country)

    def history(self, country: str = WORLD, lists: str = "") -> list[RowVersion]:
        """List every row that ever stood, as far as it is known here, in the order in which they became known.

        `lists` is how the names of the lists begin: `TV` or `Films`.
        """
        if (country, lists) not in self._histories:
            self._histories[country, lists] = self._history(country, lists)
        return self._histories[country, lists]

    def _history(self, country: str, lists: str) -> list[RowVersion]:
        end = case((self.vantage.began(chart.c.known_to), chart.c.known_to), else_=FOREVER)
        asked = select(*_ROW, end).where(self.vantage.began(chart.c.known_from), *_of(country))
        if lists:
            asked = asked.where(chart.c.category.startswith(lists))
        ordered = asked.order_by(chart.c.known_from, chart.c.week, chart.c.category, chart.c.rank)
        return [
            RowVersion(ChartRow(*row), None if ended == FOREVER else ended)
            for *row, ended in self._connection.execute(ordered).all()
        ]

    def countries(self) -> list[tuple[str, str]]:
        """List the countries charted: code and name."""
        asked = select(chart.c.country, func.max(chart.c.country_name)).where(self._stands(chart))
        grouped = asked.where(chart.c.feed == COUNTRIES).group_by(chart.c.country).order_by(chart.c.country)
        return [(code, name) for code, name in self._connection.execute(grouped)]

    def launches(self) -> list[Launch]:
        """List how titles were launched, where editions told: those in parts, and live ones."""
        asked = select(launches.c.category, launches.c.week, launches.c.rank, launches.c.staggered)
        told = self._connection.execute(asked.where(self._stands(launches)).order_by(*launches.primary_key)).all()
        return [Launch(category, week, rank, staggered == "true") for category, week, rank, staggered in told]

    def popular(self) -> list[Any]:
        """List the all-time lists: category, rank, days counted, titles, hours, runtime, views."""
        asked = select(*shown(popular)).where(self._stands(popular)).order_by(popular.c.category, popular.c.rank)
        return list(self._connection.execute(asked))

    def seasons(self) -> list[tuple[str, str | None, str]]:
        """List what stands on the worldwide lists: show title, season title and list, each once."""
        named = chart.c.show_title, chart.c.season_title, chart.c.category
        ordered = (column.nulls_first() for column in named)
        asked = select(*named).where(self._stands(chart), *_of(WORLD)).distinct().order_by(*ordered)
        return [(show, season, category) for show, season, category in self._connection.execute(asked)]

    def frame(self, table: str = "chart") -> pl.DataFrame:
        """Give all standing rows of a table (`chart`, `launches`, `popular`, `engagement`) as a Polars frame.

        Raises:
            MissingExtra: Polars is not installed.
        """
        try:
            import polars as pl
        except ImportError:
            raise MissingExtra("frames", "Polars", "frames") from None

        versioned = VERSIONED[table]
        columns = shown(versioned)
        rows = self._connection.execute(
            select(*columns).where(self._stands(versioned)).order_by(*versioned.primary_key.columns)
        )
        types: dict[type, Any] = {Integer: pl.Int64, Float: pl.Float64, Date: pl.Date, DateTime: pl.Datetime("us")}
        schema: dict[str, Any] = {column.name: types.get(type(column.type), pl.String) for column in columns}
        return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")


def _feed(country: str) -> str:
    return COUNTRIES if country != WORLD else WEEKLY


def _of(country: str) -> tuple[Any, ...]:
    """Ask for one country, or the world, such that the primary key serves."""
    return chart.c.feed == _feed(country), chart.c.country == country
