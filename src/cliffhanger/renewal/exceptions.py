"""The reviewed exceptions: which seasons belong together where names alone cannot tell."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from cliffhanger.charts.titles import plain


class Says(StrEnum):
    """What an exception says of its two names."""

    SAME = "same show"
    ANTHOLOGY = "anthology"
    ANOTHER = "another show"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Exceptional:
    """An exception, with its names as `plain` spells them: of shows, or of seasons written in one."""

    says: Says
    first: str
    second: str
    why: str
    show: str | None = None
    numbers: tuple[int, int] | None = None

    @property
    def numbered(self) -> tuple[tuple[str, int], ...]:
        """Pair the names with their numbers, where it tells these."""
        return ((self.first, self.numbers[0]), (self.second, self.numbers[1])) if self.numbers else ()

    @property
    def joins(self) -> bool:
        """Tell whether it says that both names are of one show."""
        return self.says in (Says.SAME, Says.ANTHOLOGY)


@cache
def reviewed() -> tuple[Exceptional, ...]:
    """List the exceptions that ship, in the order of the file."""
    return parsed((files("cliffhanger.renewal") / "exceptions.toml").read_text(encoding="utf-8"))


def parsed(text: str) -> tuple[Exceptional, ...]:
    """Read exceptions from TOML, in its order."""
    found = []
    for entry in tomllib.loads(text)["exceptions"]:
        first, second = (plain(name) for name in entry["names"])
        show = plain(entry["show"]) if "show" in entry else None
        numbers = tuple(entry["numbers"]) if "numbers" in entry else None
        found.append(Exceptional(Says(entry["says"]), first, second, entry["why"], show, numbers))
    return tuple(found)
