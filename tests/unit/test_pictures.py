"""Pictures: SVG that is well-formed, says in words what it shows, and does nothing with what stories hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from cliffhanger.brief import svg
from cliffhanger.brief.blocks import Picture
from cliffhanger.brief.pictures.fan import fan_picture
from cliffhanger.brief.pictures.run import Mark, run_picture
from cliffhanger.brief.pictures.storyline import storyline_picture
from cliffhanger.brief.pictures.suspicion import suspicion_picture
from cliffhanger.brief.suspects import NOTHING
from cliffhanger.forecast.outlook import Alike
from cliffhanger.story import Story, StoryView
from cliffhanger.vantage import Vantage, Watched, parse_day
from outlooks import opened
from shell import ask
from stories import yaml_text

SPACE = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert(1)</script>\"' & <Ada>"
SUNDAY = date(2026, 1, 11)


def view(watched: str = "all", name: str = "Ada Hill") -> StoryView:
    """Give a view of a small story with a question of who."""
    story: dict[str, Any] = {
        "format_version": 1,
        "title": "The Old House",
        "announced": "2026-01-01",
        "released": "2026-01-08",
        "episodes": {"1": 3},
        "people": {"ada": {}, "ben": {}, "cleo": {}},
        "threads": {"killer": {"asks": "Who pushed Tom?"}},
        "moments": [["feast", "boat"]],
        "premise": [
            {"introduces": {"ada": {"name": name}, "ben": {"name": "Ben"}}, "says": "Two meet", "about": ["ada", "ben"]}
        ],
        "reveals": {
            "S1E1": [
                {
                    "says": "Tom falls",
                    "opens": "killer",
                    "weighs": {"killer": {"ada": 3}},
                    "when": "feast",
                    "about": "ada",
                },
                {"says": "Ben is out", "about": ["ada", "ben"], "when": "boat"},
            ],
            "S1E2": [
                {"says": "Cleo comes", "introduces": {"cleo": {"name": "Cleo"}}, "about": ["cleo", "ben"]},
                {"says": "She did it", "weighs": {"killer": {"cleo": 12}}, "about": "cleo", "when": "feast"},
            ],
        },
    }
    found = Story.parse(yaml_text(story)).at(Vantage(parse_day("2026-02-01"), Watched.parse(watched)))
    assert found is not None
    return found


def marks(*weeks: int) -> list[Mark]:
    """Give weeks on the chart, by their distance from the first."""
    return [Mark(SUNDAY + timedelta(7 * week), min(10, 1 + week), 9_000_000 // (1 + week)) for week in weeks]


def all_pictures(name: str = "Ada Hill") -> dict[str, Picture]:
    """Draw one picture of each kind."""
    shown = view(name=name)
    return {
        "telling": storyline_picture(shown, note=name),
        "fabula": storyline_picture(shown, "fabula", name),
        "suspicion": suspicion_picture(shown, name),
        "run": run_picture(name, marks(0, 1, 4), note=name),
        "fan": fan_picture(replace(opened(), title=name, category=name, alike=(Alike(name, (9e6, 8e6)),)), name),
    }


def parsed(picture: Picture) -> ElementTree.Element:
    """Read a picture as XML."""
    return ElementTree.fromstring(picture.svg)


def texts(picture: Picture) -> list[str]:
    """List the words written in a picture."""
    return [element.text or "" for element in parsed(picture).iter(f"{SPACE}text")]


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour, as WCAG 2.2 defines it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", ["telling", "fabula", "suspicion", "run", "fan"])
def test_a_picture_stands_by_itself(kind: str) -> None:
    """It is one element of SVG with a name and words for it, without script, host, file or id."""
    picture = all_pictures()[kind]
    root = parsed(picture)
    assert root.tag == f"{SPACE}svg"
    assert [child.tag for child in root][:2] == [f"{SPACE}title", f"{SPACE}desc"]
    assert root[1].text == picture.says
    names = {name for element in root.iter() for name in element.attrib}
    assert not names & {"href", "src", "id", "style"}
    assert not [name for name in names if name.startswith("on") or "}" in name]
    assert not re.search(r"url\(|@import|http(?!://www\.w3\.org/2000/svg\")", picture.svg)
    assert {element.tag.removeprefix(SPACE) for element in root.iter()} <= {
        *("svg", "title", "desc", "style", "g", "rect", "line", "circle", "path", "text")
    }


@pytest.mark.parametrize("kind", ["telling", "fabula", "suspicion", "run", "fan"])
def test_a_picture_has_the_same_bytes_each_time(kind: str) -> None:
    """Drawing twice gives the same text."""
    assert all_pictures()[kind] == all_pictures()[kind]


@pytest.mark.parametrize("kind", ["telling", "fabula", "suspicion", "run", "fan"])
def test_names_are_words_and_never_markup(kind: str) -> None:
    """What a name holds of markup is shown as it is, and adds no element."""
    plain, hostile = all_pictures()[kind], all_pictures(HOSTILE)[kind]
    assert {element.tag for element in parsed(hostile).iter()} <= {element.tag for element in parsed(plain).iter()}
    assert "<script" not in hostile.svg
    assert "</title><script>" in "".join(texts(hostile))


def test_what_xml_does_not_bear_is_replaced() -> None:
    """Control characters, halves of characters and signs that turn a line are replaced, in words and attributes."""
    odd = "a\x00b\x1bc\ud800d\uffffe\u202ef\tg\nh"
    root = ElementTree.fromstring(run_picture(odd, marks(0)).svg)
    assert root[0].text == "a�b�c�d�e�f�g�h, by week".removesuffix(", by week")


def test_numbers_are_written_in_one_way() -> None:
    """A number has at most one decimal, and no sign before nothing."""
    assert [svg.number(value) for value in (1.0, 2.04, -0.01, 10, 0.15 + 0.2)] == ["1", "2", "0", "10", "0.3"]


@pytest.mark.parametrize("which", [0, 1], ids=["light", "dark"])
def test_every_hue_can_be_read_on_its_ground(which: int) -> None:
    """Names and lines in each hue stand out from the ground by 4.5 to 1, as WCAG asks of text."""
    for pair in (*svg.COLOURS, svg.INK, svg.QUIET):
        assert contrast(pair[which], svg.GROUND[which]) >= 4.5


def test_words_are_cut_where_they_do_not_fit() -> None:
    """A text that is wider than its room is cut, and says so."""
    assert svg.shortened("Ada", 15, 100) == "Ada"
    cut = svg.shortened("A" * 100, 15, 100)
    assert cut.endswith("…")
    assert svg.width_of(cut, 15) <= 100
    assert svg.wrapped("one two three", 10, svg.width_of("one two", 10)) == ["one two", "three"]


# Storylines.


def test_a_storyline_says_who_meets_whom() -> None:
    """The words for the picture name the meetings of each part, and no others."""
    assert storyline_picture(view()).says == (
        "The premise: Ada Hill and Ben. Episode 1: Ada Hill and Ben. Episode 2: Ben and Cleo. Episode 3: nobody meets."
    )


def test_a_storyline_by_fabula_goes_through_the_moments() -> None:
    """What has no moment stands at its time of telling, and moments of no known order are joined by a bar."""
    picture = storyline_picture(view(), "fabula")
    assert [words for words in texts(picture) if words in {"premise", "feast", "boat", "episode 2"}] == [
        *("premise", "feast", "boat", "episode 2")
    ]
    assert "in no known order" in picture.svg


def test_a_storyline_shows_nobody_who_has_not_entered() -> None:
    """Before their episode, somebody has no line, and no trace in the words."""
    before, after = (storyline_picture(view(watched)) for watched in ("S1E1", "S1E2"))
    assert "Cleo" not in before.svg
    assert "Cleo" in texts(after)


def test_lines_are_continuous() -> None:
    """A line is one path, that goes level and in curves from its first scene to its last without lifting the pen."""
    lines = [
        path for path in parsed(storyline_picture(view())).iter(f"{SPACE}path") if "ch-line" in path.attrib["class"]
    ]
    assert len(lines) == 3
    for line in lines:
        commands = re.findall("[A-Z]", line.attrib["d"])
        assert commands[0] == "M"
        assert set(commands[1:]) <= {"H", "C"}
        numbers = [float(number) for number in re.findall(r"(?<=[MHC] )[\d.]+", line.attrib["d"])]
        assert numbers == sorted(numbers)


def test_a_line_is_thin_where_nothing_is_told_of_its_person() -> None:
    """Who comes back after many scenes has a thin line meanwhile, which joins the thick ones before and after it."""
    ada, ben = _lines_of_who_is_away(9)
    assert ["ch-thin" in path.attrib["class"] for path in ada] == [False, True]
    assert ["ch-thin" in path.attrib["class"] for path in ben] == [False]
    before, after = (path.attrib["d"].split() for path in ada)
    assert before[-1] == after[1]


def test_a_line_is_not_thin_for_a_short_absence() -> None:
    """Eight scenes are not too many to be seen through."""
    ada, _ = _lines_of_who_is_away(8)
    assert ["ch-thin" in path.attrib["class"] for path in ada] == [False]


def _lines_of_who_is_away(scenes: int) -> tuple[list[ElementTree.Element], list[ElementTree.Element]]:
    """Draw a story in which Ada is away for some scenes; give the lines of her and of Ben, who is always there."""
    last = scenes + 3
    reveals = {f"S1E{number}": [{"says": "Ben and Cleo talk", "about": ["ben", "cleo"]}] for number in range(1, last)}
    reveals["S1E1"] = [{"says": "Ada and Ben meet", "about": ["ada", "ben"]}]
    reveals["S1E2"] = [{"says": "Ada and Cleo meet", "about": ["ada", "cleo"]}]
    reveals[f"S1E{last}"] = [{"says": "Ada meets Ben again", "about": ["ada", "ben"]}]
    root = parsed(storyline_picture(_story_of(reveals)))
    lines = {path.findtext(f"{SPACE}title"): group for group in root.iter(f"{SPACE}g") for path in group}
    ada, ben = ([*lines[name].iter(f"{SPACE}path")] for name in ("Ada", "Ben"))
    return ada, ben


def _story_of(reveals: dict[str, Any]) -> StoryView:
    people = ("ada", "ben", "cleo")
    story = {
        "format_version": 1,
        "title": "The Old House",
        "announced": "2026-01-01",
        "released": "2026-01-08",
        "episodes": {"1": len(reveals)},
        "people": {name: {} for name in people},
        "premise": [{"introduces": {name: {"name": name.title()} for name in people}}],
        "reveals": reveals,
    }
    found = Story.parse(yaml_text(story)).at(Vantage(date(2026, 2, 1), Watched.parse("all")))
    assert found is not None
    return found


# Suspicion.


def test_suspicion_says_every_chance() -> None:
    """The words for the picture tell the chance of each answer after each part, the likeliest first."""
    shown = view("S1E1")
    (step,) = shown.suspicion[0].steps
    said = suspicion_picture(shown).says
    assert said.startswith(f"Who pushed Tom? After episode 1: {step.chances[0].answer} ")
    assert "someone else" in said


def test_suspicion_names_each_answer_at_the_end_of_its_line() -> None:
    """Each answer has one name with its chance now, and no two stand on one another."""
    root = parsed(suspicion_picture(view()))
    ends = [
        (text.text, float(text.attrib["y"]))
        for text in root.iter(f"{SPACE}text")
        if re.search(r"(Ada Hill|Cleo|someone else) [<>]?\d+%", text.text or "")
    ]
    assert len(ends) == 3
    rows = sorted(y for _, y in ends)
    assert all(lower - upper >= 16 for upper, lower in pairwise(rows))


def test_an_answer_begins_where_it_enters() -> None:
    """Somebody who is suspected from the second episode on has a dot for each episode from there, and none before."""
    root = parsed(suspicion_picture(view()))
    dots = [circle.attrib["class"] for circle in root.iter(f"{SPACE}circle")]
    assert (dots.count("ch-quiet"), dots.count("ch-a0"), dots.count("ch-a1")) == (3, 3, 2)


def test_suspicion_without_a_question_is_a_picture_too() -> None:
    """Where no question of who is weighed, the picture says so, in the words of the text."""
    picture = suspicion_picture(view("none"))
    assert picture.says == NOTHING == "No question of who is weighed so far."
    assert picture.says in texts(picture)


# Runs.


def test_a_run_says_its_weeks_and_its_gaps() -> None:
    """The words for the picture tell rank and views of each week, and how long it was off the chart."""
    assert run_picture("The Old House", marks(0, 3)).says == (
        "The Old House, by week. Week to 11 January 2026: rank 1, 9.0 million views. Off the chart for two weeks. "
        "Week to 1 February 2026: rank 4, 2.2 million views."
    )


def test_the_line_of_ranks_breaks_where_the_run_is_off_the_chart() -> None:
    """Nothing is drawn over weeks of which nothing was published."""
    line = next(path for path in parsed(run_picture("x", marks(0, 1, 4, 5))).iter(f"{SPACE}path"))
    assert re.findall("[A-Z]", line.attrib["d"]) == ["M", "L", "M", "L"]


def test_a_run_without_views_shows_ranks_alone() -> None:
    """Where nothing was published but ranks, there are no bars."""
    picture = run_picture("x", [Mark(SUNDAY, 3, None), Mark(SUNDAY + timedelta(7), 9, None)])
    assert len([*parsed(picture).iter(f"{SPACE}rect")]) == 1
    assert picture.says.endswith("Week to 18 January 2026: rank 9.")


@pytest.mark.parametrize("count", [0, 1, 60])
def test_a_run_of_any_length_is_drawn(count: int) -> None:
    """No week, one, or more than a year of them: bars stay within the picture."""
    root = parsed(run_picture("x", marks(*range(count))))
    width = float(root.attrib["width"])
    for bar in root.iter(f"{SPACE}rect"):
        assert 0 <= float(bar.get("x", 0)) <= float(bar.get("x", 0)) + float(bar.attrib["width"]) <= width


@pytest.mark.parametrize("count", [2, 20, 52])
def test_no_day_of_a_run_leaves_the_picture(count: int) -> None:
    """The days below a run are written whole."""
    root = parsed(run_picture("x", marks(*range(count))))
    days = [text for text in root.iter(f"{SPACE}text") if re.fullmatch(r"\d+ [A-Z][a-z]{2}", text.text or "")]
    assert days
    assert all(
        float(text.attrib["x"]) + svg.width_of(text.text or "", 13) / 2 <= float(root.attrib["width"]) for text in days
    )


@pytest.mark.parametrize("count", [2, 9, 20, 60])
@pytest.mark.parametrize("rises", [False, True])
def test_no_figure_of_a_run_covers_anything(count: int, rises: bool) -> None:
    """A figure above a bar stands on no other bar and no other figure, and the highest bar always has its own."""
    run = [
        Mark(one.week, one.rank, 9_000_000 // (count - place if rises else place + 1))
        for place, one in enumerate(marks(*range(count)))
    ]
    root = parsed(run_picture("x", run))
    bars = [
        {name: float(bar.attrib[name]) for name in ("x", "y", "width")}
        for bar in root.iter(f"{SPACE}rect")
        if bar.get("class") == "ch-a0"
    ]
    figures = [text for text in root.iter(f"{SPACE}text") if re.fullmatch(r"[\d.]+[mk]", text.text or "")]
    assert "9.0m" in [text.text for text in figures]
    boxes = []
    for text in figures:
        x, y, half = float(text.attrib["x"]), float(text.attrib["y"]), svg.width_of(text.text or "", 13) / 2
        assert not [bar for bar in bars if bar["y"] < y and x - half < bar["x"] + bar["width"] and bar["x"] < x + half]
        boxes.append((x - half, x + half, y))
    for place, (left, right, y) in enumerate(boxes):
        assert 0 <= left < right <= float(root.attrib["width"])
        assert not [box for box in boxes[place + 1 :] if abs(box[2] - y) < 13 and left < box[1] and box[0] < right]


def test_a_run_can_be_read_on_a_phone() -> None:
    """A run of a year is drawn so narrow that a phone shows its words at three quarters of their size."""
    assert float(parsed(run_picture("x" * 80, marks(*range(52)))).attrib["width"]) <= 420


# The command.


def test_the_command_writes_a_file_whole_or_not_at_all(tmp_path: Path) -> None:
    """With -o the picture goes to the file and the basis to the reader; a refusal leaves the file as it is."""
    file, own = tmp_path / "x.svg", tmp_path / "own.yaml"
    words = ["storyline", "His & Hers", "--as-of", "2026-02-01", "--watched", "S1E2", "-o", file]
    said = ask(*words)
    assert said.code == 0
    assert said.out.startswith("basis: as of 2026-02-01, watched S1E2, story ")
    drawn = file.read_text("utf-8")
    assert said.out.removeprefix("basis: ").strip() in "".join(ElementTree.fromstring(drawn).itertext())
    assert ask("storyline", "His & Hers", "--as-of", "2026-02-01", "--watched", "S1E99", "-o", file).code == 2
    own.write_text("title: broken")
    assert ask("storyline", "broken", "--story", own, "-o", file).code == 1
    assert file.read_text("utf-8") == drawn
    assert {path.name for path in tmp_path.iterdir()} == {"x.svg", "own.yaml"}


def test_the_command_writes_the_same_to_the_standard_output(tmp_path: Path) -> None:
    """Without -o the picture is all that is written."""
    words = ["storyline", "His & Hers", "--as-of", "2026-02-01", "--watched", "S1E2", "--by", "fabula"]
    assert ask(*words, "-o", tmp_path / "x.svg").code == 0
    assert ask(*words).out == (tmp_path / "x.svg").read_text("utf-8")


def test_a_story_that_is_not_known_yet_is_like_one_that_is_not() -> None:
    """Before it is announced, a title gets the answer that an invented one gets."""
    hidden, unknown = (ask("storyline", name, "--as-of", "2025-12-01") for name in ("His & Hers", "Hers & His"))
    assert (hidden.code, hidden.out) == (unknown.code, unknown.out) == (3, "")
    assert hidden.err == unknown.err.replace("Hers & His", "His & Hers")
