"""The knowledge law: what is published after the vantage has no part in any answer.

Two worlds are drawn that agree on all that was published by the vantage and on nothing else. Whatever is asked, of
views or of the command line, must be answered alike in both. Deliberate leaks must be caught by the same check.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from inspect import signature
from itertools import cycle, islice
from pathlib import Path
from pprint import pformat
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from cliffhanger.answer import digest
from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.compose import compose
from cliffhanger.brief.prose import tell
from cliffhanger.brief.text import write_text
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.revisions import relabels, revisions
from cliffhanger.charts.runs import runs_of
from cliffhanger.charts.schema import VERSIONED, editions
from cliffhanger.charts.view import ChartView, RowVersion
from cliffhanger.errors import CliffhangerError
from cliffhanger.renewal.counts import came_back, counted
from cliffhanger.renewal.outcomes import outcomes
from cliffhanger.renewal.seasons import KINDS, seasons_of
from cliffhanger.vantage import Vantage
from feeds import DAYS, FIRST_DAY, SHOWS, Issue, histories, law
from futures import Worlds, days, ledger_of, worlds
from shell import ask
from twins import Twin, twins


def everything(view: ChartView) -> dict[str, object]:
    """Ask a view all that it can be asked: whatever is public, and what is made of it."""
    history = [*view.history(), *view.history("US"), *view.history("CI")]
    seasons = seasons_of(view)
    fates = outcomes(seasons, seasons.all) if seasons else []
    return dict(_public(view)) | {
        "by country": [(view.rows(country=code), view.shows(code)) for code in ("US", "CI")],
        "frames": [view.frame(table).rows() for table in VERSIONED],
        "shows": (view.of_shows(SHOWS), runs_of(view.rows())),
        "changes": (history, revisions(history), relabels(revisions(history))),
        "seasons": (seasons, fates, came_back(fates), [counted(kind, fates) for kind in KINDS]),
        "briefs": [_brief(view, show) for show in SHOWS],
    }


def _public(view: ChartView) -> Iterator[tuple[str, object]]:
    for name in dir(view):
        if name.startswith("_") or name == "close":
            continue
        value = getattr(view, name)
        if not callable(value):
            yield name, value
        elif all(
            one.default is not one.empty or one.kind == one.VAR_POSITIONAL
            for one in signature(value).parameters.values()
        ):
            yield name, value()


def _brief(view: ChartView, show: str) -> str:
    try:
        answer = compose(show, view, Almanac())
    except CliffhangerError as error:
        return str(error)
    return write_text(tell(answer)) + repr(answer)


def leaks(case: Worlds, shown: Callable[[ChartView], object] = everything) -> bool:
    """Tell whether the two worlds can be told apart from the vantage."""
    return told(case.one, case.vantage, shown) != told(case.other, case.vantage, shown)


def told(issues: Sequence[Issue], vantage: Vantage, shown: Callable[[ChartView], object] = everything) -> str:
    """Write what is shown at a vantage of a ledger that holds these issues."""
    with ledger_of(issues).as_of(vantage) as view:
        return pformat(shown(view), width=160)


@law(200)
@given(worlds())
def test_what_is_published_later_changes_nothing_in_a_view(case: Worlds) -> None:
    """Later editions, added, altered, removed, in any order, change nothing that a view shows."""
    assert told(case.one, case.vantage) == told(case.other, case.vantage)


# The same of every command, byte for byte.

ANSWERS = ("text", "json", "csv")
PAGES = ("text", "markdown", "json")


def _questions() -> Iterator[tuple[object, ...]]:
    yield from (("chart", *where) for where in ((), ("2025-12-28",), ("2026-01-11",), ("--country", "CI")))
    yield from (("run", show) for show in (*SHOWS[:2], "Beau Renamed"))
    yield from (("revisions", *which) for which in ((), ("--title", SHOWS[0]), ("--country", "US")))
    yield from (("labels",), ("labels", "--all"), ("editions",), ("next",))
    yield from (("search", "his and hers"), ("search", "beau"), ("search", "renamed"))


def _pages(vantage: Vantage, story: Path) -> Iterator[tuple[object, ...]]:
    told = "--story", story, "--watched", vantage.watched
    yield from (("brief", title, *told) for title in ("The House on the Hill", SHOWS[1], SHOWS[3], "Beau Renamed"))


def said(issues: Sequence[Issue], story: str, vantage: Vantage, shift: int) -> list[tuple[object, ...]]:
    """Ask every command, formats taking turns from `shift` on; give status and bytes of each answer."""
    with tempfile.TemporaryDirectory() as folder:
        file, path = Path(folder, "story.yaml"), Path(folder, "ledger.sqlite")
        file.write_text(story, "utf-8")
        ledger = Ledger.open(path, create=True)
        ledger_of(issues, ledger)
        ledger._engine.dispose()
        where = "--as-of", vantage.as_of, "--ledger", path
        asked = [*_in_turn(_questions(), ANSWERS, shift), *_in_turn(_pages(vantage, file), PAGES, shift)]
        return [(question[0], *ask(*question, *where)) for question in asked]


def _in_turn(asked: Iterator[tuple[object, ...]], forms: Sequence[str], shift: int) -> Iterator[tuple[object, ...]]:
    return (
        (*question, "--format", form) for question, form in zip(asked, islice(cycle(forms), shift, None), strict=False)
    )


@st.composite
def twin_worlds(draw: st.DrawFn) -> tuple[Twin, Worlds]:
    """Give twin stories and two worlds of one vantage."""
    twin = draw(twins())
    return twin, draw(worlds(twin.vantage))


@law(25)
@given(twin_worlds(), st.integers(0, 2))
def test_what_is_hidden_changes_no_byte_of_any_command(case: tuple[Twin, Worlds], shift: int) -> None:
    """Every command, in each of its formats, says the same and exits the same, whatever the vantage hides."""
    twin, world = case
    one = said(world.one, twin.one, twin.vantage, shift)
    assert one == said(world.other, twin.other, twin.vantage, shift)
    assert {status for _, status, _, _ in one} <= {0, 2, 3}


# Dated facts.


@st.composite
def almanacs(draw: st.DrawFn) -> tuple[Vantage, str, str]:
    """Give two files of facts that agree on what was known by the vantage."""
    vantage = draw(days())
    known, one, other = (draw(st.lists(_dated_facts(), max_size=4)) for _ in range(3))
    seen = [fact for fact in known if fact[1] <= str(vantage.as_of)]
    futures = ([fact for fact in hidden if fact[1] > str(vantage.as_of)] for hidden in (one, other))
    later = f", charted = {vantage.as_of + timedelta(days=draw(st.integers(1, 9)))}"
    both = zip(futures, ("", later), strict=True)
    first, second = (_written([*future[:1], *seen, *future[1:]], charted) for future, charted in both)
    return vantage, first, second


def _dated_facts() -> st.SearchStrategy[tuple[str, str, str]]:
    days = st.integers(0, DAYS).map(lambda days: str((FIRST_DAY + timedelta(days=days)).date()))
    figure = st.integers(1, 99).map(lambda n: f'title = "Beau", says = "Figure {n}", source = "A paper", known')
    count = st.integers(1, 99).map(
        lambda n: (
            f'kind = "limited series", of = {n + 100}, followed = {n}, relabelled = 0, through = 2026-01-04, known'
        )
    )
    precedent = st.integers(1, 99).map(lambda n: f'title = "Show {n}", relabelled')
    sections = {"figures": figure, "counts": count, "came_back": precedent}
    return st.sampled_from(sorted(sections)).flatmap(
        lambda section: st.tuples(st.just(section), days, sections[section])
    )


def _written(facts: Sequence[tuple[str, str, str]], charted: str) -> str:
    lines = []
    for section in ("figures", "counts", "came_back"):
        more = charted if section == "came_back" else ""
        told = [f"{{ {fact} = {day}{more} }}" for name, day, fact in facts if name == section]
        lines.append(f"{section} = [{', '.join(told)}]")
    return "\n".join(lines) + "\n"


@law(60)
@given(almanacs(), histories())
def test_facts_of_later_days_change_nothing(case: tuple[Vantage, str, str], issues: list[Issue]) -> None:
    """A fact that became known after the vantage changes neither the almanac's view nor a brief."""
    vantage, *files = case
    shown = []
    with ledger_of(issues).as_of(vantage) as view:
        for facts in files:
            with tempfile.TemporaryDirectory() as folder:
                Path(folder, "facts.toml").write_text(facts)
                Path(folder, "stories").mkdir()
                almanac = Almanac(Path(folder))
                briefs = [write_text(tell(compose(show, view, almanac))) for show in view.shows()]
                shown.append((repr(almanac.at(vantage)), almanac.at(vantage).digest, briefs))
    assert shown[0] == shown[1]


# Leaks that the law must catch.


def _ignores_known_from(_: Vantage, known_from: Any, known_to: Any = None) -> Any:
    return (known_from < known_to) & (known_to == known_to)


def _began_always(_: Vantage, known_from: Any) -> Any:
    return known_from == known_from


def _history_unmasked(view: ChartView, country: str = "", shows: Sequence[str] = ()) -> list[RowVersion]:
    chart = VERSIONED["chart"]
    asked = chart.select().where(view.vantage.began(chart.c.known_from), chart.c.country == country)
    return [RowVersion(row, row.known_to) for row in view._connection.execute(asked)]  # type: ignore[arg-type]


def _digest_of_all(view: ChartView) -> str:
    return digest([tuple(row) for row in view._connection.execute(editions.select())])


def _popular_unmasked(view: ChartView) -> list[Any]:
    popular = VERSIONED["popular"]
    return list(view._connection.execute(popular.select().where(view._stands(popular))))


LEAKS: dict[str, tuple[type, str, Any]] = {
    "rows that ignore known_from": (Vantage, "covers", _ignores_known_from),
    "editions that ignore known_from": (Vantage, "began", _began_always),
    "a history that does not mask known_to": (ChartView, "history", _history_unmasked),
    "all-time rows that tell their end": (ChartView, "popular", _popular_unmasked),
    "a digest over all editions": (ChartView, "digest", property(_digest_of_all)),
}
quickly = settings(
    max_examples=300,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)


@pytest.mark.parametrize("name", LEAKS)
def test_the_law_catches_a_view_that_leaks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each deliberate leak is found by the same check that views pass."""
    owner, attribute, leaky = LEAKS[name]
    monkeypatch.setattr(owner, attribute, leaky)

    def simple(view: ChartView) -> object:
        return view.rows(), view.editions, view.history(), view.popular(), view.digest

    assert find(worlds(), lambda case: leaks(case, simple), settings=quickly)
