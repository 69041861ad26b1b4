"""Answers that are kept: made once, also for those who ask at once; forgotten when there are too many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from cliffhanger.charts.kept import Answers, Same
from cliffhanger.charts.ledger import Ledger
from cliffhanger.errors import LedgerUnusable
from cliffhanger.renewal.seasons import seasons_of
from cliffhanger.vantage import Vantage, Watched
from desks import TODAY, kept

WAIT_S = 60


class Slow:
    """An answer that is being made until it is let go, and counts how often it is."""

    def __init__(self, error: Exception | None = None) -> None:
        """Fail with an error, if there is one."""
        self.begun, self.go_on, self.times = Event(), Event(), 0
        self._error = error

    def __call__(self) -> int:
        """Make it."""
        self.times += 1
        self.begun.set()
        assert self.go_on.wait(WAIT_S)
        if self._error:
            raise self._error
        return self.times


def asked_at_once(answers: Answers, make: Slow, times: int = 2) -> list[Any]:
    """Ask for one answer several times at once, and give what each got."""
    told: list[Any] = []

    def ask() -> None:
        try:
            told.append(answers.give("kind", "key", make))
        except LedgerUnusable as error:
            told.append(error)

    first, *others = (Thread(target=ask) for _ in range(times))
    first.start()
    assert make.begun.wait(WAIT_S)
    for other in others:
        other.start()
    make.go_on.set()
    for one in (first, *others):
        one.join(WAIT_S)
    return told


def test_who_asks_at_once_gets_what_one_makes() -> None:
    """An answer that many ask for while it is made is made once."""
    slow = Slow()
    assert asked_at_once(Answers(), slow, 5) == [1] * 5


def test_an_error_reaches_all_who_wait_and_is_not_kept() -> None:
    """Where an answer cannot be made all learn why, and the next one who asks has it made anew."""
    answers, error = Answers(), LedgerUnusable("x", "it is gone")
    told = asked_at_once(answers, Slow(error))
    assert [type(one) for one in told] == [LedgerUnusable] * 2
    assert answers.give("kind", "key", lambda: "there again") == "there again"


def test_others_need_not_wait() -> None:
    """While one answer is made, others of its kind are given."""
    answers, slow = Answers(), Slow()
    thread = Thread(target=lambda: answers.give("kind", "slow", slow))
    thread.start()
    assert slow.begun.wait(WAIT_S)
    assert answers.give("kind", "quick", lambda: "quick") == "quick"
    slow.go_on.set()
    thread.join(WAIT_S)
    assert not thread.is_alive()


def test_an_answer_may_ask_for_others() -> None:
    """What is made of another answer has that made, or waits for it."""
    answers = Answers()
    assert answers.give("page", 1, lambda: answers.give("brief", 1, lambda: "told") + "!") == "told!"


def test_the_oldest_of_a_kind_are_forgotten() -> None:
    """Of each kind so many are kept, those that were asked for last; other kinds do not count."""
    answers, made = Answers({"few": 2}), list[str]()

    def make(name: str) -> Callable[[], None]:
        return lambda: made.append(name)

    for name in ("a", "b", "a", "c", "a", "b"):
        answers.give("few", name, make(name))
        answers.give("many", name, make(name.upper()))
    assert "".join(made) == "aAbBcCb"


@pytest.mark.parametrize("nothing", [None, "", ()])
def test_nothing_is_an_answer_too(nothing: object) -> None:
    """What was made is kept, whatever it is."""
    answers = Answers()
    answers.give("kind", "key", lambda: nothing)
    assert answers.give("kind", "key", lambda: "anew") == nothing


def test_seasons_are_the_same_on_all_days_that_show_the_same(tmp_path: Path) -> None:
    """What is gathered once for all days of an edition is what each of them would gather."""
    with Ledger.open(kept(tmp_path)) as ledger:
        for day in (date(2026, 1, 13), TODAY, date(2030, 1, 1)):
            with ledger.as_of(Vantage(day)) as view, ledger.as_of(Vantage(date(2026, 1, 13))) as first:
                assert (view.digest, seasons_of(view)) == (first.digest, seasons_of(first))


def test_parts_that_are_equal_are_one_object() -> None:
    """Of equal parts the first is given, until there are too many."""
    first, equal, other = (tuple(map(Watched.parse, ("S1E1", "S1E2"))) for _ in range(3))
    same = Same(most=1)
    same.of(first[:1])
    assert same.of(equal[:1])[0] is first[0]
    same.of(first)
    assert same.of(other)[0] is other[0]
