"""The forms of single values in a story file: how each is checked, and what editors are told of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final, TypeVar

from pydantic import BeforeValidator, GetJsonSchemaHandler, PlainValidator, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from cliffhanger.errors import BadDay
from cliffhanger.story.claims import BEFORE, PERSON, SOURCE
from cliffhanger.story.plaintext import shown
from cliffhanger.vantage import Episode, parse_day

ALL: Final = "*"
"""The key under which one day is kept that goes for all seasons or episodes."""

MAPPING_FORM: Final = "*mapping"
LIST_FORM: Final = "*list"
"""Tell, in the path of a problem, which of two forms was taken; neither is a step in the file."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
WORD: Final = re.compile(r"[^\W\d_]+")
_T = TypeVar("_T")


def _refuse(expected: str, value: object) -> PydanticCustomError:
    found = shown(value) if isinstance(value, str) and value else _KINDS.get(type(value).__name__, "nothing")
    return PydanticCustomError("expected", "expected {expected}, found {found}", {"expected": expected, "found": found})


_KINDS: Final = {"Mapping": "a mapping", "Sequence": "a list"}


def _text(value: object) -> str:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words:
        raise _refuse("text", value)
    return words


def matching(pattern: re.Pattern[str], expected: str) -> Any:
    """Give a check that takes texts of a pattern, and complains of others in the words of `expected`."""

    def check(value: object) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        raise _refuse(expected, value)

    return check


def _day(value: object) -> date:
    try:
        return parse_day(value if isinstance(value, str) else "")
    except BadDay:
        raise _refuse("a day such as 2026-01-14", value) from None


def _number(pattern: str, expected: str) -> Any:
    def check(value: object) -> int:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return int(value)
        raise _refuse(expected, value)

    return check


def _episode(value: object) -> Episode:
    episode = Episode.parse(value) if isinstance(value, str) else None
    if episode is None or str(episode) != value:
        raise _refuse("an episode such as S1E3", value)
    return episode


def _release(value: object) -> Episode:
    return BEFORE if value == ALL else _episode(value)


def _announced_season(value: object) -> int:
    return 0 if value == ALL else int(_number(r"[1-9]\d{0,3}", "a season's number")(value))


def _gate(value: object) -> Episode | None:
    return None if value == "premise" else _episode(value)


def _many(value: object) -> object:
    return value if isinstance(value, list) else [value]


def one_for_all(value: object) -> object:
    """Take one value for a mapping in which it goes for all."""
    return value if isinstance(value, dict) else {ALL: value}


class _OneOrMore:
    """Tells editors that a list of one may be written without its brackets."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


def named(value: object) -> object:
    """Take a text for a mapping with a name and no more."""
    return value if isinstance(value, dict) else {"name": value}


def nothing_or(value: object) -> object:
    """Take an empty value for an empty mapping."""
    return {} if value == "" else value


def form_of(value: object) -> str:
    """Tell whether a value has the form of a mapping or of a list."""
    return MAPPING_FORM if isinstance(value, dict) else LIST_FORM


def json_form(**schema: Any) -> WithJsonSchema:
    """Tell editors the form of a value, in the words of JSON Schema."""
    return WithJsonSchema(schema)


Text = Annotated[str, PlainValidator(_text), json_form(type="string", minLength=1)]
Id = Annotated[
    str,
    PlainValidator(matching(_ID, "an id (letters, digits, - and _)")),
    json_form(type="string", pattern=f"^{_ID.pattern}$"),
]
PersonId = Annotated[
    str,
    PlainValidator(matching(PERSON, "a person's id (small letters, digits, - and _)")),
    json_form(type="string", pattern=f"^{PERSON.pattern}$"),
]
SourceKey = Annotated[
    str,
    PlainValidator(matching(SOURCE, "a source's key (letters, digits, - and _)")),
    json_form(type="string", pattern=f"^{SOURCE.pattern}$"),
]
Day = Annotated[date, PlainValidator(_day), json_form(type="string", format="date")]
SeasonNumber = Annotated[
    int,
    PlainValidator(_number(r"[1-9]\d{0,3}", "a season's number")),
    json_form(type="string", pattern=r"^[1-9]\d{0,3}$"),
]
AnnouncedSeason = Annotated[int, PlainValidator(_announced_season), json_form(type="string", pattern=r"^[1-9]\d{0,3}$")]
EpisodeCount = Annotated[
    int,
    PlainValidator(_number(r"0*[1-9]\d{0,3}", "a number of episodes from 1 to 9999")),
    json_form(type="integer", minimum=1, maximum=9999),
]
Decibans = Annotated[
    int,
    PlainValidator(_number(r"[+-]?\d{1,3}", "a whole number of decibans from -999 to 999")),
    json_form(type="integer", minimum=-999, maximum=999),
]
_EPISODE: Final = "^S[1-9][0-9]*E[1-9][0-9]*$"

EpisodeName = Annotated[Episode, PlainValidator(_episode), json_form(type="string", pattern=_EPISODE)]
Released = Annotated[Episode, PlainValidator(_release), json_form(type="string", pattern=_EPISODE)]
Behind = Annotated[Any, PlainValidator(_gate), json_form(type="string", pattern=rf"^(premise|{_EPISODE[1:-1]})$")]
OneOrMore = Annotated[list[_T], BeforeValidator(_many), _OneOrMore()]
