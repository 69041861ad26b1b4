"""The forecast in the brief and on the page of *His & Hers*, from the almanac alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from shell import ask

TITLE = "His & Hers"
NONE = "--ledger", "absent.sqlite"
WITH = ["2026-01-07", "2026-01-09", "2026-01-14", "2026-02-15"]
WITHOUT = ["2025-12-20", "2026-01-06", "2026-11-01"]


def brief(day: str, form: str = "text") -> str:
    said = ask("brief", TITLE, "--as-of", day, "--format", form, "--ledger", "absent.sqlite")
    assert (said.code, said.err) == (0, "")
    return said.out


def data(day: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(brief(day, "json"))
    return told


def page(day: str, path: Path) -> str:
    said = ask("page", TITLE, "--as-of", day, "-o", path, "--ledger", "absent.sqlite")
    assert said.code == 0, said.err
    return path.read_text("utf-8")


@pytest.mark.parametrize("day", WITH)
def test_the_brief_has_a_forecast(day: str, tmp_path: Path) -> None:
    """From the day of the almanac's first fit on, text, Markdown, page and JSON tell it, the basis names the fit."""
    told = re.sub(r"\s+", " ", brief(day))
    assert "Forecast -------- " in told
    assert "half of such titles have" in told
    assert "## Forecast" in brief(day, "markdown")
    assert ">Forecast</h2>" in page(day, tmp_path / "page.html")
    assert data(day)["forecast"]["ahead"]
    assert re.search(r"\bfit [0-9a-f]{8}", data(day)["basis"])


@pytest.mark.parametrize("day", WITHOUT)
def test_before_the_first_fit_and_after_thirteen_weeks_there_is_none(day: str, tmp_path: Path) -> None:
    """Neither words nor pictures nor a fit in the basis; JSON has a null in its place."""
    assert "of such titles" not in brief(day)
    assert "## Forecast" not in brief(day, "markdown")
    assert ">Forecast</h2>" not in page(day, tmp_path / "page.html")
    assert data(day)["forecast"] is None
    assert " fit " not in data(day)["basis"]


def test_the_forecast_follows_what_is_known() -> None:
    """Before its release and after it nothing is seen; from 14 January on its first week is."""
    seen = [[one["hours"] for one in data(day)["forecast"]["seen"]] for day in WITH]
    assert seen == [[], [], [86_800_000], [86_800_000]]


def test_after_the_first_week_ranges_are_narrower() -> None:
    """The range of 91 days shrinks from before the release to after the first week."""
    before, after = (
        next(one["hours"] for one in data(day)["forecast"]["totals"] if one["through"] == "91 days")
        for day in ("2026-01-07", "2026-01-14")
    )
    assert before["most"] / before["least"] > 2 * after["most"] / after["least"]


def test_the_last_day_of_the_forecast() -> None:
    """Thirteen weeks after the release the forecast is there for the last time the day before."""
    assert [data(day)["forecast"] is None for day in ("2026-04-08", "2026-04-09")] == [False, True]


def test_what_has_been_watched_changes_no_byte_of_the_forecast() -> None:
    """A forecast is made of charts alone."""
    told = [
        json.loads(ask("brief", TITLE, "--as-of", "2026-01-14", "--watched", watched, "--format", "json", *NONE).out)
        for watched in ("none", "S1E3", "all")
    ]
    assert told[0]["forecast"] == told[1]["forecast"] == told[2]["forecast"]
