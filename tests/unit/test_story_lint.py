"""What an editor is told of a story file: each finding with its severity, its line and its remedy."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from cliffhanger.errors import StoryRejected
from cliffhanger.story import Story, lint
from cliffhanger.story.lint import Finding, review
from cliffhanger.story.skeleton import skeleton

SOUND = """\
format_version: 1
title: The House on the Hill
announced: 2026-01-01
released: {S1E1: 2026-01-08, S1E2: 2026-01-15}
episodes: {1: 2}
people: {ada: {}, ben: {}}
sources: {PAGE: {name: A page}}
moments: [boat, feast]
threads: {killer: {asks: Who killed Tom?}}
premise:
  - {introduces: {ada: {name: Ada, role: the heir}}, says: Ada comes home, about: ada, sources: PAGE}
reveals:
  S1E1:
    - {introduces: {ben: {name: Ben, role: the gardener}}, says: Ben digs, about: ben, when: boat}
    - {id: fall, says: Tom falls, opens: killer, answers: {killer: An accident}, when: feast}
    - {says: Ben was on the roof, about: ben, weighs: {killer: {ben: 5}}}
  S1E2:
    - {says: Ben pushed Tom, about: ben, overturns: fall, answers: {killer: ben}, when: feast}
"""


def found(story: str) -> list[tuple[str, int, str, str]]:
    """Review a story and give what was found, without the file."""
    return [(str(one.severity), one.line, one.what, one.remedy) for one in review(story, "house.yaml")]


def changed(*changes: tuple[str, str]) -> str:
    """Give the sound story with some of its texts replaced."""
    story = SOUND
    for old, new in changes:
        assert old in story
        story = story.replace(old, new, 1)
    return story


def test_a_sound_story_has_nothing_to_mend() -> None:
    """The story of all cases below has no finding by itself."""
    assert found(SOUND) == []


CASES: dict[str, tuple[str, str, int, str]] = {
    "a complaint": (changed(("about: ada", "about: adda")), "error", 11, "unknown person 'adda'"),
    "story time in a circle": (
        changed(("[boat, feast]", "{boat: {after: feast}, feast: {after: boat}}")),
        "error",
        8,
        "story time runs in a circle",
    ),
    "a tie that ends before it begins": (
        changed(
            ("says: Ben digs", "relation: {of: ben, to: ada, is: friend, from: feast, until: boat}, says: Ben digs")
        ),
        "error",
        14,
        "lasts until 'boat', which is before 'feast'",
    ),
    "a tie out of order in a mapping": (
        changed(
            ("[boat, feast]", "{boat: {}, day: {after: boat}, feast: {after: day}}"),
            ("says: Ben digs", "relation: {of: ben, to: ada, is: friend, from: feast, until: boat}, says: Ben digs"),
        ),
        "error",
        14,
        "lasts until 'boat'",
    ),
    "a tie with an article": (
        changed(("says: Ben digs", "relation: {of: ben, to: ada, is: the friend}, says: Ben digs")),
        "note",
        14,
        "`is: the friend` is read with an article",
    ),
    "overturning what is told later": (
        changed(("when: boat}", "when: boat, overturns: fall}")),
        "warning",
        14,
        "overturns 'fall', which is told later, in S1E1 (line 15)",
    ),
    "overturning what says nothing": (
        changed(
            ("{introduces: {ben", "{id: enters, introduces: {ben"),
            ("says: Ben digs, about: ben, when: boat", "opens: killer"),
            ("overturns: fall", "overturns: [fall, enters]"),
        ),
        "warning",
        18,
        "'enters' says nothing, so that there is no twist",
    ),
    "overturning in a circle": (
        changed(("id: fall,", "id: fall, overturns: push,"), ("{says: Ben pushed", "{id: push, says: Ben pushed")),
        "warning",
        18,
        "neither this claim nor 'fall' stands: claims overturn each other in a circle",
    ),
    "a twist without a clue": (
        changed((", weighs: {killer: {ben: 5}}", "")),
        "note",
        18,
        "the twist may feel unfair: nothing told before points to it, or speaks against 'fall'",
    ),
    "a thread never opened": (
        changed(("threads: {", "threads: {letter: {asks: Who wrote?}, ")),
        "warning",
        9,
        "the thread 'letter' is declared and never opened",
    ),
    "a thread left open": (
        changed(("threads: {", "threads: {letter: {asks: Who wrote?}, "), ("opens: killer", "opens: [killer, letter]")),
        "note",
        9,
        "the thread 'letter' is left open: nothing answers it",
    ),
    "a thread whose answers fell": (
        changed((", answers: {killer: ben}", "")),
        "note",
        9,
        "the thread 'killer' is left open: every answer to it is overturned",
    ),
    "a thread answered before it is opened": (
        changed(("about: ada, sources", "about: ada, answers: {killer: A fall}, sources")),
        "warning",
        11,
        "`answers`: the thread 'killer' is opened only in S1E1 (line 15), after the premise",
    ),
    "a thread answered twice": (
        changed(("overturns: fall, ", ""), ("An accident", "ada")),
        "warning",
        18,
        "the thread 'killer' is answered here and on line 15, and both stand",
    ),
    "an answer that nothing weighed": (
        changed(("{ben: 5}", "{ada: 5}")),
        "note",
        18,
        "is answered by 'ben', whom no `weighs` mentions",
    ),
    "a person who acts too early": (
        changed(("about: ada", "about: [ada, ben]")),
        "warning",
        11,
        "'ben' stands in `about` in the premise, but introduced only in S1E1 (line 14)",
    ),
    "a secret that waits for its person": (
        changed(("about: ada", "about: ada, known_by: ben")),
        "note",
        11,
        "'ben' stands in `known_by` in the premise",
    ),
    "an answer of who without its moment": (
        changed(("{killer: ben}, when: feast", "{killer: ben}")),
        "note",
        18,
        "this claim answers who, for the thread 'killer', and happens at no moment",
    ),
    "an answer that stands again": (
        SOUND.replace("{says: Ben pushed", "{id: push, says: Ben pushed", 1)
        + "    - {says: Nobody pushed Tom, overturns: push, answers: {killer: Nobody}, when: feast}\n",
        "warning",
        15,
        "the thread 'killer' is answered here by 'An accident', which stands again since what overturned it is",
    ),
    "a person never introduced": (
        changed(("ben: {}}", "ben: {}, cleo: {}}"), ("about: ada", "about: [ada, cleo]")),
        "warning",
        6,
        "'cleo' is never introduced",
    ),
    "a person never used": (
        changed(("ben: {}}", "ben: {}, cleo: {}}")),
        "note",
        6,
        "'cleo' is declared and never used",
    ),
    "a person without a claim": (
        changed(("about: ada, ", "")),
        "note",
        6,
        "'ada' is introduced, and no claim is about them",
    ),
    "an actor who gives two persons away": (
        changed(
            ("role: the heir", "role: the heir, played_by: A. Actor"),
            ("role: the gardener", "role: the gardener, played_by: A.  Actor"),
            ("overturns: fall", "overturns: fall, same_person: [ada, ben]"),
        ),
        "warning",
        14,
        "A. Actor plays 'ada' and 'ben', which tells that they are one before S1E2 does",
    ),
    "a moment at which nothing happens": (
        changed(("[boat, feast]", "[boat, feast, dawn]")),
        "note",
        8,
        "nothing happens at the moment 'dawn'",
    ),
    "a tie from a moment that is never shown": (
        changed(
            ("[boat, feast]", "[boat, feast, dawn]"),
            ("says: Ben digs", "relation: {of: ben, to: ada, is: friend, from: dawn}, says: Ben digs"),
        ),
        "warning",
        8,
        "a tie lasts from or until 'dawn'",
    ),
    "a source never cited": (changed((", sources: PAGE", "")), "note", 7, "the source 'PAGE' is never cited"),
    "an episode without claims": (changed(("{1: 2}", "{1: 3}")), "note", 12, "no claim is revealed in S1E3"),
    "an episode without a day": (
        changed((", S1E2: 2026-01-15", "")),
        "warning",
        17,
        "S1E2 has no day of release, so its claims are never shown",
    ),
    "no day of release": (
        changed(("released: {S1E1: 2026-01-08, S1E2: 2026-01-15}", "watch: There")),
        "warning",
        5,
        "without `released` no episode is ever out",
    ),
    "an announcement after the release": (
        changed(("announced: 2026-01-01", "announced: 2026-01-09")),
        "warning",
        3,
        "announced on 2026-01-09, and an episode is out on 2026-01-08",
    ),
    "a dispute without a rival": (
        changed(("says: Ben digs", "confidence: disputed, says: Ben digs")),
        "note",
        14,
        "what others state is not told",
    ),
    "a rival without a dispute": (
        changed(("says: Ben digs", "confidence: agreed, disputed: He does not, says: Ben digs")),
        "note",
        14,
        "others state something else, and `confidence` is agreed",
    ),
    "a name given away": (
        changed(("says: Ada comes home", "says: Ada comes home to Ben")),
        "warning",
        11,
        "the premise says 'Ben', which is a name of 'ben' only from S1E1 on (line 14)",
    ),
    "a name given away by a question": (
        changed(
            ("Who killed Tom?", "Did Old Tim kill Tom?"),
            ("answers: {killer: ben}", "answers: {killer: ben}, alias: {ben: Old Tim}"),
        ),
        "warning",
        9,
        "S1E1 says 'Old Tim', which is a name of 'ben' only from S1E2 on",
    ),
    "a question that is none": (changed(("Tom?", "Tom")), "note", 9, "does not end with a question mark"),
    "a reason that begins like its lead": (
        changed(("overturns: fall", "overturns: fall, because: Because he could")),
        "note",
        18,
        "`because` is read after 'because', and begins with it",
    ),
    "a role that is a sentence": (changed(("the heir", "the heir.")), "note", 11, "ends with a full stop"),
    "a sentence told twice": (
        changed(("says: Ben pushed Tom", "says: Tom falls")),
        "note",
        18,
        "the same sentence stands on line 15",
    ),
    "a sentence too long": (
        changed(("Ben digs", "Ben digs" + " and digs" * 30)),
        "note",
        14,
        "more than 240 characters",
    ),
    "a sentence that begins small": (
        changed(("says: Ben digs", "says: digs")),
        "note",
        14,
        "begins with a small letter",
    ),
    "no premise": (
        changed(
            ("premise:", "facts:"),
            (
                "{introduces: {ada: {name: Ada, role: the heir}}, says: Ada comes home, about: ada",
                "{says: x, known: 2026-01-01",
            ),
        ),
        "note",
        1,
        "there is no `premise`",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_thing_is_found_with_its_severity_and_its_line(name: str) -> None:
    """What an editor should know is told once, where it stands, with what to do."""
    story, severity, line, what = CASES[name]
    told = [one for one in found(story) if what in one[2]]
    assert [one[:2] for one in told] == [(severity, line)]
    assert told[0][3]


FAIR: dict[str, tuple[str, str]] = {
    "a clue to the truth": ("says: Ben was", "supports: push, says: Ben was"),
    "a clue against the belief": ("says: Ben was", "undermines: fall, says: Ben was"),
}


@pytest.mark.parametrize("name", FAIR)
def test_a_twist_is_fair_with_a_clue_of_any_kind(name: str) -> None:
    """A weight, a clue to the truth or one against the belief prepares a twist, if it is told before."""
    bare = changed((", weighs: {killer: {ben: 5}}", ""), ("{says: Ben pushed", "{id: push, says: Ben pushed"))
    assert any("unfair" in what for _, _, what, _ in found(bare))
    assert not any("unfair" in what for _, _, what, _ in found(bare.replace(*FAIR[name])))
    late = bare + f"    - {{{FAIR[name][1].replace('Ben was', 'Ben was there')}}}\n"
    assert any("unfair" in what for _, _, what, _ in found(late))


def test_a_later_answer_in_words_is_for_a_second_look() -> None:
    """A thread may be answered better and better; only two persons cannot both be the answer."""
    story = changed(("overturns: fall, ", ""))
    assert [one[0] for one in found(story) if "both stand" in one[2]] == ["note"]


def test_a_name_within_a_known_name_gives_nothing_away() -> None:
    """Somebody who enters later under a first name that is known already is not warned of."""
    story = changed(
        ("people: {", "people: {anna: {}, "),
        ("name: Ada,", "name: Anna Ada,"),
        ("says: Ben pushed Tom", "introduces: {anna: {name: Anna}}, says: Anna and Ben pushed Tom"),
        ("says: Ada comes home", "says: Anna comes home"),
        ("about: ben, overturns", "about: [anna, ben], overturns"),
    )
    assert found(story) == []


def test_findings_come_by_line_and_have_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many findings the gravest are told, and that there are more."""
    story = changed(("title: The", "watch: There\ntitle: The"), ("Tom?", "Tom"), ("says: Ben digs", "says: digs"))
    story = story.replace("about: ada", "about: [ada, ben]")
    assert [one[0] for one in found(story)] == ["note", "warning", "note"]
    monkeypatch.setattr(lint, "MOST_FINDINGS", 1)
    assert found(story)[0][:3] == ("note", 0, "2 more findings are left out")
    assert [one[0] for one in found(story)][1:] == ["warning"]


def test_a_file_is_reviewed_by_its_path(tmp_path: Path) -> None:
    """A file that cannot be read is an error among findings, not an accident."""
    file = tmp_path / "house.yaml"
    (missing,) = lint.check(file)
    assert (missing.severity, missing.line, missing.file) == ("error", 0, str(file))
    file.write_text(SOUND, "utf-8")
    assert lint.check(file) == ()


def test_a_finding_reads_as_a_line() -> None:
    """File, line and severity come first, as tools expect them."""
    one = Finding("house.yaml", 3, lint.Severity.WARNING, "it is late", "hurry")
    assert str(one) == "house.yaml:3: warning: it is late; hurry"


@pytest.mark.parametrize("title", ["House", "24", "no", "A: 'b' \"c\" #d", "{x}", "été 🎬"])
def test_the_skeleton_is_a_story_without_findings(title: str) -> None:
    """What a writer begins with is sound, whatever the title."""
    assert review(skeleton(title, date(2026, 1, 1)), "house.yaml") == ()


def test_a_file_that_is_not_there_has_no_line(tmp_path: Path) -> None:
    """What is no fault of a line is told of the file, to an editor as well as to who loads it."""
    file = tmp_path / "nope.yaml"
    said = "cannot read the file: No such file or directory; check its path"
    assert [str(one) for one in lint.check(file)] == [f"{file}: error: {said}"]
    with pytest.raises(StoryRejected, match=re.escape(f"{file}: {said}")):
        Story.load(file)
