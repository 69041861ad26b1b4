"""Pages are small: whatever was watched, and whichever part is opened, there are less than 100 KB beside pictures."""

from __future__ import annotations

import re
from typing import Final

import pytest

from asking import TODAY, Asker, cookie_of, desk
from cliffhanger.brief.almanac import Almanac
from cliffhanger.charts.titles import plain
from cliffhanger.desk.addresses import series_path
from cliffhanger.desk.series import LONG
from cliffhanger.vantage import Episode, Vantage, Watched
from desks import kept
from feeds import SOAKING

MOST: Final = 100_000
EVERY: Final = 1 if SOAKING else 9
"""So many episodes lie between the moments at which all parts are opened; the last is always one."""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    return Asker(desk(kept(tmp_path_factory.mktemp("sizes"))))


def moments(title: str) -> list[Episode]:
    """List the episodes of a story up to which it may have been watched, the last of them for sure."""
    story = Almanac().story(title, Vantage(TODAY, Watched.parse("all")))
    assert story is not None
    return [*story.watched_through][::-1][::EVERY]


@pytest.mark.parametrize("title", Almanac().titles(Vantage(TODAY)))
def test_every_part_of_every_story_fits_a_page(asker: Asker, title: str) -> None:
    """A story is told whole, and each of its long parts on a page of its own, in less than 100 KB of words each."""
    sizes = {}
    for last in moments(title):
        cookie = cookie_of(asker.app, **{plain(title).replace(" ", "_"): f"S1E1-{last}"})
        for opened in ("", *sorted(LONG)):
            given = asker.ask(series_path(title), cookie=cookie, params={"open": opened} if opened else {})
            assert given.status == 200
            sizes[str(last), opened] = len(re.sub(r"<svg.*?</svg>", "", given.text, flags=re.DOTALL).encode())
    assert {asked: size for asked, size in sizes.items() if size >= MOST} == {}
    assert len({size for (last, _), size in sizes.items() if last == str(moments(title)[0])}) == 1 + len(LONG)


def test_a_long_part_stands_alone_and_leads_back(asker: Asker) -> None:
    """Opened, it is the only part of its page; without a word of it, or by another name, there is the whole page."""
    cookie = cookie_of(asker.app, his_and_hers="S1E1-S1E3")
    whole, alone, other = (
        asker.ask(f"/series/his-and-hers{asked}", cookie=cookie).text for asked in ("", "?open=in-full", "?open=clues")
    )
    assert re.findall(r'<section class="part" id="([a-z-]+)"', alone) == ["previously"]
    assert 'href="/series/his-and-hers#previously">The whole page' in alone
    assert other == whole
    assert 'id="people"' in whole
