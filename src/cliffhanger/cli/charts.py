"""Questions to the ledger: charts, runs, revisions, labels, titles, editions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cliffhanger.cli.options import (
    AsOf,
    Category,
    Country,
    Format,
    LedgerPath,
    RowsFormat,
    open_ledger,
    vantage_of,
)
from cliffhanger.cli.show import show_rows
from cliffhanger.errors import BadChoice, UnknownTitle, UnknownWeek
from cliffhanger.vantage import parse_day

if TYPE_CHECKING:
    from cliffhanger.charts.revisions import Relabel
    from cliffhanger.charts.view import ChartView

Title = Annotated[
    str, typer.Argument(metavar="TITLE", help="A title; case, accents, ampersands and punctuation do not matter.")
]


def chart(
    week: Annotated[str | None, typer.Argument(metavar="WEEK", help="A day of the week. [default: newest]")] = None,
    category: Category = None,
    country: Country = None,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the lists of one week.

    Example: cliffhanger chart 2026-01-11 --category "TV (English)"
    """
    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        code = _country(view, country)
        first, last = view.weeks(code) or (None, None)
        sunday = _sunday(parse_day(week)) if week else last
        rows = view.week(sunday, code) if sunday else []
        if not rows:
            raise UnknownWeek(sunday, view.vantage.as_of, first, last)
        wanted = _category(category, {row.category for row in rows})
        told = [row._asdict() for row in rows if row.category in wanted]
        columns = ["category", "rank", "show_title", "season_title", "hours", "views", "weeks_on_chart"]
        show_rows(told, ["week", *columns], _basis(view, code), written)


def run(
    title: Title,
    country: Country = None,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the weeks of each season of a show.

    Example: cliffhanger run "the perfect couple" --as-of 2025-01-01
    """
    from cliffhanger.charts.runs import runs_of
    from cliffhanger.charts.titles import matching, nearest

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        code = _country(view, country)
        shows = view.shows(code)
        found = matching(title, shows)
        if not found:
            raise UnknownTitle(title, view.vantage.as_of, nearest(title, shows))
        rows = []
        for one in runs_of(view.of_shows(found, code)):
            for place, row in enumerate(one.rows):
                change = one.decay(place)
                told = row._asdict() | {"season": one.title, "known_from": row.known_from.date()}
                rows.append(told | {"change": None if change is None else f"{change:+.1%}"})
        columns = ["season", "category", "week", "rank", "hours", "views", "change", "weeks_on_chart", "known_from"]
        show_rows(rows, columns, _basis(view, code), written)


def revisions(
    title: Annotated[str | None, typer.Option("--title", metavar="TITLE", help="Only of this show.")] = None,
    edition: Annotated[str | None, typer.Option("--edition", metavar="DATE", help="Only by editions of a day.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Only by editions from a day on.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only by editions up to a day.")] = None,
    country: Country = None,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show what later editions changed, and when.

    Example: cliffhanger revisions --title "The Perfect Couple" --as-of 2025-02-12
    """
    from cliffhanger.charts import revisions as found
    from cliffhanger.charts.titles import matching, nearest, plain

    on, first, last = (parse_day(text) if text else None for text in (edition, since, until))
    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        history = view.history(_country(view, country))
        shows = {version.row.show_title for version in history}
        if title is not None and not matching(title, shows):
            raise UnknownTitle(title, view.vantage.as_of, nearest(title, shows))
        rows = [
            change._asdict() | {"known_from": change.known_from.date()}
            for change in found.revisions(history)
            if _within(change.known_from.date(), on, first, last)
            and (title is None or plain(title) in (plain(change.show_title), plain(str(change.was))))
        ]
        columns = ["known_from", "category", "week", "rank", "show_title", "field", "was", "now"]
        show_rows(rows, columns, _basis(view), written)


def labels(
    every: Annotated[bool, typer.Option("--all", help="Also changes of wording that keep the format.")] = False,
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the label watch: changes of format labels.

    Example: cliffhanger labels --as-of 2025-02-12
    """
    from cliffhanger.charts import revisions as found

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        rows = [
            {"known_from": change.known_from.date()}
            | {"was": _named(change.was_title, change), "now": _named(change.now_title, change)}
            | {"from_format": str(change.was), "to_format": str(change.now), "weeks": change.weeks}
            for change in found.relabels(found.revisions(view.history()))
            if every or change.changes_format
        ]
        formats = [] if written is Format.TEXT else ["from_format", "to_format"]
        show_rows(rows, ["known_from", "was", "now", *formats, "weeks"], _basis(view), written)


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words of a title.")],
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Find titles known at the vantage.

    Example: cliffhanger search "his and hers"
    """
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.charts.runs import runs_of
    from cliffhanger.charts.titles import containing, nearest, plain

    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        stories = Almanac().titles(view.vantage)
        spelled = {plain(title): title for title in [*view.shows(), *stories]}
        found = containing(text, spelled.values())
        if not found:
            raise UnknownTitle(text, view.vantage.as_of, nearest(text, spelled.values()))
        charted = [show for show in view.shows() if spelled[plain(show)] in found]
        runs = runs_of(view.of_shows(charted))
        rows = []
        for title in found:
            own = [run for run in runs if plain(run.show_title) == plain(title)]
            rows.append(
                {
                    "title": title,
                    "seasons": len({run.title for run in own}),
                    "lists": ", ".join(sorted({run.category for run in own})),
                    "first_week": min((run.first_week for run in own), default=None),
                    "last_week": max((run.rows[-1].week for run in own), default=None),
                    "story": "yes" if title in stories else "",
                }
            )
        columns = ["title", "seasons", "lists", "first_week", "last_week", "story"]
        show_rows(rows, columns, _basis(view, stories=stories), written)


def editions(
    as_of: AsOf = None,
    ledger: LedgerPath = None,
    written: RowsFormat = Format.TEXT,
) -> None:
    """Show the editions taken in, and those refused.

    Example: cliffhanger editions --as-of 2023-06-30 --format csv
    """
    with open_ledger(ledger).as_of(vantage_of(as_of)) as view:
        rows = [note._asdict() for note in view.editions]
        columns = ["known_from", "feed", "layout", "rows", "first_week", "last_week", "rejected", "source"]
        show_rows(rows, columns, _basis(view, editions=rows), written)


def _named(title: str, change: Relabel) -> str:
    return f"{change.show_title}: {title}" if title == "N/A" else title


def _basis(view: ChartView, country: str = "", **read: object) -> str:
    from cliffhanger.answer import Basis, digest

    weeks = view.weeks(country)
    known = f", charts known to {weeks[1]}" if weeks else ", no chart known"
    views = [("charts", view.digest)] if view.taken else []
    views += [(name, digest(value)) for name, value in read.items()]
    return str(Basis(view.vantage, tuple(views))) + known


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _within(day: date, on: date | None, first: date | None, last: date | None) -> bool:
    return (on is None or day == on) and (first is None or day >= first) and (last is None or day <= last)


def _country(view: ChartView, asked: str | None) -> str:
    from cliffhanger.charts.titles import plain

    if asked is None:
        return ""
    known = view.countries()
    for code, name in known:
        if asked.upper() == code or plain(asked) == plain(name or ""):
            return code
    raise BadChoice("country", asked, [f"{code} ({name})" for code, name in known] or ["none: no country file is in"])


def _category(asked: str | None, known: Iterable[str]) -> set[Any]:
    from cliffhanger.charts.titles import plain

    if asked is None:
        return set(known)
    names = sorted(known)
    exact = {name for name in names if plain(name) == plain(asked)}
    found = exact or {name for name in names if plain(name).startswith(plain(asked))}
    if not found:
        raise BadChoice("list", asked, names)
    return found
