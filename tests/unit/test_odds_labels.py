"""What is told of seasons whose label changed: what it is now, what the change does, and what it means."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cliffhanger.brief.almanac import Almanac
from cliffhanger.brief.odds import Another, odds
from cliffhanger.brief.odds_blocks import another_season, reasons
from cliffhanger.brief.odds_words import told
from cliffhanger.brief.pictures.odds import odds_picture
from cliffhanger.brief.text import write_text
from cliffhanger.brief.wording import percent
from cliffhanger.renewal.asked import Change
from cliffhanger.renewal.odds import Odds
from cliffhanger.vantage import Vantage
from editions import Line
from seasons import WEEKS, charted, lines_of_a_world, on, published

LAST = WEEKS - 1
FITS = TemporaryDirectory()
"""Keeps the fits of the made-up world."""


@cache
def relabelled(*labels: str) -> Another:
    """Ask for another season of a show whose label changed each second week, among those of the made-up world."""
    world = [*lines_of_a_world()]
    told = [(LAST - 2 * (len(labels) - 1 - n), [*world, *labelled(name)]) for n, name in enumerate(labels)]
    with charted(*told, every=20).as_of(Vantage(published(LAST).date())) as view:
        return odds("Harbour", view, Almanac(), Path(FITS.name)).value


def labelled(name: str) -> list[Line]:
    """Give the only week of the show under a label; without one, under none."""
    found = on("Harbour", name, LAST - 30, rank=9)
    return found if name else [line._replace(season="N/A") for line in found]


def chances(another: Another) -> Odds:
    """Give its odds, which it must have."""
    assert another.odds is not None
    return another.odds


def text(another: Another) -> str:
    """Give the words of a brief on it."""
    return re.sub(r"\s+", " ", write_text([*another_season(another)]))


@pytest.mark.parametrize(
    ("labels", "limited"),
    [
        (("Limited Series",), True),
        (("Limited Series", "Season 1"), False),
        (("Season 1", "Limited Series"), True),
        (("Limited Series", "Season 1", "Limited Series"), True),
        (("", "Limited Series"), True),
    ],
)
def test_what_a_limited_series_is_made_for_follows_its_label_now(labels: tuple[str, ...], limited: bool) -> None:
    """It is said of what is called a limited series now, whatever it was called at first, and of nothing else."""
    found = relabelled(*labels)
    assert ("made to tell its story to the end" in text(found)) is limited
    assert any("made to tell its story" in one for one in told(found)) is limited


@pytest.mark.parametrize(
    ("labels", "moved"), [(("Limited Series", "Season 1"), "raises"), (("Season 1", "Limited Series"), "lowers")]
)
def test_what_a_new_label_does_to_the_chance_is_told(labels: tuple[str, ...], moved: str) -> None:
    """The chance without the change stands beside that with it, and not among what would change it."""
    found = relabelled(*labels)
    without = next(one.chance for one in chances(found).what_if if one.change is Change.LABEL)
    said = f"its change of label {moved} the chance from {percent(without)} to {percent(chances(found).told.chance)}."
    assert text(found).count(said) == 1
    assert f'changed its label from "{labels[0]}" to "{labels[1]}"' in text(found)
    assert " when it came out, counts" in text(found)
    unsized = " ".join(one.text for one in reasons(found, None, sized=False))
    assert [unsized.lower().count(one) for one in (said, "its change of label")] == [1, 1]


def test_a_change_that_the_model_does_not_read_leaves_the_chance() -> None:
    """That a title without a label gets one is told, and that it moves nothing."""
    found = relabelled("", "Season 1")
    assert 'changed its label from no label to "Season 1"' in text(found)
    assert "others leave the chance as it is" in text(found)
    assert all(one.change is not Change.LABEL for one in chances(found).what_if)


def test_odds_are_headed_by_the_title_as_it_is_now() -> None:
    """The season keeps the kind with which it counts, and bears the name that the lists give it now."""
    found = chances(relabelled("Limited Series", "Season 1"))
    assert (found.season.kind, found.season.title_now) == ("limited series", "Harbour: Season 1")
    assert "Harbour: Season 1" in odds_picture(found).says


def test_a_series_is_no_company_to_itself() -> None:
    """It counts among the limited series that were relabelled, and is left out where others are listed."""
    found = relabelled("Limited Series", "Season 1")
    assert "relabelled as a season so far, this one among them" in text(found)
    assert "- Harbour: relabelled as a season" not in text(found)
