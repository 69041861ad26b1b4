"""The command line as a process of its own: statuses, messages, sources, and what goes wrong."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cliffhanger.cli import show
from editions import (
    FILMS,
    SUNDAY,
    TV,
    Line,
    as_cells,
    git_archive,
    git_bundle,
    git_work_tree,
    report,
    sundays,
    table,
    week_list,
    workbook,
)
from shell import Said, ask, command, environment, run

WEEKS = sundays(3)
PUBLISHED = [datetime.combine(week, datetime.min.time()) + timedelta(days=2, hours=15) for week in WEEKS]
OURS = [
    Line(SUNDAY, TV, 1, "HIS & HERS", "HIS & HERS: Limited Series", 8_000_000),
    Line(SUNDAY, TV, 2, "Café Noir", "Café Noir: Season 1", 7_000_000),
    Line(SUNDAY, TV, 3, "M*A*S*H: The Return", "M*A*S*H: The Return: Season 2", 6_000_000),
]


def editions(count: int = 3) -> list[bytes]:
    """Give texts of which each holds one week more than the one before."""
    weeks = [OURS + week_list(SUNDAY, FILMS), *([*week_list(w), *week_list(w, FILMS, 3)] for w in WEEKS[1:])]
    return [table([line for week in reversed(weeks[: n + 1]) for line in week]) for n in range(count)]


def archive(folder: Path) -> Path:
    """Give a bare git archive of three editions, and two downloads that are none."""
    first, second, third = editions()
    contents = [first, b"null", second, b"<a href='x'>Moved</a>", third]
    times = [PUBLISHED[0], PUBLISHED[0] + timedelta(1), PUBLISHED[1], PUBLISHED[1] + timedelta(1), PUBLISHED[2]]
    return git_archive(folder, [(at, {"all-weeks-global.tsv": data}) for at, data in zip(times, contents, strict=True)])


def dump(ledger: Path) -> list[Any]:
    """Read the whole ledger."""
    with closing(sqlite3.connect(ledger)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Give a ledger that holds three editions."""
    path = tmp_path / "ledger.sqlite"
    for number, (at, data) in enumerate(zip(PUBLISHED, editions(), strict=True)):
        file = tmp_path / f"{number}.tsv"
        file.write_bytes(data)
        assert ask("ingest", file, "--published", f"{at:%Y-%m-%d}", "--ledger", path).code == 0
    return path


# Sources.


def test_a_bare_repository_is_ingested(tmp_path: Path) -> None:
    """The history of a bare repository is taken, refused downloads are reported, and the status tells of them."""
    said = run(tmp_path, "ingest", archive(tmp_path / "a.git"), "--ledger", tmp_path / "l")
    assert said.code == 1
    assert said.out == "a.git: took 3 editions, 39 rows changed, refused 2\n"
    assert [line.partition(": ")[2] for line in said.err.splitlines()] == [
        "refused: the download holds only the word null",
        "refused: the download is a web page, not a table",
    ]


def _forms(folder: Path) -> dict[str, str]:
    bare = archive(folder / "a.git")
    return {
        "bundle": str(git_bundle(bare, folder / "a.bundle")),
        "work tree": str(git_work_tree(bare, folder / "tree")),
        "address": f"file://{bare}",
    }


@pytest.mark.parametrize("form", ["bundle", "work tree", "address"])
def test_a_git_archive_is_ingested_in_any_form(form: str, tmp_path: Path) -> None:
    """A bundle, a work tree and an address to clone give what the bare repository gives."""
    source = _forms(tmp_path)[form]
    said = run(tmp_path, "ingest", source, "--ledger", tmp_path / "l")
    assert (said.code, said.out.partition(": ")[2]) == (1, "took 3 editions, 39 rows changed, refused 2\n")


@pytest.mark.parametrize("form", ["bundle", "work tree", "address"])
def test_a_git_archive_again_is_nothing_new(form: str, tmp_path: Path) -> None:
    """The same archive again changes no byte of the ledger, says so, and is no failure."""
    source = _forms(tmp_path)[form]
    run(tmp_path, "ingest", source, "--ledger", tmp_path / "l")
    before = dump(tmp_path / "l")
    again = run(tmp_path, "ingest", source, "--ledger", tmp_path / "l")
    assert (again.code, again.err) == (0, "")
    assert "nothing new" in again.out
    assert dump(tmp_path / "l") == before


def test_a_folder_of_dated_files_is_ingested_by_their_days(tmp_path: Path) -> None:
    """Files in a folder are taken in the order of the days in their names, written either way."""
    folder = tmp_path / "files"
    folder.mkdir()
    first, second, _ = editions()
    (folder / "b-2026-01-06.tsv").write_bytes(first)
    (folder / "a-20260113.tsv").write_bytes(second)
    said = run(tmp_path, "ingest", folder, "--ledger", tmp_path / "l")
    assert (said.code, said.out) == (0, "files: took 2 editions, 26 rows changed\n")
    shown = run(tmp_path, "chart", "--as-of", "2026-01-12", "--format", "json", "--ledger", tmp_path / "l")
    assert {row["week"] for row in json.loads(shown.out)["rows"]} == {"2026-01-04"}


def test_a_file_without_a_day_is_left_out_and_named(tmp_path: Path) -> None:
    """In a folder, a file whose name has no date is reported; the others are taken."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "newest.tsv").write_bytes(editions()[0])
    (folder / "2026-01-06.tsv").write_bytes(editions()[0])
    said = run(tmp_path, "ingest", folder, "--ledger", tmp_path / "l")
    assert said.code == 1
    assert said.err.startswith("newest.tsv: left out")
    assert "took 1 edition" in said.out


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("weekly.tsv", table(OURS)),
        ("weekly.csv", table(OURS, delimiter=",")),
        ("weekly.xlsx", workbook({"Sheet1": as_cells(OURS)})),
        ("countries.tsv", table(OURS, "countries")),
        ("most-popular.tsv", table(OURS, "popular 91")),
        ("report.xlsx", report({"TV": [["A", "Yes", "", 1, "1:00", 1]] * 2, "Film": [["B", "No", "", 1, "*", 1]]})),
    ],
)
def test_a_single_file_is_ingested_with_its_day(name: str, data: bytes, tmp_path: Path) -> None:
    """One file in any layout and format is taken as published on the day given."""
    (tmp_path / name).write_bytes(data)
    said = run(tmp_path, "ingest", tmp_path / name, "--published", "2026-01-06", "--ledger", tmp_path / "l")
    assert (said.code, said.out, said.err) == (0, f"{name}: took 1 edition, 3 rows changed\n", "")


def test_a_single_file_again_is_nothing_new(ledger: Path, tmp_path: Path) -> None:
    """The same file of the same day again changes nothing."""
    before = dump(ledger)
    said = run(tmp_path, "ingest", tmp_path / "0.tsv", "--published", "2026-01-06", "--ledger", ledger)
    assert (said.code, said.out) == (0, "0.tsv: nothing new (1 known, 0 refused before)\n")
    assert dump(ledger) == before


def test_an_older_edition_is_put_in_its_place(tmp_path: Path) -> None:
    """Editions that come in the wrong order leave the ledger that the right order leaves."""
    shown = []
    for name, order in (("right", (0, 1, 2)), ("wrong", (2, 0, 1))):
        for number in order:
            (tmp_path / "week.tsv").write_bytes(editions()[number])
            day = f"{PUBLISHED[number]:%Y-%m-%d}"
            run(tmp_path, "ingest", tmp_path / "week.tsv", "--published", day, "--ledger", tmp_path / name)
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            shown.append(connection.execute("SELECT * FROM chart ORDER BY 1, 2, 3, 4, 5, 6").fetchall())
    assert shown[0] == shown[1]


def test_an_edition_that_drops_weeks_is_taken_and_flagged(ledger: Path, tmp_path: Path) -> None:
    """An edition without weeks that the one before it had is taken as published, and the weeks are named."""
    (tmp_path / "short.tsv").write_bytes(table([*week_list(WEEKS[2]), *week_list(WEEKS[2], FILMS, 3)]))
    said = run(tmp_path, "ingest", tmp_path / "short.tsv", "--published", "2026-01-21", "--ledger", ledger)
    assert said.code == 0
    assert "drops weeks that were there before: 2026-01-04, 2026-01-11" in said.err
    assert run(tmp_path, "chart", "2026-01-04", "--as-of", "2026-01-21", "--ledger", ledger).code == 3
    assert run(tmp_path, "chart", "2026-01-04", "--as-of", "2026-01-20", "--ledger", ledger).code == 0


def test_a_refused_file_changes_nothing_else(ledger: Path, tmp_path: Path) -> None:
    """A broken file is noted with its reason; what is shown stays the same."""
    question = "chart", "--as-of", "2026-01-30", "--ledger", ledger
    before = run(tmp_path, *question)
    (tmp_path / "bad.tsv").write_bytes(editions()[2] + b"2026-01-18\tTV\n")
    said = run(tmp_path, "ingest", tmp_path / "bad.tsv", "--published", "2026-01-28", "--ledger", ledger)
    assert said.code == 1
    assert "bad.tsv: refused: row 41: the line is cut off" in said.err
    assert run(tmp_path, *question) == before
    noted = run(tmp_path, "editions", "--as-of", "2026-01-30", "--format", "csv", "--ledger", ledger)
    assert "row 41: the line is cut off" in noted.out


def test_ingest_is_quiet_when_piped(tmp_path: Path) -> None:
    """Where nobody watches, no bar is drawn: one line in all."""
    (tmp_path / "weekly.tsv").write_bytes(table(OURS))
    said = run(tmp_path, "ingest", tmp_path / "weekly.tsv", "--published", "2026-01-06", "--ledger", tmp_path / "l")
    assert (said.out.count("\n"), said.err) == (1, "")


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere",),
        ("weekly.tsv",),
        ("weekly.tsv", "--published", "someday"),
        ("empty",),
        ("weekly", "--published", "2026-01-06"),
        ("weekly.tsv", "--published", "9998-12-30"),
        ("weekly.tsv", "--published", "0001-01-01T00:00+14:00"),
        ("nope.tsv", "--published", "2026-01-06"),
    ],
)
def test_a_source_that_cannot_be_ingested_is_a_wrong_question(words: tuple[str, ...], tmp_path: Path) -> None:
    """No such source, no day, a day for a folder, a day to come: status 2, one line, no ledger made."""
    (tmp_path / "weekly.tsv").write_bytes(table(OURS))
    (tmp_path / "empty").mkdir()
    (tmp_path / "weekly").mkdir()
    said = run(tmp_path, "ingest", tmp_path / words[0], *words[1:], "--ledger", tmp_path / "l")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "l").exists()


def test_a_day_to_come_is_a_wrong_question(tmp_path: Path) -> None:
    """Nothing can have been published after today."""
    (tmp_path / "weekly.tsv").write_bytes(table(OURS))
    said = run(tmp_path, "ingest", tmp_path / "weekly.tsv", "--published", "9998-12-30")
    assert said.err.endswith("--published 9998-12-30 is later than today\n")


# Statuses and messages.


NO_LISTS = (
    "list of that day or before: `cliffhanger editions` shows what the ledger has, `cliffhanger ingest` adds to it"
)


@pytest.mark.parametrize("words", [("run", "Qqq"), ("search", "Qqq"), ("brief", "Qqq"), ("odds", "Qqq")])
def test_without_any_list_an_unknown_title_is_told_to_lack_them(words: tuple[str, ...], tmp_path: Path) -> None:
    """Who forgot to take lists in, or named another ledger, reads so."""
    said = run(tmp_path, *words, "--as-of", "2026-01-20", "--ledger", tmp_path / "l")
    told = f"no title 'Qqq' is known at 2026-01-20, nor any {NO_LISTS}\n"
    assert (said.code, said.out, said.err) == (3, "", f"cliffhanger: {told}")


@pytest.mark.parametrize("words", [("run", "Qqq"), ("chart", "2019-01-06")])
def test_before_the_first_list_a_full_ledger_is_not_told_to_be_empty(
    words: tuple[str, ...], ledger: Path, tmp_path: Path
) -> None:
    """On a day before all editions, the words are those of an empty ledger, and true of both."""
    full, empty = (run(tmp_path, *words, "--as-of", "2019-01-20", "--ledger", one) for one in (ledger, tmp_path / "l"))
    assert full == empty
    assert full.err.endswith(f" is known at 2019-01-20, nor any {NO_LISTS}\n")


def test_an_answer_exits_with_0(ledger: Path, tmp_path: Path) -> None:
    """A question that is answered exits with 0 and says nothing on standard error."""
    said = run(tmp_path, "chart", "2026-01-04", "--category", TV, "--as-of", "2026-01-20", "--ledger", ledger)
    assert (said.code, said.err) == (0, "")
    assert "HIS & HERS: Limited Series" in said.out
    assert said.out.splitlines()[-1].startswith("basis: as of 2026-01-20, watched none, charts ")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("chart", "2026-02-01"), 3, "charts go from 2026-01-04 to 2026-01-18"),
        (("chart", "2020-01-05"), 3, "charts go from 2026-01-04 to 2026-01-18"),
        (("run", "Cafe Noire"), 3, "the nearest: Café Noir"),
        (("run", "Qqq"), 3, "no title 'Qqq' is known at 2026-01-20"),
        (("search", "Qqq"), 3, "no title 'Qqq' is known at 2026-01-20"),
        (("brief", "Qqq"), 3, "no title 'Qqq' is known at 2026-01-20"),
        (("chart", "soon"), 2, "not a day: 'soon'"),
        (("chart", "--category", "Games"), 2, "choose from: Films (English), TV (English)"),
        (("chart", "--country", "XX"), 2, "no country 'XX'"),
        (("revisions", "--since", "then"), 2, "not a day: 'then'"),
        (("brief", "His & Hers", "--watched", "some"), 2, "not a set of episodes: 'some'"),
    ],
)
def test_errors_exit_with_the_status_of_their_kind(words: tuple[str, ...], code: int, told: str, ledger: Path) -> None:
    """What is not known exits with 3, a question that is off with 2; both say what and what to do."""
    said = ask(*words, "--as-of", "2026-01-20", "--ledger", ledger)
    assert (said.code, said.out) == (code, "")
    assert told in said.err
    assert said.err.startswith("cliffhanger: ")


def test_a_word_that_no_command_knows_exits_with_2(tmp_path: Path) -> None:
    """Unknown options and commands exit with 2, as every usage error does."""
    assert run(tmp_path, "chart", "--colour").code == 2
    assert run(tmp_path, "forecast").code == 2


def test_a_bad_day_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    """A vantage that is no day is a usage error."""
    said = run(tmp_path, "search", "x", "--as-of", "14.01.2026")
    assert (said.code, said.out) == (2, "")
    assert "write it as year-month-day" in said.err


@pytest.mark.parametrize(
    ("words", "error", "code"), [(("run", "Qqq"), "UnknownTitle", 3), (("chart", "soon"), "BadDay", 2)]
)
def test_errors_have_one_shape_in_json(words: tuple[str, ...], error: str, code: int, ledger: Path) -> None:
    """With `--format json` standard output holds the error as an object, too."""
    said = ask(*words, "--as-of", "2026-01-20", "--ledger", ledger, "--format", "json")
    shown = json.loads(said.out)
    assert shown == {"error": error, "message": said.err.removeprefix("cliffhanger: ").rstrip("\n"), "exit": code}
    assert said.code == code


def test_a_story_file_with_complaints_exits_with_1(tmp_path: Path) -> None:
    """A story file that is refused is told with file and line."""
    story = tmp_path / "story.yaml"
    story.write_text("format_version: 1\ntitle: X\nsurprise: yes\n")
    said = run(tmp_path, "brief", "X", "--story", story)
    assert (said.code, said.out) == (1, "")
    assert f"{story}:3:" in said.err


def test_a_bug_of_ours_exits_with_5(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody foresaw is called our bug, in one line."""

    def broken(*_: object) -> str:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(show, "_table", broken)
    said = ask("chart", "--as-of", "2026-01-20", "--ledger", ledger)
    assert said == Said(5, "", "cliffhanger: this is our bug: ZeroDivisionError: by zero\n")


@pytest.mark.parametrize(
    "data", [b"this is no database, but a long text " * 99, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_ledger_that_cannot_be_read_exits_with_4(data: bytes, tmp_path: Path) -> None:
    """A damaged ledger is named in one line with what to do, and left as it is."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(data)
    said = run(tmp_path, "chart", "--ledger", path)
    assert (said.code, said.out, said.err.count("\n")) == (4, "", 1)
    assert said.err.startswith(f"cliffhanger: the ledger {path} cannot be read")
    assert path.read_bytes() == data


def test_damage_within_a_ledger_exits_with_4(ledger: Path, tmp_path: Path) -> None:
    """Pages overwritten in the middle of a ledger are met when they are read, and told alike."""
    damaged = tmp_path / "damaged.sqlite"
    with closing(sqlite3.connect(ledger)) as connection:
        connection.execute("VACUUM INTO ?", [str(damaged)])
    data = damaged.read_bytes()
    damaged.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))
    said = run(tmp_path, "chart", "--ledger", damaged)
    assert (said.code, said.out, said.err.count("\n")) == (4, "", 1)
    assert "move it away and ingest again" in said.err


def test_a_full_disk_leaves_a_ledger_that_reads(tmp_path: Path) -> None:
    """Where a file may grow no further, ingest stops with one line; what was taken before is whole."""
    path = tmp_path / "ledger.sqlite"
    folder = tmp_path / "files"
    folder.mkdir()
    lines: list[Line] = []
    for week in sundays(40, date(2024, 1, 7)):
        lines = [*week_list(week), *week_list(week, FILMS), *lines]
        (folder / f"{week + timedelta(days=2)}.tsv").write_bytes(table(lines))
    limited = ["sh", "-c", 'ulimit -f 200; exec "$@"', "sh", *command("ingest", folder, "--ledger", path)]
    done = subprocess.run(limited, env=environment(tmp_path), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode not in (0, 5), done.stderr
    assert done.stderr.count("\n") == 1
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        sizes = connection.execute("SELECT count(*) FROM chart GROUP BY week").fetchall()
        taken = connection.execute("SELECT count(*) FROM editions").fetchone()[0]
    assert 0 < taken < 40
    assert sizes == [(20,)] * taken
    assert run(tmp_path, "ingest", folder, "--ledger", path).code == 0


# Without a ledger, and odd titles.


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("revisions",), 0),
        (("labels",), 0),
        (("editions",), 0),
        (("search", "hers"), 0),
        (("brief", "His & Hers"), 0),
        (("chart",), 3),
        (("run", "His & Hers"), 3),
    ],
)
def test_without_a_ledger_commands_answer(words: tuple[str, ...], code: int, tmp_path: Path) -> None:
    """With nothing ingested, questions are answered from what there is, and no ledger is made."""
    said = run(tmp_path, *words, "--as-of", "2026-01-20")
    assert said.code == code
    assert not (tmp_path / "data").exists()


def test_a_chart_without_a_ledger_says_what_to_do(tmp_path: Path) -> None:
    """Where no edition is, the message points to ingest."""
    assert "`cliffhanger ingest` adds to it" in run(tmp_path, "chart").err


def test_the_ledger_may_be_named_by_the_environment(ledger: Path, tmp_path: Path) -> None:
    """`CLIFFHANGER_LEDGER` names the ledger where no option does."""
    said = run(tmp_path, "chart", "--as-of", "2026-01-20", CLIFFHANGER_LEDGER=str(ledger))
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("his and hers", "HIS & HERS"),
        ("His & Hers", "HIS & HERS"),
        ("hers", "HIS & HERS"),
        ("CAFE NOIR", "Café Noir"),
        ("Cafe\u0301, noir!", "Café Noir"),
        ("noir", "Café Noir"),
        ("m a s h the return", "M*A*S*H: The Return"),
    ],
)
def test_search_forgives(asked: str, title: str, ledger: Path) -> None:
    """Case, accents, ampersands and punctuation do not matter, and words suffice."""
    said = ask("search", asked, "--as-of", "2026-01-20", "--format", "json", "--ledger", ledger)
    assert [row["title"] for row in json.loads(said.out)["rows"]] in ([title], ["His & Hers"])
    if title != "HIS & HERS":
        assert json.loads(said.out)["rows"][0]["seasons"] == 1


def test_titles_do_not_steer_the_terminal(tmp_path: Path) -> None:
    """An edition with escape sequences in a title is refused, and no answer repeats them, nor marks of direction."""
    nasty = "Evil\x1b]0;pwned\x07\x1b[31m\u202eShow"
    turned = "Odd \u202bShow"
    for title, day in ((nasty, "06"), (turned, "07")):
        (tmp_path / "weekly.tsv").write_bytes(table([Line(show=title, season=f"{title}: Season 1")]))
        file = tmp_path / "weekly.tsv", "--published", f"2026-01-{day}", "--ledger", tmp_path / "l"
        said = run(tmp_path, "ingest", *file)
        assert (said.code, "\x1b" in said.err) == (int(title == nasty), False)
    where = "--as-of", "2026-01-20", "--ledger", tmp_path / "l"
    for words in (("chart",), ("run", nasty), ("search", "odd"), ("brief", turned), ("run", turned), ("editions",)):
        said = run(tmp_path, *words, *where)
        assert not set("\x1b\x07\u202e\u202b") & set(said.out + said.err), words


def test_a_reader_that_goes_away_is_no_failure(ledger: Path, tmp_path: Path) -> None:
    """`cliffhanger … | head -1` ends without a complaint."""
    lines = [line for week in sundays(300, date(2018, 1, 7)) for line in week_list(week)]
    (tmp_path / "long.tsv").write_bytes(table(lines))
    run(tmp_path, "ingest", tmp_path / "long.tsv", "--published", "2026-01-28", "--ledger", ledger)
    words = command("revisions", "--format", "csv", "--as-of", "2026-01-30", "--ledger", ledger)
    with subprocess.Popen(
        words, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("known_from,")
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() == 0


# Formats.


def test_rows_are_the_same_in_json_and_csv(ledger: Path) -> None:
    """JSON and CSV tell the same rows."""
    question = "run", "his & hers", "--as-of", "2026-01-20", "--ledger", ledger
    rows = json.loads(ask(*question, "--format", "json").out)["rows"]
    head, *lines = ask(*question, "--format", "csv").out.splitlines()
    assert head.split(",") == list(rows[0])
    assert lines == [",".join("" if value is None else str(value) for value in row.values()) for row in rows]


def test_the_version_is_told(tmp_path: Path) -> None:
    """`--version` tells name and version."""
    assert run(tmp_path, "--version").out == "cliffhanger 0.1.0\n"


def test_the_command_is_installed() -> None:
    """The script beside the interpreter runs the same program."""
    script = Path(sys.executable).with_name("cliffhanger")
    done = subprocess.run([str(script), "--version"], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "cliffhanger 0.1.0\n"
