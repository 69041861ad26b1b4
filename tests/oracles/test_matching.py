"""Which seasons belong together on the real lists and reports: counts, the hard ones one by one, none left over."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

from cliffhanger.charts.archive import opened
from cliffhanger.charts.ingest import ingest
from cliffhanger.charts.ledger import Ledger
from cliffhanger.charts.titles import OTHER, plain
from cliffhanger.renewal.exceptions import reviewed
from cliffhanger.renewal.shows import How, Instalment, Name, instalments
from cliffhanger.vantage import Vantage

ROOT = Path(__file__).parent.parent.parent
DATA = Path(os.environ.get("CLIFFHANGER_SHARED") or ROOT.parent / "shared") / "data"
BUNDLE = DATA / "netflix-top10-archive.bundle"
REPORTS = [("2024Jul-Dec", "2025-02-26"), ("2025Jan-Jun", "2025-07-17"), ("2023Jan-Jun", "2023-12-12")]
LAST = date(2026, 1, 14)

pytestmark = [
    pytest.mark.skipif(not BUNDLE.exists(), reason=f"the archive is absent: {BUNDLE}"),
    pytest.mark.xdist_group("archive"),
]

Matched = dict[Name, Instalment]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[Name]:
    """Gather the names of all versions of the lists of series, and of three reports, the mixed one among them."""
    ledger = Ledger.open(tmp_path_factory.mktemp("matching") / "ledger.sqlite", create=True)
    with opened(str(BUNDLE), None) as archive:
        ingest(ledger, archive, datetime(2026, 2, 1))
    for half, day in REPORTS:
        path = DATA / "engagement" / f"What_We_Watched_A_Netflix_Engagement_Report_{half}.xlsx"
        with opened(str(path), day) as archive:
            ingest(ledger, archive, datetime(2026, 2, 1))
    with ledger.as_of(Vantage(LAST)) as view:
        listed = {Name(row.show_title, row.season_title) for row, _ in view.history(lists="TV")}
        told = {Name(None, row.title) for kind in ("series", "all") for row in view.engagement(kind=kind)}
    return sorted(listed | told, key=str)


@pytest.fixture(scope="module")
def matched(names: list[Name]) -> Matched:
    """Match them all."""
    return instalments(names)


def test_names_of_lists_are_matched_as_was_counted(matched: Matched) -> None:
    """Nine of ten names on the lists are simply spelled; the rest is told by what."""
    told = Counter(one.how for name, one in matched.items() if name.show_title is not None)
    assert told == {
        How.SPELLED: 1399,
        How.UNLABELLED: 85,
        How.DATED: 49,
        How.EXCEPTION: 43,
        How.BARE: 7,
        How.SUBTITLE: 5,
        How.ROMAN: 2,
        How.SCRIPT: 2,
        How.FINAL: 1,
        How.PART: 1,
    }


@pytest.mark.parametrize(
    ("name", "show", "number"),
    [
        (Name("Barbarians", "Barbarians: II"), "barbarians", 2),
        (Name(None, "Barbarians II // Barbaren II"), "barbarians", 2),
        (Name("Our Planet", "Our Planet: II"), "our planet", 2),
        (Name("Stranger Things", "Stranger Things 5"), "stranger things", 5),
        (Name("The Snow Girl", "The Snow Girl: 2. The Soul Game"), "the snow girl", 2),
        (Name("The Snow Girl", "The Snow Girl 1."), "the snow girl", 1),
        (Name("Jujutsu Kaisen", "Jujutsu Kaisen: JUJUTSU KAISEN Season3"), "jujutsu kaisen", 3),
        (Name("Bebefinn Playtime", "Bebefinn Playtime: 시즌 1"), "bebefinn playtime", 1),
        (Name("Ozark", "Ozark: Season 4 Part 1"), "ozark", 4),
        (Name("Weak Hero", "Weak Hero: Class 2"), "weak hero", 2),
        (Name("Attack on Titan", "Attack on Titan: The Final Season Part 3"), "attack on titan", 4),
        (Name("The Sinner", "The Sinner: Season 4: Percy"), "the sinner", 4),
        (Name("JoJo's Bizarre Adventure", "JoJo's Bizarre Adventure: STONE OCEAN"), "jojos bizarre adventure", 5),
        (Name("Is It Cake?", "Is It Cake?: Is It Cake, Too?"), "is it cake", 2),
        (Name("Ancient Apocalypse", "Ancient Apocalypse: The Americas"), "ancient apocalypse", 2),
        (Name("The Mire", "The Mire: Millennium"), "the mire", 3),
        (Name(None, "Zombieverse: New Blood // 좀비버스: 뉴 블러드"), "zombieverse", 2),
        (Name(None, "Full Speed: Season 2"), "nascar full speed", 2),
        (Name(None, "Suits (2011): Season 9"), "suits", 9),
        (Name("Love Is Blind: Brazil", "Love Is Blind: Brazil: Season 4"), "love is blind brazil", 4),
    ],
)
def test_hard_names_are_matched(matched: Matched, name: Name, show: str, number: int) -> None:
    """Each has the show and the number that a reader would give it."""
    one = matched[name]
    assert (one.show, one.label.number, one.left_out) == (show, number, False)


@pytest.mark.parametrize(
    ("show", "titles"),
    [
        ("monster anthology", ["DAHMER", "Monsters", "Monster: The Ed Gein Story"]),
        ("crime scene", ["Crime Scene: The Times Square Killer", "Crime Scene: The Texas Killing Fields"]),
        ("homicide", ["Homicide"]),
    ],
)
def test_anthologies_are_their_own_kind(matched: Matched, show: str, titles: list[str]) -> None:
    """Their instalments are of one show, and marked."""
    of_show = {name.show_title: one for name, one in matched.items() if name.show_title and one.show == show}
    assert sorted(of_show) == sorted(titles)
    assert all(one.anthology for one in of_show.values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("queen charlotte a bridgerton story", "bridgerton"),
        ("love is blind brazil", "love is blind"),
        ("squid game the challenge", "squid game"),
        ("physical asia", "physical 100"),
    ],
)
def test_spin_offs_are_shows_of_their_own(matched: Matched, one: str, other: str) -> None:
    """Both are there, and none is of the other."""
    assert {one, other} <= {found.show for found in matched.values()}


@pytest.mark.parametrize(
    "name",
    [
        Name("Raw", "Raw: April 14, 2025"),
        Name("Royal Rumble", "Royal Rumble 2025"),
        Name("Love is Blind Brazil: After the Altar", "N/A"),
        Name(None, "Squid Game: Fireplace"),
        Name(None, "Tiger King: The Doc Antle Story"),
    ],
)
def test_events_and_specials_are_left_out(matched: Matched, name: Name) -> None:
    """What is no season does not follow one."""
    assert matched[name].left_out


def test_none_is_left_over(matched: Matched) -> None:
    """Only shows with a single season have one without format or number on the lists."""
    seasons = defaultdict(set)
    for one in matched.values():
        if not one.left_out:
            seasons[one.show].add(one.label)
    assert {one.show for name, one in matched.items() if name.show_title is not None and one.label.kind == OTHER} == {
        "anthracite",
        "ferry the series",
        "how to ruin love",
        "larva in mars",
        "queen charlotte a bridgerton story",
    }
    assert not [
        name
        for name, one in matched.items()
        if name.show_title is not None and one.label.kind == OTHER and len(seasons[one.show]) > 1
    ]


def test_each_exception_changes_something(names: list[Name]) -> None:
    """Without any one of them something is matched otherwise: none is misspelled, none is needless."""
    spoken = tuple({spelling for one in reviewed() for spelling in (one.first, one.second)})
    near = [
        name
        for name in names
        if plain(name.season_title or "").startswith(spoken) or plain(name.show_title or "") in spoken
    ]
    whole = instalments(near)
    idle = [
        one for one in reviewed() if instalments(near, [other for other in reviewed() if other is not one]) == whole
    ]
    assert idle == []
