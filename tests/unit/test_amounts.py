"""Amounts in words, from where to where, and the axes on which they stand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliffhanger.brief.amounts import amount, short, short_span, span, unit_of
from cliffhanger.brief.pictures.scale import MARKS, WIDEST, Scale
from outlooks import RUNTIME, opened

AMOUNTS = st.floats(min_value=0, max_value=1e12)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (51.3e6, 73.8e6, "between 51 and 74 million"),
        (0.4e6, 12.4e6, "between 0.4 and 12 million"),
        (0.03e6, 2.12e6, "between 0.03 and 2.1 million"),
        (0.9e9, 1.2e9, "between 0.9 and 1.2 billion"),
        (20_400, 90_100, "between 20 and 90 thousand"),
        (120, 870, "between 120 and 870"),
        (0, 4e6, "between 0 and 4.0 million"),
    ],
)
def test_a_span_is_told_in_the_size_of_its_end(low: float, high: float, words: str) -> None:
    """Both ends are counted in the same millions, with about two digits."""
    assert span(low, high) == words


def test_close_ends_are_told_apart_by_more_digits() -> None:
    """Ends that round to the same get as many digits as tell them apart; equal ones are told as one."""
    assert span(51.21e6, 51.42e6) == "between 51.2 and 51.4 million"
    assert span(51e6, 51e6) == "close to 51 million"


def test_the_short_forms_say_the_same() -> None:
    """Tables and axes have the same figures in fewer letters."""
    assert short_span(51.3e6, 73.8e6) == "51 to 74m"
    assert [short(one) for one in (19.94e6, 5e5, 40_000, 1.5e9, 7, 0)] == ["19.9m", "0.5m", "40k", "1.5bn", "7", "0"]
    assert [amount(one) for one in (19.94e6, 5e5, 40_000, 7)] == ["20 million", "0.5 million", "40 thousand", "7"]


def test_a_title_is_told_in_views_where_its_runtime_is_known() -> None:
    """Hours over the runtime are views; without a runtime, or with one of nothing, hours are told."""
    assert unit_of(opened()).of(9.0) == 9.0 / RUNTIME
    for runtime in (None, 0.0):
        unit = unit_of(replace(opened(), runtime=runtime))
        assert (unit.name, unit.of(9.0)) == ("hours viewed", 9.0)


def test_an_axis_of_one_size_is_linear_from_nothing() -> None:
    """Where the least is more than a tenth of the most, the axis begins at nothing and its marks are evenly apart."""
    scale = Scale([4e6, 19e6])
    assert (scale.kind, scale.marks[0], scale.share(scale.most / 2)) == ("linear scale", 0, 0.5)
    steps = {round(later - earlier) for earlier, later in pairwise(scale.marks)}
    assert len(steps) == 1


def test_an_axis_of_many_sizes_is_logarithmic() -> None:
    """Equal factors are equal steps."""
    scale = Scale([1e5, 19e6])
    assert scale.kind == "log scale"
    assert scale.share(4e6) - scale.share(2e6) == pytest.approx(scale.share(1e6) - scale.share(5e5))


@given(st.lists(AMOUNTS, max_size=6))
def test_every_amount_has_a_place_on_its_axis(amounts: list[float]) -> None:
    """Places lie between the ends and rise with amounts; marks are few, within the ends, and at least two."""
    scale = Scale(amounts)
    shares = [scale.share(one) for one in sorted(amounts)]
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares)
    assert 2 <= len(scale.marks) <= MARKS + 1
    assert scale.least <= scale.marks[0] <= scale.marks[-1] <= scale.most * (1 + 1e-9)
    assert scale.most >= max(amounts, default=0)
    assert not scale.log or scale.most / scale.least <= 4 * WIDEST
