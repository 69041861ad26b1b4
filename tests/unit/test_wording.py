"""Words and figures: verdicts by their bounds, percents that keep to them, and small forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cliffhanger.brief.wording import (
    counted,
    day,
    figure,
    listed,
    number,
    numbers,
    ordinal,
    percent,
    sentence,
    verdict,
    weekday,
)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "slim to none"),
        (0.0499, "slim to none"),
        (0.05, "unlikely"),
        (0.1999, "unlikely"),
        (0.20, "less likely than not"),
        (0.4499, "less likely than not"),
        (0.45, "a toss-up"),
        (0.5499, "a toss-up"),
        (0.55, "more likely than not"),
        (0.7999, "more likely than not"),
        (0.80, "likely"),
        (0.9499, "likely"),
        (0.95, "all but certain"),
        (1.0, "all but certain"),
        (1 / 20, "unlikely"),
        (9 / 20, "a toss-up"),
        (11 / 20, "more likely than not"),
        (19 / 20, "all but certain"),
    ],
)
def test_a_chance_has_its_words(chance: float, words: str) -> None:
    """Each bound of the design belongs to the words above it."""
    assert verdict(chance) == words


@given(st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@example((19, 381))
@example((549, 1000))
@example((1999, 10_000))
def test_a_percent_keeps_to_its_verdict(count: tuple[int, int]) -> None:
    """Whatever share is written, the figure as read has the verdict of the share."""
    share = count[0] / count[1]
    assert verdict(float(percent(share).rstrip("%")) / 100) == verdict(share)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (7 / 142, "4.9%"),
        (0.0, "0.0%"),
        (0.185, "18%"),
        (0.5, "50%"),
        (1.0, "100%"),
        (0.0497, "4.97%"),
        (0.1996, "19.96%"),
        (0.9987, "99.9%"),
        (0.0004, "0.04%"),
        (0.5499999, "54.9%"),
    ],
)
def test_a_percent_has_as_many_digits_as_it_needs(share: float, text: str) -> None:
    """Small shares have a tenth, others none, and more where rounding would cross a bound, nothing or all."""
    assert percent(share) == text


def test_small_numbers_are_words() -> None:
    """Up to twelve in letters, then in figures."""
    assert [number(n) for n in (0, 1, 12, 13, 9480)] == ["no", "one", "twelve", "13", "9,480"]


def test_a_noun_follows_its_number() -> None:
    """One has the singular, the others the plural."""
    assert [counted(1, "week"), counted(2, "week"), counted(2, "series", "series")] == [
        "one week",
        "two weeks",
        "two series",
    ]


def test_figures_are_in_millions() -> None:
    """Views and hours are told in millions, small ones in full."""
    assert [figure(19_900_000), figure(400_000), figure(9_000)] == ["19.9 million", "0.4 million", "9,000"]


def test_days_are_written_as_readers_do() -> None:
    """Day, month, year; with the weekday where it matters."""
    assert day(date(2026, 1, 8)) == "8 January 2026"
    assert weekday(date(2026, 1, 13)) == "Tuesday 13 January 2026"


def test_lists_read_as_sentences_do() -> None:
    """Commas, and a word before the last."""
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"], "or")] == [
        "",
        "a",
        "a and b",
        "a, b or c",
    ]


def test_a_statement_becomes_a_sentence() -> None:
    """A capital first, one full stop last."""
    assert [sentence("it ends"), sentence("Why?"), sentence(" so "), sentence("")] == ["It ends.", "Why?", "So.", ""]


def test_ranks_are_ordinals() -> None:
    """English endings, the teens among them."""
    told = [ordinal(n) for n in (1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 56, 101, 111)]
    assert told == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "10th",
        "11th",
        "12th",
        "13th",
        "21st",
        "22nd",
        "56th",
        "101st",
        "111th",
    ]


@pytest.mark.parametrize(
    ("counts", "words"),
    [((9, 0), ("nine", "none")), ((12, 1), ("twelve", "one")), ((13, 2), ("13", "2")), ((1200, 0), ("1,200", "none"))],
)
def test_numbers_of_a_sentence_have_one_style(counts: tuple[int, ...], words: tuple[str, ...]) -> None:
    """In letters where all are small, in figures where one is not."""
    assert numbers(*counts) == words
