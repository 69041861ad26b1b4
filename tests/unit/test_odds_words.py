"""What is known of another season, in words, on a scale, as a picture and as data."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.blocks import Block, Heading, Items, Paragraph, Table, words
from cliffhanger.brief.odds import Another, odds
from cliffhanger.brief.odds_blocks import another_season, folds, page_blocks, page_lead
from cliffhanger.brief.odds_data import another_as_data
from cliffhanger.brief.odds_parts import parts_table
from cliffhanger.brief.odds_reasons import TOLD, average_told, reasons_told, signed, steps
from cliffhanger.brief.odds_words import (
    fate_told,
    headline,
    others_told,
    shown,
    told,
    unaware_told,
    unread_told,
    verdict_told,
)
from cliffhanger.brief.pictures.odds import odds_picture
from cliffhanger.brief.pictures.odds_text import ASCII, BOUNDS, LEFT, WORDS, odds_text
from cliffhanger.charts.rows import OutcomeRow
from cliffhanger.errors import HorizonPast, NoOdds
from cliffhanger.renewal.asked import Chance, Part
from cliffhanger.renewal.counts import CameBack
from cliffhanger.renewal.odds import Odds
from cliffhanger.vantage import Vantage
from seasons import WEEKS, charted, lines_of_a_world, on, published, week, world

LAST = WEEKS - 1
FITS = TemporaryDirectory()
"""Keeps the fits of the made-up world."""


@cache
def asked(title: str, number: int = LAST, months: int | None = None) -> Another:
    """Ask for another season of a show of the made-up world when a week is published."""
    with world().as_of(Vantage(published(number).date())) as view:
        return odds(title, view, Almanac(), Path(FITS.name), months).value


@cache
def some() -> tuple[Another, ...]:
    """Give a limited series, a first and a later season, each open and entered half a year before the end."""
    lines = [line for line in lines_of_a_world() if line.weeks == 1]
    found: dict[str, Another] = {}
    for line in reversed(lines[: -2 * 26]):
        if len(found) == 3:
            break
        one = asked(line.show)
        if one.odds:
            found.setdefault(one.kind, one)
    assert len(found) == 3
    return tuple(found.values())


def chances(another: Another) -> Odds:
    """Give its odds, which it must have."""
    assert another.odds is not None
    return another.odds


UNREAD = "No announcement goes into this"
EVERY = pytest.mark.parametrize("place", range(3))


@EVERY
def test_the_verdict_stands_with_its_number_horizon_and_interval(place: int) -> None:
    """Words and number always go together, and with them by when, and the interval."""
    said = verdict_told(some()[place])
    assert re.fullmatch(
        r"[A-Z][a-z -]+: [\d.]+% by [A-Z][a-z]+ \d{4}, 24 months after the premiere "
        r"\(90% interval [\d.]+% to [\d.]+%\)\.",
        said,
    )


@EVERY
def test_the_steps_add_up_to_the_chance(place: int) -> None:
    """From the average season, each step adds its log odds, and the last ends at the chance that is told."""
    found = chances(some()[place])
    levels = [found.base, *(one.chance for one in steps(found))]
    for (before, after), one in zip(pairwise(levels), steps(found), strict=True):
        assert log_odds(after) - log_odds(before) == pytest.approx(one.log_odds)
    assert levels[-1] == pytest.approx(found.told.chance)


@EVERY
def test_the_table_adds_up_to_two_decimals(place: int) -> None:
    """Who adds the column up by hand comes within what rounding leaves."""
    found = chances(some()[place])
    rows = parts_table(found).rows
    total = sum(float(row[1].replace("−", "-")) for row in rows[1:])
    assert total == pytest.approx(log_odds(found.told.chance) - log_odds(found.base), abs=0.005 * len(rows))
    assert rows[0][0] == "an average season"
    assert [bool(row[2]) and row[2][0] == "<" for row in rows[1:]] == [
        row[1].startswith("−") and bool(row[2]) for row in rows[1:]
    ]


@EVERY
def test_reasons_say_their_direction(place: int) -> None:
    """A reason that adds counts for another season, one that takes against it, and small ones are left out."""
    found = chances(some()[place])
    said = list(reasons_told(found))
    heavy = [part for part in found.parts if abs(part.log_odds) >= TOLD]
    assert len(said) == len(heavy) > 0
    for one, part in zip(said, heavy, strict=True):
        assert f"({signed(part.log_odds)} in log odds)" in one
        assert (" for another" in one) == (part.log_odds > 0)
        assert (" against another" in one) == (part.log_odds < 0)


def spoken(reason: str, log_odds: float, **more: object) -> str:
    """Give the sentence of one reason of a first season of the made-up world."""
    found = next(chances(one) for one in some() if one.kind == "first season")
    outcome = replace(found.outcome, season=replace(found.season, **more.pop("season", {})))  # type: ignore[arg-type]
    odds = replace(found, parts=(Part(reason, log_odds),), outcome=outcome, **more)  # type: ignore[arg-type]
    (said,) = reasons_told(odds)
    return said


@pytest.mark.parametrize(
    ("reason", "more", "said"),
    [
        ("language", {}, "Its language, that of the English list, counts for another"),
        ("pace", {"gap": 2.04}, "The time since the season before, two years, counts for another"),
        ("pace", {"gap": 0.99}, "The time since the season before, one year, counts for another"),
        ("pace", {"gap": 1.5}, "The time since the season before, 18 months, counts for another"),
        ("words", {"season": {"show_title": "Love Me"}}, 'The word "love" in its title counts for another'),
        (
            "words",
            {"season": {"show_title": "Dating for Love"}},
            'The words of its title, "dating" and "love", count for another',
        ),
        ("words", {}, 'That no word of its title is like "love" or "race" counts for another'),
    ],
)
def test_reasons_say_what_the_season_has(reason: str, more: dict[str, object], said: str) -> None:
    """Language, pace and words are told with their value, in a sentence whose verb agrees."""
    assert spoken(reason, 0.5, **more) == f"{said} (+0.50 in log odds)."


def test_what_cannot_apply_is_part_of_the_format() -> None:
    """A limited or a first season that follows none has no pace, number or change; a later one has its pace."""
    for one in some():
        reasons = {part.reason for part in chances(one).parts}
        later = one.kind == "later season"
        assert (chances(one).gap is not None) is later
        assert ({"pace", "number"} <= reasons) is later
        assert "format" in reasons
        assert reasons.isdisjoint({"pace", "number", "change"}) is not later


def test_numbers_of_a_count_are_figures() -> None:
    """Those followed and those relabelled stand in one style, and the verb agrees."""
    limited = next(one for one in some() if one.kind == "limited series")
    assert limited.counted is not None
    for followed, relabelled, said in (
        (2, 2, "and whose first label is on record, 2 were followed by another season; 2 more were relabelled"),
        (1, 1, "and whose first label is on record, 1 was followed by another season; 1 more was relabelled"),
        (0, 0, "and whose first label is on record, none were followed by another season."),
    ):
        count = replace(limited.counted.count, followed=followed, relabelled=relabelled)
        assert said in text(replace(limited, counted=replace(limited.counted, count=count)))


def test_signs_are_those_of_print() -> None:
    """A minus is a minus, and nothing has no sign."""
    assert [signed(one) for one in (-2.284, 0.3, 0.004, -0.004)] == ["−2.28", "+0.30", "0.00", "0.00"]


@EVERY
def test_all_horizons_are_told(place: int) -> None:
    """What is not told first is told beside it; the average season is one by the same months."""
    found = chances(some()[place])
    (said,) = others_told(found)
    assert "(12 months)" in said
    assert "(36 months)" in said
    assert "(24 months)" not in said
    assert f"within {found.told.months} months" in average_told(found)


def test_another_horizon_is_told_first() -> None:
    """Asked for 18 months, those are told, drawn between the others, and have a chance between theirs."""
    title = some()[0].title.split(":")[0]
    found = chances(asked(title, months=18))
    assert "18 months after" in verdict_told(asked(title, months=18))
    assert [one.months for one in shown(found)] == [12, 18, 24, 36]
    assert [one.chance for one in shown(found)] == sorted(one.chance for one in shown(found))


def test_lists_that_are_missing_by_now_are_told() -> None:
    """Where newer lists are out, the chance is told as that of the day of the last at hand."""
    one = next(one for one in some() if one.odds)
    assert "The lists at hand end with" in text(replace(one, behind=True))
    assert "The lists at hand end with" not in text(replace(one, behind=False))


def test_the_count_of_its_kind_stands_with_the_limited_series_that_came_back() -> None:
    """A limited series is told with how many were counted, and with those that came back, with their days."""
    limited = next(one for one in some() if one.kind == "limited series")
    back = CameBack("B: Limited Series", date(2025, 2, 12), date(2025, 9, 3))
    said = text(replace(limited, came_back=(back,)))
    assert re.search(r"Of \d+ limited series that entered the weekly lists at least a year before", said)
    assert "made to tell its story to the end" in said
    assert "Limited series that came back" in said
    assert "B: relabelled as a season on 12 February 2025, then another season on the charts on 3 September" in said


def test_how_far_it_is_known_is_told() -> None:
    """The last week observed, the age, and what would not be seen."""
    said = text(some()[0])
    assert "seen on the charts or in a report" in said
    assert f"are observed through {week(LAST).day} {week(LAST):%B %Y}" in said
    assert "does not count as silence" in said


def test_a_season_with_a_follower_is_told_so() -> None:
    """Which, since when, and no chance."""
    title = next(line.show for line in lines_of_a_world() if str(line.season).endswith("Season 2") and line.weeks == 1)
    found = asked(f"{title}: Season 1")
    if found.outcome is None or found.outcome.by is None:
        found = asked(f"{title}: Limited Series")
    assert found.outcome is not None
    assert found.outcome.known is not None
    said = text(found)
    assert f"Another season is known: {title}: Season 2" in said
    assert f"known since {found.outcome.known.day} {found.outcome.known:%B %Y}" in said
    assert "%" not in said
    assert headline(found).startswith("known (")
    assert list(page_blocks(found, None)) == []


def test_a_show_is_asked_for_by_its_newest_season() -> None:
    """After a second season the third is in question."""
    title = next(line.show for line in lines_of_a_world() if str(line.season).endswith("Season 2") and line.weeks == 1)
    assert not asked(title).title.endswith(("Season 1", "Limited Series"))


def test_past_its_last_horizon_there_is_none() -> None:
    """Three years on, and before that where an earlier horizon is asked for, it is said so."""
    ledger = charted((170, on("Old", "Season 1", 0) + on("New", "Season 1", 100)), every=4)
    with ledger.as_of(Vantage(published(170).date())) as view:
        for months, title in ((None, "Old"), (12, "New")):
            with pytest.raises(HorizonPast) as refused:
                odds(title, view, Almanac(), None, months)
            assert ("longer --horizon" in str(refused.value)) is (months == 12)


@EVERY
def test_that_announcements_are_not_known_stands_once_beside_the_chance(place: int) -> None:
    """In text, page and data it is said in one sentence, next to the chance; the command stands in the text alone."""
    found = some()[place]
    lead = [one.text for one in page_lead(found)]
    page = " ".join([*lead, *(one for block in page_blocks(found, None) for one in sentences(block))])
    assert [text(found).count(one) for one in (UNREAD, "settle it", "ingest outcomes.csv")] == [1, 1, 1]
    assert text(found).index(UNREAD) < text(found).index("Another season is one that")
    assert [" ".join(one).count(UNREAD) for one in (lead, told(found))] == [1, 1]
    assert [page.count(one) for one in (UNREAD, "settle it", "outcomes.csv")] == [1, 1, 0]
    assert "outcomes.csv" not in " ".join(told(found))


def test_where_a_fate_or_a_follower_is_known_announcements_are_not_asked_for() -> None:
    """What users told settles it, and so does a season that is known."""
    fate = OutcomeRow("A", 1, "renewed", date(2026, 3, 3), "A paper", datetime(2026, 3, 3))
    open_ = some()[0]
    assert open_.outcome is not None
    followed = replace(open_.outcome, by=open_.outcome.season)
    for found in (replace(open_, fate=fate), replace(open_, outcome=followed)):
        assert list(unread_told(found)) == []
        assert UNREAD not in text(found) + " ".join(told(found))
        assert "outcomes.csv" not in text(found)


def test_past_its_last_horizon_an_announcement_would_still_tell() -> None:
    """Where all horizons are over it is said; where an instalment of an anthology has no odds it is not."""
    over = Another("A", refused=HorizonPast("A", 36, date(2025, 1, 1), date(2026, 1, 1)))
    assert UNREAD in text(over)
    assert "ended on 1 January 2025. Through 1 January 2026 no other season was seen." in text(over)
    assert "--" not in text(over)
    assert UNREAD not in text(Another("A", refused=NoOdds("A", "each instalment tells a story of its own")))


def test_nothing_is_headed_or_folded_where_nothing_would_change_it() -> None:
    """A part without a sentence is left out."""
    one = next(one for one in some() if one.kind == "later season")
    found = replace(one, odds=replace(chances(one), what_if=()))
    assert "What would change it" not in [one.summary for one in folds(found)]
    assert Heading("What would change it", 3) not in [*page_blocks(found, None)]


def test_what_users_know_comes_first() -> None:
    """A renewal is told with its day and source, and that the number knows nothing of it."""
    fate = OutcomeRow("A", 1, "renewed", date(2026, 3, 3), "A paper", datetime(2026, 3, 3))
    found = replace(some()[0], fate=fate)
    assert fate_told(fate) == "Renewed, announced on 3 March 2026 (A paper)."
    assert text(found).startswith(fate_told(fate))
    assert re.search(
        r"A model that knows nothing of that announcement gives [\d.]+% by [^.]*24 months .*\)\. $", text(found)
    )
    assert "log odds" not in text(found)
    assert "%" not in told(found)[0] + "".join(one.text for one in page_lead(found))
    assert "A model that knows nothing of that announcement gives" in [*page_blocks(found, None)][-1].text[0].text  # type: ignore[union-attr,index]
    assert headline(found) == "renewed (announced on 3 March 2026)"
    assert next(one.text for one in page_lead(found)) == fate_told(fate)
    assert told(found)[0] == fate_told(fate)
    assert told(found)[-1] == unaware_told(chances(found))


def test_a_fate_without_odds_stands_alone() -> None:
    """Where the model tells none, the fate is all that is told first."""
    fate = OutcomeRow("A", 1, "cancelled", date(2026, 3, 3), "A paper", datetime(2026, 3, 3))
    alone = Another("A", fate=fate, refused=NoOdds("A", "of something"))
    assert next(words(one.text) for one in another_season(alone) if isinstance(one, Paragraph)) == fate_told(fate)


def test_without_odds_the_reason_is_told() -> None:
    """Where neither model nor count tells a chance, the brief says why, and so does the data."""
    none = Another("A", refused=NoOdds("A", "each instalment tells a story of its own"))
    assert "each instalment tells a story of its own" in text(none)
    assert another_as_data(none)["chance"] is None
    assert "each instalment" in another_as_data(none)["refused"]


@EVERY
def test_data_tell_the_same(place: int) -> None:
    """JSON holds the chance, its parts, which add up, and what is told in words."""
    found = some()[place]
    data = json.loads(json.dumps(another_as_data(found)))
    assert log_odds(data["base"]) + sum(part["log_odds"] for part in data["parts"]) == pytest.approx(
        log_odds(data["chance"])
    )
    assert data["chance"] == data["horizon"]["chance"] == chances(found).told.chance
    assert data["told"] == told(found)
    assert data["count"]["of"] > data["count"]["followed"]
    assert [one["months"] for one in data["horizons"]] == [12, 24, 36]


@EVERY
def test_the_page_has_the_picture_under_its_heading(place: int) -> None:
    """A page tells the chance first, and the rest with a picture and a table."""
    found = some()[place]
    blocks = list(page_blocks(found, None))
    assert [one.text for one in blocks if isinstance(one, Heading)][:2] == [
        "For and against another season",
        "What would change it",
    ]
    assert any(isinstance(one, Table) for one in blocks)
    assert "90% interval" in next(iter(page_lead(found))).text


@EVERY
@pytest.mark.parametrize("width", [40, 60, 72, 80, 200])
def test_the_scale_fits_and_names_each_verdict(place: int, width: int) -> None:
    """Within 60 and 80 columns, a row for each horizon, and below it all words for chances."""
    drawn = odds_text(chances(some()[place]), width, signs=ASCII)
    lines = drawn.rstrip().split("\n")
    assert max(map(len, lines)) <= min(80, max(60, width))
    assert drawn.isascii()
    assert all(said in drawn for said in WORDS)
    assert [line.split()[0] for line in lines if " months" in line] == ["12", "24", "36"]


def test_the_scale_puts_chances_where_they_are() -> None:
    """Nothing is at its beginning, a half in its middle, and certainty at its end."""
    one = chances(some()[0])
    places = []
    for share in (0.0001, 0.5, 0.9999):
        chance = Chance(24, one.told.by, share, share, share)
        row = odds_text(replace(one, told=chance, chances=(chance,)), signs=ASCII).split("\n")[2]
        places.append(row.rindex("o") - LEFT)
    assert places == [0, 30, 59]


@EVERY
def test_the_picture_says_in_words_what_it_shows(place: int) -> None:
    """It is well formed, and names the chances, the steps, and the verdicts at the ends and in the middle."""
    found = chances(some()[place])
    drawn = odds_picture(found, "basis: none")
    root = ElementTree.fromstring(drawn.svg)
    shown_words = " ".join("".join(one.itertext()) for one in root.iter() if one.tag.endswith("text"))
    assert all(WORDS[place] in shown_words for place in (0, 3, -1))
    assert "basis: none" in shown_words
    for one in steps(found):
        assert one.name in drawn.says.lower()
        assert signed(one.log_odds) in drawn.says
    assert BOUNDS == (0.0, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 1.0)


def log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def text(another: Another) -> str:
    """Give the words of a brief on it."""
    from cliffhanger.brief.text import write_text

    return re.sub(r"\s+", " ", write_text([*another_season(another)]))


def sentences(block: Block) -> list[str]:
    """Give what a paragraph or each item of a list says."""
    if isinstance(block, Paragraph):
        return [words(block.text)]
    return [words(one) for one in block.items] if isinstance(block, Items) else []
