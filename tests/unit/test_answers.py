"""Questions to the charts: each answer has its value, its basis and its sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.search import search
from cliffhanger.charts import answers
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import BadChoice, UnknownTitle, UnknownWeek
from cliffhanger.vantage import Vantage
from editions import SUNDAY, Line, ledger_of, table

NEXT = date(2026, 1, 11)
LIMITED = Line(show="Ada", season="Ada: Limited Series")
SEASON = Line(show="Ada", season="Ada: Season 1")
OTHER = Line(week=NEXT, show="Beau", season="Beau: Season 1")


@pytest.fixture
def view() -> Iterator[ChartView]:
    """Give a view of two editions, the second of which relabels the only row of the first and adds a week."""
    editions = (date(2026, 1, 7), table([LIMITED])), (date(2026, 1, 14), table([OTHER, SEASON]))
    with ledger_of(*editions) as ledger, ledger.as_of(Vantage(date(2026, 1, 20))) as found:
        yield found


def test_a_chart_names_the_edition_of_its_rows(view: ChartView) -> None:
    """The newest week is the default, and its source is the edition that holds it, with its day."""
    answer = answers.chart(view)
    assert [row.show_title for row in answer.value] == ["Beau"]
    (source,) = answer.sources
    assert (source.known_from, source.tells) == (date(2026, 1, 14), "1 row")
    assert source.name == "ours: all-weeks-global.tsv"
    assert dict(answer.basis.views) == {"charts": view.digest}


def test_any_day_of_a_week_names_it(view: ChartView) -> None:
    """A Monday asks for the week that ends on the Sunday after."""
    assert answers.chart(view, date(2025, 12, 29)).value[0].week == SUNDAY
    with pytest.raises(UnknownWeek):
        answers.chart(view, date(2026, 1, 12))


def test_a_list_that_is_not_there_is_refused(view: ChartView) -> None:
    """A list is asked for by its name or how that begins; another word is refused with the names there are."""
    assert answers.chart(view, category="tv (eng").value
    with pytest.raises(BadChoice, match=r"TV \(English\)"):
        answers.chart(view, category="radio")


def test_a_run_has_the_seasons_of_a_show(view: ChartView) -> None:
    """The weeks of a show come season by season, from the editions in which they stand."""
    answer = answers.run(view, "ada")
    assert [one.title for one in answer.value] == ["Ada: Season 1"]
    assert [source.known_from for source in answer.sources] == [date(2026, 1, 14)]
    with pytest.raises(UnknownTitle):
        answers.run(view, "Cleo")


@pytest.mark.parametrize(
    ("period", "count"),
    [
        (answers.Period(), 1),
        (answers.Period(on=date(2026, 1, 14)), 1),
        (answers.Period(on=date(2026, 1, 13)), 0),
        (answers.Period(since=date(2026, 1, 15)), 0),
        (answers.Period(until=date(2026, 1, 14)), 1),
    ],
)
def test_revisions_are_found_by_period(view: ChartView, period: answers.Period, count: int) -> None:
    """A change is found in a period that holds the day of its edition, both ends included."""
    answer = answers.revisions(view, "Ada", period)
    assert len(answer.value) == len(answer.sources) == count


def test_the_label_watch_names_the_edition_that_changed_a_label(view: ChartView) -> None:
    """A relabel comes with the edition in which it was published."""
    answer = answers.labels(view)
    assert [(one.was_title, one.now_title) for one in answer.value] == [("Ada: Limited Series", "Ada: Season 1")]
    assert [source.known_from for source in answer.sources] == [date(2026, 1, 14)]


def test_each_edition_is_its_own_source(view: ChartView) -> None:
    """Editions are listed with one source each."""
    answer = answers.editions(view)
    assert [source.known_from for source in answer.sources] == [date(2026, 1, 7), date(2026, 1, 14)]


def test_a_search_tells_where_a_title_was_found(view: ChartView) -> None:
    """A title of the charts has its weeks, one of the stories has its story, and each its source."""
    assert [(one.title, one.seasons, one.has_story) for one in search("beau", view, Almanac()).value] == [
        ("Beau", 1, False)
    ]
    answer = search("his & hers", view, Almanac())
    assert [one.has_story for one in answer.value] == [True]
    assert [source.name for source in answer.sources] == ["the story file of His & Hers"]
