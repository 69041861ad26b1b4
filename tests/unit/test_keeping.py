"""Fits are kept in files: of those who want the same one at once, one makes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from cliffhanger.forecast.keeping import alone

OTHER = """\
import sys
from pathlib import Path
from cliffhanger.forecast.keeping import alone
with alone(Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.readline()
    Path(sys.argv[1]).write_text("made by another")
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no flock")


def test_who_wants_what_another_process_makes_waits_for_it(tmp_path: Path) -> None:
    """While another process makes a fit nobody else does, and then it is there."""
    path, told = tmp_path / "fits" / "fit.json", list[str]()

    def wait() -> None:
        with alone(path):
            told.append(path.read_text())

    words = [sys.executable, "-c", OTHER, str(path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as other:
        assert other.stdout
        assert other.stdout.readline() == "in\n"
        waiting = Thread(target=wait)
        waiting.start()
        waiting.join(0.2)  # it would be over at once if it did not wait
        assert waiting.is_alive()
        other.communicate("\n")
        waiting.join(60)
    assert told == ["made by another"]
    assert [*path.parent.iterdir()] == [path]


def test_others_need_not_wait(tmp_path: Path) -> None:
    """One fit may be made while another is."""
    with alone(tmp_path / "one.json"), alone(tmp_path / "other.json"):
        assert {one.name for one in tmp_path.iterdir()} == {"one.lock", "other.lock"}


@pytest.mark.parametrize("folder", [None, "file/below"])
def test_where_nothing_can_be_kept_nobody_waits(tmp_path: Path, folder: str | None) -> None:
    """Without a folder, or in one that cannot be made, a fit is made all the same."""
    (tmp_path / "file").touch()
    path = tmp_path / folder / "fit.json" if folder else None
    with alone(path), alone(path):
        assert path is None or not path.exists()
