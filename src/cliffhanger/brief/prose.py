"""Tells a brief in plain prose: what it is, how it does, whether it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cliffhanger.answer import Answer
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Table
from cliffhanger.brief.compose import PUBLISHED_AFTER, Brief, Charts, Odds
from cliffhanger.brief.telling import tell_story
from cliffhanger.brief.wording import counted, day, figure, number, ordinal, percent, sentence, verdict, weekday
from cliffhanger.charts.revisions import Relabel
from cliffhanger.charts.runs import Opening, Run, newest_of
from cliffhanger.charts.titles import LIMITED, NOT_A_SEASON
from cliffhanger.renewal.counts import FIRST_SEASON, LATER_SEASON, Precedent
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

STALE = timedelta(days=7) + PUBLISHED_AFTER
"""So long after the end of a week the next one is out."""

UNOBSERVED = "what came later was not observed, and nothing is read into that."

WEEKS_SHOWN = 8
FEW_PRECEDENTS = 8
_KINDS = {
    LIMITED: "limited series",
    FIRST_SEASON: "first seasons",
    LATER_SEASON: "second and later seasons",
}


def tell(answer: Answer[Brief]) -> list[Block]:
    """Tell a brief, from its headline to the line that names its basis."""
    brief, vantage = answer.value, answer.basis.vantage
    return [
        *_headline(brief, vantage),
        *_what_it_is(brief, vantage),
        *_on_the_charts(brief, vantage),
        *_another_season(brief),
        *_where_to_watch(brief, vantage),
        *(tell_story(brief.story) if brief.story else ()),
        Heading("Sources"),
        Items(tuple(str(source) for source in answer.sources)),
        Paragraph(str(answer.basis)),
    ]


def _headline(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    yield Heading(brief.title, 1)
    said = f"As of {day(vantage.as_of)}."
    if brief.odds:
        said += f" Another season: {verdict(brief.odds.chance)} ({percent(brief.odds.chance)})."
    yield Paragraph(said)


def _what_it_is(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    yield Heading("What it is")
    public = brief.public
    if public is None:
        run = newest_of(brief.charts.runs)
        alone = run.season_title in (None, NOT_A_SEASON)
        kind = f"charted in the list {run.category}" if alone else f"charted as {run.season_title} in {run.category}"
        yield Paragraph(f"{brief.title} is {kind}. The almanac has no story of it.")
        return
    yield Paragraph(_format(public, vantage) + " " + " ".join(sentence(claim.says) for claim in public.premise))
    cast = tuple(_cast(person.name, person.role, person.played_by) for person in public.people)
    if cast:
        yield Items(cast)
    if public.facts:
        yield Paragraph(" ".join(sentence(fact.says) for fact in public.facts))


def _format(story: StoryView, vantage: Vantage) -> str:
    episodes = sum(story.episodes.values())
    kind = story.format or "series"
    article = "an" if kind[0].lower() in "aeiou" else "a"
    said = f"{story.title} is {article} {kind}"
    if episodes:
        said += f" of {counted(episodes, 'episode')}"
    if story.platform:
        said += f" on {story.platform}"
    if story.released:
        said += f", {'released' if vantage.knows(story.released) else 'to be released'} on {day(story.released)}"
    if story.based_on:
        book = story.based_on
        said += f", after the {book.form or 'work'} {book.title}" + (f" by {book.author}" if book.author else "")
    return said + "."


def _cast(name: str, role: str, played_by: str) -> str:
    told = f"{name}{', ' if role else ''}{role}"
    return f"{told} ({played_by})" if played_by else told


def _on_the_charts(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    charts = brief.charts
    said = [sentence(f.says) for f in charts.figures if f.week is None or not _charted(charts, f.week)]
    if charts.due and charts.due_week:
        said.append(
            f"The first weekly figure, for the week that ends on {day(charts.due_week)}, "
            f"is due on {weekday(charts.due)}."
        )
    yield Heading("On the charts")
    if said:
        yield Paragraph(" ".join(said))
    for run in charts.runs[-3:]:
        yield Paragraph(_run(run))
        yield _weeks(run)
    if charts.opening:
        yield Paragraph(_opening(charts.opening, newest_of(charts.runs), brief.public))
    newest = max((figure.known for figure in charts.figures), default=None)
    yield Paragraph(_how_far(charts, newest, vantage))


def _charted(charts: Charts, week: object) -> bool:
    return any(row.week == week for run in charts.runs for row in run.rows)


def _run(run: Run) -> str:
    weeks = counted(len(run.rows), "week")
    said = f"{run.title} has been in the list {run.category} for {weeks}, at best {ordinal(run.peak_rank)}"
    if run.views:
        said += f", with {figure(run.views)} views"
    elif run.hours:
        said += f", with {figure(run.hours)} hours viewed"
    return said + "."


def _weeks(run: Run) -> Table:
    shown = list(enumerate(run.rows))[-WEEKS_SHOWN:]
    rows = tuple(
        (
            str(row.week),
            str(row.rank),
            figure(row.views) if row.views is not None else "",
            figure(row.hours) if row.hours is not None else "",
            f"{change:+.0%}".replace("-0%", "+0%") if (change := run.decay(place)) is not None else "",
        )
        for place, row in shown
    )
    return Table(("week to", "rank", "views", "hours", "change"), rows, frozenset({1, 2, 3, 4}))


def _opening(told: Opening, run: Run, story: StoryView | None) -> str:
    what = "views" if told.unit == "views" else "hours viewed"
    kind = _KINDS[LIMITED] if run.label.kind == LIMITED else "titles of its format"
    days = ""
    if story and story.released and told.weeks == 1 and run.first_week - story.released < timedelta(days=7):
        days = f" in its first {counted((run.first_week - story.released).days + 1, 'day')}"
    age = f"at the same age ({counted(told.weeks, 'week')})"
    return (
        f"With {figure(told.total)} {what}{days} it stands {ordinal(told.rank)} of {told.of} {kind} in its list since "
        f"{told.since:%B %Y}, {age}; the middle of the others had {figure(told.median)}."
    )


def _how_far(charts: Charts, newest: date | None, vantage: Vantage) -> str:
    """Tell how far the charts are known; `newest` is the day of the newest figure that is told without them."""
    if charts.observed_through is None or charts.edition is None:
        said = "No weekly list is in the ledger"
        if newest is None or not vantage.knows(newest + STALE):
            return said + ", so nothing is said of weeks beyond the figures given here."
        return f"{said}. The newest figure here is of {day(newest)}; {UNOBSERVED}"
    said = (
        f"Charts are known to the week that ends on {day(charts.observed_through)} (edition of {day(charts.edition)})"
    )
    return f"{said}; {UNOBSERVED}" if vantage.knows(charts.observed_through + STALE) else said + "."


def _another_season(brief: Brief) -> Iterator[Block]:
    odds = brief.odds
    if odds is None:
        return
    low, high = odds.interval
    yield Heading("Another season?")
    yield Paragraph(
        f"{verdict(odds.chance).capitalize()}: {percent(odds.chance)} "
        f"({odds.count.followed} of {odds.count.of}; 95% interval {low:.1%} to {high:.1%})."
    )
    yield Items(tuple(_reasons(odds, brief.charts.relabels, brief.public)))
    yield from _precedents(odds)
    if brief.story:
        yield from _closure(brief.story)


def _reasons(odds: Odds, relabels: tuple[Relabel, ...], public: StoryView | None) -> Iterator[str]:
    count = odds.count
    kind = _KINDS[odds.kind]
    again = " or were relabelled as a season" if count.relabelled else ""
    alone = f" ({number(count.relabelled)} are so far only relabelled)" if count.relabelled else ""
    yield (
        f"It counts among {kind}, as labelled by {odds.labelled_by}. Of {count.of} {kind} that entered the weekly "
        f"lists at least a year before {day(count.observed_through)}, {count.followed} were followed by another "
        f"season{again}{alone}. A season that never charted is not seen."
    )
    if odds.kind == LIMITED:
        yield "A limited series is made to tell its story to the end."
    for change in relabels:
        when = day(change.known_from.date())
        yield f"On {when} the charts changed its label from {change.was_title} to {change.now_title}."
    if odds.relabelled:
        charted = sum(one.charted is not None for one in odds.relabelled)
        many = counted(len(odds.relabelled), "limited series was", "limited series were").capitalize()
        yield f"{many} relabelled as a season so far; {number(charted)} had another season on the charts since."
    if public and public.based_on and public.based_on.sequel == "none":
        yield f"The {public.based_on.form or 'work'} on which it is based has no sequel to draw on."


def _closure(story: StoryView) -> Iterator[Block]:
    """Tell beside the number, to those who have seen the end, whether the story is told out."""
    if story.ending is None or not story.threads:
        return
    left = [thread for thread in story.threads if thread.state == "open"]
    answered = number(len(story.threads) - len(left))
    said = "Beside the number, and not in it: "
    if left:
        said += f"{answered} of the {number(len(story.threads))} questions that the story raises are answered; "
        said += f"what stays open ({counted(len(left), 'question')}) is told below."
    else:
        said += "every question that the story raises is answered."
    yield Paragraph(said)


def _precedents(odds: Odds) -> Iterator[Block]:
    if odds.kind != LIMITED or not odds.count.precedents:
        return
    yield Paragraph(
        "Limited series that came back or were relabelled as a season, of all ages, and when that was known:"
    )
    yield Items(tuple(_precedent(one) for one in odds.count.precedents[-FEW_PRECEDENTS:]))


def _precedent(one: Precedent) -> str:
    ways = ("relabelled as a season", one.relabelled), ("another season on the charts", one.charted)
    known = sorted((when, way) for way, when in ways if when is not None)
    told = ", then ".join(f"{way} on {day(when)}" for when, way in known)
    return f"{one.title.removesuffix(': Limited Series')}: {told}"


def _where_to_watch(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    public = brief.public
    if public is None or not public.watch or not public.released or not vantage.knows(public.released):
        return
    yield Heading("Where to watch")
    episodes = sum(public.episodes.values())
    if public.complete and vantage.knows(public.complete) and episodes > 1:
        yield Paragraph(f"All {counted(episodes, 'episode')} are on {public.watch}.")
    elif public.out < episodes:
        yield Paragraph(f"On {public.watch}: {number(public.out)} of {counted(episodes, 'episode')} so far.")
    else:
        yield Paragraph(f"On {public.watch}.")
