"""Names where each statement comes from, with its day: a claim, a fact, a page, a row of the charts, a count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from cliffhanger.answer import Source
from cliffhanger.brief.parts import PREMISE, part, parts, spans
from cliffhanger.brief.wording import day
from cliffhanger.story.claims import BEFORE
from cliffhanger.story.recap import DatedFact, Note, VisibleClaim

if TYPE_CHECKING:
    from cliffhanger.brief.almanac import Figure
    from cliffhanger.brief.compose import Charts
    from cliffhanger.brief.odds import Another, Counted
    from cliffhanger.charts.runs import Run
    from cliffhanger.forecast.outlook import Outlook
    from cliffhanger.story import StoryView
    from cliffhanger.story.people import Person
    from cliffhanger.story.threads import Thread
    from cliffhanger.vantage import Episode

LISTS = "Netflix Top 10, weekly lists"
REPORTS = "Netflix, half-yearly engagement reports"

Sources = tuple[Source, ...]


def of_claims(story: StoryView, claims: Iterable[VisibleClaim]) -> Sources:
    """Give where claims are told, each part of the story once, and then the pages that state them."""
    told = [*claims]
    where = [Source(part(story, claim.episode), claim.known_from) for claim in told]
    return tuple(dict.fromkeys((*where, *(page for claim in told for page in claim.pages))))


def of_thread(story: StoryView, thread: Thread) -> Sources:
    """Give the parts that raised a question, worded it as it stands, and answered it."""
    worded = [wording.episode for wording in thread.wordings[-1:]]
    return of_parts(story, [thread.opened, *worded, *([thread.answered_in] if thread.answer else [])])


def of_parts(story: StoryView, told_in: Iterable[Episode | None]) -> Sources:
    """Give parts of the telling, each once, with the day of its release; None is the premise."""
    days = story.watched_from
    return tuple(
        Source(part(story, episode), days.get(episode)) if episode else Source(PREMISE, story.announced)
        for episode in dict.fromkeys(told_in)
    )


def of_whole(story: StoryView) -> Sources:
    """Give all parts of a story that have been watched, known from the release of the last."""
    days = story.watched_from
    return (Source(parts(story, days), max(days.values(), default=story.announced)),)


def of_fact(fact: DatedFact | Note) -> Sources:
    """Give the pages that state a fact or a note, or else the day from which it was known."""
    known = fact.known if isinstance(fact, DatedFact) else fact.known_from
    return fact.pages or (Source("the story file", known),)


def of_series(story: StoryView) -> Sources:
    """Give where the frame of a story stands: title, format, days of release."""
    return (Source(f"the story file of {story.title}", story.announced),)


def of_sequel(story: StoryView) -> Sources:
    """Give the pages of the facts that speak of a sequel, or else where the frame of the story stands."""
    told = [fact for fact in story.facts if "sequel" in fact.says.casefold().split()]
    return tuple(dict.fromkeys(page for fact in told for page in fact.pages)) or of_series(story)


def of_person(story: StoryView, person: Person) -> Sources:
    """Give the pages that tell who somebody is, or else where they are introduced."""
    return person.pages or of_series(story)


def of_figure(figure: Figure) -> Sources:
    """Give whence a figure of the almanac is."""
    return (Source(figure.source, figure.known),)


def of_run(run: Run) -> Sources:
    """Give the rows of a run: their list, and the newest edition that holds one of them as it stands."""
    return (Source(LISTS, max(row.known_from for row in run.rows).date(), f"{run.title} in {run.category}"),)


def of_lists(known_from: date | None, tells: str = "") -> Sources:
    """Give the edition of the weekly lists that was published on a day."""
    return (Source(LISTS, known_from, tells),)


def of_count(counted: Counted) -> Sources:
    """Give the lists on which seasons of a kind were counted."""
    count = counted.count
    return (Source(f"counts on the weekly lists to {day(count.observed_through)}", counted.known_from, count.kind),)


def of_odds(another: Another) -> Sources:
    """Give the lists from which the odds of another season are, and when their model was fitted; else none."""
    odds = another.odds
    if odds is None:
        return of_count(another.counted) if another.counted else ()
    after, through = odds.season.title_now, day(odds.outcome.observed_through)
    tells = f"odds of another season after {after} from the weeks to {through}, fitted on {day(odds.fitted)}"
    return (Source(LISTS, another.edition, tells),)


def of_follower(another: Another) -> Sources:
    """Give the list or report that tells of the season that followed."""
    found = another.outcome
    if found is None or found.by is None:
        return ()
    reported = found.by.run is None
    return (Source(REPORTS if reported else LISTS, found.known, found.by.title),)


def of_fate(another: Another) -> Sources:
    """Give who says what became of a season."""
    told = another.fate
    return (Source(told.source, told.known_from.date(), f"{told.title} was {told.fate}"),) if told else ()


def of_another(another: Another) -> Iterator[Source]:
    """Give every source of what is told of another season."""
    yield from of_fate(another)
    yield from of_follower(another)
    if another.counted:
        yield from of_count(another.counted)
    if another.odds:
        yield from of_odds(another)


def of_outlook(outlook: Outlook, edition: date | None) -> Source:
    """Name the source of a forecast: the lists to its last week, and when it was fitted; `edition` is their day."""
    tells = f"forecast of {outlook.title} from the weeks to {day(outlook.origin)}, fitted on {day(outlook.fitted)}"
    return Source(LISTS, edition, tells)


def of_brief(
    charts: Charts, odds: Another | None, outlook: Outlook | None, story: StoryView | None
) -> Iterator[Source]:
    """Give every source of a brief, each with what it tells."""
    for figure in charts.figures:
        yield Source(figure.source, figure.known, figure.says)
    for run, known in zip(charts.runs, charts.known_from, strict=True):
        yield Source(LISTS, known, f"{run.title} in {run.category}")
    if odds:
        yield from of_another(odds)
    if outlook:
        yield of_outlook(outlook, charts.edition)
    if story:
        yield from of_story(story)


def of_story(story: StoryView) -> Iterator[Source]:
    """Give the pages on which a story stands, by name, each with the claims that it states, by part and place there."""
    stated: dict[Source, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for claim in (*story.premise, *(claim for told in story.recap() for claim in told.claims)):
        for page in claim.pages:
            stated[page][str(claim.episode or "premise")].append(claim.number)
    for what, pages in (
        ("facts", [fact.pages for fact in story.facts]),
        ("notes on its source", [note.pages for note in story.adaptation]),
    ):
        for number, cited in enumerate(pages, start=1):
            for page in cited:
                stated[page][what].append(number)
    yield Source(f"the story file of {story.title}", story.announced)
    yield from _pages(stated)


def of_told(story: StoryView, claims: Iterable[VisibleClaim]) -> Iterator[Source]:
    """Give the story file with the places of claims in it, and the pages that state them, each with the same."""
    told: dict[str, list[int]] = defaultdict(list)
    stated: dict[Source, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for claim in sorted(set(claims), key=lambda claim: (claim.episode or BEFORE, claim.number)):
        where = str(claim.episode or "premise")
        told[where].append(claim.number)
        for page in claim.pages:
            stated[page][where].append(claim.number)
    yield Source(f"the story file of {story.title}", story.announced, _written(told))
    yield from _pages(stated)


def _pages(stated: Mapping[Source, Mapping[str, list[int]]]) -> Iterator[Source]:
    for page, places in sorted(stated.items(), key=lambda item: (item[0].name.casefold(), str(item[0].known_from))):
        yield Source(page.name, page.known_from, _written(places))


def _written(places: Mapping[str, list[int]]) -> str:
    return "; ".join(f"{where} {_places(at)}" for where, at in places.items())


def _places(numbers: Iterable[int]) -> str:
    """Write places as spans: 1-3, 5."""
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans(numbers))
