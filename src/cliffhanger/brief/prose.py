"""Tells a brief in plain prose: what it is, how it does, whether it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from cliffhanger.answer import Answer
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Table
from cliffhanger.brief.compose import Brief, Charts, Odds
from cliffhanger.brief.telling import tell_story
from cliffhanger.brief.wording import counted, day, figure, number, ordinal, percent, sentence, verdict, weekday
from cliffhanger.charts.revisions import Relabel
from cliffhanger.charts.runs import Opening, Run, newest_of
from cliffhanger.charts.titles import LIMITED, NOT_A_SEASON
from cliffhanger.renewal.counts import FIRST_SEASON, LATER_SEASON, Precedent
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage

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
        *(tell_story(brief.story) if brief.story else ()),
        *_where_to_watch(brief, vantage),
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
    story = brief.story
    if story is None:
        run = newest_of(brief.charts.runs)
        kind = "a film" if run.season_title in (None, NOT_A_SEASON) else f"charted as {run.season_title}"
        yield Heading("What it is")
        yield Paragraph(f"{brief.title} is {kind}, in the list {run.category}. The almanac has no story of it.")
        return
    yield Heading("What it is")
    yield Paragraph(_format(story, vantage) + " " + " ".join(sentence(claim.says) for claim in story.premise))
    cast = [_cast(person.name, person.role, person.played_by) for person in story.people if person.known_since is None]
    if cast:
        yield Items(tuple(cast))
    if story.facts:
        yield Paragraph(" ".join(sentence(fact.says) for fact in story.facts))


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
        yield Paragraph(_opening(charts.opening, newest_of(charts.runs), brief.story))
    yield Paragraph(_how_far(charts, vantage))


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
            f"{change:+.0%}" if (change := run.decay(place)) is not None else "",
        )
        for place, row in shown
    )
    return Table(("week to", "rank", "views", "hours", "change"), rows, frozenset({1, 2, 3, 4}))


def _opening(told: Opening, run: Run, story: StoryView | None) -> str:
    what = "views" if told.unit == "views" else "hours viewed"
    kind = _KINDS.get("limited series" if run.label.kind == LIMITED else "", "titles of its format")
    days = ""
    if story and story.released and told.weeks == 1 and run.first_week - story.released < timedelta(days=7):
        days = f" in its first {counted((run.first_week - story.released).days + 1, 'day')}"
    age = f"at the same age ({counted(told.weeks, 'week')})"
    return (
        f"With {figure(told.total)} {what}{days} it stands {ordinal(told.rank)} of {told.of} {kind} in its list since "
        f"{told.since:%B %Y}, {age}; the middle of the others had {figure(told.median)}."
    )


def _how_far(charts: Charts, vantage: Vantage) -> str:
    if charts.observed_through is None or charts.edition is None:
        return "No weekly list is in the ledger, so nothing is said of weeks beyond the figures given here."
    said = (
        f"Charts are known to the week that ends on {day(charts.observed_through)} (edition of {day(charts.edition)})"
    )
    later = charts.observed_through + timedelta(days=9)
    if vantage.knows(later):
        return said + "; later weeks were not observed, and nothing is read into that."
    return said + "."


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
    yield Items(tuple(_reasons(odds, brief.charts.relabels, brief.story)))
    yield from _precedents(odds)


def _reasons(odds: Odds, relabels: tuple[Relabel, ...], story: StoryView | None) -> Iterator[str]:
    count = odds.count
    kind = _KINDS.get(odds.kind, f"titles of the format {odds.kind}")
    again = ""
    if count.relabelled:
        again = f", {number(count.relabelled)} of them told so far by a new label alone"
    yield (
        f"It counts among {kind}, as labelled by {odds.labelled_by}. Of {count.of} {kind} that entered the weekly "
        f"lists at least a year before {day(count.known_from)}, {count.followed} were followed by another "
        f"season{again}. A season that never charted is not seen."
    )
    if odds.kind == LIMITED:
        changed = len(count.precedents)
        yield (
            "A limited series is made to tell its story to the end. "
            + (f"Counting younger ones, too, {number(changed)} came back; they are listed below." if changed else "")
        ).strip()
    for change in relabels:
        yield (
            f"On {day(change.known_from.date())} the charts changed its label from {change.was_title} to "
            f"{change.now_title}."
        )
    if story and story.based_on and story.based_on.sequel == "none":
        yield f"The {story.based_on.form or 'work'} on which it is based has no sequel to draw on."
    if story and story.ending:
        yield _closure(story)


def _closure(story: StoryView) -> str:
    left = [thread for thread in story.threads if thread.state == "open"]
    if not left:
        return "For who has watched the end: every question that the story raises is answered."
    answered = len(story.threads) - len(left)
    return (
        f"For who has watched the end: {number(answered)} of the {number(len(story.threads))} questions that the "
        f"story raises are answered; what stays open ({counted(len(left), 'question')}) is told below. "
        "This is not in the number."
    )


def _precedents(odds: Odds) -> Iterator[Block]:
    if odds.kind != LIMITED or not odds.count.precedents:
        return
    yield Paragraph("Limited series that did come back, and since when that was known:")
    yield Items(tuple(_precedent(one) for one in odds.count.precedents[-FEW_PRECEDENTS:]))


def _precedent(one: Precedent) -> str:
    ways = ("relabelled as a season", one.relabelled), ("another season on the charts", one.charted)
    known = sorted((when, way) for way, when in ways if when is not None)
    told = ", then ".join(f"{way} on {day(when)}" for when, way in known)
    return f"{one.title.removesuffix(': Limited Series')}: {told}"


def _where_to_watch(brief: Brief, vantage: Vantage) -> Iterator[Block]:
    story = brief.story
    if story is None or not story.watch or not story.released or not vantage.knows(story.released):
        return
    yield Heading("Where to watch")
    episodes = sum(story.episodes.values())
    yield Paragraph(
        f"All {counted(episodes, 'episode')} are on {story.watch}." if episodes > 1 else f"On {story.watch}."
    )
