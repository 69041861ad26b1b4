"""The parts of a brief, of a page and of an answer that tell the odds of another season."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cliffhanger.brief import sources
from cliffhanger.brief.blocks import Block, Folded, Heading, Items, Paragraph, Picture, Told
from cliffhanger.brief.odds_labels import effect_told, limited_told, relabels_told
from cliffhanger.brief.odds_parts import made_of
from cliffhanger.brief.odds_reasons import reasons_told, rounded, what_if_told
from cliffhanger.brief.odds_words import (
    alike_told,
    behind_told,
    count_told,
    exposure_told,
    fate_told,
    follower_told,
    horizon,
    how_to_tell,
    others_told,
    unaware_told,
    unread_told,
    verdict_told,
)
from cliffhanger.brief.season import KINDS
from cliffhanger.brief.wording import counted, day, percent, verdict
from cliffhanger.charts.titles import LIMITED

if TYPE_CHECKING:
    from cliffhanger.brief.odds import Another
    from cliffhanger.renewal.counts import CameBack
    from cliffhanger.story import StoryView

FEW: Final = 8
"""So many limited series that came back are named, the newest."""


def first_told(another: Another) -> tuple[Told, ...]:
    """Tell what users or the charts know, or else the chance by its horizons."""
    said = [Told(fate_told(another.fate), sources.of_fate(another))] if another.fate else []
    if another.outcome and another.outcome.by:
        return (*said, Told(follower_told(another.outcome), sources.of_follower(another)))
    if another.fate:
        return tuple(said)
    cited = sources.of_odds(another)
    others = (*others_told(another.odds), *behind_told(another)) if another.odds else ()
    return tuple(Told(one, cited) for one in (verdict_told(another), *others, *unread_told(another)))


def to_tell(another: Another) -> tuple[Told, ...]:
    """Tell the same on a command line, where users can tell what they know."""
    return *first_told(another), *map(Told, how_to_tell(another))


def unaware(another: Another) -> Iterator[Block]:
    """Tell last, beside what users know, what the model gives."""
    if another.fate and another.odds:
        yield Paragraph((Told(unaware_told(another.odds), sources.of_odds(another)),))


def exposure(another: Another) -> Iterator[Block]:
    """Tell how far it is known."""
    told = tuple(Told(one, sources.of_odds(another)) for one in exposure_told(another))
    if told and another.odds:
        yield Paragraph(told)


def reasons(another: Another, public: StoryView | None, *, sized: bool = True) -> Iterator[Told]:
    """Tell what speaks for another season, and against it, with sizes; `public` is the story as anybody knows it."""
    if another.counted:
        yield from (Told(one, sources.of_count(another.counted)) for one in count_told(another))
    for one in relabels_told(another):
        yield Told(one, sources.of_lists(another.relabels[-1].known_from.date()))
    yield from (Told(one, sources.of_odds(another)) for one in effect_told(another))
    counted_by = sources.of_count(another.counted) if another.counted else ()
    yield from (Told(one, counted_by) for one in limited_told(another))
    if public and public.based_on and public.based_on.sequel == "none":
        said = f"The {public.based_on.form or 'work'} on which it is based has no sequel to draw on."
        yield Told(said, sources.of_sequel(public))
    if another.odds and not another.fate:
        yield from (Told(one, sources.of_odds(another)) for one in reasons_told(another.odds, sized=sized))


def what_would_change_it(another: Another) -> Iterator[Told]:
    """Tell what would move the chance, where there are odds: in the model, and as far as the past shows it."""
    if another.odds is None:
        return
    yield from (Told(one, sources.of_odds(another)) for one in what_if_told(another.odds))
    cited = sources.of_count(another.counted) if another.counted else sources.of_odds(another)
    relabelled = sum(one.relabelled is not None for one in another.came_back)
    if another.kind != LIMITED or another.relabels or not relabelled:
        return
    many = counted(relabelled, "limited series was", "limited series were")
    sign = f"A new label in the weekly lists would be a first sign: {many} relabelled as a season there."
    yield Told(sign, cited)
    yield from _still(another)
    yield Told(
        "Exceptional success may move a platform to go on all the same, as it may have done with those below; "
        "the lists show that they went on, not why.",
        cited,
    )


def _still(another: Another) -> Iterator[Told]:
    run = another.outcome.season.run if another.outcome else None
    if run and another.edition:
        said = f"In the edition of {day(another.edition)} it is still listed as {run.title}."
        yield Told(said, sources.of_lists(another.edition, f"{run.title} in {run.category}"))


def precedents(another: Another) -> Iterator[Block]:
    """Name the seasons that stood about there, and the limited series that came back, with when that was known."""
    if another.alike and another.odds:
        cited = sources.of_odds(another)
        age = counted(another.odds.age, "week")
        said = f"The seasons most like it at its age, {age}, and what is known of them:"
        yield Paragraph((Told(said, cited),))
        yield Items(tuple(Told(alike_told(one), cited) for one in another.alike))
    others = [one for one in another.came_back if one.title != another.title]
    if another.kind == LIMITED and others:
        said = "Limited series that came back or were relabelled as a season, of all ages, and when that was known:"
        yield Paragraph((Told(said, sources.of_count(another.counted) if another.counted else ()),))
        yield Items(tuple(_came_back(one) for one in others[-FEW:]))


def another_season(another: Another, public: StoryView | None = None) -> Iterator[Block]:
    """Tell all of it, as a brief does."""
    yield Paragraph(to_tell(another))
    yield from rest_told(another, public)


def rest_told(another: Another, public: StoryView | None = None) -> Iterator[Block]:
    """Tell all but the chance itself; nothing more where another season is known.

    Where users know the fate, the chance comes last, and nothing is told of what makes it.
    """
    if another.outcome and another.outcome.by:
        return
    open_ = replace(another, odds=None) if another.fate else another
    yield from exposure(open_)
    told = tuple(reasons(another, public))
    if told:
        yield Items(told)
    yield from made_of(open_, arrows=True)
    change = tuple(what_would_change_it(open_))
    if change:
        yield Paragraph(change)
    yield from precedents(another)
    yield from unaware(another)


def page_lead(another: Another) -> Iterator[Told]:
    """Answer a page's question in a sentence or two, and say that no announcement is known."""
    if another.fate or another.odds is None:
        told = first_told(another)
        yield from told
        return
    one = another.odds.told
    answer = "The chances are" if one.chance < 1 / 20 else "Another season is"
    yield Told(
        f"{answer} {verdict(one.chance)}: {percent(one.chance)} {horizon(one)} (90% interval {rounded(one.low)} to "
        f"{rounded(one.high)}), going by how {KINDS.get(another.kind, 'seasons')} and others have fared in Netflix's "
        "weekly lists.",
        sources.of_odds(another),
    )
    yield from (Told(one, sources.of_odds(another)) for one in unread_told(another))


def page_blocks(another: Another, public: StoryView | None) -> Iterator[Block]:
    """Tell the rest below headings, with a picture."""
    if another.outcome and another.outcome.by:
        return
    told = tuple(reasons(another, public))
    if told:
        yield Heading("For and against another season")
        yield Items(told)
    open_ = replace(another, odds=None) if another.fate else another
    yield from drawn(open_)
    yield from made_of(open_)
    yield from exposure(open_)
    change = tuple(what_would_change_it(open_))
    if change:
        yield Heading("What would change it", 3)
        yield Paragraph(change)
    came_back = [*precedents(another)]
    if came_back:
        yield Heading("Who came back", 3)
        yield from came_back
    yield from unaware(another)


def folds(another: Another) -> Iterator[Folded]:
    """Give what follows chance, picture and reasons where it can be folded away: only what there is."""
    open_ = replace(another, odds=None) if another.fate else another
    change = tuple(what_would_change_it(open_))
    parts = (
        Folded("What would change it", (Paragraph(change),) if change else ()),
        Folded("Who came back", tuple(precedents(another))),
        Folded("How it is reckoned", (*made_of(open_), *exposure(open_))),
    )
    yield from (one for one in parts if one.blocks)


def drawn(another: Another) -> Iterator[Picture]:
    """Draw the chances, and what they are made of."""
    if another.odds:
        from cliffhanger.brief.pictures.odds import odds_picture

        said = f"{another.odds.season.title_now}: the chance of another season, and what it is made of."
        yield replace(odds_picture(another.odds), caption=(Told(said, sources.of_odds(another)),))


def _came_back(one: CameBack) -> Told:
    ways = ("relabelled as a season", one.relabelled), ("another season on the charts", one.charted)
    known = sorted((when, way) for way, when in ways if when is not None)
    told = ", then ".join(f"{way} on {day(when)}" for when, way in known)
    cited = tuple(source for when, _ in known for source in sources.of_lists(when))
    return Told(f"{one.title.removesuffix(': Limited Series')}: {told}", cited)
