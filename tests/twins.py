"""Pairs of stories that differ only in what a vantage hides: changed, added, dropped, moved, renamed.

`twins()` gives (story text A, story text B, vantage). Whatever is shown of A at the vantage must be shown of B, byte
for byte; `leaks(show, twin)` tells whether it is not.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from cliffhanger.vantage import Vantage
from hidden import Sight, announcements, listed
from stories import (
    GHOSTS,
    MOMENTS,
    PEOPLE,
    THREADS,
    WANT_A_SENTENCE,
    WORDS,
    Claim,
    StoryDict,
    day,
    stories,
    vantages,
    yaml_text,
)


class Twin(NamedTuple):
    """Two stories that a vantage cannot tell apart."""

    one: str
    other: str
    vantage: Vantage


@st.composite
def twins(draw: st.DrawFn) -> Twin:
    """Give two stories and a vantage that cannot tell them apart."""
    story = draw(stories())
    vantage = draw(vantages(story))
    other = copy.deepcopy(story)
    sight = Sight(other, vantage)
    if not sight.announced:
        other["title"], other["episodes"]["1"] = "Another House", 4
        return Twin(yaml_text(story), yaml_text(other), vantage)
    _haunt(draw, other, sight)
    _change_hidden_claims(draw, other, sight)
    _change_hidden_links(draw, other, sight)
    _change_schedule(draw, other, sight)
    _drop_hidden_names(draw, other, sight)
    _rename_ids(draw, other)
    return Twin(yaml_text(story), yaml_text(other), vantage)


def leaks(show: Callable[[str, Vantage], object], twin: Twin) -> bool:
    """Tell whether what is shown of two stories differs where the vantage cannot tell them apart."""
    return show(twin.one, twin.vantage) != show(twin.other, twin.vantage)


def _haunt(draw: st.DrawFn, story: StoryDict, sight: Sight) -> None:
    """Declare people, threads, moments and sources that nothing visible shows."""
    story["people"] |= {ghost: {} for ghost in GHOSTS}
    story["threads"]["secret"] = {"asks": "What is behind the wall?"}
    _haunt_moments(draw, story, sight)
    late = {"late": {"name": "A late page", "day": (sight.vantage.as_of + timedelta(days=1)).isoformat()}}
    story["sources"] = {**story["sources"], **late} if draw(st.booleans()) else {**late, **story["sources"]}
    for thread in set(THREADS) - sight.threads:
        story["threads"][thread]["asks"] = "Something else?"


def _haunt_moments(draw: st.DrawFn, story: StoryDict, sight: Sight) -> None:
    """Declare a moment that nothing visible shows, and change what is written of the order of such."""
    moments = story["moments"]
    if isinstance(moments, list):
        moments.insert(draw(st.integers(0, 3)), draw(st.sampled_from(["eclipse", ["eclipse"]])))
        return
    for moment in sorted(sight.unclaimed):
        moments[moment] = (
            {"after": sorted(draw(st.sets(st.sampled_from(MOMENTS[: MOMENTS.index(moment)]))))}
            if (MOMENTS.index(moment))
            else {}
        )
    between = draw(st.integers(0, len(MOMENTS)))
    written = [*moments.items()]
    for moment in MOMENTS[between:]:
        if draw(st.booleans()):
            moments[moment] = {"after": [*moments[moment].get("after", []), "eclipse"]}
    written = [(moment, moments[moment]) for moment, _ in written]
    written.insert(draw(st.integers(0, 4)), ("eclipse", {"after": [*MOMENTS[:between]]}))
    story["moments"] = dict(written)


def _change_hidden_claims(draw: st.DrawFn, story: StoryDict, sight: Sight) -> None:
    hidden = {id(claim) for claim in sight.hidden_claims}
    for told in (story["premise"], *story["reveals"].values(), story["facts"], story["adaptation"]):
        for claim in list(told):
            if id(claim) in hidden:
                change = draw(st.sampled_from(["keep", "drop", "say", "unsay"]))
                if change == "drop":
                    told[:] = [one for one in told if one is not claim]
                elif change == "say":
                    claim["says"] = "Something else altogether"
                elif change == "unsay" and "introduces" in claim:
                    claim["introduces"] = {GHOSTS[0]: {"name": "A Ghost"}}
    tomorrow = (sight.vantage.as_of + timedelta(days=1)).isoformat()
    spook: Claim = {"says": "It was a ghost", "introduces": {ghost: {"name": ghost.title()} for ghost in GHOSTS}}
    spook |= {"opens": ["secret", *THREADS], "when": "eclipse", "id": "spook", "sources": "late"}
    unseen = [name for name in _names(story) if not sight.sees(name)]
    if unseen:
        told = story["reveals"].setdefault(draw(st.sampled_from(unseen)), [])
        told.insert(draw(st.integers(0, len(told))), spook)
        story["adaptation"].insert(0, {"says": "A ghost, too", "compares": "same", "reveals": unseen[0]})
    else:
        story["premise"].insert(0, spook | {"known": tomorrow})
    story["facts"].insert(0, {"says": "A ghost is cast", "known": tomorrow})


def _names(story: StoryDict) -> list[str]:
    return [f"S{s}E{n}" for s, count in story["episodes"].items() for n in range(1, count + 1)]


def _change_hidden_links(draw: st.DrawFn, story: StoryDict, sight: Sight) -> None:
    """Tie visible claims to what is hidden, and loosen such ties."""
    for claim in sight.claims:
        if any(claim in section for section in (story["facts"], story["adaptation"])):
            claim["sources"] = [*listed(claim, "sources"), "late"]
            continue
        additions = {
            key: value for key, value in _additions(claim).items() if "says" in claim or key not in WANT_A_SENTENCE
        }
        for key in draw(st.lists(st.sampled_from(sorted(additions)), max_size=4, unique=True)):
            claim[key] = additions[key]
        if claim.get("told_by") in {*PEOPLE, *GHOSTS} - sight.people:
            claim["told_by"] = GHOSTS[1]


def _additions(claim: Claim) -> dict[str, Any]:
    """Give ties of a visible claim to hidden people, threads, sources and claims, beside those that it has."""
    return {
        "about": [GHOSTS[0], *claim.get("about", [])],
        "believed_by": [*claim.get("believed_by", []), GHOSTS[1]],
        "known_by": [GHOSTS[0], *claim.get("known_by", [])],
        "supports": ["spook", *listed(claim, "supports")],
        "undermines": [*listed(claim, "undermines"), "spook"],
        "alias": {GHOSTS[0]: "Spook", **claim.get("alias", {})},
        "sources": ["late", *listed(claim, "sources")],
        "overturns": ["spook", *listed(claim, "overturns")],
        "answers": {**claim.get("answers", {}), "secret": WORDS[0]},
        "weighs": {**claim.get("weighs", {}), "secret": {GHOSTS[0]: 9}},
        "rewords": {"secret": "What is it really?", **claim.get("rewords", {})},
        "relation": [{"of": GHOSTS[0], "to": PEOPLE[0], "is": "shadow"}, *map(_timed, listed(claim, "relation"))],
        "planted_by": claim.get("planted_by", GHOSTS[0]),
        "same_person": claim.get("same_person", [PEOPLE[0], GHOSTS[0]]),
    }


def _timed(tie: dict[str, str]) -> dict[str, str]:
    """Let a tie last from and until a moment that nothing visible shows, where it has no other."""
    return {"from": "eclipse", "until": "eclipse", **tie}


def _change_schedule(draw: st.DrawFn, story: StoryDict, sight: Sight) -> None:
    """Move what is hidden in time, keeping how many episodes are out and the last day of a season; plan more."""
    released = story["released"]
    if not isinstance(released, dict):
        return
    ahead = (sight.vantage.as_of + timedelta(days=1 + draw(st.integers(0, 30)))).isoformat()
    known = announcements(story)
    first = min(filter(lambda season: sight.knows(known[season]), known))
    for season, announced in known.items():
        unseen = [name for name in sight.names(season) if name != f"S{first}E1" and not sight.sees(name)]
        if not sight.knows(announced):
            _move(draw, released, unseen, [ahead, None])
            continue
        out = [name for name in unseen if name in released and sight.knows(released[name])]
        released |= dict(zip(out, draw(st.permutations([released[name] for name in out])), strict=True))
        days = [released.get(name) for name in sight.names(season)]
        coming = [name for name in unseen if name not in out]
        if None in days:
            spared = sight.names(season)[days.index(None)]
            _move(draw, released, [name for name in coming if name != spared], [ahead, None])
        else:
            last = max(filter(None, days))
            _move(draw, released, [name for name in coming if released[name] != last], [last])
    if "watch" in story and not sight.knows(story["watch"].get("day", day(0))):
        story["watch"] = {"name": "The Haunted Shop", "day": ahead}
    if draw(st.booleans()):
        more = str(len(known) + 1)
        story["announced"] = {**known, more: ahead}
        story["episodes"][more] = 2


def _move(draw: st.DrawFn, released: dict[str, str], names: list[str], days: list[str | None]) -> None:
    """Give some episodes another of these days, or none."""
    for name in names:
        day = draw(st.sampled_from([released.get(name), *days]))
        released.pop(name, None)
        if day:
            released[name] = day


def _drop_hidden_names(draw: st.DrawFn, story: StoryDict, sight: Sight) -> None:
    """Undeclare some of what nothing visible shows, and whatever names it."""
    for section, shown in (("people", sight.people), ("threads", sight.threads)):
        for name in sorted(set(story[section]) - shown - {*GHOSTS, "secret"}):
            if draw(st.booleans()):
                del story[section][name]
    ids = {claim["id"] for claim in _tied(story) if "id" in claim}
    gone = set(PEOPLE) - set(story["people"])
    for fact in story["facts"]:
        if fact.get("told_by") in gone:
            fact["told_by"] = GHOSTS[0]
    for claim in _tied(story):
        _forget_people(claim, gone)
        _forget_threads(claim, set(story["threads"]))
        for key in ("overturns", "supports", "undermines"):
            if key in claim:
                claim[key] = [one for one in listed(claim, key) if one in ids]


def _tied(story: StoryDict) -> list[Claim]:
    return [*story["premise"], *(claim for told in story["reveals"].values() for claim in told)]


def _forget_people(claim: Claim, gone: set[str]) -> None:
    for key in ("about", "believed_by", "known_by"):
        if key in claim:
            claim[key] = [name for name in claim[key] if name not in gone]
    for key in ("introduces", "alias"):
        if key in claim:
            claim[key] = {name: value for name, value in claim[key].items() if name not in gone}
    for key in ("told_by", "planted_by"):
        if claim.get(key) in gone:
            claim[key] = GHOSTS[0]
    if gone & set(claim.get("same_person", [])):
        claim["same_person"] = [*GHOSTS]
    if "relation" in claim:
        claim["relation"] = [tie for tie in listed(claim, "relation") if not gone & {tie["of"], tie["to"]}]
    _forget_answers(claim, gone)


def _forget_answers(claim: Claim, gone: set[str]) -> None:
    if "answers" in claim:
        claim["answers"] = {thread: who for thread, who in claim["answers"].items() if who not in gone}
    for thread, weights in claim.get("weighs", {}).items():
        claim["weighs"][thread] = {who: weight for who, weight in weights.items() if who not in gone}


def _forget_threads(claim: Claim, declared: set[str]) -> None:
    for key in ("rewords", "answers", "weighs"):
        if key in claim:
            claim[key] = {thread: value for thread, value in claim[key].items() if thread in declared}
    if "opens" in claim:
        claim["opens"] = [thread for thread in listed(claim, "opens") if thread in declared]


def _rename_ids(draw: st.DrawFn, story: StoryDict) -> None:
    if draw(st.booleans()):
        for claim in _tied(story):
            if "id" in claim:
                claim["id"] = f"new-{claim['id']}"
            for key in ("overturns", "supports", "undermines"):
                if key in claim:
                    claim[key] = [f"new-{one}" for one in listed(claim, key)]
