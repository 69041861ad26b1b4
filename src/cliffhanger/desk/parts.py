"""The parts of a series page: what anybody may read, and what tells the story as far as its reader has watched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from cliffhanger.answer import Answer
from cliffhanger.brief.about import facts, premise, where_to_watch
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Picture, Table, words
from cliffhanger.brief.compose import Brief
from cliffhanger.brief.explain import explain, tell_explained
from cliffhanger.brief.html_blocks import Sections
from cliffhanger.brief.page import FURTHER
from cliffhanger.brief.pictures.storyline import storyline_picture
from cliffhanger.brief.pictures.suspicion import suspicion_picture
from cliffhanger.brief.previously import full, previously, short
from cliffhanger.brief.rise import on_the_charts
from cliffhanger.brief.saying import who_is_who
from cliffhanger.brief.suspects import suspects, tell_suspects
from cliffhanger.brief.text import harmless
from cliffhanger.brief.threads import tell_threads, threads
from cliffhanger.brief.timeline import Order, tell_timeline, timeline
from cliffhanger.brief.twists import in_brief, tell_twists, twists
from cliffhanger.charts.titles import plain
from cliffhanger.desk.drawings import bare
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

LOWER: Final = 1
"""Headings of a brief stand so much lower below the heading of a part."""

ABOUT: Final = "about"
"""The name of the part that tells what it is, which comes before the story."""

ORDERS: Final[dict[Order, str]] = {"fabula": "As it happened", "syuzhet": "As it is told"}


@dataclass(frozen=True)
class Folded:
    """What is long, and shown to who asks for it: its name, what it is, and its HTML where it was asked for."""

    name: str
    summary: str
    html: str


@dataclass(frozen=True)
class Part:
    """A part of a page: its name in addresses, its heading, its HTML, and what is folded away below that."""

    name: str
    title: str
    html: str
    folded: tuple[Folded, ...] = ()


@dataclass(frozen=True)
class Parts:
    """Parts that share their notes."""

    all: tuple[Part, ...]
    notes: str

    @property
    def first(self) -> Part:
        """The first of them."""
        return self.all[0]

    @property
    def rest(self) -> tuple[Part, ...]:
        """All but the first."""
        return self.all[1:]


def public_parts(answer: Answer[Brief]) -> Parts:
    """Tell what somebody may read who has watched nothing: what it is, the odds, the charts and forecast."""
    brief, vantage, written = answer.value, answer.basis.vantage, Sections()
    return Parts(tuple(one for one in _public(brief, vantage, written) if one.html), written.notes)


def _public(brief: Brief, vantage: Vantage, written: Sections) -> Iterator[Part]:
    public = brief.public.facts if brief.public else ()
    about = [*premise(brief, vantage), *facts(public), *_lowered(where_to_watch(brief, vantage))]
    yield Part(ABOUT, "What it is", written.write(about))
    if brief.odds:
        from cliffhanger.desk.odds_part import odds_part

        yield Part("another-season", "Another season?", odds_part(brief.odds, brief.public, written))
    if brief.charts.runs or brief.public is None or brief.public.told_in == "episode":
        charts = bare(on_the_charts(brief, vantage, pictures=True))
        yield Part("charts", "On the charts", _with_tables_folded(charts, written))
    if brief.outlook:
        from cliffhanger.brief.outlook_blocks import forecast_blocks

        ahead = _untitled(forecast_blocks(brief.outlook, edition=brief.charts.edition, pictures=True))
        yield Part("forecast", "The weeks to come", _with_tables_folded(ahead, written))


def story_parts(story: StoryView, opened: str = "") -> Parts:
    """Tell a story as far as it has been watched, with what is `opened` of its long parts; else, nothing at all."""
    if not story.watched_through:
        return Parts((), "")
    told = _Story(story, opened)
    return Parts(tuple(told.parts()), told.written.notes)


class _OneView(Almanac):
    """An almanac that has been looked into: all questions are put to the same view of a story."""

    def __init__(self, view: StoryView) -> None:
        self._view = view

    def story(self, title: str, vantage: Vantage) -> StoryView:  # noqa: ARG002 - there is no other
        """Give it."""
        return self._view


class _Story:
    """The parts that tell a story."""

    def __init__(self, story: StoryView, opened: str) -> None:
        self.written = Sections("s", FURTHER)
        self._asked = story.title, _OneView(story), story.vantage
        self._story, self._opened = story, opened

    def parts(self) -> Iterator[Part]:
        """Write them, in their order."""
        story, write = self._story, self.written.write
        told = previously(*self._asked).value
        if told.people:
            yield Part("people", "Who is who", write([who_is_who(story)]))
        in_full = self._folded("in-full", "All of it, part by part", lambda: _untitled(full(story, told.full)))
        yield Part("previously", "Previously on", write(_untitled(short(story, told.short))), (in_full,))
        asked = threads(*self._asked).value
        if asked.threads:
            told_of = replace(asked, closure=None) if story.finished else asked
            yield Part("questions", "Questions, open and answered", write(_lowered(tell_threads(told_of))))
        yield from self._suspicion()
        yield Part("storyline", "Who meets whom", write(bare([storyline_picture(story)])))
        yield Part("timeline", "Timeline", "", tuple(self._timeline(order) for order in ORDERS))
        if story.finished:
            yield from self._whole()

    def _suspicion(self) -> Iterator[Part]:
        value = suspects(*self._asked).value
        if value.questions:
            moved = self._folded("moved", "What moved it, in figures", lambda: _lowered(tell_suspects(value)))
            drawn = self.written.write(bare([suspicion_picture(value.story)]))
            yield Part("suspicion", "Who is suspected", drawn, (moved,))

    def _timeline(self, order: Order) -> Folded:
        return self._folded(
            order, ORDERS[order], lambda: _lowered(tell_timeline(timeline(*self._asked, order=order).value))
        )

    def _whole(self) -> Iterator[Part]:
        """Tell what is for who has seen the end."""
        value = twists(*self._asked).value
        if value.twists:
            shown = Items(tuple(in_brief(self._story, one) for one in value.twists))
            clues = self._folded("clues", "What each rested on, and its clues", lambda: _lowered(tell_twists(value)))
            yield Part("twists", "Twists", self.written.write([shown]), (clues,))
        ending = tell_explained(explain(*self._asked).value, alone=False)
        yield Part("ending", "The ending explained", self.written.write(_lowered(ending)))

    def _folded(self, name: str, summary: str, tell: Callable[[], Iterable[Block]]) -> Folded:
        """Write what is long, without its notes, if it is asked for."""
        html = Sections().write(_unsourced(tell())) if name == self._opened else ""
        return Folded(name, summary, html)


def _lowered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put headings lower, below that of the part, without the title of an answer and how much was watched."""
    told = [*bare(blocks)]
    if told and isinstance(told[0], Heading) and told[0].level == 1:
        told = told[2:]
    return (replace(one, level=one.level + LOWER) if isinstance(one, Heading) else one for one in told)


def _untitled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leave out the heading of a part, since the page has its own."""
    return (one for one in bare(blocks) if not isinstance(one, Heading) or one.level > 2)


def _unsourced(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leave out the sources of statements."""
    for block in blocks:
        match block:
            case Paragraph(text):
                yield Paragraph(words(text))
            case Items(items):
                yield Items(tuple(words(item) for item in items))
            case _:
                yield block


def _with_tables_folded(blocks: Iterable[Block], written: Sections) -> str:
    """Write blocks; where pictures tell the same, tables are folded away below their captions."""
    told = [*blocks]
    drawn = any(isinstance(one, Picture) for one in told)
    return "".join(_folded(one, written) if drawn and isinstance(one, Table) else written.write([one]) for one in told)


def _folded(table: Table, written: Sections) -> str:
    name = escape(harmless(words(table.caption)))
    number = plain(words(table.caption)).replace(" ", "-")
    return f'<details id="table-{escape(number)}">\n<summary>{name}</summary>\n{written.write([table])}</details>\n'
