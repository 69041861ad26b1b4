"""Reviews the sentences of a story file: what they give away too early, and what does not read."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

from cliffhanger.story.findings import Found, note, warning
from cliffhanger.story.outline import Outline, Told
from cliffhanger.story.plaintext import Mapping, shown
from cliffhanger.story.tree import Named, keys, texts, ties

_WORD: Final = re.compile(r"\w+")
_SHOWN: Final = ("says", "because", "how", "deceives", "disputed", "places", "told_by", "believed_by", "known_by")
_LONGEST: Final = 240


_MOST_WORDS: Final = 8


class _Name(NamedTuple):
    """A name, as words, with the claim that gives it to its person."""

    words: tuple[str, ...]
    person: str
    told: Told


_Names: TypeAlias = dict[tuple[str, ...], _Name]


def named_too_early(outline: Outline) -> Iterator[Found]:
    """Find sentences that name somebody by a name that a later part reveals.

    The gate hides links, not words: who reads the sentence learns the name.
    """
    names = _names(outline)
    lengths: dict[str, set[int]] = defaultdict(set)
    for words in names:
        lengths[words[0]].add(len(words))
    coming = deque(names.values())
    known: set[str] = set()
    for told in outline.told:
        while coming and coming[0].told.episode <= told.episode:
            known.update(coming.popleft().words)
        for text, line in _shown(outline, told):
            for name in _late(text, names, lengths, known):
                spelt, person = shown(" ".join(name.words)), shown(name.person)
                where = f"only from {name.told.part} on (line {name.told.line})"
                what = f"{told.part} says {spelt}, which is a name of {person} {where}"
                yield warning(line, what, "word it without the name, or move it")


def _late(text: str, names: _Names, lengths: dict[str, set[int]], known: set[str]) -> Iterator[_Name]:
    """Give the names in a text that are not made of words of known names."""
    words = _WORD.findall(text)
    for start, word in enumerate(words):
        for length in lengths.get(word, ()):
            name = names.get((*words[start : start + length],))
            if name and not known.issuperset(name.words):
                yield name


def _names(outline: Outline) -> _Names:
    """Give each name with the first claim that reveals it, in the order of telling."""
    found: _Names = {}
    for told in outline.told:
        introduced, alias = told.claim.get("introduces"), told.claim.get("alias")
        given = [(person, who["name"]) for person, who in introduced.items()] if isinstance(introduced, Mapping) else []
        given += [*alias.items()] if isinstance(alias, Mapping) else []
        for person, name in given:
            words = (*_WORD.findall(name),)
            if 0 < len(words) <= _MOST_WORDS:
                found.setdefault(words, _Name(words, person, told))
    return found


def _shown(outline: Outline, told: Told) -> Iterator[Named]:
    """Give the texts that are shown with a claim."""
    claim = told.claim
    for key in _SHOWN:
        if key in claim:
            yield from texts(claim, key)
    for key in ("rewords", "alias", "answers"):
        if isinstance(inner := claim.get(key), Mapping):
            yield from texts(inner, *inner)
    for who in (claim.get("introduces") or {}).values():
        yield from texts(who, "name", "role")
    for tie in ties(claim) if "relation" in claim else ():
        yield from texts(tie, "is")
    for thread, _ in texts(claim, "opens") if "opens" in claim else ():
        yield from texts(outline.root["threads"][thread], "asks")


def questions(outline: Outline) -> Iterator[Found]:
    """Find questions that are none."""
    threads = outline.root.get("threads") or {}
    asked = [named for thread in threads.values() for named in texts(thread, "asks")]
    for told in outline.told:
        if isinstance(rewords := told.claim.get("rewords"), Mapping):
            asked += texts(rewords, *rewords)
    for text, line in asked:
        if not text.rstrip().endswith("?"):
            yield note(
                line, f"the question {shown(text)} does not end with a question mark", "word it as a viewer asks it"
            )


def sentences(outline: Outline) -> Iterator[Found]:
    """Find texts that do not read where they are shown."""
    before: dict[str, int] = {}
    for told in outline.told:
        claim = told.claim
        if "says" in claim:
            yield from _sentence(" ".join(claim["says"].split()), claim.value_lines["says"], before)
        for key, lead in (("because", "because "), ("how", "how: ")):
            if key in claim and claim[key].lower().startswith(lead):
                what = f"`{key}` is read after {lead.strip()!r}, and begins with it"
                yield note(claim.value_lines[key], what, "leave the first word out")
        for who in (claim.get("introduces") or {}).values():
            if "role" in who and who["role"].rstrip().endswith("."):
                what = "a role stands behind a name, and this one ends with a full stop"
                yield note(who.value_lines["role"], what, "write a few words, such as the gardener")


def _sentence(text: str, line: int, before: dict[str, int]) -> Iterator[Found]:
    if text in before:
        yield note(line, f"the same sentence stands on line {before[text]}", "tell it once, or word it as what is new")
    before.setdefault(text, line)
    if len(text) > _LONGEST:
        yield note(line, f"this sentence has more than {_LONGEST} characters", "make two claims of it")
    if text[0].islower():
        yield note(line, f"{shown(text)} begins with a small letter", "write a full sentence that can be read alone")


def overtold(outline: Outline) -> Iterator[Found]:
    """Find persons whose id has no claim about them but their introduction."""
    named = {part.person for part in outline.parts}
    for person, line in keys(outline.root, "people"):
        if person in outline.introduced and person not in named:
            what = f"{shown(person)} is introduced, and no claim is about them"
            yield note(line, what, f"add `about: {person}` to what they do")
