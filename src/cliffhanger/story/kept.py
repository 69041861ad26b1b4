"""Keeps checked stories in the user's cache folder: to check a story takes ten times as long as to read it back.

What is kept is JSON made of the pieces of a story, named by the digest of the file that they came from. A file that
cannot be read back, or written, is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from cliffhanger import __version__
from cliffhanger.story import claims
from cliffhanger.vantage import Episode

SHAPE: Final = 1
"""Counts the changes of `claims`: what was kept in an older shape is not read back."""

_CLASSES: Final[dict[str, Any]] = {
    name: one for name, one in vars(claims).items() if isinstance(one, type) and one.__module__ == claims.__name__
} | {"Episode": Episode}


def kept(raw: bytes, make: Callable[[], claims.Content]) -> claims.Content:
    """Give the content of a story file with these bytes: as kept, or else as made, which is then kept."""
    name = hashlib.sha256(f"{__version__} {SHAPE} ".encode() + raw).hexdigest()
    path = _folder() / f"{name}.json"
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
        found = _unpacked(json.loads(path.read_text("utf-8")))
        if isinstance(found, claims.Content):
            return found
    content = make()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(_packed(content), separators=(",", ":")), "utf-8")
        beside.replace(path)
    return content


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("cliffhanger", appauthor=False) / "stories"


def _packed(value: Any) -> Any:
    """Write a value as JSON: a list that begins with the name of its class, or the value itself."""
    match value:
        case None | bool() | int() | str():
            return value
        case date():
            return ["date", value.isoformat()]
        case frozenset():
            return ["frozenset", *sorted(value)]
        case tuple():
            name = type(value).__name__
            return [name, *map(_packed, value)]
        case _ if is_dataclass(value):
            return [type(value).__name__, *(_packed(getattr(value, field.name)) for field in fields(value))]
    raise TypeError(type(value))


def _unpacked(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    name, *parts = value
    if name == "date":
        return date.fromisoformat(parts[0])
    told = [_unpacked(part) if isinstance(part, list) else part for part in parts]
    if name == "tuple":
        return tuple(told)
    return frozenset(told) if name == "frozenset" else _CLASSES[name](*told)
