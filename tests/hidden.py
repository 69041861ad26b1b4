"""What of a written story a vantage hides, worked out from the file by other means than the gate's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from cliffhanger.vantage import Episode, Vantage
from stories import Claim, StoryDict, moments_of


class Sight:
    """What of a written story a vantage shows."""

    def __init__(self, story: StoryDict, vantage: Vantage) -> None:
        self.story, self.vantage = story, vantage
        self.announced = self.knows(min(announcements(story).values()))
        self.claims = [claim for claim, visible in _placed(self) if visible]
        self.hidden_claims = [claim for claim, visible in _placed(self) if not visible]
        self.people = {person for claim in self.claims for person in claim.get("introduces", {})}
        self.threads = {thread for claim in self.claims for thread in listed(claim, "opens")}
        self.moments = {claim["when"] for claim in self.claims if "when" in claim}
        self.unclaimed = set(moments_of(story)) - self.moments
        self.ids = {claim["id"] for claim in self.claims if "id" in claim}

    def knows(self, written: str) -> bool:
        return date.fromisoformat(written) <= self.vantage.as_of

    def sees(self, name: str) -> bool:
        episode = Episode.parse(name)
        assert episode is not None
        released = _released(self.story, name)
        announced = announcements(self.story)[str(episode.season)]
        out = released is not None and self.knows(released) and self.knows(announced)
        return out and any(first <= episode <= last for first, last in self.vantage.watched.spans)

    def names(self, season: str) -> list[str]:
        return [f"S{season}E{number}" for number in range(1, int(self.story["episodes"][season]) + 1)]

    def days(self) -> list[str | None]:
        """Give the days of release of all episodes of announced seasons, None where one is missing."""
        seasons = [season for season, announced in announcements(self.story).items() if self.knows(announced)]
        return [_released(self.story, name) for season in seasons for name in self.names(season)]

    def behind(self, gate: str) -> bool:
        return gate == "premise" or self.sees(gate)


def announcements(story: StoryDict) -> dict[str, str]:
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


def listed(claim: Claim, key: str) -> list[Any]:
    """Give the values under a key that may hold one or several."""
    value = claim.get(key, [])
    return value if isinstance(value, list) else [value]
