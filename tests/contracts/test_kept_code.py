"""What is kept in files is named by the code that made it: all of that code, so that no other code is taken for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cliffhanger.forecast import fits as forecasts
from cliffhanger.renewal import fits as odds
from cliffhanger.renewal import record

SOURCE = Path(__file__).parent.parent.parent / "src" / "cliffhanger"
ROOMS = "forecast", "renewal"
BESIDE = {"forecast/keeping", "forecast/threads", "forecast/workers"}
"""These keep what others make, or run it; they do not tell what it is."""

NOT_READ = {"forecast/student", "forecast/trees"}
"""Models of forecasts, which what writes fits of odds knows, too."""


def imported(module: str) -> Iterator[str]:
    """List the modules that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse((SOURCE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cliffhanger."):
            place = str(node.module).partition(".")[2].replace(".", "/")
            yield from (place, *(f"{place}/{alias.name}" for alias in node.names))


def reached(module: str) -> set[str]:
    """Gather the modules of the rooms of models that one comes to import."""
    found: set[str] = set()
    todo = [module]
    while todo:
        if (one := todo.pop()) not in found and one.startswith(ROOMS) and (SOURCE / f"{one}.py").is_file():
            found.add(one)
            todo += imported(one)
    return found


@pytest.mark.parametrize(
    ("module", "code", "but"),
    [
        ("forecast/fits", forecasts.CODE, BESIDE),
        ("renewal/fits", odds.CODE, BESIDE | NOT_READ),
        ("renewal/record", record._CODE, BESIDE | NOT_READ),
    ],
)
def test_the_code_that_names_a_file_is_all_that_makes_it(module: str, code: Sequence[str], but: set[str]) -> None:
    """Every module of forecasts and odds that it imports is among those whose bytes name the file."""
    assert len(reached(module)) > 9
    assert reached(module) - {*code} <= but
    assert all((SOURCE / (name if "." in name else f"{name}.py")).is_file() for name in code)
