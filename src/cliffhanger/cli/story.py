"""Writing story files: begin one, check it, lay it out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cliffhanger.brief.text import harmless
from cliffhanger.cli.options import today
from cliffhanger.cli.show import print_json, say

if TYPE_CHECKING:
    from cliffhanger.story.findings import Finding

SOME_WRONG: Final = 1

story = typer.Typer(
    name="story",
    help="Write story files: begin one, check it, lay it out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_COLOURS: Final = {"error": typer.colors.RED, "warning": typer.colors.YELLOW, "note": typer.colors.BLUE}


class ReviewFormat(StrEnum):
    """How findings are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Story files.")]


@story.command()
def check(
    files: Files,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings, too.")] = False,
    written: Annotated[
        ReviewFormat, typer.Option("--format", help="How to write the findings; github makes them annotations.")
    ] = ReviewFormat.TEXT,
) -> None:
    """Review story files for their editor.

    An error must go: the file is refused, or story time is out of order. A warning should go: something is never
    shown, or shown too early. A note is for a second look. Exits with 1 when a file has an error.

    Example: cliffhanger story check house.yaml

    Example: cliffhanger story check --strict --format github stories/*.yaml
    """
    from cliffhanger.story.lint import check as review

    reviewed = [(str(file), review(file)) for file in files]
    if written is ReviewFormat.JSON:
        print_json(_as_json(reviewed))
    elif written is ReviewFormat.GITHUB:
        _say_lines(_as_command(one) for _, found in reviewed for one in found)
    else:
        for file, found in reviewed:
            _say_lines([*map(_as_line, found), f"{harmless(file)}: {_counted(found)}"])
    wrong = {"error", "warning"} if strict else {"error"}
    if any(one.severity in wrong for _, found in reviewed for one in found):
        raise typer.Exit(SOME_WRONG)


@story.command()
def new(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="The title of the series.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file to write; - is the standard output. [default: named by the title]",
        ),
    ] = None,
) -> None:
    """Begin a story file.

    It holds a small whole story, explained, to be replaced piece by piece. A file that is there already is left alone.

    Example: cliffhanger story new "The House on the Hill"
    """
    from cliffhanger.cli.files import is_standard, write_new
    from cliffhanger.story.people import slug
    from cliffhanger.story.skeleton import skeleton

    if output and is_standard(output):
        say(skeleton(title, today()), end="")
        return
    path = output or Path(f"{slug(title)[:80] or 'story'}.yaml")
    write_new(path, skeleton(title, today()))
    say(harmless(f"{path}: begun; see it with `cliffhanger story check {path}`"))


@story.command()
def schema() -> None:
    """Print the JSON Schema of story files.

    Editors complete and check keys by it.

    Example: cliffhanger story schema > story.schema.json
    """
    from cliffhanger.story import Story

    print_json(Story.schema())


@story.command()
def fmt(
    files: Files,
    only_check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 when a file is laid out otherwise.")
    ] = False,
) -> None:
    """Lay story files out: indentation, spaces, blank lines, quotes.

    What a file says stays, word by word, with its order, its line breaks and its comments; a file for which that
    cannot be promised is left alone, and the exit status is 1. Files are replaced whole.

    Example: cliffhanger story fmt house.yaml

    Example: cliffhanger story fmt --check stories/*.yaml
    """
    changed = [_laid_out(file, only_check=only_check) for file in files]
    if None in changed or (only_check and any(changed)):
        raise typer.Exit(SOME_WRONG)


def _laid_out(file: Path, *, only_check: bool) -> bool | None:
    """Lay a file out and tell whether that changes it; None where it cannot be done."""
    from cliffhanger.cli.files import write_whole
    from cliffhanger.errors import StoryRejected
    from cliffhanger.story import storyfile
    from cliffhanger.story.layout import formatted
    from cliffhanger.story.plaintext import Fault

    try:
        raw = storyfile.raw_of(file)
        text = formatted(storyfile.text_of(raw, str(file)))
    except StoryRejected as rejected:
        typer.echo(harmless(str(rejected)), err=True)
        return None
    except Fault as fault:
        remedy = f"; {fault.remedy}" if fault.remedy else ""
        typer.echo(harmless(f"{file}:{fault.line}: {fault.what}{remedy}"), err=True)
        return None
    if text.encode() == raw:
        return False
    if not only_check:
        write_whole(file, text)
    say(harmless(f"{file}: {'would be laid out' if only_check else 'laid out'}"))
    return True


def _say_lines(lines: Iterable[str]) -> None:
    if told := "\n".join(lines):
        say(told)


def _as_line(one: Finding) -> str:
    line = harmless(str(one))
    if not sys.stdout.isatty():
        return line
    mark = f" {one.severity}:"
    return line.replace(mark, typer.style(mark, fg=_COLOURS[one.severity], bold=True), 1)


def _counted(found: Sequence[Finding]) -> str:
    counts = Counter(str(one.severity) for one in found)
    told = (f"{count} {name}{'' if count == 1 else 's'}" for name in _COLOURS if (count := counts[name]))
    return ", ".join(told) or "nothing to mend"


def _as_json(reviewed: Sequence[tuple[str, Sequence[Finding]]]) -> dict[str, Any]:
    counts = Counter(str(one.severity) for _, found in reviewed for one in found)
    files = [{"file": file, "findings": [_fields(one) for one in found]} for file, found in reviewed]
    return {"files": files, **{f"{name}s": counts[name] for name in _COLOURS}}


def _fields(one: Finding) -> dict[str, Any]:
    return {"line": one.line, "severity": str(one.severity), "what": one.what, "remedy": one.remedy}


def _as_command(one: Finding) -> str:
    """Write a finding as a workflow command of GitHub; what ends or splits a command there is escaped."""
    name = "notice" if one.severity == "note" else str(one.severity)
    told = f"{one.what}{'; ' if one.remedy else ''}{one.remedy}"
    place = f"file={_escaped(one.file, ':,')},line={max(one.line, 1)},title=story%3A {one.severity}"
    return f"::{name} {place}::{_escaped(told)}"


def _escaped(text: str, also: str = "") -> str:
    return harmless("".join(f"%{ord(c):02X}" if c in f"%\r\n{also}" else c for c in text))
