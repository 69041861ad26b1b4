"""What a later part of a story may hold, each a channel through which stories have been known to leak."""

from __future__ import annotations

from stories import StoryDict, yaml_text
from surfaces import TITLE

ADA: StoryDict = {"introduces": {"ada": {"name": "Ada Hill", "role": "the heir", "played_by": "A. Actor"}}}
FIRST: list[StoryDict] = [
    {"id": "falls", "says": "Tom falls", "opens": "killer", "about": "ada", "weighs": {"killer": {"ada": 3}}},
    {"says": "Ada sees it", "about": "ada", "when": "roof"},
    {"says": "It rains"},
]

HIDDEN: dict[str, list[StoryDict]] = {
    "somebody more in the cast": [{"introduces": {"cleo": {"name": "Cleo", "played_by": "C. Actor"}}}],
    "more parts in which somebody appears": [{"says": "Ada is back", "about": "ada"}],
    "another open question": [{"says": "There is a key", "opens": "key"}],
    "an actor billed under a later name": [
        {"introduces": {"ada": {"name": "Ada Stone", "played_by": "A. Actor (as Ada Stone)"}}}
    ],
    "somebody who stops appearing": [{"says": "Ada is dead", "about": "ada"}],
    "another wording of a question": [{"says": "The cat, too", "rewords": {"killer": "Who killed Tom and the cat?"}}],
    "an answer": [{"says": "Ada pushed him", "answers": {"killer": "ada"}}],
    "a claim that overturns": [{"says": "Tom never fell", "overturns": "falls"}],
    "a claim on which one leans": [{"says": "It had to be", "supports": "falls", "undermines": "falls"}],
    "weights": [{"says": "Ada has a key", "weighs": {"killer": {"ada": 30, "The storm": 9}}}],
    "an alias": [{"says": "Ada is the Heir", "alias": {"ada": "The Heir"}}],
    "two who are one": [
        {"introduces": {"cleo": {"name": "Cleo"}}},
        {"says": "Cleo is Ada", "same_person": ["ada", "cleo"]},
    ],
    "a moment between": [{"says": "A boat burns", "when": "boat"}],
    "who knew all along": [{"says": "Ada knew", "known_by": "ada", "told_by": "ada", "deceives": "Ada fools them"}],
    "planted evidence": [{"says": "Ada poured water", "planted_by": "ada", "undermines": "falls"}],
    "a tie": [{"introduces": {"cleo": {"name": "Cleo"}}, "relation": {"of": "ada", "to": "cleo", "is": "sister"}}],
}


def written(second: list[StoryDict]) -> str:
    """Write a story of two parts of which the first is always the same."""
    return yaml_text(
        {
            "format_version": 1,
            "title": TITLE,
            "announced": "2026-01-01",
            "released": "2026-01-08",
            "episodes": {"1": 2},
            "people": {"ada": {}, "cleo": {}},
            "moments": ["boat", "roof"],
            "threads": {"killer": {"asks": "Who killed Tom?"}, "key": {"asks": "What does the key open?"}},
            "premise": [ADA],
            "reveals": {"S1E1": FIRST, "S1E2": second},
        }
    )
