"""Two worlds that agree on all that was published by a vantage, and on nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from cliffhanger.charts.ledger import Ledger
from cliffhanger.vantage import Vantage
from editions import take
from feeds import DAYS, FIRST_DAY, Issue, by_then, empty_ledger, histories


class Worlds(NamedTuple):
    """Two histories that agree by the vantage, each in the order in which it arrives."""

    vantage: Vantage
    one: Sequence[Issue]
    other: Sequence[Issue]


def days() -> st.SearchStrategy[Vantage]:
    return st.integers(0, DAYS).map(lambda days: Vantage((FIRST_DAY + timedelta(days=days)).date()))


@st.composite
def worlds(draw: st.DrawFn, at: Vantage | None = None) -> Worlds:
    """Give two worlds: the past is shared, the future is another one or none, and comes in any order."""
    vantage = at or draw(days())
    history = draw(histories())
    past = by_then(history, vantage)
    other = draw(st.one_of(st.just([]), histories()))
    future = [issue for issue in other if issue not in by_then(other, vantage)]
    return Worlds(vantage, history, draw(st.permutations([*past, *future])))


def ledger_of(issues: Sequence[Issue], ledger: Ledger | None = None) -> Ledger:
    """Ingest a history."""
    ledger = ledger or empty_ledger()
    take(ledger, *(issue.download for issue in issues))
    return ledger
