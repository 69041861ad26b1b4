"""The head of a series page in a real browser: linked data is data, which the policy of pages has nothing against."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from browsers import Served, chromium, path_of_chromium, served
from cliffhanger.desk.settings import Settings
from desks import TODAY, kept

pytestmark = [
    pytest.mark.skipif(path_of_chromium() is None, reason="there is no Chromium here"),
    pytest.mark.xdist_group("browser"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("linked")
    with served(Settings(str(kept(folder)), folder / "fits", today=lambda: TODAY)) as one:
        yield one


def test_linked_data_stands_in_the_page_and_nothing_is_refused(desk: Served) -> None:
    """The block can be read as JSON, the browser reports no breach of the policy, and the picture loads."""
    with chromium() as browser:
        page: Any = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(desk.url("/series/his-and-hers"))
        told = json.loads(page.locator('script[type="application/ld+json"]').text_content())
        image = page.locator('meta[property="og:image"]').get_attribute("content")
        refused = [*said]  # what shows a picture alone is the browser's own page, whose style it complains of
        page.goto(image)
        size = page.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]")
    assert told["@type"] == "TVSeries"
    assert told["image"] == image
    assert size == [1200, 630]
    assert refused == []
