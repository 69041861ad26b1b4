"""Releases, each with the day from which it was known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cliffhanger.charts.titles import (
    FILM,
    LIMITED,
    NOT_A_SEASON,
    OTHER,
    SEASON,
    SPECIAL,
    Label,
    beginning,
    label,
    own_title,
    plain,
)
from cliffhanger.charts.view import ChartView, ReleaseRow


@dataclass(frozen=True)
class Release:
    """The day on which a season or a film came out, by its title as the charts have it, and since when that is known.

    `episodes` counts its episodes, and `staggered` tells whether they came out in parts, where that is told.
    """

    title: str
    released: date
    known: date
    episodes: int | None = None
    staggered: bool | None = None


@dataclass(frozen=True)
class Releases:
    """Releases from outside the charts; a view adds those that its reports tell, and those that users told."""

    told: tuple[Release, ...] = ()

    def known_at(self, view: ChartView, titles: Collection[str] | None = None) -> dict[str, Release]:
        """Map plain titles to releases, as far as the vantage of a view may know them; with `titles`, those at least.

        The earliest day counts, but for what users told: that wins. A season that is on no list yet stands there as
        `plain` spells its show and `Season 2`, a film under its title.
        """
        known = (one for one in self.told if view.vantage.knows(one.known))
        return earliest(known, earliest(of_reports(view, titles))) | {plain(one.title): one for one in of_users(view)}


def earliest(releases: Iterable[Release], others: Mapping[str, Release] | None = None) -> dict[str, Release]:
    """Map plain titles to their earliest releases; `others` are such a map, and give way where days are the same."""
    found: dict[str, Release] = {}
    for one in releases:
        name = plain(one.title)
        found[name] = min(found.get(name, one), one, key=_earliest)
    for name, one in (others or {}).items():
        found[name] = min(found.get(name, one), one, key=_earliest)
    return found


def of_reports(view: ChartView, titles: Collection[str] | None = None, *, public: bool = False) -> Iterable[Release]:
    """Give the releases that the half-yearly reports on a view tell; with `titles`, of those at least.

    With `public`, each counts as known from the day of release itself, as it was to everybody who could watch: for a
    replay that asks what the model does for readers who know what is out.
    """
    starts = None if titles is None else {beginning(title) for title in titles}
    for title, released, at in view.released():
        if starts is not None and beginning(title) not in starts:
            continue
        yield Release(own_title(title), released, released if public else at.date())


def of_users(view: ChartView) -> Iterator[Release]:
    """Give the releases that users told, by the titles that the lists on a view have for them.

    Those of a season come after those that name none, so that they win where both mean the same.
    """
    told = view.releases()
    charted = [_Charted.of(*named) for named in view.seasons()] if told else []
    for row in sorted(told, key=lambda row: row.season or 0):
        known = row.released, row.known_from.date(), row.episodes, row.staggered
        for title in _meant(row, charted):
            yield Release(title, *known)


def _earliest(release: Release) -> tuple[date, date]:
    return release.released, release.known


@dataclass(frozen=True)
class _Charted:
    """A season or a film on the lists: its show and its title as `plain` spells them, its title, its label."""

    show: str
    whole: str
    title: str
    label: Label

    @classmethod
    def of(cls, show: str, season: str | None, category: str) -> _Charted:
        title = season if season and season != NOT_A_SEASON else show
        return cls(plain(show), plain(title), title, label(show, season, category))


def _meant(row: ReleaseRow, charted: Sequence[_Charted]) -> list[str]:
    """Give the titles on the lists that a release is of, or the title that it would have there."""
    name = plain(row.title)
    whole = [one for one in charted if one.whole == name and row.season in {None, one.label.number}]
    of_show = [one for one in charted if one.show == name]
    found = whole or (_only(of_show) if row.season is None else _numbered(of_show, row.season))
    return [one.title for one in found] or [row.title if row.season is None else f"{row.title}: Season {row.season}"]


def _numbered(charted: Sequence[_Charted], season: int) -> list[_Charted]:
    """Pick a season by its number; the first may be a limited series."""
    found = [one for one in charted if one.label == Label(SEASON, season)]
    return found or [one for one in charted if season == 1 and one.label.kind == LIMITED]


def _only(charted: Sequence[_Charted]) -> list[_Charted]:
    """Pick what has no number: a film, a limited series, a special; or else the only one, or the first season."""
    found = [one for one in charted if one.label.kind in {FILM, LIMITED, SPECIAL}]
    others = [one for one in charted if one.label.kind == OTHER]
    if not found and len({one.whole for one in others}) == 1:
        found = others
    return found or [one for one in charted if one.label == Label(SEASON, 1)]
