"""Seasons as a view shows them, and what is known to have become of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cliffhanger.charts.titles import LIMITED, SEASON, Label
from cliffhanger.renewal.outcomes import as_relabelled
from cliffhanger.renewal.seasons import FIRST_SEASON, LATER_SEASON, seasons_of
from cliffhanger.vantage import Vantage
from seasons import charted, fate, known, on, published, reported, season, week


def test_a_season_counts_as_first_labelled() -> None:
    """The label of the first edition stays its label; what it became is told beside, with the day."""
    ledger = charted((1, on("A", "Limited Series", 0, 2)), (9, on("A", "Season 1", 0, 2)))
    found = season(known(ledger, 9), "A: Limited Series")
    assert (found.kind, found.label, found.now) == (LIMITED, Label(LIMITED), Label(SEASON, 1))
    assert [one.known_from for one in found.relabels] == [published(2)]


def test_changes_to_no_label_are_of_their_own_show() -> None:
    """That one show loses its label, and that another without one gets one, are told of each alone."""
    before = on("A", "Season 1", 1) + [line._replace(season="N/A") for line in on("B", "", 0)]
    after = [line._replace(season="N/A" if line.show == "A" else "B: Season 1") for line in before]
    found = {one.show_title: one.relabels for one in known(charted((4, before), (6, after)), 6).all}
    assert [(one.show_title, str(one.now)) for one in found["B"]] == [("B", "season 1")]


def test_a_label_that_is_reworded_later_keeps_its_changes_of_format() -> None:
    """A relabel is found again when the title is spelled in yet another way afterwards."""
    told = (1, on("A", "Limited Series", 0, 2)), (3, on("A", "Season 1", 0, 2)), (9, on("A", "1.", 0, 2))
    assert fate(known(charted(*told), 9), "A: Limited Series").relabelled == published(2).date()


def test_a_later_season_is_the_event() -> None:
    """A second season at least 120 days later is what follows, known from the edition that shows it."""
    found = fate(known(charted((60, on("A", "Season 1", 0) + on("A", "Season 2", 52))), 60), "A: Season 1")
    assert (found.by and found.by.title, found.days, found.known) == ("A: Season 2", 364, published(52).date())


def test_what_is_not_known_yet_is_censored() -> None:
    """The week before its second season is published, nothing has become of the first."""
    ledger = charted((60, on("A", "Season 1", 0) + on("A", "Season 2", 52)))
    found = fate(known(ledger, 51), "A: Season 1")
    assert (found.by, found.known, found.observed_through) == (None, None, week(51))


@pytest.mark.parametrize(("weeks", "followed"), [(17, False), (18, True)])
def test_the_second_half_of_a_split_season_is_no_new_one(weeks: int, followed: bool) -> None:
    """What comes within 120 days is a part of the same season."""
    found = fate(known(charted((40, on("A", "Part 1", 0) + on("A", "Part 2", weeks))), 40), "A: Part 1")
    assert (found.by is not None) is followed


def test_an_old_season_that_enters_late_follows_nothing() -> None:
    """When a third season brings the second back to the lists, the second is no new one."""
    lines = on("A", "Season 1", 0) + on("A", "Season 3", 60) + on("A", "Season 2", 60, rank=2)
    found = known(charted((70, lines)), 70)
    assert fate(found, "A: Season 1").by == season(found, "A: Season 3")
    assert "A: Season 2" not in {one.title for one in found.all}


def test_a_report_tells_of_seasons_that_never_charted() -> None:
    """A season that a report alone has is what follows, known from the day of the report."""
    ledger = reported(charted((60, on("A", "Season 1", 0))), date(2025, 2, 26), ("A: Season 2", date(2024, 9, 5)))
    found = fate(known(ledger, 60), "A: Season 1")
    assert (found.by and found.by.run, found.happened, found.known) == (None, date(2024, 9, 5), date(2025, 2, 26))
    assert fate(known(ledger, 40), "A: Season 1").by is None


@pytest.mark.parametrize(("asked", "found"), [("Zeta", True), ("Elsewhere", False)])
def test_of_seasons_in_reports_alone_those_asked_for_are_found(asked: str, found: bool) -> None:
    """Shows that no list has are looked at where they are asked for; those on a list always are."""
    told = ("A: Season 2", date(2024, 9, 5)), ("Zeta: Season 1", date(2024, 9, 6))
    ledger = reported(charted((60, on("A", "Season 1", 0))), date(2025, 2, 26), *told)
    with ledger.as_of(Vantage(published(60).date())) as view:
        seasons = seasons_of(view, [asked])
    assert seasons is not None
    assert [one.title for one in seasons.all] == ["A: Season 1", "A: Season 2", *["Zeta: Season 1"] * found]


def test_a_day_of_release_is_the_premiere_once_a_report_has_it() -> None:
    """Until then, a season counts as premiered in the middle of its first week."""
    ledger = reported(charted((60, on("A", "Season 1", 0))), date(2024, 9, 18), ("A: Season 1", date(2024, 1, 1)))
    before, after = (season(known(ledger, number), "A: Season 1") for number in (10, 60))
    assert (before.premiere, before.dated) == (week(0) - timedelta(days=3), False)
    assert (after.premiere, after.dated) == (date(2024, 1, 1), True)


def test_a_season_that_was_out_long_before_is_not_fresh() -> None:
    """Old seasons that a report knows enter the lists, but are none that premiered there."""
    ledger = reported(charted((60, on("A", "Season 1", 0))), date(2024, 9, 18), ("A: Season 1", date(2019, 1, 1)))
    assert [one.title for one in known(ledger, 10).charted] == ["A: Season 1"]
    assert known(ledger, 60).charted == []


def test_kinds_tell_first_seasons_from_later_ones() -> None:
    """The number in the label decides."""
    found = known(charted((60, on("A", "Season 1", 0) + on("B", "Season 4", 1))), 60)
    assert [one.kind for one in found.charted] == [FIRST_SEASON, LATER_SEASON]


def test_a_relabel_is_the_event_only_in_the_variant() -> None:
    """Counted as others do, the day of the relabel is the day of the event."""
    ledger = charted((1, on("A", "Limited Series", 0, 2)), (9, on("A", "Season 1", 0, 2)))
    found = fate(known(ledger, 9), "A: Limited Series")
    (counted,) = as_relabelled([found])
    assert (found.days, counted.happened, counted.known) == (None, published(2).date(), published(2).date())


def test_specials_and_matches_are_left_out() -> None:
    """What has no label of a season, and what is called by its day, is no season."""
    lines = [line._replace(season=None) for line in on("A", "", 0)] + on("Raw", "April 14, 2025", 1)
    assert known(charted((9, lines)), 9).charted == []
