"""From the bytes of a download to its editions, or to the reason why it holds none.

Everything is checked before anything is kept: an edition is taken whole or refused whole. A weekly file repeats all
that it said before, so a `Reader` reads only the lines that the one before it did not have.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cliffhanger.charts.edition import Edition, Key, Row
from cliffhanger.charts.fields import read_rows
from cliffhanger.charts.layouts import WORLD, Layout, layout_of
from cliffhanger.errors import EditionRejected

ZIP = b"PK\x03\x04"


class Reader:
    """Reads downloads one after another, oldest first."""

    def __init__(self) -> None:
        """Begin without a text to compare with."""
        self._before: dict[bytes, _Text] = {}

    def read(self, data: bytes, digest: str) -> tuple[Edition, ...]:
        """Read a download in any layout that was ever published, as text (tab or comma) or as a workbook.

        Gives the edition of its main feed first, then those of feeds that share the file; told against the one
        read before it where they have the same header, else whole.

        Raises:
            EditionRejected: it holds none; says why and, where one is to blame, in which row and column.
        """
        if data[:4] == ZIP:
            return read_whole(data)
        header, body = _parts(data)
        before = self._before.get(header)
        text = _told_against(before, header, body) if before else None
        if text is None:
            before, text = None, _told_whole(header, body)
        text = replace(text, digest=digest)
        self._before[header] = text
        return tuple(text.editions(before))


def read_whole(data: bytes) -> tuple[Edition, ...]:
    """Read a download without regard to any before it; raises as `Reader.read` does."""
    if data[:4] == ZIP:
        from cliffhanger.charts.workbook import read_workbook

        return read_workbook(data)
    return read_text(data)


def read_text(data: bytes) -> tuple[Edition, ...]:
    """Read a text as a whole; raises as `Reader.read` does."""
    return tuple(_told_whole(*_parts(data)).editions(None))


@dataclass(frozen=True)
class _Text:
    """A checked text below its header, the ranks of each list as bits of a number, the rows that came and went."""

    layout: Layout
    left_out: tuple[str, ...]
    body: bytes
    count: int
    lists: Mapping[Key, int]
    come: Sequence[Row]
    gone: Sequence[Row] = ()
    digest: str = ""

    def editions(self, before: _Text | None) -> Iterator[Edition]:
        weeks = sorted({key[-1] for key in self.lists}) if "week" in self.layout.lists else [None]
        for target in self.layout.targets:
            come, gone = (
                {tuple(row[n] for n in target.key): {n: row[n] for n in target.key + target.values} for row in rows}
                for rows in (filter(target.takes, self.come), filter(target.takes, self.gone))
            )
            for key in [key for key, row in gone.items() if come.get(key) == row]:  # a column of another feed changed
                del come[key], gone[key]
            yield Edition(
                target.feed,
                self.layout.name,
                target.table,
                target.key,
                self.count,
                come,
                gone,
                before.digest if before else None,
                weeks[0],
                weeks[-1],
                self.left_out,
            )


def _parts(data: bytes) -> tuple[bytes, bytes]:
    """Part the header from what stands below it."""
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not head:
        raise EditionRejected("the download is empty")
    if head.startswith(b"<"):
        raise EditionRejected("the download is a web page, not a table")
    if head.strip() in {b"null", b"{}", b"[]"}:
        raise EditionRejected(f"the download holds only the word {head.strip().decode()}")
    header, _, body = data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n").partition(b"\n")
    if not body:
        raise EditionRejected("the download has a header and no rows")
    return header.rstrip(b"\r"), body


def _told_whole(header: bytes, body: bytes) -> _Text:
    (fields,) = _split([header], header)
    layout = layout_of(fields)
    known = {column.published for column in layout.columns}
    rows = _rows(layout, fields, _split(body.split(b"\n"), header), 2)
    lists: dict[Key, int] = {}
    for number, row in enumerate(rows, 2):
        _rank_once(lists, layout, row, number)
    _ends_whole(layout, lists, rows[-1])
    return _Text(layout, tuple(f for f in fields if f not in known), body, len(rows), lists, rows)


def _told_against(before: _Text, header: bytes, body: bytes) -> _Text | None:
    """Read what the text before did not have; None where that does not settle all that must be checked."""
    changed = _changed_lines(before.body, body)
    if changed is None:
        return None
    (fields,) = _split([header], header)
    lists = dict(before.lists)
    try:
        come, gone = (_rows(before.layout, fields, _split(lines, header)) for lines in changed)
        for row in gone:
            lists[_list_of(before.layout, row)] &= ~(1 << row["rank"])
        for row in come:
            _rank_once(lists, before.layout, row, 0)
    except EditionRejected:
        return None
    if gone:
        lists = {key: ranks for key, ranks in lists.items() if ranks}
    return _Text(before.layout, before.left_out, body, before.count + len(come) - len(gone), lists, come, gone)


def _changed_lines(before: bytes, now: bytes) -> tuple[Collection[bytes], Collection[bytes]] | None:
    """Give the lines that came and that went; None for a text that ends otherwise, or says a line twice.

    Most editions put one more week on top of what the last one said.
    """
    if now.endswith(b"\n" + before):
        return now[: -len(before) - 1].split(b"\n"), ()
    lines, lines_before = now.split(b"\n"), before.split(b"\n")
    come, gone = set(lines), set(lines_before)
    if lines[-1] != lines_before[-1] or len(come) < len(lines):
        return None
    return come - gone, gone - come


def _split(lines: Collection[bytes], header: bytes) -> list[list[str]]:
    try:
        told = [line.decode() for line in lines]
    except UnicodeDecodeError:
        raise EditionRejected("the text is not UTF-8") from None
    tab = b"\t" in header
    if tab and not any('"' in line or "\r" in line for line in told):
        return [line.split("\t") for line in told]
    try:
        return list(csv.reader(told, delimiter="\t" if tab else ",", strict=True))
    except csv.Error as error:
        raise EditionRejected(f"the download is no table: {error}") from None


def _rows(layout: Layout, header: Sequence[str], lines: Sequence[Sequence[str]], first: int = 0) -> list[Row]:
    return read_rows(layout.columns, layout.implied, header, lines, first)


def _list_of(layout: Layout, row: Row) -> Key:
    return tuple(row[name] for name in layout.lists)


def _rank_once(lists: dict[Key, int], layout: Layout, row: Row, number: int) -> None:
    key, rank = _list_of(layout, row), 1 << row["rank"]
    if lists.get(key, 0) & rank:
        named = ", ".join(str(part) for part in (*key, row["rank"]) if part != WORLD)
        raise EditionRejected(f"two rows for one rank: {named}", number)
    lists[key] = lists.get(key, 0) | rank


def _ends_whole(layout: Layout, lists: Mapping[Key, int], last: Row) -> None:
    """Refuse a text whose last list is shorter than every other: the published files end without a mark."""
    sizes: Counter[Key] = Counter()
    places = [layout.lists.index(name) for name in layout.whole]
    for key, ranks in lists.items():
        sizes[tuple(key[place] for place in places)] += ranks.bit_count()
    size = sizes.pop(tuple(last[name] for name in layout.whole))
    if sizes and size < min(sizes.values()):
        raise EditionRejected(f"the last list is cut off after {size} rows: the download is truncated")
