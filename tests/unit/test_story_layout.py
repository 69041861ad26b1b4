"""The canonical layout of a story file: what is written anew, and what stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cliffhanger.story import plaintext
from cliffhanger.story.layout import formatted
from cliffhanger.story.plaintext import Fault
from stories import StoryDict, stories, yaml_text

STORIES = sorted((Path(__file__).parents[2] / "src" / "cliffhanger" / "almanac" / "stories").glob("*.yaml"))

CASES = {
    "indentation": ("a:\n      b:\n         - c: d\n           e: f\n", "a:\n  b:\n    - c: d\n      e: f\n"),
    "a list on the column of its key": ("a:\n- b\n-   c: d\n    e: f\ng: h\n", "a:\n  - b\n  - c: d\n    e: f\ng: h\n"),
    "lists in lists": ("a:\n- - b\n  - c\n-\n  - d\n", "a:\n  - - b\n    - c\n  -\n    - d\n"),
    "spaces in braces": ("a: { b : [c,d ,  e ], f:   {} }\n", "a: {b: [c, d, e], f: {}}\n"),
    "braces over lines": ("a: {b: c,\n   d: [e,\n f]}\n", "a: {b: c,\n    d: [e,\n      f]}\n"),
    "spaces at the end": ("a: b   \nc:\t d\n\n\n", "a: b\nc: d\n"),
    "blank lines": ("\n\na: b\n\n\n\nc: d\n", "a: b\n\nc: d\n"),
    "foreign line ends": ("\ufeffa: b\r\nc: d\r\n", "a: b\nc: d\n"),
    "no line end": ("a: b", "a: b\n"),
    "needless quotes": ("a: \"It was he\"\nb: 'Yes; it was.'\n", "a: It was he\nb: Yes; it was.\n"),
    "other quotes": ("a: 'Who: me?'\nb: 'It''s'\n", 'a: "Who: me?"\nb: "It\'s"\n'),
    "quotes that say more": ('a: "x\\u00e9"\nb: \'say "so"\'\n', 'a: "x\\u00e9"\nb: \'say "so"\'\n'),
    "words that others misread": ("a: 'no'\nb: '24'\nc: '2026-01-08'\n", 'a: "no"\nb: "24"\nc: "2026-01-08"\n'),
    "comments": (
        "# one\na:  # two\n\n    # three\n    b: c #four\n# five\n",
        "# one\na:  # two\n\n  # three\n  b: c  #four\n# five\n",
    ),
    "a comment behind a block": ("a:\n    - b\n    # c\nd: e\n", "a:\n  - b\n  # c\nd: e\n"),
    "comments in braces": ("a: {b: c, # d\n      # e\n  f: g}\n", "a: {b: c,  # d\n    # e\n    f: g}\n"),
    "text over lines": (
        "a: one\n      two\n\n      three\nb: 'x\n     y'\n",
        "a: one\n  two\n\n  three\nb: 'x\n  y'\n",
    ),
    "a block of text": (
        "a:\n    b: |\n          one\n           two\n\n          three\n",
        "a:\n  b: |\n    one\n     two\n\n    three\n",
    ),
    "nothing but a comment": ("# a\n", "# a\n"),
    "nothing": ("", ""),
    "a document mark": ("%YAML 1.2\n---\na:  b\n", "%YAML 1.2\n---\na: b\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_layout_is_written_anew(name: str) -> None:
    """Each freedom of layout has one canonical form, and what has it stays as it is."""
    written, canonical = CASES[name]
    assert formatted(written) == canonical
    assert formatted(canonical) == canonical


@st.composite
def messy(draw: st.DrawFn) -> str:
    """Write a story in a layout of a writer's own: quotes, braces, indentation, comments and blank lines at will."""

    def scalar(text: str) -> str:
        plain = [text] if text.replace(" ", "").isalnum() else []
        return draw(st.sampled_from([*plain, f'"{text}"', f"'{text}'"]))

    def flow(value: object) -> str:
        space = draw(st.sampled_from(["", " "]))
        if isinstance(value, dict):
            told = [f"{scalar(str(key))}: {flow(inner)}" for key, inner in value.items()]
            return f"{{{space}{f',{space}'.join(told)}{space}}}"
        if isinstance(value, list):
            return f"[{space}{f' ,{space}'.join(map(flow, value))}{space}]"
        return scalar(str(value))

    def noise() -> list[str]:
        return draw(st.lists(st.sampled_from(["", "# a note", "      # deep: [note", "  #'"]), max_size=1))

    def block(value: object, depth: int) -> list[str]:
        margin = " " * depth
        step = depth + draw(st.integers(1, 4))
        if isinstance(value, dict) and value and (not depth or draw(st.integers(0, 2))):
            lines = []
            for key, inner in value.items():
                told = block(inner, step)
                lines += (
                    [*noise(), f"{margin}{scalar(str(key))}:", *told]
                    if len(told) > 1
                    else [f"{margin}{key}: {told[0].strip()}"]
                )
            return lines if len(lines) > 1 else [*lines, f"{margin}# alone"]
        if isinstance(value, list) and value and draw(st.integers(0, 2)):
            lines = [line for item in value for line in (*noise(), f"{margin}-  {flow(item)}  # x", *noise())]
            return lines if len(lines) > 1 else [*lines, f"{margin}# alone"]
        return [margin + flow(value)]

    story: StoryDict = draw(stories())
    lines = [line for key, value in story.items() for line in block({key: value}, 0)]
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n  \n"]))


def comments(text: str) -> list[str]:
    return [line[line.index("#") :].strip() for line in text.splitlines() if "#" in line]


@settings(max_examples=200, deadline=None)
@given(messy())
def test_layout_changes_no_word_and_no_comment(text: str) -> None:
    """Whatever a writer's layout, the story stays, the comments stay in their order, and once is enough."""
    written = formatted(text)
    assert repr(plaintext.read(written).root) == repr(plaintext.read(text).root)
    assert comments(written) == comments(text)
    assert formatted(written) == written
    assert all(line == line.rstrip() for line in written.splitlines())


@settings(max_examples=50, deadline=None)
@given(stories())
def test_a_layout_without_freedom_is_kept(story: StoryDict) -> None:
    """What differs in layout alone ends the same."""
    text = yaml_text(story)
    assert formatted(text.replace(": ", ":  ").replace(", ", ",   ")) == formatted(text)


@pytest.mark.parametrize("text", ["a: &b c\n", "a: !!int 3\n", "a: {b\n", "a: b\na: c\n", "a: \x07\n"])
def test_what_cannot_be_read_is_not_laid_out(text: str) -> None:
    """A file that the reader refuses stays as it is."""
    with pytest.raises(Fault):
        formatted(text)


def test_what_would_change_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the layout ever to lose a word or a comment, nothing would be written."""
    from cliffhanger.story import layout

    monkeypatch.setattr(layout, "_quoted", lambda written, value, style: written.replace("b", "c"))
    with pytest.raises(Fault, match="without changing what it says"):
        formatted("a: b\n")
    monkeypatch.undo()
    monkeypatch.setattr(layout._Writer, "_comment", lambda self, line: (self.comments.append(line), "# gone")[1])
    with pytest.raises(Fault, match="without losing a comment"):
        formatted("a: b\n# one\n")


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_the_stories_of_the_almanac_have_the_canonical_layout(file: Path) -> None:
    """What comes with the package is laid out as `story fmt` would lay it out."""
    text = file.read_text("utf-8")
    assert formatted(text) == text
