"""What the documents show is what the program says, and what they point to is there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from generated import ARCHIVE, CLI, ERRORS, ROOT, archive_ledger, command_line, error_tree, pages, recut, refreshed

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
FOREIGN = {
    "the address of a registry": re.compile(r"https?://[^\s\"'<>]*(?:py" + r"pi|pythonhosted|/simple\b)"),
    "a path of a machine": re.compile(r"(?<![\w./-])/(?:work|home|root|Users)" + r"/\w"),
}


def of(page: Path) -> str:
    """Name a page as its reader does."""
    return page.relative_to(ROOT).as_posix()


def read(page: Path) -> str:
    """Read a page."""
    return page.read_text("utf-8")


@pytest.mark.parametrize("page", [page for page in pages() if "```console" in read(page)], ids=of)
def test_the_output_shown_is_the_output(page: Path, tmp_path: Path) -> None:
    """Every command of a page, run in order in an empty folder, says what the page shows (else: make docs)."""
    assert read(page) == refreshed(read(page), tmp_path)


def test_the_output_shown_of_the_archive_is_the_output(tmp_path: Path) -> None:
    """Every command that needs the archive says what the page shows (else: make docs)."""
    if not ARCHIVE.is_file():
        pytest.skip(f"the archive is absent: {ARCHIVE}")
    ledger = archive_ledger(tmp_path)
    found = [page for page in pages() if "<!-- needs the archive -->" in read(page)]
    assert {of(page): read(page) for page in found} == {
        of(page): refreshed(read(page), tmp_path, ledger) for page in found
    }


def test_the_reference_says_what_the_help_says() -> None:
    """The reference of the command line is what the program says now (else: make docs)."""
    assert read(CLI) == command_line()


def test_the_tree_of_errors_is_that_of_the_code() -> None:
    """The page on errors shows the tree that errors.py draws (else: make docs)."""
    assert read(ERRORS) == error_tree(read(ERRORS))


@pytest.mark.parametrize("page", [*pages(), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"], ids=of)
def test_links_lead_somewhere(page: Path) -> None:
    """A link within the project leads to a file that is there, and to a heading that it has."""
    for target in LINK.findall(FENCED.sub("", read(page))):
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if heading:
            assert heading in {anchor(line) for line in read(file).splitlines() if line.startswith("#")}, target


def anchor(heading: str) -> str:
    """Name a heading as the end of an address does."""
    return re.sub(r"[^\w -]", "", heading.lstrip("# ").lower()).replace(" ", "-")


def test_every_decision_is_numbered() -> None:
    """The pages of decisions are numbered without a gap, and each tells context, decision and consequence."""
    found = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in found] == [*range(1, len(found) + 1)]
    for page in found:
        sections = [line for line in read(page).splitlines() if line.startswith("## ")]
        assert sections == ["## Context", "## Decision", "## Consequence"], of(page)


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names_what_is_not_its_own(what: str) -> None:
    """No file of the repository names the address of a registry or a path of some machine."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    if listed.returncode:
        pytest.skip("this is no git work tree, so its files cannot be told from others")
    texts = {
        name: (ROOT / name).read_text("utf-8", "replace")
        for name in listed.stdout.split("\0")
        if (ROOT / name).is_file()
    }
    found = {name: FOREIGN[what].findall(text) for name, text in texts.items()}
    assert {name: told for name, told in found.items() if told} == {}


def test_what_is_still_true_stays_cut() -> None:
    """A transcript with lines left out stays as it is while every line shown is still said in that order."""
    shown = ["one", "...", "four"]
    assert recut(shown, ["one", "two", "three", "four"]) == shown


def test_a_cut_survives_new_words() -> None:
    """Where words changed, the cuts stay: the first piece, what begins most like the second, as long as before."""
    shown = ["A title", "", "...", "", "Odds of another", "1 of 9", "", "...", "basis: x1"]
    real = ["A new title", "", "Cast", "", "Odds of one more", "1 of 10", "", "More", "", "basis: x2"]
    assert recut(shown, real) == ["A new title", "", "...", "", "Odds of one more", "1 of 10", "", "...", "basis: x2"]


def test_a_cut_that_fits_nothing_is_refused() -> None:
    """Where nothing begins like what was shown, a person must cut the page again."""
    with pytest.raises(RuntimeError, match="cut the page again"):
        recut(["one", "...", "another line"], ["one", "two"])
