"""Reviews a story file for its editor: what must go, what should, and what is worth a second look."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cliffhanger.errors import StoryRejected
from cliffhanger.story import lint_loose, lint_people, lint_threads, lint_wording, storyfile
from cliffhanger.story.findings import Finding, Found, Rule, Severity
from cliffhanger.story.outline import Outline

__all__ = ["RULES", "Finding", "Severity", "check", "review"]

MOST_FINDINGS: Final = 1_000

RULES: Final[tuple[Rule, ...]] = (
    lint_people.never_introduced,
    lint_people.before_their_introduction,
    lint_people.ties_in_time,
    lint_people.one_actor,
    lint_threads.threads,
    lint_threads.touched_before_opened,
    lint_threads.answered_twice,
    lint_threads.stands_again,
    lint_threads.timeless,
    lint_threads.never_weighed,
    lint_threads.overturned,
    lint_threads.unprepared,
    lint_loose.moments,
    lint_loose.sources,
    lint_loose.episodes,
    lint_loose.announcements,
    lint_loose.disputes,
    lint_loose.premise,
    lint_wording.named_too_early,
    lint_wording.questions,
    lint_wording.sentences,
    lint_wording.overtold,
)


def check(path: Path) -> tuple[Finding, ...]:
    """Review a story file; what cannot be read, or would be refused, is found as errors. Findings come by line."""
    try:
        return review(storyfile.text_of(storyfile.raw_of(path), str(path)), str(path))
    except StoryRejected as rejected:
        return _refused(rejected)


def review(text: str, name: str) -> tuple[Finding, ...]:
    """Review a story from text; `name` stands for the file in findings, which come by line."""
    with storyfile.all_kept():
        try:
            root, story = storyfile.sound(text, name)
            storyfile.content_of(story, name)
        except StoryRejected as rejected:
            return _refused(rejected)
        outline = Outline(root)
        found = sorted({found for rule in RULES for found in rule(outline)}, key=_weight)
    if len(found) > MOST_FINDINGS:
        more = Found(0, Severity.NOTE, f"{len(found) - MOST_FINDINGS:,} more findings are left out", "mend these first")
        found = [more, *found[:MOST_FINDINGS]]
    return tuple(Finding(name, *one) for one in sorted(found))


def _weight(found: Found) -> tuple[int, Found]:
    return [*Severity].index(found.severity), found


def _refused(rejected: StoryRejected) -> tuple[Finding, ...]:
    return tuple(Finding(one.file, one.line, Severity.ERROR, one.what, one.remedy) for one in rejected.complaints)
