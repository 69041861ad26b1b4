"""The almanac: stories and dated facts that ship with the package, as known at a vantage."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cliffhanger.answer import digest
from cliffhanger.charts.titles import plain
from cliffhanger.story import Story, StoryView
from cliffhanger.vantage import Vantage, parse_day

if TYPE_CHECKING:
    from cliffhanger.charts.view import ChartRow
    from cliffhanger.forecast.fits import Fit
    from cliffhanger.renewal.counts import CameBack, Count
    from cliffhanger.renewal.fits import OddsFit

SHIPPED = Path(__file__).parent.parent / "almanac"
ODDS = "odds-"
"""How the files of fits of odds begin; their day follows."""


@dataclass(frozen=True)
class Figure:
    """A single figure on a title: what it says, since when it was known, whence; `week` where it is a weekly one."""

    title: str
    says: str
    known: date
    source: str
    week: date | None = None
    views: int | None = None


@dataclass(frozen=True)
class Charted:
    """A list of one week: its rows, of which only some have names."""

    category: str
    week: date
    rows: tuple[ChartRow, ...]


@dataclass(frozen=True)
class AlmanacView:
    """What the almanac tells at a vantage; `counted_on` has, count by count, the day from which it was known.

    `lists` are the newest first, `last` maps lists to the views of the last row of their all-time lists over 91 days,
    and `fit_at` names the newest fit of the models of forecasts, `odds_fit_at` that of odds.
    """

    figures: tuple[Figure, ...]
    counts: tuple[Count, ...]
    counted_on: tuple[date, ...]
    lists: tuple[Charted, ...] = ()
    last: Mapping[str, int] = field(default_factory=dict)
    fit_at: Path | None = None
    odds_fit_at: Path | None = None
    came_back: tuple[CameBack, ...] = ()

    def on(self, title: str) -> tuple[Figure, ...]:
        """List the figures on a title, oldest first."""
        return tuple(figure for figure in self.figures if plain(figure.title) == plain(title))

    def count(self, kind: str) -> Count | None:
        """Give the newest count of seasons of a kind."""
        return max((c for c in self.counts if c.kind == kind), key=lambda c: c.observed_through, default=None)

    def known_from(self, count: Count) -> date | None:
        """Give the day from which a count was known; None where it is none of these."""
        return next((day for one, day in zip(self.counts, self.counted_on, strict=True) if one is count), None)

    @property
    def fit(self) -> Fit | None:
        """Read the newest fit of the models."""
        return _fit(self.fit_at) if self.fit_at else None

    @property
    def odds_fit(self) -> OddsFit | None:
        """Read the newest fit of the models of odds."""
        return _odds_fit(self.odds_fit_at) if self.odds_fit_at else None

    @property
    def digest(self) -> str:
        """Digest what is visible."""
        return digest([self.figures, self.counts, self.lists, sorted(self.last.items())])


class Almanac:
    """Stories and facts in a folder of the package's shape (`facts.toml`, `stories/*.yaml`)."""

    def __init__(self, folder: Path = SHIPPED, stories: Iterable[Path] = (), *, evenly: bool = False) -> None:
        """Add stories from files of the reader's own, which come before those of the folder.

        With `evenly`, every story is looked at, whichever is asked for, so that the time that it takes does not tell
        one that is hidden from one that is not there.
        """
        self._folder = folder
        self._own = tuple(stories)
        self._evenly = evenly

    def at(self, vantage: Vantage) -> AlmanacView:
        """Give the facts known at a vantage."""
        told = _facts(self._folder / "facts.toml")
        figures, counts = ([row for row in told[name] if vantage.knows(row["known"])] for name in ("figures", "counts"))
        came_back = filter(None, (_came_back(row, vantage) for row in told["came_back"]))
        return AlmanacView(
            tuple(sorted(map(_figure, figures), key=lambda figure: figure.known)),
            tuple(map(_count, counts)),
            tuple(row["known"] for row in counts),
            *self._charted(told, vantage),
            self._fit("", vantage),
            self._fit(ODDS, vantage),
            tuple(sorted(came_back, key=lambda one: (one.known_from, one.title))),
        )

    def _charted(self, told: dict[str, Any], vantage: Vantage) -> tuple[tuple[Charted, ...], dict[str, int]]:
        lists = [_list(row) for row in told.get("lists", ()) if vantage.knows(row["known"])]
        lasts = sorted((row["known"], row["category"], row["views"]) for row in told.get("all_time", ()))
        last = {category: views for known, category, views in lasts if vantage.knows(known)}
        return tuple(sorted(lists, key=lambda one: one.week, reverse=True)), last

    def _fit(self, of: str, vantage: Vantage) -> Path | None:
        """Give the newest file of fits whose name begins so."""
        paths = (self._folder / "fitted").glob(f"{of}[0-9]*.json")
        return max((path for path in paths if vantage.knows(parse_day(path.stem.removeprefix(of)))), default=None)

    def story(self, title: str, vantage: Vantage) -> StoryView | None:
        """Find the story of a title; None where none is known at the vantage.

        Raises:
            StoryRejected: a story file is not sound.
        """
        name, paths = plain(title), self._paths()
        shipped = [path for path in paths if path.stem == name.replace(" ", "-") and not self._evenly]
        views = [_story(path).at(vantage) for path in (*self._own, *(shipped or paths))]
        named = [view and name in set(map(plain, view.names)) for view in views]
        return next((view for view, own in zip(views, named, strict=True) if own), None)

    def titles(self, vantage: Vantage) -> list[str]:
        """List the titles of the stories known at a vantage."""
        return [story.title for story in self.stories(vantage)]

    def stories(self, vantage: Vantage) -> list[StoryView]:
        """List the stories known at a vantage, the reader's own first; each is the one that its title finds.

        Raises:
            StoryRejected: a story file is not sound.
        """
        found, named = [], set[str]()
        for view in (_story(path).at(vantage) for path in (*self._own, *self._paths())):
            if view and plain(view.title) not in named:
                found.append(view)
                named.update(map(plain, view.names))
        return found

    def _paths(self) -> list[Path]:
        return sorted((self._folder / "stories").glob("*.yaml"))


@cache
def _facts(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


@cache
def _story(path: Path) -> Story:
    return Story.load(path)


def _figure(row: dict[str, Any]) -> Figure:
    return Figure(row["title"], row["says"], row["known"], row["source"], row.get("week"), row.get("views"))


def _list(row: dict[str, Any]) -> Charted:
    """Make rows of a list: views and weeks of all ranks, and hours and runtime of those that have a name."""
    from cliffhanger.charts.view import ChartRow

    named = {one["rank"]: one for one in row["titles"]}
    rows = []
    for rank, (views, weeks) in enumerate(zip(row["views"], row["weeks"], strict=True), 1):
        one = named.get(rank, {"show": f"rank {rank}", "hours": views, "runtime": 1.0})
        told = one["show"], one.get("season"), one["hours"], one["runtime"], views, weeks
        known = datetime.combine(row["known"], time())
        rows.append(ChartRow("", row["category"], row["week"], rank, *told, known))
    return Charted(row["category"], row["week"], tuple(rows))


@cache
def _fit(path: Path) -> Fit:
    from cliffhanger.forecast.fits import Fit

    return Fit.of_text(path.read_text("utf-8"))


@cache
def _odds_fit(path: Path) -> OddsFit:
    from cliffhanger.renewal.fits import OddsFit

    return OddsFit.of_text(path.read_text("utf-8"))


def _came_back(row: dict[str, Any], vantage: Vantage) -> CameBack | None:
    from cliffhanger.renewal.counts import CameBack

    relabelled, charted = (
        row[name] if name in row and vantage.knows(row[name]) else None for name in ("relabelled", "charted")
    )
    return CameBack(row["title"], relabelled, charted) if relabelled or charted else None


def _count(row: dict[str, Any]) -> Count:
    from cliffhanger.renewal.counts import Count

    return Count(row["kind"], row["of"], row["followed"], row["relabelled"], row["through"])
