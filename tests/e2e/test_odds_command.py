"""`cliffhanger odds` on the almanac alone, and on a ledger of made-up seasons."""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

import seasons
from seasons import WEEKS, kept, lines_of_a_world, on, published, week
from shell import Said, ask

TITLE = "His & Hers"
NONE = "--ledger", "absent.sqlite"
NOW = published(WEEKS - 1).date()


def hers(day: str, *words: object) -> Said:
    return ask("odds", TITLE, "--as-of", day, *NONE, *words)


def as_data(said: Said) -> dict[str, Any]:
    assert (said.code, said.err) == (0, "")
    told: dict[str, Any] = json.loads(said.out)
    return told


def log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give three years of made-up lists, with shows of our own among them."""
    own = [
        *on("Mine", "Season 1", 100, 3, 9_000_000, 9),
        *on("Twice", "Season 1", 60, rank=8),
        *on("Twice", "Season 2", 120, rank=8),
    ]
    free = {(line.week, line.rank) for line in own}
    lines = [line for line in lines_of_a_world() if (line.week, line.rank) not in free]
    return kept(tmp_path_factory.mktemp("odds") / "ledger.sqlite", (WEEKS - 1, [*lines, *own]))


def odds(ledger: Path, title: str, *words: object) -> Said:
    return ask("odds", title, "--as-of", NOW, "--ledger", ledger, *words)


def test_text_tells_chance_reasons_changes_and_basis() -> None:
    """The words, the scale, the sum, what would change it, who came back, and the basis as the last line."""
    said = hers("2026-01-14")
    assert (said.code, said.err) == (0, "")
    told = re.sub(r"\s+", " ", said.out)
    for words in (
        "Slim to none",
        "by January 2028, 24 months after the premiere (90% interval",
        "▒ 90% interval",
        "Of 129 limited series",
        "Its format, a limited series, counts strongly against another",
        "an average season",
        "if it had come out as a first season",
        "The Perfect Couple: relabelled as a season on 12 February 2025",
        "observed through 11 January 2026",
        "fitted on 14 January 2026",
    ):
        assert words in told
    assert said.out.rstrip().split("\n\n")[-1].startswith("basis: as of 2026-01-14")


def test_json_adds_up() -> None:
    """The log odds of the chance are those of the average season and of all parts."""
    told = as_data(hers("2026-01-14", "--format", "json"))
    parts = sum(part["log_odds"] for part in told["parts"])
    assert log_odds(told["base"]) + parts == pytest.approx(log_odds(told["chance"]))
    assert [one["months"] for one in told["horizons"]] == [12, 24, 36]
    assert (told["verdict"], told["age"], told["fitted"]) == ("slim to none", 1, "2026-01-14")
    assert list(told)[-1] == "basis"
    assert re.search(r"fit [0-9a-f]+", told["basis"])


def test_before_its_first_week_its_kind_alone_decides() -> None:
    """On 7 January nothing is seen of it: only what is known of its format, number and title counts."""
    told = as_data(hers("2026-01-07", "--format", "json"))
    assert (told["age"], told["fitted"], told["observed_through"]) == (0, "2026-01-07", "2026-01-04")
    made = {part["reason"] for part in told["parts"] if part["log_odds"]}
    assert made <= {"format", "number", "pace", "words", "language"}
    assert told["alike"] == []


@pytest.mark.parametrize("day", ["2025-12-20", "2026-01-06"])
def test_before_its_first_fit_the_almanac_has_no_odds(day: str) -> None:
    """The story is known and no model yet: a plain line, and status 3."""
    said = hers(day)
    assert (said.code, said.out) == (3, "")
    assert len(said.err.splitlines()) == 1


def test_days_later_the_lists_at_hand_are_still_those() -> None:
    """Without newer lists nothing is read into the silence: ten months later the chance is the same."""
    told = [as_data(hers(day, "--format", "json")) for day in ("2026-01-14", "2026-11-20")]
    assert told[0]["chance"] == told[1]["chance"]
    assert told[1]["observed_through"] == "2026-01-11"


@pytest.mark.parametrize("command", ["odds", "brief", "page"])
def test_a_ledger_that_ends_before_the_lists_of_the_almanac_is_no_hindrance(command: str, tmp_path: Path) -> None:
    """Where the almanac alone has the season on a list, its odds are told, whatever older seasons the ledger knows."""
    last = 104  # some days before the first list with it
    lines = [line for line in lines_of_a_world() if line.week <= week(last)]
    older = kept(tmp_path / "older.sqlite", (last, lines))
    said = ask(command, TITLE, "--as-of", "2026-01-20", "--ledger", older)
    assert (said.code, said.err) == (0, "")
    assert "by January 2028" in re.sub(r"\s+", " ", said.out)


def test_a_longer_horizon_has_a_greater_chance() -> None:
    """By 36 months more come back than by 12, and each horizon is told first where it is asked for."""
    told = [as_data(hers("2026-01-14", "--format", "json", "--horizon", months)) for months in (12, 18, 24, 36)]
    assert [one["chance"] for one in told] == sorted(one["chance"] for one in told)
    assert [one["horizon"]["months"] for one in told] == [12, 18, 24, 36]


@pytest.mark.parametrize("months", [0, 5, 37, "x"])
def test_a_horizon_that_no_model_knows_is_a_mistake(months: object) -> None:
    """From 6 to 36 months can be asked for; else the status is 2."""
    assert hers("2026-01-14", "--horizon", months).code == 2


def test_svg_is_a_picture_with_words() -> None:
    """It is well formed and says in words what it shows."""
    root = ET.fromstring(hers("2026-01-14", "--format", "svg").out)
    assert root.tag.endswith("svg")
    assert any("The chance of another season after HIS & HERS" in (one.text or "") for one in root.iter())


@pytest.mark.parametrize(("form", "end"), [("text", "txt"), ("json", "json"), ("svg", "svg")])
def test_a_file_holds_what_would_be_said(form: str, end: str, tmp_path: Path) -> None:
    """The end of its name picks the form, and the basis is said instead."""
    path = tmp_path / f"odds.{end}"
    said = hers("2026-01-14", "-o", path)
    assert said.code == 0
    assert path.read_text("utf-8") == hers("2026-01-14", "--format", form).out
    assert "basis: as of 2026-01-14" in said.out + said.err


def test_the_brief_tells_the_same() -> None:
    """Chance, reasons and words of the brief are those of the command."""
    said = ask("brief", TITLE, "--as-of", "2026-01-14", "--format", "json", *NONE)
    told = as_data(hers("2026-01-14", "--format", "json"))
    brief = json.loads(said.out)["odds"]
    assert brief == {name: told[name] for name in brief}
    text = re.sub(r"\s+", " ", ask("brief", TITLE, "--as-of", "2026-01-14", *NONE).out)
    assert f"Another season: slim to none ({told['chance']:.1%} by January 2028)." in text


def test_what_has_been_watched_changes_no_byte_of_the_odds() -> None:
    """Closure stands beside the number, and is no part of it."""
    briefs = [
        ask("brief", TITLE, "--as-of", "2026-01-14", "--watched", watched, "--format", form, *NONE).out
        for watched in ("none", "S1E3", "all")
        for form in ("json", "text")
    ]
    data = [json.loads(one)["odds"] for one in briefs[::2]]
    assert data[0] == data[1] == data[2]
    assert ["Beside the number, and not in it" in one for one in briefs[1::2]] == [False, False, True]


def test_a_known_later_season_is_told(ledger: Path) -> None:
    """Of a season that was followed, which and since when is told, with status 0; there is nothing to draw."""
    said = odds(ledger, "Twice: Season 1")
    assert (said.code, said.err) == (0, "")
    told = re.sub(r"\s+", " ", said.out)
    assert "Another season is known: Twice: Season 2" in told
    assert f"known since {published(120).day} {published(120):%B %Y}" in told
    assert as_data(odds(ledger, "Twice: Season 1", "--format", "json"))["followed"]["by"] == "Twice: Season 2"
    assert odds(ledger, "Twice: Season 1", "--format", "svg").code == 3


def test_of_a_show_the_newest_season_counts(ledger: Path) -> None:
    """Its third season is in question, and the second counts by its number."""
    told = as_data(odds(ledger, "twice", "--format", "json"))
    assert told["season"]["title"] == "Twice: Season 2"
    assert told["followed"] is None


def test_a_horizon_that_is_past_is_refused(ledger: Path) -> None:
    """Thirty weeks after its premiere a season is not told a chance by six months, but by twelve."""
    assert odds(ledger, "Twice", "--horizon", 12).code == 0
    late = odds(ledger, "Twice", "--horizon", 6)
    assert (late.code, late.out) == (3, "")
    assert "6 months from the premiere" in late.err


def test_what_users_know_comes_first(ledger: Path, tmp_path: Path) -> None:
    """A renewal that was taken in is told from its day on, with its source, and the number beside it."""
    path = seasons.kept(tmp_path / "ledger.sqlite", (WEEKS - 1, on("Mine", "Season 1", 130, 3)))
    told = tmp_path / "outcomes.csv"
    told.write_text(f"title,season,fate,date,source\nMine,1,renewed,{published(140).date()},A paper\n", "utf-8")
    assert ask("ingest", told, "--ledger", path, "--no-fit").code == 0
    before = ask("odds", "Mine", "--as-of", published(139).date(), "--ledger", path)
    after = ask("odds", "Mine", "--as-of", published(140).date(), "--ledger", path)
    assert (before.code, after.code) == (0, 0)
    assert "Renewed" not in before.out
    assert ["ingest outcomes.csv" in re.sub(r"\s+", " ", one.out) for one in (before, after)] == [True, False]
    day = published(140)
    text = re.sub(r"\s+", " ", after.out)
    assert f"Renewed, announced on {day.day} {day:%B %Y} (A paper)." in text
    assert "knows nothing of that announcement" in text


FIRST, SECOND = "DAHMER", "Monsters: The Lyle and Erik Menendez Story"
"""Instalments of an anthology, as the reviewed exceptions have it."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give lists of a limited series, two shows and an anthology, of all of which users told something."""
    folder = tmp_path_factory.mktemp("fates")
    lines = [
        *on("Ada", "Limited Series", 130, 3, rank=1),
        *on("Bo", "Season 1", 60, rank=2),
        *on("Bo", "Season 2", 130, rank=2),
        *on("Cy", "Season 1", 80, rank=3),
        *on(FIRST, "Limited Series", 60, rank=4),
        *on(SECOND, "Limited Series", 130, rank=4),
        *on("Di", "Season 1", 90, rank=5),
        *on("Ed", "Season 1", 5, rank=6),
        *on("Ed", "Season 2", 50, rank=6),
    ]
    path, day, facts = folder / "ledger.sqlite", published(140).date(), folder / "outcomes.csv"
    kept(path, (WEEKS - 1, lines))
    rows = "Ada: Limited Series,", "Ada,1", "Bo: Season 2,", "Cy,1", f"{SECOND},"
    for number, one in enumerate(rows):
        facts.write_text(f"title,season,fate,date,source\n{one},renewed,{day},Paper {number}\n", "utf-8")
        assert ask("ingest", facts, "--ledger", path, "--no-fit").code == 0
    return path


@pytest.mark.parametrize(
    ("title", "source", "words"),
    [
        ("Ada", "Paper [01]", ()),
        ("Bo", "Paper 2", ()),
        ("Cy", "Paper 3", ("--horizon", 6)),
        (SECOND, "Paper 4", ()),
    ],
)
def test_a_fate_is_told_however_the_season_was_named(
    told: Path, title: str, source: str, words: tuple[object, ...]
) -> None:
    """By its whole title, as season 1 of a limited series, and where odds are refused, all the same."""
    said = odds(told, title, *words)
    assert (said.code, said.err) == (0, "")
    day = published(140)
    assert re.search(rf"Renewed, announced on {day.day} {day:%B %Y} \({source}\)\.", re.sub(r"\s+", " ", said.out))


def test_a_verdict_never_stands_before_what_users_know(told: Path) -> None:
    """What the model gives is the last that is told before the basis; nothing says what makes it."""
    said = odds(told, "Ada")
    parts = [re.sub(r"\s+", " ", part) for part in said.out.strip().split("\n\n")]
    assert parts[1].startswith("Renewed, announced on")
    assert "%" not in "".join(parts[:-2])
    assert re.match(
        r"A model that knows nothing of that announcement gives [\d.]+% by .* \(90% interval [\d.]+% to .*\)\.",
        parts[-2],
    )
    picture = odds(told, "Ada", "--format", "svg")
    assert picture.code == 0
    assert picture.out.index("Renewed, announced on") < picture.out.index("%")


@pytest.mark.parametrize("title", [FIRST, SECOND])
def test_an_instalment_of_an_anthology_has_no_next_season(told: Path, title: str) -> None:
    """It is refused whether the next one is known or not; what comes next is not told as another season."""
    for asked in (title, f"{title}: Limited Series"):
        said = ask("odds", asked, "--as-of", published(139).date(), "--ledger", told)
        assert (said.code, said.out) == (3, "")
        assert f"{title}: Limited Series: each instalment of an anthology tells a story of its own" in said.err


def test_what_is_followed_is_not_drawn_and_said_as_in_the_text(ledger: Path) -> None:
    """Where another season is known a picture is refused with the words of the answer."""
    text = re.sub(r"\s+", " ", odds(ledger, "Twice: Season 1").out)
    said = re.search(r"Another season is known: .*? and known since \d+ \w+ \d+", text)
    assert said
    assert said[0] in re.sub(r"\s+", " ", odds(ledger, "Twice: Season 1", "--format", "svg").err)


@pytest.mark.parametrize("title", ["", " ", "!!!", "?"])
def test_a_title_without_a_word_is_not_known(ledger: Path, title: str) -> None:
    """It is no title of a season that happens to have none."""
    said = odds(ledger, title)
    assert (said.code, said.out) == (3, "")
    assert "no title" in said.err


def test_an_unknown_title_is_not_known(ledger: Path) -> None:
    """What there is no such title of, or none yet, is answered alike."""
    said = odds(ledger, "Nobody At All")
    assert (said.code, said.out) == (3, "")
    assert "Nobody At All" in said.err
    hidden = ask("odds", "Mine", "--as-of", published(99).date(), "--ledger", ledger)
    absent = ask("odds", "Xyzzy", "--as-of", published(99).date(), "--ledger", ledger)
    assert (hidden.code, hidden.out) == (absent.code, absent.out) == (3, "")
    replies = [one.err.split(";")[0].strip() for one in (hidden, absent)]
    assert replies[0].replace("Mine", "X") == replies[1].replace("Xyzzy", "X")


def test_a_novel_has_no_next_season() -> None:
    """It is on no platform whose lists are the past to go by."""
    said = ask("odds", "The Moonstone", "--as-of", "2026-01-14", *NONE)
    assert (said.code, said.out) == (3, "")


def test_fit_writes_the_models_of_odds(ledger: Path, tmp_path: Path) -> None:
    """As of the day of an edition at which fits stand, the file is the one that a question keeps, byte for byte."""
    odds(ledger, "Mine")
    (keptfit,) = ledger.with_suffix(".fits").glob("odds-*.json")
    day = keptfit.stem.removeprefix("odds-").rpartition("-")[0]
    path = tmp_path / "fit.json"
    assert ask("fit", "--of", "odds", "--as-of", day, "-o", path, "--ledger", ledger).code == 0
    assert path.read_bytes() == keptfit.read_bytes()


def test_nothing_is_fitted_before_half_a_year_is_seen(tmp_path: Path) -> None:
    """From a week of lists no model of odds can be made, and it is said so."""
    path = seasons.kept(tmp_path / "ledger.sqlite", (1, on("Mine", "Season 1", 0)))
    said = ask("fit", "--of", "odds", "--as-of", published(1).date(), "--ledger", path)
    assert (said.code, said.out) == (3, "")
    assert "half a year" in said.err
