"""The main journeys, in a real Chromium against a real desk; where there is no Chromium they skip."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from browsers import Served, chromium, path_of_chromium, served
from cliffhanger.desk.settings import Settings
from desks import NEW, STAYS, TODAY, kept
from stories import yaml_text

pytestmark = [
    pytest.mark.skipif(path_of_chromium() is None, reason="no Chromium is here"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.filterwarnings("ignore"),
]

VOYAGE: Final = {
    "format_version": 1,
    "title": STAYS,
    "platform": "Netflix",
    "format": "limited series",
    "announced": "2025-10-01",
    "released": "2025-11-05",
    "episodes": {"1": 4},
    "people": {"ada": {}, "ben": {}, "tom": {}, "una": {}},
    "threads": {"killer": {"asks": "Who pushed Tom?"}},
    "premise": [{"introduces": {"ada": {"name": "Ada Quay", "role": "captain"}}}],
    "reveals": {
        "S1E1": [
            {"introduces": {"tom": {"name": "Tom Reed", "role": "mate"}}},
            {"says": "Tom falls overboard", "about": ["tom"], "opens": "killer"},
            {"id": "storm", "says": "A wave took Tom", "about": ["tom"]},
        ],
        "S1E3": [
            {"introduces": {"ben": {"name": "Ben Sorrel", "role": "stowaway"}}},
            {"says": "Ben hides a knife", "about": ["ben"], "weighs": {"killer": {"ben": 9}}},
        ],
        "S1E4": [
            {"introduces": {"una": {"name": "Una Pike", "role": "nurse"}}},
            {"says": "Ada pushed Tom", "about": ["ada"], "overturns": "storm", "answers": {"killer": "ada"}},
        ],
    },
}
PATH: Final = "/series/the-long-voyage"
PAGES: Final = ("/", PATH, f"{PATH}/page", "/next", "/labels", "/record", "/about", "/search?q=the", "/watched")
HISTORY: Final = 'Title,Date\n"The Long Voyage: Limited Series: Episode 2","12/20/25"\n"Else","12/19/25"\n'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("journeys")
    story = folder / "voyage.yaml"
    story.write_text(yaml_text(VOYAGE), "utf-8")
    address = str(kept(folder))
    with served(Settings(address, folder / "fits", (story,), today=lambda: TODAY)) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    yield from opened(browser)


def opened(browser: Any, **how: Any) -> Iterator[Any]:
    """Open a page as a reader who was never here; whatever its console complains of fails the test."""
    context = browser.new_context(reduced_motion="reduce", **how)
    one = context.new_page()
    complaints: list[str] = []
    one.on("pageerror", lambda error: complaints.append(str(error)))
    one.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    yield one
    context.close()
    assert complaints == []


def ticked(page: Any) -> list[str]:
    return [box.get_attribute("value") for box in page.query_selector_all(".ticks input:checked")]


def test_a_newcomer_finds_a_series_and_is_told_nothing_of_its_story(desk: Served, page: Any) -> None:
    """From the front page by search to a series, with nothing watched: the premise, and nothing more."""
    page.goto(desk.url())
    assert "The week to 11 January 2026" in page.inner_text("h1")
    page.fill("#q", "long voyage")
    page.press("#q", "Enter")
    page.wait_for_url("**/search?q=long+voyage")
    page.click("text=The Long Voyage")
    page.wait_for_url(f"**{PATH}")
    words = page.inner_text("body")
    assert "Ada Quay" in words
    assert not any(name in page.content() for name in ("Tom Reed", "Ben Sorrel", "Una Pike"))


def test_titles_are_suggested_as_one_types(desk: Served, page: Any) -> None:
    """After two letters the titles that hold them are offered."""
    page.goto(desk.url())
    page.type("#q", "sal", delay=20)
    page.wait_for_selector("#suggestions option", state="attached")
    assert [one.get_attribute("value") for one in page.query_selector_all("#suggestions option")] == ["Salt & Smoke"]


def test_ticks_unlock_without_a_reload(desk: Served, page: Any) -> None:
    """Up to here, then one more tick, then nothing: the page changes in its place, says so, and keeps the focus."""
    page.goto(desk.url(PATH))
    page.evaluate("window.stayed = true")
    page.click("#u-S1E3")
    page.wait_for_selector("#people")
    assert ticked(page) == ["S1E1", "S1E2", "S1E3"]
    assert "Ben Sorrel" in page.inner_text("#people")
    assert "Una Pike" not in page.content()
    assert page.inner_text("#said") == "You have watched episodes 1 to 3 of four."
    assert page.evaluate("document.activeElement.id") == "u-S1E3"
    assert "watched S1E1-S1E3" in page.inner_text(".foot")
    page.check("#e-S1E4")
    page.wait_for_selector("#ending")
    assert "Una Pike" in page.inner_text("#people")
    page.click("#w-none")
    page.wait_for_selector("#people", state="detached")
    assert ticked(page) == []
    assert page.evaluate("window.stayed") is True


def test_a_long_part_opens_in_its_place(desk: Served, page: Any) -> None:
    """The timeline opens without a reload, and its address can be shared."""
    page.goto(desk.url(PATH))
    page.click("#w-all")
    page.wait_for_selector("#ending")
    page.evaluate("window.stayed = true")
    page.click("#fabula")
    page.wait_for_selector(".opened")
    assert "Tom falls overboard" in page.inner_text(".opened")
    assert page.url.endswith(f"{PATH}?open=fabula#fabula")
    assert "Una Pike" in page.inner_text("#people")
    page.click("#fabula")
    page.wait_for_selector(".opened", state="detached")
    assert page.evaluate("window.stayed") is True
    page.goto(desk.url(f"{PATH}?open=fabula"))
    assert page.query_selector("#people") is None
    page.click("#fabula")
    page.wait_for_selector("#people")


def test_the_whole_desk_goes_to_another_day(desk: Served, page: Any) -> None:
    """A day chosen on the front page holds on the pages to which it leads, until one goes back to today."""
    page.goto(desk.url())
    assert NEW in page.inner_text("main")
    page.fill("#as-of", "2025-12-20")
    page.click(".day button")
    page.wait_for_url("**/?as-of=2025-12-20")
    assert NEW not in page.content()
    page.click(f"text={STAYS}")
    page.wait_for_url(f"**{PATH}?as-of=2025-12-20")
    page.click(".then a")
    page.wait_for_url(f"**{PATH}")


def test_all_of_it_works_without_a_script(desk: Served, browser: Any) -> None:
    """With JavaScript off the toggles are a form, and long parts are links."""
    for page in opened(browser, java_script_enabled=False):
        page.goto(desk.url(PATH))
        page.check("#e-S1E1")
        with page.expect_navigation():
            page.click("#keep")
        assert "Tom Reed" in page.inner_text("#people")
        assert ticked(page) == ["S1E1"]
        with page.expect_navigation():
            page.click("#u-S1E4")
        assert ticked(page) == ["S1E1", "S1E2", "S1E3", "S1E4"]
        with page.expect_navigation():
            page.click("#syuzhet")
        assert "Ada pushed Tom" in page.inner_text(".opened")


def test_all_of_it_works_with_the_keyboard_alone(desk: Served, page: Any) -> None:
    """Past the link that skips, by tabs to the toggles, and with the space bar to a tick; each stop can be seen."""
    page.goto(desk.url(PATH))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "e-S1E1":
            break
    page.keyboard.press("Space")
    page.wait_for_selector("#people")
    assert ticked(page) == ["S1E1"]
    assert page.evaluate("document.activeElement.id") == "e-S1E1"
    outline = page.evaluate("getComputedStyle(document.querySelector('#e-S1E1 + label')).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize(("width", "height", "most"), [(1280, 800, 800), (360, 800, 1600)])
def test_the_first_tick_is_near_the_top(desk: Served, browser: Any, width: int, height: int, most: int) -> None:
    """A reader ticks within the first screen, and on a phone within the second."""
    for page in opened(browser, viewport={"width": width, "height": height}):
        page.goto(desk.url(PATH))
        box = page.locator("#e-S1E1").bounding_box()
        assert box["y"] + box["height"] <= most


def test_words_of_pictures_can_be_read_on_a_phone(desk: Served, browser: Any) -> None:
    """At 360 pixels no word in a picture is smaller than 11 pixels; what is wider is scrolled."""
    for page in opened(browser, viewport={"width": 360, "height": 800}):
        page.goto(desk.url(PATH))
        page.click("#w-all")
        page.wait_for_selector("#ending")
        sizes = page.evaluate(SIZES)
        assert sizes
        assert min(sizes) >= 11


def test_a_phone_shows_who_is_suspected_at_sight(desk: Served, browser: Any) -> None:
    """At 360 pixels all names and chances lie on the screen, without a scroll to the side."""
    for page in opened(browser, viewport={"width": 360, "height": 800}):
        page.goto(desk.url(PATH))
        page.click("#w-all")
        page.wait_for_selector("#ending")
        boxes = [one.bounding_box() for one in page.locator("#suspicion svg text").all()]
        assert len(boxes) > 5
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)


SIZES: Final = """() => [...document.querySelectorAll("svg.ch-picture")].flatMap((one) => {
  const scale = one.getBoundingClientRect().width / one.viewBox.baseVal.width;
  return [...one.querySelectorAll("text")].map((word) => parseFloat(getComputedStyle(word).fontSize) * scale);
})"""


@pytest.mark.parametrize("script", [True, False])
def test_a_long_page_is_left_and_entered_by_its_list(desk: Served, browser: Any, script: bool) -> None:
    """On a phone, the list of parts follows the ticks, leads to the ending, and is at hand there."""
    for page in opened(browser, viewport={"width": 360, "height": 740}, java_script_enabled=script):
        page.goto(desk.url(PATH))
        assert page.locator("#parts a[href='#ending']").count() == 0
        page.click("#w-all")
        page.click("#parts a[href='#ending']")
        heading, back = page.locator("#ending-title"), page.locator(".to-parts a")
        assert 0 <= heading.bounding_box()["y"] <= 370
        assert back.bounding_box()["y"] < 740
        back.click()
        assert 0 <= page.locator("#parts-title").bounding_box()["y"] <= 370


@pytest.mark.parametrize("width", [320, 360, 412])
def test_a_phone_shows_the_menu_and_the_day_whole(desk: Served, browser: Any, width: int) -> None:
    """All places of the menu lie on the screen, and the day has as much room as it wants."""
    for page in opened(browser, viewport={"width": width, "height": 740}):
        page.goto(desk.url("/next?as-of=2026-01-06"))
        places = [one.bounding_box() for one in page.locator(".places a").all()]
        assert len(places) == 6
        assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in places)
        controls = [one.bounding_box()["y"] for one in page.locator(".day > :is(a, button)").all()]
        assert len(controls) == 3
        assert len(set(controls)) == 1 or width < 360
        has = page.locator("#as-of").bounding_box()["width"]
        page.evaluate("Object.assign(document.getElementById('as-of').style, {flex: 'none', minWidth: 'max-content'})")
        assert has >= page.locator("#as-of").bounding_box()["width"]


def test_a_history_is_shown_before_it_unlocks_anything(desk: Served, page: Any, tmp_path: Path) -> None:
    """A viewing history is read, shown with toggles, and counts only once its reader keeps it."""
    file = tmp_path / "NetflixViewingHistory.csv"
    file.write_text(HISTORY, "utf-8")
    page.goto(desk.url("/watched"))
    page.set_input_files("form[action*='history'] input[type=file]", str(file))
    with page.expect_navigation():
        page.click("form[action*='history'] button")
    assert "What your history says" in page.inner_text("h1")
    page.check("input[name=episode] >> nth=0")
    with page.expect_navigation():
        page.click("text=Keep this")
    page.goto(desk.url(PATH))
    assert "S1E1" in ticked(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", PATH, f"{PATH}/page", "/next", "/labels", "/record", "/about", "/search?q=the", "/watched"]
)
def test_a_phone_shows_all_of_it(desk: Served, browser: Any, path: str, scheme: str) -> None:
    """At 360 pixels nothing is wider than the screen, and words stand out from their ground."""
    for page in opened(browser, viewport={"width": 360, "height": 740}, color_scheme=scheme):
        page.goto(desk.url(PATH))
        page.click("#w-all")
        page.wait_for_selector("#ending")
        page.goto(desk.url(path))
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.evaluate(CONTRAST) == []


CONTRAST: Final = """() => {
  const channel = (one) => (one /= 255) <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const colour = (told) => told.match(/[\\d.]+/g).map(Number);
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const told = colour(getComputedStyle(at).backgroundColor);
      if (told.length < 4 || told[3] > 0) return told;
    }
    return colour(getComputedStyle(document.documentElement).backgroundColor);
  };
  const faint = [];
  for (const one of document.querySelectorAll("body *")) {
    const has = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const style = getComputedStyle(one);
    if (!has || !one.getClientRects().length) continue;
    if (one.closest("[disabled], svg title, svg desc, datalist, .ch-paper")) continue;
    const ink = colour(one.closest("svg") ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(one))].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24;
    const words = `${one.getAttribute("class")}: ${one.textContent.trim().slice(0, 30)}`;
    if ((a + 0.05) / (b + 0.05) < (large ? 3 : 4.5)) faint.push(words);
  }
  return faint;
}"""
"""Lists what falls short of WCAG 2.2, success criterion 1.4.3: 4.5 to 1, or 3 to 1 for large words.

Words in the colour of the page stand on filled shapes of pictures, whose colours are those of other words.
"""


def test_nothing_moves_for_who_wants_no_motion(desk: Served, page: Any) -> None:
    """With reduced motion, the page jumps and does not glide."""
    page.goto(desk.url(PATH))
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_no_page_asks_another_host(desk: Served, page: Any) -> None:
    """All that pages load comes from the desk."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", PATH, "/next", "/labels", "/about"):
        page.goto(desk.url(path))
    assert asked
    assert [url for url in asked if not re.match(rf"http://127\.0\.0\.1:{desk.port}/|data:", url)] == []
