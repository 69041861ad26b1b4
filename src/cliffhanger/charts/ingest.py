"""Taking an archive in: each new download becomes an edition of the ledger, or is refused with its reason."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime

from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.ledger import Ledger, Record
from cliffhanger.charts.reading import Reader, read_whole
from cliffhanger.charts.versions import Placement
from cliffhanger.errors import EditionRejected

READ_AHEAD = 3


@dataclass(frozen=True)
class Outcome:
    """What became of one download: taken (`rejected` is None) or refused."""

    name: str
    published: datetime
    rows: int = 0
    rows_changed: int = 0
    weeks_dropped: tuple[date, ...] = ()
    columns_left_out: tuple[str, ...] = ()
    rejected: str | None = None


@dataclass
class Report:
    """What an ingest did. `known` counts downloads met before, `known_rejected` those refused then and now."""

    archive: str
    known: int = 0
    known_rejected: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    undated: Sequence[str] = ()

    @property
    def taken(self) -> list[Outcome]:
        """List the downloads taken in."""
        return [outcome for outcome in self.outcomes if outcome.rejected is None]

    @property
    def rejected(self) -> list[Outcome]:
        """List the downloads refused."""
        return [outcome for outcome in self.outcomes if outcome.rejected is not None]

    @property
    def some_rejected(self) -> bool:
        """Tell whether a download was refused now, or nothing in the archive was ever any good."""
        return bool(self.rejected or self.undated) or (self.known_rejected > 0 and self.known == self.known_rejected)


def ingest(
    ledger: Ledger,
    archive: Archive,
    recorded_at: datetime,
    on_outcome: Callable[[Outcome], None] = lambda _: None,
    on_count: Callable[[int], None] = lambda _: None,
) -> Report:
    """Take in what is new of an archive, one transaction a download, oldest first.

    What was refused before is read once more, since a newer program may know how to.
    `on_count` is told the number of new downloads, then `on_outcome` what became of each.
    """
    known = ledger.known()
    taken = {met for met, rejected in known.items() if rejected is None}
    fresh = [download for download in archive.downloads if (download.published, download.digest) not in taken]
    report = Report(archive.name, len(archive.downloads) - len(fresh), undated=archive.undated)
    on_count(len(fresh))
    reader = Reader()
    for download, data in _read_ahead(fresh):
        record = Record(download.published, download.digest, f"{archive.name}: {download.name}", recorded_at)
        was_refused = (record.at, record.digest) in known
        outcome = _take(ledger, reader, download, data, record, was_refused=was_refused)
        if outcome.rejected is not None and was_refused:
            report.known += 1
            report.known_rejected += 1
            continue
        if outcome.rejected is not None:
            ledger.refuse(download.name, record, outcome.rejected)
        report.outcomes.append(outcome)
        on_outcome(outcome)
    if archive.head is not None and archive.downloads and not ledger.holds_archive(archive.head):
        ledger.keep_archive(archive.head, recorded_at)
    return report


def _take(
    ledger: Ledger, reader: Reader, download: Download, data: bytes, record: Record, *, was_refused: bool
) -> Outcome:
    try:
        editions = reader.read(data, download.digest)
        placed = ledger.take(editions, record, was_refused=was_refused)
        if placed is None:
            placed = ledger.take(read_whole(data), record, was_refused=was_refused) or Placement(0, ())
    except EditionRejected as why:
        return Outcome(download.name, download.published, rejected=str(why))
    counts = editions[0].count, placed.rows_changed
    return Outcome(download.name, download.published, *counts, placed.weeks_dropped, editions[0].left_out)


def _read_ahead(downloads: Sequence[Download]) -> Iterator[tuple[Download, bytes]]:
    """Fetch the bytes of the next downloads while one is taken in, few at a time so that memory stays small."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        ahead: deque[tuple[Download, Future[bytes]]] = deque()
        for download in downloads:
            ahead.append((download, worker.submit(download.read)))
            if len(ahead) > READ_AHEAD:
                first, data = ahead.popleft()
                yield first, data.result()
        for first, data in ahead:
            yield first, data.result()
