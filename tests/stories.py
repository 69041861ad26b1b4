"""Random stories, and pairs of stories that differ only in what a vantage hides.

`twins()` gives (story text A, story text B, vantage). Whatever is shown of A at the vantage must be shown of B, byte
for byte; `leaks(show, twin)` tells whether it is not. What a vantage hides is worked out here from the written story,
by other means than the gate's.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeAlias

from hypothesis import strategies as st

from cliffhanger.vantage import Episode, Vantage, Watched

StoryDict: TypeAlias = dict[str, Any]
Claim: TypeAlias = dict[str, Any]

DAY_ZERO = date(2026, 1, 1)
PEOPLE = ("ada", "ben", "cleo", "dora", "emil")
GHOSTS = ("ghost", "shade")
THREADS = ("killer", "motive", "weapon")
MOMENTS = ("boat", "dawn", "feast", "storm")
SOURCES = ("P1", "P2", "P3")
WORDS = ("The town", "an old friend", "nobody at all")
CONFIDENCE = ("agreed", "single", "disputed", "inferred")


class Twin(NamedTuple):
    """Two stories that a vantage cannot tell apart."""

    one: str
    other: str
    vantage: Vantage


def yaml_text(story: StoryDict) -> str:
    """Write a story as YAML, one claim a line."""
    lines = []
    for key, value in story.items():
        if isinstance(value, list):
            lines += [f"{key}:" if value else f"{key}: []", *(f"  - {_flow(item)}" for item in value)]
        elif key == "reveals":
            lines.append(f"{key}:" if value else f"{key}: {{}}")
            for episode, claims in value.items():
                lines += [f"  {episode}:" if claims else f"  {episode}: []"]
                lines += [f"    - {_flow(claim)}" for claim in claims]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def day(number: int) -> str:
    """Give a day by its distance from the first."""
    return (DAY_ZERO + timedelta(days=number)).isoformat()


# What a vantage hides, worked out from the written story.


class Sight:
    """What of a written story a vantage shows."""

    def __init__(self, story: StoryDict, vantage: Vantage) -> None:
        self.story, self.vantage = story, vantage
        self.announced = self.knows(min(_announcements(story).values()))
        self.claims = [claim for claim, visible in _placed(self) if visible]
        self.hidden_claims = [claim for claim, visible in _placed(self) if not visible]
        self.people = {person for claim in self.claims for person in claim.get("introduces", {})}
        self.threads = {thread for claim in self.claims for thread in _list(claim, "opens")}
        self.moments = {claim["when"] for claim in self.claims if "when" in claim}
        self.unclaimed = set(_moments(story)) - self.moments
        self.ids = {claim["id"] for claim in self.claims if "id" in claim}

    def knows(self, written: str) -> bool:
        return date.fromisoformat(written) <= self.vantage.as_of

    def sees(self, name: str) -> bool:
        episode = Episode.parse(name)
        assert episode is not None
        released = _released(self.story, name)
        announced = _announcements(self.story)[str(episode.season)]
        out = released is not None and self.knows(released) and self.knows(announced)
        return out and any(first <= episode <= last for first, last in self.vantage.watched.spans)

    def names(self, season: str) -> list[str]:
        return [f"S{season}E{number}" for number in range(1, self.story["episodes"][season] + 1)]

    def days(self) -> list[str | None]:
        """Give the days of release of all episodes of announced seasons, None where one is missing."""
        seasons = [season for season, announced in _announcements(self.story).items() if self.knows(announced)]
        return [_released(self.story, name) for season in seasons for name in self.names(season)]

    def behind(self, gate: str) -> bool:
        return gate == "premise" or self.sees(gate)


def _announcements(story: StoryDict) -> dict[str, str]:
    announced = story["announced"]
    return dict(announced) if isinstance(announced, dict) else {season: str(announced) for season in story["episodes"]}


def _released(story: StoryDict, name: str) -> str | None:
    released = story["released"]
    return released.get(name) if isinstance(released, dict) else released


def _placed(sight: Sight) -> Iterator[tuple[Claim, bool]]:
    story = sight.story
    for claim in story["premise"]:
        yield claim, "known" not in claim or sight.knows(claim["known"])
    for name, claims in story["reveals"].items():
        visible = sight.sees(name)
        for claim in claims:
            yield claim, visible
    for claim in story["facts"]:
        yield claim, sight.knows(claim["known"]) and sight.behind(claim.get("reveals", "premise"))
    for claim in story["adaptation"]:
        yield claim, sight.behind(claim["reveals"]) and ("known" not in claim or sight.knows(claim["known"]))


def _list(claim: Claim, key: str) -> list[Any]:
    value = claim.get(key, [])
    return value if isinstance(value, list) else [value]


# Random stories.


def vantages() -> st.SearchStrategy[Vantage]:
    """Give vantages: any day around the releases, and any set of episodes, with gaps."""
    names = [f"S{season}E{number}" for season in (1, 2) for number in range(1, 5)]
    some = st.lists(st.sampled_from(names), min_size=1, max_size=5).map(",".join)
    watched = st.one_of(st.sampled_from(["none", "all", *names]), some).map(Watched.parse)
    days = st.integers(-3, 45).map(lambda number: DAY_ZERO + timedelta(days=number))
    return st.builds(Vantage, days, watched)


@st.composite
def stories(draw: st.DrawFn) -> StoryDict:
    """Give written stories, with aliases, threads, chains and cycles of overturned claims."""
    seasons = {"1": draw(st.integers(1, 4))}
    if draw(st.booleans()):
        seasons["2"] = draw(st.integers(1, 3))
    names = [f"S{season}E{number}" for season, count in seasons.items() for number in range(1, count + 1)]
    announced = {season: day(20 * place) for place, season in enumerate(seasons)}
    story: StoryDict = {
        "format_version": 1,
        "title": "The House on the Hill",
        "announced": announced if draw(st.booleans()) else day(0),
        "released": {name: day(draw(st.integers(5, 40))) for name in names if draw(st.integers(0, 9))},
        "episodes": seasons,
        "people": {person: {} for person in PEOPLE},
        "sources": {key: _page(draw, key) for key in SOURCES},
        "moments": draw(_fabulas()),
        "threads": {thread: {"asks": f"What of the {thread}?"} for thread in THREADS},
    }
    if draw(st.booleans()):
        story["told_in"] = draw(st.sampled_from(["episode", "chapter"]))
    if draw(st.booleans()):
        story["by"] = draw(st.sampled_from(["A. Writer", "B. Writer"]))
    if draw(st.booleans()):
        story["watch"] = {"name": "The Shop", "day": day(draw(st.integers(0, 40)))}
    if draw(st.booleans()) and len(seasons) == 1:
        story["released"] = day(10)
    story["premise"] = draw(st.lists(_claims("premise"), max_size=3))
    story["reveals"] = {name: draw(st.lists(_claims(name), max_size=4)) for name in names if draw(st.booleans())}
    story["facts"] = draw(st.lists(_facts(names), max_size=2))
    story["adaptation"] = draw(st.lists(_notes(names), max_size=2))
    _tie(draw, story)
    return story


@st.composite
def _fabulas(draw: st.DrawFn) -> list[Any] | dict[str, Any]:
    """Give moments in their order, or with what is known of it."""
    if draw(st.booleans()):
        return [*MOMENTS[:2], list(MOMENTS[2:])]
    return {
        moment: {"after": sorted(draw(st.sets(st.sampled_from(MOMENTS[:place]))))} if place else {}
        for place, moment in enumerate(MOMENTS)
    }


def _moments(story: StoryDict) -> list[str]:
    if isinstance(story["moments"], dict):
        return [*story["moments"]]
    return [one for group in story["moments"] for one in (group if isinstance(group, list) else [group])]


def _page(draw: st.DrawFn, key: str) -> dict[str, str]:
    page = {"name": f"Page {key}"}
    if draw(st.booleans()):
        page["day"] = day(draw(st.integers(0, 40)))
    return page


_tokens = st.integers(0, 999).map(lambda number: f"Thing {number} happens")


@st.composite
def _claims(draw: st.DrawFn, where: str) -> Claim:
    claim: Claim = {"says": draw(_tokens)}
    person = st.sampled_from(PEOPLE)
    thread = st.sampled_from(THREADS)
    party = st.one_of(person, st.sampled_from(WORDS))
    keys: dict[str, st.SearchStrategy[Any]] = {
        "introduces": st.dictionaries(person, _introductions(), min_size=1, max_size=2),
        "about": st.lists(person, max_size=2),
        "when": st.sampled_from(MOMENTS),
        "opens": thread,
        "rewords": st.dictionaries(thread, _tokens, min_size=1, max_size=1),
        "answers": st.dictionaries(thread, party, min_size=1, max_size=2),
        "weighs": st.dictionaries(thread, st.dictionaries(party, st.integers(-9, 9), min_size=1), min_size=1),
        "alias": st.dictionaries(person, _tokens, min_size=1, max_size=1),
        "same_person": st.permutations(PEOPLE).map(lambda people: list(people[:2])),
        "relation": _relations(),
        "told_by": party,
        "believed_by": st.lists(party, max_size=2),
        "known_by": st.lists(party, max_size=2),
        "planted_by": party,
        "because": _tokens,
        "confidence": st.sampled_from(CONFIDENCE),
        "sources": st.lists(st.sampled_from([*SOURCES, "a free text"]), max_size=2),
    }
    for key in draw(st.lists(st.sampled_from(sorted(keys)), max_size=5, unique=True)):
        claim[key] = draw(keys[key])
    if draw(st.booleans()):
        claim.setdefault("introduces", draw(keys["introduces"]))
    if where == "premise" and draw(st.booleans()):
        claim["known"] = day(draw(st.integers(0, 40)))
    return claim


def _relations() -> st.SearchStrategy[dict[str, str]]:
    person, moment = st.sampled_from(PEOPLE), st.sampled_from(MOMENTS)
    told = {"of": person, "to": person, "is": st.sampled_from(["friend", "wife"])}
    return st.fixed_dictionaries(told, optional={"from": moment, "until": moment})


def _introductions() -> st.SearchStrategy[dict[str, str]]:
    names = st.integers(0, 99).map(lambda number: f"Somebody {number}")
    return st.fixed_dictionaries({"name": names}, optional={"role": _tokens, "played_by": names})


@st.composite
def _facts(draw: st.DrawFn, names: list[str]) -> Claim:
    fact = {"says": draw(_tokens), "known": day(draw(st.integers(0, 40)))}
    if draw(st.booleans()):
        fact["sources"] = draw(st.sampled_from(SOURCES))
    return fact | {"reveals": draw(st.sampled_from(names))} if draw(st.booleans()) else fact


@st.composite
def _notes(draw: st.DrawFn, names: list[str]) -> Claim:
    note = {"says": draw(_tokens), "compares": draw(st.sampled_from(["same", "differs"]))}
    if draw(st.booleans()):
        note["known"] = day(draw(st.integers(0, 40)))
    if draw(st.booleans()):
        note["sources"] = draw(st.sampled_from(SOURCES))
    return note | {"reveals": draw(st.sampled_from(["premise", *names]))}


def _tie(draw: st.DrawFn, story: StoryDict) -> None:
    """Give some claims ids, and let claims overturn others, or point to them: forwards, backwards, in cycles."""
    claims = [*story["premise"], *(claim for told in story["reveals"].values() for claim in told)]
    for number, claim in enumerate(claims):
        if draw(st.integers(0, 3)):
            claim["id"] = f"c{number}"
    ids = [claim["id"] for claim in claims if "id" in claim]
    for claim in claims:
        others = [one for one in ids if one != claim.get("id")]
        for key in ("overturns", "overturns", "supports", "undermines") if others else ():
            if draw(st.booleans()):
                claim[key] = draw(st.lists(st.sampled_from(others), min_size=1, max_size=2))
    if len(ids) > 2 and draw(st.booleans()):
        _chain(draw, claims, ids)


def _chain(draw: st.DrawFn, claims: list[Claim], ids: list[str]) -> None:
    """Let a claim be overturned by one that is overturned itself, wherever the three are told."""
    first, second, third = draw(st.permutations(ids))[:3]
    for claim in claims:
        if claim.get("id") in (second, third):
            claim["overturns"] = [first if claim["id"] == second else second]


# Pairs that differ only in what is hidden.


@st.composite
def twins(draw: st.DrawFn) -> Twin:
    """Give two stories and a vantage that cannot tell them apart."""
    story = draw(stories())
    vantage = draw(vantages())
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
    story["sources"]["late"] = {"name": "A late page", "day": (sight.vantage.as_of + timedelta(days=1)).isoformat()}
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
            claim["sources"] = [*_list(claim, "sources"), "late"]
            continue
        additions = _additions(claim)
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
        "supports": ["spook", *_list(claim, "supports")],
        "undermines": [*_list(claim, "undermines"), "spook"],
        "alias": {GHOSTS[0]: "Spook", **claim.get("alias", {})},
        "sources": ["late", *_list(claim, "sources")],
        "overturns": ["spook", *_list(claim, "overturns")],
        "answers": {**claim.get("answers", {}), "secret": WORDS[0]},
        "weighs": {**claim.get("weighs", {}), "secret": {GHOSTS[0]: 9}},
        "rewords": {"secret": "What is it really?", **claim.get("rewords", {})},
        "relation": [{"of": GHOSTS[0], "to": PEOPLE[0], "is": "shadow"}, *map(_timed, _list(claim, "relation"))],
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
    known = _announcements(story)
    for season, announced in known.items():
        unseen = [name for name in sight.names(season) if name != "S1E1" and not sight.sees(name)]
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
    if "watch" in story and not sight.knows(story["watch"]["day"]):
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
    for claim in _tied(story):
        _forget_people(claim, gone)
        _forget_threads(claim, set(story["threads"]))
        for key in ("overturns", "supports", "undermines"):
            if key in claim:
                claim[key] = [one for one in _list(claim, key) if one in ids]


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
        del claim["same_person"]
    if "relation" in claim:
        claim["relation"] = [tie for tie in _list(claim, "relation") if not gone & {tie["of"], tie["to"]}]
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
        claim["opens"] = [thread for thread in _list(claim, "opens") if thread in declared]


def _rename_ids(draw: st.DrawFn, story: StoryDict) -> None:
    if draw(st.booleans()):
        for claim in _tied(story):
            if "id" in claim:
                claim["id"] = f"new-{claim['id']}"
            for key in ("overturns", "supports", "undermines"):
                if key in claim:
                    claim[key] = [f"new-{one}" for one in _list(claim, key)]
