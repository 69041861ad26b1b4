"""Odds on the real archive: what the almanac ships of them, and what was to be said of known shows on known days."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cliffhanger.brief import odds as odds_of_brief
from cliffhanger.brief.almanac import SHIPPED, Almanac
from cliffhanger.charts.titles import LIMITED
from cliffhanger.renewal.counts import came_back, counted
from cliffhanger.renewal.fits import OddsFit, fit_odds
from cliffhanger.renewal.outcomes import Outcome, outcomes
from cliffhanger.renewal.seasons import FIRST_SEASON, LATER_SEASON, seasons_of
from cliffhanger.vantage import Vantage
from real import FIRST, LAST, MARKS, at
from shell import Said, ask

pytestmark = MARKS


def fates(real: Path, day: date) -> list[Outcome]:
    with at(real, day) as view:
        seasons = seasons_of(view)
    assert seasons is not None
    return outcomes(seasons)


def odds(real: Path, title: str, day: str, *words: object) -> Said:
    return ask("odds", title, "--as-of", day, "--ledger", real, *words)


def data(real: Path, title: str, day: str) -> dict[str, Any]:
    said = odds(real, title, day, "--format", "json")
    assert (said.code, said.err) == (0, "")
    told: dict[str, Any] = json.loads(said.out)
    return told


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_almanac_ships_the_odds_of_the_archive(day: date, real: Path) -> None:
    """Fitted again on what the archive and the reports told by then, it is the same but for noise of floats."""
    with at(real, day) as view:
        made = fit_odds(view)
    shipped = OddsFit.of_text((SHIPPED / "fitted" / f"odds-{day}.json").read_text("utf-8"))
    assert made is not None
    assert (made.day, made.basis) == (shipped.day, shipped.basis)
    for (age, one), (other_age, other) in zip(made.hazards, shipped.hazards, strict=True):
        assert (age, one.cases, one.events) == (other_age, other.cases, other.events)
        assert [*one.base_, *one.weights_] == pytest.approx([*other.base_, *other.weights_], abs=1e-4)


@pytest.mark.parametrize("day", [date(2023, 12, 20), date(2024, 9, 25), LAST])
def test_seasons_are_the_same_whether_all_reports_are_looked_at_or_only_what_is_asked(day: date, real: Path) -> None:
    """Of shows on the lists, and of one that reports alone tell of, none is missed and none is another."""
    with at(real, day) as view:
        every, asked = seasons_of(view), seasons_of(view, ["Lilyhammer"])
    assert every is not None
    assert asked is not None
    named = {one.show for one in every.all if one.run} | {"lilyhammer"}
    assert {one for one in every.all if one.show in named} <= {*asked.all} <= {*every.all}


def test_no_other_odds_are_shipped() -> None:
    """The almanac has the models of these two editions."""
    found = {path.stem for path in (SHIPPED / "fitted").glob("odds-*.json")}
    assert found == {f"odds-{day}" for day in (FIRST, LAST)}


def test_the_almanac_tells_what_the_archive_does(real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of *His & Hers* on 14 January, by the same fit, its own list tells nearly all that the archive tells."""
    shipped = OddsFit.of_text((SHIPPED / "fitted" / f"odds-{LAST}.json").read_text("utf-8"))
    monkeypatch.setattr(odds_of_brief, "fitted_odds", lambda view, folder: shipped)
    told = [data(path, "His & Hers", str(LAST)) for path in (real, Path("absent.sqlite"))]
    assert told[0]["chance"] == pytest.approx(told[1]["chance"], rel=0.02)
    for one, other in zip(told[0]["parts"], told[1]["parts"], strict=True):
        assert (one["reason"], one["log_odds"]) == (other["reason"], pytest.approx(other["log_odds"], abs=0.02))
    assert told[0]["count"]["of"] == told[1]["count"]["of"] == 129


@pytest.mark.parametrize("kind", [LIMITED, FIRST_SEASON, LATER_SEASON])
def test_the_counts_of_the_almanac_are_those_of_the_charts(real: Path, kind: str) -> None:
    """What ships as a dated count is what lists and reports give on that day."""
    facts = Almanac().at(Vantage(LAST))
    shipped = [(day, count) for day, count in zip(facts.counted_on, facts.counts, strict=True) if count.kind == kind]
    assert len(shipped) == 3
    for day, count in shipped:
        assert counted(kind, fates(real, day)) == count


def test_those_that_came_back_in_the_almanac_are_those_of_the_charts(real: Path) -> None:
    """The limited series that came back, and their days, are those that lists and reports give."""
    assert came_back(fates(real, LAST)) == Almanac().at(Vantage(LAST)).came_back


def test_a_limited_series_is_hardly_ever_followed(real: Path) -> None:
    """*His & Hers* is slim to none before its first week and after it, and would be likelier as a first season."""
    for day, age in (("2026-01-10", 0), ("2026-01-14", 1)):
        told = data(real, "His & Hers", day)
        assert (told["verdict"], told["age"]) == ("slim to none", age)
        changes = {one["change"]: one["chance"] for one in told["what_if"]}
        assert changes["labelled as a first season"] > 5 * told["chance"]


def test_a_relabel_changes_the_odds_on_its_day(real: Path) -> None:
    """*UNTAMED* is slim to none on 5 August 2025, and a matter of chance from the day of its relabel on."""
    before, after = (data(real, "UNTAMED", day) for day in ("2025-08-05", "2025-08-06"))
    assert before["verdict"] == "slim to none"
    assert before["relabels"] == []
    assert 0.4 < after["chance"] < 0.8
    assert [one["known_from"] for one in after["relabels"]] == ["2025-08-06"]
    assert max(after["parts"], key=lambda part: part["log_odds"])["reason"] == "relabelled"
    assert any("were relabelled as a season so far, this one among them" in said for said in after["told"])
    assert not any("tell its story to the end" in said for said in after["told"])


def test_a_relabelled_series_stays_among_limited_ones(real: Path) -> None:
    """*The Perfect Couple* rises on the day of its relabel, 12 February 2025, and still counts by its first label."""
    before, after = (data(real, "The Perfect Couple", day) for day in ("2025-02-11", "2025-02-12"))
    assert before["chance"] < 0.05 < 5 * before["chance"] < after["chance"]
    for one in (before, after, data(real, "The Perfect Couple", "2026-01-14")):
        assert (one["season"]["kind"], one["count"]["kind"]) == ("limited series", "limited series")


def test_silence_counts_against_a_first_season_until_the_second_is_seen(real: Path) -> None:
    """*Wednesday* stays more and more unlikely for nearly three years; then its third season is in question."""
    waiting = [data(real, "Wednesday", day)["chance"] for day in ("2023-06-01", "2024-06-01", "2025-06-01")]
    assert waiting == sorted(waiting, reverse=True)
    assert data(real, "Wednesday", "2026-01-14")["season"]["title"] == "Wednesday: Season 2"
    followed = data(real, "Wednesday: Season 1", "2026-01-14")
    assert followed["followed"] == {"by": "Wednesday: Season 2", "happened": "2025-08-07", "known_from": "2025-08-20"}


def test_what_is_over_is_refused(real: Path) -> None:
    """Three years after the last season of *Ozark* no horizon is left, and an anthology has no next season."""
    for title, said in (("Ozark", "36 months from the premiere"), ("DAHMER", "no odds")):
        refused = odds(real, title, "2026-01-14")
        assert (refused.code, refused.out) == (3, "")
        assert said in refused.err
