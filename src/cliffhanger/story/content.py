"""A story as a whole: its frame, and the cells that hold all pieces of what it tells."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from cliffhanger.story.claims import Cell
from cliffhanger.vantage import Episode


@dataclass(frozen=True, slots=True)
class Season:
    """A season, its number of episodes, and the day from which it was announced.

    `begins` is the day of its first episode; `complete` is the day on which the last of them comes out, unless a day is
    missing; `out` has the days on which episodes came out.
    """

    number: int
    episodes: int
    announced: date
    begins: date | None
    complete: date | None
    out: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class BasedOn:
    """The work that a series is drawn from; `sequel` names the work that follows it, if any."""

    title: str
    author: str = ""
    form: str = ""
    sequel: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """Where a series can be watched; if not from its release, from which day."""

    name: str
    day: date | None = None


@dataclass(frozen=True)
class Series:
    """What is public of a series from its announcement."""

    title: str
    slug: str
    platform: str
    format: str
    announced: date
    seasons: tuple[Season, ...]
    based_on: BasedOn | None
    watch: Shop | None
    also_known_as: tuple[str, ...]
    told_in: str = "episode"
    by: str = ""

    @property
    def released(self) -> date | None:
        """The day on which the first episode of the first of these seasons comes out, if it is fixed."""
        return self.seasons[0].begins if self.seasons else None

    @property
    def episodes(self) -> dict[int, int]:
        """The number of episodes by season."""
        return {season.number: season.episodes for season in self.seasons}


@dataclass(frozen=True)
class Content:
    """A story, whole or restricted: both have the same shape.

    `moments` are groups, earliest first; `before` has pairs of moments of one group, the earlier of the two first.
    """

    series: Series
    schedule: tuple[tuple[Episode, date], ...]
    moments: tuple[tuple[str, ...], ...]
    before: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]

    def opened(self, seen: Collection[Episode], knows: Callable[[date], bool]) -> tuple[Cell, ...]:
        """Give the cells that need none but these episodes, and no day but those that are known."""
        bits, masks = self._masks
        hidden = sum(bit for one, bit in bits.items() if not (one in seen if isinstance(one, Episode) else knows(one)))
        return tuple([cell for cell, mask in zip(self.cells, masks, strict=True) if not mask & hidden])

    @cached_property
    def _masks(self) -> tuple[dict[date | Episode, int], list[int]]:
        """A bit for each day and episode, and for each cell the bits of what it needs: a look takes one step a cell."""
        needs: list[tuple[date | Episode, ...]] = [(*cell.needs.days, *cell.needs.episodes) for cell in self.cells]
        bits = {one: 1 << place for place, one in enumerate(dict.fromkeys(chain.from_iterable(needs)))}
        return bits, [sum(map(bits.__getitem__, every)) for every in needs]
