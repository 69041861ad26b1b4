"""Opening what can be ingested: folders, repositories that are odd or hostile, and what is said of the rest."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from cliffhanger.charts.archive import Archive, opened
from cliffhanger.charts.ingest import Report, ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.errors import BadDay, BadSource
from editions import LATE, SUNDAY, git_archive, git_bundle, report, table, week_list

DATA = table(week_list(SUNDAY))
NAME = "all-weeks-global.tsv"
AT = datetime(2026, 1, 6, 15)


def archive_of(source: Path | str) -> Archive:
    """Open a source and let go of it."""
    with opened(str(source), None) as archive:
        return archive


def ingested(source: Path) -> Report:
    """Ingest a source into a ledger in memory."""
    with opened(str(source), None) as archive, Ledger.open("sqlite://", create=True) as ledger:
        return ingest(ledger, archive, LATE)


def imported(folder: Path, stream: bytes) -> Path:
    """Make a bare repository of a stream for `git fast-import`."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder], check=True)
    subprocess.run(["git", "-C", folder, "fast-import", "--quiet"], input=stream, check=True)
    return folder


def commit(*changes: bytes, stamp: int = 1_767_711_600) -> bytes:
    """Give one commit for `git fast-import`."""
    head = b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 1\nx\n" % stamp
    return head + b"\n".join(changes) + b"\n"


def file(name: bytes, data: bytes = DATA, mode: bytes = b"100644") -> bytes:
    """Give one file of a commit."""
    return b"M %s inline %s\ndata %d\n%s" % (mode, name, len(data), data)


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("2026-01-14.tsv", datetime(2026, 1, 14)),
        ("20260114.tsv", datetime(2026, 1, 14)),
        ("2026-01-14T1350.tsv", datetime(2026, 1, 14, 13, 50)),
        ("2026-01-14 13.50.tsv", datetime(2026, 1, 14, 13, 50)),
        ("2026-01-14_13-50.tsv", datetime(2026, 1, 14, 13, 50)),
        ("2026-01-14_13-50-07 weekly.tsv", datetime(2026, 1, 14, 13, 50, 7)),
        ("2026-01-14_99-99.tsv", datetime(2026, 1, 14)),
        ("2026-01-07/2026-01-14.tsv", datetime(2026, 1, 14)),
    ],
)
def test_a_name_tells_the_day_and_perhaps_the_time(name: str, at: datetime, tmp_path: Path) -> None:
    """The last date in the name of a file counts, with a time of day where it has one."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(DATA)
    assert [download.published for download in archive_of(tmp_path).downloads] == [at]


def test_the_folder_where_we_are_has_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.` is called by its name."""
    (tmp_path / "2026-01-14.tsv").write_bytes(DATA)
    monkeypatch.chdir(tmp_path)
    assert archive_of(".").name == tmp_path.name


def test_a_file_that_is_not_there_is_called_so(tmp_path: Path) -> None:
    """With a day of publication, too."""
    with pytest.raises(BadSource, match=r"cannot ingest nope\.tsv: there is no such file"):
        opened("nope.tsv", "2026-01-14")


@pytest.mark.parametrize("day", ["0001-01-01T00:00+14:00", "9999-12-31", "9999-12-31T23:59-12:00", "1899-12-31"])
def test_a_day_far_away_is_no_day(day: str, tmp_path: Path) -> None:
    """Instants that no calendar of the ledger holds are told as such."""
    (tmp_path / NAME).write_bytes(DATA)
    with pytest.raises(BadDay):
        opened(str(tmp_path / NAME), day)


def test_a_name_that_is_not_utf_8_is_no_obstacle(tmp_path: Path) -> None:
    """Files with names in another encoding are taken, in a repository and in a folder."""
    git = imported(tmp_path / "a.git", commit(file(b'"caf\\351-' + NAME.encode() + b'"')))
    assert [one.name for one in ingested(git).taken] == [f"caf\\xe9-{NAME}"]
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    Path(os.fsdecode(folder)).mkdir()
    Path(os.fsdecode(folder + b"/\xe9 2026-01-14.tsv")).write_bytes(DATA)
    report = ingested(Path(os.fsdecode(folder)))
    assert (report.archive, [one.name for one in report.taken]) == ("caf\\xe9", ["\\xe9 2026-01-14.tsv"])


def test_links_and_modules_with_official_names_are_passed_over(tmp_path: Path) -> None:
    """Only files count; executable ones are files."""
    link = file(b"a/" + NAME.encode(), b"elsewhere", b"120000")
    module = b"M 160000 %s b/%s" % (b"1" * 40, NAME.encode())
    git = imported(tmp_path / "a.git", commit(link, module, file(b"c/" + NAME.encode(), mode=b"100755")))
    assert [one.name for one in archive_of(git).downloads] == [f"c/{NAME}"]


def _object(git: Path, data: bytes) -> Path:
    done = subprocess.run(["git", "-C", git, "hash-object", "--stdin"], input=data, capture_output=True, check=True)
    name = done.stdout.decode().strip()
    return git / "objects" / name[:2] / name[2:]


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_file_that_git_has_lost_is_refused_alone(damage: str, tmp_path: Path) -> None:
    """A blob that is missing or damaged is refused with the reason, the next one is taken, the rest is tried again."""
    week = SUNDAY.replace(day=11)
    second = table([*week_list(week), *week_list(SUNDAY)])
    git = git_archive(tmp_path / "a.git", [(AT, {NAME: DATA}), (AT.replace(day=13), {NAME: second})])
    for pack in (git / "objects" / "pack").glob("*.pack"):
        moved = pack.rename(tmp_path / "pack")
        subprocess.run(["git", "-C", git, "unpack-objects", "-q"], stdin=moved.open("rb"), check=True)
    lost = _object(git, DATA)
    lost.chmod(0o644)
    lost.unlink() if damage == "missing" else lost.write_bytes(b"nonsense")
    with opened(str(git), None) as archive, Ledger.open("sqlite://", create=True) as ledger:
        report = ingest(ledger, archive, LATE)
        assert archive.head is not None
        assert not ledger.holds_archive(archive.head)
    assert [one.rejected for one in report.outcomes] == [
        "git no longer has this file: the archive is incomplete or damaged",
        None,
    ]


def test_the_configuration_of_a_repository_runs_nothing(tmp_path: Path) -> None:
    """A repository that is read cannot name programs to be run, nor change what is listed."""
    git = git_archive(tmp_path / "a.git", [(AT, {NAME: DATA})])
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for name, value in {
        "log.showSignature": "true",
        "gpg.program": trap,
        "core.fsmonitor": trap,
        "core.pager": trap,
        "diff.external": trap,
        "core.hooksPath": tmp_path,
        "core.sshCommand": trap,
        "log.showRoot": "false",
        "log.diffMerges": "off",
        "diff.relative": "true",
        "color.ui": "always",
    }.items():
        subprocess.run(["git", "-C", git, "config", name, str(value)], check=True)
    assert len(ingested(git).taken) == 1
    assert not (tmp_path / "sprung").exists()


def test_a_repository_without_official_files_says_what_it_looks_for(tmp_path: Path) -> None:
    """Where no name in the history fits, the names are given."""
    git = imported(tmp_path / "a.git", commit(file(b"readme.tsv")))
    with pytest.raises(BadSource, match=r"such as all-weeks-global\.tsv") as refused:
        archive_of(git)
    assert refused.value.source == str(git)


def test_complaints_of_git_name_the_source(tmp_path: Path) -> None:
    """An empty repository and a broken bundle are told by what the user gave."""
    git = imported(tmp_path / "empty.git", b"")
    bundle = git_bundle(git_archive(tmp_path / "a.git", [(AT, {NAME: DATA})]), tmp_path / "a.bundle")
    bundle.write_bytes(bundle.read_bytes()[:200])
    for source in (git, bundle):
        with pytest.raises(BadSource) as refused:
            archive_of(source)
        assert str(refused.value).startswith(f"cannot ingest {source}: git says: ")
        assert "cliffhanger-" not in str(refused.value)


def test_a_commit_without_a_day_is_left_out(tmp_path: Path) -> None:
    """A commit of a year that no calendar holds is named, and the others are taken."""
    git = imported(
        tmp_path / "a.git",
        commit(file(NAME.encode())) + commit(file(NAME.encode(), DATA + b"\n"), stamp=999_999_999_999_999),
    )
    report = ingested(git)
    assert (len(report.taken), list(report.undated)) == (1, [NAME])


def test_two_equal_files_of_one_instant_are_one_edition(tmp_path: Path) -> None:
    """The same bytes twice in a folder, of one day, are taken once and known once."""
    for name in ("a 2026-01-14.tsv", "b 2026-01-14.tsv"):
        (tmp_path / name).write_bytes(DATA)
    report = ingested(tmp_path)
    assert (len(report.outcomes), report.known, report.rejected) == (1, 1, [])


def test_two_equal_files_that_are_no_edition_are_refused_once(tmp_path: Path) -> None:
    """The same broken bytes twice in a folder, of one day, are noted once."""
    for name in ("a 2026-01-14.tsv", "b 2026-01-14.tsv"):
        (tmp_path / name).write_bytes(b"null")
    report = ingested(tmp_path)
    assert (len(report.rejected), report.known) == (1, 1)


def test_an_edition_does_not_tell_of_weeks_to_come(tmp_path: Path) -> None:
    """A file dated before the last week in it is refused with both days."""
    (tmp_path / "2020-01-01.tsv").write_bytes(DATA)
    (refused,) = ingested(tmp_path).rejected
    assert refused.rejected == ("it tells of days up to 2026-01-04, so it cannot have been published on 2020-01-01")


def test_a_report_does_not_tell_of_months_to_come(tmp_path: Path) -> None:
    """A half-yearly report dated within its half-year is refused; dated after it, it is taken."""
    path = tmp_path / "report.xlsx"
    path.write_bytes(report({"TV": [["Suits", "Yes", "", 1, "1:00", 1]]}))
    with Ledger.open(tmp_path / "ledger.sqlite", create=True) as ledger:
        for day, refused in (("2023-12-30", 1), ("2023-12-31", 0)):
            with opened(str(path), day, ledger.holds_archive) as archive:
                assert len(ingest(ledger, archive, LATE).rejected) == refused
