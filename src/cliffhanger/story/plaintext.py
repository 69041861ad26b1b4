"""Reads the subset of YAML 1.2 in which stories are written: mappings, lists and text, and nothing that can surprise.

Every scalar stays text; anchors, aliases, tags, directives, second documents and repeated keys are refused. The file is
read event by event, so that each limit holds before memory is spent on what lies beyond it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

MOST_BYTES: Final = 10_000_000
MOST_VALUES: Final = 1_000_000
DEEPEST: Final = 20

_UNWRITABLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_FIRST_LINE: Final = re.compile(r"^(?![ \t]*(?:#|$)).*", re.MULTILINE)


class Mapping(dict[str, Any]):
    """A mapping that remembers the lines of its keys and of their values."""

    __slots__ = ("key_lines", "line", "value_lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.key_lines: dict[str, int] = {}
        self.value_lines: dict[str, int] = {}


class Sequence(list[Any]):
    """A list that remembers the lines of its items."""

    __slots__ = ("item_lines", "line")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.item_lines: list[int] = []


Node: TypeAlias = Mapping | Sequence | str


class Fault(Exception):
    """The text cannot be read any further."""

    def __init__(self, line: int, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


@dataclass
class Reading:
    """What came of reading a text: the tree, and what was refused on the way."""

    root: Node = ""
    faults: list[Fault] = field(default_factory=list)


class _Events(Protocol):
    def get_event(self) -> Any: ...


def decode(raw: bytes) -> str:
    """Take bytes for text.

    Raises:
        Fault: too long, or not UTF-8.
    """
    _measure(len(raw))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Fault(line, f"byte 0x{raw[error.start]:02x} is not UTF-8", "save the file as UTF-8") from None


def read(text: str) -> Reading:
    """Read a text into a tree of mappings, lists and text, each with its line.

    Raises:
        Fault: the text breaks a limit or the grammar, so that the rest cannot be read.
    """
    _measure(len(text))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if found := _UNWRITABLE.search(text):
        raise Fault(text.count("\n", 0, found.start()) + 1, *_unwritable(found[0]))
    _measure(len(text.encode()))
    first = _FIRST_LINE.search(text)
    if first and first[0].startswith("%") and first[0].strip() != "%YAML 1.2":
        line = text.count("\n", 0, first.start()) + 1
        raise Fault(line, "a directive (%) is refused", "remove the line")
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
    from yaml.error import YAMLError

    reading = Reading()
    try:
        reading.root = _Builder(CParser(text.encode()), reading.faults).document()
    except YAMLError as error:
        raise _grammar(error) from None
    return reading


def _measure(size: int) -> None:
    if size > MOST_BYTES:
        raise Fault(1, f"the story has more than {MOST_BYTES:,} bytes", "split it, or shorten it")


def shown(text: str) -> str:
    """Quote a text for a complaint, cut to a readable length."""
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _unwritable(character: str) -> tuple[str, str]:
    name = f"U+{ord(character):04X}"
    if "\u202a" <= character <= "\u2069":
        return f"the bidirectional override {name} is refused", "remove it; it makes text look other than it is"
    return f"the control character {name} is refused", "remove it"


def _grammar(error: Any) -> Fault:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "this cannot be read"
    return Fault(mark.line + 1 if mark else 1, f"not YAML here: {what}", "check indentation, colons and quotes")


class _Builder:
    """Builds the tree from parser events, with a stack in place of recursion."""

    def __init__(self, events: _Events, faults: list[Fault]) -> None:
        self._next = events.get_event
        self._faults = faults
        self._open: list[Mapping | Sequence] = []
        self._keys: list[tuple[str, int] | None] = []
        self._root: Node | None = None
        self._count = self._documents = 0

    def document(self) -> Node:
        take = {
            "ScalarEvent": self._scalar,
            "MappingStartEvent": self._start_mapping,
            "SequenceStartEvent": self._start_sequence,
            "MappingEndEvent": self._end,
            "SequenceEndEvent": self._end,
            "AliasEvent": self._alias,
            "DocumentStartEvent": self._document,
        }
        while (kind := type(event := self._next()).__name__) != "StreamEndEvent":
            if kind in take:
                take[kind](event)
        return self._root if self._root is not None else ""

    def _alias(self, event: Any) -> None:
        raise self._fault(event, "an alias (*) is refused", "write the text out")

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._fault(event, "a second document starts here", "write one story in one file")

    def _start_mapping(self, event: Any) -> None:
        self._start(Mapping(event.start_mark.line + 1), event)

    def _start_sequence(self, event: Any) -> None:
        self._start(Sequence(event.start_mark.line + 1), event)

    def _end(self, _: Any) -> None:
        self._open.pop()
        self._keys.pop()

    def _fault(self, event: Any, what: str, remedy: str) -> Fault:
        return Fault(event.start_mark.line + 1, what, remedy)

    def _check(self, event: Any) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            raise self._fault(event, f"more than {MOST_VALUES:,} values", "split the story, or shorten it")
        if event.anchor is not None:
            self._faults.append(self._fault(event, f"an anchor (&{event.anchor[:40]}) is refused", "remove it"))
        if event.tag is not None:
            self._faults.append(self._fault(event, f"a tag ({event.tag[:40]}) is refused", "remove it"))

    def _scalar(self, event: Any) -> None:
        self._check(event)
        text: str = event.value
        line = event.start_mark.line + 1
        if event.style == '"' and (found := _UNWRITABLE.search(text)):
            self._faults.append(self._fault(event, *_unwritable(found[0])))
        parent = self._open[-1] if self._open else None
        if type(parent) is Mapping and self._keys[-1] is None:
            self._keys[-1] = (text, line)
            if text in parent:
                remedy = f"the first is on line {parent.key_lines[text]}; keep one"
                self._faults.append(self._fault(event, f"the key {shown(text)} is here twice", remedy))
        else:
            self._put(text, line)

    def _start(self, node: Mapping | Sequence, event: Any) -> None:
        self._check(event)
        if len(self._open) >= DEEPEST:
            raise self._fault(event, f"nested more than {DEEPEST} deep", "a story needs no such depth")
        if self._open and isinstance(self._open[-1], Mapping) and self._keys[-1] is None:
            raise self._fault(event, "a key must be text", "write a word before the colon")
        self._put(node, node.line)
        self._open.append(node)
        self._keys.append(None)

    def _put(self, value: Node, line: int) -> None:
        if not self._open:
            self._root = value
            return
        parent = self._open[-1]
        if isinstance(parent, Sequence):
            parent.append(value)
            parent.item_lines.append(line)
            return
        key = self._keys[-1]
        assert key is not None
        self._keys[-1] = None
        if key[0] not in parent:
            parent[key[0]] = value
            parent.key_lines[key[0]], parent.value_lines[key[0]] = key[1], line


def line_of(root: Node, path: tuple[Any, ...], *, key: bool = False) -> int:
    """Find the line of what a path leads to, or of the last step that exists; of its key rather than its value."""
    line = getattr(root, "line", 1)
    node: Any = root
    for step in path:
        if isinstance(node, Mapping) and str(step) in node:
            name = str(step)
            line = node.key_lines[name] if key else node.value_lines[name]
            node = node[name]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node):
            line = node.item_lines[step]
            node = node[step]
        else:
            break
    return line
