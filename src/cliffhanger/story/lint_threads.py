"""Reviews the questions and the twists of a story file: what is opened, answered, left open, overturned, prepared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from cliffhanger.story.claims import PERSON
from cliffhanger.story.findings import Found, note, warning
from cliffhanger.story.outline import Answer, Outline, Told
from cliffhanger.story.plaintext import Mapping, shown
from cliffhanger.story.tree import keys, texts


def threads(outline: Outline) -> Iterator[Found]:
    """Find threads that are never opened, or left open."""
    answers = _by_thread(outline.answers)
    for thread, line in keys(outline.root, "threads"):
        if thread not in outline.opened:
            remedy = f"add `opens: {thread}` to the claim that raises it, or remove it"
            yield warning(line, f"the thread {shown(thread)} is declared and never opened", remedy)
            continue
        given = answers.get(thread, [])
        if not any(outline.stands(one.told) for one in given):
            why = "every answer to it is overturned" if given else "nothing answers it"
            remedy = f"add `answers: {{{thread}: ...}}` to the claim that settles it, if the story does"
            yield note(line, f"the thread {shown(thread)} is left open: {why}", remedy)


def touched_before_opened(outline: Outline) -> Iterator[Found]:
    """Find threads that a claim of an earlier part answers, words anew or weighs than the one that opens them."""
    found = set()
    for told in outline.told:
        for key in ("answers", "rewords", "weighs"):
            for thread, line in keys(told.claim, key) if key in told.claim else ():
                opened = outline.opened.get(thread)
                if opened and (key, thread) not in found and told.episode < opened[0].episode:
                    found.add((key, thread))
                    where = f"only in {opened[0].part} (line {opened[0].line}), after {told.part}"
                    what = f"`{key}`: the thread {shown(thread)} is opened {where}"
                    yield warning(line, what, "open it there or before")


def answered_twice(outline: Outline) -> Iterator[Found]:
    """Find threads with two answers that both stand."""
    for thread, given in _by_thread(outline.answers).items():
        standing = [one for one in given if outline.stands(one.told)]
        for before, one in pairwise(standing):
            if before.answer == one.answer or outline.stands_again(before.told) or outline.stands_again(one.told):
                continue
            what = f"the thread {shown(thread)} is answered here and on line {before.line}, and both stand"
            if PERSON.fullmatch(before.answer) and PERSON.fullmatch(one.answer):
                yield warning(one.line, what, "let this claim overturn the other, by its `id`")
            else:
                remedy = "the later answer is shown; if it contradicts the other, let this claim overturn it"
                yield note(one.line, what, remedy)


def stands_again(outline: Outline) -> Iterator[Found]:
    """Find answers that stand again, since what overturned them is overturned, beside another that stands."""
    for thread, given in _by_thread(outline.answers).items():
        standing = [one for one in given if outline.stands(one.told)]
        for one in standing:
            other = next((two for two in reversed(standing) if two.answer != one.answer), None)
            if other and outline.stands_again(one.told):
                what = (
                    f"the thread {shown(thread)} is answered here by {shown(one.answer)}, which stands again since "
                    f"what overturned it is overturned, and by {shown(other.answer)} on line {other.line}"
                )
                yield warning(one.line, what, "let the claim that is true overturn this one, too, by its `id`")


def timeless(outline: Outline) -> Iterator[Found]:
    """Find answers to questions of who that happen at no moment, in a story that has moments."""
    of_who = {one.thread for one in outline.weights if PERSON.fullmatch(one.answer)}
    for one in outline.answers if outline.moments else ():
        if one.thread in of_who and "when" not in one.told.claim and outline.stands(one.told):
            what = f"this claim answers who, for the thread {shown(one.thread)}, and happens at no moment"
            yield note(one.line, what, "add `when`, so that the deed has its place in the order of what happens")


def never_weighed(outline: Outline) -> Iterator[Found]:
    """Find an answer by a person to a thread whose weights never mention that person."""
    weighed = _by_thread(outline.weights)
    for one in outline.answers:
        if not outline.stands(one.told) or one.thread not in weighed or not PERSON.fullmatch(one.answer):
            continue
        if all(other.answer != one.answer for other in weighed[one.thread]):
            what = f"the thread {shown(one.thread)} is answered by {shown(one.answer)}, whom no `weighs` mentions"
            yield note(one.line, what, "weigh them where a clue points to them, so that suspicion can move")


def overturned(outline: Outline) -> Iterator[Found]:
    """Find claims that overturn what is told later, what says nothing, or each other in a circle."""
    for truth, believed, line in outline.overturns:
        if truth.comes_before(believed):
            where = f"in {believed.part} (line {believed.line})"
            what = f"this claim overturns {shown(believed.id)}, which is told later, {where}"
            yield warning(line, what, "let the later claim overturn the earlier one")
        if not {"says"} <= believed.claim.keys():
            yield warning(
                line, f"{shown(believed.id)} says nothing, so that there is no twist to show", "add `says` to it"
            )
    for truth, believed, line in outline.overturns:
        if outline.is_undecided(truth) and outline.is_undecided(believed):
            what = f"neither this claim nor {shown(believed.id)} stands: claims overturn each other in a circle"
            yield warning(line, what, "break the circle")


def unprepared(outline: Outline) -> Iterator[Found]:
    """Find twists to which nothing pointed that was told before."""
    hints = _Hints(outline)
    for truth, believed, line in outline.overturns:
        if outline.stands(truth) and believed.comes_before(truth) and not hints.point_to(truth, believed):
            what = (
                f"the twist may feel unfair: nothing told before points to it, or speaks against {shown(believed.id)}"
            )
            ways = [f"`supports: {truth.id}`"] if truth.id else []
            ways += [f"`undermines: {believed.id}`", *(["`weighs` for the answer"] if "answers" in truth.claim else [])]
            yield note(line, what, f"give an earlier clue {' or '.join(ways)}")


class _Hints:
    """The first claim that points to each claim, or against it, and the first weight for each answer."""

    def __init__(self, outline: Outline) -> None:
        self._supports: dict[str, Told] = {}
        self._undermines: dict[str, Told] = {}
        self._weighs: dict[tuple[str, str], Told] = {}
        self._weighed: dict[int, bool] = {}
        for told in outline.told:
            for first, key in ((self._supports, "supports"), (self._undermines, "undermines")):
                for name, _ in texts(told.claim, key) if key in told.claim else ():
                    first.setdefault(name, told)
            for thread, answer, decibans in _weights(told.claim):
                if decibans > 0:
                    self._weighs.setdefault((thread, answer), told)

    def point_to(self, truth: Told, believed: Told) -> bool:
        """Tell whether something before the truth points to it, or against what was believed."""
        first = self._supports.get(truth.id), self._undermines.get(believed.id)
        return any(one is not None and one.comes_before(truth) for one in first) or self._was_weighed(truth)

    def _was_weighed(self, truth: Told) -> bool:
        """Tell whether something before the truth weighed for its answer; once for each, since it may have many."""
        place = id(truth.claim)
        if place not in self._weighed:
            first = (self._weighs.get(pair) for pair in (truth.claim.get("answers") or {}).items())
            self._weighed[place] = any(one is not None and one.comes_before(truth) for one in first)
        return self._weighed[place]


def _weights(claim: Mapping) -> Iterator[tuple[str, str, int]]:
    weighs = claim.get("weighs")
    for thread, weighed in weighs.items() if isinstance(weighs, Mapping) else ():
        for answer, decibans in weighed.items():
            yield thread, answer, int(decibans)


def _by_thread(answers: list[Answer]) -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = defaultdict(list)
    for one in answers:
        found[one.thread].append(one)
    return found
