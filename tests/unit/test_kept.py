"""Stories kept in the user's cache: read back as they were made, and never in the way."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from cliffhanger.story import kept as keeping
from cliffhanger.story.content import Content
from cliffhanger.story.storyfile import load, parse

STORY = """\
format_version: 1
title: The House on the Hill
announced: 2026-01-01
released: {S1E1: 2026-01-08}
episodes: {1: 2}
people: {ada: {}}
threads: {killer: {asks: Who did it?}}
moments: [[boat, dawn], feast]
premise:
  - {introduces: {ada: {name: Ada}}, says: Ada comes home}
reveals:
  S1E1:
    - {says: It was Ada, opens: killer, answers: {killer: ada}, when: boat, sources: A page, disputed: It was not}
"""


def never() -> Content:
    pytest.fail("the story was made again")


def made() -> Content:
    return parse(STORY, "house.yaml")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder in which stories are kept for one test."""
    monkeypatch.setenv(keeping.CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "stories"


def test_what_is_kept_is_read_back_as_it_was(folder: Path) -> None:
    """The second time a story is not made, and is the same."""
    assert keeping.kept(b"story", made) == made()
    assert keeping.kept(b"story", never) == made()


def test_another_file_is_another_story(folder: Path) -> None:
    """One byte more, and the story is made anew."""
    keeping.kept(b"story", made)
    assert keeping.kept(b"story ", made) == made()
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '["Content"]', '["Story", 1]', "[[[1]]]", "[" * 100_000])
def test_a_damaged_entry_is_made_anew(folder: Path, damage: str) -> None:
    """What cannot be read back counts for nothing, and is replaced."""
    keeping.kept(b"story", made)
    (entry,) = folder.iterdir()
    entry.write_text(damage, "utf-8")
    assert keeping.kept(b"story", made) == made()
    assert keeping.kept(b"story", never) == made()


def test_a_folder_that_cannot_be_written_does_no_harm(folder: Path) -> None:
    """Stories load as well where nothing can be kept."""
    folder.parent.write_text("a file where the folder should be", "utf-8")
    assert keeping.kept(b"story", made) == made()


@pytest.mark.parametrize("name", ["none", "NONE"])
def test_nothing_is_kept_on_request(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """With `CLIFFHANGER_CACHE=none` no file is written or read."""
    keeping.kept(b"story", made)
    monkeypatch.setenv(keeping.CACHE, name)
    (entry,) = folder.iterdir()
    entry.write_text("not read", "utf-8")
    assert keeping.kept(b"story", made) == made()
    assert entry.read_text("utf-8") == "not read"


def test_other_code_takes_stories_apart_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What older code kept is not read back, though the version is the same."""
    keeping.kept(b"story", made)
    changed = tmp_path / "cells.py"
    changed.write_text("changed", "utf-8")
    monkeypatch.setattr(keeping, "_CODE", (*keeping._CODE[1:], changed))
    keeping.kept(b"story", made)
    assert len(list(folder.iterdir())) == 2


def test_the_code_that_makes_content_is_there_to_be_digested() -> None:
    """Every module that takes a part in making content has its part in the key."""
    assert all(file.is_file() for file in keeping._CODE)
    assert {file.stem for file in keeping._CODE} >= {
        "moments",
        "plaintext",
        "schema",
        "tree",
        "references",
        "cells",
        "claims",
        "storyfile",
    }


def test_the_oldest_entries_go(folder: Path) -> None:
    """No more than fifty stories are kept, and nothing of the user's own is removed."""
    folder.mkdir(parents=True)
    (folder / "notes.json").write_text("the user's own", "utf-8")
    for number in range(60):
        entry = folder / f"{number:064x}.json"
        entry.write_text("", "utf-8")
        os.utime(entry, (number, number))
    keeping.kept(b"story", made)
    left = {file.name for file in folder.iterdir()}
    assert len(left) == keeping.MOST_KEPT + 1
    assert "notes.json" in left
    assert f"{10:064x}.json" not in left
    assert f"{11:064x}.json" in left


def test_a_refused_story_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    """Complaints come each time, from the file as it is."""
    file = tmp_path / "house.yaml"
    file.write_text(STORY, "utf-8")
    load(file)
    assert len(list(folder.iterdir())) == 1
    file.write_text("title: x", "utf-8")
    for _ in range(2):
        with pytest.raises(Exception, match="is missing"):
            load(file)
    assert len(list(folder.iterdir())) == 1


def test_all_code_that_makes_content_names_what_is_kept() -> None:
    """Every module that the making of content imports, at once or later, is one whose change empties the cache."""
    found, waiting = set(), {Path(keeping.__file__).with_name("storyfile.py")}
    while waiting:
        file = waiting.pop()
        found.add(file)
        named = re.findall(r"from cliffhanger\.story(?:\.(\w+))? import (.+)", file.read_text("utf-8"))
        modules = {name for module, names in named for name in ([module] if module else names.split(", "))}
        waiting |= {file.with_name(f"{module}.py") for module in modules} - found
    assert found <= {*keeping._CODE}
