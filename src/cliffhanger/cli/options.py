"""The options that commands share, and what they open."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cliffhanger.vantage import Vantage, Watched, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cliffhanger.charts.ledger import Ledger
    from cliffhanger.charts.view import ChartView


class Format(StrEnum):
    """How rows are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


class PageFormat(StrEnum):
    """How prose is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Answer as on this UTC day, to its end. [default: today]"),
]
WatchedText = Annotated[
    str,
    typer.Option(
        "--watched",
        metavar="EPISODES",
        help="What you have seen: none, all, S1E3 (all up to it), or a list such as S1E1-S1E3,S1E5.",
    ),
]
LedgerPath = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        envvar="CLIFFHANGER_LEDGER",
        metavar="PATH",
        help="The file of the ledger, or the address of a database (postgresql://...). "
        "[default: in the data folder of this user]",
    ),
]
RowsFormat = Annotated[Format, typer.Option("--format", help="How to write the rows.")]
Country = Annotated[
    str | None, typer.Option("--country", metavar="CODE", help="A country by code or name. [default: worldwide]")
]
Category = Annotated[
    str | None, typer.Option("--category", metavar="LIST", help="One list, such as 'TV (English)' or films.")
]


def now() -> datetime:
    """Read the clock (UTC, without a zone), as only the command line and the desk may."""
    return instant_now().replace(microsecond=0)


def instant_now() -> datetime:
    """Read the clock to the microsecond, so that of two things done one after the other the second is later."""
    return datetime.now(UTC).replace(tzinfo=None)


def today() -> date:
    """Read the calendar."""
    return now().date()


def vantage_of(as_of: str | None, watched: str = "none") -> Vantage:
    """Make a vantage of what was asked."""
    return Vantage(today() if as_of is None else parse_day(as_of), Watched.parse(watched))


def open_ledger(address: str | None, *, create: bool = False) -> Ledger:
    """Open the ledger asked for, or that of this user."""
    from cliffhanger.charts.ledger import Ledger

    return Ledger.open(ledger_address(address), create=create)


@contextlib.contextmanager
def open_view(address: str | None, vantage: Vantage) -> Iterator[ChartView]:
    """View the charts at a vantage, of the ledger asked for or that of this user, and let go of both."""
    with open_ledger(address) as ledger, ledger.as_of(vantage) as view:
        yield view


def has_ledger(address: str | None) -> bool:
    """Tell whether there may be a ledger, without opening it."""
    return "://" in str(address) or Path(ledger_address(address)).exists()


def ledger_address(asked: str | None) -> str:
    """Give the address of the ledger asked for, or of that of this user."""
    from platformdirs import user_data_path

    return asked or str(user_data_path("cliffhanger", appauthor=False) / "ledger.sqlite")


def fits_folder(asked: str | None) -> Path:
    """Give the folder beside a ledger that keeps its fits; that of a database lies in the cache folder of this user."""
    address = ledger_address(asked)
    if "://" not in address:
        return Path(address).with_suffix(".fits")
    from platformdirs import user_cache_path

    return user_cache_path("cliffhanger", appauthor=False) / "fits"
