"""What the page of a series shows: its verdict, what anybody may read, and its story as far as it was watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief.compose import Brief, as_watched, compose
from cliffhanger.brief.odds_words import glance, horizon
from cliffhanger.brief.wording import percent, rung, verdict
from cliffhanger.charts.runs import newest_of
from cliffhanger.charts.view import ChartView
from cliffhanger.desk.desk import Desk
from cliffhanger.desk.drawings import scale
from cliffhanger.desk.parts import ORDERS, Part, Parts, public_parts, story_parts
from cliffhanger.desk.reader import Reader
from cliffhanger.desk.stories import sentences, told_as
from cliffhanger.desk.toggles import Toggles, toggles
from cliffhanger.errors import UnknownTitle
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

LONG: Final = frozenset({"in-full", "moved", "clues", *ORDERS})
"""The names of the long parts, each of which is opened on a page of its own."""

SENTENCES: Final = 2
"""So much of the premise stands below the title."""


@dataclass(frozen=True)
class Verdict:
    """The odds at a glance: in a word or two, with what stands below; with the scale and a rung where they are told."""

    words: str
    below: str
    scale: str
    rung: int | None = None


@dataclass(frozen=True)
class Public:
    """What anybody may read of a series on a day; `episodes` are the announced ones by season, None without a story."""

    title: str
    kind: str
    deck: str
    verdict: Verdict | None
    parts: Parts
    episodes: Mapping[int, int] | None
    basis: Basis


@dataclass(frozen=True)
class Told:
    """A story as far as it has been watched, and the digest of that."""

    toggles: Toggles
    parts: Parts
    digest: str


@dataclass(frozen=True)
class Shown:
    """A series as its reader sees it: what anybody may read, and its story so far; `deck` says what it is.

    Where a long part is opened, that part is `alone` on the page.
    """

    title: str
    kind: str
    deck: str
    verdict: Verdict | None
    toggles: Toggles | None
    public: Parts
    story: Parts
    alone: bool
    basis: str

    @property
    def parts(self) -> tuple[Part, ...]:
        """List all parts."""
        return *self.public.all, *self.story.all


def public_brief(title: str, view: ChartView, desk: Desk) -> Answer[Brief]:
    """Compose the brief of a title for who has watched nothing, from a view of that kind.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
    """
    return desk.answer(view, ("brief", title), lambda: compose(title, view, desk.almanac, desk.settings.fits))


def brief_of(title: str, view: ChartView, desk: Desk, reader: Reader) -> Answer[Brief]:
    """Give the brief of a title as far as its reader has watched.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
    """
    public = public_brief(title, view, desk)
    episodes = public.value.public.episodes if public.value.public else None
    vantage = _vantage(public.value.title, episodes, reader)
    return desk.answer(view, ("watched", title, vantage), lambda: as_watched(public, desk.almanac, vantage.watched))


def shown(title: str, view: ChartView, desk: Desk, reader: Reader, opened: str = "") -> Shown:
    """Put together the page of a series, with one of its long parts opened; what anybody may read is made once.

    Raises:
        UnknownTitle: neither charts nor almanac know it at this vantage.
    """
    public = desk.answer(view, ("public", title), lambda: _public(public_brief(title, view, desk)))
    vantage = _vantage(public.title, public.episodes, reader)
    told = _told(public.title, vantage, desk, opened) if public.episodes is not None else None
    story = told.parts if told else Parts((), "")
    alone = tuple(part for part in story.all if any(one.html for one in part.folded))
    read = tuple((name, told.digest if told and name == "story" else digest) for name, digest in public.basis.views)
    return Shown(
        public.title,
        public.kind,
        public.deck,
        public.verdict,
        told.toggles if told else None,
        public.parts,
        replace(story, all=alone) if alone else story,
        bool(alone),
        str(Basis(vantage, read)),
    )


def _public(answer: Answer[Brief]) -> Public:
    brief = answer.value
    return Public(
        brief.title,
        _kind(brief),
        _deck(brief),
        _verdict(brief),
        public_parts(answer),
        brief.public.episodes if brief.public else None,
        answer.basis,
    )


def _told(title: str, vantage: Vantage, desk: Desk, opened: str) -> Told:
    """Tell a story as far as a vantage shows it: once for all vantages that show as much, from the first of them."""
    settled = desk.answers.give("settled", (title, vantage), lambda: _story(title, vantage, desk).settled)
    one = opened if opened in LONG else ""
    return desk.answers.give("told", (title, settled, one), lambda: _telling(_story(title, settled, desk), one))


def _telling(story: StoryView, opened: str) -> Told:
    return Told(toggles(story), story_parts(story, opened), story.digest)


def _story(title: str, vantage: Vantage, desk: Desk) -> StoryView:
    story = desk.almanac.story(title, vantage)
    if story is None:
        raise UnknownTitle(title, vantage.as_of)
    return story


def _vantage(title: str, episodes: Mapping[int, int] | None, reader: Reader) -> Vantage:
    """Give the vantage of a reader; episodes that are not announced yet on its day count for nothing."""
    vantage = reader.vantage(title)
    if episodes is not None and vantage.watched.beyond(episodes):
        return replace(vantage, watched=vantage.watched.within(episodes))
    return vantage


def _kind(brief: Brief) -> str:
    """Say in a line what it is."""
    if brief.public:
        return told_as(brief.public)
    run = newest_of(brief.charts.runs)
    return " · ".join(dict.fromkeys([str(run.label), run.category]))


def _deck(brief: Brief) -> str:
    """Say in a sentence or two what it is about."""
    return sentences(brief.public, SENTENCES) if brief.public else ""


def _verdict(brief: Brief) -> Verdict | None:
    if brief.odds is None:
        return None
    if brief.odds.odds and not brief.odds.fate:
        told = brief.odds.odds.told
        below = f"{percent(told.chance)} {horizon(told)}"
        return Verdict(verdict(told.chance), below, scale(told), rung(told.chance))
    least = glance(brief.odds)
    return Verdict(least.words, least.more, "", None if least.chance is None else rung(least.chance)) if least else None
