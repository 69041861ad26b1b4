"""Where downloads come from: the history of a git archive, a folder of dated files, a single file."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cliffhanger.charts.edition import digest_of
from cliffhanger.errors import BadDay, BadSource
from cliffhanger.vantage import instant

OFFICIAL = re.compile(r"(^|/)[^/]*(all-weeks-global|all-weeks-countries|most-popular)[^/]*\.(tsv|csv|xlsx)$")
ANY_TABLE = re.compile(r"\.(tsv|csv|xlsx)$")
_DATED = re.compile(r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?!\d)")
_BUNDLE = b"# v"


@dataclass(frozen=True)
class Download:
    """What one download held, not read yet: its name, the instant of its publication, its digest."""

    name: str
    published: datetime
    digest: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class Archive:
    """Downloads, oldest first; `head` names the whole where it is a git history, `undated` what has no day."""

    name: str
    downloads: Sequence[Download]
    head: str | None = None
    undated: Sequence[str] = ()


def opened(
    source: str, published: str | None, holds: Callable[[str], bool] = lambda _: False
) -> contextlib.AbstractContextManager[Archive]:
    """Open whatever can be ingested; `holds` tells of a git commit whether all up to it was taken in already.

    Raises:
        BadSource: it is nothing that can be ingested, or lacks the day of its publication.
        BadDay: `published` is no day.
    """
    path = Path(source)
    if path.is_file() and not _is_bundle(path):
        return contextlib.nullcontext(_file(path, published))
    if published is not None:
        raise BadSource(source, "--published goes with a single file; an archive or a folder tells its own days")
    if path.is_dir() and not _is_repository(path):
        return contextlib.nullcontext(_folder(path))
    if path.exists() or _is_address(source):
        return _git(source, holds)
    raise BadSource(source, "there is no such file, folder or archive")


def _file(path: Path, published: str | None) -> Archive:
    if published is None:
        raise BadSource(path.name, "say when it was published: --published 2026-01-14")
    return Archive(path.name, [_on_disk(path, path.name, instant(published))])


def _folder(path: Path) -> Archive:
    downloads, undated = [], []
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if not ANY_TABLE.search(name) or not file.is_file():
            continue
        days = _DATED.findall(name)
        try:
            downloads.append(_on_disk(file, name, instant("-".join(days[-1]) if days else "")))
        except BadDay:
            undated.append(name)
    if not downloads and not undated:
        raise BadSource(path.name, "the folder holds no .tsv, .csv or .xlsx file")
    return Archive(path.name, sorted(downloads, key=lambda d: (d.published, d.name)), undated=undated)


def _on_disk(path: Path, name: str, published: datetime) -> Download:
    return Download(name, published, digest_of(path.read_bytes()), path.read_bytes)


def _is_bundle(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == _BUNDLE


def _is_repository(path: Path) -> bool:
    return (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())


def _is_address(source: str) -> bool:
    return "://" in source or re.match(r"[\w.-]+@[\w.-]+:", source) is not None


@contextlib.contextmanager
def _git(source: str, holds: Callable[[str], bool]) -> Iterator[Archive]:
    name = source.rstrip("/").rpartition("/")[2]
    head = _head(source)
    if holds(head):
        yield Archive(name, [], head)
        return
    with contextlib.ExitStack() as stack:
        folder = source
        if not Path(source).is_dir():
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cliffhanger-"))
            _run("clone", "--quiet", "--bare", "--", source, folder)
        blobs = stack.enter_context(_Blobs(folder))
        yield Archive(name, list(_history(folder, blobs, head)), head)


def _head(source: str) -> str:
    if Path(source).is_dir():
        return _run("-C", source, "rev-parse", "--verify", "HEAD").strip()
    told = _run("ls-remote", "--", source).splitlines()
    heads = {ref: commit for commit, ref in (line.split("\t", 1) for line in told)}
    if not heads:
        raise BadSource(source, "the archive has no commit")
    return heads.get("HEAD") or min(heads.items())[1]


def _history(folder: str, blobs: _Blobs, head: str) -> Iterator[Download]:
    """List the official files in every commit that changed them, by the time of the commit."""
    log = _run(
        "-C", folder, "log", "--first-parent", "-m", "--reverse", "--raw", "--no-abbrev", "--no-renames", "-z",
        "--format=%x01%cI", head, "--",
    )  # fmt: skip
    found = []
    for commit in log.split("\x01")[1:]:
        day, _, changes = commit.partition("\x00")
        fields = [field.strip("\n") for field in changes.split("\x00")]
        for told, path in zip(fields[::2], fields[1::2], strict=False):
            blob, status = told.split()[3:5]
            if status != "D" and OFFICIAL.search(path):
                found.append(Download(path, instant(day), blob, blobs.reader(blob)))
    return iter(sorted(found, key=lambda download: (download.published, download.name)))


class _Blobs:
    """The blobs of a repository, through one `git cat-file --batch`."""

    def __init__(self, folder: str) -> None:
        self._command = ["git", "-C", folder, "cat-file", "--batch"]

    def __enter__(self) -> _Blobs:
        self._process = subprocess.Popen(  # noqa: S603
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def reader(self, blob: str) -> Callable[[], bytes]:
        return lambda: self._read(blob)

    def _read(self, blob: str) -> bytes:
        asked, answer = self._process.stdin, self._process.stdout
        if asked is None or answer is None:
            raise BadSource(blob, "git does not answer")
        asked.write(blob.encode() + b"\n")
        asked.flush()
        size = int(answer.readline().split()[2])
        return answer.read(size + 1)[:-1]


def _run(*words: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *words], check=False, capture_output=True, encoding="utf-8", env=_environment()
        )
    except FileNotFoundError:
        raise BadSource("an archive", "git is not installed") from None
    if done.returncode:
        said = done.stderr.strip() or "nothing"
        raise BadSource(words[-1], f"git says: {said.splitlines()[-1]}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Leave out what an outer git has set: it would point at another repository."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**own, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
