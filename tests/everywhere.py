"""Everything that is shown of a story: each value of its view, each answer, picture, brief and page, each refusal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.compose import compose
from cliffhanger.brief.data import as_data
from cliffhanger.brief.html import write_blocks, write_html
from cliffhanger.brief.markdown import write_markdown, write_page
from cliffhanger.brief.page import make_page
from cliffhanger.brief.pictures.storyline import draw_storyline
from cliffhanger.brief.prose import tell
from cliffhanger.brief.search import search
from cliffhanger.brief.text import write_text
from cliffhanger.brief.whole import tell_whole
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.titles import plain
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import CliffhangerError, as_json
from cliffhanger.story import Story, StoryView
from cliffhanger.vantage import Vantage
from feeds import empty_ledger
from surfaces import ASKED, TITLE, told_of


class OneStory(Almanac):
    """The almanac of the package with one story in the place of its own."""

    def __init__(self, story: Story) -> None:
        super().__init__()
        self._story = story

    def story(self, title: str, vantage: Vantage) -> StoryView | None:
        """Find the story by its titles."""
        view = self._story.at(vantage)
        return view if view and plain(title) in map(plain, view.names) else None

    def stories(self, vantage: Vantage) -> list[StoryView]:
        """List it."""
        view = self._story.at(vantage)
        return [view] if view else []


def everything(view: StoryView | None) -> str:
    """Show all that a view shows, and how it looks itself."""
    if view is None:
        return "None"
    public = [name for name in dir(view) if not name.startswith("_")]
    values = ((name, getattr(view, name)) for name in public)
    return "\n".join([repr(view), *(f"{name} {value() if callable(value) else value!r}" for name, value in values)])


def answered(text: str, vantage: Vantage, title: str = TITLE, asked: Iterable[str] = ASKED) -> list[str]:
    """Show the view and every question's answer, refusals included."""
    story = Story.parse(text)
    return [everything(story.at(vantage)), told_of(story, vantage, title, asked)]


def composed(text: str, vantage: Vantage, title: str = TITLE) -> list[str]:
    """Show the storyline in both orders, the brief and the page in every form, and what a search finds."""
    almanac = OneStory(Story.parse(text))
    with _ledger().as_of(vantage) as charts:
        makers: tuple[Callable[[], Iterable[str]], ...] = (
            lambda: [str(draw_storyline(title, almanac, vantage, "telling"))],
            lambda: [str(draw_storyline(title, almanac, vantage, "fabula"))],
            lambda: _brief(title, charts, almanac),
            lambda: [str(search(title.split()[-1], charts, almanac))],
        )
        return [text for make in makers for text in _or_refused(make)]


@cache
def _ledger() -> Ledger:
    return empty_ledger()


def _brief(title: str, charts: ChartView, almanac: Almanac) -> Iterator[str]:
    answer = compose(title, charts, almanac)
    told, page = [*tell(answer)], make_page(answer)
    yield from (write_text(told), write_markdown(told), write_html(page), write_page(page))
    yield write_blocks(answer.value.title, tell_whole(answer, almanac), str(answer.basis))
    yield json.dumps(as_data(answer), ensure_ascii=False, default=str)


def _or_refused(make: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return [*make()]
    except CliffhangerError as error:
        return [f"{error.exit_code} {json.dumps(as_json(error))}"]
