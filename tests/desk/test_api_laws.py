"""The laws over all that is given to programs: what is hidden, or comes later, changes no byte of it.

The gate asks every route; here only those of the API, feeds, calendars and pictures are asked, of more pairs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from asking import TODAY, Asker, Given, desk
from channels import HIDDEN, written
from cliffhanger.charts.ledger import Ledger
from cliffhanger.desk import public, standpoint
from cliffhanger.desk.addresses import slug_of
from cliffhanger.desk.api import described
from cliffhanger.story import Story
from cliffhanger.vantage import Vantage, Watched
from desks import kept
from everywhere import OneStory
from feeds import SHOWS, law
from futures import Worlds, ledger_of, worlds
from surfaces import ASKED, TITLE
from twins import Twin, twins

PATHS = [*described()["paths"]]
BESIDE = ("/series/{slug}.atom", "/series/{slug}.ics", "/series/{slug}.png", "/labels.atom", "/charts.ics")
ALL = Watched.parse("all")


def told(app: FastAPI, vantage: Vantage, slugs: list[str]) -> dict[str, Given]:
    """Give all answers from a vantage: status, headers and bytes."""
    asked = [*_asked(vantage, slugs)]
    return dict(zip(asked, Asker(app).ask_all(("GET", path, {}) for path in asked), strict=True))


def _asked(vantage: Vantage, slugs: list[str]) -> Iterator[str]:
    told = {"as-of": vantage.as_of.isoformat(), "watched": str(vantage.watched), "q": slugs[0][:3]}
    for path in PATHS:
        takes = {one["name"] for one in described()["paths"][path]["get"]["parameters"]}
        where = {name: value for name, value in told.items() if name in takes}
        people = [{"person": one} for one in (*ASKED, "Ada Hill")] if path.endswith("/knows") else [{}]
        for slug in slugs if "{slug}" in path else [""]:
            for person in people:
                yield f"{path.replace('{slug}', quote(slug))}?{urlencode(where | person)}"
    for path in BESIDE:
        for slug in slugs if "{slug}" in path else [""]:
            yield f"{path.replace('{slug}', quote(slug))}?as-of={vantage.as_of}"


def of_story(text: str, vantage: Vantage) -> dict[str, Given]:
    """Give all answers on a story, from a desk that has answered somebody who has watched all."""
    app = desk("nowhere.sqlite", OneStory(Story.parse(text)))
    slugs = [slug_of(TITLE)]
    told(app, Vantage(vantage.as_of, ALL), slugs)
    return told(app, vantage, slugs)


@law(8)
@given(twins())
def test_what_is_not_watched_changes_no_answer(twin: Twin) -> None:
    """Stories that a vantage cannot tell apart have the same answers, feeds, calendars and pictures."""
    assert of_story(twin.one, twin.vantage) == of_story(twin.other, twin.vantage)


@law(5)
@given(st.data())
def test_what_is_published_later_changes_no_answer(data: st.DataObject) -> None:
    """Ledgers that differ in what came later have the same answers, feeds, calendars and pictures."""
    world: Worlds = data.draw(worlds())
    given_ = []
    for issues in (world.one, world.other):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "ledger.sqlite")
            ledger_of(issues, Ledger.open(path, create=True)).close()
            app = desk(path)
            given_.append(told(app, world.vantage, [slug_of(show) for show in SHOWS[:2]]))
            app.state.desk.close()
    assert given_[0] == given_[1]


def test_these_answers_are_answers(tmp_path: Path) -> None:
    """What is compared is no row of refusals."""
    app = desk(kept(tmp_path), OneStory(Story.parse(written(HIDDEN["an answer"]))))
    fine = {path for path, one in told(app, Vantage(TODAY, ALL), [slug_of(TITLE)]).items() if one.status == 200}
    assert {path.partition("?")[0].replace(slug_of(TITLE), "{slug}") for path in fine} >= {*BESIDE} | {
        path for path in PATHS if path.rpartition("/")[2] not in ("run", "forecast", "odds", "seasons")
    }


def _all_watched(patch: pytest.MonkeyPatch) -> None:
    made = standpoint.standpoint
    patch.setattr(standpoint, "standpoint", lambda request, as_of, watched: made(request, as_of, ALL))


def _tag_of_the_whole(patch: pytest.MonkeyPatch) -> None:
    class Whole:
        """Digests what is sent together with the whole story."""

        @staticmethod
        def sha256(body: bytes) -> Any:
            from hashlib import sha256

            return sha256(body + repr(_whole).encode())

    patch.setattr(public, "hashlib", Whole)


_whole: list[object] = []


@pytest.mark.parametrize("leak", [_all_watched, _tag_of_the_whole], ids=["all watched", "a tag of the whole"])
def test_a_leak_is_caught(leak: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer or a tag that looks at all episodes differs for stories that the vantage cannot tell apart."""
    vantage = Vantage(TODAY.replace(month=2, day=1), Watched.parse("S1E1"))
    stories = written(HIDDEN["an answer"]), written([])
    assert of_story(stories[0], vantage) == of_story(stories[1], vantage)
    leak(monkeypatch)
    shown = []
    for story in stories:
        _whole[:] = [story]
        shown.append(of_story(story, vantage if leak is _all_watched else Vantage(vantage.as_of)))
    assert shown[0] != shown[1]
