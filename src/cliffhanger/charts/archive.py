"""Where downloads come from: the history of a git archive, a folder of dated files, a single file."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cliffhanger.charts.edition import digest_of
from cliffhanger.charts.fact_kinds import KINDS
from cliffhanger.charts.facts import HEAD, kind_of
from cliffhanger.charts.git import Blobs, printable, run
from cliffhanger.errors import BadDay, BadSource
from cliffhanger.vantage import instant

OFFICIAL = re.compile(r"(^|/)[^/]*(all-weeks-global|all-weeks-countries|most-popular)[^/]*\.(tsv|csv|xlsx)$")
ANY_TABLE = re.compile(r"\.(tsv|csv|xlsx)$")
_DATED = re.compile(
    r"(?<!\d)(20\d\d)-?([01]\d)-?([0-3]\d)(?:[T _]([01]\d|2[0-3])[.:-]?([0-5]\d)(?:[.:-]?([0-5]\d))?)?(?!\d)", re.ASCII
)
"""A day, perhaps with a time (UTC): `2026-01-14`, `20260114T1350`, `2026-01-14 13.50`, `2026-01-14_13-50`."""
_BUNDLE = b"# v"
OFFICIAL_NAMES = "all-weeks-global.tsv", "all-weeks-countries.tsv", "most-popular.tsv"
FILES = frozenset({"100644", "100755"})
"""The modes of what is neither a link nor another repository."""


@dataclass(frozen=True)
class Download:
    """What one download held, not read yet: its name, the instant of its publication, its digest.

    Where it is not `dated`, nothing tells when it was published, and the instant is that at which it is taken in.
    """

    name: str
    published: datetime
    digest: str
    read: Callable[[], bytes]
    dated: bool = True


@dataclass(frozen=True)
class Archive:
    """Downloads, oldest first; `head` names the whole where it is a git history, `undated` what has no day."""

    name: str
    downloads: Sequence[Download]
    head: str | None = None
    undated: Sequence[str] = ()


def opened(
    source: str,
    published: str | None,
    holds: Callable[[str], bool] = lambda _: False,
    taken_in: datetime | None = None,
) -> contextlib.AbstractContextManager[Archive]:
    """Open whatever can be ingested; `holds` tells of a git commit whether all up to it was taken in already.

    A file of facts needs no day of publication where it is told when it is `taken_in` (UTC).

    Raises:
        BadSource: it is nothing that can be ingested, or lacks the day of its publication.
        BadDay: `published` is no day.
    """
    path = Path(source)
    if not path.exists() and not _is_address(source):
        raise BadSource(source, "there is no such file, folder or archive")
    if path.is_file() and not _is_bundle(path):
        return contextlib.nullcontext(_file(path, source, published, taken_in))
    if published is not None:
        raise BadSource(source, "--published goes with a single file; an archive or a folder tells its own days")
    if path.is_dir() and not _is_repository(path):
        return contextlib.nullcontext(_folder(path, source))
    return _git(source, holds)


def _file(path: Path, source: str, published: str | None, taken_in: datetime | None) -> Archive:
    name = printable(path.name)
    if published is None:
        if taken_in is None or not _tells_facts(path):
            raise BadSource(source, "say when it was published: --published 2026-01-14")
        return Archive(name, [replace(_on_disk(path, name, taken_in), dated=False)])
    return Archive(name, [_on_disk(path, name, instant(published))])


def _tells_facts(path: Path) -> bool:
    with path.open("rb") as file:
        return kind_of(file.read(HEAD), KINDS) is not None


def _folder(path: Path, source: str) -> Archive:
    downloads, undated = [], []
    for file in sorted(path.rglob("*")):
        name = printable(file.relative_to(path).as_posix())
        if not ANY_TABLE.search(name) or not file.is_file():
            continue
        try:
            downloads.append(_on_disk(file, name, _dated(name)))
        except BadDay:
            undated.append(name)
    if not downloads and not undated:
        raise BadSource(source, "the folder holds no .tsv, .csv or .xlsx file")
    name = printable(path.resolve().name)
    return Archive(name, sorted(downloads, key=lambda d: (d.published, d.name)), undated=undated)


def _dated(name: str) -> datetime:
    """Read the last date in a name."""
    *_, (year, month, day, hour, minute, second) = _DATED.findall(name) or [("",) * 6]
    return instant(f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:{second or '00'}")


def _on_disk(path: Path, name: str, published: datetime) -> Download:
    try:
        return Download(name, published, digest_of(path.read_bytes()), path.read_bytes)
    except OSError as error:
        raise BadSource(name, f"it cannot be read: {error.strerror}") from None


def _is_bundle(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == _BUNDLE


def _is_repository(path: Path) -> bool:
    return (path / ".git").exists() or ((path / "HEAD").is_file() and (path / "objects").is_dir())


def _is_address(source: str) -> bool:
    return "://" in source or re.match(r"[\w.-]+@[\w.-]+:", source) is not None


@contextlib.contextmanager
def _git(source: str, holds: Callable[[str], bool]) -> Iterator[Archive]:
    local = Path(source).absolute() if Path(source).exists() else None
    name = printable(local.resolve().name) if local else source.rstrip("/").rpartition("/")[2]
    place = str(local or source)
    head = _head(source, place)
    if holds(head):
        yield Archive(name, [], head)
        return
    with contextlib.ExitStack() as stack:
        folder = place
        if not Path(place).is_dir():
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cliffhanger-"))
            run(source, "clone", "--quiet", "--bare", "--template=", "--", place, folder)
        blobs = stack.enter_context(Blobs(folder))
        yield _history(source, folder, blobs, Archive(name, [], head))


def _head(source: str, place: str) -> str:
    if Path(place).is_dir():
        return run(source, "rev-parse", "--verify", "HEAD", folder=place).strip()
    told = run(source, "ls-remote", "--", place).splitlines()
    heads = {ref: commit for commit, ref in (line.split("\t", 1) for line in told)}
    if not heads:
        raise BadSource(source, "the archive has no commit")
    return heads.get("HEAD") or min(heads.items())[1]


def _history(source: str, folder: str, blobs: Blobs, archive: Archive) -> Archive:
    """List the official files in every commit that changed them, by the time of the commit."""
    log = run(
        source, "log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "--no-abbrev",
        "--no-renames", "--no-relative", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color", "-z",
        "--format=%x01%cI", str(archive.head), "--", folder=folder,
    )  # fmt: skip
    found, undated = [], []
    for commit in log.split("\x01")[1:]:
        day, _, changes = commit.partition("\x00")
        fields = [field.strip("\n") for field in changes.split("\x00")]
        for told, path in zip(fields[::2], fields[1::2], strict=False):
            _, mode, _, blob, _ = told.split()
            if mode not in FILES or not OFFICIAL.search(path):
                continue
            name = printable(path)
            try:
                found.append(Download(name, instant(day), blob, blobs.reader(blob)))
            except BadDay:
                undated.append(name)
    if not found and not undated:
        raise BadSource(source, f"no file in its history has a name such as {', '.join(OFFICIAL_NAMES)}")
    return replace(archive, downloads=sorted(found, key=lambda d: (d.published, d.name)), undated=undated)
