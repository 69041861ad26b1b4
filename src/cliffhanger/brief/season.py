"""Tells whether there may be another season: the chance, what it stands on, what would change it, who came back."""

from __future__ import annotations

from collections.abc import Iterator

from cliffhanger.brief import sources
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Told
from cliffhanger.brief.compose import Brief, Odds
from cliffhanger.brief.threads import closure_told
from cliffhanger.brief.wording import counted, day, number, percent, verdict
from cliffhanger.charts.runs import newest_of
from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.counts import FIRST_SEASON, LATER_SEASON, Precedent
from cliffhanger.story import StoryView

FEW_PRECEDENTS = 8
KINDS = {
    LIMITED: "limited series",
    FIRST_SEASON: "first seasons",
    LATER_SEASON: "second and later seasons",
}


def chance(odds: Odds) -> Told:
    """Tell the chance in words and as a number, with what was counted and its interval."""
    low, high = odds.interval
    said = (
        f"{verdict(odds.chance).capitalize()}: {percent(odds.chance)} "
        f"({odds.count.followed} of {odds.count.of}; 95% interval {low:.1%} to {high:.1%})."
    )
    return Told(said, sources.of_count(odds))


def reasons(brief: Brief, odds: Odds) -> Iterator[Told]:
    """Tell what speaks for another season, and against it."""
    count, public = odds.count, brief.public
    kind = KINDS[odds.kind]
    again = " or were relabelled as a season" if count.relabelled else ""
    alone = f" ({number(count.relabelled)} are so far only relabelled)" if count.relabelled else ""
    yield Told(
        f"It counts among {kind}, as labelled by {odds.labelled_by}. Of {count.of} {kind} that entered the weekly "
        f"lists at least a year before {day(count.observed_through)}, {count.followed} were followed by another "
        f"season{again}{alone}. A season that never charted is not seen.",
        sources.of_count(odds),
    )
    if odds.kind == LIMITED:
        yield Told("A limited series is made to tell its story to the end.", _of_label(brief))
    for change in brief.charts.relabels:
        when = change.known_from.date()
        said = f"On {day(when)} the charts changed its label from {change.was_title} to {change.now_title}."
        yield Told(said, sources.of_lists(when))
    if odds.relabelled:
        charted = sum(one.charted is not None for one in odds.relabelled)
        many = counted(len(odds.relabelled), "limited series was", "limited series were").capitalize()
        said = f"{many} relabelled as a season so far; {number(charted)} had another season on the charts since."
        yield Told(said, sources.of_count(odds))
    if public and public.based_on and public.based_on.sequel == "none":
        said = f"The {public.based_on.form or 'work'} on which it is based has no sequel to draw on."
        yield Told(said, sources.of_sequel(public))


def what_would_change_it(brief: Brief, odds: Odds) -> Iterator[Told]:
    """Tell what would move the chance, as far as the past shows it."""
    by = f" by {brief.public.platform}" if brief.public and brief.public.platform else ""
    came_back = odds.count.precedents
    if odds.kind != LIMITED or not came_back:
        yield Told(f"An announcement{by} would settle it.", sources.of_count(odds))
        return
    relabelled = sum(one.relabelled is not None for one in came_back)
    yield Told(
        f"An announcement{by} would settle it. A new label in the weekly lists would be a first sign: "
        f"{counted(relabelled, 'limited series was', 'limited series were')} relabelled as a season there.",
        sources.of_count(odds),
    )
    if brief.charts.runs and not brief.charts.relabels and brief.charts.edition:
        run = newest_of(brief.charts.runs)
        said = f"In the edition of {day(brief.charts.edition)} it is still listed as {run.title}."
        yield Told(said, sources.of_lists(brief.charts.edition, f"{run.title} in {run.category}"))
    yield Told(
        "Exceptional success may move a platform to go on all the same, as it may have done with those below; "
        "the lists show that they went on, not why.",
        sources.of_count(odds),
    )


def precedents(odds: Odds) -> Iterator[Block]:
    """Tell which limited series came back, and when that was known."""
    if odds.kind != LIMITED or not odds.count.precedents:
        return
    said = "Limited series that came back or were relabelled as a season, of all ages, and when that was known:"
    yield Paragraph((Told(said, sources.of_count(odds)),))
    yield Items(tuple(_precedent(one) for one in odds.count.precedents[-FEW_PRECEDENTS:]))


def another_season(brief: Brief) -> Iterator[Block]:
    """Tell the chance with its reasons and precedents, as a brief does."""
    if brief.odds is None:
        return
    yield Heading("Another season?")
    yield Paragraph((chance(brief.odds),))
    yield Items(tuple(reasons(brief, brief.odds)))
    yield from precedents(brief.odds)


def closure(story: StoryView) -> Iterator[Block]:
    """Tell beside the number, to those who have seen the end, whether the story is told out."""
    if story.closure:
        yield Paragraph(f"Beside the number, and not in it: {closure_told(story, story.closure, within=True)}")


def _precedent(one: Precedent) -> Told:
    ways = ("relabelled as a season", one.relabelled), ("another season on the charts", one.charted)
    known = sorted((when, way) for way, when in ways if when is not None)
    told = ", then ".join(f"{way} on {day(when)}" for when, way in known)
    cited = tuple(source for when, _ in known for source in sources.of_lists(when))
    return Told(f"{one.title.removesuffix(': Limited Series')}: {told}", cited)


def _of_label(brief: Brief) -> sources.Sources:
    if brief.charts.runs:
        return sources.of_run(newest_of(brief.charts.runs))
    return sources.of_series(brief.public) if brief.public else ()
