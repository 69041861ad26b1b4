"""A forecast in words, in tables and as data."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from cliffhanger.brief.amounts import heading
from cliffhanger.brief.blocks import Heading, Paragraph, Picture, Table, statements
from cliffhanger.brief.outlook_blocks import forecast_blocks
from cliffhanger.brief.outlook_data import outlook_as_data
from cliffhanger.brief.outlook_words import alike, chance, told, totals_table, weeks_table
from cliffhanger.brief.sources import of_outlook
from cliffhanger.brief.text import write_text
from cliffhanger.charts.titles import SEASON, Label
from cliffhanger.forecast.outlook import AllTime, Outlook
from outlooks import FIRST, MILLION, RUNTIME, gapped, opened, unseen


def test_a_forecast_is_told_from_where_to_where() -> None:
    """The words tell what was seen, the next week, the longest total and the chances."""
    assert told(opened()) == (
        "19.9 million views in its first four days.",
        "In week 2, to 18 January 2026, half of such titles have between 15 and 23 million views, nine in ten between "
        "11 and 32 million.",
        "Half of such titles end their first 91 days between 51 and 74 million views, nine in ten between 38 and 109 "
        "million, on the list and off it.",
        "To stay on the list next week: all but certain (97%), at about rank 1 if so.",
        "To enter the all-time list of its category, whose last title had 98.4 million views in 91 days: unlikely "
        "(7.0%).",
    )


def test_weeks_off_the_list_are_counted() -> None:
    """A run with a gap tells both how long it was on the list and how long off it, in hours without a runtime."""
    assert told(gapped())[0] == "96.0 million hours viewed in four weeks on the list, and two weeks off it."


def test_weeks_that_were_counted_by_another_runtime_are_told_both_ways() -> None:
    """A season that came out in parts has fewer views by the runtime that it has now than its lists told."""
    half = replace(opened().seen[0], runtime=RUNTIME / 2)
    known = replace(half, number=2, runtime=RUNTIME)
    assert told(replace(opened(), seen=(half, known)))[0] == (
        "39.8 million views in two weeks on the list, counted by its runtime now; by those of their weeks the lists "
        "had 60 million."
    )
    assert heading(replace(opened(), seen=(half, known)), "by week") == "Views by week, by its runtime now"


@pytest.mark.parametrize("runtime", [None, 1.001 * RUNTIME])
def test_where_the_runtime_hardly_changed_or_is_not_known_views_are_told_once(runtime: float | None) -> None:
    """Runtimes are given in minutes, and views in hundreds of thousands."""
    assert told(replace(opened(), seen=(replace(opened().seen[0], runtime=runtime),)))[0] == (
        "19.9 million views in its first four days."
    )
    assert heading(opened(), "by week") == "Views by week"


def test_days_are_counted_only_within_the_first_week() -> None:
    """A title that came out before its first week on the list is counted in weeks."""
    early = replace(opened(), released=FIRST.replace(year=2025))
    assert told(early)[0] == "19.9 million views in one week on the list."


def test_what_is_not_out_has_the_ranges_of_its_kind() -> None:
    """Without any week the words say so, and among what the title counts."""
    first = "No week of it is published yet, so the ranges are wide: they are those of first seasons in TV (English)."
    assert told(unseen())[0] == first
    assert told(unseen())[1].startswith("In its first week, to 11 January 2026, half of such titles")
    assert "later seasons" in told(replace(unseen(), label=Label(SEASON, 3)))[0]


def test_what_is_off_the_list_has_no_chance_to_stay() -> None:
    """The words say that it is off the list."""
    off = replace(opened(), stays=None, rank=None, all_time=None)
    assert told(off)[-1] == "It is off the list, so no chance to stay there is given."


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "slim to none (below 1%)"),
        (0.31, "less likely than not (31%)"),
        (0.5, "a toss-up (50%)"),
        (1.0, "all but certain (above 99%)"),
    ],
)
def test_no_chance_is_told_as_certain(share: float, words: str) -> None:
    """A chance has words and a number, and neither is ever nothing or all."""
    assert chance(share) == words


@pytest.mark.parametrize("outlook", [opened(), gapped(), unseen()], ids=["opened", "gapped", "unseen"])
def test_no_table_has_a_figure_without_its_ranges(outlook: Outlook) -> None:
    """Each row of weeks to come and of totals has a middle and two ranges."""
    for table, many in ((weeks_table(outlook), len(outlook.ahead)), (totals_table(outlook), len(outlook.totals))):
        assert len(table.rows) == many > 0
        assert table.header[-3:] == ("middle", "half", "nine in ten")
        assert all(" to " in row[-1] and " to " in row[-2] for row in table.rows)


def test_a_middle_is_told_in_the_size_of_its_range() -> None:
    """A middle of less than the range's size is told in it all the same, and large ones to the last million."""
    assert weeks_table(opened()).rows[-1][1:3] == ("0.10m", "0.05 to 0.2m")
    assert totals_table(gapped()).rows[0][1:3] == ("115m", "108 to 124m")


def test_comparable_titles_are_named_if_there_are_any() -> None:
    """Without any, nothing is said of them."""
    (named,) = alike(opened())
    assert named.endswith("The Long Night, Salt: Limited Series and Two Doors Down.")
    assert [*alike(gapped())] == []


def test_the_data_has_every_field_in_hours_and_views() -> None:
    """Nothing of a forecast is left out of its data, and views are hours over the runtime."""
    outlook = opened()
    data = json.loads(json.dumps(outlook_as_data(outlook)))
    renamed = {"origin": "observed_through"}
    assert {renamed.get(field.name, field.name) for field in fields(Outlook)} <= {*data}
    total = data["totals"][-1]
    assert total["views"] == {
        name: one * MILLION for name, one in zip(data["quantiles"], (38, 51, 61, 74, 109), strict=True)
    }
    assert total["hours"]["median"] == 61 * MILLION * 4.5
    assert data["seen"] == [
        {"week": "2026-01-11", "number": 1, "rank": 2, "hours": 89_550_000, "views": 19_900_000, "runtime": None}
    ]
    assert data["stays"] == {"chance": 0.97, "verdict": "all but certain"}
    assert data["told"][: len(told(outlook))] == [*told(outlook)]


def test_the_data_has_no_views_without_a_runtime() -> None:
    """What is not known is null, as are hours off the list."""
    data = outlook_as_data(gapped())
    assert data["ahead"][0]["views"] is None
    assert data["seen"][3] == {
        "week": "2026-02-01",
        "number": 4,
        "rank": None,
        "hours": None,
        "views": None,
        "runtime": None,
    }
    assert data["all_time"] is None


def test_a_brief_has_a_paragraph_and_a_page_the_figure_too() -> None:
    """The paragraph stands below its heading, each statement with its source; a page adds picture and tables."""
    outlook = opened()
    heading, paragraph = forecast_blocks(outlook, edition=FIRST)
    assert heading == Heading("Forecast")
    assert isinstance(paragraph, Paragraph)
    assert {part.sources for part in statements(paragraph.text)} == {(of_outlook(outlook, FIRST),)}
    assert [type(block) for block in forecast_blocks(outlook, pictures=True)] == [
        Heading,
        Paragraph,
        Picture,
        Table,
        Table,
    ]


def test_a_forecast_without_weeks_to_come_is_told_too() -> None:
    """A title past its thirteenth week has what was seen, and chances where they are given."""
    past = replace(opened(), ahead=(), totals=(), stays=None, rank=None, all_time=AllTime(0.5, MILLION, 91))
    text = write_text([*forecast_blocks(past, pictures=True)])
    assert "19.9 million views" in text
    assert "a toss-up (50%)" in text
    assert "between" not in text
