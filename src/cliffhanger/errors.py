"""Everything that can go wrong, by class; each message says what, where, and what to do.

    CliffhangerError
    ├── RejectedInput          1  some input was refused, whole
    │   ├── EditionRejected        a download that is no edition
    │   ├── UploadRejected         a file of a reader that is not what it should be
    │   └── StoryRejected          a story file with complaints
    ├── UsageError             2  the question itself is off
    │   ├── BadDay
    │   ├── BadWatched
    │   ├── BadChoice
    │   ├── NoSuchEpisode
    │   ├── BadSource
    │   ├── BadInterval
    │   ├── MissingExtra
    │   ├── Unwritable
    │   ├── NoKey
    │   ├── NoPort
    │   ├── BadForm
    │   └── LedgerUnusable
    ├── NotKnown               3  not known at this vantage
    │   ├── UnknownTitle
    │   │   └── UnknownStory       the title may be known, its story is not
    │   ├── UnknownPerson
    │   ├── UnknownWeek
    │   ├── TooFewWeeks            too little was published to forecast from
    │   ├── NoForecast
    │   ├── NoOdds
    │   └── HorizonPast            whether another season came by then is known
    ├── DamagedData            4  data that we hold cannot be read
    │   └── LedgerDamaged
    ├── Unreached              6  what lies elsewhere could not be had; nothing is wrong here
    │   ├── DownloadFailed
    │   └── FitNotMade             a fit that a desk has made by a process beside
    └── (anything else)        5  our bug

`exit_code` is the number beside each branch. There is no spoiler error: what a vantage hides is not there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

BUG_EXIT = 5

_NO_LISTS = (
    "list of that day or before: `cliffhanger editions` shows what the ledger has, `cliffhanger ingest` adds to it"
)
"""What to do where no list is known, whether there are later ones or none at all."""


class CliffhangerError(Exception):
    """The base of all errors that Cliffhanger raises on purpose."""

    exit_code: ClassVar[int] = BUG_EXIT

    def __str__(self) -> str:
        return type(self).__name__


class RejectedInput(CliffhangerError):
    """Some input was refused, whole."""

    exit_code = 1


class UsageError(CliffhangerError):
    """The question itself is off."""

    exit_code = 2


class NotKnown(CliffhangerError):
    """Not known at this vantage."""

    exit_code = 3


class DamagedData(CliffhangerError):
    """Data that we hold cannot be read."""

    exit_code = 4


class Unreached(CliffhangerError):
    """What lies elsewhere could not be had; nothing is wrong here, and a later attempt may do."""

    exit_code = 6


@dataclass(eq=False)
class EditionRejected(RejectedInput):
    """A download that is no edition."""

    reason: str
    row: int | None = None
    column: str | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        named = ("sheet", self.sheet), ("row", self.row), ("column", self.column)
        place = ", ".join(f"{what} {which}" for what, which in named if which is not None)
        return f"{place}: {self.reason}" if place else self.reason


@dataclass(eq=False)
class UploadRejected(RejectedInput):
    """A file that a reader gave to the desk, and that is not what it should be."""

    why: str

    def __str__(self) -> str:
        return f"this file was not taken, and nothing was changed: {self.why}"


@dataclass(frozen=True)
class Complaint:
    """One thing wrong with a story file; `line` is 0 where it is no line of it."""

    file: str
    line: int
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}{'; ' if self.remedy else ''}{self.remedy}"


@dataclass(eq=False)
class StoryRejected(RejectedInput):
    """A story file with complaints, all of them at once."""

    complaints: Sequence[Complaint]

    def __str__(self) -> str:
        return "\n".join(str(complaint) for complaint in self.complaints)


@dataclass(eq=False)
class BadDay(UsageError):
    """Not a calendar day."""

    text: str

    def __str__(self) -> str:
        return f"not a day: {self.text!r}; write it as year-month-day, such as 2026-01-14"


@dataclass(eq=False)
class BadWatched(UsageError):
    """Not a set of episodes."""

    text: str

    def __str__(self) -> str:
        return (
            f"not a set of episodes: {self.text!r}; write none, all, S1E3 (all up to it) "
            "or a list such as S1E1-S1E3,S1E5"
        )


@dataclass(eq=False)
class BadChoice(UsageError):
    """A word that is none of those to choose from."""

    what: str
    text: str
    choices: Sequence[str]

    def __str__(self) -> str:
        return f"no {self.what} {self.text!r}; choose from: {', '.join(self.choices)}"


@dataclass(eq=False)
class NoSuchEpisode(UsageError):
    """An episode that the series does not have; how many it has is public."""

    title: str
    episode: str
    episodes: Mapping[int, int]

    def __str__(self) -> str:
        has = ", ".join(f"season {season}: S{season}E1 to S{season}E{count}" for season, count in self.episodes.items())
        return f"{self.title} has no episode {self.episode}; it has {has or 'no episode yet'}"


@dataclass(eq=False)
class BadSource(UsageError):
    """Nothing that can be ingested."""

    source: str
    why: str

    def __str__(self) -> str:
        return f"cannot ingest {self.source}: {self.why}"


@dataclass(eq=False)
class BadInterval(UsageError):
    """Not a span of time after which to look again."""

    text: str

    def __str__(self) -> str:
        return f"not an interval: {self.text!r}; write minutes, hours or days, such as 30m, 6h or 1d, at least 5m"


@dataclass(eq=False)
class MissingExtra(UsageError):
    """Something that only an extra can do."""

    what: str
    library: str
    extra: str

    def __str__(self) -> str:
        return f"{self.what} need {self.library}: install cliffhanger[{self.extra}]"


@dataclass(eq=False)
class Unwritable(UsageError):
    """A file that cannot be written; what stood there before still stands."""

    file: str
    why: str

    def __str__(self) -> str:
        return f"cannot write {self.file}: {self.why}; nothing was changed"


@dataclass(eq=False)
class NoKey(UsageError):
    """A desk that others can reach, without a key to sign what they have watched; or a key that is too short."""

    least: int
    length: int = 0

    def __str__(self) -> str:
        wants = f"set CLIFFHANGER_SECRET to something long and random, of {self.least} characters at least"
        if self.length:
            return f"a key in CLIFFHANGER_SECRET has {self.length} characters, which is too short: {wants}"
        return f"a desk that can be reached from elsewhere wants a secret key of its own: {wants}"


@dataclass(eq=False)
class NoPort(UsageError):
    """An address at which the desk cannot listen."""

    host: str
    port: int
    why: str

    def __str__(self) -> str:
        return f"cannot listen at {self.host}, port {self.port}: {self.why}; choose another --port, or 0 for a free one"


class BadForm(UsageError):
    """A form that this desk did not write, or wrote with a key that it has no more."""

    def __str__(self) -> str:
        return "this form was not written here, or too long ago; go back, load the page anew and try again"


@dataclass(eq=False)
class LedgerUnusable(UsageError):
    """A ledger that cannot be opened or written, though nothing is wrong with what it holds."""

    ledger: str
    why: str

    def __str__(self) -> str:
        return f"the ledger {self.ledger} cannot be used: {self.why}"


@dataclass(eq=False)
class UnknownTitle(NotKnown):
    """No such title at this vantage, whether hidden or never heard of; `unlisted` where no lists are known there."""

    title: str
    as_of: date
    nearest: Sequence[str] = ()
    unlisted: bool = False

    def __str__(self) -> str:
        said = f"no title {self.title!r} is known at {self.as_of}"
        if self.nearest:
            return f"{said}; the nearest: {', '.join(self.nearest)}"
        return f"{said}, nor any {_NO_LISTS}" if self.unlisted else said


@dataclass(eq=False)
class UnknownStory(UnknownTitle):
    """No story of such a title at this vantage, whether hidden or never written."""

    def __str__(self) -> str:
        said = f"no story of {self.title!r} is known at {self.as_of}"
        if self.nearest:
            return f"{said}; the nearest: {', '.join(self.nearest)}"
        return f"{said}; name a story file of your own with --story"


@dataclass(eq=False)
class UnknownPerson(NotKnown):
    """Nobody of such a name, or more than one, at this vantage, whether hidden or never heard of.

    `several` are the full names of those who share it, of whom one is meant.
    """

    person: str
    title: str
    nearest: Sequence[str] = ()
    several: Sequence[str] = ()

    def __str__(self) -> str:
        if self.several:
            meant = " or ".join(map(repr, self.several))
            return f"several persons in {self.title} are known as {self.person!r} here; say in full whom: {meant}"
        said = f"nobody in {self.title} is known as {self.person!r} here"
        if self.nearest:
            return f"{said}; the nearest: {', '.join(self.nearest)}"
        return f"{said}; `cliffhanger previously` lists who has come up, with the same --watched"


@dataclass(eq=False)
class UnknownWeek(NotKnown):
    """A week that is not charted at this vantage."""

    week: date | None
    as_of: date
    first: date | None
    observed_through: date | None

    def __str__(self) -> str:
        said = f"no chart{f' for the week that ends {self.week}' if self.week else ''} is known at {self.as_of}"
        if self.observed_through is None:
            return f"{said}, nor any {_NO_LISTS}"
        return f"{said}: charts go from {self.first} to {self.observed_through}"


@dataclass(eq=False)
class TooFewWeeks(NotKnown):
    """Too few weeks are charted at this vantage to forecast from."""

    weeks: int

    def __str__(self) -> str:
        told = f"{self.weeks} week{'' if self.weeks == 1 else 's'}"
        return f"too little is known to forecast from: lists of {told}; it takes two weeks in a row, or a later --as-of"


@dataclass(eq=False)
class NoOrigin(NotKnown):
    """No edition of a span, as known at this vantage, has a list to forecast from."""

    first: date
    last: date

    def __str__(self) -> str:
        said = f"nothing can be replayed from {self.first} to {self.last}"
        return f"{said}: no edition with a list was published then; see `cliffhanger editions`"


@dataclass(eq=False)
class NoForecast(NotKnown):
    """A title of which nothing can be forecast at this vantage."""

    title: str
    as_of: date
    why: str

    def __str__(self) -> str:
        return f"{self.title} cannot be forecast from {self.as_of}: {self.why}"


@dataclass(eq=False)
class NoOdds(NotKnown):
    """A season of whose next one no chance can be told at this vantage."""

    title: str
    why: str

    def __str__(self) -> str:
        return f"there are no odds of another season of {self.title}: {self.why}"


@dataclass(eq=False)
class HorizonPast(NotKnown):
    """A horizon that ended before the last week observed: whether another season came by then is known."""

    title: str
    months: int
    ended: date
    observed_through: date

    LONGEST: ClassVar[int] = 36

    def __str__(self) -> str:
        longer = "for a longer --horizon, or " if self.months < self.LONGEST else ""
        return (
            f"{self.months} months from the premiere of {self.title} ended on {self.ended}, and the lists are observed "
            f"through {self.observed_through}; ask {longer}from an earlier --as-of"
        )


@dataclass(eq=False)
class LedgerDamaged(DamagedData):
    """A ledger that cannot be read."""

    ledger: str
    why: str

    def __str__(self) -> str:
        return f"the ledger {self.ledger} cannot be read ({self.why}); move it away and ingest again"


@dataclass(eq=False)
class DownloadFailed(Unreached):
    """A file that could not be downloaded whole."""

    address: str
    why: str

    def __str__(self) -> str:
        return f"cannot download {self.address}: {self.why}"


@dataclass(eq=False)
class FitNotMade(Unreached):
    """A fit that a desk lacks, and that is not made at the moment."""

    why: str

    def __str__(self) -> str:
        return f"what this is reckoned from is not at hand: {self.why}; try again in a while"


def as_json(error: CliffhangerError) -> dict[str, Any]:
    """Give an error the shape in which every JSON surface shows it."""
    return {"error": type(error).__name__, "message": str(error), "exit": error.exit_code}
