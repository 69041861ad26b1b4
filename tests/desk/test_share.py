"""The picture that is shown where a page is shared: one for all readers, made from nothing watched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from fastapi import FastAPI
from PIL import Image

from asking import Asker, cookie_of, desk
from cliffhanger.charts.ledger import Ledger
from cliffhanger.desk.addresses import series_path
from cliffhanger.desk.share import SIZE
from desks import TODAY, kept
from editions import TV, Line, download, table, take

PATH = "/series/his-and-hers.png"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    made = desk(kept(tmp_path_factory.mktemp("share")), today=TODAY)
    yield made
    made.state.desk.close()


def test_it_is_a_picture_of_the_size_that_is_shared(app: FastAPI) -> None:
    """It is a PNG of 1200 by 630 under 100 kB."""
    given = Asker(app).ask(PATH)
    assert (given.status, given.header("content-type")) == (200, "image/png")
    picture = Image.open(BytesIO(given.body))
    assert (picture.format, picture.size) == ("PNG", SIZE)
    assert len(given.body) < 100_000


def test_it_is_the_same_for_all_readers(app: FastAPI) -> None:
    """What somebody has watched changes no byte of it."""
    assert Asker(app).ask(PATH, cookie=cookie_of(app, his_and_hers="all")) == Asker(app).ask(PATH)


def test_it_is_of_its_day(app: FastAPI) -> None:
    """Another day has another picture, and the same day the same, whoever made it."""
    then = Asker(app).ask(f"{PATH}?as-of=2026-01-09").body
    assert then != Asker(app).ask(PATH).body
    assert then == Asker(app).ask(f"{PATH}?as-of=2026-01-09").body


def test_what_is_not_known_has_no_picture(app: FastAPI) -> None:
    """A series to come and none at all get one response."""
    hidden, unknown = (Asker(app).ask(f"/series/{one}.png?as-of=2025-01-01") for one in ("his-and-hers", "no-such"))
    assert hidden == unknown
    assert hidden.status == 404


@pytest.mark.parametrize("show", ["W" * 500, "word " * 90, "evil \u0416\u65e5 \u0639\u0631", "A"])
def test_any_title_fits(tmp_path: Path, show: str) -> None:
    """A title of any length and script is drawn within the margins."""
    with Ledger.open(tmp_path / "l.sqlite", create=True) as ledger:
        line = Line(date(2026, 1, 4), TV, 1, show.strip(), None, 9_000_000)
        assert not take(ledger, download(table([line]), datetime(2026, 1, 6))).rejected
    given = Asker(desk(tmp_path / "l.sqlite", today=TODAY)).ask(f"{series_path(show)}.png")
    assert given.status == 200
    drawn = Image.open(BytesIO(given.body)).convert("L").crop((SIZE[0] - 60, 0, *SIZE))
    assert min(drawn.tobytes()) > 200
