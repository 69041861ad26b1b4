"""The commands for who writes story files: statuses, what is said where, and what hostile files may not do."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from pathlib import Path

import pytest

from shell import Said, ask, command, environment

HOUSE = """\
format_version: 1
title: The House on the Hill
announced: 2026-01-01
released: 2026-01-08
episodes: {1: 1}
people: {ada: {}}
premise:
  - {introduces: {ada: {name: Ada}}, says: Ada comes home, about: ada}
reveals:
  S1E1:
    - {says: Ada goes away, about: ada}
"""
NOTED = HOUSE.replace("says: Ada goes", "says: she goes")
WARNED = HOUSE.replace("people:", "threads: {letter: {asks: Who wrote?}}\npeople:")
WRONG = HOUSE.replace("about: ada}\nreveals", "about: adda}\nreveals")


def at(folder: Path, text: str, name: str = "house.yaml") -> Path:
    """Write a story file."""
    (folder / name).write_text(text, "utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("text", "status", "strictly", "told"),
    [
        (HOUSE, 0, 0, "nothing to mend"),
        (NOTED, 0, 0, "1 note"),
        (WARNED, 0, 1, "1 warning"),
        (WRONG, 1, 1, "1 error"),
    ],
)
def test_the_status_follows_the_gravest_finding(
    tmp_path: Path, text: str, status: int, strictly: int, told: str
) -> None:
    """Errors end with 1, warnings only on request, notes never."""
    file = at(tmp_path, text)
    said = ask("story", "check", file)
    assert (said.code, said.err) == (status, "")
    assert said.out.splitlines()[-1] == f"{file}: {told}"
    assert ask("story", "check", "--strict", file).code == strictly


def test_several_files_are_all_reviewed(tmp_path: Path) -> None:
    """One file that is wrong, or not there, does not hide the next."""
    files = at(tmp_path, WRONG, "a.yaml"), tmp_path / "none.yaml", at(tmp_path, NOTED, "c.yaml")
    said = ask("story", "check", *files)
    assert said.code == 1
    assert [line.split(": ", 1)[1] for line in said.out.splitlines() if line.split(":")[1].startswith(" 1 ")] == [
        "1 error",
        "1 error",
        "1 note",
    ]


def test_findings_as_json(tmp_path: Path) -> None:
    """Programs get each file with its findings, and the counts."""
    files = at(tmp_path, WRONG, "a.yaml"), at(tmp_path, HOUSE, "b.yaml")
    said = ask("story", "check", *files, "--format", "json")
    told = json.loads(said.out)
    assert said.code == 1
    assert [one["file"] for one in told["files"]] == [str(file) for file in files]
    assert told["files"][0]["findings"] == [
        {
            "line": 8,
            "severity": "error",
            "what": "unknown person 'adda'",
            "remedy": "did you mean 'ada'?",
        }
    ]
    assert (told["files"][1]["findings"], told["errors"], told["warnings"], told["notes"]) == ([], 1, 0, 0)


def test_findings_as_annotations(tmp_path: Path) -> None:
    """GitHub gets one command a finding, and no text of a file can end or begin another."""
    at(tmp_path, WARNED.replace("letter:", "letter-of-100-percent:"), "a,b:c%.yaml")
    at(tmp_path, NOTED, "n.yaml")
    at(tmp_path, WRONG.replace("adda", '"100%\\n::error file=x::y"'), "e.yaml")
    code = "import os, sys; os.chdir(sys.argv[1]); from cliffhanger.cli import main; sys.argv[1:2] = []; main()"
    words = ["story", "check", "--format", "github", "a,b:c%.yaml", "n.yaml", "e.yaml", "none.yaml"]
    done = subprocess.run([*command()[:1], "-c", code, str(tmp_path), *words], capture_output=True, encoding="utf-8")
    assert done.stdout.splitlines() == [
        "::warning file=a%2Cb%3Ac%25.yaml,line=6,title=story%3A warning::the thread 'letter-of-100-percent' is "
        "declared and never opened; add `opens: letter-of-100-percent` to the claim that raises it, or remove it",
        "::notice file=n.yaml,line=11,title=story%3A note::'she goes away' begins with a small letter; "
        "write a full sentence that can be read alone",
        "::error file=e.yaml,line=8,title=story%3A error::`about`: expected a person's id (small letters, "
        "digits, - and _), found '100%25\\n::error file=x::y'; correct it",
        "::error file=none.yaml,line=1,title=story%3A error::cannot read the file: No such file or directory; "
        "check its path",
    ]
    assert done.returncode == 1


def test_a_new_story_is_sound_and_never_overwrites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is begun passes its check and its layout; a second time the file is left alone."""
    monkeypatch.chdir(tmp_path)
    assert ask("story", "new", "The House: on the Hill").code == 0
    file = tmp_path / "the-house-on-the-hill.yaml"
    text = file.read_text("utf-8")
    assert ask("story", "check", "--strict", file) == Said(0, f"{file}: nothing to mend\n", "")
    assert ask("story", "fmt", "--check", file) == Said(0, "", "")
    said = ask("story", "new", "Another", "-o", file)
    assert (said.code, said.out) == (2, "")
    assert "there is such a file already" in said.err
    assert file.read_text("utf-8") == text
    assert ask("story", "new", "x", "-o", tmp_path / "no" / "folder.yaml").code == 2


def test_a_title_that_no_story_can_have_is_refused(tmp_path: Path) -> None:
    """Nothing is written for it."""
    file = tmp_path / "house.yaml"
    assert ask("story", "new", "a\u202eb", "-o", file).code == 1
    assert not file.exists()


def test_the_schema_is_json() -> None:
    """Editors are given the keys of a story."""
    said = ask("story", "schema")
    assert (said.code, said.err) == (0, "")
    assert "reveals" in json.loads(said.out)["properties"]


def test_layout_is_told_or_written(tmp_path: Path) -> None:
    """With --check nothing is written; without, the file is replaced, keeps its mode, and the next time is quiet."""
    file = at(tmp_path, HOUSE.replace("    - {", "  -   {"))
    file.chmod(0o640)
    before = file.read_text("utf-8")
    assert ask("story", "fmt", "--check", file) == Said(1, f"{file}: would be laid out\n", "")
    assert file.read_text("utf-8") == before
    assert ask("story", "fmt", file) == Said(0, f"{file}: laid out\n", "")
    assert file.read_text("utf-8") == HOUSE
    assert file.stat().st_mode & 0o777 == 0o640
    assert ask("story", "fmt", file) == Said(0, "", "")
    assert [*tmp_path.iterdir()] == [file]


def test_a_file_that_cannot_be_laid_out_is_left_alone(tmp_path: Path) -> None:
    """It is told with its line, and the others are laid out all the same."""
    wrong, other = at(tmp_path, "a: [b\n", "a.yaml"), at(tmp_path, HOUSE.replace(": ", ":  "), "b.yaml")
    said = ask("story", "fmt", wrong, other, tmp_path / "none.yaml")
    assert (said.code, said.out) == (1, f"{other}: laid out\n")
    assert f"{wrong}:2: not YAML here" in said.err
    assert "cannot read the file" in said.err
    assert (wrong.read_text("utf-8"), other.read_text("utf-8")) == ("a: [b\n", HOUSE)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_keeps_its_file(tmp_path: Path) -> None:
    """A layout that cannot be written loses nothing."""
    file = at(tmp_path, HOUSE.replace(": ", ":  "))
    tmp_path.chmod(0o500)
    said = ask("story", "fmt", file)
    tmp_path.chmod(0o700)
    assert said.code == 2
    assert file.read_text("utf-8") == HOUSE.replace(": ", ":  ")


def test_a_link_is_followed(tmp_path: Path) -> None:
    """A link to a story file stays a link."""
    file = at(tmp_path, HOUSE.replace(": ", ":  "))
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    assert ask("story", "fmt", link).code == 0
    assert link.is_symlink()
    assert file.read_text("utf-8") == HOUSE


HOSTILE = {
    "a bomb of aliases": b"a: &a [x, x]\n"
    + b"".join(b"%c: &%c [*%c, *%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 120)),
    "eleven megabytes": b"a: " + b"x" * 11_000_000,
    "ten megabytes of one word": b"a: " + b"x" * 9_999_000,
    "ten megabytes of commas": b"a: [" + b"," * 9_999_000,
    "ten megabytes of brackets": b"[" * 9_999_000,
    "ten megabytes of keys": b"".join(b"k%d: 1\n" % n for n in range(800_000)),
    "deep nesting by indentation": b"".join(b" " * n + b"a:\n" for n in range(3_000)),
    "another encoding": HOUSE.replace("Ada", "Éva").encode("latin-1"),
    "two bytes a letter": HOUSE.encode("utf-16"),
    "a turn of direction": HOUSE.replace("Ada", "A\u202eda").encode(),
    "a turn of direction, escaped": HOUSE.replace("says: Ada goes away", 'says: "A\\u2066da"').encode(),
    "control characters": b"a: \x1b[31m\n",
    "a hundred thousand empty claims": HOUSE.encode() + b"    - {}\n" * 100_000,
}

MEMORY = 1_200_000_000


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (60, 60))


@pytest.mark.parametrize("words", [("check",), ("fmt",)], ids=["check", "fmt"])
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_bounded_memory(tmp_path: Path, name: str, words: tuple[str, ...]) -> None:
    """Whatever a file holds, it is refused with a line of text, and the file stays as it is."""
    if words == ("fmt",) and name in {"ten megabytes of one word", "a hundred thousand empty claims"}:
        pytest.skip("the layout of this file can be changed: it is no story, but it is sound YAML")
    file = tmp_path / "hostile.yaml"
    file.write_bytes(HOSTILE[name])
    done = subprocess.run(
        command("story", *words, file),
        preexec_fn=_bounded,
        env=environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
    )
    told = done.stdout + done.stderr
    assert done.returncode == 1, told[:2000]
    assert str(file) in told
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert "Traceback" not in told
    assert file.read_bytes() == HOSTILE[name]


def test_a_new_story_may_go_to_the_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `-o -` the story is all that is written, and no file of that name."""
    monkeypatch.chdir(tmp_path)
    said = ask("story", "new", "The Mill", "-o", "-")
    assert (said.code, said.err) == (0, "")
    assert ask("story", "new", "The Mill").code == 0
    assert said.out == (tmp_path / "the-mill.yaml").read_text("utf-8")
    assert not (tmp_path / "-").exists()
