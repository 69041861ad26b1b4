"""What may be known of a story at a vantage, in the shapes in which it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cliffhanger.answer import digest
from cliffhanger.story.content import BasedOn, Content, Season, Series
from cliffhanger.story.explain import Ending, ending
from cliffhanger.story.highlights import Highlights, highlights
from cliffhanger.story.knowledge import Knowledge, knowledge
from cliffhanger.story.known import Known
from cliffhanger.story.moments import in_groups
from cliffhanger.story.people import Cast, Person, Relation
from cliffhanger.story.recap import Claims, DatedFact, EpisodeRecap, Note, VisibleClaim
from cliffhanger.story.suspicion import Suspicion, Suspicions
from cliffhanger.story.threads import Closure, Thread, Threads
from cliffhanger.story.timeline import Stretch, fabula, syuzhet
from cliffhanger.story.twists import Twist, twists
from cliffhanger.vantage import Episode, Vantage, Watched


@dataclass(frozen=True, repr=False)
class StoryView:
    """What may be known of a story at a vantage. It holds nothing else, and no path leads back."""

    vantage: Vantage
    _content: Content

    def __repr__(self) -> str:
        return f"StoryView({self.title!r}, as of {self.vantage.as_of}, watched {self.vantage.watched})"

    @property
    def _series(self) -> Series:
        return self._content.series

    @property
    def title(self) -> str:
        """The title of the series."""
        return self._series.title

    @property
    def slug(self) -> str:
        """The title as it stands in addresses."""
        return self._series.slug

    @property
    def platform(self) -> str:
        """Who publishes the series; empty where the story does not tell."""
        return self._series.platform

    @property
    def format(self) -> str:
        """The format, such as "limited series"; empty where the story does not tell."""
        return self._series.format

    @property
    def announced(self) -> date:
        """The day from which the series is public."""
        return self._series.announced

    @property
    def released(self) -> date | None:
        """The day on which the first episode comes out, which may lie ahead; None where it is not fixed."""
        return self._series.released

    @property
    def seasons(self) -> tuple[Season, ...]:
        """The announced seasons, with the days on which they begin, are complete, and on which episodes came out."""
        return self._series.seasons

    @property
    def episodes(self) -> dict[int, int]:
        """The number of episodes of each announced season."""
        return {season.number: season.episodes for season in self._series.seasons}

    @property
    def complete(self) -> date | None:
        """The day by which all episodes of all announced seasons are out; None where a day is not fixed."""
        days = [season.complete for season in self._series.seasons]
        return None if None in days else max(filter(None, days), default=None)

    @property
    def out(self) -> int:
        """How many episodes have been released."""
        return sum(len(season.out) for season in self._series.seasons)

    @property
    def based_on(self) -> BasedOn | None:
        """The work on which the series is based."""
        return self._series.based_on

    @property
    def watch(self) -> str:
        """Where to watch it; empty where the story does not tell, or it cannot be watched there yet."""
        return self._series.watch.name if self._series.watch else ""

    @property
    def by(self) -> str:
        """Who wrote or made it; empty where the story does not tell."""
        return self._series.by

    @property
    def told_in(self) -> str:
        """The word for one part of the telling, such as "episode" or "chapter"."""
        return self._series.told_in

    @property
    def also_known_as(self) -> tuple[str, ...]:
        """Other titles of the series."""
        return self._series.also_known_as

    @property
    def names(self) -> tuple[str, ...]:
        """All titles of the series, its own first."""
        return (self.title, *self.also_known_as)

    @property
    def watched_through(self) -> tuple[Episode, ...]:
        """The episodes that have been watched and are out, as aired."""
        return tuple(episode for episode, _ in self._content.schedule)

    @property
    def settled(self) -> Vantage:
        """The first vantage that shows as much: from the newest day that is told here on, with what is watched here."""
        days = (day for cell in self._content.cells for day in cell.needs.days)
        shop = self._series.watch
        told = [self.announced, *(day for season in self.seasons for day in (season.announced, *season.out))]
        bought = [shop.day] if shop and shop.day else []
        return Vantage(max((*told, *bought, *days)), Watched.only(self.watched_through))

    @property
    def watched_from(self) -> dict[Episode, date]:
        """The day of release of each episode that has been watched and is out."""
        return dict(self._content.schedule)

    @property
    def finished(self) -> bool:
        """Tell whether every episode of every announced season has been watched and is out."""
        return 0 < len(self.watched_through) == sum(self.episodes.values())

    @cached_property
    def _known(self) -> Known:
        return Known(self._content)

    @cached_property
    def _cast(self) -> Cast:
        return Cast(self._known)

    @cached_property
    def _claims(self) -> Claims:
        return Claims(self._known, self._cast)

    @cached_property
    def _threads(self) -> Threads:
        return Threads(self._known, self._cast, self._claims)

    @cached_property
    def _suspicions(self) -> Suspicions:
        return Suspicions(self._known, self._cast, self._claims, self._threads, self.watched_through)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who has been introduced, in order of introduction."""
        return self._cast.persons

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The ties between persons, in the order of telling."""
        return self._cast.relations

    @property
    def premise(self) -> tuple[VisibleClaim, ...]:
        """What is public before the first episode."""
        return self._claims.premise

    @property
    def claims(self) -> tuple[VisibleClaim, ...]:
        """All claims, those of the premise first, in the order of telling."""
        return tuple(self._claims.by_key.values())

    def recap(self) -> tuple[EpisodeRecap, ...]:
        """Give what each watched episode tells, in the order of telling."""
        return self._claims.recap()

    @property
    def highlights(self) -> tuple[Highlights, ...]:
        """What matters most of each watched episode."""
        return highlights(self._known, self._claims)

    @property
    def fabula(self) -> tuple[Stretch, ...]:
        """All that is told, in the order in which it happens."""
        return fabula(self._claims.by_key.values(), self.moments, self.before)

    @property
    def syuzhet(self) -> tuple[Stretch, ...]:
        """All that is told, in the order in which it is told."""
        return syuzhet(self._claims.by_key.values())

    @property
    def knowledge(self) -> tuple[Knowledge, ...]:
        """What each person knows and believes, in order of introduction."""
        return knowledge(self._known, self._cast, self._claims)

    @property
    def moments(self) -> tuple[tuple[str, ...], ...]:
        """The moments that claims name, earliest first; of those within one tuple the order is not wholly known."""
        return in_groups(self._content.moments, self._content.before)

    @property
    def before(self) -> tuple[tuple[str, str], ...]:
        """Pairs of moments of which the first is the earlier, where the story tells no more of their order."""
        return self._content.before

    @property
    def threads(self) -> tuple[Thread, ...]:
        """The questions that have been opened, in order of opening."""
        return self._threads.all

    @property
    def suspicion(self) -> tuple[Suspicion, ...]:
        """The questions of who, the one most weighed first, and how likely each answer was after each episode."""
        return self._suspicions.all

    @cached_property
    def twists(self) -> tuple[Twist, ...]:
        """What was believed and what overturned it, in the order of reveal."""
        return twists(self._known, self._claims, self._suspicions)

    @property
    def facts(self) -> tuple[DatedFact, ...]:
        """Facts from outside the episodes, by the day from which they were known."""
        return self._claims.facts

    @property
    def adaptation(self) -> tuple[Note, ...]:
        """How the telling compares with its source."""
        return self._claims.notes

    @property
    def closure(self) -> Closure | None:
        """How far the story is told out; None until all announced seasons have been watched."""
        return self._threads.closure(self.watched_through[-1]) if self.finished else None

    @property
    def ending(self) -> Ending | None:
        """The ending explained; None until all announced seasons have been watched."""
        if not self.finished:
            return None
        return ending(self._known, self._cast, self._claims, self._threads, self.twists, self.watched_through[-1])

    @cached_property
    def digest(self) -> str:
        """The digest of everything that this view shows; ids and places in the file have no part in it."""
        claims = list(self._claims.by_key.values())
        told = [self.watched_through, self.people, claims, self.moments, self.before, self.threads]
        return digest([self._series, *told, self.twists, self.facts, self.adaptation, self._known.ties()])
