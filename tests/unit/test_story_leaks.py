"""Leaks that were found once, each closed: in seasons announced out of order, in digests, in the days of notes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cliffhanger.story import Story, StoryView
from cliffhanger.vantage import Vantage, Watched
from everywhere import everything
from stories import StoryDict, yaml_text

FRAME: StoryDict = {
    "format_version": 1,
    "title": "The House on the Hill",
    "announced": "2026-01-01",
    "released": "2026-01-08",
    "episodes": {"1": 3},
    "people": {"ada": {}, "lexy": {}, "ghost": {}},
    "threads": {"killer": {"asks": "Who did it?"}},
    "moments": ["boat"],
}

ADA: StoryDict = {"introduces": {"ada": {"name": "Ada"}}, "says": "Ada sings", "about": "ada"}

UNTIMELY = "A free text"


def seen(more: StoryDict, as_of: str = "2026-02-05", watched: str = "S1E1") -> StoryView:
    """View a story."""
    view = Story.parse(yaml_text(FRAME | more)).at(Vantage(date.fromisoformat(as_of), Watched.parse(watched)))
    assert view is not None
    return view


def backwards(first: dict[str, str], second: str = "2026-02-01") -> StoryDict:
    """Write a story whose second season is announced before its first."""
    return {
        "announced": {"1": "2027-01-01", "2": "2026-01-01"},
        "released": {**first, "S2E1": second},
        "episodes": {"1": 1, "2": 1},
        "adaptation": [{"says": "The book sings", "compares": "same", "reveals": "premise", "sources": UNTIMELY}],
    }


@pytest.mark.parametrize("first", [{"S1E1": "2027-05-01"}, {"S1E1": "2026-01-05"}, {}])
def test_a_season_to_come_has_no_day_of_release(first: dict[str, str]) -> None:
    """A series is released with the first season that is announced, whatever a hidden one before it says."""
    view = seen(backwards(first), watched="all")
    assert view.released == date(2026, 2, 1)
    assert view.digest == seen(backwards({}), watched="all").digest
    assert view.adaptation[0].sources == (UNTIMELY,)


def test_a_season_to_come_brings_no_source_into_view() -> None:
    """A page without a day is not named because an episode of a hidden season is out."""
    view = seen(backwards({"S1E1": "2026-01-05"}), as_of="2026-01-20")
    assert view.adaptation[0].sources == ()


def test_once_announced_an_earlier_season_counts_as_the_first() -> None:
    """The day of release is that of the first season as soon as it may be known."""
    view = seen(backwards({"S1E1": "2027-05-01"}), as_of="2027-01-02")
    assert view.released == date(2027, 5, 1)
    assert view.adaptation[0].sources == (UNTIMELY,)


SILENT: dict[str, StoryDict] = {
    "two of whom one is hidden": {"same_person": ["ada", "ghost"]},
    "an alias of somebody hidden": {"alias": {"ghost": "Cat"}},
    "a tie to somebody hidden": {"relation": {"of": "ada", "to": "ghost", "is": "aunt"}, "places": ["Here"]},
    "whom others point to": {"same_person": ["ada", "ghost"], "id": "end"},
}


@pytest.mark.parametrize("name", SILENT)
@pytest.mark.parametrize("place", [0, 1])
def test_a_claim_that_shows_nothing_is_not_counted(name: str, place: int) -> None:
    """The digest is the same with it and without it, before and after a claim that shows something."""

    def told(silent: list[StoryDict]) -> dict[str, Any]:
        points = {"overturns": "end", "supports": "end"} if silent and "id" in silent[0] else {}
        claims: list[StoryDict] = [ADA, {"says": "Ada leaves", "opens": "killer"} | points]
        claims[place:place] = silent
        later = {"introduces": {"ghost": {"name": "Ghost"}}, "says": "A ghost"}
        return {"reveals": {"S1E1": claims, "S1E2": [later]}}

    assert seen(told([SILENT[name]])).digest == seen(told([])).digest
    assert seen(told([SILENT[name]]), watched="all").digest != seen(told([]), watched="all").digest


@pytest.mark.parametrize("key", ["overturns", "supports", "undermines"])
def test_a_claim_matters_no_more_for_a_link_to_one_that_shows_nothing(key: str) -> None:
    """Neither what matters of an episode nor how the story ends is told otherwise for such a link."""

    def told(link: StoryDict, *silent: StoryDict) -> str:
        claims = [{"says": "Ada sings"} | link, {"says": "Ada leaves"}, {"says": "Ada sleeps"}, *silent]
        return everything(seen({"episodes": {"1": 1}, "reveals": {"S1E1": claims}}))

    assert told({key: "end"}, {"id": "end", "alias": {"ghost": "Cat"}}) == told({})


def test_a_claim_that_shows_something_without_a_sentence_counts() -> None:
    """Who enters first is part of what a digest tells, though no sentence says so."""
    lexy = {"introduces": {"lexy": {"name": "Lexy"}}}
    early, late = ({"reveals": {"S1E1": claims}} for claims in ([lexy, ADA], [ADA, lexy]))
    assert seen(early).digest != seen(late).digest


@pytest.mark.parametrize(("known", "day"), [("2026-02-03", date(2026, 2, 3)), ("2026-01-02", date(2026, 1, 8))])
def test_a_note_behind_an_episode_is_known_from_the_later_day(known: str, day: date) -> None:
    """Both the episode and the note's own day must have come."""
    note = {"says": "The book hums", "compares": "differs", "reveals": "S1E1", "known": known}
    assert seen({"adaptation": [note]}).adaptation[0].known_from == day
