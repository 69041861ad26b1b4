"""The spoiler law on the page: above its line nothing depends on what was watched, below it nothing on what was not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from cliffhanger.brief.page import Page
from cliffhanger.story import Story
from cliffhanger.vantage import Vantage, Watched
from pages import Read, above_html, above_markdown, both, page_of
from stories import StoryDict, stories, vantages, yaml_text
from twins import Twin, leaks, twins

law = settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
hunt = settings(law, max_examples=2000, database=None, phases=[Phase.generate])


def shown(text: str, vantage: Vantage) -> tuple[str, str] | None:
    """Show the page in both forms; nothing before the series is announced."""
    if Story.parse(text).at(vantage) is None:
        return None
    return both(page_of(text, vantage))


@law
@given(twins())
def test_two_stories_that_a_vantage_cannot_tell_apart_have_one_page(twin: Twin) -> None:
    """Adding, changing or removing what is hidden changes no byte of a page, nor its length, ids or notes."""
    assert not leaks(shown, twin)


@law
@given(stories(), vantages())
def test_above_the_line_a_page_is_that_of_somebody_who_has_watched_nothing(story: StoryDict, vantage: Vantage) -> None:
    """Head, text and footnotes up to the line are the same bytes; the page is well formed, and its notes resolve."""
    text = yaml_text(story)
    told, plain = shown(text, vantage), shown(text, Vantage(vantage.as_of))
    assert (told is None) == (plain is None)
    if told and plain:
        assert plain[0].startswith(_above(told[0], above_html(told[0])))
        assert plain[1].startswith(_above(told[1], above_markdown(told[1])))
        assert _faults(told[0]) == []


def _above(text: str, above: str) -> str:
    """Give what stands above the line, or above the basis, which names what was watched, where there is no line."""
    return above if above != text else text[: text.rindex("basis: ")]


def _faults(html: str) -> list[str]:
    read = Read(html)
    hrefs = [link["href"] for link in read.all("a")]
    calls = {link["href"] for link in read.all("a") if link.get("role") == "doc-noteref"}
    faults = [*read.wrong, *(f"the id {name} is here twice" for name in read.ids if read.ids.count(name) > 1)]
    faults += [f"{href} leads nowhere" for href in hrefs if href.removeprefix("#") not in read.ids]
    notes = [item["id"] for item in read.all("li") if "id" in item]
    return faults + [f"nothing calls for {name}" for name in notes if f"#{name}" not in calls]


def everything(vantage: Vantage) -> Vantage:
    """Give the vantage of who has watched all."""
    return Vantage(vantage.as_of, Watched.parse("all"))


def _leaky(change: Callable[[Page, Page], Page]) -> Callable[[str, Vantage], object]:
    """A page that takes something from the page of who has watched all."""

    def show(text: str, vantage: Vantage) -> object:
        if Story.parse(text).at(vantage) is None:
            return None
        return both(change(page_of(text, vantage), page_of(text, everything(vantage))))

    return show


LEAKS: dict[str, Callable[[str, Vantage], object]] = {
    "tells how much there is": _leaky(lambda page, whole: replace(page, basis=str(len(whole.after)))),
    "digests the whole": _leaky(lambda page, whole: replace(page, basis=str(hash(whole.after)))),
    "numbers its notes from the end": _leaky(lambda page, whole: replace(page, before=(*whole.after, *page.before))),
    "keeps what comes later below the line": _leaky(lambda page, whole: replace(page, after=whole.after)),
}


@pytest.mark.parametrize("name", LEAKS)
def test_the_law_catches_a_page_that_leaks(name: str) -> None:
    """Each deliberate leak is found by the same check that the page passes."""
    assert find(twins(), lambda twin: leaks(LEAKS[name], twin), settings=hunt)
