"""From the bytes of a download to its editions, or to the reason why it holds none.

Everything is checked before anything is kept: an edition is taken whole or refused whole. A weekly file repeats all
that it said before, so a `Reader` reads only the lines that the one before it did not have.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cliffhanger.charts.edition import WORLD, Edition, Key, Row
from cliffhanger.charts.fields import read_rows
from cliffhanger.charts.layouts import Layout, Target, layout_of
from cliffhanger.errors import EditionRejected

ZIP = b"PK\x03\x04"
AT_ONCE = 20_000
"""Lines that are split at once, so that a large file needs no copy of itself in fields."""

_ABOVE = re.compile(rb"(\xef\xbb\xbf|[ \t]*\r?\n)*")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


class Reader:
    """Reads downloads one after another, oldest first."""

    def __init__(self) -> None:
        """Begin without a text to compare with."""
        self._before: dict[bytes, Text] = {}

    def read(self, data: bytes, digest: str) -> tuple[Edition, ...]:
        """Read a download in any layout that was ever published, as text (tab or comma) or as a workbook.

        Gives the edition of its main feed first, then those of feeds that share the file; told against the one
        read before it where they have the same header, else whole.

        Raises:
            EditionRejected: it holds none; says why and, where one is to blame, in which row and column.
        """
        if data[:4] == ZIP:
            return read_whole(data)
        header, body, number = _parts(data)
        before = self._before.get(header)
        text = _told_against(before, header, body) if before else None
        if text is None:
            before, text = None, _told_whole(header, body, number)
        text = replace(text, digest=digest)
        self._before[header] = replace(text, come=(), gone=())
        return tuple(text.editions(before))


def read_whole(data: bytes) -> tuple[Edition, ...]:
    """Read a download without regard to any before it; raises as `Reader.read` does."""
    if data[:4] == ZIP:
        from cliffhanger.charts.workbook import read_workbook

        return read_workbook(data)
    return tuple(_told_whole(*_parts(data)).editions(None))


@dataclass(frozen=True)
class Text:
    """A checked table: the ranks of each list as bits of a number, rows by feed, the rows that came and went.

    `body` is what stands below the header, where that is text.
    """

    layout: Layout
    left_out: tuple[str, ...]
    body: bytes
    counts: Mapping[str, int]
    lists: Mapping[Key, int]
    come: Sequence[Row]
    gone: Sequence[Row] = ()
    digest: str = ""

    def editions(self, before: Text | None) -> Iterator[Edition]:
        """Give the edition of each feed, told against the text before, or whole."""
        weeks = sorted({key[-1] for key in self.lists}) if "week" in self.layout.lists else [None]
        for target in self.layout.targets:
            come, gone = _rows_of(target, self.come), _rows_of(target, self.gone)
            for key in [key for key, row in gone.items() if come.get(key) == row]:  # a column of another feed changed
                del come[key], gone[key]
            yield Edition(
                target.feed,
                self.layout.name,
                target.table,
                target.key,
                self.counts[target.feed],
                come,
                gone,
                before.digest if before else None,
                weeks[0],
                weeks[-1],
                self.left_out,
            )


def told(layout: Layout, left_out: Sequence[str], lists: Mapping[Key, int], rows: Sequence[Row], body: bytes) -> Text:
    """Give rows that were read and ranked as a whole."""
    _ends_whole(layout, lists, rows[-1])
    return Text(layout, tuple(left_out), body, _counts(layout, rows), lists, rows)


def rank_all(lists: dict[Key, int], layout: Layout, rows: Iterable[Row], first: int) -> None:
    """Note the ranks of rows in their lists, and refuse a rank that a list has already."""
    for number, row in enumerate(rows, first):
        key, rank = _list_of(layout, row), 1 << row["rank"]
        if lists.get(key, 0) & rank:
            named = ", ".join(str(part) for part in (*key, row["rank"]) if part != WORLD)
            raise EditionRejected(f"two rows for one rank: {named}", number)
        lists[key] = lists.get(key, 0) | rank


def _rows_of(target: Target, rows: Iterable[Row]) -> dict[Key, Row]:
    names = target.names
    taken = filter(target.takes, rows)
    own = (row if len(row) == len(names) else {name: row[name] for name in names} for row in taken)
    return {tuple(row[name] for name in target.key): row for row in own}


def _counts(layout: Layout, come: Sequence[Row], gone: Sequence[Row] = ()) -> dict[str, int]:
    return {t.feed: sum(map(t.takes, come)) - sum(map(t.takes, gone)) for t in layout.targets}


def _parts(data: bytes) -> tuple[bytes, bytes, int]:
    """Part the header from what stands below it, and tell in which row that begins."""
    above = _ABOVE.match(data)
    start = above.end() if above else 0
    head = data[start : start + 200].strip()
    if not head:
        raise EditionRejected("the download is empty")
    if head.startswith(b"<"):
        raise EditionRejected("the download is a web page, not a table")
    if head in {b"null", b"{}", b"[]"}:
        raise EditionRejected(f"the download holds only the word {head.decode()}")
    header, _, body = data[start:].rstrip(b"\r\n").partition(b"\n")
    if head.startswith((b"{", b"[")) or not (b"\t" in header or b"," in header):
        raise EditionRejected("the download is no table: no header with tabs or commas begins it")
    if not body:
        raise EditionRejected("the download has a header and no rows")
    return header.rstrip(b"\r"), body, 2 + data.count(b"\n", 0, start)


def _told_whole(header: bytes, body: bytes, number: int) -> Text:
    (fields,) = _split([header], header)
    layout = layout_of(fields)
    known = {column.published for column in layout.columns}
    rows = _rows(layout, fields, body.split(b"\n"), header, number)
    lists: dict[Key, int] = {}
    rank_all(lists, layout, rows, number)
    return told(layout, [field for field in fields if field not in known], lists, rows, body)


def _told_against(before: Text, header: bytes, body: bytes) -> Text | None:
    """Read what the text before did not have; None where that does not settle all that must be checked."""
    changed = _changed_lines(before.body, body)
    if changed is None:
        return None
    layout, lists = before.layout, dict(before.lists)
    (fields,) = _split([header], header)
    try:
        come, gone = (_rows(layout, fields, lines, header, 0) for lines in changed)
        for row in gone:
            lists[_list_of(layout, row)] &= ~(1 << row["rank"])
        rank_all(lists, layout, come, 0)
    except EditionRejected:
        return None
    if gone:
        lists = {key: ranks for key, ranks in lists.items() if ranks}
    counts = {feed: before.counts[feed] + more for feed, more in _counts(layout, come, gone).items()}
    return Text(layout, before.left_out, body, counts, lists, come, gone)


def _changed_lines(before: bytes, now: bytes) -> tuple[list[bytes], list[bytes]] | None:
    """Give the lines that came and that went; None for a text that ends otherwise, or says a line twice.

    Most editions put one more week on top of what the last one said.
    """
    if now.endswith(b"\n" + before):
        return now[: -len(before) - 1].split(b"\n"), []
    lines, lines_before = now.split(b"\n"), before.split(b"\n")
    come, gone = set(lines), set(lines_before)
    if lines[-1] != lines_before[-1] or len(come) < len(lines):
        return None
    return list(come - gone), list(gone - come)


def _split(lines: Sequence[bytes], header: bytes) -> list[list[str]]:
    try:
        told = [line.decode() for line in lines]
    except UnicodeDecodeError:
        raise EditionRejected("the text is not UTF-8") from None
    if b"\t" in header:
        return [_fields(line) for line in told]
    try:
        split = list(csv.reader(told, strict=True))
    except csv.Error as error:
        raise EditionRejected(f"the download is no table: {error}") from None
    if len(split) != len(told):
        raise EditionRejected("the download is no table: a quoted field runs on beyond its line")
    return split


def _fields(line: str) -> list[str]:
    """Split a line at its tabs; only a field that is quoted as a whole loses its quotes."""
    fields = line.removesuffix("\r").split("\t")
    if '"' in line:
        quoted = map(_QUOTED.fullmatch, fields)
        fields = [q[1].replace('""', '"') if q else f for f, q in zip(fields, quoted, strict=True)]
    return fields


def _rows(layout: Layout, fields: Sequence[str], lines: Sequence[bytes], header: bytes, first: int) -> list[Row]:
    rows: list[Row] = []
    for start in range(0, len(lines), AT_ONCE):
        some = _split(lines[start : start + AT_ONCE], header)
        rows += read_rows(layout.names, layout.columns, layout.implied, fields, some, first + start)
    return rows


def _list_of(layout: Layout, row: Row) -> Key:
    return tuple(row[name] for name in layout.lists)


def _ends_whole(layout: Layout, lists: Mapping[Key, int], last: Row) -> None:
    """Refuse a text whose last list is shorter than every other: the published files end without a mark."""
    sizes: Counter[Key] = Counter()
    places = [layout.lists.index(name) for name in layout.whole]
    for key, ranks in lists.items():
        sizes[tuple(key[place] for place in places)] += ranks.bit_count()
    size = sizes.pop(tuple(last[name] for name in layout.whole))
    if sizes and size < min(sizes.values()):
        raise EditionRejected(f"the last list is cut off after {size} rows: the download is truncated")
