"""Pages of invented stories, and a reader of their HTML that complains of what is not well formed."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from typing import Final

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief.compose import Brief, Charts
from cliffhanger.brief.html import write_html
from cliffhanger.brief.markdown import write_page
from cliffhanger.brief.odds import Another, Counted
from cliffhanger.brief.page import SPOILERS, Page, make_page
from cliffhanger.renewal.counts import CameBack, Count
from cliffhanger.story import Story
from cliffhanger.vantage import Vantage, Watched

NO_CHARTS: Final = Charts((), (), (), None, (), None, None, None, None)
COUNT: Final = Count("limited series", 100, 4, 3, date(2025, 12, 28))
BACK: Final = CameBack("Old House", date(2025, 2, 12), date(2025, 9, 3))
ODDS: Final = Another("A title", counted=Counted(COUNT, date(2025, 12, 31)), came_back=(BACK,))

_ALONE: Final = frozenset({"meta", "br", "hr", "link", "img"})


def page_of(text: str, vantage: Vantage, odds: Another | None = ODDS) -> Page:
    """Make the page of a story at a vantage; the story must be announced there."""
    story = Story.parse(text)
    public = story.at(Vantage(vantage.as_of))
    assert public is not None
    brief = Brief(public.title, public, story.at(vantage), NO_CHARTS, odds)
    return make_page(Answer(brief, Basis(vantage)))


def at(day: str, watched: str) -> Vantage:
    """Make a vantage."""
    return Vantage(date.fromisoformat(day), Watched.parse(watched))


def above_html(text: str) -> str:
    """Give what stands above the line of a page."""
    return text.split('<section class="line"')[0]


def above_markdown(text: str) -> str:
    """Give what stands above the line of a page."""
    return text.split(f"---\n\n## {SPOILERS}")[0]


def both(page: Page) -> tuple[str, str]:
    """Write a page in both forms."""
    return write_html(page), write_page(page)


class Read(HTMLParser):
    """Reads a page: its elements in order, and what is wrong with it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.wrong: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.wrong += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"<{tag}> has an attribute twice")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _ALONE:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] != "style":
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """List the attributes of each element of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        """List the ids of all elements."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]
