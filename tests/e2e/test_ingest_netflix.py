"""The official files, downloaded from a server of the tests' own: once, again, and until a signal comes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import cliffhanger.cli.ingest_netflix as module
from cliffhanger.charts.archive import OFFICIAL_NAMES
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.rows import EditionNote
from cliffhanger.cli.options import open_ledger
from cliffhanger.errors import DownloadFailed, LedgerDamaged, LedgerUnusable, Unreached, as_json
from cliffhanger.vantage import Vantage
from editions import SUNDAY, Line, sundays, table, week_list
from mirror import Answer, Mirror, cut_off, good, minding, running, sent_on, silent, status
from shell import Said, ask, command, environment

pytest.importorskip("httpx", reason="downloads need httpx")

GLOBAL, COUNTRIES, POPULAR = OFFICIAL_NAMES
DAY = "Tue, 06 Jan 2026 15:00:00 GMT"
AT = datetime(2026, 1, 6, 15)
NOW = datetime(2026, 1, 14, 9, 30)
PAGE = b"<!DOCTYPE html><title>Moved</title>"
WEEKLY = table(week_list(SUNDAY))
NEXT = table([*week_list(sundays(2)[1]), *week_list(SUNDAY)])
FILES = {
    GLOBAL: WEEKLY,
    COUNTRIES: table([Line(country="US"), Line(country="CI")], "countries"),
    POPULAR: table([Line()], "popular 91"),
}


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    """Give a server with the three files, and a clock that stands."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(module, "now", lambda: NOW)
    monkeypatch.setattr(module.Clock, "wait", lambda _self, _seconds: None)
    with running() as mirror:
        mirror.says = {name: [good(data, Last_Modified=DAY)] for name, data in FILES.items()}
        yield mirror


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name a ledger that is not there yet."""
    return tmp_path / "ledger.sqlite"


def ingest(mirror: Mirror, path: Path, *words: object) -> Said:
    """Take in what the mirror has."""
    return ask("ingest", "netflix", "--from", mirror.url, "--ledger", path, *words)


def notes(path: Path) -> list[EditionNote]:
    """List what the ledger has met."""
    with Ledger.open(path) as store, store.as_of(Vantage(date(2030, 1, 1))) as view:
        return list(view.editions)


def weeks(path: Path) -> set[date]:
    """Tell the weeks that stand."""
    with Ledger.open(path) as store, store.as_of(Vantage(date(2030, 1, 1))) as view:
        return {row.week for row in view.rows()}


def test_the_three_files_are_taken_in(mirror: Mirror, path: Path) -> None:
    """Each is taken in as of the time at which its server says that it was last modified."""
    said = ingest(mirror, path)
    assert (said.code, said.err) == (0, "")
    assert said.out == "netflix: took 3 editions, 13 rows changed\n"
    assert {note.feed: note.known_from for note in notes(path)} == {
        "weekly": AT,
        "weekly by country": AT,
        "most popular": AT,
    }
    assert [name for name, _ in mirror.asked] == list(OFFICIAL_NAMES)
    assert mirror.asked[0][1]["user-agent"].startswith("cliffhanger/")


def test_what_has_not_changed_is_not_sent_again(mirror: Mirror, path: Path) -> None:
    """The next time each file is asked for by its ETag and its day, and nothing is new."""
    mirror.says = {name: [minding(data, ETag=f'"{name}"', Last_Modified=DAY)] for name, data in FILES.items()}
    assert ingest(mirror, path).code == 0
    mirror.asked.clear()
    said = ingest(mirror, path)
    assert (said.code, said.out) == (0, "netflix: nothing new (3 known, 0 refused before)\n")
    assert [(headers["if-none-match"], headers["if-modified-since"]) for _, headers in mirror.asked] == [
        (f'"{name}"', DAY) for name in OFFICIAL_NAMES
    ]


@pytest.mark.parametrize("headers", [{}, {"Last_Modified": "Wed, 07 Jan 2026 15:00:00 GMT"}])
def test_the_same_file_sent_again_is_no_edition(
    headers: dict[str, str], mirror: Mirror, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that minds no conditions, or gives the file a new day, adds nothing with the same file."""
    ingest(mirror, path)
    before = notes(path)
    mirror.says[GLOBAL] = [good(WEEKLY, **headers)]
    monkeypatch.setattr(module, "now", lambda: NOW + timedelta(days=1))
    assert ingest(mirror, path).out == "netflix: nothing new (3 known, 0 refused before)\n"
    assert notes(path) == before


def test_only_what_changed_is_taken(mirror: Mirror, path: Path) -> None:
    """A new week in one file is one more edition."""
    ingest(mirror, path)
    mirror.says[GLOBAL] = [good(NEXT, Last_Modified="Tue, 13 Jan 2026 15:00:00 GMT")]
    assert ingest(mirror, path).out == "netflix: took 1 edition, 10 rows changed, 2 known before\n"
    assert weeks(path) == set(sundays(2))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Last_Modified": "soon"},
        {"Last_Modified": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"Last_Modified": "Thu, 15 Jan 2026 09:00:00 GMT"},
    ],
)
def test_without_a_day_that_can_be_it_counts_from_now(headers: dict[str, str], mirror: Mirror, path: Path) -> None:
    """No day, no date, a day before there were lists and one that is yet to come: the file counts from now."""
    mirror.says[GLOBAL] = [good(WEEKLY, **headers)]
    assert ingest(mirror, path).code == 0
    assert [note.known_from for note in notes(path) if note.feed == "weekly"] == [NOW]


def test_a_file_that_goes_back_to_what_it_was_is_taken(
    mirror: Mirror, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without days, a file that is as it was before last is an edition like any other."""
    for hour, data in enumerate((WEEKLY, NEXT, WEEKLY)):
        mirror.says[GLOBAL] = [good(data)]
        monkeypatch.setattr(module, "now", lambda hour=hour: NOW + timedelta(hours=hour))
        ingest(mirror, path)
    assert weeks(path) == {SUNDAY}
    assert [note.known_from.hour for note in notes(path) if note.feed == "weekly"] == [9, 10, 11]


@pytest.mark.parametrize("headers", [{}, {"Last_Modified": DAY}])
def test_a_web_page_is_refused_whole(
    headers: dict[str, str], mirror: Mirror, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirect to a page is refused with its reason, noted once, and asked for again; the other files are taken."""
    mirror.says |= {GLOBAL: [sent_on("page")], "page": [good(PAGE, ETag='"p"', **headers)]}
    said = ingest(mirror, path)
    assert said.code == 1
    assert said.out == "netflix: took 2 editions, 3 rows changed, refused 1\n"
    assert f"{GLOBAL}: refused: the download is a web page, not a table" in said.err
    before = notes(path)
    monkeypatch.setattr(module, "now", lambda: NOW + timedelta(hours=6))
    assert ingest(mirror, path).code == 1
    assert notes(path) == before
    assert all("if-none-match" not in headers for name, headers in mirror.asked if name == GLOBAL)
    mirror.says[GLOBAL] = [good(WEEKLY, Last_Modified=DAY)]
    assert ingest(mirror, path).code == 0
    assert weeks(path) == {SUNDAY}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (status(404), "the server says 404 Not Found"),
        (status(503), "the server says 503 Service Unavailable; tried 4 times"),
        (cut_off(WEEKLY, Last_Modified=DAY), "the server broke off, or does not speak HTTP; tried 4 times"),
    ],
)
def test_what_cannot_be_had_is_told_and_the_rest_is_taken(answer: Answer, why: str, mirror: Mirror, path: Path) -> None:
    """A file that the server does not give is named with the reason; it leaves no trace, and the exit code is 6."""
    mirror.says[GLOBAL] = [answer]
    said = ingest(mirror, path)
    assert (said.code, said.out) == (6, "netflix: took 2 editions, 3 rows changed\n")
    assert said.err == f"cliffhanger: cannot download {mirror.url}/{GLOBAL}: {why}\n"
    assert {note.feed for note in notes(path)} == {"weekly by country", "most popular"}


def test_a_refused_file_counts_for_more_than_one_that_cannot_be_had(mirror: Mirror, path: Path) -> None:
    """With both, the exit code is that of refused input."""
    mirror.says |= {GLOBAL: [good(PAGE)], COUNTRIES: [status(404)]}
    assert ingest(mirror, path).code == 1


def test_where_nothing_can_be_had_nothing_is_said_of_it(path: Path, mirror: Mirror) -> None:
    """A server that is not there is told for each file, and no sum."""
    mirror.says = {}
    said = ingest(mirror, path)
    assert (said.code, said.out) == (6, "")
    assert said.err.count("404 Not Found") == 3


@pytest.mark.parametrize("lost", [4, 30, 200])
def test_a_length_that_is_too_short_is_seen_by_the_readers(lost: int, mirror: Mirror, path: Path) -> None:
    """A file cut by a wrong length is refused, since its last line or its last list is cut off."""
    mirror.says[GLOBAL] = [good(NEXT, Content_Length=str(len(NEXT) - lost))]
    said = ingest(mirror, path)
    assert said.code == 1
    assert "cut off" in said.err


def test_it_works_on_any_ledger(address: str, mirror: Mirror) -> None:
    """What a server wants to be asked by is kept in the ledger, on SQLite and on PostgreSQL."""
    mirror.says = {name: [minding(data, ETag='"1"')] for name, data in FILES.items()}
    words = "ingest", "netflix", "--from", mirror.url, "--ledger", address
    assert ask(*words).code == 0
    assert ask(*words).out == "netflix: nothing new (3 known, 0 refused before)\n"
    assert mirror.asked[-1][1]["if-none-match"] == '"1"'


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("netflix", "--every", "1m"), "not an interval"),
        (("netflix", "--every", "6"), "not an interval"),
        (("netflix", "--every", "400d"), "not an interval"),
        (("netflix", "--from", "ftp://example.org"), "wants the address of a folder"),
        (("netflix", "--from", "https://me:secret@example.org"), "wants the address of a folder"),
        (("netflix", "--published", "2026-01-14"), "--published goes with a single file"),
        (("x.tsv", "--every", "6h"), "--every goes with netflix"),
        (("x.tsv", "--from", "https://example.org"), "--from goes with netflix"),
    ],
)
def test_odd_questions_are_told(words: tuple[str, ...], error: str, path: Path) -> None:
    """Options that make no sense are refused before anything is asked or made."""
    said = ask("ingest", *words, "--ledger", path)
    assert said.code == 2
    assert error in said.err
    assert not path.exists()


def test_without_httpx_the_extra_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where httpx is not installed, it says what to install."""
    monkeypatch.setitem(sys.modules, "httpx", None)
    said = ask("ingest", "netflix", "--ledger", path)
    assert said.code == 2
    assert "install cliffhanger[fetch]" in said.err


# Again and again.


def test_it_looks_again_whatever_went_wrong(mirror: Mirror, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failure, after a refusal and after a ledger in use it waits and looks again, and takes what is there."""
    waits: list[float] = []

    def wait(_self: object, seconds: float) -> None:
        if seconds < 60:
            return
        waits.append(seconds)
        mirror.says[GLOBAL] = [good(PAGE if len(waits) == 1 else WEEKLY)]
        away = {2: in_use, 3: damaged}.get(len(waits), open_ledger)
        monkeypatch.setattr(module, "open_ledger", away)
        if len(waits) == 5:
            signal.raise_signal(signal.SIGTERM)

    def in_use(*_: object, **__: object) -> Ledger:
        raise LedgerUnusable("ledger", "in use")

    def damaged(*_: object, **__: object) -> Ledger:
        raise LedgerDamaged("ledger", "a page is torn")

    mirror.says[GLOBAL] = [status(404)]
    monkeypatch.setattr(module.Clock, "wait", wait)
    waiting = ingest(mirror, path, "--every", "6h")
    assert waiting.code == 0
    assert waits == [6 * 3600] * 5
    assert "404" in waiting.err
    assert "a web page" in waiting.err
    assert "in use" in waiting.err
    assert "a page is torn" in waiting.err
    assert waiting.err.count("next look at 2026-01-14 15:30 UTC; Ctrl-C ends it\n") == 5
    assert waiting.err.endswith("ended\n")
    assert weeks(path) == {SUNDAY}


def test_a_ledger_of_no_use_ends_it_at_once(mirror: Mirror, tmp_path: Path) -> None:
    """When the ledger cannot be opened the first time, there is nothing to wait for."""
    assert ingest(mirror, tmp_path, "--every", "6h").code == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_a_file_is_taken_in_waits_for_it(
    number: int, mirror: Mirror, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file that is being taken in is taken whole, the next one is not asked for, and the exit code is 0."""
    take: Any = module._take

    def interrupted(*words: Any) -> None:
        signal.raise_signal(number)
        take(*words)

    monkeypatch.setattr(module, "_take", interrupted)
    before = signal.getsignal(number)
    said = ingest(mirror, path, "--every", "6h")
    assert (said.code, said.err) == (0, "ended\n")
    assert [name for name, _ in mirror.asked] == [GLOBAL]
    assert weeks(path) == {SUNDAY}
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("downloading", [True, False])
def test_a_process_that_downloads_or_waits_ends_at_a_signal(
    downloading: bool, number: int, mirror: Mirror, tmp_path: Path
) -> None:
    """In a process of its own, while a server says nothing or while it waits, a signal ends it with exit code 0."""
    if downloading:
        mirror.says[POPULAR] = [silent]
    with subprocess.Popen(
        command("ingest", "netflix", "--from", mirror.url, "--every", "6h", "--ledger", tmp_path / "ledger.sqlite"),
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        if downloading:
            while len(mirror.asked) < 3:
                assert process.poll() is None
        else:
            assert process.stderr.readline().startswith("next look at ")
        process.send_signal(number)
        _, err = process.communicate()
    assert process.returncode == 0
    assert err == "ended\n"
    assert {note.feed for note in notes(tmp_path / "ledger.sqlite")} >= {"weekly", "weekly by country"}


def test_the_error_has_a_shape_of_its_own() -> None:
    """What could not be downloaded is a class with an address and a reason, and exit code 6."""
    error = DownloadFailed("https://example.org/x", "gone")
    assert isinstance(error, Unreached)
    assert json.loads(json.dumps(as_json(error)))["exit"] == 6
