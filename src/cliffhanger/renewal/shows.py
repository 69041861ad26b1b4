"""Which seasons belong to one show, across editions, reports and spellings.

A show is known by its plain name. What a season is called after its show tells its kind and its number; where names
alone cannot tell, a reviewed list of exceptions does, each from when both names that it speaks of are visible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from cliffhanger.charts.titles import LIMITED, NOT_A_SEASON, SEASON, SPECIAL, Label, own_title, plain
from cliffhanger.renewal.exceptions import Exceptional, Says, reviewed
from cliffhanger.renewal.labels import EVENT, How, Reading, bare_end, folded, found_in, read

__all__ = ["EVENT", "How", "Instalment", "Name", "instalments", "matched"]


class Name(NamedTuple):
    """How a list or a report writes a season: its show, and its own title; a report has the two in one."""

    show_title: str | None
    season_title: str | None


@dataclass(frozen=True)
class Instalment:
    """A season among those of its show: the show as `plain` spells it, its label, and by what it was matched.

    An instalment of an `anthology` tells a story of its own. What is `left_out` is no season at all: a special, a match
    shown live, a weekly event. `why` is the reason of a reviewed exception.
    """

    show: str
    label: Label
    how: How = How.SPELLED
    anthology: bool = False
    left_out: bool = False
    why: str | None = None


def instalments(names: Iterable[Name], exceptions: Sequence[Exceptional] | None = None) -> dict[Name, Instalment]:
    """Match all names that are visible from one vantage, by rules and then by exceptions: the reviewed ones, or others.

    The order of the names does not matter, and a name changes the matching of another only where both are of one
    show, or an exception speaks of both.
    """
    given = list(dict.fromkeys(names))
    found = _by_rule(given)
    return _numbered_last(_with_exceptions(found, reviewed() if exceptions is None else exceptions))


def matched(names: Iterable[Name]) -> list[tuple[Name, Instalment]]:
    """List what was not simply matched as it is spelled, by show: numbers in other forms, titles, exceptions."""
    plainly = (How.SPELLED, How.UNLABELLED)
    rows = [(name, one) for name, one in instalments(names).items() if one.how not in plainly or one.anthology]
    return sorted(rows, key=lambda row: (row[1].show, row[1].label.number or 0, row[0][0] or "", row[0][1] or ""))


def _by_rule(names: Iterable[Name]) -> dict[Name, Instalment]:
    found: dict[Name, Instalment] = {}
    whole: dict[Name, str] = {}
    for name in names:
        if name.show_title is not None:
            found[name] = _of_list(name.show_title, name.season_title)
            continue
        title = folded(own_title(name.season_title or ""))
        labelled = found_in(title)
        if labelled is not None and labelled.before:
            found[name] = _instalment(plain(labelled.before), labelled.reading)
        else:
            whole[name] = title
    found.update(_without_label(whole, found))
    return found


def _of_list(show_title: str, season_title: str | None) -> Instalment:
    if not season_title or season_title == NOT_A_SEASON:
        return Instalment(plain(show_title), Label(SPECIAL), How.UNLABELLED, left_out=True)
    return _instalment(plain(show_title), read(show_title, season_title))


def _instalment(show: str, reading: Reading) -> Instalment:
    return Instalment(show, reading.label, reading.how, left_out=reading.label.kind == EVENT)


def _without_label(whole: dict[Name, str], found: dict[Name, Instalment]) -> dict[Name, Instalment]:
    """Match what reports write without a word for a season to the shows that lists have, if to any.

    A report mixes in films, and lists do not: so a number alone, or a title, speaks of a season only there.
    """
    listed: dict[str, Instalment] = {}
    shows: set[str] = set()
    for name, one in sorted(found.items(), key=lambda item: (item[0][0] or "", item[0][1] or "")):
        if name.show_title is not None:
            shows.add(one.show)
            if one.how is not How.UNLABELLED:
                listed.setdefault(plain(name.season_title or ""), one)
    titled = {one.show for one in listed.values() if one.how is How.SUBTITLE}
    matches = {name: _of_report(title, listed, shows, titled) for name, title in whole.items()}
    numbered = {one.show for one in [*listed.values(), *matches.values()] if one.how in (How.BARE, How.ROMAN)}
    for name, one in matches.items():
        if one.how is How.UNLABELLED and one.show in numbered:
            matches[name] = Instalment(one.show, Label(SEASON, 1), How.BARE)
    return matches


def _of_report(title: str, listed: dict[str, Instalment], shows: set[str], titled: set[str]) -> Instalment:
    spelled = plain(title)
    if spelled in listed:
        return listed[spelled]
    bare = bare_end(title)
    if bare is not None and plain(bare[0]) in shows:
        return _instalment(plain(bare[0]), bare[1])
    place = title.find(": ")
    while place > 0:
        if (show := plain(title[:place])) in titled:
            return _instalment(show, read(title[:place], title))
        place = title.find(": ", place + 2)
    return Instalment(spelled, Label(SPECIAL), How.UNLABELLED, left_out=True)


def _spellings(name: Name, show: str) -> set[str]:
    """Gather by what names an exception may speak of a season: its show, its title, with the native one or without."""
    title = name.season_title or ""
    found = {show, plain(own_title(title)), plain(title)}
    return found if name.show_title is None else found | {plain(name.show_title)}


def _with_exceptions(found: dict[Name, Instalment], exceptions: Sequence[Exceptional]) -> dict[Name, Instalment]:
    named = {spelling for one in exceptions for spelling in (one.first, one.second)}
    speaking: dict[str, list[Name]] = defaultdict(list)
    for name, instalment in found.items():
        for spelling in _spellings(name, instalment.show) & named:
            speaking[spelling].append(name)
    acting = [one for one in exceptions if _acts(one, speaking)]
    told = dict(found)
    for one in acting:
        for name in () if one.joins else speaking[one.first]:
            show = (one.show or one.first) if one.says is Says.ANOTHER else told[name].show
            left_out = told[name].left_out or one.says is Says.LEFT_OUT
            told[name] = replace(told[name], show=show, how=How.EXCEPTION, left_out=left_out, why=one.why)
    still = {spelling: [name for name in own if told[name] is found[name]] for spelling, own in speaking.items()}
    joining = [one for one in acting if one.joins and _acts(one, still)]
    return _numbered(_joined(told, still, joining), still, joining)


def _acts(one: Exceptional, speaking: Mapping[str, Sequence[Name]]) -> bool:
    """Tell whether both names of an exception are visible, by two seasons: one may bear both."""
    first, second = speaking.get(one.first), speaking.get(one.second)
    return bool(first and second and len({*first, *second}) > 1)


def _joined(
    found: dict[Name, Instalment], speaking: dict[str, list[Name]], joining: list[Exceptional]
) -> dict[Name, Instalment]:
    told = dict(found)
    by_show = {show: group for group in _groups(found, speaking, joining) for show in group.shows}
    for name, one in found.items():
        group = by_show.get(one.show)
        if group is not None and (group.anthology or one.show != group.called):
            told[name] = replace(one, show=group.called, how=How.EXCEPTION, anthology=group.anthology, why=group.why)
    return told


def _numbered(
    found: dict[Name, Instalment], speaking: dict[str, list[Name]], joining: list[Exceptional]
) -> dict[Name, Instalment]:
    """Number seasons as exceptions say: what they name in one, and of an anthology all that goes by the name."""
    told = dict(found)
    for one in joining:
        for spelling, number in one.numbered:
            for name in speaking[spelling]:
                title = name.season_title or ""
                if one.says is Says.ANTHOLOGY or spelling in (plain(own_title(title)), plain(title)):
                    label = Label(LIMITED if told[name].label.kind == LIMITED else SEASON, number)
                    if label != told[name].label:
                        told[name] = replace(told[name], label=label, how=How.EXCEPTION, left_out=False, why=one.why)
    return told


class _Group(NamedTuple):
    """Shows that are one by exceptions, and what the first of these in the file calls it."""

    called: str
    shows: frozenset[str]
    anthology: bool
    why: str


def _groups(found: dict[Name, Instalment], speaking: dict[str, list[Name]], joining: list[Exceptional]) -> list[_Group]:
    groups: list[_Group] = []
    for one in joining:
        own = sorted({found[name].show for name in speaking[one.first]})
        shows = frozenset(own).union(found[name].show for name in speaking[one.second])
        touching = [group for group in groups if group.shows & shows]
        first = touching[0] if touching else _Group(one.show or own[0], shows, one.says is Says.ANTHOLOGY, one.why)
        groups = [group for group in groups if group not in touching]
        groups.append(first._replace(shows=shows.union(*(group.shows for group in touching))))
    return groups


def _numbered_last(found: dict[Name, Instalment]) -> dict[Name, Instalment]:
    """Number what is called the final season, once: after the last season of its show that has a number."""
    highest: dict[str, int] = defaultdict(int)
    for one in found.values():
        if not one.left_out:
            highest[one.show] = max(highest[one.show], one.label.number or 0)
    return {
        name: replace(one, label=Label(SEASON, highest[one.show] + 1))
        if one.how is How.FINAL and highest[one.show]
        else one
        for name, one in found.items()
    }
