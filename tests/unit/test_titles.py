"""Titles: spellings that match, and labels as the charts really write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliffhanger.charts.titles import Label, containing, label, matching, nearest, plain
from editions import FILMS, TV


@pytest.mark.parametrize(
    ("show", "season", "told"),
    [
        ("HIS & HERS", "HIS & HERS: Limited Series", "limited series"),
        ("The Perfect Couple", "The Perfect Couple: Season 1", "season 1"),
        ("Stranger Things", "Stranger Things 5", "season 5"),
        ("Stranger Things", "Stranger Things 3", "season 3"),
        ("Tiger King", "Tiger King 2", "season 2"),
        ("Money Heist", "Money Heist: Part 2", "season 2"),
        ("Virgin River", "Virgin River: Season 10", "season 10"),
        ("Love, Death & Robots", "Love, Death & Robots: Volume 3", "season 3"),
        ("The Witcher", "The Witcher: Chapter 12", "season 12"),
        ("Money Heist", "MONEY HEIST: PART 3", "season 3"),
        ("Raw", "Raw: March 3, 2025", "other"),
        ("1899", "1899: Season 1", "season 1"),
        ("Monsters", "Monsters: The Lyle and Erik Menendez Story", "other"),
        ("Babylon Berlin", "Babylon Berlin: Season Finale", "other"),
        ("Some Talk", "N/A", "special"),
        ("Some Talk", None, "special"),
    ],
)
def test_a_season_title_tells_the_format(show: str, season: str | None, told: str) -> None:
    """The label is what a season is called after its show, in the spellings of the charts."""
    assert str(label(show, season, TV)) == told


def test_without_a_season_a_film_is_a_film() -> None:
    """What has no season on a list of films is a film."""
    assert label("Red Notice", "N/A", FILMS) == Label("film")


def test_a_number_in_the_name_of_the_show_is_no_season() -> None:
    """Only what comes after the show's name counts."""
    assert label("The 7 Lives of Lea", "The 7 Lives of Lea: Season 1", TV) == Label("season", 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HIS & HERS", "his and hers"),
        ("Élite", "elite"),
        ("Café Noir", "Cafe\u0301 Noir"),
        ("Grey's Anatomy", "Grey’s Anatomy"),
        ("Grey's Anatomy", "Greys Anatomy"),
        ("Spider-Man: Far from Home", "spider man far from home"),
        ("M*A*S*H", "m a s h"),
        ("Straße", "STRASSE"),
        ("  Dark  ", "dark!"),
    ],
)
def test_spellings_of_one_title_match(one: str, other: str) -> None:
    """Case, accents, ampersands, apostrophes and punctuation do not matter."""
    assert matching(other, [one, "Another"]) == [one]


@pytest.mark.parametrize("title", ["오징어 게임", "ダンダダン", "Любовь"])
def test_titles_in_any_script_are_words(title: str) -> None:
    """Letters of no Latin script are kept."""
    assert plain(title)
    assert matching(title, [title, "Another"]) == [title]


@given(st.text())
def test_reducing_a_title_twice_changes_nothing_more(title: str) -> None:
    """What two spellings share is its own spelling."""
    assert plain(plain(title)) == plain(title)


def test_titles_that_hold_the_words_are_found() -> None:
    """All words must be there, in any order; titles that begin with them come first."""
    titles = ["The Dark Crystal", "Dark", "Dark Matter", "Crystal Lake"]
    assert containing("dark", titles) == ["Dark", "Dark Matter", "The Dark Crystal"]
    assert containing("crystal dark", titles) == ["The Dark Crystal"]


def test_the_nearest_titles_are_alike() -> None:
    """A slip of the pen is forgiven; what is like nothing has nothing near."""
    titles = ["The Perfect Couple", "UNTAMED", "Dark"]
    assert nearest("the perfect cuople", titles) == ("The Perfect Couple",)
    assert nearest("zzzz", titles) == ()


def test_the_nearest_do_not_depend_on_the_order_of_titles() -> None:
    """Equal sets of titles give equal suggestions."""
    titles = ["Dark", "Darc", "Dork", "Bark", "Park", "Lark", "Mark"]
    assert nearest("dark!", titles) == nearest("dark!", titles[::-1])
