"""Checks what the schema cannot: that every name leads somewhere, and that no name stands for two things.

It reads the tree rather than the models, so that its complaints come together with those of the schema.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from cliffhanger.story.claims import PERSON, SOURCE
from cliffhanger.story.moments import circle
from cliffhanger.story.plaintext import Fault, Mapping, Sequence, shown
from cliffhanger.story.tree import Named, after, asides, claims, keys, moments, texts, ties, told
from cliffhanger.vantage import Episode

_MOST_CANDIDATES: Final = 2_000
MOST_ENTRIES: Final = 24
MOST_MOMENTS: Final = 2_000
_NUMBER: Final = re.compile(r"[1-9]\d{0,3}")
_WANT_A_SENTENCE: Final = (
    *("answers", "because", "believed_by", "deceives", "how", "known_by", "overturns", "planted_by", "rewords"),
    *("supports", "told_by", "undermines"),
)
_SPEAK_FOR_THEMSELVES: Final = ("alias", "introduces", "opens", "relation", "same_person")
_POINT: Final = {"overturns": "replaces", "supports": "is a clue to", "undermines": "is a clue against"}
_DECLARE: Final = "declare it under `{}`, or correct it"
_OR_WORDS: Final = "declare it under `people`, or write words with a space or a capital letter"
_OR_SOURCE: Final = "add it to `sources`, or write the source out in several words"


def nearest(name: str, candidates: Collection[str]) -> str:
    """Give the candidate most like a name, or nothing if none is like it."""
    if len(candidates) > _MOST_CANDIDATES:
        return ""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name[:200], sorted(candidates), scorer=fuzz.ratio, score_cutoff=60)
    return str(found[0]) if found else ""


def unknown(kind: str, named: Named, known: Collection[str], otherwise: str) -> Fault:
    """Word the complaint on a name that leads nowhere."""
    near = nearest(named.name, known)
    return Fault(named.line, f"unknown {kind} {shown(named.name)}", f"did you mean {near!r}?" if near else otherwise)


def check(root: Mapping) -> Iterator[Fault]:
    """Give every fault of reference in a story."""
    yield from _no_claims(root)
    yield from _seasons(root)
    yield from _unique(root)
    yield from _crowds(root)
    yield from _fabula(root)
    names = _Names(root)
    for claim in claims(root):
        yield from names.faults(claim)
        yield from _form(claim)
    for aside in asides(root):
        yield from names.faults(aside)


def _episodes(root: Mapping) -> dict[int, int]:
    seasons = root.get("episodes")
    if not isinstance(seasons, Mapping):
        return {}
    if not all(isinstance(v, str) and _NUMBER.fullmatch(k) and _NUMBER.fullmatch(v) for k, v in seasons.items()):
        return {}
    return {int(season): int(count) for season, count in seasons.items()}


def _no_claims(root: Mapping) -> Iterator[Fault]:
    """Check that claims are mappings; the schema says so, too, but at a cost for each that is none."""
    reveals = root.get("reveals")
    sections = reveals.items() if isinstance(reveals, Mapping) else ()
    for name, section in (("premise", root.get("premise")), *sections):
        for item, line in zip(section, section.item_lines, strict=True) if isinstance(section, Sequence) else ():
            if not isinstance(item, Mapping):
                found = "a list" if isinstance(item, Sequence) else shown(item) if item else "nothing"
                yield Fault(line, f"`{name}`: expected a mapping, found {found}", "see the format")


def _seasons(root: Mapping) -> Iterator[Fault]:
    """Check that every episode and season that is named exists."""
    seasons = _episodes(root)
    if not seasons:
        return
    named = keys(root, "reveals", "released")
    for aside in asides(root):
        named += texts(aside, "reveals")
    has = ", ".join(f"season {season} has {count}" for season, count in seasons.items())
    for text, line in named:
        episode = Episode.parse(text)
        if episode and str(episode) == text and episode.number > seasons.get(episode.season, 0):
            yield Fault(line, f"there is no episode {text}", f"correct it, or `episodes` ({has})")
    if len(seasons) > 1 and isinstance(root.get("released"), str):
        line = root.value_lines["released"]
        yield Fault(line, "one day of release for several seasons", "write a day for each: {S1E1: 2026-01-08}")
    yield from _announcements(root, seasons)


def _announcements(root: Mapping, seasons: dict[int, int]) -> Iterator[Fault]:
    """Check that days of announcement, where each season has its own, fit the seasons."""
    if isinstance(announced := root.get("announced"), Mapping):
        for text, line in keys(root, "announced"):
            if _NUMBER.fullmatch(text) and int(text) not in seasons:
                yield Fault(line, f"there is no season {text}", "correct it, or add it to `episodes`")
        for season in seasons:
            if str(season) not in announced:
                yield Fault(announced.line, f"season {season} is never announced", f"add {season}: and its day")


def _unique(root: Mapping) -> Iterator[Fault]:
    """Check that no id and no moment is there twice."""
    ids = [named for claim in claims(root) for named in texts(claim, "id")]
    for kind, names in (("id", ids), ("moment", moments(root))):
        first: dict[str, int] = {}
        for name, line in names:
            if name in first:
                yield Fault(line, f"the {kind} {shown(name)} is here twice", f"the first is on line {first[name]}")
            first.setdefault(name, line)


def _fabula(root: Mapping) -> Iterator[Fault]:
    """Check that moments in a mapping come after others that exist, and never after themselves."""
    orders = root.get("moments")
    if not isinstance(orders, Mapping):
        return
    if len(orders) > MOST_MOMENTS:
        yield Fault(orders.line, f"more than {MOST_MOMENTS:,} moments in a mapping", "write them as a list")
        return
    earlier = [(named, later) for later, order in orders.items() for named in after(order)]
    missing = (named for named, _ in earlier if named.name not in orders)
    yield from (unknown("moment", named, {*orders}, _DECLARE.format("moments")) for named in missing)
    if round_and_round := circle([(named.name, later) for named, later in earlier]):
        first = round_and_round[0]
        line = next(named.line for named, later in earlier if later == first and named.name == round_and_round[-1])
        order = " before ".join(shown(moment) for moment in (*round_and_round[:10], first))
        yield Fault(line, f"story time runs in a circle: {order}", "take out the `after` that is wrong")


def _crowds(root: Mapping) -> Iterator[Fault]:
    """Check that nothing enters in very many places: each doubles the ways in which links may come into view."""
    entries: dict[tuple[str, str], dict[Any, int]] = defaultdict(dict)
    bounds = {named.name for claim in claims(root) for tie in ties(claim) for named in texts(tie, "from", "until")}
    for where, claim in told(root):
        ends = [named for named in texts(claim, "when") if named.name in bounds] if bounds else []
        entering = ("introduces", keys(claim, "introduces")), ("opens", texts(claim, "opens")), ("when", ends)
        for key, names in entering:
            for name, line in names:
                entries[key, name].setdefault(where, line)
    for (key, name), places in entries.items():
        if len(places) > MOST_ENTRIES:
            line = list(places.values())[MOST_ENTRIES]
            yield Fault(line, f"`{key}`: {shown(name)} enters in more than {MOST_ENTRIES} places", "enter it in fewer")


def _form(claim: Mapping) -> Iterator[Fault]:
    """Check that a claim says what its other keys need, and that it does not fight itself."""
    speaks = "says" in claim
    if not speaks and (needing := [key for key in _WANT_A_SENTENCE if key in claim]):
        what = f"`{needing[0]}` without `says`"
        yield Fault(claim.key_lines[needing[0]], what, "add the sentence to which it belongs")
    elif not speaks and not any(key in claim for key in _SPEAK_FOR_THEMSELVES):
        yield Fault(claim.line, "this claim tells nothing", "add `says`")
    for key, does in _POINT.items() if "id" in claim else ():
        for name, line in texts(claim, key):
            if name == claim["id"]:
                yield Fault(line, f"the claim {shown(name)} {key} itself", f"name the claim that it {does}")
    if "same_person" in claim and len({named.name for named in texts(claim, "same_person")}) != 2:
        yield Fault(claim.key_lines["same_person"], "expected two persons, such as [lexy, catherine]", "name both")
    yield from _same_tie(claim)


def _same_tie(claim: Mapping) -> Iterator[Fault]:
    before = set()
    for tie in ties(claim):
        named = tuple(str(tie.get(key)) for key in ("of", "to", "is"))
        if named in before:
            yield Fault(tie.line, "this claim tells the same tie twice", "tell the second in a claim of its own")
        before.add(named)


class _Names:
    """What is declared in a story, to look up every name of its claims."""

    def __init__(self, root: Mapping) -> None:
        people, threads, sources = (
            {named.name for named in keys(root, section)} for section in ("people", "threads", "sources")
        )
        ids = {named.name for claim in claims(root) for named in texts(claim, "id")}
        a_person = _Kind("person", people, _DECLARE.format("people"), PERSON)
        a_party = a_person._replace(otherwise=_OR_WORDS)
        a_thread = _Kind("thread", threads, _DECLARE.format("threads"))
        a_moment = _Kind("moment", {named.name for named in moments(root)}, _DECLARE.format("moments"))
        a_claim = _Kind("claim", ids, "give that claim this `id`")
        self._kinds: dict[str, tuple[tuple[_Find, _Kind], ...]] = {
            **dict.fromkeys(("about", "same_person"), ((texts, a_person),)),
            **dict.fromkeys(("introduces", "alias"), ((keys, a_person),)),
            **dict.fromkeys(("told_by", "believed_by", "known_by", "planted_by"), ((texts, a_party),)),
            **dict.fromkeys(_POINT, ((texts, a_claim),)),
            "relation": ((_tied, a_person), (_spanned, a_moment)),
            "when": ((texts, a_moment),),
            "opens": ((texts, a_thread),),
            "rewords": ((keys, a_thread),),
            "answers": ((keys, a_thread), (_answers, a_party)),
            "weighs": ((keys, a_thread), (_weighed, a_party)),
            "sources": ((texts, _Kind("source", sources, _OR_SOURCE, SOURCE)),),
        }

    def faults(self, claim: Mapping) -> Iterator[Fault]:
        """Give every name in a claim that leads nowhere."""
        for key in claim:
            for find, kind in self._kinds.get(key, ()):
                for named in find(claim, key):
                    if named.name not in kind.known and (kind.form is None or kind.form.fullmatch(named.name)):
                        yield unknown(kind.name, named, kind.known, kind.otherwise)


class _Kind(NamedTuple):
    """A kind of name: those that are declared, what to do about others, and what is no such name at all."""

    name: str
    known: set[str]
    otherwise: str
    form: re.Pattern[str] | None = None


_Find: TypeAlias = Callable[[Mapping, str], list[Named]]


def _tied(claim: Mapping, _: str) -> list[Named]:
    return [named for tie in ties(claim) for named in texts(tie, "of", "to")]


def _spanned(claim: Mapping, _: str) -> list[Named]:
    return [named for tie in ties(claim) for named in texts(tie, "from", "until")]


def _answers(claim: Mapping, key: str) -> list[Named]:
    return texts(answers, *answers) if isinstance(answers := claim[key], Mapping) else []


def _weighed(claim: Mapping, key: str) -> list[Named]:
    return keys(weighs, *weighs) if isinstance(weighs := claim[key], Mapping) else []
