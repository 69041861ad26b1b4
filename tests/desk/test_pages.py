"""The pages of a desk, asked in process: what each shows, to whom, and as known on which day."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest

from asking import Asker, cookie_of, desk
from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.titles import plain
from cliffhanger.desk.addresses import series_path
from cliffhanger.story import Story
from cliffhanger.vantage import Vantage, parse_day
from desks import BACK, CLIMBS, NEW, RELABELLED, STAYS, TODAY, kept, published, taken
from everywhere import OneStory
from stories import yaml_text

VOYAGE: Final[dict[str, Any]] = {
    "format_version": 1,
    "title": STAYS,
    "platform": "Netflix",
    "format": "limited series",
    "announced": "2025-10-01",
    "released": "2025-11-05",
    "episodes": {"1": 3},
    "people": {"ada": {}, "ben": {}, "tom": {}},
    "threads": {"killer": {"asks": "Who pushed Tom?"}},
    "premise": [{"introduces": {"ada": {"name": "Ada Quay", "role": "captain"}}}],
    "reveals": {
        "S1E1": [
            {"introduces": {"tom": {"name": "Tom Reed", "role": "mate"}}},
            {"says": "Tom falls overboard", "about": ["tom"], "opens": "killer"},
            {"id": "storm", "says": "A wave took Tom", "about": ["tom"]},
        ],
        "S1E2": [
            {"introduces": {"ben": {"name": "Ben Sorrel", "role": "stowaway"}}},
            {"says": "Ben hides a knife", "about": ["ben"], "weighs": {"killer": {"ben": 9}}},
        ],
        "S1E3": [{"says": "Ada pushed Tom", "about": ["ada"], "overturns": "storm", "answers": {"killer": "ada"}}],
    },
}
PATH: Final = "/series/the-long-voyage"
PAGES: Final = ("/", PATH, f"{PATH}/page", "/next", "/labels", "/record", "/about", "/search?q=the", "/watched")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def asker(ledger: Path) -> Asker:
    return Asker(desk(ledger, OneStory(Story.parse(yaml_text(VOYAGE))), TODAY))


def watched(asker: Asker, told: str) -> str:
    return cookie_of(asker.app, the_long_voyage=told)


def row_of(page: str, title: str) -> str:
    """Give the words of the row of a title on the front page."""
    rows = page.split('<li class="row">')
    found = next(row for row in rows if f">{title.replace('&', '&amp;')}</a>" in row)
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]*>", " ", found.split("</li>")[0], flags=re.DOTALL).split())


class Outline(HTMLParser):
    """Reads a page for what somebody needs who does not see it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag in names]


@pytest.mark.parametrize(
    ("title", "says"),
    [(STAYS, "down 1 from 1st"), (CLIMBS, "up 1 from 2nd"), (NEW, "new first week"), (BACK, "back on the list")],
)
def test_the_front_page_tells_in_words_how_a_title_moved(asker: Asker, title: str, says: str) -> None:
    """A row says up, down, new or back."""
    assert says in row_of(asker.ask("/").text, title)


def test_the_front_page_tells_what_is_ahead(asker: Asker) -> None:
    """A row has the chance to stay next week, with ranks."""
    row = row_of(asker.ask("/").text, STAYS)
    assert re.search(r"Next week (above |below )?\d[\d.]*% to stay, \d+(st|nd|rd|th)", row)


def test_the_front_page_has_the_newest_changes_of_labels(asker: Asker) -> None:
    """A limited series that is now called a season stands on the label watch, there and on a page of its own."""
    for path in ("/", "/labels"):
        watch = asker.ask(path).text.split('<ul class="changes">')[1].split("</ul>")[0]
        assert RELABELLED in watch
        assert "limited series" in watch


def test_links_keep_the_day(asker: Asker) -> None:
    """On a past day every link to a page of the desk leads to that day, or to another that it names."""
    outline = Outline(asker.ask("/?as-of=2025-12-20").text)
    links = [str(link["href"]) for link in outline.all("a") if not str(link["href"]).startswith("#")]
    assert [link for link in links if "as-of=" not in link] == ["/"], "the way back to today alone has no day"


def test_one_steps_back_and_on_by_an_edition(asker: Asker) -> None:
    """From the day of an edition one steps to that of the edition before, and to the day when the next is due."""
    page = asker.ask(f"/labels?as-of={published(5).date()}").text
    steps = {link["rel"]: link["href"] for link in Outline(page).all("a") if link.get("rel")}
    assert steps == {
        "prev": f"/labels?as-of={published(4).date()}",
        "next": f"/labels?as-of={published(6).date()}",
    }


@pytest.mark.parametrize(("days", "on"), [(6, 7), (7, 14), (13, 14), (20, 21)])
def test_where_an_edition_was_missed_one_steps_on_all_the_same(days: int, on: int, tmp_path: Path) -> None:
    """No step leads to the day of the page itself, or back: the next edition is due in the week after."""
    taken(tmp_path / "desk.sqlite", range(5))
    asker = Asker(desk(tmp_path / "desk.sqlite", OneStory(Story.parse(yaml_text(VOYAGE))), TODAY))
    newest = published(4).date()
    links = Outline(asker.ask(f"/?as-of={newest + timedelta(days)}").text).all("a")
    assert [link["href"] for link in links if link.get("rel") == "next"] == [f"/?as-of={newest + timedelta(on)}"]


def test_today_steps_only_back(asker: Asker) -> None:
    """Of today there is no later edition to step to."""
    assert [link["rel"] for link in Outline(asker.ask("/").text).all("a") if link.get("rel")] == ["prev"]


def test_the_front_page_before_any_list_says_so(asker: Asker) -> None:
    """Before the first edition there is no list, and the page is fine."""
    given = asker.ask("/?as-of=2020-01-01")
    assert given.status == 200
    assert "No list is known yet" in given.text


def test_a_page_knows_nothing_later(asker: Asker) -> None:
    """A title that entered the lists later is nowhere on the page of an earlier day."""
    assert NEW in asker.ask("/").text
    assert NEW not in asker.ask("/?as-of=2026-01-12").text


def test_who_has_watched_nothing_is_told_nothing(asker: Asker) -> None:
    """The page of a series has the premise and the toggles, and no part of the story."""
    page = asker.ask(PATH).text
    assert "Ada Quay" in page
    assert "How far have you watched?" in page
    assert not any(told in page for told in ("Tom Reed", "Ben Sorrel", 'id="people"', 'id="timeline"'))


def test_the_story_is_told_as_far_as_it_was_watched(asker: Asker) -> None:
    """After the first episode its person is there, and the one of the second is not."""
    page = asker.ask(PATH, cookie=watched(asker, "S1E1")).text
    assert "Tom Reed" in page
    assert "Ben Sorrel" not in page
    assert 'id="ending"' not in page


def test_the_end_unlocks_twists_and_the_ending(asker: Asker) -> None:
    """Who has seen all of it finds the twists and the ending explained."""
    page = asker.ask(PATH, cookie=watched(asker, "all")).text
    assert all(
        f'id="{part}"' in page for part in ("people", "previously", "questions", "storyline", "twists", "ending")
    )


def test_toggles_show_what_was_watched(asker: Asker) -> None:
    """The episodes that were watched are ticked, and no others."""
    boxes = Outline(asker.ask(PATH, cookie=watched(asker, "S1E1,S1E3")).text).all("input")
    ticked = {str(box["value"]): "checked" in box for box in boxes if box.get("name") == "episode"}
    assert ticked == {"S1E1": True, "S1E2": False, "S1E3": True}


def test_episodes_that_are_not_out_cannot_be_ticked(asker: Asker) -> None:
    """Before the release all toggles are there, and none can be used."""
    boxes = Outline(asker.ask(f"{PATH}?as-of=2025-10-10").text).all("input")
    assert ["disabled" in box for box in boxes if box.get("name") == "episode"] == [True] * 3


@pytest.mark.parametrize("told", ["none", "S1E1", "all"])
def test_a_list_leads_to_the_parts_that_are_shown(asker: Asker, told: str) -> None:
    """The list of parts names those that stand on the page, by their headings and in their order, and no other."""
    page = asker.ask(PATH, cookie=watched(asker, told)).text
    listed = page.split('id="parts"')[1].split("</nav>")[0]
    parts = re.findall(r'<section class="part" id="([\w-]+)" .*?<h2[^>]*>(.*?)</h2>', page, re.DOTALL)
    assert ("ending" in dict(parts)) == (told == "all")
    assert re.findall(r'<a href="#([\w-]+)">(.*?)</a>', listed) == parts


def test_the_day_holds_back_what_was_watched_later(asker: Asker) -> None:
    """Who has seen all of it and looks from a day before the release is told nothing of the story."""
    page = asker.ask(f"{PATH}?as-of=2025-10-10", cookie=watched(asker, "all")).text
    assert "Tom Reed" not in page


@pytest.mark.parametrize(("order", "other"), [("fabula", "syuzhet"), ("syuzhet", "fabula")])
def test_a_long_part_is_shown_when_it_is_asked_for(asker: Asker, order: str, other: str) -> None:
    """The timeline is there in the order that was asked for, and the other stays folded."""
    page = asker.ask(f"{PATH}?open={order}", cookie=watched(asker, "S1E2")).text
    links = {link.get("id"): link.get("aria-expanded") for link in Outline(page).all("a")}
    assert (links[order], links[other]) == ("true", "false")


def test_a_charted_title_without_a_story_has_a_page(asker: Asker) -> None:
    """A title of the lists alone has its run and no toggles."""
    given = asker.ask("/series/salt-and-smoke")
    assert given.status == 200
    assert "On the charts" in given.text
    assert 'id="watched"' not in given.text


def test_the_article_spoils_nothing_to_who_has_watched_nothing(asker: Asker) -> None:
    """The article has its line only for who has watched something."""
    assert "Spoilers from here" not in asker.ask(f"{PATH}/page").text
    assert "Spoilers from here" in asker.ask(f"{PATH}/page", cookie=watched(asker, "S1E1")).text


def test_next_week_has_a_line_for_each_place(asker: Asker) -> None:
    """The forecast of a list has as many places as the list."""
    listed = asker.ask("/next").text.split('<section class="list next"')[1]
    assert len(re.findall(r'<li class="row', listed)) == 5


def test_search_finds_titles_by_the_beginnings_of_words(asker: Asker) -> None:
    """Part of a title finds it; a whole title leads to its page, on the same day."""
    assert "Salt &amp; Smoke" in asker.ask("/search?q=smo").text
    assert asker.ask("/search?q=salt+%26+smoke&as-of=2026-01-01").header("location") == (
        "/series/salt-and-smoke?as-of=2026-01-01"
    )


def test_suggestions_are_titles_known_on_the_day(asker: Asker) -> None:
    """A title that came later is not suggested on an earlier day."""
    assert asker.ask("/suggest?q=first").text == f'["{NEW}"]'
    assert asker.ask("/suggest?q=first&as-of=2026-01-01").text == "[]"


def test_hidden_and_unknown_are_one_page(asker: Asker) -> None:
    """A title that came later, a story not announced and one that never was get the same answer."""
    hidden = asker.ask("/series/first-light?as-of=2025-12-20")
    assert hidden.status == 404
    assert hidden == asker.ask("/series/no-such-thing?as-of=2025-12-20")


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_small_and_whole(asker: Asker, path: str) -> None:
    """Every page answers, has landmarks, one first heading, labelled controls, and stays below 100 KB of words."""
    given = asker.ask(path, cookie=watched(asker, "all"))
    outline = Outline(given.text)
    assert given.status == 200
    assert len(re.sub(r"<svg.*?</svg>", "", given.text, flags=re.DOTALL).encode()) < 100_000
    assert [len(outline.all(name)) for name in ("main", "h1")] == [1, 1]
    assert outline.all("a")[0]["href"] == "#main"
    assert not outline.all("style")
    assert not [attrs for _, attrs in outline.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]


@pytest.mark.parametrize("path", PAGES)
def test_every_name_on_a_page_is_there_once(asker: Asker, path: str) -> None:
    """No two elements of a page share a name, and what refers to one finds it."""
    outline = Outline(asker.ask(path, cookie=watched(asker, "all")).text)
    names = [str(attrs["id"]) for _, attrs in outline.tags if "id" in attrs]
    assert len(names) == len(set(names))
    meant = [str(attrs[key]) for _, attrs in outline.tags for key in ("for", "aria-labelledby") if attrs.get(key)]
    meant += [str(link["href"])[1:] for link in outline.all("a") if str(link.get("href")).startswith("#")]
    assert set(meant) <= set(names)


def test_static_files_are_kept_for_good_by_their_bytes(asker: Asker) -> None:
    """The style sheet's address names its bytes, and may be kept; under another name it is asked for again."""
    link = next(str(one["href"]) for one in Outline(asker.ask("/").text).all("link"))
    assert "immutable" in asker.ask(link).header("cache-control")
    assert asker.ask(link.split("?")[0]).header("cache-control") == "no-cache"


@pytest.mark.parametrize("title", Almanac().titles(Vantage(TODAY)))
def test_the_longest_story_fits_a_page(ledger: Path, title: str) -> None:
    """To who has seen all of it, every story that ships is told in less than 100 KB of words."""
    whole = Asker(desk(ledger, today=TODAY))
    told = cookie_of(whole.app, **{plain(title).replace(" ", "_"): "all"})
    given = whole.ask(series_path(title), cookie=told)
    assert 'id="ending"' in given.text
    assert len(re.sub(r"<svg.*?</svg>", "", given.text, flags=re.DOTALL).encode()) < 100_000


def test_a_series_is_introduced_and_asked_about_before_anything_long(asker: Asker) -> None:
    """The toggles come right after title and answer: before them stands no note, and the odds come after the story."""
    page = asker.ask(PATH, cookie=watched(asker, "S1E2")).text
    main = page.split("<main")[1]
    assert "doc-noteref" not in main.split('id="watched"')[0]
    places = [main.index(f'id="{name}"') for name in ("watched", "about", "previously", "charts")]
    assert places == sorted(places)


def test_the_front_page_lists_the_stories_of_its_day(asker: Asker) -> None:
    """Whoever has a story is linked, once it is announced."""
    stories = asker.ask("/").text.split('class="stories"')[1].split("</section>")[0]
    assert STAYS in stories
    assert 'class="stories"' not in asker.ask("/?as-of=2025-09-30").text


def test_without_lists_the_front_page_tells_stories_and_how_to_get_lists(tmp_path: Path) -> None:
    """A desk without a ledger is no dead end."""
    one = Asker(desk(tmp_path / "none.sqlite", OneStory(Story.parse(yaml_text(VOYAGE))), TODAY))
    page = one.ask("/").text
    assert STAYS in page
    assert "cliffhanger ingest netflix" in page


@pytest.mark.parametrize(("day", "name"), [("2026-01-19", "Next week"), ("2026-01-27", "The week after")])
def test_old_lists_are_not_called_those_of_this_week(ledger: Path, day: str, name: str) -> None:
    """Where newer lists have long come out, the page says with which it ends, and no week is called the next."""
    one = Asker(desk(ledger, OneStory(Story.parse(yaml_text(VOYAGE))), parse_day(day)))
    for path in ("/", "/next"):
        page = one.ask(path).text
        assert name in page
        assert ("newest list at hand is that of the week to 11 January 2026" in page) == (name != "Next week")


def test_once_a_newer_list_is_due_no_week_is_called_the_next(ledger: Path) -> None:
    """Two days after the Sunday of its forecast that week is over; that the list is old is said a week later."""
    one = Asker(desk(ledger, OneStory(Story.parse(yaml_text(VOYAGE))), parse_day("2026-01-20")))
    page = one.ask("/next").text
    assert "The week after" in page
    assert "newest list at hand" not in page


def test_the_end_tells_each_twist_and_the_count_of_answers_once(asker: Asker) -> None:
    """What stands among twists and questions is not told again in the ending."""
    page = asker.ask(PATH, cookie=watched(asker, "all")).text.split('id="questions"')[1]
    assert page.count("A wave took Tom") == 1
    assert page.count("in a cliffhanger") == 1


def test_an_episode_of_which_nothing_is_told_is_named(ledger: Path) -> None:
    """Previously on has every episode that was watched, also one of which the story tells nothing."""
    told = VOYAGE | {"reveals": {name: VOYAGE["reveals"][name] for name in ("S1E1", "S1E3")}}
    one = Asker(desk(ledger, OneStory(Story.parse(yaml_text(told))), TODAY))
    part = one.ask(PATH, cookie=watched(one, "all")).text.split('id="previously"')[1].split("</section>")[0]
    assert re.search(r"Episode 2</h3>\s*<p>Nothing is told here of this episode by itself", part)
