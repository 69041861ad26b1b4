"""Taking an archive in: each new download becomes an edition of the ledger, or is refused with its reason."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter

from cliffhanger.charts.archive import Archive, Download
from cliffhanger.charts.edition import Edition
from cliffhanger.charts.fact_checks import check_heard_of
from cliffhanger.charts.fact_kinds import KINDS
from cliffhanger.charts.facts import Kind, kind_of, read_facts
from cliffhanger.charts.ledger import BaseMissing, Ledger
from cliffhanger.charts.noted import Record
from cliffhanger.charts.reading import Reader, read_whole
from cliffhanger.charts.titles import nearest, plain
from cliffhanger.errors import EditionRejected
from cliffhanger.vantage import Vantage

READ_AHEAD = 3
UNCHARTED_NAMED = 5


@dataclass(frozen=True)
class Outcome:
    """What became of one download: taken (`rejected` is None) or refused.

    `facts` names the feed of a file of facts. `uncharted` lists its titles that are on no list, the first few of them
    with the nearest that are.
    """

    name: str
    published: datetime
    rows: int = 0
    rows_changed: int = 0
    weeks_dropped: tuple[date, ...] = ()
    columns_left_out: tuple[str, ...] = ()
    rejected: str | None = None
    facts: str | None = None
    uncharted: tuple[tuple[str, tuple[str, ...]], ...] = ()


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
    """Take in what is new of an archive, one transaction a download, oldest first, and files of facts last.

    What was refused before is read once more, since a newer program may know how to. A file of facts that was refused
    is not noted: its writer mends it.
    `on_count` is told the number of new downloads, then `on_outcome` what became of each.
    """
    known = ledger.known()
    taken = {met for met, rejected in known.items() if rejected is None}
    fresh = [one for one in archive.downloads if not _met(one, taken)]
    report = Report(archive.name, len(archive.downloads) - len(fresh), undated=archive.undated)
    on_count(len(fresh))
    reader, unread = Reader(), False
    for download, data in _facts_last(_read_ahead(fresh)):
        record = Record(download.published, download.digest, f"{archive.name}: {download.name}", recorded_at)
        unread = unread or data.exception() is not None
        outcome = _take(ledger, reader, download, data, record, was_refused=(record.at, record.digest) in known)
        if outcome is None:
            report.known += 1
        elif outcome.rejected is not None and not outcome.facts and not ledger.refuse(record, outcome.rejected):
            report.known += 1
            report.known_rejected += 1
        else:
            report.outcomes.append(outcome)
            on_outcome(outcome)
    if archive.head is not None and archive.downloads and not unread and not ledger.holds_archive(archive.head):
        ledger.keep_archive(archive.head, recorded_at)
    return report


def _met(download: Download, taken: Collection[tuple[datetime, str]]) -> bool:
    """Tell whether a download was taken in before; one without a day, on any."""
    if download.dated:
        return (download.published, download.digest) in taken
    return download.digest in {digest for _, digest in taken}


def _take(
    ledger: Ledger, reader: Reader, download: Download, content: Future[bytes], record: Record, *, was_refused: bool
) -> Outcome | None:
    """Take one download in; None where it is in already."""
    try:
        data = content.result()
        if kind := kind_of(data, KINDS):
            return _add(ledger, download, data, kind, record)
        editions = reader.read(data, download.digest)
        _not_foretold(editions[0], download.published)
        try:
            placed = ledger.take(editions, record, was_refused=was_refused)
        except BaseMissing:
            placed = ledger.take(read_whole(data), record, was_refused=was_refused)
    except EditionRejected as why:
        return Outcome(download.name, download.published, rejected=str(why))
    if placed is None:
        return None
    counts = editions[0].count, placed.rows_changed
    return Outcome(download.name, download.published, *counts, placed.weeks_dropped, editions[0].left_out)


def _add(ledger: Ledger, download: Download, data: bytes, kind: Kind, record: Record) -> Outcome | None:
    """Add the facts of a file; None where they are in already."""
    today = Vantage(record.recorded_at.date())
    try:
        facts = read_facts(data, kind, record.at, dated=download.dated)
        if not kind.foretold:
            with ledger.as_of(today) as view:
                check_heard_of(facts, view)
    except EditionRejected as why:
        return Outcome(download.name, download.published, rejected=str(why), facts=kind.feed)
    news = ledger.add(facts, record)
    if news is None:
        return None
    titles = [row["title"] for row in facts.rows]
    uncharted = tuple(_uncharted(ledger, titles, today)) if kind.foretold else ()
    counts = len(facts.rows), news
    return Outcome(download.name, download.published, *counts, facts=kind.feed, uncharted=uncharted)


def _uncharted(ledger: Ledger, titles: Sequence[str], today: Vantage) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find titles that are on no list known today, unless none is known at all."""
    with ledger.as_of(today) as view:
        named = view.seasons()
    shows = {show for show, _, _ in named}
    spelled = {plain(title) for title in shows | {season for _, season, _ in named if season}}
    missing = dict.fromkeys(title for title in titles if plain(title) not in spelled) if named else {}
    for place, title in enumerate(missing):
        yield title, nearest(title, shows) if place < UNCHARTED_NAMED else ()


def _not_foretold(edition: Edition, published: datetime) -> None:
    last, day = edition.last_week or edition.told_to, published.date()
    if last is not None and day < last:
        raise EditionRejected(f"it tells of days up to {last}, so it cannot have been published on {day}")


def _read_ahead(downloads: Sequence[Download]) -> Iterator[tuple[Download, Future[bytes]]]:
    """Fetch the bytes of the next downloads while one is taken in, few at a time so that memory stays small."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        ahead: deque[tuple[Download, Future[bytes]]] = deque()
        for download in downloads:
            ahead.append((download, worker.submit(download.read)))
            if len(ahead) > READ_AHEAD:
                yield ahead.popleft()
        while ahead:
            yield ahead.popleft()


def _facts_last(read: Iterable[tuple[Download, Future[bytes]]]) -> Iterator[tuple[Download, Future[bytes]]]:
    """Hold files of facts back until the editions are in, kind by kind: some must be of titles known by then."""
    held = []
    for download, content in read:
        kind = None if content.exception() else kind_of(content.result(), KINDS)
        if kind is None:
            yield download, content
        else:
            held.append((KINDS.index(kind), download, content))
    for _, download, content in sorted(held, key=itemgetter(0)):
        yield download, content
