"""Writes a story file in its canonical layout: indentation, spaces, blank lines and quotes, and nothing else.

The text goes from token to token, and only what lies between tokens is written anew, so that the order, the line
breaks and the comments of the writer stay. What comes out is read again: where it does not say the same, word by word
and comment by comment, the file is refused rather than changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from cliffhanger.story import plaintext
from cliffhanger.story.plaintext import Fault

STEP: Final = 2

_OPEN: Final = ("FlowMappingStartToken", "FlowSequenceStartToken")
_CLOSE: Final = ("FlowMappingEndToken", "FlowSequenceEndToken")
_BLOCKS: Final = ("BlockMappingStartToken", "BlockSequenceStartToken")
_DOCUMENT: Final = ("DirectiveToken", "DocumentStartToken", "DocumentEndToken")

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .;/()&+-]*[\w.;/)&+])?")
"""What is text for every reader without quotes, in braces as well; letters first, so that no number is among it."""

_WORDS_OF_OTHERS: Final = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
"""Words that older readers take for something else than text; they keep their quotes."""


def formatted(text: str) -> str:
    """Give the canonical layout of a story file.

    Raises:
        Fault: the text cannot be read, or its layout cannot be changed without changing what it says.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    before = plaintext.read(text)
    if before.faults:
        raise before.faults[0]
    writer = _Writer(text)
    written = writer.written()
    again = _Writer(written)
    if repr(plaintext.read(written).root) != repr(before.root) or again.written() != written:
        raise Fault(1, "this layout cannot be changed without changing what it says", "simplify it: one value a line")
    if again.comments != writer.comments:
        raise Fault(1, "this layout cannot be changed without losing a comment", "give comments lines of their own")
    return written


@dataclass
class _Level:
    """An open block: the column of its keys or dashes, as it was and as it will be."""

    is_list: bool
    was: int
    column: int
    is_bare: bool = False
    """A list on the column of its key, which the parser does not open or close."""


class _Piece(NamedTuple):
    """A token that has a text, and where its line begins if it is the first on it."""

    kind: str
    start: int
    end: int
    text: str
    column: int


class _Writer:
    """Writes a text anew, piece by piece."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._levels: list[_Level] = []
        self._depth = 0
        self.comments: list[str] = []

    def written(self) -> str:
        """Give the text in its new layout."""
        out: list[str] = []
        end, kind = 0, ""
        levels: list[_Level] = []
        in_braces = False
        for piece in self._pieces():
            gap = self._text[end : piece.start]
            if "\n" in gap or not kind:
                around = [] if in_braces else [*levels, *self._levels]
                out += self._between(gap, around, piece.column, is_first=not kind)
                out.append(" " * piece.column)
            else:
                out.append(_space(kind, piece.kind))
            out.append(piece.text)
            end, kind = piece.end, piece.kind
            levels, in_braces = [*self._levels], self._depth > 0
        out += self._between(self._text[end:] + "\n", levels, 0, is_first=not kind)
        return re.sub(r"\n+\Z", "\n", "".join(out))

    def _between(self, gap: str, levels: list[_Level], column: int, *, is_first: bool) -> Iterator[str]:
        """Write the comments and the blank lines between two lines, from the end of the first."""
        behind, *lines = gap.split("\n") if not is_first else ["", *gap.split("\n")]
        if behind.strip():
            yield f"  {self._comment(behind)}"
        was_blank = is_first
        if not is_first:
            yield "\n"
        for line in lines[:-1]:
            if line.strip():
                was = len(line) - len(line.lstrip())
                yield " " * _column(was, levels, column) + self._comment(line) + "\n"
            elif not was_blank:
                yield "\n"
            was_blank = not line.strip()

    def _comment(self, line: str) -> str:
        self.comments.append(line.strip())
        return self.comments[-1]

    def _pieces(self) -> Iterator[_Piece]:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]

        tokens = CParser(self._text.encode()).get_token
        is_key = False
        while token := tokens():
            kind = type(token).__name__
            start, end = token.start_mark.index, token.end_mark.index
            self._track(kind, token.start_mark.column)
            if kind == "ScalarToken":
                yield self._scalar(token, is_key=is_key)
            elif end > start:
                yield _Piece(kind, start, end, self._text[start:end], self._begins(kind, is_key=is_key))
            is_key = kind == "KeyToken" and start == end

    def _track(self, kind: str, column: int) -> None:
        """Follow the blocks and the braces that a token opens or closes."""
        top = self._levels[-1] if self._levels else None
        if kind in _OPEN:
            self._depth += 1
        elif kind in _CLOSE:
            self._depth -= 1
        elif kind in _BLOCKS:
            self._levels.append(_Level(kind == "BlockSequenceStartToken", column, self._inner))
        elif self._depth:
            return
        elif kind == "BlockEntryToken" and top and not top.is_list:
            self._levels.append(_Level(is_list=True, was=column, column=self._inner, is_bare=True))
        elif kind in ("KeyToken", "BlockEndToken") and top and top.is_bare:
            self._levels.pop()
        if kind == "BlockEndToken":
            self._levels.pop()

    @property
    def _inner(self) -> int:
        return self._levels[-1].column + STEP if self._levels else 0

    def _begins(self, kind: str, *, is_key: bool) -> int:
        """Give the column at which a piece stands if it begins a line."""
        if kind in _DOCUMENT or not self._levels:
            return 0
        if self._depth and not (self._depth == 1 and kind in _OPEN):
            return self._inner + STEP * (self._depth - (kind in _OPEN))
        if self._depth or kind in _CLOSE:
            return self._levels[-1].column if is_key else self._inner
        at_column = is_key or kind in ("BlockEntryToken", "KeyToken", "ValueToken")
        return self._levels[-1].column if at_column else self._inner

    def _scalar(self, token: Any, *, is_key: bool) -> _Piece:
        start, end = token.start_mark.index, token.end_mark.index
        column = self._begins("ScalarToken", is_key=is_key)
        written = self._text[start:end]
        if token.style in ("|", ">"):
            written = written.rstrip("\n")
            return _Piece("Block", start, start + len(written), _shifted(written, self._inner), column)
        first, *lines = written.split("\n")
        if lines:
            margin = " " * (self._inner + STEP * self._depth)
            told = [first.rstrip(), *((margin + line.strip()).rstrip() for line in lines)]
            return _Piece("ScalarToken", start, end, "\n".join(told), column)
        return _Piece("ScalarToken", start, end, _quoted(first, token.value, token.style), column)


def _space(before: str, after: str) -> str:
    """Give what stands between two pieces on one line."""
    closes = before in _OPEN or after in _CLOSE or after in ("FlowEntryToken", "ValueToken")
    return "" if closes else " "


def _column(was: int, levels: list[_Level], column: int) -> int:
    """Give a comment the column of the block at which it stood, of those around it."""
    outer = [level for level in levels if level.was <= was]
    return max(outer, key=lambda level: level.was).column if outer else column


def _shifted(written: str, column: int) -> str:
    """Move the lines of a block of text; where its header tells how deep they stand, leave them."""
    header, *lines = written.split("\n")
    if re.search(r"\d", header.partition("#")[0]):
        return written
    margins = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    least = min(margins, default=0)
    moved = (" " * column + line[least:] if line.strip() else "" for line in lines)
    return "\n".join([header.rstrip(), *moved])


def _quoted(written: str, value: str, style: str | None) -> str:
    """Give a text in its canonical quotes: none where none are needed, double ones where they change nothing."""
    if not style or "\\" in written or '"' in value or value != value.strip():
        return written
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_OTHERS:
        return value
    return f'"{value}"'
