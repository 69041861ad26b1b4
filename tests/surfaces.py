"""What is told of a story by the functions behind the commands: all of it, in every form, errors included."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from cliffhanger.answer import Answer
from cliffhanger.brief.blocks import Block
from cliffhanger.brief.explain import explain, tell_explained
from cliffhanger.brief.knows import knows, tell_knows
from cliffhanger.brief.markdown import write_markdown
from cliffhanger.brief.pictures.suspicion import suspicion_picture
from cliffhanger.brief.previously import previously, tell_previously
from cliffhanger.brief.suspects import suspects, tell_suspects
from cliffhanger.brief.text import write_text
from cliffhanger.brief.threads import tell_threads, threads
from cliffhanger.brief.timeline import tell_timeline, timeline
from cliffhanger.brief.twists import tell_twists, twists
from cliffhanger.brief.values import answer_as_data
from cliffhanger.errors import CliffhangerError, as_json
from cliffhanger.story import Story, StoryView
from cliffhanger.vantage import Vantage

TITLE = "The House on the Hill"

ASKED = ("Somebody 1", "somebody 12", "Ghost", "Spook", "The town", "Thing 7 happens")
"""Names to ask for: some that random stories give, some that only hidden claims do, and none at all."""


class Shelf:
    """An almanac that holds one story."""

    def __init__(self, story: Any) -> None:
        self._story = story

    def story(self, title: str, vantage: Vantage) -> StoryView | None:
        """Find the story by its title."""
        view: StoryView | None = self._story.at(vantage)
        return view if view and view.title == title else None

    def titles(self, vantage: Vantage) -> list[str]:
        """List its title."""
        view = self._story.at(vantage)
        return [view.title] if view else []


Asking = Callable[[str, Any, Vantage], Answer[Any]]
Telling = Callable[[Any], Iterable[Block]]

QUESTIONS: dict[str, tuple[Asking, Telling]] = {
    "previously": (previously, tell_previously),
    "suspects": (suspects, tell_suspects),
    "twists": (twists, tell_twists),
    "fabula": (partial(timeline, order="fabula"), tell_timeline),
    "syuzhet": (partial(timeline, order="syuzhet"), tell_timeline),
    "threads": (threads, tell_threads),
    "explain": (explain, tell_explained),
}


def told(text: str, vantage: Vantage) -> str:
    """Tell everything that can be asked of a story, in every form, with the exit status of what is refused."""
    return told_of(Story.parse(text), vantage)


def told_of(story: Any, vantage: Vantage, title: str = TITLE, asked: Iterable[str] = ASKED) -> str:
    """Tell everything that can be asked of whatever gives views of a story."""
    return "\n".join(_told(Shelf(story), vantage, title, asked))


def _told(shelf: Any, vantage: Vantage, title: str, asked: Iterable[str]) -> Iterator[str]:
    for name, (ask, tell) in QUESTIONS.items():
        yield f"# {name}"
        yield from _answer(partial(ask, title, shelf, vantage), tell)
    view = shelf.story(title, vantage)
    for person in (*asked, *(one.name for one in (view.people if view else ()))):
        yield f"# knows {person}"
        yield from _answer(partial(knows, title, person, shelf, vantage), tell_knows)
    if view:
        yield suspicion_picture(view).svg


def _answer(ask: Callable[[], Answer[Any]], tell: Telling) -> Iterator[str]:
    try:
        answer = ask()
    except CliffhangerError as error:
        yield f"{error.exit_code} {json.dumps(as_json(error))}"
        return
    blocks = [*tell(answer.value)]
    yield write_text(blocks)
    yield write_markdown(blocks)
    yield json.dumps(answer_as_data(answer), ensure_ascii=False)
