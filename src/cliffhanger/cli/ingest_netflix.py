"""Taking in the official files from their servers, once or again and again."""

from __future__ import annotations

import contextlib
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import typer

import cliffhanger
from cliffhanger.brief.text import harmless
from cliffhanger.cli.ingest import NETFLIX, SOME_REJECTED, fit_newest, tell
from cliffhanger.cli.options import now, open_ledger
from cliffhanger.errors import BadInterval, BadSource, DamagedData, LedgerUnusable, MissingExtra, Unreached

if TYPE_CHECKING:
    import httpx

    from cliffhanger.charts.download import Fetched, Kept
    from cliffhanger.charts.ingest import Report
    from cliffhanger.charts.ledger import Ledger

CONNECT_S, SILENT_S = 15, 30
"""How long to wait for a connection, and for anything to come over it."""

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=31)
FIRST_LISTS = datetime(2021, 6, 1)  # noqa: DTZ001 - the ledger keeps UTC without a zone
"""No official file is older: a server that says so does not know."""

_INTERVAL = re.compile(r"([1-9][0-9]{0,4})(m|h|d)", re.ASCII)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_BASE = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?", re.ASCII)


def ingest_netflix(ledger: str | None, base: str | None, every: str | None, *, fit: bool) -> None:
    """Take in what is new of the official files, or of a mirror's; with `every`, until a signal comes."""
    addresses, pause = _addresses(base), None if every is None else interval(every)
    with _client() as client:
        if pause is None:
            code = _look(client, ledger, addresses, Ending(), fit=fit)
            if code:
                raise typer.Exit(code)
        else:
            _keep_looking(client, ledger, addresses, pause, fit=fit)


def interval(text: str) -> timedelta:
    """Read a span of time such as `30m`, `6h` or `1d`.

    Raises:
        BadInterval: it is none, or too short to be polite to a server, or longer than a month.
    """
    told = _INTERVAL.fullmatch(text.strip().lower())
    span = int(told[1]) * _UNITS[told[2]] if told else timedelta()
    if not SHORTEST <= span <= LONGEST:
        raise BadInterval(text)
    return span


class Clock:
    """The clock of this machine."""

    def elapsed(self) -> float:
        """Tell the seconds since some fixed moment."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass."""
        time.sleep(seconds)


class Ending:
    """Ends a loop at SIGTERM or SIGINT: at once while it waits or downloads, else when what it writes is written."""

    def __init__(self) -> None:
        """Begin without having been asked to end."""
        self.asked = False
        self._writing = False

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to signals; the first one ends the block, a second one ends the program."""
        before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            with contextlib.suppress(KeyboardInterrupt):
                yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold a signal back until this is done."""
        self._writing = True
        try:
            yield
        finally:
            self._writing = False
        if self.asked:
            raise KeyboardInterrupt

    def _on_signal(self, number: int, _frame: Any) -> None:
        if self.asked:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        self.asked = True
        if not self._writing:
            raise KeyboardInterrupt


def _keep_looking(
    client: httpx.Client, ledger: str | None, addresses: dict[str, str], pause: timedelta, *, fit: bool
) -> None:
    """Look until a signal comes; what goes wrong with the ledger the first time ends it, later it may pass."""
    ending, first = Ending(), True
    with ending.listening():
        while not ending.asked:
            try:
                _look(client, ledger, addresses, ending, fit=fit)
            except (DamagedData, LedgerUnusable) as error:
                if first:
                    raise
                _complain(error)
            first = False
            typer.echo(f"next look at {now() + pause:%Y-%m-%d %H:%M} UTC; Ctrl-C ends it", err=True)
            Clock().wait(pause.total_seconds())
    typer.echo("ended", err=True)


def _look(client: httpx.Client, ledger: str | None, addresses: dict[str, str], ending: Ending, *, fit: bool) -> int:
    """Take in what is new, say what happened, and give the exit code that it is worth."""
    from cliffhanger.charts.download import fetch
    from cliffhanger.charts.ingest import Report

    report, unreached = Report(NETFLIX), 0
    with open_ledger(ledger, create=True) as store, _progress() as on_bytes:
        for name, address in addresses.items():
            kept = store.kept(address)
            try:
                fetched = fetch(client, address, Clock(), kept, on_bytes(name))
            except Unreached as error:
                unreached += 1
                _complain(error)
                continue
            with ending.writing():
                if fetched is None:
                    report.known += 1
                else:
                    _take(store, report, name, address, fetched, kept)
    if unreached < len(addresses):
        tell(report)
    if fit and report.taken:
        fit_newest(ledger)
    if report.rejected or report.known_rejected:
        return SOME_REJECTED
    return Unreached.exit_code if unreached else 0


def _take(store: Ledger, report: Report, name: str, address: str, fetched: Fetched, kept: Kept | None) -> None:
    """Take one file in, unless it is the one that came from there last, and keep what to ask its server by."""
    from cliffhanger.charts.archive import Archive, Download
    from cliffhanger.charts.download import Kept
    from cliffhanger.charts.edition import digest_of
    from cliffhanger.charts.ingest import ingest

    digest, at = digest_of(fetched.data), now()
    if kept is not None and kept.digest == digest:
        report.known += 1
    else:
        published = _published(store, fetched, digest, at)
        one = ingest(store, Archive(NETFLIX, [Download(name, published, digest, lambda: fetched.data)]), at)
        report.known += one.known
        report.known_rejected += one.known_rejected
        report.outcomes += one.outcomes
        if one.rejected or one.known_rejected:
            return
    now_kept = Kept(digest, fetched.etag, fetched.modified)
    if now_kept != kept:
        store.keep(address, now_kept, at)


def _published(store: Ledger, fetched: Fetched, digest: str, at: datetime) -> datetime:
    """Tell when a file was published: as its server says, if that can be; else now, or when it was refused before."""
    if fetched.published is not None and FIRST_LISTS <= fetched.published <= at:
        return fetched.published
    return max((met for (met, what), why in store.known().items() if what == digest and why), default=at)


def _addresses(base: str | None) -> dict[str, str]:
    """Map the names of the official files to their addresses."""
    from cliffhanger.charts import download
    from cliffhanger.charts.archive import OFFICIAL_NAMES

    if base is not None and not _BASE.fullmatch(base):
        raise BadSource(base, "--from wants the address of a folder, such as https://example.org/top10/")
    folder = (base or download.NETFLIX).rstrip("/")
    return {name: f"{folder}/{name}" for name in OFFICIAL_NAMES}


def _client() -> httpx.Client:
    try:
        import httpx
    except ImportError:
        raise MissingExtra("downloads", "httpx", "fetch") from None

    named = {"User-Agent": f"cliffhanger/{cliffhanger.__version__}"}
    return httpx.Client(headers=named, timeout=httpx.Timeout(SILENT_S, connect=CONNECT_S))


def _complain(error: Exception) -> None:
    typer.echo(harmless(f"cliffhanger: {error}"), err=True)


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str], Callable[[int, int | None], None]]]:
    """Show what comes, where somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _: lambda _came, _size: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    columns = TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def on_bytes(name: str) -> Callable[[int, int | None], None]:
            task = bar.add_task(name, total=None)
            return lambda came, size: bar.update(task, completed=came, total=size)

        yield on_bytes
