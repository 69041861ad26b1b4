"""Files laid out by a command that is killed for real, at random moments."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from pathlib import Path

import pytest

from cliffhanger.cli import files
from cliffhanger.story.layout import formatted
from feeds import SOAKING
from shell import command, environment

ROUNDS = 100 if SOAKING else 12
CLAIMS = 6_000


def rough() -> str:
    """Give a long story that is laid out otherwise."""
    claims = "\n".join(f"  - {{ says: {json.dumps(f'Thing {number} happens')} }}" for number in range(CLAIMS))
    return f"title:   'The Mill'\npremise:\n{claims}\n"


def test_a_file_whose_layout_is_killed_is_old_or_new(tmp_path: Path) -> None:
    """Whenever it is killed, the file is as it was or as it shall be, and the next time it is laid out."""
    old = rough()
    new = formatted(old)
    chance = random.Random(5)
    file = tmp_path / "mill.yaml"
    laid_out, took = 0, 0.0
    for number in range(ROUNDS):
        file.write_text(old, "utf-8")
        started = time.monotonic()
        process = subprocess.Popen(command("story", "fmt", file), env=environment(tmp_path), stdout=subprocess.DEVNULL)
        try:
            process.wait(timeout=chance.uniform(0.5, 1) * took if number else None)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        took = took or time.monotonic() - started
        assert file.read_text("utf-8") in (old, new)
        laid_out += process.returncode == 0
    assert 0 < laid_out < ROUNDS
    assert subprocess.run(command("story", "fmt", file), env=environment(tmp_path), check=False).returncode == 0
    assert file.read_text("utf-8") == new


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written is synced before it replaces what stood there, and the folder after."""
    target = tmp_path / "mill.yaml"
    target.write_text("old", "utf-8")
    seen = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append(target.read_text("utf-8")))
    files.write_whole(target, "new")
    assert seen == ["old", "new"]
