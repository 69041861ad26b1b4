"""Random stories: a few persons and questions that enter early, clues, lies and truths about them.

A story is written from a seed, so that thousands are written in seconds; a smaller `size` makes a shorter one, by which
a failing case shrinks.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from cliffhanger.vantage import Vantage, Watched

StoryDict: TypeAlias = dict[str, Any]
Claim: TypeAlias = dict[str, Any]

DAY_ZERO: Final = date(2026, 1, 1)
PEOPLE: Final = ("ada", "ben", "cleo", "dora", "emil")
GHOSTS: Final = ("ghost", "shade")
THREADS: Final = ("killer", "motive", "weapon")
MOMENTS: Final = ("boat", "dawn", "feast", "storm")
SOURCES: Final = ("P1", "P2", "P3")
WORDS: Final = ("The town", "an old friend", "nobody at all")
CONFIDENCE: Final = ("agreed", "single", "disputed", "inferred")

WANT_A_SENTENCE: Final = (
    *("answers", "because", "believed_by", "deceives", "how", "known_by", "overturns", "planted_by", "rewords"),
    *("supports", "told_by", "undermines"),
)
SPEAK_FOR_THEMSELVES: Final = ("alias", "introduces", "opens", "relation", "same_person")


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


def moments_of(story: StoryDict) -> list[str]:
    """List the moments of a story, in the order in which they are written."""
    if isinstance(story["moments"], dict):
        return [*story["moments"]]
    return [one for group in story["moments"] for one in (group if isinstance(group, list) else [group])]


def vantages(story: StoryDict | None = None) -> st.SearchStrategy[Vantage]:
    """Give vantages: any day around the releases, and any set of episodes (mostly of the story), with gaps."""
    return st.integers(0, 2**32 - 1).map(lambda seed: _vantage(Random(seed), story))


def _vantage(random: Random, story: StoryDict | None) -> Vantage:
    seasons = story["episodes"] if story and random.random() < 0.93 else {"1": 4, "2": 4}
    names = [f"S{season}E{number}" for season, count in seasons.items() for number in range(1, count + 1)]
    much = ["all", "all", *names[len(names) // 2 :]]
    some = ",".join(random.sample(names, random.randint(1, len(names))))
    watched = random.choice([random.choice(["none", *names]), *(random.choice(much) for _ in range(3)), some])
    first, last = random.choice([(-3, 45), (5, 35), (30, 60), (35, 60), (35, 60)])
    return Vantage(DAY_ZERO + timedelta(days=random.randint(first, last)), Watched.parse(watched))


def stories() -> st.SearchStrategy[StoryDict]:
    """Give written stories."""
    return st.builds(lambda seed, size: _Writer(seed, size).story(), st.integers(0, 2**32 - 1), st.integers(2, 5))


class _Writer:
    """Writes one story."""

    def __init__(self, seed: int, size: int) -> None:
        self._random, self._size = Random(seed), size

    def _likely(self, share: float) -> bool:
        return self._random.random() < share

    def _some(self, names: tuple[str, ...], most: int = 2) -> list[str]:
        return self._random.sample(names, self._random.randint(1, most))

    def _pick(self, *names: str) -> str:
        return self._random.choice(names)

    def _person(self) -> str:
        return self._pick(*PEOPLE[:2], *PEOPLE[:3], *PEOPLE)

    def _party(self) -> str:
        return self._person() if self._likely(0.8) else self._pick(*WORDS)

    def _thread(self) -> str:
        return self._pick(THREADS[0], *THREADS)

    def _token(self) -> str:
        return f"Thing {self._random.randint(0, 99)} happens"

    def _day(self, first: int = 0, last: int = 40) -> str:
        return day(self._random.randint(first, last))

    def story(self) -> StoryDict:
        """Write it."""
        seasons = {"1": self._random.randint(1, 4)} | ({"2": self._random.randint(1, 3)} if self._likely(0.4) else {})
        names = [f"S{season}E{number}" for season, count in seasons.items() for number in range(1, count + 1)]
        story: StoryDict = {
            "format_version": 1,
            "title": "The House on the Hill",
            **self._frame(),
            "announced": self._announced(seasons),
            "released": self._released(names),
            "episodes": seasons,
            "people": {person: {} for person in PEOPLE},
            "sources": {key: self._page(key) for key in SOURCES},
            "moments": self._fabula(),
            "threads": {thread: {"asks": f"What of the {thread}?"} for thread in THREADS},
            "premise": [self._opening(), *(self._dated() for _ in range(self._random.randint(0, self._size // 2)))],
            "reveals": {
                name: [self._claim() for _ in range(self._random.randint(0, self._size))]
                for name in names
                if self._likely(0.9)
            },
            "facts": [self._fact(names) for _ in range(self._random.randint(0, 2))],
            "adaptation": [self._note(names) for _ in range(self._random.randint(0, 2))],
        }
        self._deceive(story)
        self._tie(story)
        return story

    def _frame(self) -> StoryDict:
        keys: StoryDict = {
            "told_in": self._pick("episode", "chapter"),
            "by": self._pick("A. Writer", "B. Writer"),
            "platform": self._pick("Netflix", "Somewhere"),
            "format": self._pick("limited series", "series", "film"),
            "based_on": {"title": "The Hill", "author": "A. Writer", "form": "novel", "sequel": "none"},
            "also_known_as": ["Hill House"],
            "watch": {"name": "The Shop"} | ({"day": self._day()} if self._likely(0.7) else {}),
        }
        return {key: value for key, value in keys.items() if self._likely(0.3)}

    def _announced(self, seasons: dict[str, int]) -> str | dict[str, str]:
        days = self._random.choice([[0, 20], [0, 0], [20, 0], [40, 0]])
        return day(0) if self._likely(0.4) else {season: day(days[int(season) - 1]) for season in seasons}

    def _released(self, names: list[str]) -> str | dict[str, str]:
        if names[-1].startswith("S1") and self._likely(0.3):
            return day(10)
        if self._likely(0.2):
            return {name: self._day() for name in names if self._likely(0.8)}
        return {name: self._day(2 * place, 6 + 4 * place) for place, name in enumerate(names) if self._likely(0.95)}

    def _fabula(self) -> list[Any] | dict[str, Any]:
        if self._likely(0.3):
            return [*MOMENTS[:2], [*MOMENTS[2:]]]
        return {
            moment: {"after": sorted(one for one in MOMENTS[:place] if self._likely(0.3))} if place else {}
            for place, moment in enumerate(MOMENTS)
        }

    def _page(self, key: str) -> dict[str, str]:
        return {"name": f"Page {key}"} | ({"day": self._day()} if self._likely(0.6) else {})

    def _opening(self) -> Claim:
        """Write how a story begins: two enter and are tied to each other, something is asked, somebody suspected."""
        one, other = self._random.sample(PEOPLE[:3], 2)
        claim: Claim = {"introduces": {person: self._introduction() for person in (one, other)}}
        if self._likely(0.9):
            claim["opens"] = [THREADS[0], *(self._some(THREADS[1:]) if self._likely(0.5) else [])]
            if self._likely(0.7):
                claim["weighs"] = {THREADS[0]: {one: self._random.randint(1, 9)}}
        if self._likely(0.6):
            claim |= {"says": self._token(), "when": self._pick(*MOMENTS)}
            claim["relation"] = {"of": one, "to": other, "is": "friend", "from": self._pick(claim["when"], *MOMENTS)}
        return claim

    def _dated(self) -> Claim:
        return self._claim() | ({"known": self._day()} if self._likely(0.5) else {})

    def _claim(self) -> Claim:
        claim: Claim = {"says": self._token()} if self._likely(0.85) else {}
        for key, write in self._keys().items():
            share = {"weighs": 0.4, "introduces": 0.3, "when": 0.7, "about": 0.4}.get(key, 0.15)
            if self._likely(share) and ("says" in claim or key not in WANT_A_SENTENCE):
                claim[key] = write()
        if not any(key in claim for key in ("says", *SPEAK_FOR_THEMSELVES)):
            key = self._pick(*SPEAK_FOR_THEMSELVES)
            claim[key] = self._keys()[key]()
        return claim

    def _keys(self) -> dict[str, Any]:
        return {
            "introduces": lambda: {self._person(): self._introduction() for _ in range(2)},
            "about": lambda: self._some(PEOPLE),
            "when": lambda: self._pick(*MOMENTS),
            "opens": self._thread,
            "rewords": lambda: {self._thread(): self._token()},
            "answers": lambda: {self._thread(): self._party()},
            "weighs": lambda: {self._thread(): {self._party(): self._random.randint(-9, 12) for _ in range(2)}},
            "alias": lambda: {self._person(): self._token()},
            "same_person": lambda: self._random.sample(PEOPLE, 2),
            "relation": self._relation,
            "told_by": self._party,
            "believed_by": lambda: [self._party()],
            "known_by": lambda: [self._party()],
            "planted_by": self._party,
            "because": self._token,
            "how": self._token,
            "deceives": lambda: f"Somebody fools {self._pick(*WORDS)}",
            "confidence": lambda: self._pick(*CONFIDENCE),
            "disputed": lambda: [self._token()],
            "places": lambda: ["Here"],
            "place_in_episode": lambda: self._pick("early", "middle", "late"),
            "sources": lambda: self._some((*SOURCES, "a free text")),
        }

    def _relation(self) -> dict[str, str]:
        of, to = self._random.sample(PEOPLE[:3], 2)
        tie = {"of": of, "to": to, "is": self._pick("friend", "wife")}
        return tie | {key: self._pick(*MOMENTS) for key in ("from", "until") if self._likely(0.6)}

    def _introduction(self) -> dict[str, str]:
        keys = {"name": self._name(), "role": self._token(), "played_by": self._name()}
        return {key: value for key, value in keys.items() if key == "name" or self._likely(0.5)}

    def _name(self) -> str:
        return self._pick(f"Somebody {self._random.randint(0, 20)}", "Ann Lee", "Ann Lee Jr", "Bob Lee")

    def _fact(self, names: list[str]) -> Claim:
        keys = {"reveals": self._pick("premise", *names), "told_by": self._party(), **self._attested()}
        return {"says": self._token(), "known": self._day()} | self._few(keys)

    def _note(self, names: list[str]) -> Claim:
        note = {"says": self._token(), "compares": self._pick("same", "differs")}
        keys = {"known": self._day(), **self._attested()}
        return note | {"reveals": self._pick("premise", "premise", *names)} | self._few(keys)

    def _attested(self) -> dict[str, Any]:
        attested: dict[str, Any] = {"confidence": self._pick(*CONFIDENCE), "disputed": self._token()}
        return attested | {"sources": self._some((*SOURCES, "a free text"))}

    def _few(self, keys: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in keys.items() if self._likely(0.5)}

    def _deceive(self, story: StoryDict) -> None:
        """Let one claim of the telling be believed, and a later one tell the truth."""
        told = [claim for claims in story["reveals"].values() for claim in claims if "says" in claim]
        if len(told) < 2 or self._likely(0.1):
            return
        lie, truth = sorted(self._random.sample(range(min(len(told), 3)), 2))
        suspects = [*story["premise"][0]["introduces"]]
        told[lie] |= {"id": "lie", "answers": {THREADS[0]: self._party()}}
        told[truth] |= {"id": "truth", "answers": {THREADS[0]: self._pick(*suspects)}, "overturns": ["lie"]}

    def _tie(self, story: StoryDict) -> None:
        """Give some claims ids, and let claims overturn others, or point to them: forwards, backwards, in cycles."""
        told = [*story["premise"], *(claim for claims in story["reveals"].values() for claim in claims)]
        for number, claim in enumerate(told):
            if self._likely(0.75):
                claim.setdefault("id", f"c{number}")
        ids = [claim["id"] for claim in told if "id" in claim]
        for claim in told:
            others = [one for one in ids if one != claim.get("id")]
            for key, share in (("overturns", 0.05), ("supports", 0.25), ("undermines", 0.2)):
                if others and "says" in claim and key not in claim and self._likely(share):
                    claim[key] = self._some(tuple(others), min(2, len(others)))
        if len(ids) > 2 and self._likely(0.2):
            self._chain(told, ids)

    def _chain(self, told: list[Claim], ids: list[str]) -> None:
        """Let a claim be overturned by one that is overturned itself, wherever the three are told."""
        first, second, third = self._random.sample(ids, 3)
        for claim in told:
            if claim.get("id") in (second, third) and "says" in claim:
                claim["overturns"] = [first if claim["id"] == second else second]
