"""Next week's list: who will be on it, at which rank, and how many places go to new titles.

Whole lists are drawn (see `races`), and summed up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from cliffhanger.forecast.panel import WEEK, TitleWeek
from cliffhanger.forecast.races import Race, Ranks, Stays, Views, races

INNER = 0.1, 0.9
"""The ends of the interval of a rank; with both ends, which are whole ranks, it holds at least 80% of those drawn."""


class Kind(StrEnum):
    """Who holds a place: a title that stays, a new one, one that comes back."""

    STAYS = "stays"
    DEBUT = "debut"
    COMEBACK = "comes back"


@dataclass(frozen=True)
class Rank:
    """The rank to expect: the mean, and the ranks between which it lies at least eight times in ten."""

    expected: float
    best: int
    worst: int

    @classmethod
    def of(cls, drawn: Ranks) -> Rank:
        """Sum up ranks drawn (at least one)."""
        best, worst = np.quantile(drawn, INNER, method="inverted_cdf")
        return cls(float(drawn.mean()), int(best), int(worst))


@dataclass(frozen=True)
class TitleNext:
    """A title of the newest list: its rank there, its chance to stay, and the rank to expect if it does."""

    title: str
    now: int
    chance: float
    rank: Rank


@dataclass(frozen=True)
class Slot:
    """A line of the list forecast: who, the chance that it is on the list, and its rank if so.

    `title` is None for newcomers, whom nobody can name; the chance of the third debut is that of three or more.
    """

    place: int
    kind: Kind
    title: str | None
    chance: float
    rank: Rank


@dataclass(frozen=True)
class Share:
    """A share of the places of a list: `expected` next week, and `usual` on the lists counted, if any."""

    expected: float
    usual: float | None


@dataclass(frozen=True)
class NextList:
    """The forecast of one category's list of the week that ends on the Sunday `week`.

    `places` is the list forecast, `titles` has those on the list now, by rank; `counted` is the number of lists from
    which newcomers are known.
    """

    category: str
    week: date
    places: tuple[Slot, ...]
    titles: tuple[TitleNext, ...]
    stayers: Share
    debuts: Share
    comebacks: Share
    counted: int


def next_lists(weeks: Sequence[TitleWeek], next_week: Views, stay: Stays, seed: int = 1) -> list[NextList]:
    """Forecast the lists of the week after the newest one, by category in alphabetical order.

    `weeks` are those of all titles known, whole lists.

    Raises:
        TooFewWeeks: no list is known that follows another.
    """
    return [_forecast(race) for race in races(weeks, next_week, stay, seed)]


def ranks(weeks: Sequence[TitleWeek], next_week: Views, stay: Stays, seed: int = 1) -> dict[tuple[str, str], Rank]:
    """Give the rank to expect of each title on the newest lists if it stays, by category and title.

    Raises:
        TooFewWeeks: no list is known that follows another.
    """
    return {
        (race.now[place].category, race.now[place].title): Rank.of(race.ranks(place))
        for race in races(weeks, next_week, stay, seed)
        for place in range(len(race.now))
    }


def _forecast(race: Race) -> NextList:
    now, past, order = race.now, race.past, race.order()
    titles = tuple(
        TitleNext(one.title, one.rank, float(race.chances[place]), Rank.of(race.ranks(place)))
        for place, one in enumerate(now)
    )
    shares = [float((order == len(now) + new).mean()) for new in (0, 1)]
    usual = (past.stayed, past.debuts, past.comebacks) if past.weeks else (None, None, None)
    return NextList(
        now[0].category,
        now[0].week + WEEK,
        _slots(titles, order),
        titles,
        Share(1 - sum(shares), usual[0]),
        Share(shares[0], usual[1]),
        Share(shares[1], usual[2]),
        past.weeks,
    )


def _slots(titles: Sequence[TitleNext], order: Ranks) -> tuple[Slot, ...]:
    """Make the list: those likeliest to be on it, by the rank to expect."""
    able: list[tuple[float, Kind, str | None, Rank]]
    able = [(one.chance, Kind.STAYS, one.title, one.rank) for one in titles]
    for kind, holder in (Kind.DEBUT, len(titles)), (Kind.COMEBACK, len(titles) + 1):
        able += [(chance, kind, None, rank) for chance, rank in _newcomer_ranks(order == holder)]
    likeliest = sorted(able, key=lambda one: -one[0])[: len(titles)]
    by_rank = sorted(likeliest, key=lambda one: one[3].expected)
    return tuple(Slot(place, kind, title, chance, rank) for place, (chance, kind, title, rank) in enumerate(by_rank, 1))


def _newcomer_ranks(held: NDArray[np.bool_]) -> Iterator[tuple[float, Rank]]:
    """Give chance and rank of the first newcomer of a kind, of the second and so on (`held`: draws by places)."""
    nth = held.cumsum(axis=1)
    for number in range(1, held.shape[1] + 1):
        there = nth[:, -1] >= number
        if not there.any():
            return
        yield float(there.mean()), Rank.of(1 + (nth[there] < number).sum(axis=1))
