"""Stories and editions full of markup: whatever they hold stays text, in every response."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from asking import Asker, Given, desk
from cliffhanger.charts.ledger import Ledger
from cliffhanger.desk.watched import Progress
from cliffhanger.errors import StoryRejected
from cliffhanger.story import Story
from cliffhanger.vantage import Vantage, Watched
from editions import SUNDAY, Line, download, table, take, week_list
from everywhere import OneStory
from pages import Read
from stories import yaml_text
from sweep import everything

MARKUP = "<script/src=//evil.example/x.js>\"'&lt;</script><img/src=x/onerror=alert(1)>"
WORDS = "w" * len(MARKUP)
TURNED = "\u202egnp\u2066.\u2069exe\u200f"
TITLE = "The House on the Hill"
VANTAGE = Vantage(date(2026, 3, 1), Watched.parse("all"))


def story(evil: str) -> dict[str, Any]:
    """Write a story in which every text ends in something."""

    def told(text: str) -> str:
        return text + evil

    return {
        "format_version": 1,
        "title": TITLE,
        "also_known_as": [told("Hill House ")],
        "platform": "Netflix",
        "by": told("A. Writer"),
        "watch": told("The Shop"),
        "based_on": {"title": told("A Novel"), "author": told("An Author"), "form": "novel", "sequel": "none"},
        "announced": "2026-01-01",
        "released": "2026-01-08",
        "episodes": {"1": 2},
        "people": {"ada": {}, "ben": {}},
        "sources": {"P": {"name": told("The Gazette"), "day": "2026-01-09"}},
        "moments": ["boat", "roof"],
        "threads": {"killer": {"asks": told("Who killed Tom?")}},
        "premise": [
            {"introduces": {"ada": {"name": told("Ada"), "role": told("the heir"), "played_by": told("An Actor")}}},
            {"introduces": {"ben": {"name": told("Ben")}}},
        ],
        "reveals": {
            "S1E1": [
                {"id": "falls", "says": told("Tom falls"), "opens": "killer", "about": ["ada"], "when": "roof"},
                {"says": told("Ada is seen"), "weighs": {"killer": {"ada": 6}}, "sources": ["P", told("a text")]},
                {"says": told("It was Ada"), "id": "ada-did", "answers": {"killer": "ada"}, "told_by": told("Words")},
                {"says": told("They meet"), "about": ["ada", "ben"], "when": "boat", "alias": {"ben": told("Benny")}},
            ],
            "S1E2": [
                {"says": told("Ben did"), "overturns": "ada-did", "answers": {"killer": "ben"}, "because": told("x")},
                {"says": told("They part"), "about": ["ada", "ben"], "when": "roof"},
            ],
        },
    }  # fmt: skip


def ledger(folder: Path, evil: str) -> Path:
    """Keep lists whose titles end in something."""
    path = folder / "ledger.sqlite"
    lines = [
        line._replace(show=line.show + evil, season=f"{line.show}{evil}: Limited Series") for line in week_list(SUNDAY)
    ]
    with Ledger.open(path, create=True) as kept:
        assert not take(kept, download(table(lines), datetime(2026, 1, 6, 12))).rejected
    return path


def swept(folder: Path, evil: str) -> dict[str, Given]:
    """Ask a desk whose story and lists are full of something for everything."""
    folder.mkdir()
    app = desk(ledger(folder, evil), OneStory(Story.parse(yaml_text(story(evil)))))
    return everything(app, VANTAGE, ["the-house-on-the-hill", "show-1", "nothing-such"])


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Given], dict[str, Given]]:
    folder = tmp_path_factory.mktemp("hostile")
    return swept(folder / "evil", MARKUP), swept(folder / "plain", WORDS)


def pages(told: dict[str, Given]) -> Iterator[tuple[str, Given]]:
    for asked, one in told.items():
        if one.header("content-type").startswith("text/html"):
            yield asked, one


def shape(given: Given) -> list[tuple[str, tuple[str, ...]]]:
    """List the elements of a page with the names of their attributes."""
    return [(tag, tuple(attributes)) for tag, attributes in Read(given.text).elements]


def test_markup_stays_text(pair: tuple[dict[str, Given], dict[str, Given]]) -> None:
    """Pages have the same elements and attributes, whether texts are words or scripts."""
    evil, plain = pair
    found = [
        asked for asked, one in pages(evil) if shape(one) != shape(plain[asked]) and _kinds(one) - _kinds(plain[asked])
    ]
    assert found == []
    assert any("evil.example" in one.text for _, one in pages(evil))


def _kinds(given: Given) -> set[tuple[str, tuple[str, ...]]]:
    return set(shape(given))


def test_no_page_has_a_script_of_its_own_or_another_host(pair: tuple[dict[str, Given], dict[str, Given]]) -> None:
    """Scripts are files of the desk or data, nothing runs from an attribute, no address leads elsewhere."""
    for asked, one in pages(pair[0]):
        for tag, attributes in Read(one.text).elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], asked
            for name in ("src", "href", "action", "formaction", "xlink:href"):
                told = attributes.get(name, "")
                assert not re.match(r"(javascript|data|//|http)", told) or tag == "meta", (asked, told)
            if tag == "script":
                assert (
                    attributes.get("src", "").startswith("/static/") or attributes.get("type") == "application/ld+json"
                )


def test_data_within_a_page_ends_where_it_should(pair: tuple[dict[str, Given], dict[str, Given]]) -> None:
    """No text closes a block of data, or opens a comment in it."""
    for _, one in pages(pair[0]):
        for block in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', one.text, re.DOTALL):
            assert "<" not in block


@pytest.mark.parametrize("kind", ["application/json", "application/atom+xml", "text/calendar", "image/png"])
def test_what_is_no_page_is_not_taken_for_one(pair: tuple[dict[str, Given], dict[str, Given]], kind: str) -> None:
    """Data says what it is, and browsers are told not to guess."""
    found = [one for one in pair[0].values() if one.header("content-type").startswith(kind)]
    assert found
    assert all(one.header("x-content-type-options") == "nosniff" for one in found)


def test_no_text_turns_the_direction_of_a_page(asker: Asker, tmp_path: Path) -> None:
    """Marks that turn the direction of writing do not come in by stories or lists, and not by addresses or cookies."""
    with pytest.raises(StoryRejected):
        Story.parse(yaml_text(story(TURNED)))
    with Ledger.open(tmp_path / "ledger.sqlite", create=True) as kept:
        lines = [line._replace(show=line.show + TURNED) for line in week_list(SUNDAY)]
        assert take(kept, download(table(lines), datetime(2026, 1, 6, 12))).rejected
    cookie = asker.app.state.signed.write(Progress({f"a{TURNED}": Watched.parse("S1E1")}))
    addresses = f"/search?q={TURNED}", f"/?as-of={TURNED}", f"/series/{TURNED}", "/watched"
    told = [asker.ask(address, cookie=cookie).text for address in addresses]
    assert [one for one in told if re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", one)] == []


LONG = "a very long title " * 556


def test_a_title_of_ten_thousand_characters_is_shown(tmp_path: Path) -> None:
    """A title may be long, whatever becomes of its looks."""
    path = tmp_path / "ledger.sqlite"
    lines = [Line(rank=rank, show=f"{LONG}{rank}", season=f"{LONG}{rank}: Season 1") for rank in (1, 2)]
    with Ledger.open(path, create=True) as kept:
        assert not take(kept, download(table(lines), datetime(2026, 1, 6, 12))).rejected
    asker = Asker(desk(path))
    statuses = {
        asked: asker.ask(asked).status for asked in ("/", "/next", "/labels", "/search?q=very", "/suggest?q=very")
    }
    assert set(statuses.values()) == {200}
    assert asker.ask(f"/series/{LONG.replace(' ', '-')}1").status == 414


INJECTED = ("%0d%0aSet-Cookie:%20a=b", "\u010a", "%00", "..%2f..%2fetc%2fpasswd", "%E2%80%AE", "{{7*7}}", "%ff")


@pytest.mark.parametrize("evil", INJECTED)
@pytest.mark.parametrize(
    "address",
    [
        *("/series/{}", "/series/{}/page", "/series/{}.atom", "/series/{}.ics", "/series/{}.png", "/api/v1/series/{}"),
        *("/search?q={}", "/suggest?q={}", "/?as-of={}", "/series/his-and-hers?as-of={}", "/static/{}", "/{}"),
        *("/api/v1/series/his-and-hers?watched={}", "/api/v1/search?q={}", "/series/his-and-hers/{}"),
    ],
)
def test_no_address_becomes_a_header(evil: str, address: str, asker: Asker) -> None:
    """Whatever stands in an address, headers are those of the desk, and nothing breaks."""
    given = asker.ask(address.format(evil))
    assert given.status in {200, 303, 307, 308, 400, 404, 422}
    assert not given.header("set-cookie")
    assert not [value for _, value in given.headers if "\r" in value or "\n" in value]
    assert "49" not in given.header("location")


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    return Asker(desk(tmp_path_factory.mktemp("none") / "none.sqlite"))


def test_the_comparison_sees_markup_that_escapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts that are written as they are make a page of other elements."""
    from markupsafe import Markup

    from cliffhanger.desk import writing

    finalize: Callable[[Any], Any] = lambda told: Markup(told) if isinstance(told, str) else told  # noqa: E731
    monkeypatch.setattr(writing._environment, "finalize", finalize)
    writing._environment.cache.clear()  # type: ignore[union-attr]
    try:
        evil, plain = swept(tmp_path / "evil", MARKUP), swept(tmp_path / "plain", WORDS)
        assert [asked for asked, one in pages(evil) if _kinds(one) - _kinds(plain[asked])]
    finally:
        monkeypatch.undo()
        writing._environment.cache.clear()  # type: ignore[union-attr]
