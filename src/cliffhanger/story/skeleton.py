"""The story that a writer begins with: complete, tiny, and explained line by line."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

from cliffhanger.story import storyfile
from cliffhanger.story.layout import formatted

_SKELETON: Final = """\
# A story, told claim by claim. Replace what is here; `cliffhanger story check FILE` tells what is wrong or missing.

format_version: 1
title: {title}
platform: Somewhere
format: limited series
announced: {day}  # the day from which the series is public
released: {day}  # of all episodes; or of each: {{S1E1: {day}, ...}}
episodes: {{1: 2}}  # season: number of episodes
# told_in: chapter
# based_on: {{title: The Novel, author: A. Writer, form: novel, sequel: none}}
# watch: https://example.org/

# The ids of all persons. They are never shown; names come with the claims that introduce somebody.
people:
  ada: {{}}
  ben: {{}}

# Pages that claims cite, by a short key, each with its day if that is known.
# sources:
#   GAZETTE: {{name: The Hill Gazette, day: {day}}}

# What happens, earliest first; a list within holds moments whose order is not known.
moments: [quarrel, storm]

# The questions that the story raises.
threads:
  killer: {{asks: "Who killed Tom?"}}

# What trailers and blurbs tell, before the first episode.
premise:
  - introduces: {{ada: {{name: Ada, role: the heir to the house}}}}
  - says: Ada comes home to bury her brother Tom
    about: ada

# What each episode tells, in the order of telling. One claim is one full sentence, in the present tense. It stands
# behind the episode that reveals it, and so does every name in it.
reveals:
  S1E1:
    - introduces: {{ben: {{name: Ben, role: the gardener}}}}
    - id: accident  # only needed where another claim names this one
      says: Tom falls from the roof in a storm
      opens: killer
      answers: {{killer: An accident}}
      believed_by: [ada, the village]
      when: storm
    - says: Ben and Tom had quarrelled
      about: ben
      told_by: the cook
      when: quarrel
      undermines: accident
      weighs: {{killer: {{ben: 5}}}}  # decibans: 10 make it ten times as likely
  S1E2:
    - says: Ben pushed Tom
      about: ben
      overturns: accident
      answers: {{killer: ben}}
      because: Tom wanted to sell the garden
      when: storm

# Facts from outside the episodes, each with the day from which it was known.
# facts:
#   - {{says: The makers plan no second season, known: {day}}}

# How the telling compares with its source, each behind the episode that it spoils, or `premise`.
# adaptation:
#   - {{says: The novel never tells who did it, compares: differs, reveals: S1E2}}
"""


def skeleton(title: str, day: date) -> str:
    """Give a story file with this title, public from a day, for a writer to fill in.

    Raises:
        StoryRejected: no story can have this title.
    """
    text = _SKELETON.format(title=json.dumps(title, ensure_ascii=False), day=day)
    storyfile.sound(text, "story.yaml")
    return formatted(text)
