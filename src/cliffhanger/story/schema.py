"""The keys of a story file, as models that check them and as a JSON Schema from which editors complete them.

Importing this costs a tenth of a second (pydantic), so it is imported where a story is loaded, not before.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
)
from pydantic.fields import FieldInfo

from cliffhanger.story.claims import PERSON
from cliffhanger.story.forms import (
    LIST_FORM,
    MAPPING_FORM,
    WORD,
    AnnouncedSeason,
    Behind,
    Day,
    Decibans,
    EpisodeCount,
    EpisodeName,
    Id,
    OneOrMore,
    PersonId,
    Released,
    SeasonNumber,
    SourceKey,
    Text,
    form_of,
    json_form,
    matching,
    named,
    nothing_or,
    one_for_all,
)


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


class Shop(Keys):
    """Where a series can be watched, or a book read."""

    name: Text = Field(description="What to call it.")
    day: Day | None = Field(None, description="The day from which it can; if left out, as soon as it is released.")


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
            PlainValidator(matching(PERSON, "a slug such as his-and-hers")),
            json_form(type="string", pattern=f"^{PERSON.pattern}$"),
        ]
        | None
    ) = Field(None, description="The title in addresses; made of the title if left out.")
    also_known_as: OneOrMore[Text] = Field(default_factory=list, description="Other titles.")
    by: Text | None = Field(None, description="Who wrote or made it.")
    told_in: Annotated[
        str,
        PlainValidator(matching(WORD, "one word, such as chapter")),
        json_form(type="string", pattern=r"^[^\W\d_]+$"),
    ] = Field("episode", description="The word for one part of the telling, such as 'chapter'.")
    platform: Text | None = None
    format: Text | None = Field(None, description="Such as 'limited series'.")
    announced: Annotated[
        dict[AnnouncedSeason, Day],
        BeforeValidator(one_for_all, json_schema_input_type=Day | dict[AnnouncedSeason, Day]),
    ] = Field(description="The day from which the series is public, or a day for each season.")
    released: Annotated[
        dict[Released, Day], BeforeValidator(one_for_all, json_schema_input_type=Day | dict[Released, Day])
    ] = Field(default_factory=dict, description="The day of release, or a day for each episode.")
    episodes: dict[SeasonNumber, EpisodeCount] = Field(description="The number of episodes of each season.")
    based_on: Work | None = None
    watch: Annotated[Shop, BeforeValidator(named, json_schema_input_type=Text | Shop)] | None = Field(
        None, description="Where to watch it, or that and the day from which."
    )
    people: dict[PersonId, Annotated[NoKeys, BeforeValidator(nothing_or)]] = Field(
        default_factory=dict,
        description="The ids of all persons; their names come with the claims that introduce them.",
    )
    sources: dict[SourceKey, SourcePage] = Field(
        default_factory=dict, description="Pages and works that claims cite, by a short key."
    )
    moments: Annotated[
        Annotated[dict[Id, Annotated[MomentOrder, BeforeValidator(nothing_or)]], Tag(MAPPING_FORM)]
        | Annotated[list[OneOrMore[Id]], Tag(LIST_FORM)],
        Discriminator(form_of),
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
