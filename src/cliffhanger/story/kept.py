"""Keeps checked stories in the user's cache folder: to check a story takes ten times as long as to read it back.

What is kept is JSON made of the pieces of a story, named by the digest of the file that they came from and of the code
that took it apart. A file that cannot be read back, or written, is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from cliffhanger import vantage
from cliffhanger.story import claims, content

CACHE: Final = "CLIFFHANGER_CACHE"
"""The variable that names another folder to keep stories in, or `none` to keep none."""

MOST_KEPT: Final = 50

_CODE: Final = (
    *(Path(__file__).with_name(f"{name}.py") for name in ("plaintext", "tree", "moments", "references", "forms")),
    *(Path(__file__).with_name(f"{name}.py") for name in ("schema", "frame", "placing", "ways", "cells", "claims")),
    *(Path(__file__).with_name(f"{name}.py") for name in ("content", "storyfile", "kept")),
    Path(vantage.__file__),
)
"""What makes content of a file, and writes it down; by path, for to import it all would cost what keeping saves."""

_CLASSES: Final[dict[str, Any]] = {
    name: one
    for module in (claims, content)
    for name, one in vars(module).items()
    if isinstance(one, type) and one.__module__ == module.__name__
} | {"Episode": vantage.Episode}


def kept(raw: bytes, make: Callable[[], content.Content]) -> content.Content:
    """Give the content of a story file with these bytes: as kept, or else as made, which is then kept."""
    folder = _folder()
    if folder is None:
        return make()
    path = folder / f"{hashlib.sha256(_code(_CODE) + raw).hexdigest()}.json"
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError, RecursionError):
        found = _unpacked(json.loads(path.read_text("utf-8")))
        if isinstance(found, content.Content):
            return found
    made = make()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(_packed(made), separators=(",", ":")), "utf-8")
        beside.replace(path)
        _drop_oldest(folder)
    return made


def _folder() -> Path | None:
    chosen = os.environ.get(CACHE, "")
    if chosen.lower() == "none":
        return None
    if chosen:
        return Path(chosen).expanduser() / "stories"
    from platformdirs import user_cache_path

    return user_cache_path("cliffhanger", appauthor=False) / "stories"


@cache
def _code(files: tuple[Path, ...]) -> bytes:
    return hashlib.sha256(b"".join(hashlib.sha256(file.read_bytes()).digest() for file in files)).digest()


def _drop_oldest(folder: Path) -> None:
    # Only names that are digests: the folder is the user's, and may hold other things.
    ours = [(file.stat().st_mtime_ns, file) for file in folder.glob("[0-9a-f]" * 64 + ".*")]
    for _, file in sorted(ours)[:-MOST_KEPT]:
        file.unlink(missing_ok=True)


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
