"""The names by which a desk may be called."""

from __future__ import annotations

from pathlib import Path

import pytest

from asking import Asker, desk
from cliffhanger.desk.hosts import OF_THIS_MACHINE

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.9"


@pytest.mark.parametrize(
    ("names", "called", "asks", "status"),
    [
        (("desk.example.org",), "desk.example.org", ELSEWHERE, 200),
        (("desk.example.org",), "DESK.example.org:443", ELSEWHERE, 200),
        (("desk.example.org",), "localhost:8000", HERE, 200),
        (("desk.example.org",), "localhost:8000", ELSEWHERE, 400),
        (("desk.example.org",), "other.example.org", HERE, 400),
        (("desk.example.org",), "desk.example.org.evil.example", HERE, 400),
        (OF_THIS_MACHINE, "[::1]:8000", ELSEWHERE, 200),
        (OF_THIS_MACHINE, "desk.example.org", HERE, 400),
    ],
)
def test_a_desk_answers_to_its_names(
    tmp_path: Path, names: tuple[str, ...], called: str, asks: str, status: int
) -> None:
    """Its own names count for all; this machine's for who asks from it, and for all where the desk has no other."""
    app = desk(tmp_path / "none.sqlite", hosts=names)
    given = Asker(app, asks).ask("/about", headers={"Host": called})
    assert given.status == status
    assert status == 200 or "--name" in given.text
