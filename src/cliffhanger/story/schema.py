"""The keys of a story file, as models that check them and as a JSON Schema from which editors complete them.

Importing this costs a tenth of a second (pydantic), so it is imported where a story is loaded, not before.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    Tag,
    WithJsonSchema,
)
from pydantic.fields import FieldInfo
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
_WORD: Final = re.compile(r"[^\W\d_]+")
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


def _matching(pattern: re.Pattern[str], expected: str) -> Any:
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


def _one_for_all(value: object) -> object:
    return value if isinstance(value, dict) else {ALL: value}


class _OneOrMore:
    """Tells editors that a list of one may be written without its brackets."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        several = handler(schema)
        return {"anyOf": [several["items"], several]}


def _empty(value: object) -> object:
    return {} if value == "" else value


def _form(value: object) -> str:
    return MAPPING_FORM if isinstance(value, dict) else LIST_FORM


def _schema(**schema: Any) -> WithJsonSchema:
    return WithJsonSchema(schema)


Text = Annotated[str, PlainValidator(_text), _schema(type="string", minLength=1)]
Id = Annotated[
    str,
    PlainValidator(_matching(_ID, "an id (letters, digits, - and _)")),
    _schema(type="string", pattern=f"^{_ID.pattern}$"),
]
PersonId = Annotated[
    str,
    PlainValidator(_matching(PERSON, "a person's id (small letters, digits, - and _)")),
    _schema(type="string", pattern=f"^{PERSON.pattern}$"),
]
SourceKey = Annotated[
    str,
    PlainValidator(_matching(SOURCE, "a source's key (letters, digits, - and _)")),
    _schema(type="string", pattern=f"^{SOURCE.pattern}$"),
]
Day = Annotated[date, PlainValidator(_day), _schema(type="string", format="date")]
SeasonNumber = Annotated[
    int,
    PlainValidator(_number(r"[1-9]\d{0,3}", "a season's number")),
    _schema(type="string", pattern=r"^[1-9]\d{0,3}$"),
]
AnnouncedSeason = Annotated[int, PlainValidator(_announced_season), _schema(type="string", pattern=r"^[1-9]\d{0,3}$")]
EpisodeCount = Annotated[
    int,
    PlainValidator(_number(r"0*[1-9]\d{0,3}", "a number of episodes from 1 to 9999")),
    _schema(type="integer", minimum=1, maximum=9999),
]
Decibans = Annotated[
    int,
    PlainValidator(_number(r"[+-]?\d{1,3}", "a whole number of decibans from -999 to 999")),
    _schema(type="integer", minimum=-999, maximum=999),
]
EpisodeName = Annotated[Episode, PlainValidator(_episode), _schema(type="string", pattern="^S[1-9][0-9]*E[1-9][0-9]*$")]
Released = Annotated[Episode, PlainValidator(_release), _schema(type="string", pattern="^S[1-9][0-9]*E[1-9][0-9]*$")]
Behind = Annotated[Any, PlainValidator(_gate), _schema(type="string", pattern="^(premise|S[1-9][0-9]*E[1-9][0-9]*)$")]
OneOrMore = Annotated[list[_T], BeforeValidator(_many), _OneOrMore()]


class Keys(BaseModel):
    """A mapping with known keys only."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def fields(cls) -> dict[str, FieldInfo]:
        """Give the fields by the keys under which a writer knows them."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}


class Introduction(Keys):
    """Who somebody is, as far as the claim that introduces them tells."""

    name: Text = Field(description="The name by which the viewer first knows this person.")
    role: Text | None = Field(None, description="Who they are, in a few words, such as 'a news anchor'.")
    played_by: Text | None = Field(None, description="The actor.")


class Relation(Keys):
    """A tie between two persons: `of` is the `is` of `to`."""

    of: PersonId = Field(description="The person who has the tie: the daughter, if it is 'daughter'.")
    to: PersonId = Field(description="The person to whom it leads: the mother, if it is 'daughter'.")
    is_: Text = Field(alias="is", description="The tie, such as 'daughter'.")
    from_: Id | None = Field(None, alias="from", description="The moment from which it lasts.")
    until: Id | None = Field(None, description="The moment at which it ends.")


class MomentOrder(Keys):
    """Where a moment stands among the others."""

    after: OneOrMore[Id] = Field(default_factory=list, description="Moments that are earlier.")


class ThreadQuestion(Keys):
    """A question that the story raises."""

    asks: Text = Field(description="The question as the viewer would ask it when it is opened.")


class SourcePage(Keys):
    """A page or a work that claims cite."""

    name: Text = Field(description="What to call it.")
    day: Day | None = Field(None, description="The day it was published; it is not named at earlier days.")


class Work(Keys):
    """The work on which the series is based."""

    title: Text
    author: Text | None = None
    form: Text | None = Field(None, description="Such as 'novel'.")
    sequel: Text | None = Field(None, description="The work that follows it, or 'none'.")


class NoKeys(Keys):
    """Nothing: what is said of a person comes by claims."""


class Statement(Keys):
    """What everything that is said has in common."""

    says: Text | None = Field(None, description="One full sentence, in the present tense.")
    sources: OneOrMore[Text] = Field(default_factory=list, description="Keys of the map `sources`, or free text.")
    confidence: Literal["agreed", "single", "disputed", "inferred"] | None = Field(
        None, description="How well it is attested."
    )
    disputed: OneOrMore[Text] = Field(default_factory=list, description="What others state instead.")


class Claim(Statement):
    """One statement of a story."""

    id: Id | None = Field(None, description="Only needed where another claim names this one.")
    about: OneOrMore[PersonId] = Field(default_factory=list, description="The persons it is about.")
    when: Id | None = Field(None, description="The moment at which it happens.")
    place_in_episode: Literal["early", "middle", "late"] | None = Field(None, description="Where it is told.")
    places: OneOrMore[Text] = Field(default_factory=list, description="Where it happens.")
    introduces: dict[PersonId, Introduction] = Field(
        default_factory=dict, description="Persons who enter the story here."
    )
    alias: dict[PersonId, Text] = Field(default_factory=dict, description="One more name of a person.")
    relation: OneOrMore[Relation] = Field(default_factory=list, description="Ties between persons.")
    same_person: list[PersonId] = Field(default_factory=list, description="Two persons who turn out to be one.")
    opens: OneOrMore[Id] = Field(default_factory=list, description="Threads that it opens.")
    rewords: dict[Id, Text] = Field(default_factory=dict, description="Threads that it words anew.")
    answers: dict[Id, Text] = Field(
        default_factory=dict, description="Threads that it answers, by a person or in words."
    )
    weighs: dict[Id, dict[Text, Decibans]] = Field(
        default_factory=dict, description="How far it moves a thread to an answer."
    )
    overturns: OneOrMore[Id] = Field(default_factory=list, description="The claims that it replaces.")
    supports: OneOrMore[Id] = Field(default_factory=list, description="The claims that it is a clue to.")
    undermines: OneOrMore[Id] = Field(default_factory=list, description="The claims that it is a clue against.")
    told_by: Text | None = Field(None, description="Whose word it is, if the story does not vouch for it.")
    believed_by: OneOrMore[Text] = Field(default_factory=list, description="Who believes it: persons, or words.")
    known_by: OneOrMore[Text] = Field(default_factory=list, description="Who knows it to be true: persons, or words.")
    because: Text | None = Field(None, description="The motive, or the reason.")
    how: Text | None = Field(None, description="By what means it was done, or hidden.")
    deceives: Text | None = Field(None, description="Who fools whom.")
    planted_by: Text | None = Field(None, description="Who planted it as false evidence.")


class PremiseClaim(Claim):
    """A claim that is public before the first episode."""

    known: Day | None = Field(None, description="The day from which it is public, if later than `announced`.")


class Fact(Statement):
    """A fact from outside the episodes."""

    known: Day = Field(description="The day from which it was known.")
    told_by: Text | None = Field(None, description="Whose word it is.")
    reveals: Behind | None = Field(None, description="The episode that it spoils, if it does.")


class Note(Statement):
    """How the telling compares with its source."""

    compares: Literal["same", "differs"] = Field(description="Whether the telling is the same as its source.")
    reveals: Behind = Field(description="The episode behind which the note stands, or 'premise' if harmless.")
    known: Day | None = Field(None, description="The day from which it was known, if later than `announced`.")


class StoryFile(Keys):
    """A story, told claim by claim, each behind the episode that reveals it."""

    format_version: Literal["1"] = Field(
        description="The version of this format.", json_schema_extra={"const": 1, "enum": [1], "type": "integer"}
    )
    title: Text
    slug: (
        Annotated[
            str,
            PlainValidator(_matching(PERSON, "a slug such as his-and-hers")),
            _schema(type="string", pattern=f"^{PERSON.pattern}$"),
        ]
        | None
    ) = Field(None, description="The title in addresses; made of the title if left out.")
    also_known_as: OneOrMore[Text] = Field(default_factory=list, description="Other titles.")
    by: Text | None = Field(None, description="Who wrote or made it.")
    told_in: Annotated[
        str,
        PlainValidator(_matching(_WORD, "one word, such as chapter")),
        _schema(type="string", pattern=r"^[^\W\d_]+$"),
    ] = Field("episode", description="The word for one part of the telling, such as 'chapter'.")
    platform: Text | None = None
    format: Text | None = Field(None, description="Such as 'limited series'.")
    announced: Annotated[
        dict[AnnouncedSeason, Day],
        BeforeValidator(_one_for_all, json_schema_input_type=Day | dict[AnnouncedSeason, Day]),
    ] = Field(description="The day from which the series is public, or a day for each season.")
    released: Annotated[
        dict[Released, Day], BeforeValidator(_one_for_all, json_schema_input_type=Day | dict[Released, Day])
    ] = Field(default_factory=dict, description="The day of release, or a day for each episode.")
    episodes: dict[SeasonNumber, EpisodeCount] = Field(description="The number of episodes of each season.")
    based_on: Work | None = None
    watch: Text | None = Field(None, description="Where to watch it.")
    people: dict[PersonId, Annotated[NoKeys, BeforeValidator(_empty)]] = Field(
        default_factory=dict,
        description="The ids of all persons; their names come with the claims that introduce them.",
    )
    sources: dict[SourceKey, SourcePage] = Field(
        default_factory=dict, description="Pages and works that claims cite, by a short key."
    )
    moments: Annotated[
        Annotated[dict[Id, Annotated[MomentOrder, BeforeValidator(_empty)]], Tag(MAPPING_FORM)]
        | Annotated[list[OneOrMore[Id]], Tag(LIST_FORM)],
        Discriminator(_form),
    ] = Field(
        default_factory=list,
        description="The fabula, earliest first; a list within holds moments whose order is not known. "
        "Or a mapping that tells of each moment after which others it comes.",
    )
    threads: dict[Id, ThreadQuestion] = Field(default_factory=dict, description="The questions that the story raises.")
    premise: list[PremiseClaim] = Field(default_factory=list, description="What is public before the first episode.")
    reveals: dict[EpisodeName, list[Claim]] = Field(
        default_factory=dict, description="The claims of each episode, as they are told."
    )
    facts: list[Fact] = Field(default_factory=list, description="Facts from outside the episodes.")
    adaptation: list[Note] = Field(default_factory=list, description="How the telling compares with its source.")


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of story files."""
    schema = StoryFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Cliffhanger story"}
