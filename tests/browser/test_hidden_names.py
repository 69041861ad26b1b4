"""No hidden name reaches a browser: not the page as it stands, and no response behind it, for each shipped story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import pytest

from browsers import Served, chromium, path_of_chromium, served
from cliffhanger.brief.almanac import SHIPPED, Almanac
from cliffhanger.desk.addresses import series_path
from cliffhanger.desk.settings import Settings
from cliffhanger.desk.watched import COOKIE, Progress, Signed
from cliffhanger.story import StoryView
from cliffhanger.vantage import Vantage, Watched

pytestmark = [
    pytest.mark.skipif(path_of_chromium() is None, reason="no Chromium is here"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.filterwarnings("ignore"),
]

TODAY: Final = date(2026, 2, 1)
KEYS: Final = ("a key of the tests",)
TITLES: Final = sorted(Almanac().titles(Vantage(TODAY)))
DOM: Final = """() => {
    const told = [document.documentElement.outerHTML];
    for (const one of document.querySelectorAll("*")) {
        told.push(getComputedStyle(one, "::before").content, getComputedStyle(one, "::after").content);
        if ("value" in one) told.push(String(one.value));
    }
    for (const store of [localStorage, sessionStorage]) told.push(JSON.stringify(store));
    return told.join("\\n");
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("hidden")
    settings = Settings(str(folder / "none.sqlite"), folder / "fits", keys=KEYS, today=lambda: TODAY)
    with served(settings) as desk:
        yield desk


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as browser:
        yield browser


def view(title: str, watched: Watched) -> StoryView:
    found = Almanac().story(title, Vantage(TODAY, watched))
    assert found is not None
    return found


def names(story: StoryView) -> set[str]:
    """Collect words of names: who is introduced, under what names, played by whom."""
    told = [name for one in story.people for name in (one.name, *one.aliases, one.played_by or "")]
    return {word for name in told for word in re.findall(r"[^\W\d_]+", name) if word[0].isupper()}


def words(story: StoryView) -> set[str]:
    """Collect all words that a reader of a view has seen, or that are public."""
    return set(re.findall(r"[^\W\d_]+", _all(story)))


def _all(story: StoryView) -> str:
    public = (story.title, story.by, story.also_known_as, story.based_on, story.platform, story.watch)
    return repr([public, story.people, story.claims, story.threads, story.facts, story.adaptation, story.relations])


def hidden(title: str, watched: Watched) -> set[str]:
    """Collect words of names that only what is not watched tells, and that are in no file of the desk itself."""
    later = names(view(title, Watched.parse("all"))) - words(view(title, watched))
    return {word for word in later if len(word) > 3} - _own_words()


def _own_words() -> set[str]:
    """Collect the words of the desk's own templates, scripts and styles, and of the stories that are public there."""
    folder = SHIPPED.parent / "desk"
    files = [path for part in ("templates", "static") for path in sorted((folder / part).iterdir()) if path.is_file()]
    text = " ".join(path.read_text("utf-8", errors="ignore") for path in files)
    public = " ".join(_all(view(title, Watched())) for title in TITLES)
    return set(re.findall(r"[^\W\d_]+", f"{text} {public}"))


def half(title: str) -> Watched:
    """Give the first half of a story."""
    every = view(title, Watched.parse("all")).watched_through
    return Watched.only(every[: len(every) // 2])


def seen_in(browser: Any, desk: Served, title: str, watched: Watched) -> str:
    """Open every page of a story as a reader, and collect the page as it stands and all responses."""
    told: list[str] = []
    context = browser.new_context()
    if watched.spans:
        cookie = Signed(KEYS).write(Progress().with_series(title, watched))
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": desk.url()}])
    page = context.new_page()
    page.on("response", lambda response: told.append(_read(response)))
    path = series_path(title)
    for address in (path, f"{path}/page", f"{path}.atom", f"{path}.ics", "/", "/watched", f"/search?q={title[:4]}"):
        if address.endswith((".atom", ".ics")):
            told.append(context.request.get(desk.url(address)).text())
            continue
        page.goto(desk.url(address), wait_until="networkidle")
        told.append(page.evaluate(DOM))
    told.append(context.request.get(desk.url(f"/suggest?q={title[:3]}")).text())
    context.close()
    return "\n".join(told)


def _read(response: Any) -> str:
    headers = repr(response.headers)
    try:
        return headers + str(response.body().decode("utf-8", errors="ignore"))
    except Exception:
        return headers


@pytest.mark.parametrize("share", ["nothing", "half"])
@pytest.mark.parametrize("title", TITLES)
def test_no_hidden_name_is_anywhere(browser: Any, desk: Served, title: str, share: str) -> None:
    """The whole page, what scripts hold, and every response are searched for each name that only later claims tell."""
    watched = half(title) if share == "half" else Watched()
    told = set(re.findall(r"[^\W\d_]+", seen_in(browser, desk, title, watched)))
    assert sorted(hidden(title, watched) & told) == []


@pytest.mark.parametrize("title", TITLES)
def test_who_has_watched_all_finds_those_names(browser: Any, desk: Served, title: str) -> None:
    """What is searched for is there to be found: the last page of a story tells it."""
    sought = hidden(title, Watched())
    told = set(re.findall(r"[^\W\d_]+", seen_in(browser, desk, title, Watched.only(_every(title)))))
    assert sought
    assert len(sought & told) > len(sought) / 2


def _every(title: str) -> tuple[Any, ...]:
    return view(title, Watched.parse("all")).watched_through
