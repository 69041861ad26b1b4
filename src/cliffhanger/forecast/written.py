"""Writes fitted models down as plain data, and reads them back: dataclasses, arrays, mappings, numbers, words.

Numbers are kept to `DIGITS` digits, which makes files small. So that a model read back and one just made give the same
bytes, whatever is fitted is written down and read back before anybody asks it.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from cliffhanger.forecast.trees import Trees

T = TypeVar("T")

DIGITS = 6


def document(name: str, version: int, value: Any) -> str:
    """Write a value down as a JSON document that says what it is, the same for the same value."""
    return json.dumps({"format": version, name: plain(value)}, separators=(",", ":")) + "\n"


def of_document(name: str, version: int, kind: type[T], text: str) -> T:
    """Read a value of a type from what `document` gives.

    Raises:
        ValueError, TypeError, LookupError: it is no such document.
    """
    told = json.loads(text)
    if told["format"] != version:
        raise ValueError(f"format {told['format']}")
    found: T = read(kind, told[name])
    return found


def plain(value: Any) -> Any:
    """Give data that JSON can hold: mappings as lists of pairs, since keys may be anything."""
    if isinstance(value, Trees):
        return [[_rounded(number) for number in tree] for tree in value.nodes()]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value) if field.init}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return [[plain(key), plain(one)] for key, one in value.items()]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(one) for one in value]
    return _rounded(value)


def _rounded(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        short = float(f"{float(value):.{DIGITS}g}")
        return int(short) if short.is_integer() and abs(short) < 1e15 else short
    return int(value) if isinstance(value, np.integer) else value


def read(kind: Any, data: Any) -> Any:
    """Make a value of a type from plain data.

    Raises:
        ValueError, TypeError, KeyError: the data does not fit the type.
    """
    kind = getattr(kind, "__value__", kind)  # on Python 3.12 and later, NumPy's arrays of a type are named so
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Trees:
        return Trees.of_nodes(data)
    if origin in (Union, types.UnionType):
        return None if data is None else read(next(one for one in inner if one is not type(None)), data)
    if origin is np.ndarray:
        return np.array(data, dtype=np.float64)
    if origin is tuple:
        of = [inner[0]] * len(data) if inner[-1] is Ellipsis else inner
        return tuple(read(one, told) for one, told in zip(of, data, strict=True))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {read(inner[0], key): read(inner[1], one) for key, one in data}
    return _read_plain(kind, data)


def _read_plain(kind: Any, data: Any) -> Any:
    if isinstance(kind, type) and is_dataclass(kind):
        if not isinstance(data, Mapping):
            raise TypeError(f"{kind.__name__} is written as a mapping, not as {type(data).__name__}")
        hints = _hints(kind)
        return kind(**{name: read(hints[name], one) for name, one in data.items()})
    if kind is date:
        return date.fromisoformat(data)
    return kind(data)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
