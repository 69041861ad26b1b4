"""The house: arrows point one way, one module decides what may be known, one layer reads the clock."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent.parent / "src" / "cliffhanger"
FILES = sorted(SOURCE.rglob("*.py"))
MOST_LINES = 500

GROUND = {"", "vantage", "errors", "answer"}
MAY_IMPORT = {
    "vantage": {"errors"},
    "errors": set(),
    "answer": {"vantage"},
    "charts": GROUND | {"charts"},
    "story": GROUND | {"story"},
    "forecast": GROUND | {"charts", "forecast"},
    "renewal": GROUND | {"charts", "renewal", "forecast"},
    "brief": GROUND | {"charts", "story", "forecast", "renewal", "brief"},
    "desk": GROUND | {"charts", "story", "forecast", "renewal", "brief", "desk"},
    "cli": GROUND | {"charts", "story", "forecast", "renewal", "brief", "desk", "cli"},
    "__main__": {"cli"},
    "__init__": set(),
}
"""What each part of the house may import; the empty name is the package itself, for its version."""

ORDER_EDITIONS = {"charts/versions.py", "charts/noted.py"}
"""The writers: they put editions in their order, whatever any vantage."""

TIMES = {"as_of", "watched", "known_from", "known_to", "spans"}
READS_THE_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}
CLOCKS = {"datetime", "date", "time"}
HEAVY = {"polars", "pydantic", "sqlalchemy", "ruamel", "yaml", "rapidfuzz", "rich", "python_calamine", "numpy"}


def name_of(file: Path) -> str:
    """Name a file by its place in the package."""
    return file.relative_to(SOURCE).as_posix()


def part_of(file: Path) -> str:
    """Name the part of the house to which a file belongs."""
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """List the parts of the house that a module imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide arrows"
            names = [node.module or ""]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package == "cliffhanger":
                yield rest.partition(".")[0]


def compared_times(tree: ast.AST) -> Iterator[int]:
    """List the lines where a time of knowledge, or what was watched, is compared for order."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            ordered = any(isinstance(op, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for op in node.ops)
            within = any(
                isinstance(op, ast.In | ast.NotIn) and named(side) in {"watched", "spans"}
                for op, side in zip(node.ops, node.comparators, strict=True)
            )
            if within or (ordered and any(named(side) in TIMES for side in sides)):
                yield node.lineno


def named(node: ast.expr) -> str:
    """Give the last name of an expression such as `row.known_from`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def clock_readings(tree: ast.AST) -> Iterator[int]:
    """List the lines that ask a clock or a calendar for the present."""
    for node in ast.walk(tree):
        asked = node.func if isinstance(node, ast.Call) else None
        if isinstance(asked, ast.Attribute) and asked.attr in READS_THE_CLOCK and named(asked.value) in CLOCKS:
            yield asked.lineno


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_arrows_point_one_way(file: Path) -> None:
    """A module imports only from those parts of the house that lie below its own."""
    assert set(imported(ast.parse(file.read_text("utf-8")))) <= MAY_IMPORT[part_of(file)]


@pytest.mark.parametrize("file", [f for f in FILES if name_of(f) not in {"vantage.py", *ORDER_EDITIONS}], ids=name_of)
def test_only_the_vantage_decides_what_may_be_known(file: Path) -> None:
    """No other module compares a time of knowledge or an episode with a vantage."""
    assert list(compared_times(ast.parse(file.read_text("utf-8")))) == []


@pytest.mark.parametrize("file", [f for f in FILES if part_of(f) not in {"cli", "desk"}], ids=name_of)
def test_only_the_command_line_reads_the_clock(file: Path) -> None:
    """Below the command line, nothing asks what day it is."""
    tree = ast.parse(file.read_text("utf-8"))
    assert list(clock_readings(tree)) == []
    assert "time" not in {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}


@pytest.mark.parametrize(
    "code",
    [
        "row.known_from <= day",
        "day < vantage.as_of",
        "known_to > then",
        "episode in vantage.watched",
        "a < b < n.as_of",
    ],
)
def test_the_check_on_comparisons_finds_them(code: str) -> None:
    """The check above is no empty one: it finds each way to decide elsewhere."""
    assert list(compared_times(ast.parse(code))) == [1]


@pytest.mark.parametrize("code", ["datetime.now()", "datetime.datetime.now(UTC)", "date.today()", "time.time()"])
def test_the_check_on_clocks_finds_them(code: str) -> None:
    """The check above finds each way to read the clock."""
    assert list(clock_readings(ast.parse(code))) == [1]


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_no_file_is_long(file: Path) -> None:
    """A file has at most five hundred lines."""
    assert len(file.read_text("utf-8").splitlines()) <= MOST_LINES


def test_no_module_is_called_utils() -> None:
    """Modules are named for what they hold."""
    assert not [name_of(file) for file in FILES if file.stem in {"utils", "helpers", "common", "misc"}]


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_asking_for_help_loads_nothing_heavy(option: str) -> None:
    """Heavy libraries are imported where they are used, not by the program's first lines."""
    code = (
        "import sys\n"
        f"sys.argv = ['cliffhanger', {option!r}]\n"
        "from cliffhanger.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        f"print(sorted({HEAVY!r} & {{name.partition('.')[0] for name in sys.modules}}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_views_lead_back_to_no_writer() -> None:
    """A chart view holds a connection and a vantage, and no way to the ledger that gave it."""
    tree = ast.parse((SOURCE / "charts" / "view.py").read_text("utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {"cliffhanger.charts.ledger", "cliffhanger.charts.versions", "cliffhanger.charts.ingest"} & modules
