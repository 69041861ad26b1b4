"""Downloads of our own: rows written in every published layout, as text, workbook, folder or git archive."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.ingest import Report, ingest
from cliffhanger.charts.ledger import Ledger

TV = "TV (English)"
FILMS = "Films (English)"
SUNDAY = date(2026, 1, 4)
LATE = datetime(2030, 1, 1)
"""When the tests ingest; it decides nothing."""

STAGGERED = '[{"episodesLaunched":5,"countryList":["BR","DE"]}]'
LIVE = "[{is_staggered_launch=0, is_live_title=1}]"
NOT_LIVE = "[{is_staggered_launch=0, is_live_title=0}]"


class Line(NamedTuple):
    """One row, in the ledger's words; `season` is None for N/A."""

    week: date = SUNDAY
    category: str = TV
    rank: int = 1
    show: str = "Some Show"
    season: str | None = "Some Show: Season 1"
    hours: int = 1_000_000
    weeks: int = 1
    runtime: str = "2.5"
    views: int = 400_000
    staggered: bool = False
    live: bool = False
    country: str = "US"


_WEEK = ("week", "category", "weekly_rank", "show_title", "season_title")
_VIEWS = ("weekly_hours_viewed", "runtime", "weekly_views", "cumulative_weeks_in_top_10")
LAYOUTS: Mapping[str, tuple[str, ...]] = {
    "hours": (*_WEEK, "weekly_hours_viewed", "cumulative_weeks_in_top_10"),
    "views": (*_WEEK, *_VIEWS),
    "details": (*_WEEK, *_VIEWS, "is_staggered_launch", "episode_launch_details"),
    "override": (*_WEEK, *_VIEWS, "is_staggered_launch", "runtime_override_flag", "episode_launch_dtls"),
    "countries": ("country_name", "country_iso2", *_WEEK, "cumulative_weeks_in_top_10"),
    "popular 28": ("category", "rank", "show_title", "season_title", "hours_viewed_first_28_days"),
    "popular 91": (
        "category",
        "rank",
        "show_title",
        "season_title",
        "hours_viewed_first_91_days",
        "runtime",
        "views_first_91_days",
    ),
}
WEEKLY_LAYOUTS = ("hours", "views", "details", "override")


def fields(line: Line, layout: str) -> list[str]:
    """Write a row as the published columns of a layout."""
    launched = STAGGERED if line.staggered else ""
    published: dict[str, object] = {
        "week": line.week,
        "category": line.category,
        "weekly_rank": line.rank,
        "rank": line.rank,
        "show_title": line.show,
        "season_title": line.season or "N/A",
        "weekly_hours_viewed": line.hours,
        "hours_viewed_first_28_days": line.hours,
        "hours_viewed_first_91_days": line.hours,
        "runtime": line.runtime,
        "weekly_views": line.views,
        "views_first_91_days": line.views,
        "cumulative_weeks_in_top_10": line.weeks,
        "is_staggered_launch": str(line.staggered).lower(),
        "episode_launch_details": launched,
        "episode_launch_dtls": launched,
        "runtime_override_flag": LIVE if line.live else NOT_LIVE,
        "country_name": {"US": "United States", "CI": "Côte d'Ivoire"}.get(line.country, "Elsewhere"),
        "country_iso2": line.country,
    }
    return [str(published[name]) for name in LAYOUTS[layout]]


def table(lines: Iterable[Line], layout: str = "views", delimiter: str = "\t") -> bytes:
    """Write rows as text, in the order given."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(LAYOUTS[layout])
    writer.writerows(fields(line, layout) for line in lines)
    return text.getvalue().encode()


def workbook(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """Write sheets of cells."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def as_cells(lines: Iterable[Line], layout: str = "views") -> list[list[Any]]:
    """Give header and rows of a layout as cells: figures as numbers, weeks as days."""

    def cell(name: str, field: str) -> Any:
        if name == "week":
            return date.fromisoformat(field)
        return float(field) if field.replace(".", "", 1).isdigit() else field

    rows = [[cell(*pair) for pair in zip(LAYOUTS[layout], fields(line, layout), strict=True)] for line in lines]
    return [list(LAYOUTS[layout]), *rows]


def report(sheets: Mapping[str, Iterable[Sequence[Any]]], half: str = "July to December 2023") -> bytes:
    """Write an engagement report: what it is about, an empty row, the header, the rows of each sheet."""
    head = ("Title", "Available Globally?", "Release Date", "Hours Viewed", "Runtime", "Views")
    about = [["What We Watched: A Report"], [f"Views from {half}"], [""]]
    return workbook(
        {name: [*about, head[: len(rows[0])], *rows] for name, rows in ((n, list(r)) for n, r in sheets.items())}
    )


def week_list(week: date, category: str = TV, size: int = 10, **changes: Any) -> list[Line]:
    """Give a whole list of a week, with shows named by rank."""
    return [
        Line(
            week, category, rank, f"Show {rank}", f"Show {rank}: Season 1", hours=(size + 1 - rank) * 100_000, **changes
        )
        for rank in range(1, size + 1)
    ]


def download(data: bytes, published: datetime | date, name: str = "all-weeks-global.tsv") -> Download:
    """Give bytes as a download of a day, or of an instant."""
    at = published if isinstance(published, datetime) else datetime.combine(published, datetime.min.time())
    return Download(name, at, digest_of(data), lambda: data)


def take(ledger: Ledger, *downloads: Download, name: str = "ours") -> Report:
    """Ingest downloads in the order given."""
    return ingest(ledger, Archive(name, downloads), LATE)


def ledger_of(*editions: tuple[datetime | date, bytes], name: str = "all-weeks-global.tsv") -> Ledger:
    """Give a ledger in memory that holds these editions."""
    ledger = Ledger.open("sqlite://", create=True)
    take(ledger, *(download(data, published, name) for published, data in editions))
    return ledger


def git_archive(folder: Path, commits: Iterable[tuple[datetime, Mapping[str, bytes]]]) -> Path:
    """Make a bare repository whose commits, at instants in UTC, hold these files."""
    _git("init", "--quiet", "--bare", "--initial-branch=main", str(folder))
    stream = bytearray()
    for published, files in commits:
        stamp = int((published - datetime(1970, 1, 1)).total_seconds())
        stream += b"commit refs/heads/main\n" + f"committer Archivist <archive@example.org> {stamp} +0000\n".encode()
        stream += b"data 6\nupdate\n"
        for name, data in files.items():
            stream += f"M 100644 inline {name}\ndata {len(data)}\n".encode() + data + b"\n"
    _git("-C", str(folder), "fast-import", "--quiet", stdin=bytes(stream))
    return folder


def git_bundle(repository: Path, bundle: Path) -> Path:
    """Bundle a repository into one file."""
    _git("-C", str(repository), "bundle", "create", "--quiet", str(bundle), "main", "HEAD")
    return bundle


def git_work_tree(repository: Path, folder: Path) -> Path:
    """Clone a repository with its files checked out."""
    _git("clone", "--quiet", str(repository), str(folder))
    return folder


def _git(*words: str, stdin: bytes = b"") -> None:
    subprocess.run(["git", *words], input=stdin, check=True, capture_output=True)


def sundays(count: int, first: date = SUNDAY) -> list[date]:
    """List Sundays, oldest first."""
    return [first + timedelta(weeks=number) for number in range(count)]
