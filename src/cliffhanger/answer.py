"""What every public function that answers returns: the value, its basis, its sources."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from cliffhanger.vantage import Vantage

T = TypeVar("T")


@dataclass(frozen=True)
class Source:
    """Where a statement comes from, what it tells, and the day from which that was known, if it has one."""

    name: str
    known_from: date | None = None
    tells: str = ""

    def __str__(self) -> str:
        told = f"{self.name}{': ' if self.tells else ''}{self.tells}"
        return f"{told} (known from {self.known_from})" if self.known_from else told


@dataclass(frozen=True)
class Basis:
    """The vantage plus the digests of the views read to answer: equal bases, equal answers."""

    vantage: Vantage
    views: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        read = "".join(f", {name} {digest}" for name, digest in self.views)
        return f"basis: as of {self.vantage.as_of}, watched {self.vantage.watched}{read}"


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A value, the basis on which it stands, and the sources that it names."""

    value: T
    basis: Basis
    sources: tuple[Source, ...] = ()


def digest(visible: Any) -> str:
    """Digest what a view shows (anything that JSON can say) to twelve hexadecimal digits."""
    text = json.dumps(visible, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
