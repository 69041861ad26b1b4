"""What a record shows: scores and counts by plain sums, deciles and their bands, and what is told first."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from random import Random
from statistics import fmean

import pytest

from cliffhanger.brief.record_opening import record_opening
from cliffhanger.brief.recorded import WIDE, diagram, record_blocks, record_data, record_page
from cliffhanger.brief.text import write_text
from cliffhanger.charts.titles import LIMITED
from cliffhanger.desk.record_page import record_html
from cliffhanger.renewal.entries import Came, Entry, Forecast, Record
from cliffhanger.renewal.record_table import COLUMNS, frame, row_of
from cliffhanger.renewal.rules import CLIMATOLOGY, FORMAT, RULES
from cliffhanger.renewal.seasons import FIRST_SEASON
from cliffhanger.renewal.tally import OWN, Decile, tallies, tally

DAY = date(2024, 1, 3)


def entry(number: int, chance: float, came: Came, months: int = 24, usual: float = 0.25, **more: object) -> Entry:
    """Give a forecast of a season of its own, and what came of it."""
    title, premiere = f"Show {number}: Season 1", DAY - timedelta(days=30)
    said = Forecast(
        DAY.replace(year=2023 + number % 2),
        f"Show {number}",
        title,
        LIMITED if number % 3 == 0 else FIRST_SEASON,
        "TV (English)",
        premiere,
        premiere,
        4,
        months,
        DAY + timedelta(days=700),
        chance,
        chance / 2,
        (1 + chance) / 2,
        (usual,) * len(RULES),
        DAY,
        "basis",
    )
    happened = DAY + timedelta(days=400) if came is Came.YES else None
    fields = {"over": came is not Came.OPEN, "anthology": False} | more
    return Entry(said, came, followed_by=None, happened=happened, known=happened, **fields)  # type: ignore[arg-type]


def drawn(cases: int = 300) -> list[Entry]:
    """Draw chances, and what came as they say."""
    draw = Random(4)
    chances = [draw.uniform(0.02, 0.9) for _ in range(cases)]
    return [
        entry(n, chance, Came.YES if draw.random() < chance else Came.NO, usual=0.46)
        for n, chance in enumerate(chances)
    ]


TOLD = drawn()
FOUND = tally(24, TOLD)


def test_scores_are_plain_means() -> None:
    """Brier score and log loss of the odds and of climatology, by sums over all forecasts."""
    scores = {one.name: one for one in FOUND.scores}
    assert list(scores) == [OWN, *RULES]
    for name, chances in ((OWN, [one.said.chance for one in TOLD]), (CLIMATOLOGY, [0.46] * len(TOLD))):
        pairs = [(chance, one.came is Came.YES) for chance, one in zip(chances, TOLD, strict=True)]
        assert scores[name].brier == pytest.approx(fmean((chance - came) ** 2 for chance, came in pairs))
        losses = [-math.log(chance if came else 1 - chance) for chance, came in pairs]
        assert scores[name].log_loss == pytest.approx(fmean(losses))


def test_chances_that_are_right_are_found_to_be() -> None:
    """The slope is near 1, the deciles lie in their bands but one, and the odds beat climatology beyond doubt."""
    assert FOUND.line is not None
    assert FOUND.line.slope == pytest.approx(1, abs=0.25)
    assert sum(one.outside for one in FOUND.deciles) <= 1
    better = FOUND.scores[1].better
    assert better is not None
    assert better.high < 0
    assert FOUND.scores[0].better is None


def test_deciles_part_all_cases_by_their_chance() -> None:
    """Ten of thirty each, from the lowest chance to the highest."""
    assert [one.cases for one in FOUND.deciles] == [30] * 10
    chances = sorted(one.said.chance for one in TOLD)
    assert [one.said for one in FOUND.deciles] == pytest.approx([fmean(chances[n : n + 30]) for n in range(0, 300, 30)])


def test_what_is_open_counts_in_no_score() -> None:
    """A forecast whose horizon is not over, and one whose season is told apart no longer, are counted alone."""
    more = [*TOLD, entry(900, 0.9, Came.OPEN), entry(901, 0.9, Came.YES, over=False)]
    found = tally(24, [*more, entry(902, 0.9, Came.OPEN, over=True)])
    assert (found.forecasts, found.over, found.open, found.gone) == (303, 300, 2, 1)
    assert found.scores == FOUND.scores


def test_years_and_kinds_part_all_cases() -> None:
    """Each forecast counts in one year of origins and in one kind."""
    assert [(one.name, one.cases) for one in FOUND.years] == [("2023", 150), ("2024", 150)]
    assert [(one.name, one.cases) for one in FOUND.kinds] == [(LIMITED, 100), (FIRST_SEASON, 200)]
    own = [one.said.chance for one in TOLD if one.said.kind == LIMITED]
    assert FOUND.kinds[0].said == pytest.approx(fmean(own))


def test_each_year_and_kind_has_both_scores_of_every_rule() -> None:
    """Brier score and log loss of the odds and of all rules are those of a tally of the group alone."""
    groups = [(one, [case for case in TOLD if case.said.kind == one.name]) for one in FOUND.kinds]
    groups += [(one, [case for case in TOLD if str(case.said.origin.year) == one.name]) for one in FOUND.years]
    for one, own in groups:
        alone = [(score.name, score.brier, score.log_loss) for score in tally(24, own).scores]
        assert [(mean.name, mean.brier, mean.log_loss) for mean in one.scores] == alone


def unlike_rules() -> list[Entry]:
    """Give forecasts of which each rule says something else."""
    told = []
    for one in TOLD:
        came = one.came is Came.YES
        rules = tuple(0.5 + (0.06 * place % 0.36 if came else -0.06 * place % 0.36) for place in range(len(RULES)))
        told.append(replace(one, said=replace(one.said, rules=rules)))
    return told


def test_the_text_names_the_best_rule_of_thumb_within_a_hundred_columns() -> None:
    """Beside odds, climatology and format rate stands the best of the others, by each score, aligned."""
    cases = unlike_rules()
    record = Record(tuple(cases), DAY + timedelta(days=800), 2)
    (found,) = tallies(record)
    lines = write_text(record_blocks(record, [found])).splitlines()
    for by, groups in (("kind", found.kinds), ("year", found.years)):
        for score in ("Brier score", "log loss"):
            start = next(place for place, line in enumerate(lines) if line.startswith(f"{score} by {by}"))
            head = lines[start].split("  ")
            assert [one.strip() for one in head if one][1:] == [OWN, CLIMATOLOGY, FORMAT, "best", "rule of thumb"]
            for one, line in zip(groups, lines[start + 1 :], strict=False):
                value = attrgetter("brier" if score == "Brier score" else "log_loss")
                best = min((mean for mean in one.scores if mean.name in [*RULES][2:]), key=value)
                assert line.startswith(one.name)
                assert line.endswith(f"{value(best):.4f}  {best.name}")
                assert len(line) <= 100
                assert line.index(best.name) == lines[start].index("rule of thumb")


@pytest.mark.parametrize(
    ("area", "said"),
    [
        (0.742, "does as well, with 74"),
        (0.738, "does as well, with 74"),
        (0.76, "does better, with 76"),
        (0.7, "does less well, with 70"),
    ],
)
def test_a_rule_that_does_as_well_is_told_so(area: float, said: str) -> None:
    """The comparison goes by the figures that are told: where they are the same, neither is better."""
    told = tally(24, drawn())
    own = next(one for one in told.scores if one.name == OWN)
    scores = replace(own, area=0.74), replace(own, name=CLIMATOLOGY, area=area)
    assert said in str([*record_opening([replace(told, scores=scores)])])


def test_the_page_has_every_rule_by_kind_and_year() -> None:
    """Each table of scores has a column for every rule, and the data every score."""
    record = Record(tuple(TOLD), DAY + timedelta(days=800), 2)
    page = record_page(record, tallies(record), "a basis")
    for head in ("Brier score by kind", "log loss by kind", "Brier score by year", "log loss by year"):
        header = page.partition(head)[2].partition("</tr>")[0]
        assert all(name in header for name in (OWN, *RULES))
    told = record_data(record, tallies(record), "a basis")["tallies"][0]
    for one in (*told["years"], *told["kinds"]):
        assert [score["name"] for score in one["scores"]] == [OWN, *RULES]


def test_toss_ups_are_counted() -> None:
    """Those from 45% up to 55%, and how many came back."""
    own = [one for one in TOLD if 0.45 <= one.said.chance < 0.55]
    assert (FOUND.toss_ups.cases, FOUND.toss_ups.came) == (len(own), sum(one.came is Came.YES for one in own))


def test_the_worst_miss_is_the_greatest_surprise() -> None:
    """What came at the least chance, or did not at the greatest; the best call gains most on climatology."""
    assert FOUND.misses[0] == max(TOLD, key=lambda one: abs(one.said.chance - (one.came is Came.YES)))
    assert FOUND.calls[0] == min(
        TOLD,
        key=lambda one: (one.said.chance - (one.came is Came.YES)) ** 2 - (0.46 - (one.came is Came.YES)) ** 2,
    )


@pytest.mark.parametrize("came", [Came.YES, Came.NO])
def test_a_call_is_no_best_one_unless_it_was_right(came: Came) -> None:
    """Above what is usual, but below even, was no call of what came back; nor was above even of what did not."""
    wrong, right = (0.49, 0.51) if came is Came.YES else (0.51, 0.49)
    usual = 0.15 if came is Came.YES else 0.85
    found = tally(24, [entry(n, chance, came, usual=usual) for n, chance in enumerate((wrong, right, wrong))])
    assert [one.said.chance for one in found.calls] == [right]


def test_a_season_is_told_once_among_the_misses() -> None:
    """Forecasts of one season from several origins take one place."""
    one = entry(0, 0.01, Came.YES)
    found = tally(24, [*TOLD, one, one, one])
    assert [miss.said.title for miss in found.misses].count(one.said.title) == 1


def test_where_all_came_back_there_is_no_area_and_no_slope() -> None:
    """Scores that need both kinds of outcome are none."""
    found = tally(24, [entry(n, 0.5 + n / 100, Came.YES) for n in range(12)])
    assert (found.area, found.line, found.scores[0].area, found.scores[0].slope) == (None, None, None, None)


def test_a_tenth_is_drawn_on_a_line() -> None:
    """The mean chance, what came, and the band between, each at its place."""
    line = diagram(Decile(0.5, 0.8, 40, 0.4, 0.6, outside=True))
    assert len(line) == WIDE
    assert {mark: line.index(mark) for mark in "ox"} == {"o": 25, "x": 40}
    assert line[20:31] == "-----o-----"
    assert diagram(Decile(0.0, 0.0, 40, 0.0, 0.1, outside=False)).startswith("*-----·")


def test_the_table_has_a_column_for_each_field() -> None:
    """Rows and frame have the same columns, with what came of each forecast."""
    row = row_of(TOLD[0])
    assert [*row] == [*COLUMNS]
    found = frame(TOLD)
    assert found.columns == [*COLUMNS]
    assert found["chance"].to_list() == [one.said.chance for one in TOLD]


def test_text_data_and_page_tell_the_same_record() -> None:
    """Each names the counts; the page has a diagram and all forecasts, the data every row."""
    told = Record((*TOLD, entry(900, 0.9, Came.OPEN, months=36)), DAY + timedelta(days=800), 2)
    found = tallies(told)
    assert [one.months for one in found] == [24]
    text, page = write_text(record_blocks(told, found)), record_page(told, found, "a basis")
    assert "301 forecasts from 2 origins" in " ".join(text.split())
    assert page.count("<svg") == 1
    assert page.count("<td>TV") == 0
    assert page.count("came back on") >= sum(one.came is Came.YES for one in TOLD)
    data = record_data(told, found, "a basis")
    assert len(data["forecasts"]) == 301
    assert data["tallies"][0]["scores"][0]["brier"] == pytest.approx(FOUND.scores[0].brier)


def test_a_record_without_forecasts_is_told_all_the_same() -> None:
    """Where nothing was asked there is one sentence, and no table."""
    told = Record((), None, 0)
    assert "No forecast from 0 origins" in write_text(record_blocks(told, tallies(told)))


def test_a_record_on_a_page_begins_in_sentences() -> None:
    """What came of chances stands first, in words; then scores, folded away, without the forecasts one by one."""
    html = record_html(Record(tuple(TOLD), DAY + timedelta(days=800), 2))
    opening, _, scores = html.partition('id="all-scores"')
    assert "Honest chances come true as often as they say" in opening
    assert "AUC" not in opening
    assert '<details id="another-season-by-24-months-from-the-premiere">' in scores
    assert "All forecasts" not in html


def test_a_record_on_a_page_may_have_nothing_to_tell() -> None:
    """Where no forecast is over there is one sentence."""
    assert "No forecast from 0 origins" in record_html(Record((), None, 0))
