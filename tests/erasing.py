"""Erases from a written story all that a vantage hides: what is left must be shown as before, byte for byte.

The other way to make twins (see twins.py) changes what is hidden; this one leaves none of it, puts what is declared in
another order, and gives persons, threads and claims other ids.
"""

from __future__ import annotations

import copy
import re
from random import Random
from typing import Any, Final

from hypothesis import strategies as st

from cliffhanger.story.claims import PERSON, SOURCE
from cliffhanger.vantage import Vantage
from hidden import Sight, announcements, listed
from stories import PEOPLE, SPEAK_FOR_THEMSELVES, THREADS, Claim, StoryDict, stories, vantages, yaml_text
from twins import Twin

NOBODY: Final = ("zz-one", "zz-two")
"""Persons who are declared, and never introduced."""

_SHOWN_OF_SILENCE: Final = ("about", "when", "weighs", "sources", *SPEAK_FOR_THEMSELVES)
"""What of a claim without a sentence may show."""


@st.composite
def erasures(draw: st.DrawFn) -> Twin:
    """Give a story, the same without what a vantage hides, and the vantage."""
    story = draw(stories())
    vantage = draw(vantages(story))
    other = erased(story, vantage, Random(draw(st.integers(0, 2**32 - 1))))
    return Twin(
        yaml_text(story), yaml_text(story | {"title": "Another"}) if other is None else _renamed(other), vantage
    )


def erased(story: StoryDict, vantage: Vantage, chance: Random) -> StoryDict | None:
    """Give a story without what a vantage hides; None where that is all of it."""
    story = copy.deepcopy(story)
    for section in ("premise", "facts", "adaptation"):
        story.setdefault(section, [])
    for section in ("people", "sources", "threads", "reveals", "released"):
        story.setdefault(section, {})
    story.setdefault("moments", [])
    sight = Sight(story, vantage)
    return _Eraser(sight, story).erase(chance) if sight.announced else None


class _Eraser:
    """What a vantage shows of a story, and the story as it loses the rest."""

    def __init__(self, sight: Sight, story: StoryDict) -> None:
        self._sight, self._story = sight, story
        self._public: set[str] = set()

    def erase(self, chance: Random) -> StoryDict:
        """Erase all that is hidden, and put what is left of the declarations in another order."""
        story, sight = self._story, self._sight
        out = any(day and sight.knows(day) for day in sight.days())
        self._claims()
        for section in ("premise", "told", "facts", "adaptation"):
            for claim in self._in(section):
                self._sources(claim, out or section != "adaptation")
        self._silence()
        self._frame()
        story["people"] = {person: {} for person in (*sight.people, *NOBODY)}
        story["threads"] = {name: asked for name, asked in story["threads"].items() if name in sight.threads}
        story["sources"] = {name: page for name, page in story["sources"].items() if name in self._public}
        for section in ("people", "threads", "sources"):
            names = [*story[section]]
            chance.shuffle(names)
            story[section] = {name: story[section][name] for name in names}
        return story

    def _in(self, section: str) -> list[Claim]:
        if section == "told":
            return [claim for claims in self._story["reveals"].values() for claim in claims]
        claims: list[Claim] = self._story[section]
        return claims

    def _claims(self) -> None:
        """Erase hidden claims, and what visible ones tell of hidden persons, threads, moments and claims."""
        visible = {id(claim) for claim in self._sight.claims}
        for told in (*(self._in(section) for section in ("premise", "facts", "adaptation")), *self._reveals()):
            told[:] = [claim for claim in told if id(claim) in visible]
        self._story["reveals"] = {name: told for name, told in self._story["reveals"].items() if self._sight.sees(name)}
        for claim in (*self._in("premise"), *self._in("told")):
            self._people(claim)
            self._threads(claim)
            for key in ("overturns", "supports", "undermines"):
                _keep(claim, key, [one for one in listed(claim, key) if one in self._sight.ids])
        for claim in self._sight.claims:
            if not self._may_be(claim.get("told_by", "Words")):
                claim["told_by"] = NOBODY[0]

    def _reveals(self) -> list[list[Claim]]:
        return [*self._story["reveals"].values()]

    def _may_be(self, party: str) -> bool:
        return party in self._sight.people or not PERSON.fullmatch(party)

    def _people(self, claim: Claim) -> None:
        people = self._sight.people
        for key in ("about", "believed_by", "known_by"):
            _keep(claim, key, [one for one in listed(claim, key) if self._may_be(one)])
        if not self._may_be(claim.get("planted_by", "Words")):
            del claim["planted_by"]
        _keep(claim, "alias", {person: name for person, name in claim.get("alias", {}).items() if person in people})
        if not people.issuperset(claim.get("same_person", [])):
            del claim["same_person"]
        ties = [tie for tie in listed(claim, "relation") if {tie["of"], tie["to"]} <= people]
        seen = self._sight.moments
        hidden = [(tie, key) for tie in ties for key in ("from", "until") if tie.get(key) not in seen]
        for tie, key in hidden:
            tie.pop(key, None)
        _keep(claim, "relation", ties)

    def _threads(self, claim: Claim) -> None:
        asked = self._sight.threads
        _keep(claim, "rewords", {one: text for one, text in claim.get("rewords", {}).items() if one in asked})
        given = {one: who for one, who in claim.get("answers", {}).items() if one in asked and self._may_be(who)}
        _keep(claim, "answers", given)
        weighs = {
            one: {who: weight for who, weight in weights.items() if self._may_be(who)}
            for one, weights in claim.get("weighs", {}).items()
            if one in asked
        }
        _keep(claim, "weighs", {one: weights for one, weights in weighs.items() if weights})

    def _sources(self, claim: Claim, undated: bool) -> None:
        shown = []
        for text in listed(claim, "sources"):
            page = self._story["sources"].get(text) if SOURCE.fullmatch(text) else None
            if self._sight.knows(page["day"]) if page and "day" in page else undated:
                shown.append(text)
        _keep(claim, "sources", shown)
        self._public.update(shown)

    def _silence(self) -> None:
        """Erase claims that show nothing; let those that only tie or weigh something speak of nobody."""
        for told in (self._in("premise"), *self._reveals()):
            told[:] = [claim for claim in told if any(key in claim for key in ("says", *_SHOWN_OF_SILENCE))]
        ids = {claim["id"] for claim in (*self._in("premise"), *self._in("told")) if "id" in claim}
        for claim in (*self._in("premise"), *self._in("told")):
            for key in ("overturns", "supports", "undermines"):
                _keep(claim, key, [one for one in listed(claim, key) if one in ids])
            if not any(key in claim for key in ("says", *SPEAK_FOR_THEMSELVES)):
                claim["same_person"] = [*NOBODY]

    def _frame(self) -> None:
        """Erase seasons that are not announced, shops that are not open, and moments at which nothing happens."""
        story, sight = self._story, self._sight
        days = {season: day for season, day in announcements(story).items() if sight.knows(day)}
        if isinstance(story["announced"], dict):
            story["announced"] = days
        story["episodes"] = {season: count for season, count in story["episodes"].items() if season in days}
        if isinstance(story["released"], dict):
            kept = {name for season in days for name in sight.names(season)}
            story["released"] = {name: day for name, day in story["released"].items() if name in kept}
        if isinstance(shop := story.get("watch"), dict) and not sight.knows(shop.get("day", days[min(days)])):
            del story["watch"]
        story["moments"] = _moments(story["moments"], sight.moments)


def _keep(claim: Claim, key: str, value: Any) -> None:
    """Give a key what is left of its value, if anything is."""
    if value:
        claim[key] = value
    else:
        claim.pop(key, None)


def _moments(written: Any, seen: set[str]) -> Any:
    if isinstance(written, dict):
        return {
            moment: {"after": [one for one in listed(order or {}, "after") if one in seen]}
            for moment, order in written.items()
            if moment in seen
        }
    groups = ([one for one in (group if isinstance(group, list) else [group]) if one in seen] for group in written)
    return [group for group in groups if group]


def _renamed(story: StoryDict) -> str:
    """Write a story with other ids, which come in another order."""
    ids = {name: f"x{9 - place}" for place, name in enumerate((*PEOPLE, *THREADS))}

    def other(match: re.Match[str]) -> str:
        return f'"{ids.get(match[1]) or f"new-{match[1]}"}"'

    return re.sub(rf'"({"|".join(ids)}|lie|truth|c\d+)"', other, yaml_text(story))
