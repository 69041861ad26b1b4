"""Every Python for which the package may be installed gives the same bytes; asked in `make soak`, of those at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from feeds import SOAKING
from shell import ROOT, command, environment

ASKED = ("brief", "His & Hers", "--as-of", "2026-01-14", "--watched", "all", "--ledger", "absent.sqlite")
"""A brief that reads stories, facts, lists and the fits of both kinds, all of the almanac."""


def python_of(version: str) -> str:
    """Find a Python, or skip the test."""
    name = f"python{version}"
    found = shutil.which(name)
    if not SOAKING:
        pytest.skip("installing takes too long for every day: make soak")
    if found is None or subprocess.run([found, "--version"], capture_output=True, check=False).returncode:
        pytest.skip(f"there is no {name} here")
    return found


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_a_brief_is_the_same_on_every_python(version: str, tmp_path: Path) -> None:
    """Installed by the lock into an environment of its own, the package tells what it tells here."""
    python, place = python_of(version), tmp_path / "env"
    subprocess.run([python, "-m", "venv", str(place)], check=True)
    pip = [str(place / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    source = tmp_path / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.txt")], check=True, env=dict(os.environ))
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", str(source)], check=True)
    told = [
        subprocess.run(words, cwd=tmp_path, env=environment(tmp_path), capture_output=True, check=True).stdout
        for words in (command(*ASKED), [str(place / "bin" / "python"), "-m", "cliffhanger", *ASKED])
    ]
    assert b"slim to none" in told[0]
    assert told[0] == told[1], f"Python {version} and {sys.version_info[:2]} differ"
