"""The record: which seasons are asked about where, what came of it, and the same rows however it is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.asked import Asked
from cliffhanger.renewal.entries import At, Came, Record, Setting
from cliffhanger.renewal.fits import fitted_odds
from cliffhanger.renewal.odds import odds_of
from cliffhanger.renewal.outcomes import outcome_of
from cliffhanger.renewal.record import record
from cliffhanger.renewal.rules import RULES
from cliffhanger.renewal.seasons import Seasons, seasons_of
from cliffhanger.renewal.traits import Looks
from cliffhanger.renewal.truth import Event, Labels
from cliffhanger.vantage import Vantage
from editions import Line
from seasons import START, WEEKS, kept, lines_of_a_world, on, published, reported, week

LAST = WEEKS - 1
UNTIL = published(LAST).date()
LATELY = published(112).date()
SHORT = "A: Limited Series"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the ledger of the made-up world, an edition every four weeks, in which one limited series is renewed."""
    return kept(tmp_path_factory.mktemp("record") / "ledger.sqlite", *told())


@cache
def told() -> tuple[tuple[int, Sequence[Line]], ...]:
    before = [*lines_of_a_world(), *on("A", "Limited Series", 40, 2)]
    after = [*lines_of_a_world(), *on("A", "Season 1", 40, 2), *on("A", "Season 2", 92, 2)]
    return (79, before), (LAST, after)


def made(
    ledger: Path, folder: Path, until: date = UNTIL, workers: int = 1, since: date = START, **more: object
) -> Record:
    setting = Setting(str(ledger), until, since, fits=ledger.with_suffix(".fits"), **more)  # type: ignore[arg-type]
    return record(setting, folder, workers)


@pytest.fixture(scope="module")
def whole(ledger: Path) -> Record:
    """Give its record by quarters."""
    return made(ledger, ledger.parent / "parts")


def lately(whole: Record) -> Record:
    """Give the newest part of a record."""
    own = tuple(one for one in whole.entries if one.said.origin >= LATELY)
    return Record(own, whole.observed_through, len({one.said.origin for one in own}))


def seasons_at(ledger: Path, day: date) -> tuple[Seasons, Looks]:
    """Give the seasons known on a day."""
    with Ledger.open(ledger) as store, store.as_of(Vantage(day)) as view:
        found = seasons_of(view)
        assert found is not None
        return found, Looks(view.rows(), found)


def test_origins_are_the_first_editions_of_quarters(whole: Record) -> None:
    """No quarter has two origins, and each is the first day of an edition in it."""
    origins = sorted({one.said.origin for one in whole.entries})
    editions = [published(number).date() for number in (*range(0, 79, 4), 79, *range(80, LAST, 4), LAST)]
    quarters = {(day.year, (day.month - 1) // 3): day for day in reversed(editions[8:])}
    assert origins == sorted(quarters.values())
    assert whole.origins == len(origins)


def test_every_season_on_record_is_asked_about(ledger: Path, whole: Record) -> None:
    """By a plain loop: fresh, at least four weeks old, nothing known to have followed, the horizon ahead."""
    for origin in sorted({one.said.origin for one in whole.entries})[::4]:
        seasons, looks = seasons_at(ledger, origin)
        expected = Counter[str]()
        for one in seasons.charted:
            if looks.age(one) >= 4 and outcome_of(one, seasons).by is None:
                elapsed = (seasons.observed_through - one.premiere).days
                expected[one.title] = sum(elapsed < months * 365.25 / 12 for months in (12, 24, 36))
        found = Counter(one.said.title for one in whole.entries if one.said.origin == origin)
        assert found == +expected


def test_a_row_says_what_an_answer_of_that_day_would(ledger: Path, whole: Record) -> None:
    """Chance and interval are those of the odds on the day of the origin, by the fit that serves them."""
    row = max((one.said for one in whole.entries if one.said.months == 24), key=lambda said: said.origin)
    with Ledger.open(ledger) as store, store.as_of(Vantage(row.origin)) as view:
        fit = fitted_odds(view, None)
        seasons = seasons_of(view)
        assert fit is not None
        assert seasons is not None
        season = next(one for one in seasons.all if one.title == row.title)
        answer = odds_of(Asked(outcome_of(season, seasons), Looks(view.rows(), seasons)), fit, 24)
        assert row.basis == view.digest
    expected = answer.told.chance, answer.told.low, answer.told.high
    assert (row.chance, row.low, row.high) == pytest.approx(expected, rel=1e-5)
    assert (row.by, row.age, row.fitted) == (answer.told.by, Looks([], seasons).age(season), answer.fitted)


def test_what_came_is_counted_by_the_horizon(whole: Record) -> None:
    """A season that premiered in time came back; without one it did not, once observed, and is open before."""
    for one in whole.entries:
        if one.happened is not None and one.happened <= one.said.by:
            assert one.came is Came.YES
        else:
            assert one.came is (Came.NO if one.said.by <= week(LAST) else Came.OPEN)
        assert one.over is (one.said.by <= week(LAST))
    assert {one.came for one in whole.entries} == set(Came)


def test_a_limited_series_that_came_back_is_told_with_its_days(whole: Record) -> None:
    """Under its old title, it came back by its second season, since the edition that showed it."""
    rows = [one for one in whole.entries if one.said.title == SHORT]
    assert {one.said.kind for one in rows} == {LIMITED}
    assert {(one.followed_by, one.known) for one in rows} == {("A: Season 2", published(92).date())}
    assert {one.came for one in rows if one.said.months > 12} == {Came.YES}
    assert max(one.said.origin for one in rows) < published(92).date()


def test_at_week_four_each_season_has_one_forecast(ledger: Path, whole: Record) -> None:
    """One row by each horizon, from the first edition that publishes its fourth week."""
    found = made(ledger, ledger.parent / "parts", at=At.WEEK_4).entries
    counts = Counter(one.said.which for one in found)
    assert set(counts.values()) == {3}
    assert all(4 <= one.said.age < 8 for one in found)
    assert len(counts) >= len({one.said.which for one in whole.entries if one.said.entered >= week(40)})


def test_kept_parts_serve_a_later_record(ledger: Path, whole: Record, tmp_path: Path) -> None:
    """What was said stays as it is when more is published; what was open may be over."""
    first = made(ledger, tmp_path, until=published(128).date(), since=LATELY)
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    second = made(ledger, tmp_path, since=LATELY)
    assert [one.said for one in first.entries] == [one.said for one in second.entries][: len(first.entries)]
    assert second == lately(whole)
    unchanged = [name for name, at in kept.items() if (tmp_path / name).stat().st_mtime_ns == at]
    assert len(unchanged) >= len(kept) - 1
    assert sum(one.over for one in second.entries) > sum(one.over for one in first.entries)


def test_two_workers_give_the_same_record(ledger: Path, whole: Record, tmp_path: Path) -> None:
    """Any number of processes makes the same rows in the same order."""
    assert made(ledger, tmp_path, workers=2, since=LATELY) == lately(whole)


def test_a_damaged_part_is_made_again(ledger: Path, whole: Record, tmp_path: Path) -> None:
    """A file that cannot be read back is as good as none."""
    made(ledger, tmp_path, since=LATELY)
    part = min(tmp_path.iterdir())
    part.write_text(part.read_text("utf-8")[:-40], "utf-8")
    assert made(ledger, tmp_path, since=LATELY) == lately(whole)


def test_premieres_known_on_their_day_end_questions_sooner(tmp_path: Path) -> None:
    """A second season that a report alone tells of ends the question on its day, or on that of the report."""
    path, day = kept(tmp_path / "ledger.sqlite", *told()), week(100)
    with Ledger.open(path, create=True) as store:
        reported(store, published(130).date(), ("Show 60-2: Season 9", day))
    asked = {}
    for event in (Event.PREMIERE, Event.CALENDAR):
        rows = made(path, tmp_path / event, event=event).entries
        asked[event] = [one.said.origin for one in rows if one.said.title == "Show 60-2: Season 1"]
    assert asked[Event.CALENDAR] == [origin for origin in asked[Event.PREMIERE] if origin < day]
    assert len(asked[Event.PREMIERE]) > len(asked[Event.CALENDAR]) > 0
    assert max(asked[Event.PREMIERE]) < published(130).date()


def test_a_relabel_counts_where_it_is_told_to(ledger: Path) -> None:
    """With relabels as events, the limited series came back when it was renamed."""
    found = made(ledger, ledger.parent / "parts", event=Event.RELABEL).entries
    assert {one.happened for one in found if one.said.title == SHORT} == {published(80).date()}


def test_newest_labels_know_the_outcome(ledger: Path, whole: Record) -> None:
    """The leak that the bench measures: under its newest label it was never a limited series."""
    found = made(ledger, ledger.parent / "parts", labels=Labels.NEWEST).entries
    assert {one.said.kind for one in found if one.said.title == SHORT} == {"first season"}
    assert [one.said for one in found] != [one.said for one in whole.entries]


def test_all_rules_have_a_chance(whole: Record) -> None:
    """Each rule of thumb says something of each season, that is neither nothing nor certain."""
    assert all(len(one.said.rules) == len(RULES) for one in whole.entries)
    assert all(0 < chance < 1 for one in whole.entries for chance in one.said.rules)


def test_an_empty_ledger_has_an_empty_record(tmp_path: Path) -> None:
    """Where nothing was published there is no origin."""
    Ledger.open(tmp_path / "none.sqlite", create=True).close()
    assert made(tmp_path / "none.sqlite", tmp_path) == Record((), None, 0)
