"""Questions to the charts, each answered with its basis and the editions that its rows come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cliffhanger.answer import Answer, Basis, Source, digest
from cliffhanger.charts.edition import COUNTRIES, WEEKLY, WORLD
from cliffhanger.charts.revisions import Relabel, Revision, relabels
from cliffhanger.charts.revisions import revisions as revisions_of
from cliffhanger.charts.runs import Run, runs_of
from cliffhanger.charts.titles import matching, nearest, plain
from cliffhanger.charts.view import ChartRow, ChartView, EditionNote
from cliffhanger.errors import BadChoice, UnknownTitle, UnknownWeek


@dataclass(frozen=True)
class Period:
    """Days of publication: one (`on`), or those from `since` to `until`; what is None sets no bound."""

    on: date | None = None
    since: date | None = None
    until: date | None = None

    def has(self, day: date) -> bool:
        """Tell whether a day lies within, ends included."""
        on, since, until = self.on or day, self.since or day, self.until or day
        return day == on and since <= day <= until


def chart(
    view: ChartView, day: date | None = None, category: str | None = None, country: str | None = None
) -> Answer[tuple[ChartRow, ...]]:
    """Give the lists of the week of a day, or of the newest: all, or those whose names begin with `category`.

    Raises:
        UnknownWeek: no list of that week is known at the vantage.
        BadChoice: there is no such list, or no such country.
    """
    code = country_code(view, country)
    first, last = view.weeks(code) or (None, None)
    week = day + timedelta(days=6 - day.weekday()) if day else last
    rows = view.week(week, code) if week else []
    if not rows:
        raise UnknownWeek(week, view.vantage.as_of, first, last)
    wanted = lists_named(category, {row.category for row in rows})
    told = tuple(row for row in rows if row.category in wanted)
    return Answer(told, basis(view), _sources(view, code, (row.known_from for row in told)))


def run(view: ChartView, title: str, country: str | None = None) -> Answer[tuple[Run, ...]]:
    """Give the weeks of each season of a show.

    Raises:
        UnknownTitle: no such show is known at the vantage.
        BadChoice: there is no such country.
    """
    code = country_code(view, country)
    shows = view.shows(code)
    found = matching(title, shows)
    if not found:
        raise UnknownTitle(title, view.vantage.as_of, nearest(title, shows), not view.taken)
    runs = tuple(runs_of(view.of_shows(found, code)))
    return Answer(runs, basis(view), _sources(view, code, (row.known_from for one in runs for row in one.rows)))


def revisions(
    view: ChartView, title: str | None = None, period: Period | None = None, country: str | None = None
) -> Answer[tuple[Revision, ...]]:
    """Give what editions of a period changed in rows published before: all, or those of a show by any of its names.

    Raises:
        UnknownTitle: no such show was ever on the lists, as far as the vantage knows.
        BadChoice: there is no such country.
    """
    code, period = country_code(view, country), period or Period()
    history = view.history(code)
    shows = {version.row.show_title for version in history}
    if title is not None and not matching(title, shows):
        raise UnknownTitle(title, view.vantage.as_of, nearest(title, shows), not view.taken)
    found = tuple(
        change
        for change in revisions_of(history)
        if period.has(change.known_from.date())
        and (title is None or plain(title) in (plain(change.show_title), plain(str(change.was))))
    )
    return Answer(found, basis(view), _sources(view, code, (change.known_from for change in found)))


def labels(view: ChartView, *, every: bool = False) -> Answer[tuple[Relabel, ...]]:
    """Give the label watch: changes of format labels, or with `every` those that only change the wording, too."""
    changes = relabels(revisions_of(view.history()))
    found = tuple(change for change in changes if every or change.changes_format)
    return Answer(found, basis(view), _sources(view, WORLD, (change.known_from for change in found)))


def editions(view: ChartView) -> Answer[tuple[EditionNote, ...]]:
    """Give the downloads met, refused ones among them; each is its own source."""
    sources = tuple(_source(note) for note in view.editions)
    return Answer(view.editions, basis(view, editions=view.editions), sources)


def basis(view: ChartView, **read: object) -> Basis:
    """Name the vantage and the digests of the charts and of what else was read."""
    views = [("charts", view.digest)] if view.taken else []
    return Basis(view.vantage, (*views, *((name, digest(value)) for name, value in read.items())))


def country_code(view: ChartView, asked: str | None) -> str:
    """Give the code of a country that is asked for by code or name; that of the world for None.

    Raises:
        BadChoice: no list of such a country is known at the vantage.
    """
    if asked is None:
        return WORLD
    known = view.countries()
    for code, name in known:
        if asked.upper() == code or plain(asked) == plain(name or ""):
            return code
    raise BadChoice("country", asked, [f"{code} ({name})" for code, name in known] or ["none: no country file is in"])


def lists_named(asked: str | None, known: set[str]) -> set[str]:
    """Pick the lists of a name, or else those whose names begin with it; all for None.

    Raises:
        BadChoice: there is no such list.
    """
    if asked is None:
        return known
    exact = {name for name in known if plain(name) == plain(asked)}
    found = exact or {name for name in known if plain(name).startswith(plain(asked))}
    if not found:
        raise BadChoice("list", asked, sorted(known))
    return found


def _sources(view: ChartView, country: str, instants: Iterable[datetime]) -> tuple[Source, ...]:
    """Name the editions from which rows come, oldest first, with the number of rows from each."""
    rows = Counter(instants)
    notes = view.of_feed(WEEKLY if country == WORLD else COUNTRIES)
    return tuple(_source(note, rows[note.known_from]) for note in notes if note.known_from in rows)


def _source(note: EditionNote, rows: int | None = None) -> Source:
    count = note.rows if rows is None else rows
    told = f"refused: {note.rejected}" if note.rejected else f"{count:,} row{'' if count == 1 else 's'}"
    return Source(note.source, note.known_from.date(), told)
