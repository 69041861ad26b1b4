"""Linked data and the head of a series page: what anybody may know, in terms that machines read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from asking import Asker, cookie_of, desk
from cliffhanger.story import Story
from desks import TODAY, kept
from everywhere import OneStory

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
HEAD = re.compile(r"<head>.*?</head>", re.S)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    made = desk(kept(tmp_path_factory.mktemp("linked")), today=TODAY)
    yield made
    made.state.desk.close()


def linked(app: FastAPI, path: str, cookie: str = "") -> dict[str, Any]:
    (found,) = BLOCK.findall(Asker(app).ask(path, cookie=cookie).text)
    told: dict[str, Any] = json.loads(found)
    return told


def test_a_series_is_described_in_schema_orgs_terms(app: FastAPI) -> None:
    """Seasons, episodes with their days, cast, source and addresses stand in the page as linked data."""
    told = linked(app, "/series/his-and-hers")
    assert (told["@context"], told["@type"], told["name"]) == ("https://schema.org", "TVSeries", "His & Hers")
    (season,) = told["containsSeason"]
    assert (season["@type"], season["seasonNumber"], season["numberOfEpisodes"]) == ("TVSeason", 1, 6)
    assert season["episode"][5] == {"@type": "TVEpisode", "episodeNumber": 6, "datePublished": "2026-01-08"}
    assert {"@type": "Person", "name": "Tessa Thompson"} in [role["actor"] for role in told["actor"]]
    assert told["image"] == "http://localhost/series/his-and-hers.png"
    assert "aggregateRating" not in told
    assert "review" not in told


def test_a_novel_is_a_book_and_a_charted_title_has_its_name(app: FastAPI) -> None:
    """What is told in chapters is no television; of what has no story only kind and name are told."""
    assert linked(app, "/series/the-moonstone")["@type"] == "Book"
    assert linked(app, "/series/the-long-voyage").keys() == {"@context", "@type", "name", "url", "image"}
    assert linked(app, "/series/a-film-of-ours")["@type"] == "Movie"


def test_an_article_is_a_review_that_rates_nothing(app: FastAPI) -> None:
    """It names the series, its day and what it says above its line, the same for every reader."""
    path = "/series/his-and-hers/page"
    told = linked(app, path)
    assert told == linked(app, path, cookie_of(app, his_and_hers="all"))
    assert (told["@type"], told["datePublished"]) == ("Review", TODAY.isoformat())
    assert told["itemReviewed"]["@type"] == "TVSeries"
    assert told["itemReviewed"]["containsSeason"][0]["@type"] == "TVSeason"
    assert told["reviewBody"]
    assert "reviewRating" not in told


def test_the_head_is_the_same_for_all_readers(app: FastAPI) -> None:
    """What somebody has watched changes no byte of the head, linked data included."""
    cookie = cookie_of(app, his_and_hers="all")
    path = "/series/his-and-hers"
    heads = [HEAD.findall(Asker(app).ask(path, cookie=one).text) for one in ("", cookie)]
    assert heads[0] == heads[1]
    assert len(heads[0]) == 1


def test_days_to_come_are_not_told_of_episodes_that_are_not_out(app: FastAPI) -> None:
    """Before the release the season has its day, and no episode one of its own."""
    (season,) = linked(app, "/series/his-and-hers?as-of=2025-12-20")["containsSeason"]
    assert season["startDate"] == "2026-01-08"
    assert all("datePublished" not in one for one in season["episode"])


def test_no_text_ends_the_block(tmp_path: Path) -> None:
    """A story full of markup stands in the block as text."""
    evil = "</script><script>alert(1)</script><!-- & \\u2028"
    story = (
        f"format_version: 1\ntitle: Hill\nannounced: 2026-01-01\nepisodes: {{1: 1}}\npremise: [{{says: '{evil}'}}]\n"
    )
    app = desk(tmp_path / "none.sqlite", OneStory(Story.parse(story)), TODAY)
    assert "</script><script>alert(1)</script>" in linked(app, "/series/hill")["description"]
    assert "<script>alert" not in Asker(app).ask("/series/hill").text
