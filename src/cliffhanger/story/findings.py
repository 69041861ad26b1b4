"""What an editor is told of a story file: each finding with its severity, its line, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from cliffhanger.story.outline import Outline


class Severity(StrEnum):
    """How much a finding weighs: an error must go, a warning should, a note is for a second look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that an editor should know of a story file; `line` is 0 where no line can be told."""

    file: str
    line: int
    severity: Severity
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.severity}: {self.what}{'; ' if self.remedy else ''}{self.remedy}"


class Found(NamedTuple):
    """A finding in a file that is being read."""

    line: int
    severity: Severity
    what: str
    remedy: str


Rule: TypeAlias = Callable[[Outline], Iterator[Found]]


def error(line: int, what: str, remedy: str) -> Found:
    """Find what must go."""
    return Found(line, Severity.ERROR, what, remedy)


def warning(line: int, what: str, remedy: str) -> Found:
    """Find what should go."""
    return Found(line, Severity.WARNING, what, remedy)


def note(line: int, what: str, remedy: str) -> Found:
    """Find what is worth a second look."""
    return Found(line, Severity.NOTE, what, remedy)
