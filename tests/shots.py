"""Takes pictures of every page of a desk, wide and narrow, light and dark: `make shots`, into the folder build/shots.

The desk answers from the ledger at CLIFFHANGER_LEDGER, or else from a small invented one. Last comes the picture of the
README, docs/desk.png, from what the package brings.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from browsers import Served, chromium, served
from cliffhanger.desk.settings import Settings, utc_today
from cliffhanger.vantage import parse_day
from desks import TODAY, kept

PAGES = {
    "front": "/",
    "front-then": "/?as-of=2025-11-20",
    "series": "/series/his-and-hers",
    "series-charted": "/series/stranger-things",
    "article": "/series/his-and-hers/page",
    "next": "/next",
    "labels": "/labels",
    "about": "/about",
    "search": "/search?q=the",
    "search-nothing": "/search?q=zzzyx",
    "unknown": "/series/nothing-of-this-name",
    "watched": "/watched",
    "record": "/record",
    "api": "/api/v1",
}
WATCHED = {"series-half": "u-S1E3", "series-all": "w-all"}
SERIES = "/series/his-and-hers"
OPENED = "series-opened"
HISTORIES = {
    "history": ("2026-01-11", "2026-01-12"),
    "history-day": ("10/1/26", "11/1/26"),
}
"""When two episodes were begun: in days that can be read in one order, and in days that can be read in several."""
README = "readme"
PICTURE = Path(__file__).parent.parent / "docs" / "desk.png"
WIDTHS = 1280, 360
SCHEMES = "light", "dark"


def main() -> int:
    """Take them all."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--out", type=Path, default=Path("build/shots"))
    asked.add_argument("--today", type=parse_day, default=None)
    asked.add_argument("--only", nargs="*", default=())
    told = asked.parse_args()
    told.out.mkdir(parents=True, exist_ok=True)
    with _ledger(told.today) as settings, served(settings) as desk, chromium() as browser:
        if browser is None:
            sys.stderr.write("no Chromium is here, so no picture was taken\n")
            return 1
        for scheme in SCHEMES:
            for width in WIDTHS:
                for name in _shoot(browser, desk, scheme, width, told.out, told.only):
                    sys.stdout.write(f"{name}\n")
        if not told.only or README in told.only:
            sys.stdout.write(f"{_for_the_readme(browser)}\n")
    return 0


@contextmanager
def _ledger(today: date | None) -> Iterator[Settings]:
    """Give the settings of a desk on the ledger that is named, or on one of our own."""
    with TemporaryDirectory() as folder:
        named = os.environ.get("CLIFFHANGER_LEDGER")
        address = named or str(kept(Path(folder)))
        day = today or (utc_today() if named else TODAY)
        yield Settings(address, Path(address).with_suffix(".fits"), today=lambda: day)


def _shoot(browser: Any, desk: Served, scheme: str, width: int, out: Path, only: Any) -> Iterator[str]:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", device_scale_factor=1
    )
    page = context.new_page()
    for name, path in PAGES.items():
        if not only or name in only:
            page.goto(desk.url(path))
            yield _taken(page, out / f"{name}-{width}-{scheme}.png")
    for name, button in WATCHED.items():
        if not only or name in only:
            page.goto(desk.url(SERIES))
            with page.expect_response("**/watched*"):
                page.click(f"#{button}")
            page.wait_for_selector("#people")
            yield _taken(page, out / f"{name}-{width}-{scheme}.png")
    if not only or OPENED in only:
        yield from _opened(page, desk, out / f"{OPENED}-{width}-{scheme}.png")
    context.clear_cookies()
    for name, days in HISTORIES.items():
        if not only or name in only:
            _upload(page, desk, days)
            yield _taken(page, out / f"{name}-{width}-{scheme}.png")
    context.close()


def _opened(page: Any, desk: Served, path: Path) -> Iterator[str]:
    """Take a series, all of it watched, with the first of its long parts opened."""
    page.goto(desk.url(SERIES))
    with page.expect_response("**/watched*"):
        page.click(f"#{WATCHED['series-all']}")
    page.wait_for_selector("#people")
    page.goto(desk.url(page.get_attribute("a[href*='open=']", "href")))
    yield _taken(page, path)


def _upload(page: Any, desk: Served, days: tuple[str, ...]) -> None:
    """Bring in a viewing history of the first episodes, begun on some days, the newest first."""
    rows = [f'"His & Hers: Limited Series: Episode {number}","{day}"' for number, day in enumerate(days, 1)]
    data = "\n".join(["Title,Date", *reversed(rows), ""]).encode()
    form = "form[action*='history']"
    page.goto(desk.url("/watched"))
    page.set_input_files(f"{form} input[type=file]", {"name": "history.csv", "mimeType": "text/csv", "buffer": data})
    page.click(f"{form} button")
    page.wait_for_load_state()


def _for_the_readme(browser: Any) -> str:
    """Take the top of a series page, in few colours."""
    with served(Settings("no-ledger.sqlite", today=lambda: TODAY)) as desk:
        page = browser.new_page(viewport={"width": 1280, "height": 780}, color_scheme="light", reduced_motion="reduce")
        page.goto(desk.url("/series/his-and-hers"))
        taken = page.screenshot()
    Image.open(BytesIO(taken)).convert("RGB").quantize(32, dither=Image.Dither.NONE).save(PICTURE, "PNG", optimize=True)
    return str(PICTURE)


def _taken(page: Any, path: Path) -> str:
    page.screenshot(path=path, full_page=True)
    return str(path)


if __name__ == "__main__":
    sys.exit(main())
