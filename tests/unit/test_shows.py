"""Which seasons belong together: numbers in every spelling, titles, exceptions, and what is left out."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliffhanger.renewal.exceptions import Exceptional, Says, parsed, reviewed
from cliffhanger.renewal.shows import How, Instalment, Name, instalments, matched

EXCEPTIONS = parsed(
    """
[[exceptions]]
says = "same show"
names = ["Harbour", "Port"]
why = "renamed"

[[exceptions]]
says = "same show"
names = ["Harbour: Season 1", "Harbour: Low Tide"]
numbers = [1, 2]
why = "a title in place of a number"

[[exceptions]]
says = "anthology"
show = "Keepers (anthology)"
names = ["Keepers: The Lighthouse", "Keepers: The Zoo"]
numbers = [1, 2]
why = "each on another keeper"

[[exceptions]]
says = "anthology"
show = "Keepers (anthology)"
names = ["Keepers: The Zoo", "Keepers: The Bees"]
numbers = [2, 3]
why = "each on another keeper"

[[exceptions]]
says = "another show"
show = "Die Mole"
names = ["The Pier: Season 2 // Die Mole: Staffel 2", "The Pier: Season 1"]
why = "a German show of the same name"

[[exceptions]]
says = "left out"
names = ["The Pier 2", "The Pier"]
why = "a film"
"""
)


def listed(show: str, season: str | None) -> Name:
    """Name a season as a list does."""
    return Name(show, season)


def reported(title: str) -> Name:
    """Name a season as a report does."""
    return Name(None, title)


def match(*names: Name) -> list[Instalment]:
    """Match names by the invented exceptions; the answers come in their order."""
    found = instalments(names, EXCEPTIONS)
    return [found[name] for name in names]


@pytest.mark.parametrize(
    ("season", "told", "how"),
    [
        ("Harbour: Season 2", "season 2", How.SPELLED),
        ("Harbour: Part 2", "season 2", How.SPELLED),
        ("Harbour: Volume 3", "season 3", How.SPELLED),
        ("Harbour: Collection 11", "season 11", How.SPELLED),
        ("Harbour: HARBOUR Season3", "season 3", How.SPELLED),
        ("Harbour: Season 4: The Fog", "season 4", How.SPELLED),
        ("Harbour: Season 3B", "season 3", How.SPELLED),
        ("Harbour: Limited Series", "limited series", How.SPELLED),
        ("Harbour: Season 4 Part 1", "season 4", How.PART),
        ("Harbour: Season 4: Part 2", "season 4", How.PART),
        ("Harbour: Season 2 - Volume 3", "season 2", How.PART),
        ("Harbour: Book Two: Salt", "season 2", How.WORDS),
        ("Harbour: 2nd Season", "season 2", How.WORDS),
        ("Harbour: II", "season 2", How.ROMAN),
        ("Harbour: Part II", "season 2", How.ROMAN),
        ("Harbour: Part ll", "season 2", How.ROMAN),
        ("Harbour: Ⅱ", "season 2", How.ROMAN),
        ("Harbour 2", "season 2", How.BARE),
        ("Harbour 1.", "season 1", How.BARE),
        ("Harbour: 2. The Fog", "season 2", How.BARE),
        ("Harbour: 시즌 1", "season 1", How.SCRIPT),
        ("Harbour: シーズン2", "season 2", How.SCRIPT),
        ("Harbour: 第一季", "season 1", How.SCRIPT),
        ("Harbour: Staffel 10", "season 10", How.SCRIPT),
        ("Harbour: 3ª temporada", "season 3", How.SCRIPT),
        ("Harbour: The Lamp Arc", "other", How.SUBTITLE),
        ("Harbour: Classic Nights", "other", How.SUBTITLE),
        ("Harbour: Series", "other", How.SUBTITLE),
    ],
)
def test_a_list_names_a_season_in_many_ways(season: str, told: str, how: How) -> None:
    """The number is read from digits, words, roman numbers and other languages, and it is told which."""
    (found,) = match(listed("Harbour", season))
    assert (found.show, str(found.label), found.how, found.left_out) == ("harbour", told, how, False)


@pytest.mark.parametrize(
    ("title", "show", "told"),
    [
        ("Harbour: Season 2 // Hafen: Staffel 2", "harbour", "season 2"),
        ("Harbour: Season 1: Part A", "harbour", "season 1"),
        ("Harbour: Night Shift: Series 3", "harbour night shift", "season 3"),
        ("Harbour (2005): Book 1", "harbour 2005", "season 1"),
        ("The Harbour Master Season 2", "the harbour master", "season 2"),
        ("Harbour: HARBOUR Season 3", "harbour", "season 3"),
        ("Harbour - Season 4", "harbour", "season 4"),
        ("Harbour S2 (JAPAN)", "harbour", "season 2"),
        ("Harbour: Limited Series", "harbour", "limited series"),
    ],
)
def test_a_report_has_show_and_season_in_one(title: str, show: str, told: str) -> None:
    """The show is what stands before the label."""
    (found,) = match(reported(title))
    assert (found.show, str(found.label), found.left_out) == (show, told, False)


def test_spellings_of_a_show_meet() -> None:
    """Case, ampersands, accents and punctuation do not tell shows apart."""
    one, other = match(listed("Salt & Sea", "Salt & Sea: Season 1"), reported("SALT AND SEÁ: Season 2"))
    assert one.show == other.show


@pytest.mark.parametrize("season", ["Brawl: April 14, 2025", "Brawl 2025", "Brawl: 2024"])
def test_what_is_called_by_its_day_is_no_season(season: str) -> None:
    """Weekly matches and yearly shows are left out, as a kind of their own."""
    (found,) = match(listed("Brawl", season))
    assert (found.label.kind, found.how, found.left_out) == ("event", How.DATED, True)


@pytest.mark.parametrize("name", [listed("Some Talk", "N/A"), listed("Some Talk", None), reported("Some Talk: Live")])
def test_what_has_no_label_is_left_out(name: Name) -> None:
    """Specials are no seasons."""
    (found,) = match(name)
    assert (found.how, found.left_out) == (How.UNLABELLED, True)


def test_a_report_gives_a_season_as_the_list_does() -> None:
    """A title without a number in a report is the season that a list calls so."""
    one, other = match(listed("Harbour", "Harbour: The Fog"), reported("Harbour: The Fog // Der Nebel"))
    assert one == other


def test_a_bare_number_in_a_report_needs_a_list() -> None:
    """`Harbour II` is a season once the lists have the show, and before that it may be a film."""
    (alone,) = match(reported("Harbour II"))
    _, with_list = match(listed("Harbour", "Harbour: Season 3"), reported("Harbour II"))
    assert (alone.left_out, str(with_list.label), with_list.how) == (True, "season 2", How.ROMAN)


def test_the_first_of_numbered_seasons_may_have_no_number() -> None:
    """The name alone is the first season where later ones have bare numbers, and else no season."""
    _, first = match(listed("Harbour", "Harbour 2"), reported("Harbour // Hafen"))
    _, none = match(listed("Harbour", "Harbour: Season 2"), reported("Harbour // Hafen"))
    assert (str(first.label), first.left_out, none.left_out) == ("season 1", False, True)


def test_titles_join_a_show_that_lists_call_by_titles() -> None:
    """Of a show whose seasons have titles on the lists, what a report calls alike is a season; of others it is not."""
    _, titled = match(listed("Harbour", "Harbour: The Lamp Arc"), reported("Harbour: The Rope Arc"))
    _, making = match(listed("Harbour", "Harbour: Season 1"), reported("Harbour: The Making Of"))
    assert (titled.show, titled.left_out, making.left_out) == ("harbour", False, True)


def test_parts_of_the_final_season_are_one_season() -> None:
    """They come after the last season that has a number, and have none while no other is visible."""
    final = [listed("Harbour", f"Harbour: The Final Season Part {part}") for part in (1, 3)]
    *parts, _ = match(*final, reported("Harbour: Season 3"))
    (alone,) = match(final[1])
    assert ([str(one.label) for one in parts], str(alone.label)) == (["season 4", "season 4"], "other")


def test_a_renamed_show_is_one_show() -> None:
    """Once both names are visible, all seasons under either are of the show as the first name calls it."""
    old, new = listed("Harbour", "Harbour: Season 1"), reported("Port: Season 2")
    assert [one.show for one in match(old)] + [one.show for one in match(new)] == ["harbour", "port"]
    before, after = match(old, new)
    assert (before.show, after.show, after.how, after.why) == ("harbour", "harbour", How.EXCEPTION, "renamed")


def test_an_exception_numbers_a_title() -> None:
    """A season called by a title has its number once the season before it is visible."""
    first, second = listed("Harbour", "Harbour: Season 1"), listed("Harbour", "Harbour: Low Tide")
    assert [str(one.label) for one in match(second)] == ["other"]
    assert [str(one.label) for one in match(first, second)] == ["season 1", "season 2"]


def test_an_anthology_is_one_show_of_separate_stories() -> None:
    """Its instalments have their places in it and keep their format; the anime of that name stays apart."""
    one, two, three, apart = match(
        listed("Keepers: The Lighthouse", "Keepers: The Lighthouse: Limited Series"),
        listed("Keepers: The Zoo", "Keepers: The Zoo: Season 1"),
        reported("Keepers: The Bees: Season 1"),
        reported("Keepers: Season 1"),
    )
    assert {found.show for found in (one, two, three)} == {"keepers anthology"}
    assert [(found.label.kind, found.label.number) for found in (one, two, three)] == [
        ("limited series", 1),
        ("season", 2),
        ("season", 3),
    ]
    assert [found.anthology for found in (one, two, three, apart)] == [True, True, True, False]


def test_another_show_of_the_same_name_is_told_by_its_native_title() -> None:
    """It moves to a name of its own once the other is visible; its own name is not enough."""
    german, ours = reported("The Pier: Season 2 // Die Mole: Staffel 2"), listed("The Pier", "The Pier: Season 1")
    assert [one.show for one in match(german)] == ["the pier"]
    assert [one.show for one in match(german, ours)] == ["die mole", "the pier"]


def test_an_exception_may_leave_out() -> None:
    """A film that is called as a season would be is left out."""
    film, _ = match(reported("The Pier 2"), listed("The Pier", "The Pier: Season 1"))
    assert (film.left_out, film.why) == (True, "a film")


def test_what_is_worth_reading_is_not_simply_spelled() -> None:
    """The report lists numbers in other forms and exceptions by show, and not plain seasons or specials."""
    names = [
        listed("Tide", "Tide: II"),
        listed("Tide", "Tide: Season 1"),
        listed("Some Talk", "N/A"),
        reported("Arc: Season 1 Part 2"),
    ]
    assert [name for name, _ in matched(names)] == [names[3], names[0]]


POOL = [
    *(listed("Harbour", f"Harbour: {said}") for said in ("Season 1", "Season 2", "Low Tide", "II", "The Final Season")),
    *(listed(show, None) for show in ("Harbour", "The Pier")),
    listed("Harbour", "Harbour 2"),
    listed("Port", "Port: Season 1"),
    listed("The Pier", "The Pier: Season 1"),
    *(listed(f"Keepers: The {what}", f"Keepers: The {what}: Season 1") for what in ("Lighthouse", "Zoo", "Bees")),
    listed("Brawl", "Brawl: May 5, 2025"),
    *map(
        reported,
        (
            "Harbour",
            "Harbour II",
            "Harbour: Low Tide",
            "Harbour: High Tide",
            "Harbour: Season 3 Part 1",
            "Port: Season 2",
            "Port",
            "The Pier 2",
            "The Pier: Season 2 // Die Mole: Staffel 2",
            "Die Mole: Staffel 3",
            "Keepers: The Zoo: Limited Series",
            "Keepers (Anthology): Season 9",
            "Keepers: Season 1",
            "Tide: Season 1",
        ),
    ),
]


@given(st.permutations(POOL), st.integers(0, len(POOL)))
def test_the_order_of_names_does_not_matter(shuffled: list[Name], many: int) -> None:
    """The same names give the same matching in whatever order they come."""
    names = shuffled[:many]
    assert instalments(names, EXCEPTIONS) == instalments(sorted(names, key=str), EXCEPTIONS)


@given(st.permutations(POOL), st.integers(0, len(POOL)), st.integers(0, 3))
def test_a_name_changes_only_what_it_belongs_to(shuffled: list[Name], many: int, more: int) -> None:
    """More names change the matching of another only by an exception, or where one of them is of its show."""
    before = instalments(shuffled[:many], EXCEPTIONS)
    after = instalments(shuffled[: many + more], EXCEPTIONS)
    shows = {one.show for name, one in after.items() if name not in before}
    for name, one in before.items():
        if after[name] != one:
            assert after[name].how is How.EXCEPTION or after[name].show in shows


@given(st.sets(st.sampled_from(POOL)))
def test_an_exception_acts_only_with_both_names(names: set[Name]) -> None:
    """Without one that bears the other name, none is matched by an exception."""
    without = {name for name in names if "Keepers: The Zoo" not in str(name)}
    found = instalments(without, EXCEPTIONS)
    assert not any(one.anthology for one in found.values())


def test_the_reviewed_exceptions_say_what_they_should() -> None:
    """Each has two names that differ, a reason, a show where one is needed, and no pair is spoken of twice."""
    pairs = [frozenset((one.first, one.second)) for one in reviewed()]
    assert all(len(pair) == 2 for pair in pairs)
    assert len(set(pairs)) == len(pairs)
    for one in reviewed():
        assert one.why
        assert (one.show is not None) == (one.says in (Says.ANOTHER, Says.ANTHOLOGY))
        assert one.numbers is None or one.joins


def test_reviewed_exceptions_that_join_do_not_contradict() -> None:
    """A name has the same number in all exceptions that tell one."""
    told: dict[str, int] = {}
    for one in reviewed():
        for name, number in one.numbered:
            assert told.setdefault(name, number) == number


def test_exceptions_are_read_only_when_names_are_matched() -> None:
    """Importing the module reads no file."""
    code = (
        "import sys, cliffhanger.renewal.shows as shows;"
        "from cliffhanger.renewal.exceptions import reviewed;"
        "sys.exit(reviewed.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_exception_that_does_not_join_has_no_numbers_to_give() -> None:
    """Only what is one show is numbered."""
    assert Exceptional(Says.LEFT_OUT, "a", "b", "a film").numbered == ()
