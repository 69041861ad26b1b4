"""What is refused in a story file: each complaint has its line, says what was expected, and what to do."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from cliffhanger.errors import Complaint, StoryRejected
from cliffhanger.story import Story, cells, plaintext
from cliffhanger.story.storyfile import MOST_COMPLAINTS

HEAD = """\
format_version: 1
title: The House on the Hill
announced: 2026-01-01
released: 2026-01-08
episodes: {1: 2}
people: {ada: {}, ben: {}}
sources: {PAGE: {name: A page}}
moments: [[boat, dawn], feast]
threads: {killer: {asks: Who did it?}}
"""


def complaints(text: str) -> list[Complaint]:
    """Give what is wrong with a story that must be refused."""
    with pytest.raises(StoryRejected) as refused:
        Story.parse(text, "house.yaml")
    return list(refused.value.complaints)


def told(body: str) -> str:
    """Give a story with these lines after the head; the first of them is line 10."""
    return HEAD + textwrap.dedent(body)


def claim(written: str) -> str:
    """Give a story with one claim, on line 12."""
    return told(f"reveals:\n  S1E1:\n    - {written}\n")


CASES = {
    "unknown key": (claim("{says: x, abuot: [ada]}"), 12, "unknown key 'abuot'", "'about'"),
    "unknown key, nothing like it": (claim("{says: x, zzz: 1}"), 12, "unknown key 'zzz'", "the keys here are says, "),
    "comma in braces": (claim("{says: it is Cleo, too}"), 12, "unknown key 'too'", "in quotes"),
    "unknown key at the top": (told("platfrom: X\n"), 10, "unknown key 'platfrom'", "'platform'"),
    "unknown key of a person": (HEAD.replace("ben: {}", "ben: {name: Ben}"), 6, "unknown key 'name'", "remove it"),
    "missing key": (HEAD.replace("title: The House on the Hill\n", ""), 1, "the key 'title' is missing", "add it"),
    "missing key within": (claim("introduces: {ada: {role: x}}"), 12, "the key 'name' is missing", "add it"),
    "nothing written": (HEAD.replace("The House on the Hill", ""), 2, "`title`: expected text, found nothing", ""),
    "not text": (claim("{says: [x]}"), 12, "`says`: expected text, found a list", ""),
    "not a list": (told("reveals:\n  S1E1: x\n"), 11, "`S1E1`: expected a list, found 'x'", ""),
    "not a mapping": (claim("x"), 12, "expected a mapping, found 'x'", ""),
    "not a day": (HEAD.replace("2026-01-01", "1 Jan"), 3, "`announced`: expected a day such as 2026-01-14", ""),
    "no such day": (HEAD.replace("2026-01-01", "2026-02-30"), 3, "found '2026-02-30'", ""),
    "not a number": (HEAD.replace("{1: 2}", "{1: two}"), 5, "expected a number of episodes", ""),
    "not decibans": (claim("{says: x, weighs: {killer: {ada: 1.5}}}"), 12, "expected a whole number of decibans", ""),
    "not an episode": (told("reveals:\n  s1e1: []\n"), 11, "expected an episode such as S1E3, found 's1e1'", ""),
    "not an id": (HEAD.replace("ben:", "Ben B:"), 6, "expected a person's id", ""),
    "not one of a few words": (claim("{says: x, confidence: agred}"), 12, "expected agreed, single,", "'agreed'"),
    "no such episode": (told("reveals:\n  S1E3: []\n"), 11, "there is no episode S1E3", "season 1 has 2"),
    "release of no episode": (HEAD.replace("2026-01-08", "{S2E1: 2026-01-08}"), 4, "there is no episode S2E1", ""),
    "note behind no episode": (
        told("adaptation:\n  - {says: x, compares: same, reveals: S1E9}\n"),
        11,
        "there is no episode S1E9",
        "correct it",
    ),
    "season never announced": (
        HEAD.replace("2026-01-01", "{2: 2026-01-01}"),
        3,
        "season 1 is never announced",
        "add 1",
    ),
    "announcement of no season": (HEAD.replace("2026-01-01", "{2: 2026-01-01}"), 3, "there is no season 2", ""),
    "one release for seasons": (HEAD.replace("{1: 2}", "{1: 2, 2: 1}"), 4, "one day of release for several", "each"),
    "unknown person": (claim("{says: x, about: [bem]}"), 12, "unknown person 'bem'", "'ben'"),
    "unknown person introduced": (claim("introduces: {zoe: {name: Z}}"), 12, "unknown person 'zoe'", "`people`"),
    "unknown party": (claim("{says: x, believed_by: [everyone]}"), 12, "unknown person 'everyone'", "capital letter"),
    "unknown answer": (claim("{says: x, answers: {killer: zoe}}"), 12, "unknown person 'zoe'", "`people`"),
    "unknown weight": (claim("{says: x, weighs: {killer: {zoe: 1}}}"), 12, "unknown person 'zoe'", "`people`"),
    "unknown relation": (claim("{relation: {of: ada, to: zoe, is: y}}"), 12, "unknown person 'zoe'", "`people`"),
    "unknown thread": (claim("{says: x, opens: kiler}"), 12, "unknown thread 'kiler'", "'killer'"),
    "unknown moment": (claim("{says: x, when: feats}"), 12, "unknown moment 'feats'", "'feast'"),
    "unknown claim": (claim("{says: x, overturns: one}"), 12, "unknown claim 'one'", "give that claim this `id`"),
    "unknown source": (claim("{says: x, sources: PAGES}"), 12, "unknown source 'PAGES'", "'PAGE'"),
    "id twice": (claim("{says: x, id: a}\n    - {says: y, id: a}"), 13, "the id 'a' is here twice", "line 12"),
    "moment twice": (HEAD.replace("feast]", "boat]"), 8, "the moment 'boat' is here twice", "line 8"),
    "clue to no claim": (claim("{says: x, supports: one}"), 12, "unknown claim 'one'", "give that claim this `id`"),
    "clue against itself": (claim("{says: x, id: a, undermines: a}"), 12, "undermines itself", "is a clue against"),
    "unknown knower": (claim("{says: x, known_by: [zoe]}"), 12, "unknown person 'zoe'", "`people`"),
    "knowing without a sentence": (claim("{opens: killer, known_by: ada}"), 12, "`known_by` without `says`", ""),
    "tie from no moment": (
        claim("{relation: {of: ada, to: ben, is: y, from: feats}}"),
        12,
        "unknown moment 'feats'",
        "'feast'",
    ),
    "the same tie twice": (
        claim("{relation: [{of: ada, to: ben, is: y}, {of: ada, to: ben, is: y, until: feast}]}"),
        12,
        "the same tie twice",
        "a claim of its own",
    ),
    "parts without a word": (told("told_in: two words\n"), 10, "expected one word, such as chapter", ""),
    "after no moment": (
        HEAD.replace("[[boat, dawn], feast]", "{boat: {}, feast: {after: baot}}"),
        8,
        "unknown moment 'baot'",
        "'boat'",
    ),
    "unknown key of a moment": (
        HEAD.replace("[[boat, dawn], feast]", "{boat: {aftr: feast}, feast: }"),
        8,
        "unknown key 'aftr'",
        "'after'",
    ),
    "story time in a circle": (
        HEAD.replace(
            "[[boat, dawn], feast]", "\n  boat: {after: dawn}\n  dawn: {after: feast}\n  feast: {after: dawn}"
        ),
        11,
        "in a circle: 'feast' before 'dawn' before 'feast'",
        "`after`",
    ),
    "overturns itself": (claim("{says: x, id: a, overturns: a}"), 12, "overturns itself", "replaces"),
    "the same person": (claim("{same_person: [ada, ada]}"), 12, "expected two persons", "both"),
    "tells nothing": (claim("{about: [ada]}"), 12, "this claim tells nothing", "`says`"),
    "wants a sentence": (claim("{answers: {killer: ada}}"), 12, "`answers` without `says`", "the sentence"),
    "newer format": (HEAD.replace("format_version: 1", "format_version: 2"), 1, "is written in format 2", "update"),
    "key twice": (HEAD + "title: Again\n", 10, "the key 'title' is here twice", "line 2"),
    "key twice, within": (claim("{says: x, says: y}"), 12, "the key 'says' is here twice", "line 12"),
    "anchor": (claim("{says: &a x}"), 12, "an anchor (&a) is refused", "remove it"),
    "alias": (claim("{says: *a}"), 12, "an alias (*) is refused", "write the text out"),
    "tag": (claim("{says: !!int 3}"), 12, "a tag (tag:yaml.org,2002:int) is refused", "remove it"),
    "tag directive": ("%TAG ! tag:x,1:\n---\n" + HEAD, 1, "a directive (%) is refused", "remove the line"),
    "second document": (HEAD + "---\nx: y\n", 10, "a second document starts here", "one story"),
    "not YAML": (claim("{says: x"), 13, "not YAML here", "check indentation"),
    "key that is no text": (told("? [a]\n: b\n"), 10, "a key must be text", "before the colon"),
    "key that is a mapping": (claim("{{a: b}: c}"), 12, "a key must be text", "before the colon"),
    "too deep": (claim("[" * 30 + "]" * 30), 12, "nested more than 20 deep", ""),
    "control character": (claim("{says: a\x07b}"), 12, "the control character U+0007", "remove it"),
    "bidirectional override": (claim("{says: a\u202eb}"), 12, "the bidirectional override U+202E", "remove it"),
    "override, escaped": (claim('{says: "a\\u202eb"}'), 12, "the bidirectional override U+202E", "remove it"),
    "half a character": (claim("{says: a\ud800b}"), 12, "U+D800", "remove it"),
    "empty": ("", 1, "expected a mapping, found nothing", ""),
    "a list": ("- x\n", 1, "expected a mapping, found a list", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_a_complaint_has_its_line_its_reason_and_its_remedy(name: str) -> None:
    """Each thing that can be wrong is told with the line on which it stands."""
    text, line, what, remedy = CASES[name]
    found = [one for one in complaints(text) if what in one.what]
    assert [(one.file, one.line) for one in found] == [("house.yaml", line)]
    assert remedy in found[0].remedy


def test_a_sound_story_is_taken() -> None:
    """The head of all cases above is sound by itself."""
    assert Story.parse(HEAD)
    assert Story.parse("# a story\n%YAML 1.2\n---\n" + HEAD)


def test_all_complaints_come_at_once_in_the_order_of_lines() -> None:
    """Grammar apart, one reading tells everything: keys, values and names."""
    found = complaints(
        told("""\
        platfrom: X
        reveals:
          S1E1:
            - {says: x, about: [zoe], id: one}
            - {says: y, sources: NONE, overturns: two, confidence: high}
          S1E4:
            - {says: z, id: one}
        """)
    )
    assert [one.line for one in found] == [10, 13, 14, 14, 14, 15, 16]


def test_words_may_stand_where_persons_may() -> None:
    """A space or a capital letter makes words of a name."""
    assert Story.parse(claim("{says: x, believed_by: [the town, Everyone, ada], told_by: A neighbour}"))


def test_a_byte_order_mark_and_foreign_line_ends_are_tolerated(tmp_path: Path) -> None:
    """What other editors leave in a file does no harm, and lines are counted right."""
    file = tmp_path / "house.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + HEAD.replace("\n", "\r\n").encode())
    assert Story.load(file)
    file.write_bytes((HEAD + "x: y\n").replace("\n", "\r\n").encode())
    with pytest.raises(StoryRejected) as refused:
        Story.load(file)
    assert [(one.file, one.line) for one in refused.value.complaints] == [(str(file), 10)]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A file that cannot be opened is a complaint like any other."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(StoryRejected, match="cannot read the file"):
            Story.load(path)


def test_another_encoding_is_told_by_line(tmp_path: Path) -> None:
    """A file in Latin-1 is refused where its first foreign byte stands."""
    file = tmp_path / "house.yaml"
    file.write_bytes((HEAD + "watch: Café\n").encode("latin-1"))
    with pytest.raises(StoryRejected, match="is not UTF-8; save the file as UTF-8") as refused:
        Story.load(file)
    assert refused.value.complaints[0].line == 10


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    """Eleven megabytes are refused, from a file and from text."""
    file = tmp_path / "house.yaml"
    file.write_bytes(b"#" * 11_000_000)
    with pytest.raises(StoryRejected, match="10,000,000 bytes"):
        Story.load(file)
    with pytest.raises(StoryRejected, match="10,000,000 bytes"):
        Story.parse("é" * 5_500_000)


def test_a_bomb_of_aliases_is_refused_at_the_first() -> None:
    """Nothing is expanded."""
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    assert [one.line for one in complaints(bomb)] == [2]


def test_more_values_than_a_story_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of nothing but commas is refused before its list is built."""
    monkeypatch.setattr(plaintext, "MOST_VALUES", 1000)
    assert complaints(claim("[" + "a," * 2000 + "]"))[0].what == "more than 1,000 values"


def test_nobody_enters_everywhere() -> None:
    """Who is introduced day after day is refused before the links multiply."""
    days = [f"  - {{introduces: {{ada: {{name: Ada}}}}, known: 2026-01-{day:02}}}\n" for day in range(1, 26)]
    (found,) = complaints(told("premise:\n" + "".join(days)))
    assert (found.line, found.what) == (35, "`introduces`: 'ada' enters in more than 24 places")


def test_ties_may_not_multiply_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose ties come into view in very many ways is refused before they fill the memory."""
    monkeypatch.setattr(cells, "MOST_WAYS", 3)
    days = [f"  - {{introduces: {{ada: {{name: Ada}}}}, known: 2026-01-0{day}}}\n" for day in (1, 2, 3)]
    about = "reveals:\n  S1E1:\n    - {says: x, about: [ada]}\n"
    assert Story.parse(told("premise:\n" + "".join(days) + about))
    (found,) = complaints(told("premise:\n" + "".join(days) + about + "    - {says: y, about: [ada]}\n"))
    assert (found.what, found.remedy) == (
        "its claims come into view in more than 3 ways",
        "introduce persons and open threads in fewer episodes",
    )


def test_a_mapping_of_moments_has_an_end() -> None:
    """What is known in part costs more than a list, so it is for stories of human size."""
    order = "{" + ", ".join(f"m{number}: {{}}" for number in range(2001)) + "}"
    (found,) = complaints(HEAD.replace("[[boat, dawn], feast]", order))
    assert (found.line, found.what) == (8, "more than 2,000 moments in a mapping")


def test_an_end_of_a_tie_happens_in_few_places() -> None:
    """A moment at which a tie ends may be told in 24 places, like all that brings a tie into view."""
    days = [f"  - {{says: A feast, when: feast, known: 2026-01-{day:02}}}\n" for day in range(1, 26)]
    tie = "  - {relation: {of: ada, to: ben, is: friend, until: feast}}\n"
    (found,) = complaints(told("premise:\n" + "".join(days) + tie))
    assert (found.line, found.what) == (35, "`when`: 'feast' enters in more than 24 places")
    assert Story.parse(told("premise:\n" + "".join(days)))


def test_complaints_have_an_end() -> None:
    """Ten thousand faults are not told one by one."""
    found = complaints(told("reveals:\n  S1E1:\n" + "    - {}\n" * 10_000))
    assert len(found) == MOST_COMPLAINTS + 1
    assert "more wrong" in found[-1].what


def test_the_schema_names_every_key() -> None:
    """Editors learn from the schema what the loader takes."""
    schema = Story.schema()
    assert schema["properties"]["title"]["type"] == "string"
    assert "overturns" in schema["$defs"]["Claim"]["properties"]
    assert schema["additionalProperties"] is False
    keys = {key for model in schema["$defs"].values() for key in model.get("properties", {})} | {*schema["properties"]}
    assert {"is", "same_person", "place_in_episode", "known", "compares"} <= keys
