"""Who knows what: what a person knows, believes, and says, as far as the episodes watched tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cliffhanger.answer import Answer
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Paragraph, Told
from cliffhanger.brief.parts import part
from cliffhanger.brief.saying import attested, cited, items, person, watched
from cliffhanger.brief.wording import sentence
from cliffhanger.charts.titles import nearest, plain
from cliffhanger.errors import UnknownPerson
from cliffhanger.story.knowledge import Held, Knowledge

if TYPE_CHECKING:
    from cliffhanger.brief.almanac import Almanac
    from cliffhanger.story import StoryView
    from cliffhanger.vantage import Vantage

_WAYS = {"planted": "planted it", "deceives": "keeps it from others"}


@dataclass(frozen=True)
class Knows:
    """What one person knows and believes."""

    story: StoryView
    knowledge: Knowledge


def knows(title: str, asked: str, almanac: Almanac, vantage: Vantage) -> Answer[Knows]:
    """Tell what a person knows, believes and says; by any visible name, or a part of one that nobody else has.

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        UnknownPerson: nobody of that name is known at this vantage, or more than one; names the nearest.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = story_of(title, almanac, vantage)
    found = _found(story, asked)
    held = (*found.knows, *found.believes, *found.says)
    return answered(Knows(story, found), story, (one.claim for one in held))


def _found(story: StoryView, asked: str) -> Knowledge:
    names: dict[str, list[Knowledge]] = {}
    for one in story.knowledge:
        for name in (one.person.name, *one.person.aliases):
            names.setdefault(name, []).append(one)
    wanted = plain(asked)
    exact = [one for name, some in names.items() if plain(name) == wanted for one in some]
    part_of = [one for name, some in names.items() if set(wanted.split()) <= set(plain(name).split()) for one in some]
    found = {one.person.key: one for one in (exact or part_of)} if wanted else {}
    if len(found) == 1:
        return next(iter(found.values()))
    same = tuple(one.person.name for one in found.values())
    raise UnknownPerson(asked, story.title, () if same else nearest(asked, names), same)


def tell_knows(value: Knows) -> Iterator[Block]:
    """Tell what somebody knows, believes and says."""
    story, told = value.story, value.knowledge
    yield Heading(f"{story.title}: what {told.person.name} knows", 1)
    yield Paragraph(watched(story))
    yield Paragraph(sentence(person(told.person)))
    yield from items("Knows", [_held(story, one) for one in told.knows], 2)
    yield from items("Believes", [_held(story, one) for one in told.believes], 2)
    yield from items("Says", [_held(story, one) for one in told.says], 2)
    if not (told.knows or told.believes or told.says):
        yield Paragraph(f"What {told.person.name} knows or believes has not come up so far.")


def _when(story: StoryView, held: Held) -> str:
    since = held.claim.episode
    if since is not None and held.until == since:
        return f"for a while in {part(story, since)}"
    told = f"since {part(story, since)}" if since else "from the premise on"
    return f"{told}, until {part(story, held.until)}" if held.until else told


def _held(story: StoryView, held: Held) -> Told:
    marks = [_when(story, held)]
    if held.way in _WAYS:
        marks.append(_WAYS[held.way])
    if not held.claim.stands:
        marks.append("wrongly" if held.way == "believes" else "it is not so")
    marks += attested(held.claim)
    return cited(story, f"{held.claim.says} ({'; '.join(marks)})", held.claim)
