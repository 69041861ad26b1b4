"""Reviews who is who in a story file: who enters when, under which names, played by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from cliffhanger.story.findings import Found, error, note, warning
from cliffhanger.story.outline import Outline, Part
from cliffhanger.story.plaintext import Mapping, shown
from cliffhanger.story.tree import keys, texts, ties
from cliffhanger.vantage import Episode

_SECRET: Final = ("believed_by", "known_by", "planted_by", "answers", "weighs")
"""What is tied to a person before the viewer knows them, so that it comes to light when they enter."""

_ARTICLES: Final = ("the ", "a ", "an ")


def never_introduced(outline: Outline) -> Iterator[Found]:
    """Find persons whom no claim introduces."""
    named: dict[str, list[Part]] = defaultdict(list)
    for part in outline.parts:
        named[part.person].append(part)
    for person, line in keys(outline.root, "people"):
        if person in outline.introduced:
            continue
        if person in named:
            first = named[person][0]
            what = (
                f"{shown(person)} is never introduced, so nothing that names them is shown (first on line {first.line})"
            )
            yield warning(line, what, f"introduce them: `introduces: {{{person}: {{name: ...}}}}`")
        else:
            yield note(line, f"{shown(person)} is declared and never used", "introduce them in a claim, or remove them")


def before_their_introduction(outline: Outline) -> Iterator[Found]:
    """Find persons who have a part in a claim of an earlier episode than the one that introduces them."""
    episodes = {person: {told.episode for told in entered} for person, entered in outline.introduced.items()}
    found = set()
    for part in outline.parts:
        entered = outline.introduced.get(part.person)
        if not entered or part.told.episode in episodes[part.person] or part.person in found:
            continue
        if part.told.comes_before(entered[0]):
            found.add(part.person)
            where = f"{part.told.part}, but introduced only in {entered[0].part} (line {entered[0].line})"
            what = f"{shown(part.person)} stands in `{part.key}` in {where}"
            if part.key in _SECRET:
                yield note(
                    part.line, f"{what}, and stays hidden until then", "introduce them earlier if that is not meant"
                )
            else:
                yield warning(part.line, f"{what}, and is left out until then", "introduce them earlier")


def ties_in_time(outline: Outline) -> Iterator[Found]:
    """Find ties that end before they begin, and ties worded so that they do not read."""
    for told in outline.told:
        for tie in ties(told.claim) if "relation" in told.claim else ():
            start, end = tie.get("from"), tie.get("until")
            if start and end and outline.is_before(end, start):
                what = f"this tie lasts until {shown(end)}, which is before {shown(start)}, from which it lasts"
                yield error(tie.value_lines["until"], what, "exchange `from` and `until`, or correct `moments`")
            if tie["is"].lower().startswith(_ARTICLES):
                what = f"`is: {tie['is']}` is read with an article before it"
                yield note(tie.value_lines["is"], what, "write the tie alone, such as sister")


def one_actor(outline: Outline) -> Iterator[Found]:
    """Find an actor whose name tells that two persons are one before the story does."""
    played: dict[str, dict[str, tuple[Episode, int]]] = defaultdict(dict)
    for told in outline.told:
        introduced = told.claim.get("introduces")
        for person, who in introduced.items() if isinstance(introduced, Mapping) else ():
            if actor := who.get("played_by"):
                played[person].setdefault(" ".join(actor.split()), (told.episode, who.value_lines["played_by"]))
    for told in outline.told:
        if "same_person" in told.claim:
            one, other = (named.name for named in texts(told.claim, "same_person"))
            for actor in played[one].keys() & played[other].keys():
                episode, line = max(played[one][actor], played[other][actor])
                if episode < told.episode:
                    pair = f"{shown(one)} and {shown(other)}"
                    what = f"{actor} plays {pair}, which tells that they are one before {told.part} does"
                    yield warning(line, what, "leave `played_by` out here, and give it where they are joined")
