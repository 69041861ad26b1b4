"""The storyline: a line for each person, through the parts of the telling or through the moments of the fabula.

Where a claim is about several persons, it brings them together, and their lines meet. The claims of a part are gathered
into scenes: a scene goes on until a claim brings together persons who stand in different meetings of it, or in none and
in one. Where that makes more scenes than a picture bears, neighbours are put together, within a part, those first whose
union joins the fewest pairs that no claim has joined.

The picture is that of the narrative charts of films (Munroe, xkcd 657, 2009), the terms and the order of work are those
of Tanahashi and Ma (Design considerations for optimizing storyline visualizations, IEEE TVCG 18, 2012): first the order
of the lines, for few crossings (`crossings.py`), then their rows, for few bends (`spacing.py`).

Everything comes from a view, so that a person, a scene, an order, a row depends on nothing that the view hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from cliffhanger.story.crossings import Order, crossings, ordered
from cliffhanger.story.spacing import rows
from cliffhanger.vantage import Episode

if TYPE_CHECKING:
    from cliffhanger.story.recap import VisibleClaim
    from cliffhanger.story.timeline import Point, Stretch
    from cliffhanger.story.view import StoryView

By: TypeAlias = Literal["telling", "fabula"]
Scene: TypeAlias = tuple[tuple[str, ...], ...]
"""The meetings of a scene, each with the names of those who meet; one name alone is told of without meeting anybody."""

MOST_SCENES: Final = 20
"""More would not be told apart on a telephone; a story of more parts than that has one scene for each."""


@dataclass(frozen=True)
class Part:
    """A part of the telling (`episode`; None is the premise), or a `moment` of the fabula, with its scenes.

    By fabula, the telling time of an episode is a part, too. Of parts of one `group` the order is not wholly known.
    """

    scenes: tuple[Scene, ...]
    episode: Episode | None = None
    moment: str = ""
    group: int = 0


@dataclass(frozen=True)
class Line:
    """The line of a person: from the scene `first` on, a row for each scene up to the last that tells of them."""

    name: str
    first: int
    rows: tuple[float, ...]

    @property
    def last(self) -> int:
        """The last scene that tells of the person."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True)
class Storyline:
    """The lines of a story, in order of introduction, through all scenes of its parts; persons of one name share one.

    Rows are counted downwards from 0, in units of the distance at which two persons stand who meet. `crossings` is how
    often two lines cross, and `naive` how often they would if each scene stood in order of introduction.
    """

    by: By
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    crossings: int
    naive: int

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All scenes, in order."""
        return tuple(scene for part in self.parts for scene in part.scenes)

    @property
    def depth(self) -> float:
        """The lowest row."""
        return max((row for line in self.lines for row in line.rows), default=0.0)


def parts_of(view: StoryView, by: By = "telling", most: int = MOST_SCENES) -> tuple[Part, ...]:
    """Gather the claims of a view into parts and scenes.

    By telling, parts are the premise and the watched episodes, with all their claims; somebody who enters in one, and
    of whom nothing else is told there, stands alone. By fabula, parts are the points of the timeline
    (`timeline.fabula`), with the claims that stand.
    """
    found = _told(view) if by == "telling" else _happened(view)
    kept = _fewer([part.scenes for part in found], most)
    return tuple(Part(scenes, p.episode, p.moment, p.group) for p, scenes in zip(found, kept, strict=True))


def storyline(view: StoryView, by: By = "telling") -> Storyline:
    """Lay out the storyline of a view."""
    parts = parts_of(view, by)
    scenes = [scene for part in parts for scene in part.scenes]
    seen: dict[str, list[int]] = {person.name: [] for person in view.people}
    for place, scene in enumerate(scenes):
        for name in (name for meeting in scene for name in meeting):
            seen[name].append(place)
    spans = {name: (places[0], places[-1]) for name, places in seen.items() if places}
    naive = [_standing(scene, place, spans) for place, scene in enumerate(scenes)]
    order = ordered(naive)
    seats = rows(order)
    lines = tuple(
        Line(name, first, tuple(seats[place][name] for place in range(first, last + 1)))
        for name, (first, last) in spans.items()
    )
    return Storyline(by, parts, lines, crossings(order), crossings(naive))


def _standing(scene: Scene, place: int, spans: Mapping[str, tuple[int, int]]) -> Order:
    """Give who stands in a scene, by meeting or alone, in order of introduction."""
    rank = {name: number for number, name in enumerate(spans)}
    meets = {name for meeting in scene for name in meeting}
    alone = [[name] for name, (first, last) in spans.items() if name not in meets and first <= place <= last]
    meetings = [sorted(meeting, key=rank.__getitem__) for meeting in scene]
    return sorted([*alone, *meetings], key=lambda unit: rank[unit[0]])


def _told(view: StoryView) -> list[Part]:
    claims = {told.episode: told.claims for told in view.recap()}
    enters: dict[Episode | None, list[str]] = {}
    for person in view.people:
        enters.setdefault(person.known_since, []).append(person.name)
    parts = []
    for episode, told in ((None, view.premise), *((one, claims.get(one, ())) for one in view.watched_through)):
        scenes = _scenes(told, enters.get(episode, ()))
        if episode or scenes:
            parts.append(Part(scenes or ((),), episode=episode))
    return parts


def _happened(view: StoryView) -> list[Part]:
    return [
        Part(scenes, point.episode, point.moment or "", number)
        for number, stretch in enumerate(view.fabula)
        for point in _in_order(stretch)
        if (scenes := _scenes(claim for claim in point.claims if claim.stands))
    ]


def _in_order(stretch: Stretch) -> list[Point]:
    """Put points of which little order is known into one that goes against none of it."""
    waiting, found = [*stretch.points], []
    while waiting:
        left = {point.moment for point in waiting}
        later = {after for earlier, after in stretch.before if earlier in left}
        found.append(next((point for point in waiting if point.moment not in later), waiting[0]))
        waiting.remove(found[-1])
    return found


def _scenes(claims: Iterable[VisibleClaim], enter: Iterable[str] = ()) -> tuple[Scene, ...]:
    """Gather claims into scenes, in their order; those who `enter` untold of stand alone in the first."""
    scenes: list[list[frozenset[str]]] = []
    for claim in claims:
        persons = frozenset(claim.about)
        meeting = [one for one in scenes[-1] if one & persons] if scenes else []
        if not persons:
            continue
        if not scenes or len(meeting) > 1 or not all(persons <= one or one <= persons for one in meeting):
            scenes.append([persons])
        else:
            scenes[-1] = [*(one for one in scenes[-1] if one not in meeting), persons.union(*meeting)]
    told = frozenset[str]().union(*(one for scene in scenes for one in scene))
    alone = [frozenset((name,)) for name in dict.fromkeys(enter) if name not in told]
    if alone:
        scenes[:1] = [[*(scenes[0] if scenes else ()), *alone]]
    return tuple(_sorted(scene) for scene in scenes)


def _sorted(scene: Iterable[Iterable[str]]) -> Scene:
    return tuple(sorted(tuple(sorted(meeting)) for meeting in scene))


def _fewer(parts: Sequence[tuple[Scene, ...]], most: int) -> list[tuple[Scene, ...]]:
    """Put neighbouring scenes together until there are at most so many, or one for each part."""
    kept = [list(scenes) for scenes in parts]
    costs = [[_cost(*pair) for pair in pairwise(scenes)] for scenes in kept]
    for _ in range(sum(map(len, kept)) - most):
        cheapest = [(min(own), number) for number, own in enumerate(costs) if own]
        if not cheapest:
            break
        least, number = min(cheapest)
        scenes, own = kept[number], costs[number]
        place = own.index(least)
        scenes[place : place + 2] = [_joined(scenes[place], scenes[place + 1])]
        before = max(place - 1, 0)
        own[before : place + 2] = [_cost(*pair) for pair in pairwise(scenes[before : place + 2])]
    return [tuple(scenes) for scenes in kept]


def _joined(one: Scene, other: Scene) -> Scene:
    meetings: list[set[str]] = []
    for meeting in (*one, *other):
        touched = [known for known in meetings if not known.isdisjoint(meeting)]
        meetings = [known for known in meetings if known.isdisjoint(meeting)]
        meetings.append(set(meeting).union(*touched))
    return _sorted(meetings)


def _cost(one: Scene, other: Scene) -> tuple[int, int]:
    """Count the pairs that a union would join and no scene has joined, then the persons it would hold."""
    union = _joined(one, other)
    return len(_pairs(union) - _pairs(one) - _pairs(other)), sum(map(len, union))


def _pairs(scene: Scene) -> set[tuple[str, str]]:
    return {pair for meeting in scene for pair in combinations(meeting, 2)}
