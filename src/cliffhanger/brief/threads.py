"""Plot threads: which questions the story raises, how they were worded and answered, and how far it is told out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from cliffhanger.answer import Answer
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.asked import answered, story_of
from cliffhanger.brief.blocks import Block, Heading, Paragraph
from cliffhanger.brief.parts import part
from cliffhanger.brief.saying import items, watched, whose
from cliffhanger.brief.wording import counted, number, sentence
from cliffhanger.story import StoryView
from cliffhanger.story.threads import Closure, Thread, Wording
from cliffhanger.vantage import Episode, Vantage


@dataclass(frozen=True)
class Threads:
    """The questions of a story, and its closure for who has seen the end."""

    story: StoryView
    threads: tuple[Thread, ...]
    closure: Closure | None


def threads(title: str, almanac: Almanac, vantage: Vantage) -> Answer[Threads]:
    """Tell which questions are opened, answered, and left open.

    Raises:
        UnknownStory: no story of that title is known at this vantage.
        NoSuchEpisode: an episode is said to be watched that the series does not have.
        StoryRejected: a story file is not sound.
    """
    story = story_of(title, almanac, vantage)
    bearing = {one.place for thread in story.threads for one in thread.wordings}
    bearing |= {one.place for thread in story.threads for one in thread.answers}
    told = (claim for claim in story.claims if claim.place in bearing)
    return answered(Threads(story, story.threads, story.closure), story, told)


def tell_threads(value: Threads) -> Iterator[Block]:
    """Tell open and answered questions, and to who has seen the end, how far the story is told out."""
    story = value.story
    yield Heading(f"{story.title}: questions", 1)
    yield Paragraph(watched(story))
    if not value.threads:
        yield Paragraph("No question has been raised so far.")
    left = [thread for thread in value.threads if thread.is_open]
    closed = [thread for thread in value.threads if thread.state == "answered"]
    told = [thread for thread in value.threads if thread.state == "told"]
    yield from items("Left open" if value.closure else "Open", [_thread(story, one) for one in left], 2)
    yield from items("Answered", [_thread(story, one) for one in closed], 2)
    yield from items("Answered, on somebody's word", [_thread(story, one) for one in told], 2)
    if value.closure:
        yield Heading("Closure")
        yield Paragraph(closure_told(story, value.closure))


def closure_told(story: StoryView, closure: Closure, *, within: bool = False) -> str:
    """Say how much is answered, what stays open, and whether it ends in a cliffhanger; `within` a sentence or alone."""
    left, raised = len(closure.left_open), len(closure.last_raised)
    if closure.answered == closure.of:
        told = "every question that the story raises is answered"
    else:
        counts = [
            f"{number(closure.answered)} {'is' if closure.answered == 1 else 'are'} answered ({closure.share:.0%})"
        ]
        counts += [f"{number(len(closure.on_word))} only on somebody's word"] if closure.on_word else []
        counts += [f"{number(left)} {'stays' if left == 1 else 'stay'} open"] if left else []
        told = f"of {counted(closure.of, 'question')} that the story raises, {', '.join(counts[:-1])}, and {counts[-1]}"
    if raised:
        which = {left: "it" if left == 1 else "all of them"}.get(raised, f"{number(raised)} of these")
        told += f"; the last {story.told_in} itself raises {which}"
    told += f". It {'ends' if closure.is_cliffhanger else 'does not end'} in a cliffhanger."
    return told if within else told[0].upper() + told[1:]


def _thread(story: StoryView, thread: Thread) -> str:
    told = f"{thread.asks} {sentence(thread.answer)}" if thread.answer else thread.asks
    marks = [*whose(thread), f"raised {_in(story, thread.opened)}"]
    marks += [f'until {part(story, after.episode)}: "{before.asks}"' for before, after in _reworded(thread)]
    wrong = [one for one in thread.answers if not one.stands and one.answer != thread.answer]
    marks += [f'{_in(story, one.episode)} it seemed: "{one.answer}"' for one in wrong]
    if thread.answer:
        marks.append(f"answered {_in(story, thread.answered_in)}")
    return f"{told} ({'; '.join(marks)})"


def _reworded(thread: Thread) -> Iterator[tuple[Wording, Wording]]:
    """Give the wordings, each with the one that replaced it, up to the answer."""
    end = thread.answered_in
    told = ((one, other) for one, other in pairwise(thread.wordings) if one.asks != other.asks)
    return ((one, other) for one, other in told if not end or not other.episode or other.episode <= end)


def _in(story: StoryView, episode: Episode | None) -> str:
    return f"in {part(story, episode)}"
