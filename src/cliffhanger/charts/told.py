"""What half-yearly reports and users told, as it was known at a vantage: the part of a view that is not the lists."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar, TypeVarTuple

from sqlalchemy import Connection, Table, func, select

from cliffhanger.charts.edition import OUTCOMES, RELEASES
from cliffhanger.charts.rows import OutcomeRow, ReleaseRow
from cliffhanger.charts.schema import FACTS, engagement
from cliffhanger.vantage import Vantage

if TYPE_CHECKING:
    from cliffhanger.charts.kept import Shared

T = TypeVar("T")
Asked = TypeVarTuple("Asked")
Fact = TypeVar("Fact", ReleaseRow, OutcomeRow)


class ToldView(ABC):
    """What reports and users told, as known at a vantage, read in one transaction."""

    def __init__(self, connection: Connection, vantage: Vantage, shared: Shared | None = None) -> None:
        self._connection = connection
        self.vantage = vantage
        self._shared, self._own = shared, dict[Hashable, Any]()

    @property
    @abstractmethod
    def digest(self) -> str:
        """Digest all that can be known here: equal digests, equal answers."""

    @property
    @abstractmethod
    def _first(self) -> Self:
        """View the same from the first day that shows as much."""

    @property
    def is_shared(self) -> bool:
        """Tell whether what is made `once` serves other views, too, so that it is worth to make more than is needed."""
        return self._shared is not None

    def once(self, make: Callable[[Self, *Asked], T], *asked: *Asked) -> T:
        """Give what a function makes of all that is shown here, made once for this view, or for all that show the same.

        For all of them it is made from the first day that shows as much, so that it cannot tell on which it is asked.
        """
        if self._shared is not None:
            key = make, asked, self.digest
            return self._shared.give(make.__qualname__, key, lambda: make(self._first, *asked))
        if (make, asked) not in self._own:
            self._own[make, asked] = make(self, *asked)
        made: T = self._own[make, asked]
        return made

    def engagement(self, *, titles: Iterable[str] | None = None, kind: str | None = None) -> list[Any]:
        """List rows of the half-yearly reports: all, or some titles, or one kind (`series`, `films`, `all`)."""
        asked = select(*shown(engagement)).where(self._stands(engagement))
        if titles is not None:
            asked = asked.where(engagement.c.title.in_(list(titles)))
        if kind is not None:
            asked = asked.where(engagement.c.kind == kind)
        return list(self._connection.execute(asked.order_by(engagement.c.half, engagement.c.kind, engagement.c.place)))

    def viewed(self) -> dict[date, Sequence[tuple[str, str, float]]]:
        """Map the first days of half-years that reports tell of to the hours viewed: kind, title, hours."""
        halves = self._connection.scalars(select(engagement.c.half).where(self._stands(engagement)).distinct()).all()
        told = select(engagement.c.kind, engagement.c.title, engagement.c.hours)
        asked = told.where(self._stands(engagement), engagement.c.hours > 0).order_by(*engagement.primary_key)
        return {half: self._connection.execute(asked.where(engagement.c.half == half)).all() for half in sorted(halves)}

    @property
    def reported_through(self) -> date | None:
        """Tell the last day of the newest half-year of which a report tells; None while there is none."""
        return self.once(ToldView._reported_through)

    def _reported_through(self) -> date | None:
        newest = self._connection.scalar(select(func.max(engagement.c.half)).where(self._stands(engagement)))
        if newest is None:
            return None
        half: date = newest
        return date(half.year, 6, 30) if half.month == 1 else date(half.year, 12, 31)

    def released(self) -> list[tuple[str, date, datetime]]:
        """List what half-yearly reports tell of releases: title, day of release, and when that was first published."""
        told = engagement.c.title, engagement.c.released
        asked = select(*told, func.min(engagement.c.known_from)).where(
            self._stands(engagement), engagement.c.released.is_not(None)
        )
        grouped = self._connection.execute(asked.group_by(*told).order_by(*told))
        return [(title, day, at) for title, day, at in grouped.all()]

    def releases(self) -> list[ReleaseRow]:
        """List the releases that users told, as they stand, by title and season; none in a ledger that is older.

        What was told again, and was the same, is known from the first day on.
        """
        return self._told(FACTS[RELEASES], ReleaseRow, ("released", "episodes", "staggered"))

    def outcomes(self) -> list[OutcomeRow]:
        """List what users told of the fate of seasons, in the same way; another source for the same is no news."""
        return self._told(FACTS[OUTCOMES], OutcomeRow, ("fate", "announced"))

    def _told(self, table: Table, kind: type[Fact], says: Sequence[str]) -> list[Fact]:
        """List the facts of a table as they stand; two that are alike in what they say are the same."""
        if not self._connection.dialect.has_table(self._connection, table.name):
            return []
        key = table.c.name, table.c.season
        asked = select(*key, *(table.c[name] for name in kind._fields))
        known = asked.where(self.vantage.began(table.c.known_from)).order_by(*key, table.c.known_from)
        standing: dict[tuple[str, int], Fact] = {}
        for name, number, *told in self._connection.execute(known).all():
            row, before = kind(*told)._replace(season=number or None), standing.get((name, number))
            same = before is not None and all(getattr(before, said) == getattr(row, said) for said in says)
            standing[name, number] = row._replace(known_from=before.known_from) if before and same else row
        return list(standing.values())

    def _stands(self, table: Table) -> Any:
        return self.vantage.covers(table.c.known_from, table.c.known_to)


def shown(table: Table) -> list[Any]:
    """List the columns that may be shown: when a row will end is not known while it stands."""
    return [column for column in table.columns if column.name != "known_to"]
