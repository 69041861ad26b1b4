"""The fan of a forecast, as a picture and as signs in a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cliffhanger.answer import Answer, Basis
from cliffhanger.brief import svg
from cliffhanger.brief.pictures.fan import SMALL, WIDTH, fan_picture
from cliffhanger.brief.pictures.fan_text import ASCII, UNICODE, Sign, fan_text
from cliffhanger.cli.forecast import ForecastFormat, write_forecast
from cliffhanger.forecast.outlook import Alike, Outlook, Range, WeekAhead, WeekSeen
from cliffhanger.vantage import Vantage
from outlooks import FIRST, WEEK, gapped, opened, unseen

SPACE = "{http://www.w3.org/2000/svg}"
THREE = {"opened": opened(), "gapped": gapped(), "unseen": unseen()}
HOURS = st.floats(min_value=0, max_value=1e12)

every = pytest.mark.parametrize("outlook", THREE.values(), ids=THREE)


@st.composite
def outlooks(draw: st.DrawFn) -> Outlook:
    """Give a forecast of any weeks seen and to come, of any size, with or without a runtime."""
    count, ahead = draw(st.integers(0, 30)), draw(st.integers(0, 13))
    seen = tuple(
        WeekSeen(FIRST + place * WEEK, place + 1, hours, None)
        for place, hours in enumerate(draw(st.lists(st.none() | HOURS, min_size=count, max_size=count)))
    )
    ranges = st.lists(HOURS, min_size=5, max_size=5).map(lambda ends: Range(*sorted(ends)))
    to_come = tuple(
        WeekAhead(FIRST + (count + place) * WEEK, count + place + 1, draw(ranges)) for place in range(ahead)
    )
    like = Alike("Another", tuple(draw(st.lists(st.none() | HOURS, max_size=40))))
    return replace(opened(), seen=seen, ahead=to_come, alike=(like,), runtime=draw(st.none() | st.floats(0.1, 40)))


def drawn(outlook: Outlook) -> ElementTree.Element:
    """Draw a forecast and read the picture as XML."""
    return ElementTree.fromstring(
        fan_picture(outlook, "basis: as of 2026-01-14, watched none, charts 0123456789ab").svg
    )


def paths(outlook: Outlook, look: str) -> list[str]:
    """List the paths of a picture that are drawn with a class, without those among its keys."""
    found = [one.attrib["d"] for one in drawn(outlook).iter(f"{SPACE}path") if look in one.attrib["class"].split()]
    return [one for one in found if "H" not in one]


def boxes(root: ElementTree.Element) -> list[tuple[float, float, float, str]]:
    """List where words stand: from the left, to the right, their base line, and the words."""
    found = []
    for text in root.iter(f"{SPACE}text"):
        look, words = text.attrib["class"].split(), text.text or ""
        wide = svg.width_of(words, 17 if "ch-l" in look else SMALL)
        x = float(text.attrib["x"]) - (wide / 2 if "ch-middle" in look else wide if "ch-end" in look else 0)
        found.append((x, x + wide, float(text.attrib["y"]), words))
    return found


def rows(outlook: Outlook, width: int = 80) -> list[str]:
    """Draw a forecast as signs and give the rows of its weeks."""
    return [line for line in fan_text(outlook, width).split("\n") if re.match(r" +\d+  [ \d]\d [A-Z]", line)]


# The picture.


@every
def test_no_words_of_a_fan_overlap_or_leave_it(outlook: Outlook) -> None:
    """All words stand within the picture and clear of one another, but for the figure beside its own point."""
    root = drawn(outlook)
    told = boxes(root)
    assert all(0 <= left < right <= WIDTH and 0 < base < float(root.attrib["height"]) for left, right, base, _ in told)
    for one, other in combinations(told, 2):
        assert abs(one[2] - other[2]) >= 12 or one[1] <= other[0] or other[1] <= one[0], (one[3], other[3])


@every
def test_a_fan_says_every_week_in_words(outlook: Outlook) -> None:
    """Who does not see the picture is told each week with its ranges, and how far the charts were known."""
    says = fan_picture(outlook).says
    numbers = [*(one.number for one in outlook.seen), *(one.number for one in outlook.ahead)]
    assert all(f"Week {number}, to " in says for number in numbers)
    assert says.count("half between") == says.count("nine in ten between") == len(outlook.ahead)
    assert f"Charts known to {outlook.origin.day} " in says


def test_a_fan_opens_at_the_last_week_seen() -> None:
    """Both bands and the middle begin at the last point on the list."""
    point = next(one for one in drawn(opened()).iter(f"{SPACE}circle") if one.attrib["class"] == "ch-a1")
    start = f"M {point.attrib['cx']} {point.attrib['cy']} L"
    assert [one for one in (*paths(opened(), "ch-a0"), *paths(opened(), "ch-l0")) if not one.startswith(start)] == []


def test_a_fan_stands_alone_where_the_title_was_off_the_list() -> None:
    """After a week off the list the bands begin at the first week to come."""
    off = replace(gapped(), seen=gapped().seen[:5], ahead=gapped().ahead)
    (middle,) = paths(off, "ch-l0")
    assert middle.count("L") + 1 == len(off.ahead)


def test_the_line_of_a_run_breaks_where_it_was_off_the_list() -> None:
    """Nothing is drawn over weeks of which nothing was published, and they are marked."""
    (line,) = paths(gapped(), "ch-l1")
    assert line.count("M") == 2
    assert [words for *_, words in boxes(drawn(gapped()))].count("off") == 1


def test_each_comparable_title_has_a_line() -> None:
    """A line for each, with its name for who points at it."""
    lines = [one for one in drawn(opened()).iter(f"{SPACE}path") if one.get("opacity")]
    assert [one[0].text for one in lines] == [one.title for one in opened().alike]


def test_a_fan_says_how_its_axis_runs() -> None:
    """The words above the axis name what is counted, and the kind of the scale."""
    named = {outlook.title: [words for *_, words in boxes(drawn(outlook))] for outlook in THREE.values()}
    assert "Views in the week, log scale" in named[opened().title]
    assert "Hours viewed in the week, log scale" in named[gapped().title]
    near = replace(gapped(), seen=gapped().seen[:3], ahead=())
    assert "Hours viewed in the week, linear scale" in [words for *_, words in boxes(drawn(near))]


@given(outlooks())
def test_any_forecast_can_be_drawn(outlook: Outlook) -> None:
    """Of any sizes and gaps, lines and bands stay within the picture, and drawing again gives the same bytes."""
    picture = fan_picture(outlook)
    assert picture == fan_picture(outlook)
    root = ElementTree.fromstring(picture.svg)
    for path in root.iter(f"{SPACE}path"):
        steps = [*map(float, re.findall(r"(?<=[MLHV ])-?[\d.]+", path.attrib["d"]))]
        assert all(0 <= place <= float(root.attrib["height"]) for place in steps)
    assert all(right <= WIDTH for _, right, *_ in boxes(root))


# In the terminal.


@every
@pytest.mark.parametrize("width", [20, 60, 72, 80, 200])
def test_signs_fit_the_terminal(outlook: Outlook, width: int) -> None:
    """No line is wider than asked for, between 60 and 80 columns, and there is a row for each week."""
    lines = fan_text(outlook, width).split("\n")
    assert max(map(len, lines)) <= min(80, max(60, width))
    assert len(rows(outlook, width)) == len(outlook.seen) + len(outlook.ahead)


@every
def test_a_row_has_its_ranges_in_order(outlook: Outlook) -> None:
    """Each week to come has its middle within the half, and the half within the nine in ten."""
    for row in rows(replace(outlook, alike=()))[len(outlook.seen) :]:
        assert re.fullmatch(r"·*▒*│▒*·*", row[14:].strip()), row


def test_weeks_seen_have_a_point_and_a_figure() -> None:
    """What is known is told as it is; weeks off the list are named so."""
    told = rows(gapped())
    assert [one[14:].split()[0] for one in told[:6]] == ["●", "●", "●", "off", "off", "●"]
    assert told[0].endswith("● 30m")
    columns = [row.index("●") for row in told[:3]]
    assert columns[2] < columns[0] < columns[1]


def test_an_old_run_shows_its_newest_weeks() -> None:
    """Of a run of a year, the picture and the signs leave out what is long ago."""
    year = tuple(WeekSeen(FIRST + place * WEEK, place + 1, 9e6, 1) for place in range(52))
    old = replace(gapped(), seen=year, ahead=())
    assert [row.split()[0] for row in rows(old)] == [str(number) for number in range(40, 53)]
    dots = [one for one in drawn(old).iter(f"{SPACE}circle") if one.attrib["class"] == "ch-a1"]
    assert len(dots) == 26


@every
def test_signs_can_be_plain_ascii(outlook: Outlook) -> None:
    """Where a pipe has nothing but ASCII the same picture is drawn with its characters."""
    plain = fan_text(outlook, signs=ASCII)
    assert plain.isascii()
    swapped = str.maketrans(dict(zip(UNICODE, ASCII, strict=True)))
    assert fan_text(outlook).translate(swapped) == plain


def test_colours_change_nothing_but_colours() -> None:
    """Without its paint a painted picture is the plain one."""

    def paint(sign: Sign, text: str) -> str:
        return f"<{sign.name}>{text}</>"

    painted = fan_text(opened(), paint=paint)
    assert "<MIDDLE>│</>" in painted
    assert re.sub(r"<[A-Z]*>|</>", "", painted) == fan_text(opened())


@given(outlooks(), st.integers(60, 80))
def test_any_forecast_can_be_written(outlook: Outlook, width: int) -> None:
    """Of any sizes and gaps, rows fit."""
    assert all(len(line) <= width for line in fan_text(outlook, width).split("\n"))


# The command.


def answer(outlook: Outlook) -> Answer[Outlook]:
    """Give a forecast with a basis."""
    return Answer(outlook, Basis(Vantage(date(2026, 1, 14)), (("charts", "0123456789ab"),)))


@every
def test_the_text_has_head_fan_tables_and_basis(outlook: Outlook, capsys: pytest.CaptureFixture[str]) -> None:
    """Text begins with the title, holds the picture as signs and both tables, and ends with the basis."""
    write_forecast(answer(outlook), None, None)
    said = capsys.readouterr().out
    assert said.startswith(f"{outlook.title}, {outlook.category}\n===")
    assert said.rstrip().endswith("charts 0123456789ab")
    assert f"\n{fan_text(outlook)}" in said
    assert "\nweek to " in said
    assert "\nin all " in said
    assert "\x1b" not in said


def test_the_form_goes_by_the_name_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that ends in .svg gets the picture with its basis, one in .json the data, any other one the text."""
    for name in ("x.svg", "x.json", "x.txt"):
        write_forecast(answer(opened()), tmp_path / name, None)
        assert capsys.readouterr().out == "basis: as of 2026-01-14, watched none, charts 0123456789ab\n"
    basis = str(answer(opened()).basis)
    picture = ElementTree.fromstring((tmp_path / "x.svg").read_text("utf-8"))
    assert basis in " ".join(words for *_, words in boxes(picture))
    assert json.loads((tmp_path / "x.json").read_text("utf-8"))["basis"] == basis
    assert (tmp_path / "x.txt").read_text("utf-8").startswith("HIS & HERS: Limited Series, TV (English)\n")


def test_the_form_asked_for_goes_before_the_name(tmp_path: Path) -> None:
    """With --format the name of the file does not matter."""
    write_forecast(answer(opened()), tmp_path / "x.svg", ForecastFormat.JSON)
    assert json.loads((tmp_path / "x.svg").read_text("utf-8"))["title"] == opened().title
