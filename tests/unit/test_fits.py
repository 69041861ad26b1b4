"""Fits: where they stand, what they depend on, and that one kept is the one that would be made."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import worlds
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.view import ChartView
from cliffhanger.errors import MissingExtra
from cliffhanger.forecast import fits, keeping
from cliffhanger.forecast.fits import Fit, fitted, is_kept
from cliffhanger.forecast.origins import fitted_then
from cliffhanger.vantage import Vantage
from editions import take
from shell import ask, environment, run
from worlds import FIT, published

LOADED = """
import sys
from cliffhanger.cli import main
sys.argv = ["cliffhanger", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    assert not ended.code, ended.code
heavy = {"lightgbm", "sklearn", "scipy", "polars", "pandas"}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


@contextmanager
def at(place: int, ledger: Ledger | None = None) -> Iterator[ChartView]:
    """View the world on the day of an edition; its fit is made before, since its ledger has one view at a time."""
    worlds.fit()
    with (ledger or worlds.ledger()).as_of(Vantage(published(place))) as view:
        yield view


class NotAsked(AssertionError):
    """A fit was made where one was kept."""


def refuse(past: object) -> Fit:
    raise NotAsked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder in which the fit of the world is kept."""
    with at(FIT) as view:
        keeping.keep(keeping.path_of(tmp_path / "fits", view, fits.CODE), worlds.fit().text)
    return tmp_path / "fits"


def only(folder: Path) -> Path:
    (file,) = (one for one in folder.iterdir() if not one.name.startswith("odds-"))
    return file


def test_a_fit_made_on_demand_is_kept_and_served_from_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made at the edition, at a later one, in a folder or without one is the same to the byte."""
    with at(FIT + 1) as view:
        assert not is_kept(view, tmp_path)
        made = fitted(view, tmp_path)
        assert made is not None
        assert only(tmp_path).read_text("utf-8") == made.text == worlds.fit().text
        assert is_kept(view, tmp_path)
        monkeypatch.setattr(fits, "fit", refuse)
        found = fitted(view, tmp_path)
    assert found is not None
    assert found.text == made.text


def test_a_fit_serves_from_its_edition_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ninth edition has a fit of its own day, and so has the tenth."""
    monkeypatch.setattr(fits, "fit", refuse)
    for place in (FIT, FIT + 1):
        with at(place) as view:
            found = fitted(view, folder)
            assert found is not None
            assert found.day == published(FIT)


@pytest.mark.parametrize("place", [-1, 0, 1, FIT - 1])
def test_before_the_ninth_edition_there_is_none(place: int, tmp_path: Path) -> None:
    """None is made, none is kept, and none is missing."""
    with at(place) as view:
        assert fitted(view, tmp_path) is None
        assert is_kept(view, tmp_path)
    assert not [*tmp_path.iterdir()]


def test_without_editions_there_is_none(tmp_path: Path) -> None:
    """An empty ledger has no fit."""
    with at(FIT, Ledger.open("sqlite://", create=True)) as view:
        assert fitted(view, tmp_path) is None


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"format": 0, "fit": {}}',
        b'{"format": 1, "fit": {"day": "2025-06-04"}}',
        None,
    ],
    ids=["empty", "null", "a brace", "no text", "another format", "a day alone", "cut in half"],
)
def test_a_kept_fit_that_is_damaged_is_made_anew(
    spoilt: bytes | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be read back is as good as absent, and is written over."""
    path = only(folder)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if spoilt is None else spoilt)
    made = []

    def again(past: object) -> Fit:
        made.append(past)
        return worlds.fit()

    monkeypatch.setattr(fits, "fit", again)
    with at(FIT) as view:
        assert fitted(view, folder) == worlds.fit()
    assert len(made) == 1
    assert only(folder).read_text("utf-8") == worlds.fit().text


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fit is made all the same."""
    tmp_path.chmod(0o500)
    monkeypatch.setattr(fits, "fit", lambda past: worlds.fit())
    with at(FIT) as view:
        assert fitted(view, tmp_path / "fits") == worlds.fit()


def test_a_file_in_the_place_of_the_folder_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fit is made, and the file is left alone."""
    (tmp_path / "fits").write_text("mine")
    monkeypatch.setattr(fits, "fit", lambda past: worlds.fit())
    with at(FIT) as view:
        assert fitted(view, tmp_path / "fits") == worlds.fit()
    assert (tmp_path / "fits").read_text() == "mine"


def test_without_the_libraries_a_fit_that_has_to_be_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the extra; a fit that is kept is served as ever."""
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    with at(FIT) as view, pytest.raises(MissingExtra):
        fitted(view, tmp_path)
    assert not [*tmp_path.iterdir()]


def test_other_code_makes_another_fit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fit that an earlier version kept is not served."""
    monkeypatch.setattr(fits, "CODE", ("forecast/origins",))
    with at(FIT) as view:
        assert not is_kept(view, folder)


def test_what_comes_after_its_day_changes_no_byte(tmp_path: Path) -> None:
    """Other hours, labels, titles, a later report: the fit of the day before is the same."""
    with Ledger.open(tmp_path / "ledger.sqlite", create=True) as other:
        taken = take(other, *worlds.downloads(FIT + 6, turns=FIT + 1, later=7, reported=FIT + 5))
        assert not taken.rejected
        with at(FIT + 6, other) as view:
            assert len(view.of_feed()) == FIT + 6
            assert {row.half for row in view.engagement()} == {*worlds.HALF}
            found = fitted(view, None)
        assert found is not None
        assert found.text == worlds.fit().text


def test_what_comes_before_its_day_changes_it() -> None:
    """Another past gives another fit: the comparison above can tell two apart."""
    with Ledger.open("sqlite://", create=True) as other:
        take(other, *worlds.downloads(FIT + 1, turns=FIT, later=7))
        with at(FIT, other) as view:
            assert fitted_then(view) is not None
            assert view.digest != worlds.fit().basis


@pytest.mark.parametrize(
    "words", [("forecast", "{show}"), ("forecast", "{show}", "--format", "svg"), ("next",), ("brief", "{show}")]
)
def test_a_kept_fit_is_read_without_the_libraries_that_fit(words: tuple[str, ...], tmp_path: Path) -> None:
    """A process that forecasts from a fit kept loads neither trees nor optimisers nor frames."""
    path = worlds.filled(tmp_path / "ledger.sqlite", FIT + 2)
    worlds.keep(path)
    show = worlds.past().weeks[-1].title.split(":")[0]
    told = [word.format(show=show) for word in words]
    said = run_loaded(tmp_path, *told, "--as-of", str(published(FIT + 1)), "--ledger", str(path))
    assert said.splitlines()[-1] == "[]"


def run_loaded(home: Path, *words: str) -> str:
    """Run a command in a process of its own that tells what it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        env=environment(home),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of nine editions, named by their days, each of few weeks."""
    worlds.fit()
    folder = tmp_path_factory.mktemp("editions")
    for one in worlds.downloads(FIT + 1):
        (folder / f"{one.published:%Y-%m-%d}-{one.name}").write_bytes(one.read())
    return folder


@pytest.mark.parametrize(("words", "told"), [(("--fit",), 1), (("--no-fit",), 0), ((), 0)])
def test_ingest_makes_the_fit_where_it_is_asked_to(
    words: tuple[str, ...], told: int, editions: Path, tmp_path: Path
) -> None:
    """With --fit the fit lies beside the ledger, and is the one that an answer would make; without, none does."""
    ledger = tmp_path / "ledger.sqlite"
    said = run(tmp_path, "ingest", editions, *words, "--ledger", ledger)
    assert said.code == 0, said.err
    kept = [*ledger.with_suffix(".fits").glob("2*")]
    assert len(kept) == told
    assert ("fitting" in said.err) is bool(told)
    for file in kept:
        assert Fit.of_text(file.read_text("utf-8")).day == published(FIT)
        assert file.read_text("utf-8") == worlds.fit().text
        again = run(tmp_path, "ingest", editions, *words, "--ledger", ledger)
        assert (again.code, "fitting" in again.err) == (0, False)


def test_the_environment_decides_where_nothing_is_asked(
    editions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CLIFFHANGER_FIT=1 is --fit."""
    monkeypatch.setenv("CLIFFHANGER_FIT", "1")
    monkeypatch.setattr(fits, "fit", lambda past: worlds.fit())
    ledger = tmp_path / "ledger.sqlite"
    said = ask("ingest", editions, "--ledger", ledger)
    assert said.code == 0, said.err
    assert only(ledger.with_suffix(".fits")).read_text("utf-8") == worlds.fit().text
