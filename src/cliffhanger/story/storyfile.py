"""From a story file to its content, or to all complaints about it at once."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin

from cliffhanger.errors import Complaint, StoryRejected
from cliffhanger.story import plaintext, references
from cliffhanger.story.content import Content
from cliffhanger.story.kept import kept
from cliffhanger.story.plaintext import Fault, Mapping, Node, line_of
from cliffhanger.story.tree import Named

if TYPE_CHECKING:
    from cliffhanger.story.schema import StoryFile

FORMAT_VERSION: Final = 1
MOST_COMPLAINTS: Final = 1_000

_COMMA: Final = "if it ends a sentence that has a comma, put the whole sentence in quotes; else remove it"

_FORMS: Final = ("*mapping", "*list")
"""Steps of a problem's path that are none in the file; the schema has them, which is imported late."""

_EXPECTED: Final = {"dict_type": "a mapping", "model_type": "a mapping", "list_type": "a list"}


def load(path: Path) -> Content:
    """Read a story file.

    Raises:
        StoryRejected: it cannot be read, or there is something wrong with it.
    """
    raw = raw_of(path)
    return kept(raw, lambda: parse(text_of(raw, str(path)), str(path)))


def raw_of(path: Path) -> bytes:
    """Read the bytes of a story file, or one more than it may have.

    Raises:
        StoryRejected: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(plaintext.MOST_BYTES + 1)
    except OSError as error:
        why = error.strerror or "it cannot be opened"
        raise StoryRejected([Complaint(str(path), 0, f"cannot read the file: {why}", "check its path")]) from None


def text_of(raw: bytes, name: str) -> str:
    """Take the bytes of a story file for text.

    Raises:
        StoryRejected: they are too many, or not UTF-8.
    """
    try:
        return plaintext.decode(raw)
    except Fault as fault:
        raise _rejected(name, [fault]) from None


def parse(text: str, name: str) -> Content:
    """Read a story from text; `name` stands for the file in complaints.

    Raises:
        StoryRejected: there is something wrong with it.
    """
    with all_kept():
        return content_of(sound(text, name)[1], name)


@contextlib.contextmanager
def all_kept() -> Iterator[None]:
    """Build something large and keep all of it: to look for garbage on the way would take a third of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def sound(text: str, name: str) -> tuple[Mapping, StoryFile]:
    """Read a story from text, as a tree with its lines and as checked models.

    Raises:
        StoryRejected: there is something wrong with it.
    """
    try:
        reading = plaintext.read(text)
    except Fault as fault:
        raise _rejected(name, [fault]) from None
    faults = [*reading.faults]
    story = None
    if newer := _newer(reading.root):
        faults.append(newer)
    else:
        if isinstance(reading.root, Mapping):
            faults += islice(references.check(reading.root), 10 * MOST_COMPLAINTS)
        if len(faults) < 10 * MOST_COMPLAINTS:  # else models of a broken giant would only cost memory
            story = _validated(reading.root, faults)
    if faults or story is None or not isinstance(reading.root, Mapping):
        raise _rejected(name, faults)
    return reading.root, story


def content_of(story: StoryFile, name: str) -> Content:
    """Take a sound story apart.

    Raises:
        StoryRejected: it would take too much room.
    """
    from cliffhanger.story import cells

    try:
        return cells.take_apart(story)
    except Fault as fault:
        raise _rejected(name, [fault]) from None


def _rejected(name: str, faults: list[Fault]) -> StoryRejected:
    found = dict.fromkeys((fault.line, fault.what, fault.remedy) for fault in faults)
    complaints = [Complaint(name, *one) for one in sorted(found, key=lambda one: one[0])]
    if len(complaints) > MOST_COMPLAINTS:
        last = complaints[MOST_COMPLAINTS - 1].line
        more = Complaint(name, last, "there is more wrong further down", "mend what is above first")
        complaints = [*complaints[:MOST_COMPLAINTS], more]
    return StoryRejected(complaints)


def _newer(root: Node) -> Fault | None:
    version = root.get("format_version") if isinstance(root, Mapping) else None
    if isinstance(version, str) and re.fullmatch(r"[1-9]\d{0,8}", version) and int(version) > FORMAT_VERSION:
        return Fault(
            line_of(root, ("format_version",)),
            f"this story is written in format {version}, and formats up to {FORMAT_VERSION} are read here",
            "update Cliffhanger",
        )
    return None


def _validated(root: Node, faults: list[Fault]) -> StoryFile | None:
    from pydantic import ValidationError

    from cliffhanger.story.schema import StoryFile

    try:
        return StoryFile.model_validate(root)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        faults += [_fault(root, problem) for problem in errors[: MOST_COMPLAINTS + 1]]
        return None


def _fault(root: Node, problem: Any) -> Fault:
    """Word one problem that the schema found."""
    path = tuple(step for step in problem["loc"] if step not in _FORMS)
    of_key = path[-1:] == ("[key]",)
    path = path[:-1] if of_key else path
    kind = problem["type"]
    if kind == "extra_forbidden":
        named = Named(str(path[-1]), line_of(root, path, key=True))
        known = _keys_at(path[:-1])
        if problem["input"] == "":
            return Fault(named.line, f"unknown key {plaintext.shown(named.name)}", _COMMA)
        return references.unknown(
            "key", named, known, f"the keys here are {', '.join(known)}" if known else "remove it"
        )
    if kind == "missing":
        return Fault(line_of(root, path[:-1]), f"the key {path[-1]!r} is missing", "add it")
    line = line_of(root, path, key=of_key)
    if kind == "literal_error":
        near = references.nearest(str(problem["input"]), re.findall(r"'([^']+)'", problem["ctx"]["expected"]))
        expected = problem["ctx"]["expected"].replace("'", "")
        what = _at(path, f"expected {expected}, found {_found(problem['input'])}")
        return Fault(line, what, f"did you mean {near!r}?" if near else "write one of these")
    if kind in _EXPECTED:
        return Fault(line, _at(path, f"expected {_EXPECTED[kind]}, found {_found(problem['input'])}"), "see the format")
    return Fault(line, _at(path, problem["msg"]), "correct it")


def _at(path: tuple[Any, ...], what: str) -> str:
    names = [step for step in path if isinstance(step, str) and step != "*"]
    return f"`{names[-1]}`: {what}" if names else what


def _found(value: object) -> str:
    if isinstance(value, str):
        return plaintext.shown(value) if value else "nothing"
    return "a list" if isinstance(value, list) else "a mapping"


def _keys_at(path: tuple[Any, ...]) -> list[str]:
    """Give the keys that the schema knows where a path leads."""
    from cliffhanger.story.schema import Keys, StoryFile

    here: Any = StoryFile
    for step in path:
        here = here.fields()[step].annotation if _is(here, Keys) else get_args(here)[-1]
        while get_origin(here) in (Annotated, Union, UnionType):
            here = get_args(here)[0]
    return list(here.fields()) if _is(here, Keys) else []


def _is(here: Any, kind: type) -> bool:
    return isinstance(here, type) and issubclass(here, kind)
